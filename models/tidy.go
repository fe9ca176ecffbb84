package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

// Tidy drops what has served its time: sessions and links for passwords that have ended, received
// activities dealt with 30 days ago, notices that were read and letters that were written 90 days ago, and pictures that
// hang on nothing, files and all. It runs once a day.
func (s *Site) Tidy(ctx context.Context) error {
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		old := []struct {
			table, where string
			before       time.Time
		}{
			{"sessions", "expires_at < ?", tx.Now},
			{"received", "done_at < ?", tx.Now.AddDate(0, 0, -30)},
			{"notices", "read_at < ?", tx.Now.AddDate(0, 0, -90)},
			{"tombstones", "at < ?", tx.Now.AddDate(0, 0, -30)},
			{"letters", "created_at < ?", tx.Now.Add(-lettersKept)},
			{"password_links", "expires_at < ?", tx.Now},
		}
		for _, o := range old {
			if _, err := tx.NewDelete().TableExpr(o.table).Where(o.where, o.before).Exec(ctx); err != nil {
				return fmt.Errorf("tidy %s: %w", o.table, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return errors.Join(s.tidyPictures(ctx), s.tidyFiles(ctx))
}

// unused are the pictures that hang on nothing, from two days after they came: whoever writes may be long about it.
const unused = "id NOT IN (SELECT media_id FROM attachments WHERE media_id IS NOT NULL) AND " +
	"id NOT IN (SELECT media_id FROM article_draft_pictures) AND " +
	"id NOT IN (SELECT icon_media_id FROM actors WHERE icon_media_id IS NOT NULL) AND created_at < ?"

// tidyPictures drops unused pictures. Their files go with all others that nothing names any more.
func (s *Site) tidyPictures(ctx context.Context) error {
	var gone []*Media
	return s.db.Change(ctx, func(tx *db.Tx) error {
		gone = nil
		if err := tx.NewSelect().Model(&gone).Where(unused, tx.Now.AddDate(0, 0, -2)).Scan(ctx); err != nil {
			return fmt.Errorf("find unused pictures: %w", err)
		}
		if len(gone) == 0 {
			return nil
		}
		if _, err := tx.NewDelete().Model(&gone).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("drop unused pictures: %w", err)
		}
		return nil
	})
}
