package ical

import (
	"fmt"
	"sort"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// A zone is a time zone that the events of a file are in, with the span of them.
type zone struct {
	name        string
	where       *time.Location
	first, last time.Time
}

// longestSpan is how many years of a zone a file describes. What is later is written as an instant, so that one event in
// the year 9000 does not make the file long.
const longestSpan = 20

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
		if over := e.Over(); over.After(z.last) && over.Before(z.first.AddDate(longestSpan, 0, 0)) {
			z.last = over
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

// twice tells whether the wall time of an instant comes twice, before and after the clocks go back.
func twice(at time.Time, where *time.Location) bool {
	const most = 3 * time.Hour // by which clocks go back
	now := offsetAt(at, where)
	again, before := offsetAt(at.Add(-most), where)-now, now-offsetAt(at.Add(most), where)
	return again > 0 && offsetAt(at.Add(-again), where)-now == again || before > 0 && now-offsetAt(at.Add(before), where) == before
}

// offsetAt is by how much wall time is ahead of UTC.
func offsetAt(at time.Time, where *time.Location) time.Duration {
	_, seconds := at.In(where).Zone()
	return time.Duration(seconds) * time.Second
}

// A shift is a moment at which the clocks of a zone change, by offsets ahead of UTC.
type shift struct {
	at           time.Time
	before, then time.Duration
	abbreviation string
}

// wall is the moment in the wall time that ends with it, in which a VTIMEZONE tells it.
func (s shift) wall() time.Time { return s.at.UTC().Add(s.before) }

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

// shifts are those of a zone between two moments, after the one from which on the first of them counts. Where there was
// none in the year before, that is the beginning of 1970: no event is older, and older dates confuse some programs.
func shifts(where *time.Location, from, to time.Time) []shift {
	all := changes(where, from.AddDate(-1, 0, -7), to)
	first := 0
	for first < len(all) && !all[first].at.After(from) {
		first++
	}
	if first > 0 {
		return all[first-1:]
	}
	offset := offsetAt(from, where)
	name, _ := from.In(where).Zone()
	return append([]shift{{time.Unix(0, 0).Add(-offset), offset, offset, name}}, all...)
}

// changes are the moments between two others at which the clocks of a zone change. They are looked for week by week: what
// time.Time.ZoneBounds tells of the years beyond the zone's table is wrong in leap years (Go 1.26).
func changes(where *time.Location, from, to time.Time) (all []shift) {
	const week = 7 * 24 * 60 * 60
	for at := from.Unix(); at < to.Unix(); at += week {
		before := offsetAt(time.Unix(at, 0), where)
		if then := offsetAt(time.Unix(at+week, 0), where); then != before {
			n := sort.Search(week, func(n int) bool { return offsetAt(time.Unix(at+int64(n), 0), where) != before })
			moment := time.Unix(at+int64(n), 0)
			name, _ := moment.In(where).Zone()
			all = append(all, shift{moment, before, then, name})
		}
	}
	return all
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

// offset writes how far wall time is ahead of UTC as RFC 5545, 3.3.14 has it.
func offset(ahead time.Duration) string {
	sign, seconds := '+', int(ahead.Seconds())
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
