package response

import (
	"strconv"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// detail is how a kind with fields of its own shows them; nil for all others.
func detail(it *models.Item, now time.Time) web.Detail {
	if e := Event(it, now); e != nil {
		return e
	}
	if p, ok := it.Detail.(*models.WikiPage); ok {
		return &web.WikiMark{Number: p.Number}
	}
	if a := article(it); a != nil {
		return a
	}
	if d := Document(it, now); d != nil {
		return d
	}
	return nil
}

// Event is an event as lists and calendars show it; nil when the item is none.
func Event(it *models.Item, now time.Time) *web.Event {
	e, ok := it.Detail.(*models.Event)
	if !ok || e == nil {
		return nil
	}
	shown := &web.Event{
		ID: strconv.FormatInt(it.ID, 10), URL: it.Path(), Title: it.Title, Start: e.Start(), End: e.End(), Zone: e.Zone, Status: e.Status,
		Over: e.Over().Before(now), Place: e.Place, Online: e.Online, ByLink: e.Room != "", Joining: e.Joining, Capacity: e.Capacity, Coming: e.Coming,
	}
	if e.Online == it.URL || e.Online == it.URI {
		shown.Online = "" // other sites name the event's own page where it has no other
	}
	if !it.Here() && e.Coming == 0 {
		shown.Uncounted = true
	}
	if !e.MovedFrom.IsZero() {
		shown.MovedFrom = e.MovedFrom.In(shown.Start.Location())
	}
	return shown
}
