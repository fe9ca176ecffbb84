package ical

import (
	"fmt"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// A zone is a time zone that the events of a file are in, with the span of them.
type zone struct {
	name        string
	where       *time.Location
	first, last time.Time
}

// newWriter finds out which zones the events of a feed need.
func newWriter(f Feed) *writer {
	w := &writer{feed: f, out: make([]byte, 0, 2048+1400*len(f.Items))}
	for _, it := range f.Items {
		e, ok := it.Detail.(*models.Event)
		if !ok {
			continue
		}
		z := w.zoneNamed(e.Zone)
		if z == nil {
			where := e.Start().Location()
			if where == time.UTC || where.String() != e.Zone {
				continue // it needs none: it is written as an instant
			}
			z = &zone{name: e.Zone, where: where, first: e.StartsAt, last: e.StartsAt}
			w.zones = append(w.zones, z)
		}
		if e.StartsAt.Before(z.first) {
			z.first = e.StartsAt
		}
		if e.Over().After(z.last) {
			z.last = e.Over()
		}
	}
	if len(w.zones) == 0 { // a calendar without any part is none (RFC 5545, 3.4)
		w.zones = []*zone{{name: "Etc/UTC", where: time.UTC, first: time.Unix(0, 0), last: time.Unix(0, 0)}}
	}
	return w
}

func (w *writer) zoneNamed(name string) *zone {
	for _, z := range w.zones { // files have few
		if z.name == name {
			return z
		}
	}
	return nil
}

// again tells whether the wall time of an instant has been before, as in the hour after the clocks went back.
func again(at time.Time, where *time.Location) bool {
	at = at.In(where)
	since, _ := at.ZoneBounds()
	if since.IsZero() {
		return false
	}
	_, before := since.Add(-time.Second).Zone()
	_, now := at.Zone()
	return at.Sub(since) < time.Duration(before-now)*time.Second
}

// A shift is a moment at which the clocks of a zone change, by offsets east of UTC in seconds.
type shift struct {
	at           time.Time
	before, then int
	abbreviation string
}

// wall is the moment in the wall time that ends with it, in which a VTIMEZONE tells it.
func (s shift) wall() time.Time { return s.at.UTC().Add(time.Duration(s.before) * time.Second) }

// The span of a VTIMEZONE around its events, and how long a rule must hold to be written as one.
const (
	yearsBefore, yearsAfter = 1, 2
	yearsOfRule             = 8
)

// zone writes a VTIMEZONE: by two rules where the clocks go forward and back by rules, as all programs read it best, and
// else shift by shift from a year before the first event to two years after the last.
func (w *writer) zone(z *zone) {
	from, to := z.first.AddDate(-yearsBefore, 0, 0), z.last.AddDate(yearsAfter, 0, 0)
	w.line("BEGIN", "VTIMEZONE")
	w.line("TZID", z.name)
	if all := shifts(z.where, from, to.AddDate(yearsOfRule, 0, 0)); len(all) >= 2*yearsOfRule {
		forth, forthRule := ruleOf(all, 0)
		back, backRule := ruleOf(all, 1)
		if forthRule != "" && backRule != "" {
			w.observance(forth, forthRule)
			w.observance(back, backRule)
			w.line("END", "VTIMEZONE")
			return
		}
	}
	for _, s := range shifts(z.where, from, to) {
		w.observance(s, "")
	}
	w.line("END", "VTIMEZONE")
}

// epoch stands for all that was before it: older dates confuse some programs, and no event is older.
var epoch = time.Unix(0, 0).UTC()

// shifts are those of a zone between two moments, after the one from which on the first of them counts.
func shifts(where *time.Location, from, to time.Time) []shift {
	since, _ := from.In(where).ZoneBounds()
	name, offset := from.In(where).Zone()
	first := shift{at: since, before: offset, then: offset, abbreviation: name}
	if since.Before(epoch) {
		first.at = epoch.Add(-time.Duration(offset) * time.Second)
	} else {
		_, first.before = since.Add(-time.Second).Zone()
	}
	all := []shift{first}
	for at := from.In(where); ; {
		_, next := at.ZoneBounds()
		if next.IsZero() || next.After(to) {
			return all
		}
		_, before := next.Add(-time.Second).Zone()
		name, then := next.Zone()
		all = append(all, shift{next, before, then, name})
		at = next
	}
}

// ruleOf is the yearly rule by which every second shift from the one at n on happens, with the first of them; "" when there
// is none.
func ruleOf(all []shift, n int) (first shift, rule string) {
	first = all[n]
	begins := first.wall()
	last, nth := true, (begins.Day()-1)/7+1
	for year := 0; n < len(all); year, n = year+1, n+2 {
		s, wall := all[n], all[n].wall()
		if s.before != first.before || s.then != first.then || s.abbreviation != first.abbreviation ||
			wall.Year() != begins.Year()+year || wall.Month() != begins.Month() || wall.Weekday() != begins.Weekday() ||
			wall.Format(time.TimeOnly) != begins.Format(time.TimeOnly) {
			return first, ""
		}
		last = last && wall.AddDate(0, 0, 7).Month() != wall.Month()
		if (wall.Day()-1)/7+1 != nth {
			nth = 0
		}
	}
	day := [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}[begins.Weekday()]
	switch {
	case last:
		nth = -1
	case nth == 0:
		return first, ""
	}
	return first, fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", begins.Month(), nth, day)
}

// observance writes from when on which offset counts. Whether it is called daylight saving follows from the direction in
// which the clocks go: Ireland's law calls its winter the exception, which programs do not expect.
func (w *writer) observance(s shift, rule string) {
	kind := "STANDARD"
	if s.then > s.before {
		kind = "DAYLIGHT"
	}
	w.line("BEGIN", kind)
	w.line("DTSTART", s.wall().Format(localTime))
	w.line("TZOFFSETFROM", offset(s.before))
	w.line("TZOFFSETTO", offset(s.then))
	w.text("TZNAME", s.abbreviation)
	if rule != "" {
		w.line("RRULE", rule)
	}
	w.line("END", kind)
}

// offset writes seconds east of UTC as RFC 5545, 3.3.14 has it.
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
