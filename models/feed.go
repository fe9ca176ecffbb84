package models

import (
	"context"
	"fmt"
	"math"

	"github.com/uptrace/bun"
)

// PageSize is how many threads or replies a page shows.
const PageSize = 50

// A Page of a list: which one (from 1), and how many items there are in all.
type Page[T any] struct {
	Items  []T
	Number int
	Total  int
	More   bool // there are more than Total: nobody counted on
	Size   int  // of each page; 0: PageSize
}

// Last is the number of the last page, at least 1.
func (p Page[T]) Last() int {
	return max(1, (p.Total+p.size()-1)/p.size())
}

func (p Page[T]) size() int {
	if p.Size == 0 {
		return PageSize
	}
	return p.Size
}

func (p Page[T]) offset() int64 { return int64((p.Number - 1) * p.size()) }

// listColumns are what lists of items read: the document of another server is not among them.
var listColumns = []string{
	"id", "kind", "uri", "url", "host", "author_id", "community_id", "thread_id", "parent_id", "title", "source",
	"content", "plain", "language", "visibility", "sensitive", "published_at", "edited_at", "active_at", "deleted_at",
	"removed_at", "removed_reason", "locked_at", "pinned_at", "hidden_at", "tell_at", "reply_count", "like_count",
}

// items runs one query of items for a viewer and fills the result.
func (s *Site) items(ctx context.Context, v Viewer, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]*Item, error) {
	var found []*Item
	q := s.db.Read().NewSelect().Model(&found).Column(listColumns...)
	if err := narrow(visibleTo(q, v)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	return found, s.fill(ctx, s.db.Read(), found...)
}

func (s *Site) itemPage(ctx context.Context, v Viewer, page int, order string,
	narrow func(*bun.SelectQuery) *bun.SelectQuery,
) (Page[*Item], error) {
	out := Page[*Item]{Number: max(1, page)}
	var err error
	out.Items, err = s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		return narrow(q).OrderExpr(order).Limit(PageSize).Offset(out.offset())
	})
	if err != nil {
		return out, err
	}
	if n := len(out.Items); n < PageSize && (n > 0 || out.Number == 1) {
		out.Total = (out.Number-1)*PageSize + n // the last page tells by itself how many there are
		return out, nil
	}
	most := max(countedItems, (out.Number+1)*PageSize)
	out.Total, err = s.countItems(ctx, v, most+1, narrow)
	if out.Total > most {
		out.Total, out.More = most, true
	}
	return out, err
}

// countedItems is how many items of a list are counted before it is said that there are more: counting costs as much as there
// are, and nobody turns to the two-hundredth page.
const countedItems = 1000

// countItems counts items that viewer may see, up to most of them.
func (s *Site) countItems(ctx context.Context, v Viewer, most int, narrow func(*bun.SelectQuery) *bun.SelectQuery) (int, error) {
	some := narrow(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)).ColumnExpr("i.id"), v)).Limit(int64(most))
	total, err := s.db.Read().NewSelect().TableExpr("(?) AS counted", some).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count items: %w", err)
	}
	return int(total), nil
}

// startsThread is what feeds consist of: what begins a thread, is still to be read, and others have been told of.
func startsThread(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Where("i.parent_id IS NULL").Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL").Where("i.tell_at IS NULL")
}

// CommunityFeed lists the threads of a community, those pinned first, then the liveliest.
func (s *Site) CommunityFeed(ctx context.Context, v Viewer, communityID int64, page int) (Page[*Item], error) {
	return s.itemPage(ctx, v, page, "(i.pinned_at IS NULL), i.active_at DESC, i.id DESC",
		func(q *bun.SelectQuery) *bun.SelectQuery {
			return startsThread(q).Where("i.community_id = ?", communityID)
		})
}

// NewestThreads lists the threads of a community by age, newest first; for feeds and the outbox.
func (s *Site) NewestThreads(ctx context.Context, v Viewer, communityID int64, limit int) ([]*Item, error) {
	return s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		return startsThread(q).Where("i.community_id = ?", communityID).OrderExpr("i.published_at DESC, i.id DESC").Limit(int64(limit))
	})
}

// PinnedThreads lists what the facilitators have pinned.
func (s *Site) PinnedThreads(ctx context.Context, v Viewer, communityID int64) ([]*Item, error) {
	return s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		return startsThread(q).Where("i.community_id = ?", communityID).Where("i.pinned_at IS NOT NULL").OrderExpr("i.pinned_at DESC").Limit(PageSize)
	})
}

