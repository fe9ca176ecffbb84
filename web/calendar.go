package web

import (
	"context"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// CalendarView is a calendar: of a community, of the site, or of communities on other sites. It is a list by month, one day of
// it, or a month.
type CalendarView struct {
	Title     string // the heading, when the page is in no community
	Views     []Tab  // upcoming, month, past, and across the network
	Groups    []EventGroup
	Month     *MonthView // nil: a list
	Day       time.Time  // of which day; zero: of no single one
	Past      bool
	Pages     Pagination
	Add       string // address of the page for a new one; empty: the viewer may not
	Subscribe string // address of the calendar file, "/c/NAME/events.ics"; empty: there is none
	Webcal    string // the same for a calendar program
	Empty     Empty
}

// EventGroup is one month of a list.
type EventGroup struct {
	At     time.Time // some time in it
	Events []Event
}

// MonthView is a month as a table, a week on each row.
type MonthView struct {
	At             time.Time // its first day
	Weeks          [][]MonthDay
	Previous, Next string // addresses
	More           bool   // there is more in it than is shown
}

// MonthDay is one day of a month.
type MonthDay struct {
	At     time.Time
	Beside bool // it belongs to the month before or after, and is left empty
	Today  bool
	Slots  []DaySlot
	More   int    // how many others there are
	URL    string // all of this day, when More is above 0
}

// DaySlot is one event in a day of a month.
type DaySlot struct {
	URL, Title string
	Clock      time.Time // when it begins; zero on the days after its first
	Off        bool      // cancelled
	Community  string    // in calendars of several communities
	Site       string    // host of its own site when it is elsewhere
}

// Group puts events, which are in order, into their months.
func Group(events []Event) (groups []EventGroup) {
	for _, e := range events {
		last := len(groups) - 1
		if last < 0 || groups[last].At.Year() != e.Start.Year() || groups[last].At.Month() != e.Start.Month() {
			groups = append(groups, EventGroup{At: e.Start})
			last++
		}
		groups[last].Events = append(groups[last].Events, e)
	}
	return groups
}

// MonthName is a month with its year, "January 2027".
func MonthName(ctx context.Context, at time.Time) string {
	return month(ctx, at) + " " + at.Format("2006")
}

func fullDay(ctx context.Context, at time.Time) string {
	return T(ctx, "event.day_year", "Weekday", weekday(ctx, at), "Day", at.Day(), "Month", month(ctx, at), "Year", at.Format("2006"))
}

// weekdays are the heads of the columns, Monday first.
func weekdays(ctx context.Context) (names []string) {
	for n := range 7 {
		names = append(names, T(ctx, weekdayKeys[(n+1)%7]))
	}
	return names
}

func dayClass(d MonthDay) string {
	switch {
	case d.Beside:
		return "fm-month__day--beside"
	case len(d.Slots) == 0 && !d.Today:
		return "fm-month__day--empty"
	case d.Today:
		return "fm-month__day--today"
	}
	return ""
}

func (e *Event) off() bool { return e.Status == models.Cancelled || e.Over }
