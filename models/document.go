package models

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// DocumentKind is something kept in the library of a community: a file in its versions, with what one has to know of it.
// Its text is the abstract. It starts a thread, so people talk about it below.
var DocumentKind = &Kind{
	Name:    "document",
	Segment: "document",
	Title:   Required(200),
	Body:    Optional(20_000),
	Create:  ToAdd,
	Revise:  ToAmend,
	Thread:  true,
	Owned:   true,
	detail:  detailsOf[Document]("document_versions", "document_uses"),
	files:   []fileRef{{table: "document_versions", file: "file_id", item: "item_id"}},
}

// What a document brings with it reads items, which asks for the list of all kinds, in which it stands itself; so it is set
// once that is there.
func init() {
	DocumentKind.fileDone = (*Site).documentFileDone
	t := DocumentKind.detail
	t.saved, t.whole, t.goesOn = (*Site).documentSaved, wholeDocument, (*Site).documentMade
	t.waits = func(d Detail) bool { return d.(*Document).Number == 0 }
}

// A Document is what stands in a library. What it says of the newest version is a copy of that version's row.
type Document struct {
	bun.BaseModel `bun:"table:documents,alias:dc"`

	ItemID    int64     `bun:"item_id,pk"`
	Community int64     `bun:"community_id,nullzero"` // that of the item
	FolderID  int64     `bun:"folder_id,nullzero"`
	Authors   string    `bun:"authors"`  // names, as a title page has them
	Licence   string    `bun:"licence"`  // its address, or what it says in words; "": none is said
	Cite      string    `bun:"cite"`     // how others should name it
	Review    string    `bun:"review"`   // the day on which somebody should look at it again, "2027-03-01"; "": none
	Replaces  string    `bun:"replaces"` // the address of the document in whose place it stands
	Number    int       `bun:"number"`   // of the newest version that can be read; 0: there is none yet
	Name      string    `bun:"name"`
	MediaType string    `bun:"media_type"`
	Size      int64     `bun:"size"`   // bytes
	Digest    string    `bun:"digest"` // digestMultibase
	VersionAt time.Time `bun:"version_at,nullzero"`
	Previewed bool      `bun:"previewed"` // there is a picture of it here
	Downloads int       `bun:"downloads"`
	Used      int       `bun:"used"`
	Trouble   string    `bun:"trouble"` // why the last file was not taken, for who added it

	FileID   int64              `bun:"-"` // of a new one: its file
	Note     string             `bun:"-"` // and what is said of that version
	Folder   []string           `bun:"-"` // the names of its folder and those around it, the outermost first
	Versions []*DocumentVersion `bun:"-"` // newest first; of one from elsewhere, or once it is complete
}

// The longest fields of a document, in characters.
const (
	maxAuthors = 500
	maxLicence = 300
	maxCite    = 1000
	maxNote    = 300
)

func (d *Document) of() int64       { return d.ItemID }
func (d *Document) belong(it *Item) { d.ItemID, d.Community = it.ID, it.CommunityID }

// Words are the authors, how to cite it, and what its file is called.
func (d *Document) Words() string {
	return strings.TrimSpace(strings.Join([]string{d.Authors, d.Cite, d.Name}, "\n"))
}

// Check refuses a document without a file, a day that is none and an address that leads nowhere, each at its field. What
// came from another site is repaired, or drops the part.
func (d *Document) Check(old Detail, here bool) map[string]string {
	wrong := fields{}
	d.Authors, d.Licence = text.CleanLine(d.Authors, maxAuthors), text.CleanLine(d.Licence, maxLicence)
	d.Cite, d.Note = cut(strings.TrimSpace(d.Cite), maxCite), text.CleanLine(d.Note, maxNote)
	d.Review, d.Replaces = strings.TrimSpace(d.Review), strings.TrimSpace(d.Replaces)
	if _, err := time.Parse(time.DateOnly, d.Review); d.Review != "" && err != nil {
		if d.Review = ""; here {
			wrong.add("review", "Enter a day, such as 2027-03-01, or leave it empty.")
		}
	}
	if d.Replaces != "" && !isWebLink(d.Replaces) {
		if d.Replaces = ""; here {
			wrong.add("replaces", "Enter the whole address of the document, which begins with https:// or http://.")
		}
	}
	if strings.Contains(d.Licence, "://") && !isWebLink(d.Licence) {
		if d.Licence = ""; here {
			wrong.add("licence", "Enter a whole address that begins with https:// or http://, or say it in words.")
		}
	}
	if was, ok := old.(*Document); ok {
		d.follow(was, here)
	} else if d.newest(); here && d.FileID == 0 {
		wrong.add("file", "Choose a file.")
	}
	return wrong
}

