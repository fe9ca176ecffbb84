package main

import (
	"context"
	"io"

	"github.com/folkmoot/folkmoot/handlers/mail"
)

type mailCommands struct {
	Bounce mailBounceCommand `cmd:"" help:"Read from the input what a mail server says about a letter that came back, and note it. It is for a mail server to call; what is no such message changes nothing."`
}

type mailBounceCommand struct{}

// maxInput is how much of a message is taken from a mail server, in bytes, so that its pipe does not break. Most of it is
// not looked at.
const maxInput = 100 << 20

// Run reads one message.
func (c *mailBounceCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		said, err := mail.TakeBounce(ctx, p.site, sh.in)
		_, _ = io.CopyN(io.Discard, sh.in, maxInput) // the end of the input, or a pipe that is closed: both are well
		if err != nil {
			return err
		}
		sh.say("%s", said)
		return nil
	})
}
