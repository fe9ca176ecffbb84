package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// blobAge is the age from which a blob that nothing names is removed. Until then, somebody may have put it there who is about to name
// it.
const blobAge = 24 * time.Hour

// unusedFileAge is the age from which a file is dropped that nothing refers to: whoever writes may be long about it.
const unusedFileAge = 48 * time.Hour

// tidyFiles drops the files that nothing refers to, uploads that have ended, and then the blobs that neither files nor pictures name.
func (s *Site) tidyFiles(ctx context.Context) error {
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		if err := dropCopies(ctx, tx); err != nil {
			return err
		}
		q := tx.NewDelete().Model((*File)(nil)).Where("f.created_at < ?", tx.Now.Add(-unusedFileAge))
		for _, ref := range fileRefs() {
			q = q.Where("f.id NOT IN (?)", tx.NewSelect().Table(ref.table).Column(ref.file).Where("? IS NOT NULL", bun.Ident(ref.file)))
		}
		if _, err := q.Exec(ctx); err != nil {
			return fmt.Errorf("drop unused files: %w", err)
		}
		if _, err := tx.NewDelete().Model((*Upload)(nil)).Where("up.created_at < ?", tx.Now.Add(-UploadTime)).Exec(ctx); err != nil {
			return fmt.Errorf("drop uploads: %w", err)
		}
		_, err := tx.NewDelete().Table("leaving_blobs").Where("at < ?", tx.Now.Add(-leavingTime)).Exec(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if s.parts != nil {
		err = s.parts.Sweep(s.db.Now())
	}
	if s.files == nil {
		return err
	}
	return errors.Join(err, s.sweepBlobs(ctx))
}

// sweepBlobs removes the blobs that nothing names. One that is being put again has become young; and one whose removal has begun can
// be named by nobody until it is over, see namesBlob. So none is lost that somebody counts on.
func (s *Site) sweepBlobs(ctx context.Context) error {
	var old []string
	sweep := func() error {
		unnamed, err := s.leaving(ctx, old)
		for _, sum := range unnamed {
			err = errors.Join(err, s.files.Remove(ctx, sum))
		}
		old = old[:0]
		return errors.Join(err, s.gone(ctx, unnamed))
	}
	err := s.files.Each(ctx, func(sum string, kept time.Time) error {
		if s.db.Now().Sub(kept) < blobAge {
			return nil
		}
		if old = append(old, sum); len(old) < 200 {
			return nil
		}
		return sweep()
	})
	if err == nil && len(old) > 0 {
		err = sweep()
	}
	if err != nil {
		return fmt.Errorf("sweep blobs: %w", err)
	}
	return nil
}

// leaving says which of some blobs nothing names, and keeps it so until they are gone.
func (s *Site) leaving(ctx context.Context, sums []string) ([]string, error) {
	var unnamed []string
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		unnamed = nil
		named := map[string]bool{}
		for _, q := range []*bun.SelectQuery{
			tx.NewSelect().Table("files").Column("sum").Where("sum IN (?)", bun.List(sums)),
			tx.NewSelect().Table("files").Column("thumb_sum").Where("thumb_sum IN (?)", bun.List(sums)),
			tx.NewSelect().Table("media").Column("sum").Where("sum IN (?)", bun.List(sums)),
			tx.NewSelect().Table("media").Column("thumb_sum").Where("thumb_sum IN (?)", bun.List(sums)),
		} {
			var some []string
			if err := q.Scan(ctx, &some); err != nil {
				return fmt.Errorf("look what names blobs: %w", err)
			}
			for _, sum := range some {
				named[sum] = true
			}
		}
		for _, sum := range sums {
			if named[sum] {
				continue
			}
			unnamed = append(unnamed, sum)
			_, err := tx.NewInsert().Table("leaving_blobs").Model(&map[string]any{"sum": sum, "at": tx.Now}).
				On("CONFLICT (sum) DO UPDATE").Set("at = EXCLUDED.at").Exec(ctx)
			if err != nil {
				return fmt.Errorf("mark blobs: %w", err)
			}
		}
		return nil
	})
	return unnamed, err
}

// gone ends the removal of blobs.
func (s *Site) gone(ctx context.Context, sums []string) error {
	if len(sums) == 0 {
		return nil
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		_, err := tx.NewDelete().Table("leaving_blobs").Where("sum IN (?)", bun.List(sums)).Exec(ctx)
		return err
	})
}
