package ical

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// begin writes what stands above the events: the calendar itself, and the zones.
func (w *writer) begin(f Feed) {
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Folkmoot//Folkmoot//EN")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.text("NAME", f.Name) // RFC 7986; the other is what programs read that are older
	w.text("X-WR-CALNAME", f.Name)
	w.uri("URL", f.Page)
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "PT15M")
	w.line("X-PUBLISHED-TTL", "PT15M")
	for _, z := range w.zones {
		w.zone(z)
	}
}

var states = map[models.EventStatus]string{models.Planned: "CONFIRMED", models.Postponed: "TENTATIVE", models.Cancelled: "CANCELLED"}

func (w *writer) event(it *models.Item, e *models.Event) {
	room := w.feed.Rooms[it.ID]
	changed := it.PublishedAt
	if it.EditedAt.After(changed) {
		changed = it.EditedAt
	}
	w.line("BEGIN", "VEVENT")
	w.uid(it.URI)
	w.line("SEQUENCE", strconv.Itoa(e.Sequence))
	w.moment("DTSTAMP", changed) // and not the time of writing: the same event is the same file
	w.moment("CREATED", it.PublishedAt)
	w.moment("LAST-MODIFIED", changed)
	w.time("DTSTART", e.StartsAt, e.Zone)
	if !e.EndsAt.IsZero() {
		w.time("DTEND", e.EndsAt, e.Zone)
	}
	w.line("STATUS", states[e.Status])
	w.text("SUMMARY", e.Name(it.Title))
	w.text("LOCATION", cmp.Or(e.Place, room, e.Online, it.URL))
	w.text("DESCRIPTION", description(it, e, room))
	w.uri("URL", it.URL)
	w.organiser(it)
	w.text("CATEGORIES", e.Category)
	if w.feed.Alarms && e.Status == models.Planned {
		w.alarm("-P1D", it.Title)
		w.alarm("-PT1H", it.Title)
	}
	w.line("END", "VEVENT")
}

// uid writes the name under which calendar programs know the event for ever: made of its id on the wire, which never
// changes, so that every site's file of it has the same.
func (w *writer) uid(uri string) {
	_, host, _ := strings.Cut(uri, "://")
	host, _, _ = strings.Cut(host, "/")
	sum := sha256.Sum256([]byte(uri))
	var name [32]byte
	hex.Encode(name[:], sum[:16])
	w.start("UID:")
	w.out = append(append(w.out, name[:]...), '@')
	w.escape(host)
	w.end()
}

// organiser names the community. Its address is not one for e-mail, so that no program writes to it.
func (w *writer) organiser(it *models.Item) {
	by := it.Community
	if by == nil {
		by = it.Author
	}
	if by == nil || by.URI == "" {
		return
	}
	w.start("ORGANIZER;CN=")
	w.quoted(by.Display())
	w.out = append(w.out, ':')
	w.address(by.URI)
	w.end()
}

func (w *writer) alarm(before, what string) {
	w.line("BEGIN", "VALARM")
	w.line("ACTION", "DISPLAY")
	w.text("DESCRIPTION", what)
	w.line("TRIGGER", before)
	w.line("END", "VALARM")
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

// time writes a wall time with its zone. Those that come twice should mean the first of the two (RFC 5545, 3.3.5), which
// ical.js and so Thunderbird read as the second, so both are written as instants.
func (w *writer) time(name string, at time.Time, zoneName string) {
	z := w.zoneNamed(zoneName)
	if z == nil || at.Before(z.first) || at.After(z.last) || twice(at, z.where) {
		w.moment(name, at)
		return
	}
	w.start(name)
	w.out = append(append(w.out, ";TZID="...), z.name...)
	w.out = at.In(z.where).AppendFormat(append(w.out, ':'), localTime)
	w.end()
}
