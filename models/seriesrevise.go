package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// ReviseFollowing revises an occurrence of a series and all that follow it but those that were changed by themselves: each
// says the same then, and is moved by as much. Those yet to be made follow it too; when it is cancelled, none are. Of an
// event that does not repeat it is the same as Revise. It fails as Revise does.
func (s *Site) ReviseFollowing(ctx context.Context, it *Item, d Draft) (*Item, error) {
	var now *Item
	err := s.db.Change(ctx, func(tx *db.Tx) (err error) {
		now, err = s.reviseFollowing(ctx, tx, it.ID, d)
		return err
	})
	return now, err
}

func (s *Site) reviseFollowing(ctx context.Context, tx *db.Tx, id int64, d Draft) (*Item, error) {
	first, err := s.itemWhere(ctx, tx, "i.id = ?", id)
	if err != nil {
		return nil, err
	}
	if err := s.fill(ctx, tx, first); err != nil {
		return nil, err
	}
	next, ok := d.Detail.(*Event)
	was, is := first.Detail.(*Event)
	if !ok || !is || first.Withdrawn() {
		return nil, refuse(Gone, "This has been deleted.")
	}
	from, zone := was.Begins, was.Zone
	if err := s.reviseTogether(ctx, tx, first, d, *next); err != nil || was.SeriesID == 0 {
		return first, err
	}
	now := first.Detail.(*Event)
	shift := between(from, now.Begins)
	following, err := s.following(ctx, tx, was)
	if err != nil {
		return nil, err
	}
	for _, it := range following {
		e := *now
		begins := moved(it.Detail.(*Event).Begins, shift)
		e.Begins, e.Ends = existing(begins, now.Zone), ""
		if length := between(now.Begins, now.Ends); length > 0 {
			e.Ends = existing(moved(begins, length), now.Zone)
		}
		if err := s.reviseTogether(ctx, tx, it, d, e); err != nil {
			return nil, err
		}
	}
	q := tx.NewUpdate().Model((*Series)(nil)).Set("shift = shift + ?", shift).Set("title = ?", first.Title).Where("id = ?", was.SeriesID)
	if now.Zone != zone {
		q = q.Set("zone = ?", now.Zone)
	}
	if now.Status == Cancelled {
		q = q.Set("ended_at = ?", tx.Now)
	}
	if _, err := q.Exec(ctx); err != nil {
		return nil, fmt.Errorf("revise series: %w", err)
	}
	return first, nil
}

// reviseTogether revises one occurrence with its series.
func (s *Site) reviseTogether(ctx context.Context, tx *db.Tx, it *Item, d Draft, e Event) error {
	e.together = true
	d.Kind, d.In, d.Detail = EventKind, it.Community, &e
	if err := s.mayRevise(ctx, tx, it, d); err != nil {
		return err
	}
	return s.revise(ctx, tx, it, d)
}

// following are the later occurrences of a series that were not changed by themselves, the next one first.
func (s *Site) following(ctx context.Context, tx *db.Tx, e *Event) ([]*Item, error) {
	return s.itemsWhere(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Join("JOIN events AS ev ON ev.item_id = i.id").
			Where("ev.series_id = ? AND ev.place_in > ? AND NOT ev.alone", e.SeriesID, e.PlaceIn).
			Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL").OrderExpr("ev.place_in")
	})
}
