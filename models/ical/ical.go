package ical

import (
	"errors"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// MediaType is what calendar files are served as (RFC 5545, 8.1).
const MediaType = "text/calendar; charset=utf-8"

// Fresh is how long a calendar program may keep a file before it asks again.
const Fresh = 15 * time.Minute

// A Feed is a calendar to subscribe to.
type Feed struct {
	Name  string // as calendar programs list it
	Page  string // the address of its page; "": none
	Items []*models.Item
	// Rooms are the links to rooms, by the numbers of the items: only for the feed of somebody who has a place there.
	Rooms map[int64]string
	// Alarms reminds a day and an hour before each event.
	Alarms bool
}

// Bytes writes the feed. Items that are no events are left out. The same events give the same bytes, at whatever time.
func (f Feed) Bytes() []byte {
	w := newWriter(f)
	w.begin(f)
	for _, it := range f.Items {
		if e, ok := it.Detail.(*models.Event); ok {
			w.event(it, e)
		}
	}
	w.line("END", "VCALENDAR")
	return w.out
}

// errNoEvent is returned for an item that has neither place nor time.
var errNoEvent = errors.New("write calendar file: the item is no event")

// Invite writes the file of one event, for an e-mail or to be saved. The link to its room is not in it.
func Invite(it *models.Item) ([]byte, error) {
	e, ok := it.Detail.(*models.Event)
	if !ok {
		return nil, errNoEvent
	}
	return Feed{Name: e.Name(it.Title), Page: it.URL, Items: []*models.Item{it}}.Bytes(), nil
}
