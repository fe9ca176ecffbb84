package models

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// A DocumentVersion is one file of a document, for good: once it has its number nothing of it changes, but that it may be
// withdrawn, which takes the file away and leaves the row.
type DocumentVersion struct {
	bun.BaseModel `bun:"table:document_versions,alias:dv"`

	ID          int64     `bun:"id,pk"`
	ItemID      int64     `bun:"item_id"`
	Number      int       `bun:"number,nullzero"`  // from 1; 0 while its file cannot be read yet
	FileID      int64     `bun:"file_id,nullzero"` // its file here; of another site's version 0 until somebody asked for it
	URI         string    `bun:"uri"`              // of another site's version: its id,
	URL         string    `bun:"url"`              // and where its file is
	Name        string    `bun:"name"`
	MediaType   string    `bun:"media_type"`
	Size        int64     `bun:"size"`   // bytes
	Digest      string    `bun:"digest"` // digestMultibase
	Note        string    `bun:"note"`   // what is new in it
	ByID        int64     `bun:"by_id,nullzero"`
	At          time.Time `bun:"at"`
	WithdrawnAt time.Time `bun:"withdrawn_at,nullzero"`
	Trouble     string    `bun:"trouble"` // why the file of another site could not be had

	File *File  `bun:"-"`
	By   *Actor `bun:"-"`
}

// Here tells whether the file of a version can be read from this site's own store.
func (v *DocumentVersion) Here() bool {
	return v.WithdrawnAt.IsZero() && v.File != nil && v.File.State == FileReady
}

// maxOwnVersions is how many versions a document of this site has: all of them go out with it.
const maxOwnVersions = 1000

func versionsOf(ctx context.Context, idb bun.IDB, itemID int64) ([]*DocumentVersion, error) {
	var all []*DocumentVersion
	err := idb.NewSelect().Model(&all).Where("dv.item_id = ?", itemID).OrderExpr("COALESCE(dv.number, 1000000000) DESC, dv.id DESC").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read versions: %w", err)
	}
	return all, fillFiles(ctx, idb, all)
}

// fillFiles reads the files of versions, without the words in them.
func fillFiles(ctx context.Context, idb bun.IDB, all []*DocumentVersion) error {
	var ids []int64
	for _, v := range all {
		if v.FileID != 0 {
			ids = append(ids, v.FileID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var files []*File
	if err := idb.NewSelect().Model(&files).ExcludeColumn("words").Where("f.id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return fmt.Errorf("read files of versions: %w", err)
	}
	for _, v := range all {
		if n := slices.IndexFunc(files, func(f *File) bool { return f.ID == v.FileID }); n >= 0 {
			v.File = files[n]
		}
	}
	return nil
}

// Versions lists the versions of a document, newest first, with those whose file is still looked at before them. It is
// for whoever may see the document.
func (s *Site) Versions(ctx context.Context, itemID int64) ([]*DocumentVersion, error) {
	all, err := versionsOf(ctx, s.db.Read(), itemID)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, v := range all {
		ids = append(ids, v.ByID)
	}
	by, err := actorsByID(ctx, s.db.Read(), ids)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		v.By = by[v.ByID]
	}
	return all, nil
}

// Version returns one version of a document if viewer may see it. NotFound stands for all that is not there.
func (s *Site) Version(ctx context.Context, v Viewer, itemID int64, number int) (*Item, *DocumentVersion, error) {
	it, err := s.Item(ctx, v, itemID)
	if err != nil {
		return nil, nil, err
	}
	if it.Kind != DocumentKind.Name || number < 1 {
		return nil, nil, refuse(NotFound, "This is not here, or you may not see it.")
	}
	if it.Withdrawn() {
		return it, nil, refuse(Gone, "This document has been deleted.")
	}
	all, err := versionsOf(ctx, s.db.Read(), itemID)
	if err != nil {
		return nil, nil, err
	}
	n := slices.IndexFunc(all, func(v *DocumentVersion) bool { return v.Number == number })
	if n < 0 {
		return nil, nil, refuse(NotFound, "There is no such version.")
	}
	return it, all[n], nil
}

// AddVersion gives a document a new version, whose file was taken before (TakeFile) by the same person. Those before stay.
// It can be read, and others are told, once the file has been looked at.
func (s *Site) AddVersion(ctx context.Context, by *Actor, it *Item, fileID int64, note string) (*Item, error) {
	var now *Item
	err := s.changeDocument(ctx, by, it, func(tx *db.Tx, found *Item, d *Document) error {
		now = found
		if fileID == 0 {
			return invalid("file", "Choose a file.")
		}
		f, err := s.ownFile(ctx, tx, by.ID, fileID)
		if err != nil {
			return err
		}
		if d.Number > 0 && f.Digest() == d.Digest {
			return invalid("file", "This is the same file as the newest version.")
		}
		if n, err := tx.NewSelect().Model((*DocumentVersion)(nil)).Where("dv.item_id = ?", found.ID).Count(ctx); err != nil {
			return fmt.Errorf("count versions: %w", err)
		} else if n >= maxOwnVersions {
			return invalid("file", fmt.Sprintf("A document has at most %d versions. Add a new document that replaces it.", maxOwnVersions))
		}
		if err := s.propose(ctx, tx, found, f, by, text.CleanLine(note, maxNote)); err != nil || f.State == FilePending {
			return err
		}
		return s.documentFileDone(ctx, tx, f)
	})
	return now, err
}

// changeDocument does something with a document of this site, for those who may.
func (s *Site) changeDocument(ctx context.Context, by *Actor, it *Item, fn func(tx *db.Tx, now *Item, d *Document) error) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		now, err := s.itemWhere(ctx, tx, "i.id = ?", it.ID)
		if err != nil {
			return err
		}
		if err := s.fill(ctx, tx, now); err != nil {
			return err
		}
		d, ok := now.Detail.(*Document)
		switch {
		case now.Withdrawn():
			return refuse(Gone, "This has been deleted.")
		case !ok:
			return refuse(NotFound, "This is no document.")
		case !now.Here():
			return refuse(Forbidden, "This document belongs to another site.")
		}
		if err := s.mayWith(ctx, tx, by, now, ToAmend); err != nil {
			return err
		}
		return fn(tx, now, d)
	})
}

