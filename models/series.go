package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// A Series is a rule by which an event comes again. Each occurrence is an event of its own, which can be changed, answered
// and talked about alone; a few of them are made ahead.
type Series struct {
	bun.BaseModel `bun:"table:series,alias:se"`

	ID          int64     `bun:"id,pk"`
	CommunityID int64     `bun:"community_id"`
	ByID        int64     `bun:"by_id"`
	Title       string    `bun:"title"`
	Rule        string    `bun:"rule"`   // RRULE of RFC 5545, always with an end
	Begins      string    `bun:"begins"` // wall time of the first occurrence
	Zone        string    `bun:"zone"`
	Shift       int       `bun:"shift"` // minutes by which what follows was moved since
	Made        int       `bun:"made"`  // how many occurrences have been made, or were over before they could be
	Total       int       `bun:"total"` // and how many there will be
	EndedAt     time.Time `bun:"ended_at,nullzero"`
}

const (
	// madeAhead is how many occurrences of a series are there to be answered at any time.
	madeAhead = 12
	// publishWindow is how long before it begins others are told of an occurrence: a weekly meeting would else fill
	// everybody's feed with months of it.
	publishWindow = 28 * 24 * time.Hour
)

// PublishSeries makes a draft of an event into the first one of a series, and the next ones as far as they are made ahead.
// It fails as Publish does, and with Invalid at "rule" when the rule is none, never ends or never comes again. An empty
// rule makes one event.
func (s *Site) PublishSeries(ctx context.Context, d Draft, rule string) (*Item, error) {
	if rule == "" {
		return s.Publish(ctx, d)
	}
	e, ok := d.Detail.(*Event)
	if !ok || d.In == nil {
		return nil, refuse(Conflict, "Only events of a community repeat.")
	}
	se := &Series{CommunityID: d.In.ID, ByID: d.By.ID, Title: d.Title, Rule: rule, Begins: e.Begins, Zone: e.Zone}
	// A rule that is never met takes a while to go through, for which nobody else waits.
	all, wrong := occurrences(rule, se.began())
	if wrong != "" {
		both := fields{}
		both.add("rule", wrong)
		for _, rest := range []map[string]string{d.Kind.CheckWords(d.Title, d.Source), e.Check(nil, true)} {
			for field, what := range rest {
				both.add(field, what)
			}
		}
		return nil, both.err()
	}
	se.Total = len(all)
	var first *Item
	publish := func(tx *db.Tx) (err error) {
		first, err = s.publishSeries(ctx, tx, d, *se)
		return err
	}
	err := s.db.Change(ctx, publish)
	if db.IsUnique(err) { // the same form was sent twice at the same moment
		err = s.db.Change(ctx, publish)
	}
	return first, err
}

func (s *Site) publishSeries(ctx context.Context, tx *db.Tx, d Draft, se Series) (*Item, error) {
	if it, err := s.published(ctx, tx, d); it != nil || err != nil {
		return it, err
	}
	se.ID, se.Made = tx.NewID(), 1
	if _, err := tx.NewInsert().Model(&se).Exec(ctx); err != nil {
		return nil, fmt.Errorf("save series: %w", err)
	}
	e := d.Detail.(*Event)
	e.SeriesID, e.PlaceIn = se.ID, 1
	first, err := s.publish(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	se.Begins = e.Begins // as it was understood
	return first, s.extend(ctx, tx, &se)
}

// began is the wall time of the first occurrence as the rule needs it, however it was typed.
func (se *Series) began() string {
	zone := zoneNamed(se.Zone)
	if zone == nil {
		return se.Begins
	}
	at, wrong := wallTime(se.Begins, zone)
	if wrong != "" {
		return se.Begins
	}
	return at.In(zone).Format(wallLayout)
}

// Series returns the series of that id.
func (s *Site) Series(ctx context.Context, id int64) (*Series, error) {
	return seriesWhere(ctx, s.db.Read(), id)
}

func seriesWhere(ctx context.Context, idb bun.IDB, id int64) (*Series, error) {
	se := new(Series)
	err := idb.NewSelect().Model(se).Where("se.id = ?", id).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "There is no such series.")
	}
	if err != nil {
		return nil, fmt.Errorf("read series: %w", err)
	}
	return se, nil
}

