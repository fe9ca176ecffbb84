package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/folkmoot/folkmoot/models"
)

type exportLibraryCommand struct {
	Dir string `arg:"" name:"dir" help:"The folder. It is made when it is not there." type:"path"`
	In  string `required:"" help:"Community: a name." placeholder:"COMMUNITY"`
	As  string `help:"Account that may see what is written; without it, all is." placeholder:"ACCOUNT"`
}

// Run writes a library into a folder, and prints its address on the last line.
func (c *exportLibraryCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		in, err := p.community(ctx, c.In)
		if err != nil {
			return err
		}
		items, err := c.items(ctx, p, in)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(c.Dir, 0o750); err != nil {
			return advise("The folder cannot be written: %v.", err)
		}
		dir, err := os.OpenRoot(c.Dir)
		if err != nil {
			return advise("The folder cannot be written: %v.", err)
		}
		defer func() { _ = dir.Close() }() // what is in it was closed before
		var m manifest
		for n, it := range items {
			sh.progress(n, len(items), it.Title)
			d, err := p.exportDocument(ctx, dir, it)
			if err != nil {
				return err
			}
			m.Documents = append(m.Documents, d)
		}
		sh.progress(len(items), len(items), "")
		raw, err := json.MarshalIndent(m, "", "  ")
		if err != nil {
			return err
		}
		if err := writeNew(dir, manifestName, strings.NewReader(string(raw)+"\n")); err != nil {
			return advise("The folder cannot be written: %v.", err)
		}
		sh.say("%d documents were written to %s.\n%s/library", len(items), c.Dir, in.URI)
		return nil
	})
}

// items are what is written: all documents, or those that somebody may see.
func (c *exportLibraryCommand) items(ctx context.Context, p *program, in *models.Actor) (seen []*models.Item, err error) {
	all, err := p.site.WholeLibrary(ctx, in)
	if err != nil || c.As == "" {
		return all, err
	}
	by, err := p.person(ctx, c.As)
	if err != nil {
		return nil, err
	}
	for _, it := range all {
		_, err := p.site.Item(ctx, models.Viewer{Actor: by}, it.ID)
		switch {
		case err == nil:
			seen = append(seen, it)
		case models.CodeOf(err) != models.NotFound:
			return nil, err
		}
	}
	return seen, nil
}

// exportDocument writes the versions of a document: the newest in its folder under its own name, those before beside it in
// "versions".
func (p *program) exportDocument(ctx context.Context, dir *os.Root, it *models.Item) (manifestDocument, error) {
	d := it.Detail.(*models.Document)
	out := manifestDocument{
		Title: it.Title, Abstract: it.Source, Folder: strings.Join(d.Folder, "/"), Authors: d.Authors, Licence: d.Licence, Cite: d.Cite, Review: d.Review,
		Replaces: d.Replaces,
	}
	for _, v := range slices.Backward(d.Versions) {
		if !v.Here() {
			continue
		}
		path := filepath.Join(append(slices.Clone(d.Folder), fmt.Sprintf("%d %s", it.ID, v.File.Name))...)
		if v.Number != d.Number {
			path = filepath.Join(append(slices.Clone(d.Folder), "versions", fmt.Sprintf("%d-%d %s", it.ID, v.Number, v.File.Name))...)
		}
		content, err := p.site.OpenFile(ctx, v.File)
		if err != nil {
			return out, err
		}
		err = writeNew(dir, path, content)
		if closeErr := content.Close(); err != nil || closeErr != nil {
			return out, advise("A file cannot be written: %v.", cmp.Or(err, closeErr))
		}
		out.Versions = append(out.Versions, manifestVersion{File: filepath.ToSlash(path), Name: v.Name, Note: v.Note})
	}
	return out, nil
}
