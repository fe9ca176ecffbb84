package models

import (
	"cmp"
	"time"
)

// Name is the title of an event with what has become of it: software that does not read its state shows nothing else.
func (e *Event) Name(title string) string {
	switch e.Status {
	case Cancelled:
		return "Cancelled: " + title
	case Postponed:
		return "Postponed: " + title
	}
	return title
}

// Line says when and where an event is, on one line: "Fri 15 Jan 2027, 12:00–13:00 GMT (Europe/London) · Online". It
// stands first wherever there are no pages of ours: on other sites, and in calendar programs.
func (e *Event) Line() string {
	start, end := e.Start(), e.End()
	when := start.Format("Mon 2 Jan 2006, 15:04")
	switch {
	case end.IsZero():
	case end.Format(time.DateOnly) == start.Format(time.DateOnly):
		when += "–" + end.Format("15:04")
	default:
		when += " – " + end.Format("Mon 2 Jan 2006, 15:04")
	}
	line := when + " " + start.Format("MST") + " (" + e.Zone + ") · " + cmp.Or(e.Place, "Online")
	switch e.Status {
	case Cancelled:
		return "Cancelled. It was to be: " + line
	case Postponed:
		return "Postponed to a time that is not known yet. It was to be: " + line
	}
	return line
}