// ownFile is a file that somebody took in here.
func (s *Site) ownFile(ctx context.Context, tx *db.Tx, ownerID, id int64) (*File, error) {
	f := new(File)
	err := tx.NewSelect().Model(f).ExcludeColumn("words").Where("f.id = ? AND f.owner_id = ?", id, ownerID).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, invalid("file", "This file is not here any more. Choose it again.")
	}
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	return f, nil
}

// propose adds a version of which the file may still have to be looked at.
func (s *Site) propose(ctx context.Context, tx *db.Tx, it *Item, f *File, by *Actor, note string) error {
	v := &DocumentVersion{
		ID: tx.NewID(), ItemID: it.ID, FileID: f.ID, Name: f.Name, MediaType: f.MediaType, Size: f.Size, Digest: f.Digest(),
		Note: note, ByID: by.ID, At: tx.Now.Truncate(time.Second),
	}
	if _, err := tx.NewInsert().Model(v).Exec(ctx); err != nil {
		return fmt.Errorf("add version: %w", err)
	}
	if _, err := tx.NewUpdate().Model((*Document)(nil)).Set("trouble = ''").Where("item_id = ?", it.ID).Exec(ctx); err != nil {
		return fmt.Errorf("add version: %w", err)
	}
	return nil
}

// documentMade goes on with a new document whose file was looked through before somebody had filled in the form.
func (s *Site) documentMade(ctx context.Context, tx *db.Tx, it *Item) (changed bool, err error) {
	all, err := versionsOf(ctx, tx, it.ID)
	if err != nil || len(all) == 0 || all[0].File == nil || all[0].File.State == FilePending {
		return false, err
	}
	return true, s.documentFileDone(ctx, tx, all[0].File)
}

