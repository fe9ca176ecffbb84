package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
)

type articleCommands struct {
	Publish articlePublishCommand `cmd:"" help:"Publish an article: in the blog of a community of this site, or on one's own page."`
}

type articlePublishCommand struct {
	As         string `required:"" help:"Account of whoever writes." placeholder:"ACCOUNT"`
	In         string `help:"Community: a name; without it the article stands on their own page." placeholder:"COMMUNITY"`
	Title      string `required:"" help:"Title of the article."`
	Summary    string `help:"What it is about, in a sentence or two."`
	Cover      string `help:"Picture that stands over it, a file." placeholder:"FILE"`
	Alt        string `help:"What the picture shows, for people who cannot see it."`
	Audio      string `help:"Recording to listen to, a file: MP3, M4A or Ogg." placeholder:"FILE"`
	Transcript string `help:"What is said in it, a file of Markdown." placeholder:"FILE"`
	At         string `help:"When it is published, by the clock on the wall: 2027-01-15T08:00; without it at once." placeholder:"TIME"`
	Timezone   string `help:"Time zone of that: Europe/London; without it that of this machine." placeholder:"ZONE"`
	File       string `arg:"" optional:"" help:"File with the text, in Markdown; without it, or with -, the text is read from standard input."`
}

// most is how much of a file of words is read, in bytes; what an article takes is far less.
const most = 4 << 20

// Run publishes an article and prints its address on the last line; of one that comes later, the address of the draft.
func (c *articlePublishCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		by, err := p.person(ctx, c.As)
		if err != nil {
			return err
		}
		d := models.ArticleDraft{Title: c.Title, Summary: c.Summary}
		if d.Source, err = words(sh, c.File); err != nil {
			return err
		}
		if c.Transcript != "" {
			if d.Transcript, err = words(sh, c.Transcript); err != nil {
				return err
			}
		}
		var in *models.Actor
		if c.In != "" {
			if in, err = p.community(ctx, c.In); err != nil {
				return err
			}
			d.CommunityID = in.ID
		}
		if err := c.attach(ctx, p, by, in, &d); err != nil {
			return err
		}
		return c.publish(ctx, sh, p, by, d)
	})
}

// publish keeps the draft and publishes it. One that may not be published is not left behind.
func (c *articlePublishCommand) publish(ctx context.Context, sh *shell, p *program, by *models.Actor, d models.ArticleDraft) error {
	p.fed.LookUp(ctx, d.Source)
	saved, err := p.site.SaveArticleDraft(ctx, by, d)
	if err != nil {
		return err
	}
	it, err := p.site.PublishArticleDraft(ctx, by, saved.ID, 0, c.At, cmp.Or(c.Timezone, zoneHere()))
	if err != nil {
		return errors.Join(err, p.site.DropArticleDraft(ctx, by, saved.ID))
	}
	switch {
	case it != nil:
		sh.say("Published.\n%s", it.URI)
	case c.At != "":
		due, err := p.site.ArticleDraft(ctx, models.Viewer{Actor: by}, saved.ID)
		if err != nil {
			return err
		}
		sh.say("To be published on %s (%s). Until then it is a draft:\n%s/drafts/%d", due.Due().Format("Monday 2 January 2006, 15:04"), due.Zone, p.site.Base(), saved.ID)
	default:
		sh.say("To be published as soon as the site has looked through the recording. Until then it is a draft:\n%s/drafts/%d", p.site.Base(), saved.ID)
	}
	return nil
}

// attach keeps the cover and the recording.
func (c *articlePublishCommand) attach(ctx context.Context, p *program, by, in *models.Actor, d *models.ArticleDraft) error {
	if c.Cover != "" {
		m := &models.Media{OwnerID: by.ID}
		err := opened(c.Cover, func(f *os.File) error {
			kept, err := blob.PutPicture(ctx, p.site.Files(), f, 10<<20)
			m.Sum, m.ThumbSum, m.MediaType, m.Width, m.Height, m.Size = kept.Sum, kept.ThumbSum, kept.MediaType, kept.Width, kept.Height, kept.Size
			return err
		})
		if err != nil {
			return err
		}
		if err := p.site.AddMedia(ctx, m); err != nil {
			return err
		}
		d.Pictures = []*models.DraftPicture{{MediaID: m.ID, Alt: c.Alt, Decorative: c.Alt == ""}}
	}
	if c.Audio == "" {
		return nil
	}
	return opened(c.Audio, func(f *os.File) error {
		kept, err := p.site.TakeFile(ctx, by, in, filepath.Base(c.Audio), f)
		if err == nil {
			d.AudioID = kept.ID
		}
		return err
	})
}

func opened(path string, use func(*os.File) error) error {
	f, err := os.Open(path)
	if err != nil {
		return advise("%s cannot be opened: %v", path, err)
	}
	return errors.Join(use(f), f.Close())
}

// words reads a file of text, or standard input.
func words(sh *shell, path string) (string, error) {
	var text []byte
	read := func(r io.Reader) (err error) {
		text, err = io.ReadAll(io.LimitReader(r, most))
		return err
	}
	var err error
	if path == "" || path == "-" {
		err = read(sh.in)
	} else {
		err = opened(path, func(f *os.File) error { return read(f) })
	}
	if err != nil {
		return "", fmt.Errorf("read the text: %w", err)
	}
	return string(text), nil
}

// zoneHere is the name of the zone of this machine, or UTC where it has none.
func zoneHere() string {
	if name := time.Local.String(); name != "Local" {
		return name
	}
	return "UTC"
}
