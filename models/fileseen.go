package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// A fileRef is a column in which a kind refers to files. By it is known who may see a file, and that it is needed.
type fileRef struct {
	table string // "document_versions"
	file  string // the column with the number of the file: "file_id"
	item  string // the column with the number of the item whose viewers may see it; "" where there is none, as for a draft
}

// FileVisible returns a ready file if viewer may see it: through an item that refers to it and that they may see, or as their
// own as long as nothing refers to it yet. Anything else is NotFound: what is not there, may not be seen, was removed, or waits
// to be looked through.
func (s *Site) FileVisible(ctx context.Context, v Viewer, id int64) (*File, error) {
	f, err := s.fileWhere(ctx, s.db.Read(), "f.id = ? AND f.state = ?", id, FileReady)
	if err != nil {
		return nil, err
	}
	through, referred, err := s.itemsWithFile(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	if !referred {
		if v.SignedIn() && f.OwnerID == v.id() && !v.Actor.Silenced() {
			return f, nil
		}
		return nil, errNoFile
	}
	for _, items := range through {
		q := s.db.Read().NewSelect().Model((*Item)(nil)).Where("i.removed_at IS NULL").Where("i.deleted_at IS NULL").Where("i.id IN (?)", items)
		seen, err := visibleTo(q, v).Exists(ctx)
		if err != nil {
			return nil, fmt.Errorf("look who may see a file: %w", err)
		}
		if seen {
			return f, nil
		}
	}
	return nil, errNoFile
}

// OwnFile returns a file that somebody added in a community, or by themselves, and that nothing refers to yet, unless there is something
// wrong with it. It may still wait to be looked through.
func (s *Site) OwnFile(ctx context.Context, by, in *Actor, id int64) (*File, error) {
	f, err := s.fileWhere(ctx, s.db.Read(), "f.id = ? AND f.owner_id = ? AND COALESCE(f.community_id, 0) = ? AND f.state IN (?, ?)",
		id, idOf(by), idOf(in), FilePending, FileReady)
	if err != nil {
		return nil, err
	}
	_, referred, err := s.itemsWithFile(ctx, f.ID)
	if err == nil && referred {
		err = errNoFile
	}
	return f, err
}

// FilePublic tells whether anybody may see a file that somebody was just shown.
func (s *Site) FilePublic(ctx context.Context, f *File) (bool, error) {
	_, err := s.FileVisible(ctx, Viewer{}, f.ID)
	if CodeOf(err) == NotFound {
		return false, nil
	}
	return err == nil, err
}

// itemsWithFile are queries of the numbers of the items that refer to a file; referred says whether there are any.
func (s *Site) itemsWithFile(ctx context.Context, id int64) (queries []*bun.SelectQuery, referred bool, err error) {
	for _, ref := range fileRefs() {
		if ref.item == "" {
			continue
		}
		q := s.db.Read().NewSelect().Table(ref.table).Column(ref.item).Where("? = ?", bun.Ident(ref.file), id)
		some, err := q.Exists(ctx)
		if err != nil {
			return nil, false, fmt.Errorf("look what refers to a file: %w", err)
		}
		if some {
			queries = append(queries, q)
		}
	}
	return queries, len(queries) > 0, nil
}

// fileRefs are the columns of all kinds that refer to files.
func fileRefs() []fileRef {
	var all []fileRef
	for _, k := range Kinds {
		all = append(all, k.files...)
	}
	return all
}

// leavingTime is how long a blob that is being removed may take.
const leavingTime = 10 * time.Minute

// namesBlob is called in every change that begins to name a blob which the store has been given. It refuses one that the store
// is just being rid of: in that moment nobody named it.
func namesBlob(ctx context.Context, tx *db.Tx, sums ...string) error {
	going, err := tx.NewSelect().Table("leaving_blobs").Where("sum IN (?) AND at > ?", bun.List(sums), tx.Now.Add(-leavingTime)).Exists(ctx)
	if err != nil {
		return fmt.Errorf("name a blob: %w", err)
	}
	if going {
		return refuse(Conflict, "An old copy of this file is just being deleted. Send it again in a minute.")
	}
	return nil
}
