package pages

import (
	"context"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/ical"
)

// What a calendar to subscribe to holds: what is to come and what was lately, so that programs do not drop a meeting as
// soon as it is over.
const (
	feedEvents = 1000
	feedPast   = 30 * 24 * time.Hour
	keptFeeds  = 256      // each is up to 1 MB
	keptEvents = 16 << 20 // bytes of them as files have them
)

// A writtenFeed is a feed for all, and what it was written of.
type writtenFeed struct {
	name, page string
	from       time.Time
	entries    []models.Entry
	file       *response.File
}

// writeCalendar writes a feed. One for all is written anew only when something that it says has changed: most of what
// happens on a site does not. Then only those of its events are read and written that have.
func (p *Pages) writeCalendar(c *gin.Context, cal calendar) (*response.File, error) {
	ctx, now := c.Request.Context(), p.Site.DB().Now()
	cal.events.From = now.Truncate(time.Hour).Add(-feedPast) // each hour anew, whatever it says
	entries, err := p.Site.Entries(ctx, cal.viewer, cal.events, feedEvents)
	if err != nil {
		return nil, err
	}
	if !cal.open {
		events, err := p.ownEvents(ctx, cal.viewer, entries)
		if err != nil {
			return nil, err
		}
		return cal.write(events, now), nil
	}
	f := writtenFeed{name: cal.feed.Name, page: cal.feed.Page, from: cal.events.From, entries: entries}
	if known, ok := p.written.GetIfPresent(cal.key); ok && known.same(f) {
		return known.file, nil
	}
	events, err := p.openEvents(ctx, entries)
	if err != nil {
		return nil, err
	}
	f.file = cal.write(events, now)
	p.written.Set(cal.key, f)
	return f.file, nil
}

func (f writtenFeed) same(as writtenFeed) bool {
	return f.name == as.name && f.page == as.page && f.from.Equal(as.from) && slices.Equal(f.entries, as.entries)
}

// A writtenEvent is an event as files have it.
type writtenEvent struct {
	*ical.Event
	changed time.Time
	until   time.Time // when it is taken out of calendars, as it was cancelled and would be over; zero: it stays
}

func newWritten(it *models.Item, e *ical.Event) *writtenEvent {
	w := &writtenEvent{Event: e, changed: changed(it)}
	if d := it.Detail.(*models.Event); d.Status == models.Cancelled {
		w.until = d.Over()
	}
	return w
}

// openEvents are events as everybody is told of them. They are kept for as long as their entries are the same. What is gone
// since the entries were read is nil.
func (p *Pages) openEvents(ctx context.Context, entries []models.Entry) ([]*writtenEvent, error) {
	all, missing, at := make([]*writtenEvent, len(entries)), []int64(nil), map[int64]int{}
	for n, entry := range entries {
		known, ok := p.entries.GetIfPresent(entry)
		if all[n] = known; !ok {
			missing, at[entry.ID] = append(missing, entry.ID), n
		}
	}
	items, err := p.Site.EntryItems(ctx, models.Viewer{}, missing)
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		e, err := ical.NewEvent(it)
		if err != nil {
			return nil, err
		}
		n := at[it.ID]
		all[n] = newWritten(it, e)
		p.entries.Set(entries[n], all[n])
	}
	return all, nil
}

// ownEvents are events as somebody is told of them who goes there. They are written each time.
func (p *Pages) ownEvents(ctx context.Context, who models.Viewer, entries []models.Entry) ([]*writtenEvent, error) {
	ids := make([]int64, len(entries))
	for n, entry := range entries {
		ids[n] = entry.ID
	}
	items, err := p.Site.EntryItems(ctx, who, ids)
	if err != nil {
		return nil, err
	}
	rooms, err := p.Site.Rooms(ctx, who.Actor, items)
	if err != nil {
		return nil, err
	}
	var all []*writtenEvent
	for _, it := range items {
		e, err := ical.NewOwnEvent(it, rooms[it.ID])
		if err != nil {
			return nil, err
		}
		all = append(all, newWritten(it, e))
	}
	return all, nil
}

// write puts a feed together.
func (cal calendar) write(events []*writtenEvent, now time.Time) *response.File {
	var newest time.Time
	for _, e := range events {
		if e == nil || !e.until.IsZero() && !e.until.After(now) {
			continue
		}
		cal.feed.Events = append(cal.feed.Events, e.Event)
		if e.changed.After(newest) {
			newest = e.changed
		}
	}
	return response.NewFile(ical.MediaType, cal.file, newest, cal.feed.Bytes())
}

// changed is when an item was written or changed.
func changed(it *models.Item) time.Time {
	if it.EditedAt.After(it.PublishedAt) {
		return it.EditedAt
	}
	return it.PublishedAt
}
