package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// A demoDocument is what a community of the play keeps in its library.
type demoDocument struct {
	in, title string
	at        string // when it was added, as in demoThread
	body      string
	document  models.Document // folder, authors, licence and the like
	review    int             // days from now until somebody should look at it again; 0: never
	files     []demoFile      // its versions, the oldest first
	used      []demoUse
}

// A demoFile is one version of a document.
type demoFile struct {
	by, at, note string // the first is as old as the document
	name, text   string
	made         func(text string) ([]byte, error)
}

// A demoUse is somebody's word that they used a document.
type demoUse struct{ by, at, line string }

// A folio is one such document on the way to its readers.
type folio struct {
	demoDocument
	demo *demo
	home *stage
	uri  string
}

// shelving are the moments of a document: it is added, changed, and used. The others hear of it with what happens next.
func (d *demo) shelving(doc demoDocument) ([]moment, error) {
	_, key, _ := strings.Cut(doc.in, "@")
	f := &folio{demoDocument: doc, demo: d, home: d.stage(key)}
	var all []moment
	add := func(at string, do func(context.Context) error) error {
		when, err := timeOf(at, time.Now())
		all = append(all, moment{when, do, false})
		return err
	}
	if err := add(doc.at, f.add); err != nil {
		return nil, err
	}
	for _, version := range doc.files[1:] {
		if err := add(version.at, func(ctx context.Context) error { return f.replace(ctx, version) }); err != nil {
			return nil, err
		}
	}
	for _, use := range doc.used {
		if err := add(use.at, func(ctx context.Context) error { return f.use(ctx, use) }); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (f *folio) add(ctx context.Context) error {
	name, _, _ := strings.Cut(f.in, "@")
	in, err := f.home.site.CommunityNamed(ctx, name, "")
	if err != nil {
		return err
	}
	by, file, err := f.bring(ctx, in, f.files[0])
	if err != nil {
		return err
	}
	detail := f.document
	detail.FileID = file.ID
	if f.review != 0 {
		detail.Review = time.Now().AddDate(0, 0, f.review).Format(time.DateOnly)
	}
	it, err := f.home.site.Publish(ctx, models.Draft{
		Kind: models.DocumentKind, By: by, In: in, Title: f.title, Source: unwrap(f.body), Detail: &detail, Language: "en",
	})
	if err != nil {
		return fmt.Errorf("%s: %w", f.title, err)
	}
	f.uri = it.URI
	return nil
}

// bring takes in the file of a version, by whoever made it.
func (f *folio) bring(ctx context.Context, in *models.Actor, version demoFile) (*models.Actor, *models.File, error) {
	_, by, err := f.demo.person(ctx, version.by, nil)
	if err != nil {
		return nil, nil, err
	}
	content, err := version.made(version.text)
	if err != nil {
		return nil, nil, err
	}
	file, err := f.home.site.TakeFile(ctx, by, in, version.name, bytes.NewReader(content))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", f.title, err)
	}
	if version.text == "" || strings.HasSuffix(version.name, ".pdf") {
		return by, file, nil // the site looks at it, and makes a picture of it
	}
	return by, file, f.home.site.FileDone(ctx, file.ID, models.FileFacts{State: models.FileReady, Words: version.text})
}

func (f *folio) replace(ctx context.Context, version demoFile) error {
	it, err := f.home.site.ItemByURI(ctx, f.uri)
	if err != nil {
		return err
	}
	in, err := f.home.site.Actor(ctx, it.CommunityID)
	if err != nil {
		return err
	}
	by, file, err := f.bring(ctx, in, version)
	if err != nil {
		return err
	}
	if _, err := f.home.site.AddVersion(ctx, by, it, file.ID, version.note); err != nil {
		return fmt.Errorf("%s: %w", f.title, err)
	}
	return nil
}

// use has somebody download a document, and say for what they used it, on their own site.
func (f *folio) use(ctx context.Context, use demoUse) error {
	from, who, err := f.demo.person(ctx, use.by, nil)
	if err != nil {
		return err
	}
	it, err := from.fed.Item(ctx, f.uri)
	if err != nil {
		return fmt.Errorf("%s looks for %s: %w", use.by, f.title, err)
	}
	versions, err := from.site.Versions(ctx, it.ID)
	if err != nil {
		return err
	}
	if len(versions) > 0 {
		if err := from.site.Downloaded(ctx, who, versions[0]); err != nil {
			return err
		}
	}
	if err := from.site.UseDocument(ctx, who, it, true, use.line, true); err != nil {
		return fmt.Errorf("%s uses %s: %w", use.by, f.title, err)
	}
	return nil
}
