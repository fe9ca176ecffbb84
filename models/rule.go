package models

import (
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// The bounds of what repeats.
const (
	maxOccurrences = 1000
	maxYears       = 10 // from the first occurrence to the last; it also ends the search of a rule that is hardly ever met
	maxDailyYears  = 3  // the same for what repeats daily, of which a thousand are done by then
	maxRule        = 300
)

// occurrences are the wall times ("2027-01-15T12:00") at which something happens that begins at one of them and comes again
// by a rule: an RRULE of RFC 5545 without DTSTART. The first is always begins. wrong says in words for people why it is no
// rule; "" when it is one.
//
// The rule is applied to wall times, so that a meeting at noon is at noon all year round.
func occurrences(rule, begins string) (all []string, wrong string) {
	first, err := time.Parse(wallLayout, begins)
	if err != nil {
		return nil, "Enter when the first one begins."
	}
	rule = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(rule)), "RRULE:")
	o, err := rrule.StrToROption(rule)
	switch {
	case err != nil || len(rule) > maxRule || strings.ContainsAny(rule, "\r\n"):
		return nil, "This is not a rule for repeating. A rule looks like FREQ=WEEKLY;COUNT=6."
	case o.Freq > rrule.DAILY:
		return nil, "Repeat once a day at the most."
	case len(o.Byhour)+len(o.Byminute)+len(o.Bysecond) > 0:
		return nil, "Leave the time of day out of the rule: it is that of the first one."
	case len(o.Byeaster) > 0: // which RFC 5545 does not have, and which takes seconds to go through
		return nil, "This is not a rule for repeating. A rule looks like FREQ=WEEKLY;COUNT=6."
	case o.Count < 0 || o.Count == 0 && o.Until.IsZero():
		return nil, "Say when it ends: after how many times, or on which date."
	case o.Count > maxOccurrences:
		return nil, "Repeat 1,000 times at the most."
	case o.Interval < 0 || o.Interval > maxOccurrences:
		return nil, "Choose a shorter time between two of them."
	}
	last := first.AddDate(maxYears, 0, 0)
	if o.Freq == rrule.DAILY {
		last = first.AddDate(maxDailyYears, 0, 0)
	}
	if !o.Until.IsZero() && o.Until.Before(first) {
		return nil, "Choose an end that comes after the first one."
	}
	if o.Until.IsZero() || o.Until.After(last) {
		o.Until = last
	} else if o.Until.Hour() == 0 && o.Until.Minute() == 0 { // a date alone means all of that day
		o.Until = o.Until.Add(24*time.Hour - time.Minute)
	}
	o.Dtstart = first
	r, err := rrule.NewRRule(*o)
	if err != nil {
		return nil, "This is not a rule for repeating. A rule looks like FREQ=WEEKLY;COUNT=6."
	}
	all = []string{begins}
	next := r.Iterator()
	for at, ok := next(); ok; at, ok = next() {
		if s := at.Format(wallLayout); s > begins {
			all = append(all, s)
		}
		if len(all) > maxOccurrences {
			return nil, "Repeat 1,000 times at the most."
		}
	}
	if o.Count > 0 && len(all) > o.Count {
		all = all[:o.Count]
	}
	if len(all) == 1 {
		return nil, "By this rule it never comes again."
	}
	return all, ""
}
