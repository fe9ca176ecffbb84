package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/folkmoot/folkmoot/models"
)

type importLibraryCommand struct {
	Dir string `arg:"" name:"dir" help:"The folder. Folders in it become folders of the library." type:"existingdir"`
	As  string `required:"" help:"Account of whoever adds the files." placeholder:"ACCOUNT"`
	In  string `required:"" help:"Community: a name." placeholder:"COMMUNITY"`
}

// Run takes in a folder, and prints the address of the library on its last line.
func (c *importLibraryCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		by, err := p.person(ctx, c.As)
		if err != nil {
			return err
		}
		in, err := p.community(ctx, c.In)
		if err != nil {
			return err
		}
		dir, err := os.OpenRoot(c.Dir) // no name, and no link on the way, leads out of it
		if err != nil {
			return advise("The folder cannot be read: %v.", err)
		}
		defer func() { _ = dir.Close() }() // it was only read
		all, err := documentsIn(dir)
		if err != nil {
			return advise("The folder cannot be read: %v.", err)
		}
		added, failed := 0, 0
		for n, d := range all {
			sh.progress(n, len(all), d.Title)
			new, err := p.importDocument(ctx, dir, d, by, in)
			switch {
			case models.IsRefusal(err):
				failed++
				sh.beside(d.Versions[0].File + ": " + explain(err))
			case err != nil:
				return err
			case new:
				added++
			}
		}
		sh.progress(len(all), len(all), "")
		sh.say("%d added, %d were there already, %d were not taken.\n%s/library", added, len(all)-added-failed, failed, in.URI)
		return nil
	})
}

// documentsIn are the documents of a folder: those of its manifest, and each other file by itself. What begins with a dot is
// left out.
func documentsIn(dir *os.Root) ([]manifestDocument, error) {
	var m manifest
	raw, err := dir.ReadFile(manifestName)
	switch {
	case err == nil:
		if err := json.Unmarshal(raw, &m); err != nil {
			return nil, fmt.Errorf("%s: %w", manifestName, err)
		}
	case !os.IsNotExist(err):
		return nil, err
	}
	known := map[string]bool{manifestName: true}
	for _, d := range m.Documents {
		for _, v := range d.Versions {
			known[v.File] = true
		}
	}
	all := slices.DeleteFunc(m.Documents, func(d manifestDocument) bool { return len(d.Versions) == 0 })
	err = fs.WalkDir(dir.FS(), ".", func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != "." && strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
		case !e.IsDir() && !known[path]:
			folder := filepath.ToSlash(filepath.Dir(path))
			all = append(all, manifestDocument{
				Title: models.TitleOfFile(e.Name()), Folder: strings.TrimPrefix(folder, "."), Versions: []manifestVersion{{File: path, Name: e.Name()}},
			})
		}
		return nil
	})
	return all, err
}

// importDocument adds a document with its versions, unless one of the same bytes stands in its folder already; then it adds
// the versions that are missing.
func (p *program) importDocument(ctx context.Context, dir *os.Root, d manifestDocument, by, in *models.Actor) (added bool, err error) {
	var it *models.Item
	for _, v := range d.Versions {
		found, file, err := p.importFile(ctx, dir, d, v, by, in)
		switch {
		case err != nil:
			return added, err
		case found != nil:
			it = found
			continue
		case it != nil:
			it, err = p.addVersion(ctx, by, it, file, "", v.Note)
		default:
			it, err = p.shelve(ctx, file, models.Draft{
				Kind: models.DocumentKind, By: by, In: in, Title: d.Title, Source: d.Abstract, Language: "en", Detail: &models.Document{
					FileID: file.ID, Folder: models.FolderNames(d.Folder), Authors: d.Authors, Licence: d.Licence, Cite: d.Cite, Review: d.Review,
					Replaces: d.Replaces, Note: v.Note,
				},
			})
		}
		if err != nil {
			return added, err
		}
		added = true
	}
	return added, nil
}

// importFile brings the file of a version, or finds the document that has it. A picture is kept without what its camera wrote
// into it, so that one is asked for by the bytes that are kept too.
func (p *program) importFile(ctx context.Context, dir *os.Root, d manifestDocument, v manifestVersion, by, in *models.Actor) (*models.Item, *models.File, error) {
	digest, err := digestIn(dir, v.File)
	if err != nil {
		return nil, nil, &models.Error{Code: models.Invalid, Message: "It cannot be read, or is only a link. Links are not followed.", Err: err}
	}
	folder := models.FolderNames(d.Folder)
	found, err := p.site.DocumentWith(ctx, models.Viewer{Actor: by}, in, folder, digest)
	if err != nil || found != nil {
		return found, nil, err
	}
	from, err := dir.Open(filepath.FromSlash(v.File))
	if err != nil {
		return nil, nil, err
	}
	file, err := p.bring(ctx, by, in, from, cmp.Or(v.Name, filepath.Base(v.File)))
	if err != nil || file.Digest() == digest {
		return nil, file, err
	}
	found, err = p.site.DocumentWith(ctx, models.Viewer{Actor: by}, in, folder, file.Digest())
	return found, file, err
}

// digestIn is the digest of a file below a folder, and never of one outside it.
func digestIn(dir *os.Root, path string) (string, error) {
	whole := filepath.FromSlash(path)
	if about, err := dir.Lstat(whole); err != nil || !about.Mode().IsRegular() {
		return "", cmp.Or(err, fs.ErrInvalid)
	}
	from, err := dir.Open(whole)
	if err != nil {
		return "", err
	}
	defer func() { _ = from.Close() }() // it was only read
	sum := sha256.New()
	if _, err := io.Copy(sum, from); err != nil {
		return "", err
	}
	return models.DigestOf(hex.EncodeToString(sum.Sum(nil))), nil
}