// follow takes over from the document as it was what nobody proposes: its versions, for those have their own way in, and
// what was counted.
func (d *Document) follow(was *Document, here bool) {
	d.Downloads, d.Used, d.Trouble, d.FileID, d.Note = was.Downloads, was.Used, was.Trouble, 0, ""
	if here {
		d.Versions = nil
		d.current(was.version())
		d.Previewed = was.Previewed
		return
	}
	d.newest()
	d.Previewed = was.Previewed && d.Number == was.Number
}

// version is the newest version as the document itself has it.
func (d *Document) version() *DocumentVersion {
	return &DocumentVersion{Number: d.Number, Name: d.Name, MediaType: d.MediaType, Size: d.Size, Digest: d.Digest, At: d.VersionAt}
}

// current makes v the version that the document speaks of.
func (d *Document) current(v *DocumentVersion) {
	d.Number, d.Name, d.MediaType, d.Size, d.Digest, d.VersionAt = v.Number, v.Name, v.MediaType, v.Size, v.Digest, v.At
}

// newest takes from the versions that came with it the newest that was not withdrawn.
func (d *Document) newest() {
	d.Number = 0
	for _, v := range d.Versions {
		if v.WithdrawnAt.IsZero() && v.Number > d.Number {
			d.current(v)
		}
	}
}

// NeedsReview tells whether the day has come on which somebody should look at it again.
func (d *Document) NeedsReview(now time.Time) bool {
	day, err := time.Parse(time.DateOnly, d.Review)
	return err == nil && !now.Before(day)
}

// documentSaved stores what stands in other tables than the document's own: its folder, and its versions.
func (s *Site) documentSaved(ctx context.Context, tx *db.Tx, it *Item) error {
	d := it.Detail.(*Document)
	if err := s.putAway(ctx, tx, it, d); err != nil {
		return err
	}
	switch {
	case !it.Here():
		return s.takeVersions(ctx, tx, it, d)
	case d.FileID == 0:
		return nil
	}
	f, err := s.ownFile(ctx, tx, it.AuthorID, d.FileID)
	if err != nil {
		return err
	}
	d.FileID = 0
	return s.propose(ctx, tx, it, f, it.Author, d.Note)
}

// putAway finds the folder of a document by its names, and makes what is missing of them; one that was chosen must be of
// the same community.
func (s *Site) putAway(ctx context.Context, tx *db.Tx, it *Item, d *Document) error {
	was := d.FolderID
	switch {
	case len(d.Folder) > 0 && it.CommunityID != 0:
		if err := tx.Lock(ctx, fmt.Sprintf("folders %d", it.CommunityID)); err != nil { // no two make the same one
			return err
		}
		id, err := s.folderAt(ctx, tx, it.CommunityID, it.AuthorID, d.Folder)
		if err != nil && (it.Here() || !IsRefusal(err)) { // what comes from elsewhere is kept even where no folder is left for it
			return err
		}
		d.FolderID = id
	case d.FolderID != 0:
		found, err := tx.NewSelect().Model((*Folder)(nil)).Where("fo.id = ? AND fo.community_id = ?", d.FolderID, it.CommunityID).Exists(ctx)
		if err != nil {
			return fmt.Errorf("look for a folder: %w", err)
		}
		if !found {
			return invalid("folder", "This folder is not there any more. Choose another one.")
		}
	}
	if d.FolderID == was {
		return nil
	}
	if _, err := tx.NewUpdate().Model(d).Column("folder_id").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("put a document into its folder: %w", err)
	}
	return nil
}

// wholeDocument reads the versions and the folder of a document, for those who are sent all of it.
func wholeDocument(ctx context.Context, idb bun.IDB, it *Item) error {
	d, ok := it.Detail.(*Document)
	if !ok {
		return nil
	}
	all, err := versionsOf(ctx, idb, it.ID)
	if err != nil {
		return err
	}
	d.Versions = slices.DeleteFunc(all, func(v *DocumentVersion) bool { return v.Number == 0 })
	if d.FolderID == 0 {
		return nil
	}
	folders, err := folderPath(ctx, idb, d.FolderID)
	d.Folder = nil
	for _, f := range folders {
		d.Folder = append(d.Folder, f.Name)
	}
	return err
}

// TitleOfFile makes a title of the name of a file: "ward-round_checklist.pdf" is about a ward round checklist.
func TitleOfFile(name string) string {
	name = strings.TrimSuffix(name, path.Ext(name))
	title := text.CleanLine(strings.NewReplacer("_", " ", "-", " ", ".", " ").Replace(name), DocumentKind.Title.Max)
	if title == "" {
		return text.CleanLine(name, DocumentKind.Title.Max)
	}
	first := []rune(title)
	return strings.ToUpper(string(first[:1])) + string(first[1:])
}
