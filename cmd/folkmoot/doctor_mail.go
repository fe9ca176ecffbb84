package main

import (
	"context"
	"strings"
	"time"
)

// mailPatience is how long the mail server may take to let us in.
const mailPatience = 15 * time.Second

// mail tells whether the mail server lets this site in. Nothing is sent.
func (d *doctor) mail(ctx context.Context) {
	if d.conf.SMTP == nil {
		d.note("Mail", "none goes out: letters are kept in %s.\n"+
			"Set FOLKMOOT_SMTP_URL to the address of a mail server, so that people get reminders and can renew a forgotten password.", d.conf.letters())
		return
	}
	if err := d.conf.SMTP.Check(ctx, nil, mailPatience); err != nil {
		d.ill("Mail", "%v\nLetters wait until it works. The settings are FOLKMOOT_SMTP_URL and FOLKMOOT_MAIL_FROM.", err)
		return
	}
	d.fine("Mail", "%s lets this site in. Letters come from %s; “Send a test mail” under Run this site shows whether they arrive.",
		d.conf.SMTP, d.conf.MailFrom.Address)
	if strings.HasSuffix(d.conf.MailFrom.Address, "@localhost") {
		d.note("Mail", "nobody takes letters from %s. Set FOLKMOOT_MAIL_FROM to an address of your own.", d.conf.MailFrom.Address)
	}
}