// documentFileDone goes on with the versions that wait for a file: it can be read now, or it was not taken.
func (s *Site) documentFileDone(ctx context.Context, tx *db.Tx, f *File) error {
	var waiting []*DocumentVersion
	err := tx.NewSelect().Model(&waiting).Where("dv.file_id = ? AND dv.number IS NULL", f.ID).OrderExpr("dv.id").Scan(ctx)
	if err != nil {
		return fmt.Errorf("find versions of a file: %w", err)
	}
	for _, v := range waiting {
		it, err := s.itemWhere(ctx, tx, "i.id = ?", v.ItemID)
		if err != nil {
			return err
		}
		if err := s.fill(ctx, tx, it); err != nil {
			return err
		}
		d, ok := it.Detail.(*Document)
		switch {
		case !ok:
			continue
		case f.State == FileReady:
			err = s.enter(ctx, tx, it, d, v, f)
		case f.State != FilePending:
			err = s.turnAway(ctx, tx, it, v, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// enter gives a version its number and makes it the newest. Others are told of the document, or of its change.
func (s *Site) enter(ctx context.Context, tx *db.Tx, it *Item, d *Document, v *DocumentVersion, f *File) error {
	var last int
	err := tx.NewSelect().Model((*DocumentVersion)(nil)).ColumnExpr("COALESCE(MAX(dv.number), 0)").Where("dv.item_id = ?", it.ID).Scan(ctx, &last)
	if err != nil {
		return fmt.Errorf("number a version: %w", err)
	}
	v.Number = last + 1
	if _, err := tx.NewUpdate().Model(v).Column("number").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("number a version: %w", err)
	}
	said := it.Said()
	d.current(v)
	d.Previewed, d.Trouble = f.ThumbSum != "", ""
	if err := s.saveCurrent(ctx, tx, it, d, said); err != nil {
		return err
	}
	if it.Visibility == Held {
		return s.release(ctx, tx, it)
	}
	return s.tellVersions(ctx, tx, it, v.ByID)
}

// saveCurrent stores what a document says of its newest version, for lists and for search. said is what the item said by itself
// while it still had the one before, whose name stands among the words that search finds.
func (s *Site) saveCurrent(ctx context.Context, tx *db.Tx, it *Item, d *Document, said string) error {
	if _, err := tx.NewUpdate().Model(d).Column("number", "name", "media_type", "size", "digest", "version_at", "previewed", "trouble").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save document: %w", err)
	}
	it.Plain = said
	it.addWords()
	if _, err := tx.NewUpdate().Model(it).Column("plain").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save document: %w", err)
	}
	return nil
}

// tellVersions tells others that a document has other versions than before; of one that was taken out meanwhile nobody hears.
func (s *Site) tellVersions(ctx context.Context, tx *db.Tx, it *Item, byID int64) error {
	if it.Withdrawn() {
		return nil
	}
	it.EditedAt = tx.Now
	if _, err := tx.NewUpdate().Model(it).Column("edited_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save document: %w", err)
	}
	by, err := s.actorWhere(ctx, tx, "a.id = ?", byID)
	if err != nil && !IsRefusal(err) {
		return err
	}
	return s.record(ctx, tx, &Act{Verb: VerbUpdate, By: by, Item: it, Community: it.Community})
}

// turnAway drops a version whose file was not taken. What was written stays: a document without any version is for who
// added it alone to see, until they give it another file.
func (s *Site) turnAway(ctx context.Context, tx *db.Tx, it *Item, v *DocumentVersion, f *File) error {
	if _, err := tx.NewDelete().Model(v).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("drop a version: %w", err)
	}
	why := cut(v.Name+": "+f.Reason, maxNote)
	if _, err := tx.NewUpdate().Model((*Document)(nil)).Set("trouble = ?", why).Where("item_id = ?", it.ID).Exec(ctx); err != nil {
		return fmt.Errorf("say why a file was not taken: %w", err)
	}
	return nil
}

// WithdrawVersion takes the file of a version away for good. Its row stays, with its digest, so that copies elsewhere can
// be found and removed; others are told.
func (s *Site) WithdrawVersion(ctx context.Context, by *Actor, it *Item, number int) error {
	return s.changeDocument(ctx, by, it, func(tx *db.Tx, now *Item, d *Document) error {
		all, err := versionsOf(ctx, tx, now.ID)
		if err != nil {
			return err
		}
		var which, newest *DocumentVersion
		for _, v := range all {
			switch {
			case v.Number == number && number > 0:
				which = v
			case v.Number > 0 && v.WithdrawnAt.IsZero() && newest == nil:
				newest = v
			}
		}
		switch {
		case which == nil:
			return refuse(NotFound, "There is no such version.")
		case !which.WithdrawnAt.IsZero():
			return nil
		case newest == nil:
			return refuse(Conflict, "This is the only version. Delete the document instead.")
		}
		if err := withdrawn(ctx, tx, which); err != nil {
			return err
		}
		if number == d.Number {
			said := now.Said()
			d.current(newest)
			d.Previewed = newest.File != nil && newest.File.ThumbSum != ""
			if err := s.saveCurrent(ctx, tx, now, d, said); err != nil {
				return err
			}
		}
		return s.tellVersions(ctx, tx, now, by.ID)
	})
}

// withdrawn marks a version; its file belongs to nothing then, and is swept away.
func withdrawn(ctx context.Context, tx *db.Tx, v *DocumentVersion) error {
	v.WithdrawnAt, v.FileID, v.Note = tx.Now, 0, ""
	if _, err := tx.NewUpdate().Model(v).Column("withdrawn_at", "file_id", "note").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("withdraw version: %w", err)
	}
	return nil
}
