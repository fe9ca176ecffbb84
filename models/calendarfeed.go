package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// A calendarFeed is the address of somebody's own calendar: whoever has it reads to which events they go, in closed
// communities as well. Of what is secret in it only a hash is kept.
type calendarFeed struct {
	bun.BaseModel `bun:"table:calendar_feeds,alias:cf"`

	ActorID   int64     `bun:"actor_id,pk"`
	TokenHash string    `bun:"token_hash"`
	MadeAt    time.Time `bun:"made_at"`
}

// OpenFeed makes the secret part of the address of somebody's own calendar, 128 random bits in hex. The address that they
// had before leads nowhere from then on.
func (s *Site) OpenFeed(ctx context.Context, who *Actor) (token string, err error) {
	token = newToken()
	err = s.db.Change(ctx, func(tx *db.Tx) error {
		row := &calendarFeed{ActorID: who.ID, TokenHash: hashToken(token), MadeAt: tx.Now}
		_, err := tx.NewInsert().Model(row).On("CONFLICT (actor_id) DO UPDATE").
			Set("token_hash = EXCLUDED.token_hash, made_at = EXCLUDED.made_at").Exec(ctx)
		if err != nil {
			return fmt.Errorf("make a calendar's address: %w", err)
		}
		return nil
	})
	return token, err
}

// CloseFeed takes the address of somebody's own calendar back, if they have one.
func (s *Site) CloseFeed(ctx context.Context, who *Actor) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if _, err := tx.NewDelete().Model((*calendarFeed)(nil)).Where("actor_id = ?", who.ID).Exec(ctx); err != nil {
			return fmt.Errorf("take a calendar's address back: %w", err)
		}
		return nil
	})
}

// FeedSince is when the address of somebody's own calendar was made; zero when they have none.
func (s *Site) FeedSince(ctx context.Context, who *Actor) (time.Time, error) {
	row := new(calendarFeed)
	err := s.db.Read().NewSelect().Model(row).Where("cf.actor_id = ?", who.ID).Scan(ctx)
	if err != nil && !db.IsNotFound(err) {
		return time.Time{}, fmt.Errorf("read a calendar's address: %w", err)
	}
	return row.MadeAt, nil
}

// FeedOwner is whose calendar an address is; NotFound when it was taken back, or its owner may not sign in any more.
func (s *Site) FeedOwner(ctx context.Context, token string) (*Actor, error) {
	row := new(calendarFeed)
	err := s.db.Read().NewSelect().Model(row).Where("cf.token_hash = ?", hashToken(token)).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "There is no such calendar.")
	}
	if err != nil {
		return nil, fmt.Errorf("read a calendar's address: %w", err)
	}
	acc, err := s.accountWhere(ctx, "acc.actor_id = ?", row.ActorID)
	if err != nil {
		return nil, err
	}
	if !acc.DisabledAt.IsZero() || !acc.Actor.SuspendedAt.IsZero() || !acc.Actor.GoneAt.IsZero() {
		return nil, refuse(NotFound, "There is no such calendar.")
	}
	return acc.Actor, nil
}

// entryColumns are what calendar files say of items.
var entryColumns = []string{
	"id", "kind", "uri", "url", "host", "author_id", "community_id", "title", "plain", "visibility", "published_at", "edited_at",
}

// Entries are the events of a calendar that viewer may see, as Calendar lists them, with no more than calendar files say:
// these hold many.
func (s *Site) Entries(ctx context.Context, v Viewer, c Calendar, limit int) ([]*Item, error) {
	var found []*Item
	q := c.narrow(visibleTo(s.db.Read().NewSelect().Model(&found).Column(entryColumns...), v))
	if err := q.OrderExpr("ev.starts_at, i.id").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	if err := s.fillActors(ctx, s.db.Read(), found); err != nil {
		return nil, err
	}
	return found, fillDetails(ctx, s.db.Read(), found)
}

// CalendarMark stands for all that a calendar file says of the events of a calendar that viewer may see: while it is the
// same, so are they. It costs a fraction of reading them. What is said of a place at an event is not in it.
func (s *Site) CalendarMark(ctx context.Context, v Viewer, c Calendar) (string, error) {
	var mark struct {
		Events, Numbers, Sequence, Last, Edits int64
		Changed                                time.Time
	}
	q := c.narrow(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v)).
		ColumnExpr("COUNT(*) AS events, COALESCE(SUM(i.id % 1000003), 0) AS numbers, COALESCE(SUM(ev.sequence), 0) AS sequence").
		ColumnExpr("COALESCE(MAX(i.id), 0) AS last, COUNT(i.edited_at) AS edits").
		ColumnExpr("MAX(COALESCE(i.edited_at, i.published_at)) AS changed")
	if err := q.Scan(ctx, &mark); err != nil {
		return "", fmt.Errorf("read the mark of a calendar: %w", err)
	}
	return fmt.Sprint(mark), nil
}

// Rooms are the links to the rooms of those events of a list at which somebody has a place, by the events' numbers.
func (s *Site) Rooms(ctx context.Context, who *Actor, events []*Item) (map[int64]string, error) {
	rooms, byID := map[int64]string{}, map[int64]*Item{}
	var ids []int64
	for _, it := range events {
		if e, ok := it.Detail.(*Event); ok && e.Status != Cancelled {
			ids, byID[it.ID] = append(ids, it.ID), it
		}
	}
	if len(ids) == 0 {
		return rooms, nil
	}
	var seats []*Answer
	err := s.db.Read().NewSelect().Model(&seats).
		Where("an.actor_id = ? AND an.says = ? AND an.state = ?", who.ID, SaysYes, Coming).Where("an.item_id IN (?)", bun.List(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read rooms: %w", err)
	}
	for _, a := range seats {
		room := a.Room
		if it := byID[a.ItemID]; it.Here() {
			room = it.Detail.(*Event).Room
		}
		if room != "" {
			rooms[a.ItemID] = room
		}
	}
	return rooms, nil
}
