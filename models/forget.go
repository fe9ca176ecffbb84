package models

import (
	"context"
	"fmt"

	"github.com/folkmoot/folkmoot/models/db"
)

// ForgetActor deals with the deletion of an actor of another site, confirmed by that site: what they
// wrote is wiped, follows, memberships and likes end. The row stays, so that the id is not taken anew.
func (s *Site) ForgetActor(ctx context.Context, a *Actor, from *Origin) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if a.Here() || !a.GoneAt.IsZero() {
			return nil
		}
		if err := s.wipe(ctx, tx, "author_id = ?", a.ID); err != nil {
			return err
		}
		if err := recount(ctx, tx, a.ID); err != nil {
			return err
		}
		if err := s.forgetTies(ctx, tx, a.ID); err != nil {
			return err
		}
		a.Title, a.GoneAt = "", tx.Now
		_, err := tx.NewUpdate().Model(a).Set("title = '', summary = '', icon = '', icon_media_id = NULL, gone_at = ?", tx.Now).WherePK().Exec(ctx)
		if err != nil {
			return fmt.Errorf("forget actor: %w", err)
		}
		return s.record(ctx, tx, (&Act{Verb: VerbErase, By: a, Target: a}).happenedElsewhere(from))
	})
}

// forgetTies deletes what ties an actor to others, and counts these anew.
func (s *Site) forgetTies(ctx context.Context, tx *db.Tx, id int64) error {
	var communities []int64
	err := tx.NewRaw("SELECT community_id FROM members WHERE actor_id = ? UNION SELECT target_id FROM follows WHERE follower_id = ?", id, id).
		Scan(ctx, &communities)
	if err != nil {
		return fmt.Errorf("forget actor: %w", err)
	}
	_, err = tx.NewUpdate().TableExpr("items").Set("like_count = like_count - 1").
		Where("id IN (SELECT item_id FROM likes WHERE actor_id = ? AND value > 0)", id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget actor: %w", err)
	}
	for table, where := range map[string]string{
		"follows": "follower_id = ?0 OR target_id = ?0", "members": "actor_id = ?0", "keys": "actor_id = ?0",
		"likes": "actor_id = ?0", "mentions": "actor_id = ?0", "profiles": "actor_id = ?0",
	} {
		if _, err := tx.NewDelete().TableExpr(table).Where(where, id).Exec(ctx); err != nil {
			return fmt.Errorf("forget actor: %w", err)
		}
	}
	for _, community := range communities {
		if err := s.countMembers(ctx, tx, community); err != nil {
			return err
		}
	}
	return nil
}
