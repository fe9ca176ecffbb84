package models

import (
	"context"
	"fmt"
)

// Usage counts what a site may tell everybody of itself. Only what is public is counted.
type Usage struct {
	People   int // accounts
	Month    int // of these, seen during the last 30 days
	HalfYear int // likewise, 180 days
	Posts    int
	Replies  int
}

// Usage counts the people and the public posts and replies of this site.
func (s *Site) Usage(ctx context.Context) (Usage, error) {
	var u Usage
	items := s.db.Read().NewSelect().Model((*Item)(nil)).Where("i.host = ''").Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL")
	err := visibleTo(items, Viewer{}).
		ColumnExpr("count(CASE WHEN i.parent_id IS NULL THEN 1 END)").ColumnExpr("count(CASE WHEN i.parent_id IS NOT NULL THEN 1 END)").
		Scan(ctx, &u.Posts, &u.Replies)
	if err != nil {
		return u, fmt.Errorf("count items: %w", err)
	}
	err = s.db.Read().NewSelect().Model((*Account)(nil)).Where("acc.disabled_at IS NULL").
		ColumnExpr("count(*)").
		ColumnExpr("count(CASE WHEN acc.seen_at > ? THEN 1 END)", s.db.Now().AddDate(0, 0, -30)).
		ColumnExpr("count(CASE WHEN acc.seen_at > ? THEN 1 END)", s.db.Now().AddDate(0, 0, -180)).
		Scan(ctx, &u.People, &u.Month, &u.HalfYear)
	if err != nil {
		return u, fmt.Errorf("count people: %w", err)
	}
	return u, nil
}
