package models

import (
	"context"
	"fmt"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

// Delete withdraws an item for good: by its author, whose words are then wiped here and asked to be wiped
// wherever a copy was sent. The place in the thread stays, empty.
func (s *Site) Delete(ctx context.Context, by *Actor, it *Item, from *Origin) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if again, err := s.seen(ctx, tx, from); again || err != nil {
			return err
		}
		now, err := s.itemWhere(ctx, tx, "i.id = ?", it.ID)
		if err != nil {
			return err
		}
		if !now.DeletedAt.IsZero() {
			return nil
		}
		if err := s.fill(ctx, tx, now); err != nil {
			return err
		}
		if err := s.mayWith(ctx, tx, by, now, ToDelete); err != nil {
			return err
		}
		if err := speaksFor(from, now.Community); err != nil {
			return err
		}
		act := (&Act{Verb: VerbDelete, By: by, Item: now, Community: now.Community}).happenedElsewhere(from)
		if err := s.record(ctx, tx, act); err != nil {
			return err
		}
		if now.RemovedAt.IsZero() {
			if err := s.count(ctx, tx, now, -1); err != nil {
				return err
			}
		}
		return s.wipe(ctx, tx, "id = ?", now.ID)
	})
}

// wipe deletes the items of a condition for good: their words and all that hangs on them goes, and the empty place stays.
func (s *Site) wipe(ctx context.Context, tx *db.Tx, where string, args ...any) error {
	which := tx.NewSelect().TableExpr("items").Column("id").Where(where, args...).Where("deleted_at IS NULL")
	for _, table := range []string{"mentions", "hashtags", "attachments", "revisions", "likes", "notices"} {
		if _, err := tx.NewDelete().TableExpr(table).Where("item_id IN (?)", which).Exec(ctx); err != nil {
			return fmt.Errorf("wipe items: %w", err)
		}
	}
	if err := wipeDetails(ctx, tx, which); err != nil {
		return err
	}
	_, err := tx.NewUpdate().TableExpr("acts").Set("raw = NULL").
		Where("item_id IN (?)", which).Where("verb IN (?, ?)", VerbCreate, VerbUpdate).Exec(ctx)
	if err != nil {
		return fmt.Errorf("wipe items: %w", err)
	}
	_, err = tx.NewUpdate().TableExpr("items").
		Set("deleted_at = ?", tx.Now).Set("title = '', source = '', content = '', plain = '', raw = NULL, pinned_at = NULL, like_count = 0").
		Where(where, args...).Where("deleted_at IS NULL").Exec(ctx)
	if err != nil {
		return fmt.Errorf("wipe items: %w", err)
	}
	return nil
}

// recount counts the replies anew of all threads in which somebody wrote.
func recount(ctx context.Context, tx *db.Tx, authorID int64) error {
	_, err := tx.NewUpdate().TableExpr("items").
		Set("reply_count = (SELECT count(*) FROM items AS r WHERE r.thread_id = items.id AND r.parent_id IS NOT NULL AND r.deleted_at IS NULL AND r.removed_at IS NULL)").
		Where("id IN (SELECT thread_id FROM items WHERE author_id = ?)", authorID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("count replies: %w", err)
	}
	return nil
}

// Bury notes that somebody of another site deleted or undid something which is not here (yet), so that a
// copy that comes late is not taken in. It counts for what is their own only: nobody can have somebody
// else's words refused.
func (s *Site) Bury(ctx context.Context, uri string, by *Actor) error {
	return s.db.Change(ctx, func(tx *db.Tx) error { return s.bury(ctx, tx, uri, by) })
}

func (s *Site) bury(ctx context.Context, tx *db.Tx, uri string, by *Actor) error {
	if uri == "" {
		return nil // it had no id, so nothing late can have it
	}
	_, err := tx.NewInsert().TableExpr("tombstones").Model(&map[string]any{"uri": uri, "by_id": by.ID, "at": tx.Now}).
		On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return fmt.Errorf("bury %s: %w", uri, err)
	}
	return nil
}

// Buried tells whether Bury was called for what somebody did under this id.
func (s *Site) Buried(ctx context.Context, uri string, by *Actor) (bool, error) {
	yes, err := s.db.Read().NewSelect().TableExpr("tombstones").Where("uri = ? AND by_id = ?", uri, by.ID).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look up tombstone: %w", err)
	}
	return yes, nil
}

// Remove takes an item out of its community by a moderator, with the reason in the public log; with on
// false it is put back, words and all. by is nil when it comes from the command line.
func (s *Site) Remove(ctx context.Context, by *Actor, it *Item, on bool, reason string, from *Origin) error {
	return s.moderateItem(ctx, by, it, from, func(tx *db.Tx, now *Item) (*Act, error) {
		if now.RemovedAt.IsZero() != on || !now.DeletedAt.IsZero() {
			return nil, nil // it is so already
		}
		verb, when, step := VerbRestore, time.Time{}, 1
		if on {
			verb, when, step = VerbRemove, tx.Now, -1
		} else {
			reason = ""
		}
		now.RemovedAt, now.RemovedReason = when, reason
		if _, err := tx.NewUpdate().Model(now).Column("removed_at", "removed_reason").WherePK().Exec(ctx); err != nil {
			return nil, fmt.Errorf("remove item: %w", err)
		}
		if err := s.count(ctx, tx, now, step); err != nil {
			return nil, err
		}
		if err := s.tellRemoved(ctx, tx, by, now); err != nil {
			return nil, err
		}
		return &Act{Verb: verb, Reason: reason}, nil
	})
}
