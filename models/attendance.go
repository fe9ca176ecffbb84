package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// Attend notes who of those who answered came to an event of this site, once it has begun; whoever else was noted no
// longer is. by must look after its community. It returns Conflict before the event begins.
func (s *Site) Attend(ctx context.Context, by *Actor, itemID int64, came []int64) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		it, err := s.hosted(ctx, tx, by, itemID)
		if err != nil {
			return err
		}
		if it.Detail.(*Event).StartsAt.After(tx.Now) {
			return refuse(Conflict, "Note who came once it has begun.")
		}
		q := tx.NewUpdate().Model((*Answer)(nil)).Set("attended_at = NULL").Where("item_id = ?", itemID)
		if len(came) > 0 {
			q = q.Where("actor_id NOT IN (?)", bun.List(came))
		}
		if _, err := q.Exec(ctx); err != nil {
			return fmt.Errorf("note who came: %w", err)
		}
		if len(came) == 0 {
			return nil
		}
		_, err = tx.NewUpdate().Model((*Answer)(nil)).Set("attended_at = ?", tx.Now).
			Where("item_id = ? AND actor_id IN (?) AND attended_at IS NULL", itemID, bun.List(came)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("note who came: %w", err)
		}
		return nil
	})
}

// hosted reads an event of this site that somebody looks after.
func (s *Site) hosted(ctx context.Context, tx *db.Tx, by *Actor, itemID int64) (*Item, error) {
	it, err := s.itemWhere(ctx, tx, "i.id = ?", itemID)
	if err != nil {
		return nil, err
	}
	if err := s.fill(ctx, tx, it); err != nil {
		return nil, err
	}
	if _, ok := it.Detail.(*Event); !ok || !it.Here() {
		return nil, refuse(NotFound, "There is no such event.")
	}
	return it, s.mayWith(ctx, tx, by, it, ToHost)
}

// maxLearned is the longest line of what somebody got from an event, in characters.
const maxLearned = 500

// Learned keeps the line in which somebody who came to an event says what they got from it; "" takes it back. Those who
// look after the community read it.
func (s *Site) Learned(ctx context.Context, who *Actor, itemID int64, line string) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		res, err := tx.NewUpdate().Model((*Answer)(nil)).Set("learned = ?", text.CleanLine(line, maxLearned)).
			Where("item_id = ? AND actor_id = ? AND attended_at IS NOT NULL", itemID, who.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep what somebody learned: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return refuse(Forbidden, "This is for those who came.")
		}
		return nil
	})
}

// A Turnout counts the answers to an event.
type Turnout struct {
	Coming, Waiting, Asked, Maybe, No, Attended int
	Line                                        int // the place of one person among those who wait, from 1; 0: not in the line
}

// Turnout counts the answers to an event of this site. who may be nil.
func (s *Site) Turnout(ctx context.Context, itemID int64, who *Actor) (Turnout, error) {
	var n Turnout
	count := func(where string, args ...any) any {
		return bun.SafeQuery("COALESCE(SUM(CASE WHEN "+where+" THEN 1 ELSE 0 END), 0)", args...)
	}
	me := s.db.Read().NewSelect().TableExpr("answers AS me").Where("me.item_id = ? AND me.actor_id = ? AND me.state = ?", itemID, idOf(who), Waiting)
	err := s.db.Read().NewSelect().Model((*Answer)(nil)).Where("an.item_id = ?", itemID).
		ColumnExpr("? AS coming", count("an.state = ?", Coming)).
		ColumnExpr("? AS waiting", count("an.state = ?", Waiting)).
		ColumnExpr("? AS asked", count("an.state = ?", Asked)).
		ColumnExpr("? AS maybe", count("an.says = ?", SaysMaybe)).
		ColumnExpr("? AS no", count("an.says = ?", SaysNo)).
		ColumnExpr("? AS attended", count("an.attended_at IS NOT NULL")).
		ColumnExpr("? AS line", count("an.state = ? AND EXISTS (?)", Waiting,
			me.Where("an.asked_at < me.asked_at OR (an.asked_at = me.asked_at AND an.actor_id <= me.actor_id)"))).
		Scan(ctx, &n)
	if err != nil {
		return n, fmt.Errorf("count answers: %w", err)
	}
	return n, nil
}
