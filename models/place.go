package models

import (
	"context"
	"fmt"
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
