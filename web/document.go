package web

import (
	"context"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/folkmoot/folkmoot/models"
)

// Document is a document as lists and its own page show it. It is the Detail of such an Item.
type Document struct {
	URL, Title string
	Number     int // of the newest version; 0: there is none yet
	Name       string
	Type       string // "PDF"
	Size       string // "1.2 MB"
	At         time.Time
	Authors    string
	Licence    models.Licence
	Review     time.Time // zero: none
	Due        bool      // that day has come
	Folder     *FolderLink
	Tags       []string
	Downloads  int
	Used       int
	Replies    int
	Held       bool   // its file is still looked at, so that few see it
	Trouble    string // why the last file was not taken; for those who change it
	Preview    string // address of a picture of it

	Page *DocumentPage // what only its own page shows; nil in lists
}

// FolderLink is a folder with the way to it.
type FolderLink struct {
	Name, URL string
	Count     int // documents in it; 0: not told
}

// DocumentPage is what the page of a document shows besides.
type DocumentPage struct {
	Get        string // address of the newest file; empty: there is none
	From       string // host of its own site, from which the file is fetched first
	Cite       string
	Replaces   string // address of the document in whose place it stands
	ReplacedBy []FolderLink
	Folders    []FolderLink // the way to it
	Versions   []DocumentVersion
	Uses       []DocumentUse
	Use        *UseForm // nil: one cannot say so
	// What those who look after it may do; empty addresses are not offered.
	Change, NewVersion string
}

// DocumentVersion is one version in the list of them.
type DocumentVersion struct {
	Number     int // 0: its file is still looked at
	ID         string
	URL        string // empty: it cannot be read
	Name       string
	Type, Size string
	Note       string
	By         *Person
	At         time.Time
	Withdrawn  time.Time
	Digest     string
	Withdraw   string // address of the question; empty: not offered
	Current    bool
}

// DocumentUse is what somebody said about using it.
type DocumentUse struct {
	Who  Person
	Line string
}

// UseForm asks whether one used a document.
// Form: POST to Action. Fields: line, shown ("yes"), do ("used", or "unused" to take it back).
type UseForm struct {
	Action string
	Mine   bool
	Line   string
	Shown  bool
}

// InList is the document in a list of mixed things.
func (d *Document) InList() templ.Component { return documentCard(d) }

// Above is the file, over the words.
func (d *Document) Above() templ.Component { return documentHead(d) }

// Below is what comes after the words.
func (d *Document) Below() templ.Component { return documentMore(d) }

// Beside is where it stands and what may be done with it.
func (d *Document) Beside() templ.Component { return documentSide(d) }

// tileOf is what stands on the drawing of a file: the end of its name, or nothing.
func tileOf(name string) string {
	for n := len(name) - 1; n >= 0 && n >= len(name)-6; n-- {
		if name[n] == '.' {
			return name[n+1:]
		}
	}
	return ""
}

// line tells which version it is and what file: "Version 3 · 2 March 2026 · PDF, 1.2 MB".
func (d *Document) line(ctx context.Context) string {
	if d.Number == 0 {
		return T(ctx, "document.no_version")
	}
	return T(ctx, "document.line", "Number", d.Number, "Type", d.Type, "Size", d.Size)
}

func versionAnchor(v DocumentVersion) string {
	if v.Number == 0 {
		return "file-" + v.ID
	}
	return "v-" + strconv.Itoa(v.Number)
}
