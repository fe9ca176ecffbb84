package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// A Liking is what somebody thinks of an item. Only what is found useful is counted and shown; dislikes,
// which other software has, are kept so that each counts once where they are passed on.
type Liking int

// The likings.
const (
	Dislikes Liking = -1
	NoLiking Liking = 0
	Likes    Liking = 1
)

type like struct {
	bun.BaseModel `bun:"table:likes,alias:l"`

	ItemID  int64     `bun:"item_id,pk"`
	ActorID int64     `bun:"actor_id,pk"`
	ActID   int64     `bun:"act_id"`
	Value   Liking    `bun:"value"`
	At      time.Time `bun:"at"`
}

// Like notes what somebody thinks of an item; NoLiking takes it back. Doing it twice changes nothing and
// tells nobody.
func (s *Site) Like(ctx context.Context, by *Actor, it *Item, value Liking, from *Origin) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if again, err := s.seen(ctx, tx, from); again || err != nil {
			return err
		}
		if it.Withdrawn() {
			return refuse(Gone, "This has been deleted.")
		}
		if err := speaksFor(from, it.Community); err != nil {
			return err
		}
		if from == nil || it.Community == nil || it.Community.Here() {
			if err := s.mayWith(ctx, tx, by, it, ToLike); err != nil {
				return err
			}
		}
		old := new(like)
		err := tx.NewSelect().Model(old).Where("l.item_id = ? AND l.actor_id = ?", it.ID, by.ID).Scan(ctx)
		if err != nil && !db.IsNotFound(err) {
			return fmt.Errorf("look up like: %w", err)
		}
		if old.Value == value {
			return nil
		}
		if value == NoLiking {
			return s.unlike(ctx, tx, by, it, old, from)
		}
		return s.like(ctx, tx, by, it, value, from)
	})
}

func (s *Site) like(ctx context.Context, tx *db.Tx, by *Actor, it *Item, value Liking, from *Origin) error {
	act := (&Act{Verb: either(value == Likes, VerbLike, VerbDislike), By: by, Item: it, Community: it.Community}).happenedElsewhere(from)
	if err := s.record(ctx, tx, act); err != nil {
		return err
	}
	row := &like{ItemID: it.ID, ActorID: by.ID, ActID: act.ID, Value: value, At: tx.Now}
	_, err := tx.NewInsert().Model(row).On("CONFLICT (item_id, actor_id) DO UPDATE").
		Set("act_id = EXCLUDED.act_id, value = EXCLUDED.value, at = EXCLUDED.at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save like: %w", err)
	}
	return s.countLikes(ctx, tx, it)
}

func (s *Site) unlike(ctx context.Context, tx *db.Tx, by *Actor, it *Item, old *like, from *Origin) error {
	undone, err := s.actWhere(ctx, tx, "ac.id = ?", old.ActID)
	if err != nil {
		return err
	}
	if _, err := tx.NewDelete().Model(old).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("drop like: %w", err)
	}
	if err := s.countLikes(ctx, tx, it); err != nil {
		return err
	}
	act := &Act{Verb: VerbUnlike, By: by, Item: it, Community: it.Community, Undoes: undone}
	return s.record(ctx, tx, act.happenedElsewhere(from))
}

func (s *Site) countLikes(ctx context.Context, tx *db.Tx, it *Item) error {
	_, err := tx.NewUpdate().Model((*Item)(nil)).
		Set("like_count = (SELECT count(*) FROM likes AS l WHERE l.item_id = ? AND l.value = ?)", it.ID, Likes).Where("id = ?", it.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("count likes: %w", err)
	}
	return nil
}

// Liked tells which of these items somebody likes.
func (s *Site) Liked(ctx context.Context, actorID int64, items []*Item) (map[int64]bool, error) {
	liked := map[int64]bool{}
	if len(items) == 0 || actorID == 0 {
		return liked, nil
	}
	ids := make([]int64, len(items))
	for n, it := range items {
		ids[n] = it.ID
	}
	var rows []like
	err := s.db.Read().NewSelect().Model(&rows).Where("l.actor_id = ? AND l.value = ? AND l.item_id IN (?)", actorID, Likes, bun.List(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read likes: %w", err)
	}
	for _, l := range rows {
		liked[l.ItemID] = true
	}
	return liked, nil
}
