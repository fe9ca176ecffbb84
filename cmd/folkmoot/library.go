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

type importCommands struct {
	Library importLibraryCommand `cmd:"" help:"Take a folder of files into the library of a community. What is there already is left as it is."`
}

type exportCommands struct {
	Library exportLibraryCommand `cmd:"" help:"Write the library of a community into a folder, with all versions and what is said of them."`
}

// manifestName is the file beside an exported library that says what its files do not.
const manifestName = "manifest.json"

// A manifest says of each document what its files do not.
type manifest struct {
	Documents []manifestDocument `json:"documents"`
}

type manifestDocument struct {
	Title    string            `json:"title"`
	Abstract string            `json:"abstract,omitempty"` // Markdown
	Folder   string            `json:"folder,omitempty"`   // "Policies/2026"
	Authors  string            `json:"authors,omitempty"`
	Licence  string            `json:"licence,omitempty"`
	Cite     string            `json:"cite,omitempty"`
	Review   string            `json:"review,omitempty"`
	Replaces string            `json:"replaces,omitempty"`
	Versions []manifestVersion `json:"versions"` // the oldest first
}

type manifestVersion struct {
	File string `json:"file"` // its path below the folder, with slashes
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
}

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
		all, err := documentsIn(c.Dir)
		if err != nil {
			return advise("The folder cannot be read: %v.", err)
		}
		added, failed := 0, 0
		for n, d := range all {
			sh.progress(n, len(all), d.Title)
			new, err := p.importDocument(ctx, c.Dir, d, by, in)
			switch {
			case models.IsRefusal(err):
				failed++
				sh.progress(n, len(all), "")
				fmt.Fprintf(sh.err, "%s: %s\n", d.Versions[0].File, explain(err))
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

// progress draws how far a long command is, on the terminal alone.
func (sh *shell) progress(done, of int, what string) {
	const width = 30
	full := width
	if of > 0 {
		full = width * done / of
	}
	fmt.Fprintf(sh.err, "\r[%s%s] %d of %d %-40.40s", strings.Repeat("#", full), strings.Repeat(".", width-full), done, of, what)
	if done == of || what == "" {
		fmt.Fprintln(sh.err)
	}
}

// documentsIn are the documents of a folder: those of its manifest, and each other file by itself. What begins with a dot is
// left out.
func documentsIn(dir string) ([]manifestDocument, error) {
	var m manifest
	raw, err := os.ReadFile(filepath.Join(dir, manifestName))
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
	err = fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != "." && strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
		case e.Type().IsRegular() && !known[path]:
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
func (p *program) importDocument(ctx context.Context, dir string, d manifestDocument, by, in *models.Actor) (new bool, err error) {
	var it *models.Item
	folder, root := models.FolderNames(d.Folder), os.DirFS(dir)
	for _, v := range d.Versions {
		digest, err := digestIn(root, v.File)
		if err != nil {
			return new, &models.Error{Code: models.Invalid, Message: "It cannot be read.", Err: err}
		}
		found, err := p.site.DocumentWith(ctx, models.Viewer{Actor: by}, in, folder, digest)
		if err != nil {
			return new, err
		}
		if found != nil {
			it = found
			continue
		}
		file, err := p.bring(ctx, by, in, filepath.Join(dir, filepath.FromSlash(v.File)), cmp.Or(v.Name, filepath.Base(v.File)))
		if err != nil {
			return new, err
		}
		if it != nil {
			if it, err = p.addVersion(ctx, by, it, file, "", v.Note); err != nil {
				return new, err
			}
			new = true
			continue
		}
		it, err = p.shelve(ctx, file, models.Draft{
			Kind: models.DocumentKind, By: by, In: in, Title: d.Title, Source: d.Abstract, Language: "en", Detail: &models.Document{
				FileID: file.ID, Folder: folder, Authors: d.Authors, Licence: d.Licence, Cite: d.Cite, Review: d.Review, Replaces: d.Replaces, Note: v.Note,
			},
		})
		if err != nil {
			return new, err
		}
		new = true
	}
	return new, nil
}

// digestIn is the digest of a file below a folder, and never of one outside it.
func digestIn(root fs.FS, path string) (string, error) {
	from, err := root.Open(path)
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

type exportLibraryCommand struct {
	Dir string `arg:"" name:"dir" help:"The folder. It is made when it is not there." type:"path"`
	In  string `required:"" help:"Community: a name." placeholder:"COMMUNITY"`
}

// Run writes a library into a folder, and prints its address on the last line.
func (c *exportLibraryCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		in, err := p.community(ctx, c.In)
		if err != nil {
			return err
		}
		items, err := p.site.WholeLibrary(ctx, in)
		if err != nil {
			return err
		}
		var m manifest
		for n, it := range items {
			sh.progress(n, len(items), it.Title)
			d, err := p.exportDocument(ctx, c.Dir, it)
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
		if err := writeNew(filepath.Join(c.Dir, manifestName), strings.NewReader(string(raw)+"\n")); err != nil {
			return advise("The folder cannot be written: %v.", err)
		}
		sh.say("%d documents were written to %s.\n%s/library", len(items), c.Dir, in.URI)
		return nil
	})
}

// exportDocument writes the versions of a document: the newest in its folder under its own name, those before beside it in
// "versions".
func (p *program) exportDocument(ctx context.Context, dir string, it *models.Item) (manifestDocument, error) {
	d := it.Detail.(*models.Document)
	out := manifestDocument{
		Title: it.Title, Abstract: it.Source, Folder: strings.Join(d.Folder, "/"), Authors: d.Authors, Licence: d.Licence, Cite: d.Cite, Review: d.Review,
		Replaces: d.Replaces,
	}
	for _, v := range slices.Backward(d.Versions) {
		if !v.Here() {
			continue
		}
		path := filepath.Join(append(slices.Clone(d.Folder), fmt.Sprintf("%d %s", it.ID, v.Name))...)
		if v.Number != d.Number {
			path = filepath.Join(append(slices.Clone(d.Folder), "versions", fmt.Sprintf("%d-%d %s", it.ID, v.Number, v.Name))...)
		}
		content, err := p.site.OpenFile(ctx, v.File)
		if err != nil {
			return out, err
		}
		err = writeNew(filepath.Join(dir, path), content)
		if closeErr := content.Close(); err != nil || closeErr != nil {
			return out, advise("A file cannot be written: %v.", cmp.Or(err, closeErr))
		}
		out.Versions = append(out.Versions, manifestVersion{File: filepath.ToSlash(path), Name: v.Name, Note: v.Note})
	}
	return out, nil
}

// writeNew writes a file, and makes the folders around it.
func writeNew(path string, from io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	to, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if closeErr := to.Close(); err == nil {
		err = closeErr
	}
	return err
}
