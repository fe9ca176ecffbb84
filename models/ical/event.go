package ical

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/folkmoot/folkmoot/models"
)

// An Event is an event as calendar files have it, the same in every file. Writing it is most of the work of a file, so that
// it may be kept while nothing of what it says has changed.
type Event struct {
	text     string
	zone     *time.Location // nil: it needs none, as all its times are instants
	from, to time.Time      // between which the file must describe the zone
}

// NewEvent writes an event for anybody who may see it.
func NewEvent(it *models.Item) (*Event, error) { return newEvent(it, "", false) }

// NewOwnEvent writes an event for somebody who goes to it: with reminders a day and an hour before, and with the link to its
// room, "" for whoever has no place there.
func NewOwnEvent(it *models.Item, room string) (*Event, error) { return newEvent(it, room, true) }

var states = map[models.EventStatus]ics.ObjectStatus{
	models.Planned: ics.ObjectStatusConfirmed, models.Postponed: ics.ObjectStatusTentative, models.Cancelled: ics.ObjectStatusCancelled,
}

func newEvent(it *models.Item, room string, alarms bool) (*Event, error) {
	e, ok := it.Detail.(*models.Event)
	if !ok {
		return nil, errNoEvent
	}
	changed := it.PublishedAt
	if it.EditedAt.After(changed) {
		changed = it.EditedAt
	}
	w := &writer{Event: &Event{}, out: ics.NewEvent(uid(it.URI))}
	w.inZoneOf(e)
	w.out.SetSequence(e.Sequence)
	w.out.SetDtStampTime(changed) // and not the time of writing: the same event is the same file
	w.out.SetCreatedTime(it.PublishedAt)
	w.out.SetModifiedAt(changed)
	w.time(ics.ComponentPropertyDtStart, e.StartsAt)
	if !e.EndsAt.IsZero() {
		w.time(ics.ComponentPropertyDtEnd, e.EndsAt)
	}
	w.out.SetStatus(states[e.Status])
	w.words(ics.ComponentPropertySummary, e.Name(it.Title))
	w.words(ics.ComponentPropertyLocation, cmp.Or(e.Place, room, e.Online, it.URL))
	w.words(ics.ComponentPropertyDescription, description(it, e, room))
	if it.URL != "" {
		w.out.SetURL(address(it.URL))
	}
	w.organiser(it)
	w.words(ics.ComponentPropertyCategories, e.Category)
	if alarms && e.Status == models.Planned {
		w.alarm("-P1D", it.Title)
		w.alarm("-PT1H", it.Title)
	}
	w.text = w.out.Serialize(format)
	return w.Event, nil
}

// Len is how many bytes of a file the event is.
func (e *Event) Len() int { return len(e.text) }

// SerializeTo makes a written event a component of the library's calendars.
func (e *Event) SerializeTo(w io.Writer, _ *ics.SerializationConfiguration) error {
	_, err := io.WriteString(w, e.text)
	return err
}

// UnknownPropertiesIANAProperties is none: they are in the text.
func (e *Event) UnknownPropertiesIANAProperties() []ics.IANAProperty { return nil }

// SubComponents is none: they are in the text.
func (e *Event) SubComponents() []ics.Component { return nil }

// A writer fills in one event.
type writer struct {
	*Event
	out *ics.VEvent
}

// uid is the name under which calendar programs know the event for ever: made of its id on the wire, which never changes,
// so that every site's file of it has the same.
func uid(uri string) string {
	_, host, _ := strings.Cut(uri, "://")
	host, _, _ = strings.Cut(host, "/")
	sum := sha256.Sum256([]byte(uri))
	return hex.EncodeToString(sum[:16]) + "@" + clean(host)
}

// words adds a property of text, if there is any.
func (w *writer) words(name ics.ComponentProperty, value string) {
	if value = clean(value); value != "" {
		w.out.AddProperty(name, value)
	}
}

// organiser names the community. Its address is not one for e-mail, so that no program writes to it. The name is made part
// of the property's, as the library would escape its signs by backslashes, which RFC 5545 does not know there and readers
// take for the end of it.
func (w *writer) organiser(it *models.Item) {
	by := it.Community
	if by == nil {
		by = it.Author
	}
	if by == nil || by.URI == "" {
		return
	}
	named := ics.ComponentProperty("ORGANIZER;CN=" + quoted(by.Display()))
	w.out.AddProperty(named, address(by.URI), ics.WithValue(string(ics.ValueDataTypeCalAddress)))
}

func (w *writer) alarm(before, what string) {
	alarm := w.out.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetDescription(clean(what))
	alarm.SetTrigger(before)
}

// description says all that matters, complete without any other property: when and where in its first line.
func description(it *models.Item, e *models.Event, room string) string {
	var b strings.Builder
	b.Grow(len(it.Plain) + len(e.Agenda) + len(e.Access) + len(e.Speakers) + 400)
	b.WriteString(e.Line())
	part := func(heading, words string) {
		if words = strings.TrimSpace(words); words != "" {
			b.WriteString("\n\n")
			b.WriteString(heading)
			b.WriteString(words)
		}
	}
	part("Room, for you alone: ", room)
	part("", it.Said())
	part("Agenda:\n", e.Agenda)
	part("Speakers:\n", e.Speakers)
	part("Access: ", e.Access)
	if e.Joining == models.JoinElsewhere {
		part("Join at: ", e.Link)
	}
	part("Online: ", e.Online)
	part("", it.URL)
	return b.String()
}

// localTime is the form of a wall time (RFC 5545, 3.3.5).
const localTime = "20060102T150405"

// time adds a wall time with its zone. Those that come twice should mean the first of the two (RFC 5545, 3.3.5), which
// ical.js and so Thunderbird read as the second, so both are written as instants.
func (w *writer) time(name ics.ComponentProperty, at time.Time) {
	if w.zone == nil || !described(at) || twice(at, w.zone) {
		w.out.AddProperty(name, at.UTC().Format(localTime+"Z"))
		return
	}
	w.out.AddProperty(name, at.In(w.zone).Format(localTime), ics.WithTZID(w.zone.String()))
}
