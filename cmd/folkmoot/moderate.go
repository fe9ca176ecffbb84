package main

import (
	"context"

	"github.com/folkmoot/folkmoot/models"
)

type moderateCommands struct {
	Lock   moderateLock   `cmd:"" help:"Close a discussion to replies."`
	Pin    moderatePin    `cmd:"" help:"Keep a discussion at the head of its community."`
	Remove moderateRemove `cmd:"" help:"Take a post or reply out of its community."`
}

// moderated is what the three take.
type moderated struct {
	As     string `required:"" help:"Account of whoever moderates." placeholder:"ACCOUNT"`
	URL    string `arg:"" name:"url" help:"Address of the post or reply, from here or elsewhere."`
	Reason string `help:"Why, for the public log."`
	Undo   bool   `help:"Take it back."`
}

// An act of moderation is one of the methods of Site of this shape.
type moderation func(ctx context.Context, by *models.Actor, it *models.Item, on bool, reason string, from *models.Origin) error

func (c moderated) do(ctx context.Context, sh *shell, which func(*models.Site) moderation, done, undone string) error {
	return sh.withItem(ctx, c.As, c.URL, func(p *program, by *models.Actor, it *models.Item) error {
		if err := which(p.site)(ctx, by, it, !c.Undo, c.Reason, nil); err != nil {
			return err
		}
		sh.say("%s", either(c.Undo, undone, done))
		return nil
	})
}

type moderateLock struct{ moderated }

// Run locks.
func (c *moderateLock) Run(ctx context.Context, sh *shell) error {
	return c.do(ctx, sh, func(s *models.Site) moderation { return s.Lock }, "Locked: it takes no more replies.", "Open to replies again.")
}

type moderatePin struct{ moderated }

// Run pins.
func (c *moderatePin) Run(ctx context.Context, sh *shell) error {
	return c.do(ctx, sh, func(s *models.Site) moderation { return s.Pin }, "Pinned.", "No longer pinned.")
}

type moderateRemove struct{ moderated }

// Run removes.
func (c *moderateRemove) Run(ctx context.Context, sh *shell) error {
	return c.do(ctx, sh, func(s *models.Site) moderation { return s.Remove }, "Removed. The reason is in the community's log.", "Put back.")
}
