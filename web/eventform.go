package web

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/folkmoot/folkmoot/models"
)

// EventFields are the fields of an event as somebody typed them, or as they are stored. They are the Extra of a Composer.
// Fields: start, end, timezone, place, online, room, agenda, papers, access, speakers, capacity, joining, link, category; for one
// that is changed also recording and notes.
type EventFields struct {
	Start, End, Zone                  string // wall times, "2027-01-15T12:00"
	Place, Online, Room               string
	Agenda, Papers, Access, Speakers  string
	Joining, Link, Capacity, Category string
	Recording, Notes                  string
	Repeat, Rule, Until, Occasions    string // how it repeats, and its end; only for a new one
	Made                              string // the rule that was made of them
	Stored                            bool   // it exists already and is changed
	InSeries                          bool   // it is one of a series, so that Reach is asked
	Reach                             string // ThisOne or AllThatFollow
}

// What a change of one of a series reaches, and the choice of writing the rule oneself.
const (
	ThisOne       = "one"
	AllThatFollow = "all"
	OwnRule       = "own"
)

// eventZones are those offered; the one in use stands among them even when it is another.
var eventZones = []string{
	"Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Amsterdam", "Europe/Berlin", "Europe/Madrid", "Europe/Rome", "Europe/Vienna",
	"Europe/Warsaw", "Europe/Stockholm", "Europe/Helsinki", "Europe/Athens", "Europe/Kyiv", "Europe/Istanbul", "Africa/Lagos", "Africa/Cairo",
	"Africa/Johannesburg", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Singapore",
	"Asia/Hong_Kong", "Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland", "America/St_Johns", "America/Halifax",
	"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Mexico_City", "America/Bogota", "America/Sao_Paulo", "UTC",
}

// Above are when and where it is.
func (f *EventFields) Above(errs Errors) templ.Component { return eventFieldsAbove(f, errs) }

// Below are all the others.
func (f *EventFields) Below(errs Errors) templ.Component { return eventFieldsBelow(f, errs) }

// Order names the fields as they stand over and under the words.
func (f *EventFields) Order() (above, below []string) {
	return []string{"reach", "start", "end", "timezone", "repeat", "rule", "until", "occasions", "place", "online", "room"},
		[]string{"agenda", "papers", "speakers", "access", "joining", "capacity", "link", "category", "recording", "notes"}
}

func (f *EventFields) zones() []Choice { return zoneChoices(f.Zone) }

// zoneChoices are the zones that one can choose, and the present one where it is none of them.
func zoneChoices(present string) []Choice {
	names := eventZones
	if present != "" && !slices.Contains(names, present) {
		names = append([]string{present}, names...)
	}
	choices := make([]Choice, len(names))
	for n, name := range names {
		choices[n] = Choice{Value: name, Label: strings.ReplaceAll(name, "_", " ")}
	}
	return choices
}

// momentField is a field for date and time. A browser's own picker takes nothing but a plain wall time, so what is something
// else stands in a field of text, where it can be mended.
func momentField(name, label, hint, value, wrong string) Field {
	f := Field{Name: name, Label: label, Hint: hint, Value: value, Error: wrong, Width: "govuk-input--width-20", Kept: true, Plain: true}
	if _, err := time.Parse("2006-01-02T15:04", value); value == "" || err == nil {
		f.Type = "datetime-local"
	}
	return f
}

// dateType is the browser's own field for a date, unless what was typed is none.
func dateType(value string) string {
	if _, err := time.Parse(time.DateOnly, value); value != "" && err != nil {
		return "text"
	}
	return "date"
}

// opened tells whether fields that are folded away must be seen.
func (f *EventFields) opened(errs Errors) bool {
	for _, name := range []string{"access", "category", "link", "capacity", "agenda", "papers", "speakers"} {
		if errs[name] != "" {
			return true
		}
	}
	return f.Agenda+f.Papers+f.Access+f.Speakers+f.Category != ""
}

func (f *EventFields) joining() string {
	if f.Joining == "" {
		return string(models.JoinFree)
	}
	return f.Joining
}
