package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// announce tells the people of this site of an item that has just been published, or whose time to be told of has come.
func (s *Site) announce(ctx context.Context, tx *db.Tx, it *Item) error {
	if err := s.notify(ctx, tx, it); err != nil {
		return err
	}
	return s.settleDetail(ctx, tx, it, nil)
}

// tellBatch is how many items others are told of in one change.
const tellBatch = 20

// tellDue tells others of what was published to be told of later, and whose time has come: it enters the feeds as if it
// were new, and goes out as it says now. Until then it is at its address, and nobody is sent any of its changes. It
// returns how many items it dealt with.
func (s *Site) tellDue(ctx context.Context) (int, error) {
	var due []*Item
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		var err error
		due, err = s.itemsWhere(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("i.tell_at <= ?", tx.Now).OrderExpr("i.tell_at, i.id").Limit(tellBatch)
		})
		if err != nil {
			return err
		}
		for _, it := range due {
			if err := s.tellNow(ctx, tx, it); err != nil {
				return err
			}
		}
		return nil
	})
	return len(due), err
}

// tellNow does for one item what was put off when it was published. One that is withdrawn by now nobody hears of.
func (s *Site) tellNow(ctx context.Context, tx *db.Tx, it *Item) error {
	due := it.TellAt
	res, err := tx.NewUpdate().Model((*Item)(nil)).Set("tell_at = NULL").
		Set("active_at = CASE WHEN active_at < ? THEN ? ELSE active_at END", tx.Now, tx.Now).
		Where("id = ? AND tell_at = ?", it.ID, due).Exec(ctx)
	if err != nil {
		return fmt.Errorf("tell of an item: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err // another process was quicker
	}
	if it.TellAt = (time.Time{}); it.Withdrawn() {
		return nil
	}
	if err := s.announce(ctx, tx, it); err != nil || s.herald == nil {
		return err
	}
	act, err := s.CreateOf(ctx, tx, it)
	if err != nil {
		return err
	}
	act.Item = it
	if err := s.herald.Tell(ctx, tx, act); err != nil {
		return fmt.Errorf("tell others of an item: %w", err)
	}
	return nil
}
