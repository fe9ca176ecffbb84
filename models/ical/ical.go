package ical

import (
	"bytes"
	"errors"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/folkmoot/folkmoot/models"
)

// MediaType is what calendar files are served as (RFC 5545, 8.1).
const MediaType = "text/calendar; charset=utf-8"

// Fresh is how long a calendar program may keep a file before it asks again.
const Fresh = 15 * time.Minute

// fresh is the same as files say it.
const fresh = "PT15M"

// format is how lines are folded and ended (RFC 5545, 3.1).
var format = &ics.SerializationConfiguration{MaxLength: 75, NewLine: string(ics.WithNewLineWindows)}

// A Feed is a calendar to subscribe to.
type Feed struct {
	Name   string // as calendar programs list it
	Page   string // the address of its page; "": none
	Events []*Event
}

// Bytes writes the feed. The same events give the same bytes, at whatever time.
func (f Feed) Bytes() []byte {
	cal := ics.NewCalendarFor("Folkmoot")
	cal.SetProductId("-//Folkmoot//Folkmoot//EN")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	if name := clean(f.Name); name != "" {
		cal.SetName(name)
	}
	if f.Page != "" {
		cal.SetUrl(address(f.Page))
	}
	cal.SetRefreshInterval(fresh)
	cal.SetXPublishedTTL(fresh)
	for _, z := range zonesOf(f.Events) {
		cal.AddVTimezone(z.component())
	}
	var out bytes.Buffer
	size := 4096
	for _, e := range f.Events {
		cal.Components = append(cal.Components, e)
		size += len(e.text)
	}
	out.Grow(size)
	_ = cal.SerializeTo(&out, format) // memory takes everything
	return out.Bytes()
}

// errNoEvent is returned for an item that has neither place nor time.
var errNoEvent = errors.New("write calendar file: the item is no event")

// Invite writes the file of one event, for an e-mail or to be saved. The link to its room is not in it.
func Invite(it *models.Item) ([]byte, error) {
	e, err := NewEvent(it)
	if err != nil {
		return nil, err
	}
	return Feed{Name: it.Detail.(*models.Event).Name(it.Title), Page: it.URL, Events: []*Event{e}}.Bytes(), nil
}
