package models

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/uptrace/bun"
)

// A Calendar says which events: those of one community, of the site, of the communities elsewhere that people here follow,
// or those that one person goes to. What else is zero does not narrow it.
type Calendar struct {
	CommunityID int64
	Across      bool      // of communities of other sites
	Here        bool      // of communities of this site
	Near        bool      // of this site, or in a community of this site or one that people here follow
	GoesTo      int64     // to which this person said yes or maybe, and was not turned away
	From, To    time.Time // that end after From and begin before To
	Series      int64     // of one series
	Told        bool      // of which others have been told
}

// narrow makes the calendar part of a query of items. It expects the alias "i", and adds "ev" for the events.
func (c Calendar) narrow(q *bun.SelectQuery) *bun.SelectQuery {
	q = q.Join("JOIN events AS ev ON ev.item_id = i.id").Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL")
	if c.CommunityID != 0 {
		q = q.Where("ev.community_id = ?", c.CommunityID)
	}
	if c.Here {
		q = q.Where("i.host = ''")
	}
	const followed = "i.community_id IN (SELECT f.target_id FROM follows AS f JOIN actors AS w ON w.id = f.follower_id " +
		"WHERE f.state = ? AND w.host = '')"
	if c.Across {
		q = q.Where("i.host <> ''").Where(followed, Accepted)
	}
	if c.Near {
		q = q.Where("(i.host = '' OR i.community_id IN (SELECT near.id FROM actors AS near WHERE near.host = '' AND near.kind = ?) OR "+followed+")", Group, Accepted)
	}
	if c.GoesTo != 0 {
		q = q.Where("i.id IN (SELECT an.item_id FROM answers AS an WHERE an.actor_id = ? AND an.says IN (?, ?) AND an.state <> ?)",
			c.GoesTo, SaysYes, SaysMaybe, Turned)
	}
	if c.Series != 0 {
		q = q.Where("ev.series_id = ?", c.Series)
	}
	if c.Told {
		q = q.Where("i.tell_at IS NULL")
	}
	if !c.From.IsZero() {
		// An event rarely lasts longer than this; the bound on the start lets the index find the few that matter.
		q = q.Where("ev.starts_at > ?", c.From.Add(-longest)).Where("COALESCE(ev.ends_at, ev.starts_at) >= ?", c.From)
	}
	if !c.To.IsZero() {
		q = q.Where("ev.starts_at < ?", c.To)
	}
	return q
}

// longest is how long an event can last and still be in a calendar of days after its beginning.
const longest = 32 * 24 * time.Hour

// The order of a calendar is that of its indexes: of those that begin at one moment, that which ends first stands first.
const (
	earliest = "ev.starts_at, ev.ends_at, ev.item_id"
	latest   = "ev.starts_at DESC, ev.ends_at DESC, ev.item_id DESC"
)

// Calendar lists the events of a calendar that viewer may see, the earliest first, at most so many. Cancelled ones are
// among them. They come with all that lists show of them.
func (s *Site) Calendar(ctx context.Context, v Viewer, c Calendar, limit int) ([]*Item, error) {
	return s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		return c.narrow(q).OrderExpr(earliest).Limit(int64(limit))
	})
}

// CalendarPage is the same page by page; back lists it from the latest to the earliest.
func (s *Site) CalendarPage(ctx context.Context, v Viewer, c Calendar, page int, back bool) (Page[*Item], error) {
	order := earliest
	if back {
		order = latest
	}
	return s.itemPage(ctx, v, page, order, c.narrow)
}

// A Slot is what a month shows of an event: a line in a day.
type Slot struct {
	ID          int64       `bun:"id"`
	Title       string      `bun:"title"`
	Begins      string      `bun:"begins"` // wall times in the event's own zone
	Ends        string      `bun:"ends"`
	Status      EventStatus `bun:"status"`
	CommunityID int64       `bun:"community_id"`
	Host        string      `bun:"host"`

	Community string `bun:"-"` // its name
}

// Path is the page of the event on this site.
func (s Slot) Path() string { return (&Item{ID: s.ID, Kind: EventKind.Name}).Path() }

// Slots lists what a month shows of the events of a calendar that viewer may see, the earliest first, at most so many. It
// reads nothing that only their pages show, and the name of each community once: a busy site has hundreds in a month.
func (s *Site) Slots(ctx context.Context, v Viewer, c Calendar, limit int) ([]Slot, error) {
	var found []Slot
	q := s.db.Read().NewSelect().Model((*Item)(nil)).
		ColumnExpr("i.id, i.title, i.host, COALESCE(i.community_id, 0) AS community_id, ev.begins, ev.ends, ev.status")
	err := c.narrow(visibleTo(q, v)).OrderExpr(earliest).Limit(int64(limit)).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	ids := map[int64]bool{}
	for _, slot := range found {
		ids[slot.CommunityID] = true
	}
	communities, err := actorsByID(ctx, s.db.Read(), slices.Collect(maps.Keys(ids)))
	if err != nil {
		return nil, err
	}
	for n := range found {
		if community := communities[found[n].CommunityID]; community != nil {
			found[n].Community = community.Display()
		}
	}
	return found, nil
}

// HasEvents tells whether there is anything in a calendar that viewer may see.
func (s *Site) HasEvents(ctx context.Context, v Viewer, c Calendar) (bool, error) {
	has, err := c.narrow(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v)).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for events: %w", err)
	}
	return has, nil
}
