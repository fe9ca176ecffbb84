package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// DocumentWith returns the document of a community that stands in this folder, named from the outermost, and has a version
// with this digest; nil when there is none.
func (s *Site) DocumentWith(ctx context.Context, v Viewer, community *Actor, folder []string, digest string) (*Item, error) {
	found, err := s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Join("JOIN documents AS dc ON dc.item_id = i.id").Where("dc.community_id = ?", community.ID).
			Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL").
			Where("i.id IN (SELECT dv.item_id FROM document_versions AS dv WHERE dv.digest = ?)", digest).OrderExpr("i.id")
	})
	if err != nil {
		return nil, err
	}
	for _, it := range found {
		d := it.Detail.(*Document)
		path, err := folderPath(ctx, s.db.Read(), d.FolderID)
		if err != nil {
			return nil, err
		}
		same := len(path) == len(folder)
		for n := range folder {
			same = same && path[n].Name == folder[n]
		}
		if same {
			return it, nil
		}
	}
	return nil, nil
}

// WantCopy asks for the file of a version of another site: a job fetches it, once however often it is asked for. trouble
// says why it could not be had, until somebody asks again.
func (s *Site) WantCopy(ctx context.Context, v *DocumentVersion, again bool) (trouble string, err error) {
	err = s.db.Change(ctx, func(tx *db.Tx) error {
		now := new(DocumentVersion)
		if err := tx.NewSelect().Model(now).Where("dv.id = ?", v.ID).Scan(ctx); err != nil {
			return fmt.Errorf("read version: %w", err)
		}
		if err := fillFiles(ctx, tx, []*DocumentVersion{now}); err != nil {
			return err
		}
		trouble = now.Trouble
		if now.File != nil && now.File.State != FilePending && now.File.State != FileReady {
			trouble = now.File.Reason
		}
		switch {
		case now.URL == "" || !now.WithdrawnAt.IsZero():
			return refuse(NotFound, "This file is not here.")
		case now.File != nil && (trouble == "" || !again), trouble != "" && !again:
			return nil
		}
		trouble, now.Trouble, now.FileID = "", "", 0
		if _, err := tx.NewUpdate().Model(now).Column("trouble", "file_id").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("ask for a file: %w", err)
		}
		return queue.Enqueue(ctx, tx, queue.Job{
			Kind: JobCopy, Lane: "copy " + pictureHost(now.URL), Unique: fmt.Sprintf("copy %d", now.ID), Payload: idPayload(now.ID),
		})
	})
	return trouble, err
}

// CopyWanted returns the version of another site whose file a job is to fetch; nil when it is no longer wanted.
func (s *Site) CopyWanted(ctx context.Context, id int64) (*DocumentVersion, error) {
	v := new(DocumentVersion)
	err := s.db.Read().NewSelect().Model(v).Where("dv.id = ? AND dv.file_id IS NULL AND dv.withdrawn_at IS NULL AND dv.url <> ''", id).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read version: %w", err)
	}
	it, err := s.itemWhere(ctx, s.db.Read(), "i.id = ?", v.ItemID)
	if err != nil || it.Withdrawn() || !it.HiddenAt.IsZero() {
		return nil, err
	}
	return v, nil
}

// copyTime is how long a copy of another site's file is kept; whoever asks for it later has it fetched anew.
const copyTime = 30 * 24 * time.Hour

// dropCopies lets go of the copies of other sites' files that are old.
func dropCopies(ctx context.Context, tx *db.Tx) error {
	_, err := tx.NewUpdate().Model((*DocumentVersion)(nil)).Set("file_id = NULL").Where("url <> ''").
		Where("file_id IN (SELECT f.id FROM files AS f WHERE f.owner_id IS NULL AND f.created_at < ?)", tx.Now.Add(-copyTime)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("drop old copies: %w", err)
	}
	return nil
}

// KeepCopy notes the file that a job has fetched, or why there is none.
func (s *Site) KeepCopy(ctx context.Context, id int64, f *File, trouble string) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		v := &DocumentVersion{ID: id, Trouble: cut(trouble, maxNote)}
		if f != nil {
			v.FileID = f.ID
		}
		_, err := tx.NewUpdate().Model(v).Column("file_id", "trouble").WherePK().Where("withdrawn_at IS NULL").Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep a copy: %w", err)
		}
		return nil
	})
}
