package models

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// UploadTime is how long an upload in parts may take. After it, what has come is dropped.
const UploadTime = 24 * time.Hour

// maxUploads is how many somebody may have under way.
const maxUploads = 50

// An Upload is a file that arrives in parts. It is its owner's alone, and no file before TakeUpload has made one of it.
type Upload struct {
	bun.BaseModel `bun:"table:uploads,alias:up"`

	ID          string    `bun:"id,pk"` // a random word; whoever knows it and is its owner may go on
	OwnerID     int64     `bun:"owner_id"`
	CommunityID int64     `bun:"community_id,nullzero"`
	Name        string    `bun:"name"` // as it was called
	Size        int64     `bun:"size"` // that it will have, in bytes
	CreatedAt   time.Time `bun:"created_at"`

	Offset int64 `bun:"-"` // how much has come
}

// Whole tells whether all of it has come.
func (u *Upload) Whole() bool { return u.Offset == u.Size }

// BeginUpload has somebody send a file in parts, to be a file in a community or by themselves. What is wrong with it as far as that can
// be told now is refused as TakeFile would.
func (s *Site) BeginUpload(ctx context.Context, by, in *Actor, name string, size int64) (*Upload, error) {
	if err := s.MayTakeFile(ctx, by, in, size); err != nil {
		return nil, err
	}
	u := &Upload{ID: rand.Text(), OwnerID: by.ID, CommunityID: idOf(in), Name: text.CleanLine(bareName(name), maxFileName), Size: size}
	return u, s.db.Change(ctx, func(tx *db.Tx) error {
		var waiting struct{ N, Bytes int64 }
		if err := tx.Lock(ctx, fmt.Sprintf("uploads %d", by.ID)); err != nil { // no two at a time are the last that may be begun
			return err
		}
		err := tx.NewSelect().Model((*Upload)(nil)).ColumnExpr("count(*) AS n, COALESCE(SUM(up.size), 0) AS bytes").
			Where("up.owner_id = ?", by.ID).Scan(ctx, &waiting)
		if err != nil {
			return fmt.Errorf("count uploads: %w", err)
		}
		if waiting.N >= maxUploads {
			return refuse(TooMany, "You have begun %d uploads that are not done. Finish them, or wait until tomorrow.", maxUploads)
		}
		if err := s.stillRoom(ctx, tx, by, in, size+waiting.Bytes); err != nil {
			return err
		}
		u.CreatedAt = tx.Now
		if _, err := tx.NewInsert().Model(u).Exec(ctx); err != nil {
			return fmt.Errorf("begin upload: %w", err)
		}
		return nil
	})
}

// Upload returns an upload of somebody and how much of it has come. Anybody else's is NotFound, and so is one that has ended.
func (s *Site) Upload(ctx context.Context, by *Actor, id string) (*Upload, error) {
	u := new(Upload)
	err := s.db.Read().NewSelect().Model(u).Where("up.id = ? AND up.owner_id = ?", id, idOf(by)).Scan(ctx)
	if db.IsNotFound(err) || err == nil && s.db.Now().Sub(u.CreatedAt) > UploadTime {
		return nil, refuse(NotFound, "This upload has ended. Choose the file again.")
	}
	if err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	u.Offset, err = s.parts.Len(u.ID)
	return u, err
}

// AppendUpload adds a part that begins at a place, and returns the upload as it is then. What came before the line broke is kept. A
// part that does not go on where the upload ends is a Conflict, and one that goes beyond the size that was said is Invalid.
func (s *Site) AppendUpload(ctx context.Context, by *Actor, id string, at int64, r io.Reader) (*Upload, error) {
	u, err := s.Upload(ctx, by, id)
	if err != nil {
		return nil, err
	}
	u.Offset, err = s.parts.Append(ctx, u.ID, at, u.Size, r)
	switch {
	case errors.Is(err, blob.ErrElsewhere):
		return u, refuse(Conflict, "The upload goes on at another place.")
	case errors.Is(err, blob.ErrTooLarge):
		return u, invalid("file", "This file is larger than was said.")
	}
	return u, err
}

// DropUpload ends an upload and forgets what has come.
func (s *Site) DropUpload(ctx context.Context, by *Actor, id string) error {
	u, err := s.Upload(ctx, by, id)
	if err != nil {
		return err
	}
	err = s.db.Change(ctx, func(tx *db.Tx) error {
		_, err := tx.NewDelete().Model(u).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("drop upload: %w", err)
	}
	return s.parts.Remove(u.ID)
}

// TakeUpload makes a file of an upload that has come whole; see TakeFile. in must be the community that it was begun in.
func (s *Site) TakeUpload(ctx context.Context, by, in *Actor, id string) (*File, error) {
	u, err := s.Upload(ctx, by, id)
	switch {
	case CodeOf(err) == NotFound || err == nil && (u.CommunityID != idOf(in) || !u.Whole()):
		return nil, invalid("file", "This file has not come whole. Choose it again.")
	case err != nil:
		return nil, err
	}
	part, err := s.parts.Open(u.ID)
	if err != nil {
		return nil, fmt.Errorf("take upload: %w", err)
	}
	f, err := s.TakeFile(ctx, by, in, u.Name, part)
	if err := errors.Join(err, part.Close()); err != nil {
		return nil, err
	}
	return f, s.DropUpload(ctx, by, id)
}
