package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/folkmoot/folkmoot/handlers/files"
	"github.com/folkmoot/folkmoot/models"
)

type documentCommands struct {
	Add documentAddCommand `cmd:"" help:"Add a document, or a new version of one."`
}

type documentAddCommand struct {
	As       string `required:"" help:"Account of whoever adds it." placeholder:"ACCOUNT"`
	In       string `required:"" help:"Community: a name." placeholder:"COMMUNITY"`
	Title    string `required:"" help:"What it is called."`
	Replaces string `help:"Address of a document of this site, of which the file becomes a new version." placeholder:"DOCUMENT-URL"`
	Folder   string `help:"Folder in which it stands: Policies/2026." placeholder:"FOLDER"`
	Authors  string `help:"Who wrote it, as a title page has it."`
	Licence  string `help:"Its licence: an address, or a few words."`
	Note     string `help:"What is new in this version."`
	Body     string `help:"What it is about, in Markdown."`
	File     string `arg:"" help:"The file." type:"existingfile"`
}

// Run adds a document or a version, and prints the address of the document on its last line.
func (c *documentAddCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		by, err := p.person(ctx, c.As)
		if err != nil {
			return err
		}
		in, err := p.community(ctx, c.In)
		if err != nil {
			return err
		}
		it, err := c.add(ctx, p, by, in)
		if err != nil {
			return err
		}
		sh.say("%s\n%s", standing(it), it.URI)
		return nil
	})
}

func (c *documentAddCommand) add(ctx context.Context, p *program, by, in *models.Actor) (*models.Item, error) {
	var older *models.Item
	if c.Replaces != "" {
		var err error
		if older, err = p.item(ctx, by, c.Replaces); err != nil {
			return nil, err
		}
		if _, ok := older.Detail.(*models.Document); !ok || older.CommunityID != in.ID {
			return nil, advise("This is no document of %s: %s", in.Display(), c.Replaces)
		}
	}
	from, err := os.Open(c.File)
	if err != nil {
		return nil, advise("The file cannot be read: %v.", err)
	}
	file, err := p.bring(ctx, by, in, from, filepath.Base(c.File))
	if err != nil {
		return nil, err
	}
	if older != nil {
		return p.addVersion(ctx, by, older, file, c.Title, c.Note)
	}
	p.fed.LookUp(ctx, c.Body)
	return p.shelve(ctx, file, models.Draft{
		Kind: models.DocumentKind, By: by, In: in, Title: c.Title, Source: c.Body, Language: "en",
		Detail: &models.Document{FileID: file.ID, Folder: models.FolderNames(c.Folder), Authors: c.Authors, Licence: c.Licence, Note: c.Note},
	})
}

// standing says what became of a document that was added.
func standing(it *models.Item) string {
	switch d, _ := it.Detail.(*models.Document); {
	case d == nil:
		return ""
	case d.Trouble != "":
		return "The file was not taken. " + d.Trouble
	case d.Number == 0:
		return "The file waits to be checked. Until then only who added it and the facilitators see the document."
	default:
		return d.Line()
	}
}

// bring takes in a file of this machine, and closes it.
func (p *program) bring(ctx context.Context, by, in *models.Actor, from *os.File, name string) (*models.File, error) {
	file, err := p.site.TakeFile(ctx, by, in, name, from)
	return file, errors.Join(err, from.Close())
}

// look looks through a file at once, so that nobody waits for the site. Where the scanner is away, the site does it later.
func (p *program) look(ctx context.Context, file *models.File) error {
	pending, err := p.site.PendingFile(ctx, file.ID)
	if err != nil || pending == nil {
		return err
	}
	room := files.New(files.Config{Site: p.site, Scanner: p.conf.Scanner, Reader: fileReader(), Log: p.log})
	if err := room.Look(ctx, pending); err != nil {
		p.log.Warn("a file waits, since it cannot be scanned", "file", file.Name, "error", err)
	}
	return nil
}

// shelve publishes a document with a file that was brought.
func (p *program) shelve(ctx context.Context, file *models.File, d models.Draft) (*models.Item, error) {
	it, err := p.site.Publish(ctx, d)
	if err != nil {
		return nil, err
	}
	return p.lookedAt(ctx, file, d.By, it)
}

// addVersion gives a document a version, and another title where it has one.
func (p *program) addVersion(ctx context.Context, by *models.Actor, it *models.Item, file *models.File, title, note string) (*models.Item, error) {
	if _, err := p.site.AddVersion(ctx, by, it, file.ID, note); err != nil {
		return nil, err
	}
	it, err := p.lookedAt(ctx, file, by, it)
	if err != nil || title == "" || title == it.Title {
		return it, err
	}
	return p.site.Revise(ctx, it, models.Draft{By: by, Title: title, Source: it.Source, Language: it.Language})
}

func (p *program) lookedAt(ctx context.Context, file *models.File, by *models.Actor, it *models.Item) (*models.Item, error) {
	if err := p.look(ctx, file); err != nil {
		return nil, err
	}
	return p.site.Item(ctx, models.Viewer{Actor: by}, it.ID)
}
