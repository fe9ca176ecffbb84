package models

import (
	"context"
	"fmt"
	"maps"
	"slices"
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

// An Entry is a version of an event of a calendar: while it is the same, so is all that calendar files say to everybody of
// the event. What is said of a place at it is not in it.
type Entry struct {
	ID       int64
	Sequence int64
	Wording  int64  // the last of its earlier wordings; 0 when there is none
	Edited   int64  // in microseconds since 1970
	Whose    string // the name of the community, or of who wrote it where there is none
}

// Entries are the events of a calendar that viewer may see, as Calendar lists them. They cost a fraction of reading what
// the events say, so that whoever has that already need not read it again.
func (s *Site) Entries(ctx context.Context, v Viewer, c Calendar, limit int) ([]Entry, error) {
	var found []struct {
		ID, Sequence, Wording, Whose int64
		EditedAt                     time.Time
	}
	q := s.db.Read().NewSelect().Model((*Item)(nil)).ColumnExpr("i.id, ev.sequence, i.edited_at").
		ColumnExpr("COALESCE((SELECT MAX(rv.id) FROM revisions AS rv WHERE rv.item_id = i.id), 0) AS wording").
		ColumnExpr("COALESCE(i.community_id, i.author_id) AS whose")
	if err := c.narrow(visibleTo(q, v)).OrderExpr(earliest).Limit(int64(limit)).Scan(ctx, &found); err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	ids := map[int64]bool{}
	for _, row := range found {
		ids[row.Whose] = true
	}
	actors, err := actorsByID(ctx, s.db.Read(), slices.Collect(maps.Keys(ids)))
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(found))
	for n, row := range found {
		entries[n] = Entry{ID: row.ID, Sequence: row.Sequence, Wording: row.Wording, Edited: row.EditedAt.UnixMicro()}
		if by := actors[row.Whose]; by != nil {
			entries[n].Whose = by.Display()
		}
	}
	return entries, nil
}

// entryColumns are what calendar files say of items.
var entryColumns = []string{
	"id", "kind", "uri", "url", "host", "author_id", "community_id", "title", "plain", "visibility", "published_at", "edited_at",
}

// EntryItems are the events with these numbers that viewer may see, the earliest first, with no more than calendar files say.
func (s *Site) EntryItems(ctx context.Context, v Viewer, ids []int64) ([]*Item, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []*Item
	q := visibleTo(s.db.Read().NewSelect().Model(&found).Column(entryColumns...), v)
	if err := (Calendar{}).narrow(q).Where("i.id IN (?)", bun.List(ids)).OrderExpr(earliest).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	if err := s.fillActors(ctx, s.db.Read(), found); err != nil {
		return nil, err
	}
	return found, fillDetails(ctx, s.db.Read(), found)
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
