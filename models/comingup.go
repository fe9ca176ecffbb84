package models

import (
	"context"

	"github.com/uptrace/bun"
)

// ComingUp lists the next events of some communities that viewer may see, those that go on among them, the earliest first,
// at most so many. What was cancelled is not among them.
func (s *Site) ComingUp(ctx context.Context, v Viewer, communities []*Actor, limit int) ([]*Item, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(communities))
	for n, a := range communities {
		ids[n] = a.ID
	}
	return s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		return Calendar{From: s.db.Now()}.narrow(q).Where("ev.community_id IN (?)", bun.List(ids)).
			Where("ev.status <> ?", Cancelled).OrderExpr("ev.starts_at, i.id").Limit(int64(limit))
	})
}
