package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/folkmoot/folkmoot/models"
)

type accountCommands struct {
	Create   accountCreate   `cmd:"" help:"Make an account."`
	Password accountPassword `cmd:"" help:"Give somebody a new password in place of a forgotten one. They are signed out everywhere."`
	Email    accountEmail    `cmd:"" help:"Change the e-mail address with which somebody signs in."`
	Admin    accountAdmin    `cmd:"" help:"Let somebody run the site."`
}

type accountCreate struct {
	Name     string `required:"" help:"Short name, which is part of the address."`
	Title    string `help:"Name as people say it; without it the short name."`
	Email    string `required:"" help:"E-mail address, with which they sign in."`
	Password string `required:"" help:"Password; with - it is read from the first line of the input, so that no list of processes shows it."`
	Admin    bool   `help:"They run the site."`
}

// Run makes the account. The first one ends the set-up in the browser.
func (c *accountCreate) Run(ctx context.Context, sh *shell) error {
	password, err := sh.secret(c.Password)
	if err != nil {
		return err
	}
	return sh.withSite(ctx, func(p *program) error {
		acc, err := p.site.AddAccount(ctx, models.NewAccount{
			Name: c.Name, Title: c.Title, Email: c.Email, Password: password, Admin: c.Admin,
		})
		if err != nil {
			return err
		}
		sh.say("%s can sign in at %s with %s.", acc.Actor.Display(), p.site.Base(), acc.Email)
		return nil
	})
}

type accountPassword struct {
	Name     string `required:"" help:"Short name of the account."`
	Password string `required:"" help:"New password; with - it is read from the first line of the input, so that no list of processes shows it."`
}

// Run replaces the password.
func (c *accountPassword) Run(ctx context.Context, sh *shell) error {
	password, err := sh.secret(c.Password)
	if err != nil {
		return err
	}
	return sh.withSite(ctx, func(p *program) error {
		acc, err := p.account(ctx, c.Name)
		if err != nil {
			return err
		}
		if err := p.site.ReplacePassword(ctx, acc, password); err != nil {
			return err
		}
		sh.say("%s has a new password and is signed out everywhere. Their address for signing in is %s.", acc.Actor.Display(), acc.Email)
		return nil
	})
}

type accountEmail struct {
	Name  string `required:"" help:"Short name of the account."`
	Email string `required:"" help:"New e-mail address."`
}

// Run changes the address.
func (c *accountEmail) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		acc, err := p.account(ctx, c.Name)
		if err != nil {
			return err
		}
		if err := p.site.SetEmail(ctx, acc, c.Email); err != nil {
			return err
		}
		sh.say("%s signs in with %s.", acc.Actor.Display(), acc.Email)
		return nil
	})
}

type accountAdmin struct {
	Name string `required:"" help:"Short name of the account."`
	Undo bool   `help:"They run it no longer. The last who does stays."`
}

// Run lets somebody run the site, or ends that.
func (c *accountAdmin) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		acc, err := p.account(ctx, c.Name)
		if err != nil {
			return err
		}
		if err := p.site.SetAdmin(ctx, acc, !c.Undo); err != nil {
			return err
		}
		sh.say("%s %s.", acc.Actor.Display(), either(c.Undo, "no longer runs this site", "runs this site"))
		return nil
	})
}

// secret is a value that is better not in the list of processes: "-" reads it from the input.
func (sh *shell) secret(value string) (string, error) {
	if value != "-" {
		return value, nil
	}
	line, err := bufio.NewReader(sh.in).ReadString('\n')
	if err != nil && line == "" {
		return "", fmt.Errorf("read password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// account is the account of this name on this site.
func (p *program) account(ctx context.Context, name string) (*models.Account, error) {
	acc, err := p.site.AccountNamed(ctx, strings.TrimPrefix(name, "@"))
	if models.CodeOf(err) == models.NotFound {
		return nil, advise("There is no account %q on this site. See: folkmoot account create --help", name)
	}
	return acc, err
}

// person is who does something by a command: somebody with an account on this site.
func (p *program) person(ctx context.Context, name string) (*models.Actor, error) {
	acc, err := p.account(ctx, name)
	if err != nil {
		return nil, err
	}
	return acc.Actor, nil
}
