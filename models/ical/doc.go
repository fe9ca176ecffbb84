// Package ical writes events as calendar files (iCalendar, RFC 5545): those that people subscribe to, and the one that
// goes with an e-mail. It knows models and no database; models does not know it. Who may see which event is decided before
// one gets here.
//
// The files are written here and not by golang-ical, which the tests read them with: it takes three times as long for the
// same calendar, and lets through control characters that some programs take for the end of a line.
package ical
