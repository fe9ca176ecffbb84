package models

import (
	"context"

	"github.com/uptrace/bun"
)

// A Viewer is who looks: nobody in particular, or somebody signed in. Other servers see what nobody in
// particular sees. The zero Viewer is anonymous.
type Viewer struct {
	Actor *Actor // nil: not signed in
	Admin bool
}

// SignedIn tells whether the viewer has an account on this site.
func (v Viewer) SignedIn() bool { return v.Actor != nil && v.Actor.Here() }

func (v Viewer) id() int64 { return idOf(v.Actor) }

// visibleTo is the one filter of who may see which items. Every query of items that answers somebody
// passes through it: feeds, threads, collections, search, counts, files. It expects the alias "i".
//
// What is deleted or removed still stands in a thread as an empty place, so that is for the query to
// decide; what policy hides is shown to nobody.
func visibleTo(q *bun.SelectQuery, v Viewer) *bun.SelectQuery {
	q = q.Where("i.hidden_at IS NULL")
	if !v.SignedIn() {
		return q.Where("i.visibility = ?", Public)
	}
	return q.Where("(i.visibility IN (?, ?) OR (i.visibility = ? AND i.community_id IN (SELECT m.community_id FROM members AS m "+
		"WHERE m.actor_id = ? AND m.state = ?)) OR (i.visibility = ? AND (i.author_id = ? OR i.community_id IN (SELECT m.community_id FROM members AS m "+
		"WHERE m.actor_id = ? AND m.state = ? AND m.role IN (?, ?)))))", Public, SiteOnly, MembersOnly, v.id(), Active,
		Held, v.id(), v.id(), Active, Facilitator, Organiser)
}

// communityVisibleTo is the same for the communities themselves. It expects the relation "Group".
//
// A members-only community is not listed to others, not by name either.
func communityVisibleTo(q *bun.SelectQuery, v Viewer) *bun.SelectQuery {
	g := bun.Ident("group")
	if !v.SignedIn() {
		return q.Where("?.visibility = ?", g, Public)
	}
	if v.Admin {
		return q
	}
	return q.Where("(?.visibility IN (?, ?) OR a.id IN (SELECT m.community_id FROM members AS m "+
		"WHERE m.actor_id = ? AND m.state = ?))", g, Public, SiteOnly, v.id(), Active)
}

// MaySee tells whether viewer may see a community: its page, its charter, that it exists. Somebody whose
// request to join waits, or who was invited, sees no more than anybody else.
func (s *Site) MaySee(ctx context.Context, v Viewer, community *Actor) (bool, error) {
	if community.Group == nil || community.Group.Visibility == Public {
		return true, nil
	}
	if !v.SignedIn() {
		return false, nil
	}
	if v.Admin || community.Group.Visibility == SiteOnly {
		return true, nil
	}
	m, err := s.Membership(ctx, community.ID, v.id())
	if err != nil {
		return false, err
	}
	return m != nil && m.State == Active, nil
}

// Item returns the item of that id if viewer may see it, with everything that its page shows.
func (s *Site) Item(ctx context.Context, v Viewer, id int64) (*Item, error) {
	return s.itemVisible(ctx, v, "i.id = ?", id)
}

// ItemAt returns the item with this id on the wire, or this address of its page, if viewer may see it.
func (s *Site) ItemAt(ctx context.Context, v Viewer, uri string) (*Item, error) {
	return s.itemVisible(ctx, v, "(i.uri = ? OR i.url = ?)", uri, uri)
}

func (s *Site) itemVisible(ctx context.Context, v Viewer, where string, args ...any) (*Item, error) {
	items, err := s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where(where, args...).Limit(1)
	})
	if err != nil {
		return nil, err
	}
	if len(items) == 0 {
		return nil, refuse(NotFound, "This is not here, or you may not see it.")
	}
	return items[0], nil
}
