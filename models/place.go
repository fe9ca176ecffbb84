package models

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"
)

// PageOf returns the page of its thread on which a reply stands for viewer, and the post that starts the thread. It is
// NotFound when viewer may not see the thread.
func (s *Site) PageOf(ctx context.Context, v Viewer, reply *Item) (thread *Item, page int, err error) {
	if thread, err = s.Item(ctx, v, reply.ThreadID); err != nil {
		return nil, 0, err
	}
	before, err := visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v).
		Where("i.thread_id = ? AND i.parent_id IS NOT NULL AND i.id < ?", reply.ThreadID, reply.ID).Count(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("count replies before: %w", err)
	}
	return thread, int(before)/PageSize + 1, nil
}

// Threads returns the titles of the threads in which replies stand, by the number of the thread, as far as viewer may see
// them.
func (s *Site) Threads(ctx context.Context, v Viewer, items []*Item) (map[int64]string, error) {
	var ids []int64
	for _, it := range items {
		if it != nil && !it.Starts() && !slices.Contains(ids, it.ThreadID) {
			ids = append(ids, it.ThreadID)
		}
	}
	titles := map[int64]string{}
	if len(ids) == 0 {
		return titles, nil
	}
	var found []*Item
	err := visibleTo(s.db.Read().NewSelect().Model(&found).Column("id", "title"), v).
		Where("i.id IN (?)", bun.List(ids)).Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read titles of threads: %w", err)
	}
	for _, it := range found {
		titles[it.ID] = it.Title
	}
	return titles, nil
}