// extend makes the next occurrences of a series, so that enough of them are there to be answered. They say what the last
// one says that was not changed by itself. Those that have begun by now are left out: of a series that began in the past
// the first one alone is made. With its last occurrence the series ends.
func (s *Site) extend(ctx context.Context, tx *db.Tx, se *Series) error {
	like, upcoming, err := s.lastOf(ctx, tx, se)
	if err != nil {
		return err
	}
	all, _ := occurrences(se.Rule, se.Begins)
	total := min(se.Total, len(all))
	for like != nil && upcoming < madeAhead && se.Made < total {
		e := like.Detail.(*Event).again(moved(all[se.Made], se.Shift), se)
		d := like.again(se, e)
		if at, wrong := wallTime(e.Begins, zoneNamed(se.Zone)); wrong == "" {
			d.TellAt = at.Add(-publishWindow)
			if at.Before(tx.Now) { // nobody can come to it any more
				se.Made++
				continue
			}
		}
		if _, err := s.publish(ctx, tx, d); err != nil {
			if !IsRefusal(err) {
				return err
			}
			se.EndedAt = tx.Now // whoever began it may no longer add events
			break
		}
		se.Made++
		upcoming++
	}
	if (like == nil || se.Made >= total) && se.EndedAt.IsZero() {
		se.EndedAt = tx.Now
	}
	if _, err := tx.NewUpdate().Model(se).Column("begins", "made", "ended_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save series: %w", err)
	}
	return nil
}

// lastOf is the occurrence that the next ones take after, and how many are yet to come.
func (s *Site) lastOf(ctx context.Context, tx *db.Tx, se *Series) (like *Item, upcoming int, err error) {
	n, err := tx.NewSelect().Model((*Event)(nil)).Join("JOIN items AS i ON i.id = ev.item_id").
		Where("ev.series_id = ?", se.ID).Where("ev.starts_at > ?", tx.Now).Where("i.deleted_at IS NULL").Count(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("count occurrences: %w", err)
	}
	last, err := s.itemsWhere(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Join("JOIN events AS ev ON ev.item_id = i.id").Where("ev.series_id = ?", se.ID).
			Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL").OrderExpr("ev.alone, ev.place_in DESC").Limit(1)
	})
	if err != nil || len(last) == 0 {
		return nil, int(n), err
	}
	return last[0], int(n), nil
}

// again is the draft of the next occurrence of a series.
func (it *Item) again(se *Series, e *Event) Draft {
	d := Draft{
		Kind: EventKind, By: it.Author, In: it.Community, Title: it.Title, Source: it.Source, Language: it.Language, Sensitive: it.Sensitive,
		Detail: e, Once: fmt.Sprintf("series %d %d", se.ID, e.PlaceIn),
	}
	for _, at := range it.Attachments {
		if at.MediaID != 0 {
			d.Pictures = append(d.Pictures, Picture{MediaID: at.MediaID, Alt: at.Alt})
		}
	}
	return d
}

// again is the event at another wall time: as long, as announced, with nobody's answer yet and nothing written afterwards.
func (e *Event) again(begins string, se *Series) *Event {
	next := &Event{
		Zone: se.Zone, Place: e.Place, Online: e.Online, Room: e.Room, Joining: e.Joining, Capacity: e.Capacity, Category: e.Category,
		Access: e.Access, Agenda: e.Agenda, Papers: e.Papers, Speakers: e.Speakers, Link: e.Link, SeriesID: se.ID, PlaceIn: se.Made + 1,
	}
	next.Begins = existing(begins, se.Zone)
	if length := between(e.Begins, e.Ends); length > 0 {
		next.Ends = existing(moved(begins, length), se.Zone)
	}
	return next
}

// extendDue makes the next occurrences of the series that have too few of them ahead.
func (s *Site) extendDue(ctx context.Context) error {
	var due []int64
	now := s.db.Now()
	err := s.db.Read().NewSelect().Model((*Series)(nil)).Column("se.id").Where("se.ended_at IS NULL").
		Where("(SELECT count(*) FROM events AS ev WHERE ev.series_id = se.id AND ev.starts_at > ?) < ?", now, madeAhead).
		OrderExpr("se.id").Scan(ctx, &due)
	if err != nil {
		return fmt.Errorf("find series to go on with: %w", err)
	}
	for _, id := range due {
		err := s.db.Change(ctx, func(tx *db.Tx) error {
			se, err := seriesWhere(ctx, tx, id)
			if err != nil {
				return err
			}
			return s.extend(ctx, tx, se)
		})
		if err != nil {
			return fmt.Errorf("go on with series %d: %w", id, err)
		}
	}
	return nil
}
