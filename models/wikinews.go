package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// tellPause is how long others are left alone after they were told of a page: whoever writes saves often. What was written
// meanwhile goes out together at its end.
const tellPause = 10 * time.Minute

// pacePage has others told of a change of a page of this site now, or when the pause is over.
func (s *Site) pacePage(ctx context.Context, tx *db.Tx, it *Item, changed bool) error {
	p := it.Detail.(*WikiPage)
	p.later = false
	if !it.Here() {
		return nil
	}
	if due := p.ToldAt.Add(tellPause); changed && due.After(tx.Now) {
		p.TellAt, p.later = due, true
	} else {
		p.ToldAt, p.TellAt = tx.Now, time.Time{}
	}
	if _, err := tx.NewUpdate().Model(p).Column("told_at", "tell_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("pace a page: %w", err)
	}
	return nil
}

// tellPagesDue tells others of pages that changed while they were left alone, as they are now.
func (s *Site) tellPagesDue(ctx context.Context) error {
	for n := tellBatch; n == tellBatch; {
		err := s.db.Change(ctx, func(tx *db.Tx) error {
			due, err := s.itemsWhere(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
				return q.Join("JOIN wiki_pages AS wp ON wp.item_id = i.id").Where("wp.tell_at <= ?", tx.Now).OrderExpr("wp.tell_at, i.id").Limit(tellBatch)
			})
			if n = len(due); err != nil {
				return err
			}
			for _, it := range due {
				if err := s.tellPage(ctx, tx, it); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("tell of wiki pages: %w", err)
		}
	}
	return nil
}

func (s *Site) tellPage(ctx context.Context, tx *db.Tx, it *Item) error {
	if it.Detail == nil { // it was deleted, and its page with it
		return nil
	}
	p := it.Detail.(*WikiPage)
	res, err := tx.NewUpdate().Model((*WikiPage)(nil)).Set("tell_at = NULL, told_at = ?", tx.Now).Where("item_id = ? AND tell_at = ?", it.ID, p.TellAt).Exec(ctx)
	if err != nil {
		return fmt.Errorf("tell of a page: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 || it.Withdrawn() || s.herald == nil {
		return err // another process was quicker, or there is nothing to tell
	}
	var last int64
	err = tx.NewSelect().Model((*Act)(nil)).ColumnExpr("max(ac.id)").Where("ac.item_id = ? AND ac.verb = ?", it.ID, VerbUpdate).Scan(ctx, &last)
	if err != nil {
		return fmt.Errorf("find the last change of a page: %w", err)
	}
	act, err := s.actWhere(ctx, tx, "ac.id = ?", last)
	if err != nil {
		return err
	}
	act.Item = it
	return s.herald.Tell(ctx, tx, act)
}

// Watch has somebody told of each edit of a page, or no longer.
func (s *Site) Watch(ctx context.Context, who *Actor, it *Item, on bool) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if _, err := asPage(it); err != nil {
			return err
		}
		if on {
			return s.watch(ctx, tx, it.ID, who.ID)
		}
		if _, err := tx.NewDelete().TableExpr("wiki_watches").Where("item_id = ? AND actor_id = ?", it.ID, who.ID).Exec(ctx); err != nil {
			return fmt.Errorf("stop watching: %w", err)
		}
		return nil
	})
}

func (s *Site) watch(ctx context.Context, tx *db.Tx, itemID, actorID int64) error {
	_, err := tx.NewInsert().TableExpr("wiki_watches").Model(&map[string]any{"item_id": itemID, "actor_id": actorID}).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return fmt.Errorf("watch a page: %w", err)
	}
	return nil
}

// Watches tells whether somebody is told of the edits of a page.
func (s *Site) Watches(ctx context.Context, itemID int64, who *Actor) (bool, error) {
	if who == nil {
		return false, nil
	}
	yes, err := s.db.Read().NewSelect().TableExpr("wiki_watches").Where("item_id = ? AND actor_id = ?", itemID, who.ID).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look up who watches: %w", err)
	}
	return yes, nil
}

// tellWatchers tells the people of this site who watch a page of an edit: one notice about each page, the last edit's.
func (s *Site) tellWatchers(ctx context.Context, tx *db.Tx, it *Item) error {
	latest := it.Detail.(*WikiPage).Latest
	var watching []int64
	err := tx.NewSelect().TableExpr("wiki_watches").Column("actor_id").Where("item_id = ? AND actor_id <> ?", it.ID, latest.ByID).OrderExpr("actor_id").Scan(ctx, &watching)
	if err != nil {
		return fmt.Errorf("list who watches: %w", err)
	}
	by := latest.By
	if by == nil {
		by = it.Community
	}
	for _, id := range watching {
		if err := s.tellOnce(ctx, tx, id, NoticeEdited, by, it); err != nil {
			return err
		}
	}
	return nil
}

// tellOnce writes a notice in place of an earlier one of the same kind about the same thing.
func (s *Site) tellOnce(ctx context.Context, tx *db.Tx, forID int64, kind NoticeKind, by *Actor, it *Item) error {
	if _, err := tx.NewDelete().Model((*Notice)(nil)).Where("for_id = ? AND item_id = ? AND kind = ?", forID, it.ID, kind).Exec(ctx); err != nil {
		return fmt.Errorf("lay aside an old notice: %w", err)
	}
	return s.tell(ctx, tx, forID, kind, by, it, it.Community)
}
