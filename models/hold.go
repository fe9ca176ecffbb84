package models

import (
	"context"
	"fmt"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

// Held is the visibility of what cannot be shown yet, because its file has still to be looked at: it is for its author and
// for those who look after its community alone. No other server is told of it, and nobody is notified.
const Held Visibility = "held"

// untold is when others are told of what is held: never, until it is released.
var untold = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)

// holdBack makes a new item wait where its kind says so.
func (it *Item) holdBack() {
	k := KindNamed(it.Kind)
	if it.Here() && k.detail != nil && k.detail.waits != nil && k.detail.waits(it.Detail) {
		it.Visibility, it.TellAt = Held, untold
	}
}

// goOn does what waits for nothing any more once a new item is there, and gives the item as it is then.
func (s *Site) goOn(ctx context.Context, tx *db.Tx, it *Item) (*Item, error) {
	k := KindNamed(it.Kind)
	if it.Visibility != Held || k.detail.goesOn == nil {
		return it, nil
	}
	changed, err := k.detail.goesOn(s, ctx, tx, it)
	if err != nil || !changed {
		return it, err
	}
	now, err := s.itemWhere(ctx, tx, "i.id = ?", it.ID)
	if err != nil {
		return nil, err
	}
	return now, s.fill(ctx, tx, now)
}

// release shows what was held to all who see its community, and tells others of it as if it were new.
func (s *Site) release(ctx context.Context, tx *db.Tx, it *Item) error {
	it.Visibility = Public
	if it.CommunityID != 0 {
		community, err := s.group(ctx, tx, it.CommunityID)
		if err != nil {
			return err
		}
		it.Visibility = community.Group.Visibility
	}
	it.TellAt = tx.Now
	if _, err := tx.NewUpdate().Model(it).Column("visibility", "tell_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("release item: %w", err)
	}
	if it.Visibility == Public {
		_, err := tx.NewUpdate().Model((*Act)(nil)).Set("shared = ?", true).Where("item_id = ? AND verb = ?", it.ID, VerbCreate).Exec(ctx)
		if err != nil {
			return fmt.Errorf("release item: %w", err)
		}
	}
	var err error
	if it.Mentioned, err = s.mentionsOf(ctx, tx, it.ID); err != nil {
		return err
	}
	return s.tellNow(ctx, tx, it)
}
