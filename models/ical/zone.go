package ical

import (
	"fmt"
	"slices"
	"sort"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/folkmoot/folkmoot/models"
)

// A zone is a time zone that the events of a file are in, with the span of them.
type zone struct {
	where    *time.Location
	from, to time.Time
}

// Zones are described for these years. Times before and after are written as instants, so that one event in the year 9000
// does not make the file long.
var firstTime, lastTime = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

func described(at time.Time) bool { return at.After(firstTime) && at.Before(lastTime) }

// inZoneOf finds out in which zone to write the times of an event, and for what span the file must describe it.
func (e *Event) inZoneOf(of *models.Event) {
	where := of.Start().Location()
	if where == time.UTC || where.String() != of.Zone || !described(of.StartsAt) {
		return
	}
	e.zone, e.from, e.to = where, of.StartsAt, of.Over()
	if e.to.After(lastTime) {
		e.to = lastTime
	}
}

// zonesOf are the zones that a file of these events describes.
func zonesOf(events []*Event) (all []*zone) {
	for _, e := range events {
		if e.zone == nil {
			continue
		}
		n := slices.IndexFunc(all, func(z *zone) bool { return z.where.String() == e.zone.String() }) // files have few
		if n < 0 {
			n, all = len(all), append(all, &zone{e.zone, e.from, e.to})
		}
		if all[n].from.After(e.from) {
			all[n].from = e.from
		}
		if all[n].to.Before(e.to) {
			all[n].to = e.to
		}
	}
	if len(events) == 0 { // a calendar without any part is none (RFC 5545, 3.4)
		all = append(all, &zone{time.FixedZone("Etc/UTC", 0), firstTime, firstTime})
	}
	return all
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

// component is the VTIMEZONE: two rules where the clocks go forward and back by rules, as all programs read it best, and
// else shift by shift from a year before the first event to two years after the last.
func (z *zone) component() *ics.VTimezone {
	from, to := z.from.AddDate(-yearsBefore, 0, 0), z.to.AddDate(yearsAfter, 0, 0)
	out := ics.NewTimezone(z.where.String())
	if all := shifts(z.where, from, to.AddDate(yearsOfRule, 0, 0)); len(all) >= 2*yearsOfRule {
		forth, forthRule := ruleOf(all, 0)
		back, backRule := ruleOf(all, 1)
		if forthRule != "" && backRule != "" {
			out.Components = []ics.Component{observance(forth, forthRule), observance(back, backRule)}
			return out
		}
	}
	for _, s := range shifts(z.where, from, to) {
		out.Components = append(out.Components, observance(s, ""))
	}
	return out
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
	then := offsetAt(from, where)
	for at := from.Unix(); at < to.Unix(); at += week {
		before := then
		if then = offsetAt(time.Unix(at+week, 0), where); then != before {
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

// observance says from when on which offset counts. Whether it is called daylight saving follows from the direction in
// which the clocks go: Ireland's law calls its winter the exception, which programs do not expect.
func observance(s shift, rule string) ics.Component {
	var says ics.ComponentBase
	says.AddProperty(ics.ComponentPropertyDtStart, s.wall().Format(localTime))
	says.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), offset(s.before))
	says.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), offset(s.then))
	says.AddProperty(ics.ComponentProperty(ics.PropertyTzname), s.abbreviation)
	if rule != "" {
		says.AddRrule(rule)
	}
	if s.then > s.before {
		return &ics.Daylight{ComponentBase: says}
	}
	return &ics.Standard{ComponentBase: says}
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
