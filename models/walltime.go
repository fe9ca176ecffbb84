package models

import (
	"path"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zones are those of the program, on every machine the same
)

// wallLayout is how a wall time is kept and sent by forms: "2027-01-15T12:00".
const wallLayout = "2006-01-02T15:04"

// The years in which something can be: before them zones tell times by the sun, after them times have more than four digits.
const (
	firstYear = 1900
	lastYear  = 9998
)

// within tells whether something can be at an instant.
func within(at time.Time) bool { return at.UTC().Year() >= firstYear && at.UTC().Year() <= lastYear }

const noTime = "Enter a date and a time, such as 2027-01-15 12:00."

// wallTime turns what somebody typed into an instant in a zone. An offset after it ("+01:00") picks one of the two
// instants of an hour that comes twice. wrong says in words for people why it is no time; "" when it is one.
func wallTime(typed string, zone *time.Location) (at time.Time, wrong string) {
	typed = strings.TrimSpace(strings.Replace(typed, " ", "T", 1))
	if at, err := time.Parse(wallLayout+"Z07:00", typed); err == nil {
		at = at.In(zone)
		if !within(at) {
			return time.Time{}, noTime
		}
		if at.Format(wallLayout) == typed[:len(wallLayout)] {
			return at.UTC(), ""
		}
		return time.Time{}, "This offset is not that of the time zone on that day. Leave it out."
	}
	if len(typed) == len(wallLayout)+3 { // seconds, as some browsers send them
		typed = typed[:len(wallLayout)]
	}
	if at, err := time.Parse(wallLayout, typed); err != nil || !within(at) {
		return time.Time{}, noTime
	}
	at, _ = time.ParseInLocation(wallLayout, typed, zone)
	if at.Format(wallLayout) != typed {
		return time.Time{}, "This time does not exist: the clocks go forward then. Choose an earlier or a later one."
	}
	for _, other := range []time.Time{at.Add(-time.Hour), at.Add(time.Hour)} {
		if other.Format(wallLayout) == typed {
			return time.Time{}, "This hour comes twice, as the clocks go back then. Choose another, or add " +
				at.Format("-07:00") + " or " + other.Format("-07:00") + " to say which you mean."
		}
	}
	return at.UTC(), ""
}

// zones are those that were asked for, by their names. Reading one takes longer than all else that a list does with an
// event. There are no more than zones are known, since each has one name: others say "Europe//London" as well.
var zones sync.Map // of *time.Location

// zoneNamed returns the zone of an IANA name ("Europe/London"), nil for names that nobody knows.
func zoneNamed(name string) *time.Location {
	if name == "" || name == "Local" || path.Clean(name) != name {
		return nil
	}
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	zones.Store(name, zone)
	return zone
}

// moved is the wall time so many minutes later, by the clock on the wall.
func moved(wall string, minutes int) string {
	at, err := time.Parse(wallLayout, wall)
	if err != nil {
		return wall
	}
	return at.Add(time.Duration(minutes) * time.Minute).Format(wallLayout)
}

// between is how many minutes lie between two wall times by the clock on the wall; 0 when one is none.
func between(from, to string) int {
	a, err := time.Parse(wallLayout, from)
	if err != nil {
		return 0
	}
	b, err := time.Parse(wallLayout, to)
	if err != nil {
		return 0
	}
	return int(b.Sub(a) / time.Minute)
}

// existing is the wall time that is nearest to one that the clocks leave out, and says which one is meant of an hour that
// comes twice: the first.
func existing(wall, zone string) string {
	in := zoneNamed(zone)
	if in == nil {
		return wall
	}
	at, err := time.ParseInLocation(wallLayout, wall, in)
	if err != nil {
		return wall
	}
	return at.Format(wallLayout + "Z07:00")
}
