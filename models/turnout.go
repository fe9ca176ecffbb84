package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// A Turnout is who answered an event, and what.
type Turnout struct {
	Coming, Waiting, Asked, Maybe, No int
	Shown                             []*Actor // of those who come, who agreed to be seen; the first to answer first
	Line                              int      // the place in the line of the one who asks, from 1; 0: not in it
}

// Turnout counts the answers to an event and names at most so many of those who come and agreed to be seen. mine is the
// answer of the one who asks, nil when there is none. It is for whoever may see the event.
func (s *Site) Turnout(ctx context.Context, itemID int64, mine *Answer, named int) (Turnout, error) {
	var t Turnout
	var counts []struct {
		Says  Says
		State Seat
		N     int
	}
	err := s.db.Read().NewSelect().Model((*Answer)(nil)).Column("says", "state").ColumnExpr("COUNT(*) AS n").
		Where("an.item_id = ?", itemID).GroupExpr("an.says, an.state").Scan(ctx, &counts)
	if err != nil {
		return t, fmt.Errorf("count answers: %w", err)
	}
	for _, c := range counts {
		switch {
		case c.Says == SaysMaybe:
			t.Maybe += c.N
		case c.Says == SaysNo:
			t.No += c.N
		case c.State == Coming:
			t.Coming += c.N
		case c.State == Waiting:
			t.Waiting += c.N
		case c.State == Asked:
			t.Asked += c.N
		}
	}
	if t.Coming > 0 {
		err := s.db.Read().NewSelect().Model(&t.Shown).Relation("Profile").
			Join("JOIN answers AS an ON an.actor_id = a.id").
			Where("an.item_id = ? AND an.state = ? AND an.shown AND a.gone_at IS NULL", itemID, Coming).
			OrderExpr("an.asked_at, an.actor_id").Limit(int64(named)).Scan(ctx)
		if err != nil {
			return t, fmt.Errorf("read who comes: %w", err)
		}
	}
	if mine == nil || mine.State != Waiting {
		return t, nil
	}
	before, err := s.db.Read().NewSelect().Model((*Answer)(nil)).Where("an.item_id = ? AND an.state = ?", itemID, Waiting).
		WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("an.asked_at < ?", mine.AskedAt).WhereOr("an.asked_at = ? AND an.actor_id < ?", mine.AskedAt, mine.ActorID)
		}).Count(ctx)
	if err != nil {
		return t, fmt.Errorf("count the line: %w", err)
	}
	t.Line = int(before) + 1
	return t, nil
}