// HomeFeed lists the threads of the communities that somebody is a member of or follows, here and
// elsewhere, and of the people whom they follow, the liveliest first.
func (s *Site) HomeFeed(ctx context.Context, v Viewer, page int) (Page[*Item], error) {
	return s.itemPage(ctx, v, page, "i.active_at DESC, i.id DESC", func(q *bun.SelectQuery) *bun.SelectQuery {
		return startsThread(q).Where("(i.community_id IN (SELECT m.community_id FROM members AS m WHERE m.actor_id = ? AND m.state = ?) "+
			"OR i.community_id IN (SELECT f.target_id FROM follows AS f WHERE f.follower_id = ? AND f.state = ?) "+
			"OR (i.community_id IS NULL AND i.author_id IN (SELECT f.target_id FROM follows AS f WHERE f.follower_id = ? AND f.state = ?)))",
			v.id(), Active, v.id(), Accepted, v.id(), Accepted)
	})
}

// SiteFeed lists the threads of all communities of this site that viewer may see, the liveliest first.
func (s *Site) SiteFeed(ctx context.Context, v Viewer, page int) (Page[*Item], error) {
	return s.itemPage(ctx, v, page, "i.active_at DESC, i.id DESC", func(q *bun.SelectQuery) *bun.SelectQuery {
		return startsThread(q).Where("i.community_id IN (SELECT a.id FROM actors AS a WHERE a.kind = ? AND a.host = '')", Group)
	})
}

// AuthorFeed lists what somebody wrote, newest first.
func (s *Site) AuthorFeed(ctx context.Context, v Viewer, authorID int64, page int) (Page[*Item], error) {
	return s.itemPage(ctx, v, page, "i.id DESC", func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("i.author_id = ?", authorID).Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL")
	})
}

// TagFeed lists what bears a hashtag, newest first. tag is lower case, without "#".
func (s *Site) TagFeed(ctx context.Context, v Viewer, tag string, page int) (Page[*Item], error) {
	return s.itemPage(ctx, v, page, "i.id DESC", func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("i.id IN (SELECT h.item_id FROM hashtags AS h WHERE h.tag = ?)", tag).
			Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL")
	})
}

// Replies lists the replies of a thread in the order in which they were made. Those withdrawn keep their
// place, without their words. Each has its parent, for the quote above it.
//
// The order is by our own numbers and not by the times that other servers give, which are often cut to
// the second: a reply could then stand before what it answers.
func (s *Site) Replies(ctx context.Context, v Viewer, threadID int64, page int) (Page[*Item], error) {
	inThread := func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("i.thread_id = ?", threadID).Where("i.parent_id IS NOT NULL")
	}
	out, err := s.itemPage(ctx, v, page, "i.id", inThread)
	if err == nil && out.More { // the last page of a thread is what most come for
		out.Total, err = s.countItems(ctx, v, math.MaxInt32, inThread)
		out.More = false
	}
	if err != nil {
		return out, err
	}
	return out, s.fillParents(ctx, v, out.Items)
}

// fillParents gives replies what they answer, as far as viewer may see it.
func (s *Site) fillParents(ctx context.Context, v Viewer, items []*Item) error {
	have := map[int64]*Item{}
	var missing []int64
	for _, it := range items {
		have[it.ID] = it
	}
	for _, it := range items {
		if it.ParentID != 0 && have[it.ParentID] == nil {
			missing = append(missing, it.ParentID)
		}
	}
	if len(missing) > 0 {
		more, err := s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("i.id IN (?)", bun.List(missing))
		})
		if err != nil {
			return err
		}
		for _, it := range more {
			have[it.ID] = it
		}
	}
	for _, it := range items {
		it.Parent = have[it.ParentID]
	}
	return nil
}

// maxThreadURIs bounds the list of a thread that other servers fetch.
const maxThreadURIs = 2000

// ThreadURIs lists the ids on the wire of the public replies of a thread, in order.
func (s *Site) ThreadURIs(ctx context.Context, threadID int64) ([]string, error) {
	return s.replyURIs(ctx, "i.thread_id = ? AND i.parent_id IS NOT NULL", threadID)
}

// ReplyURIs lists the ids on the wire of the public replies to one item, in order.
func (s *Site) ReplyURIs(ctx context.Context, itemID int64) ([]string, error) {
	return s.replyURIs(ctx, "i.parent_id = ?", itemID)
}

func (s *Site) replyURIs(ctx context.Context, where string, id int64) ([]string, error) {
	uris := []string{}
	q := visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)).Column("i.uri"), Viewer{})
	err := q.Where(where, id).Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL").OrderExpr("i.id").Limit(maxThreadURIs).Scan(ctx, &uris)
	if err != nil {
		return nil, fmt.Errorf("list replies: %w", err)
	}
	return uris, nil
}
