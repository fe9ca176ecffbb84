package main

import (
	"context"

	"github.com/folkmoot/folkmoot/models"
)

type postCommand struct {
	As    string `required:"" help:"Account of whoever writes." placeholder:"ACCOUNT"`
	In    string `required:"" help:"Community: a name, @name@host or an address." placeholder:"COMMUNITY"`
	Title string `required:"" help:"Title of the discussion."`
	Body  string `required:"" help:"Text, in Markdown."`
}

// Run starts a thread and prints its address on the last line.
func (c *postCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		by, err := p.person(ctx, c.As)
		if err != nil {
			return err
		}
		in, err := p.community(ctx, c.In)
		if err != nil {
			return err
		}
		p.fed.LookUp(ctx, c.Body)
		it, err := p.site.Publish(ctx, models.Draft{Kind: models.Post, By: by, In: in, Title: c.Title, Source: c.Body, Language: "en"})
		if err != nil {
			return err
		}
		sh.say("Posted in %s.\n%s", in.Display(), it.URI)
		return nil
	})
}

type replyCommand struct {
	As   string `required:"" help:"Account of whoever writes." placeholder:"ACCOUNT"`
	To   string `required:"" help:"Address of the post or reply." placeholder:"URL"`
	Body string `required:"" help:"Text, in Markdown."`
}

// Run replies and prints the address of the reply on the last line.
func (c *replyCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withItem(ctx, c.As, c.To, func(p *program, by *models.Actor, to *models.Item) error {
		in, err := p.communityOf(ctx, to)
		if err != nil {
			return err
		}
		p.fed.LookUp(ctx, c.Body)
		it, err := p.site.Publish(ctx, models.Draft{Kind: models.Reply, By: by, In: in, InReplyTo: to, Source: c.Body, Language: "en"})
		if err != nil {
			return err
		}
		sh.say("Replied.\n%s", it.URI)
		return nil
	})
}

// ownItem is what the commands about something that was published take.
type ownItem struct {
	As  string `required:"" help:"Account of whoever does it." placeholder:"ACCOUNT"`
	URL string `arg:"" name:"url" help:"Address of the post or reply, from here or elsewhere."`
}

type editCommand struct {
	ownItem
	Title string `help:"New title; without it the title stays."`
	Body  string `required:"" help:"New text, in Markdown."`
}

// Run replaces the text.
func (c *editCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withItem(ctx, c.As, c.URL, func(p *program, by *models.Actor, it *models.Item) error {
		title := it.Title
		if c.Title != "" {
			title = c.Title
		}
		p.fed.LookUp(ctx, c.Body)
		now, err := p.site.Revise(ctx, it, models.Draft{By: by, Title: title, Source: c.Body, Language: it.Language})
		if err != nil {
			return err
		}
		sh.say("Changed.\n%s", now.URI)
		return nil
	})
}

type deleteCommand struct{ ownItem }

// Run deletes, here and, as a request, wherever a copy was sent.
func (c *deleteCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withItem(ctx, c.As, c.URL, func(p *program, by *models.Actor, it *models.Item) error {
		if err := p.site.Delete(ctx, by, it, nil); err != nil {
			return err
		}
		sh.say("Deleted here. Sites that have a copy are asked to delete it too.")
		return nil
	})
}

type likeCommand struct {
	ownItem
	Undo bool `help:"Take it back."`
}

// Run likes.
func (c *likeCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withItem(ctx, c.As, c.URL, func(p *program, by *models.Actor, it *models.Item) error {
		liking := models.Likes
		if c.Undo {
			liking = models.NoLiking
		}
		if err := p.site.Like(ctx, by, it, liking, nil); err != nil {
			return err
		}
		sh.say("%s", either(c.Undo, "No longer liked.", "Liked."))
		return nil
	})
}

type followCommand struct {
	As     string `required:"" help:"Account of whoever follows." placeholder:"ACCOUNT"`
	Target string `arg:"" name:"who" help:"A community or person: @name@host[:port], an address, or a name."`
	Undo   bool   `help:"Leave, or stop following."`
}

// Run joins a community of this site, and follows any other community or person.
func (c *followCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		by, err := p.person(ctx, c.As)
		if err != nil {
			return err
		}
		target, err := p.actor(ctx, c.Target)
		if err != nil {
			return err
		}
		if c.Undo {
			return p.unfollow(ctx, sh, by, target)
		}
		return p.follow(ctx, sh, by, target)
	})
}

func (p *program) follow(ctx context.Context, sh *shell, by, target *models.Actor) error {
	state := models.Accepted
	if target.Kind == models.Group {
		joined, err := p.site.Join(ctx, by, target)
		if err != nil {
			return err
		}
		state = joined
	} else {
		f, err := p.site.Follow(ctx, by, target, nil)
		if err != nil {
			return err
		}
		state = f.State
	}
	if state == models.Pending {
		sh.say("Asked. %s answers; until then nothing arrives from there.", target.Handle(p.site.Host()))
		return nil
	}
	sh.say("%s follows %s.", by.Display(), target.Handle(p.site.Host()))
	return nil
}

func (p *program) unfollow(ctx context.Context, sh *shell, by, target *models.Actor) error {
	end := func() error { return p.site.Unfollow(ctx, by, target, nil) }
	if target.Kind == models.Group && target.Here() {
		end = func() error { return p.site.Leave(ctx, by, target) }
	}
	if err := end(); err != nil {
		return err
	}
	sh.say("%s no longer follows %s.", by.Display(), target.Handle(p.site.Host()))
	return nil
}

// withItem does fn with whoever acts and what they act on.
func (sh *shell) withItem(ctx context.Context, as, url string, fn func(p *program, by *models.Actor, it *models.Item) error) error {
	return sh.withSite(ctx, func(p *program) error {
		by, err := p.person(ctx, as)
		if err != nil {
			return err
		}
		it, err := p.item(ctx, by, url)
		if err != nil {
			return err
		}
		return fn(p, by, it)
	})
}
