package main

import (
	"context"

	"github.com/folkmoot/folkmoot/models"
)

type communityCommands struct {
	Create    communityCreate    `cmd:"" help:"Start a community."`
	Moderator communityModerator `cmd:"" help:"Make somebody a facilitator, who moderates."`
	Approve   communityApprove   `cmd:"" help:"Let in somebody who asked to join."`
	Ban       communityBan       `cmd:"" help:"Shut somebody out."`
	Restrict  communityRestrict  `cmd:"" help:"Let only facilitators start discussions."`
}

type communityCreate struct {
	Name       string `required:"" help:"Short name, which is part of the address."`
	Title      string `required:"" help:"Name as people say it."`
	Organiser  string `required:"" help:"Account of whoever organises it." placeholder:"ACCOUNT"`
	Visibility string `default:"public" enum:"public,site,members" help:"Who may see it; it cannot be changed later."`
	Joining    string `default:"open" enum:"open,request" help:"How one becomes a member: at once, or by asking."`
	Purpose    string `help:"Why it exists, in a sentence."`
}

// Run founds the community and prints its address on the last line.
func (c *communityCreate) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		organiser, err := p.person(ctx, c.Organiser)
		if err != nil {
			return err
		}
		group, err := p.site.FoundCommunity(ctx, organiser, models.Charter{
			Name: c.Name, Title: c.Title, Purpose: c.Purpose,
			Visibility: models.Visibility(c.Visibility), Joining: models.Joining(c.Joining),
		})
		if err != nil {
			return err
		}
		sh.say("%s is there. Organiser: %s.\n%s", group.Title, organiser.Display(), group.URI)
		return nil
	})
}

// aboutSomebody is what the commands about one person in one community of this site take.
type aboutSomebody struct {
	Community string `arg:"" help:"Name of a community of this site."`
	Actor     string `arg:"" help:"Whom it is about: a name, @name@host or an address."`
}

func (c aboutSomebody) find(ctx context.Context, p *program) (community, who *models.Actor, err error) {
	if community, err = p.ownCommunity(ctx, c.Community); err != nil {
		return nil, nil, err
	}
	who, err = p.actor(ctx, c.Actor)
	return community, who, err
}

type communityModerator struct {
	aboutSomebody
	Undo bool `help:"Make them a member again."`
}

// Run appoints, or dismisses.
func (c *communityModerator) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		community, who, err := c.find(ctx, p)
		if err != nil {
			return err
		}
		role, now := models.Facilitator, "now looks after"
		if c.Undo {
			role, now = models.Member, "no longer looks after"
		}
		if err := p.site.Appoint(ctx, nil, community, who, role, nil); err != nil {
			return err
		}
		sh.say("%s %s %s.", who.Handle(p.site.Host()), now, community.Title)
		return nil
	})
}

type communityApprove struct {
	aboutSomebody
	Refuse bool `help:"Say no instead."`
}

// Run answers whoever waits.
func (c *communityApprove) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		community, who, err := c.find(ctx, p)
		if err != nil {
			return err
		}
		if err := p.site.Approve(ctx, nil, community, who, !c.Refuse); err != nil {
			return err
		}
		sh.say("%s: %s", who.Handle(p.site.Host()), either(c.Refuse, "refused.", "let in."))
		return nil
	})
}

type communityBan struct {
	aboutSomebody
	Reason string `help:"Why, for the public log."`
	Remove bool   `help:"Also remove what they wrote there."`
	Undo   bool   `help:"Let them in again."`
}

// Run bans, or lifts a ban.
func (c *communityBan) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		community, who, err := c.find(ctx, p)
		if err != nil {
			return err
		}
		order := models.BanOrder{Who: who, On: !c.Undo, Reason: c.Reason, Remove: c.Remove}
		if err := p.site.Ban(ctx, nil, community, order, nil); err != nil {
			return err
		}
		sh.say("%s %s %s.", who.Handle(p.site.Host()), either(c.Undo, "may take part again in", "is shut out of"), community.Title)
		return nil
	})
}

type communityRestrict struct {
	Community string `arg:"" help:"Name of a community of this site."`
	Undo      bool   `help:"Let all members start discussions again."`
}

// Run restricts who starts threads, or opens that again.
func (c *communityRestrict) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		community, err := p.ownCommunity(ctx, c.Community)
		if err != nil {
			return err
		}
		if err := p.site.Restrict(ctx, nil, community, !c.Undo); err != nil {
			return err
		}
		sh.say("%s start discussions in %s.", either(c.Undo, "All members", "Only facilitators"), community.Title)
		return nil
	})
}

// either is yes when is is true, and else no.
func either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
