// Package ical writes events as calendar files (iCalendar, RFC 5545): those that people subscribe to, and the one that
// goes with an e-mail. It knows models and no database; models does not know it. Who may see which event is decided before
// one gets here.
//
// The files are put together, escaped and folded by golang-ical. Ours is what it does not do: the content of time zones, for
// which it has no data; when a wall time would be misread; and keeping from it what it would write as it is, but no file
// may hold.
package ical
