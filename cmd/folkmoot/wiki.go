package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

type wikiCommands struct {
	Write wikiWriteCommand `cmd:"" help:"Write a page of a community's wiki, or change it."`
}

type wikiWriteCommand struct {
	As   string `required:"" help:"Account of whoever writes." placeholder:"ACCOUNT"`
	In   string `required:"" help:"Community: a name." placeholder:"COMMUNITY"`
	Page string `required:"" help:"Its title, or its part of the address. A page that is not there yet is begun." placeholder:"PAGE"`
	Note string `help:"What was changed, in a line." placeholder:"N"`
	File string `arg:"" optional:"" help:"File with the text, in Markdown; without it, standard input."`
}

// Run saves the text as the newest revision and prints the address of the page on the last line.
func (c *wikiWriteCommand) Run(ctx context.Context, sh *shell) error {
	source, err := c.read(sh)
	if err != nil {
		return err
	}
	return sh.withSite(ctx, func(p *program) error {
		by, err := p.person(ctx, c.As)
		if err != nil {
			return err
		}
		in, err := p.community(ctx, c.In)
		if err != nil {
			return err
		}
		p.fed.LookUp(ctx, source)
		slug := text.Slug(c.Page)
		it, err := p.site.PageAt(ctx, models.Viewer{Actor: by}, in.ID, slug)
		if models.CodeOf(err) == models.NotFound {
			return c.begin(ctx, sh, p, models.Draft{By: by, In: in, Title: titleOf(c.Page, slug), Source: source, Language: "en"})
		}
		if err != nil {
			return err
		}
		now, err := p.site.CurrentRevision(ctx, it.ID)
		if err != nil {
			return err
		}
		done, err := p.site.EditPage(ctx, it, models.Draft{By: by, Title: now.Title, Source: source, Language: it.Language}, now.Number, c.Note)
		if err != nil {
			return err
		}
		said := fmt.Sprintf("Saved as revision %d.", done.Number)
		if done.Same {
			said = fmt.Sprintf("It says that already, in revision %d.", done.Number)
		}
		sh.say("%s\n%s", said, in.PageAddress(done.Item.Detail.(*models.WikiPage).Slug))
		return nil
	})
}

func (c *wikiWriteCommand) begin(ctx context.Context, sh *shell, p *program, d models.Draft) error {
	it, err := p.site.WritePage(ctx, d, c.Note)
	if err != nil {
		return err
	}
	sh.say("Begun: %s.\n%s", it.Title, d.In.PageAddress(it.Detail.(*models.WikiPage).Slug))
	return nil
}

// read reads the text.
func (c *wikiWriteCommand) read(sh *shell) (string, error) {
	in := sh.in
	if c.File != "" {
		f, err := os.Open(c.File)
		if err != nil {
			return "", advise("The file cannot be read: %v", err)
		}
		defer func() { _ = f.Close() }() // it was only read
		in = f
	}
	all, err := io.ReadAll(io.LimitReader(in, 4*limits.PageRunes+1))
	if err != nil {
		return "", fmt.Errorf("read the text: %w", err)
	}
	return string(all), nil
}

// titleOf is the title of a page that was named: as it was said, or, where only its part of the address was, made of that.
func titleOf(page, slug string) string {
	title := strings.TrimSpace(page)
	if title != slug || title == "" {
		return title
	}
	words := []rune(strings.ReplaceAll(slug, "-", " "))
	return cmp.Or(strings.ToUpper(string(words[:1]))+string(words[1:]), title)
}
