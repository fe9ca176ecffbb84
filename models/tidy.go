package models

import (
	"context"
	"fmt"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

// Tidy drops what has served its time: sessions that have ended, received activities dealt with 30 days
// ago, notices that were read 90 days ago. It runs once a day.
func (s *Site) Tidy(ctx context.Context) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		old := []struct {
			table, where string
			before       time.Time
		}{
			{"sessions", "expires_at < ?", tx.Now},
			{"received", "done_at < ?", tx.Now.AddDate(0, 0, -30)},
			{"notices", "read_at < ?", tx.Now.AddDate(0, 0, -90)},
			{"tombstones", "at < ?", tx.Now.AddDate(0, 0, -30)},
			{"media", "id NOT IN (SELECT media_id FROM attachments WHERE media_id IS NOT NULL) AND " +
				"id NOT IN (SELECT icon_media_id FROM actors WHERE icon_media_id IS NOT NULL) AND created_at < ?", tx.Now.AddDate(0, 0, -2)},
		}
		for _, o := range old {
			if _, err := tx.NewDelete().TableExpr(o.table).Where(o.where, o.before).Exec(ctx); err != nil {
				return fmt.Errorf("tidy %s: %w", o.table, err)
			}
		}
		return nil
	})
}
