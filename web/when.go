package web

import (
	"context"
	"time"
)

// Spoken is a time as people say it: "12 minutes ago", "today, 2 pm", "Tue 3 March, 2 pm", "3 March 2024". The exact
// time stands in the element's datetime; see When.
func Spoken(ctx context.Context, at time.Time) string {
	r := readerFrom(ctx)
	if at.IsZero() {
		return T(ctx, "when.never")
	}
	at = at.In(r.zone)
	now := r.now.In(r.zone)
	if r.now.IsZero() {
		now = at.AddDate(0, 0, 8) // nobody said when "now" is, so nothing is told relative to it
	}
	switch since := now.Sub(at); {
	case since >= 0 && since < time.Minute:
		return T(ctx, "when.just_now")
	case since >= 0 && since < time.Hour:
		return T(ctx, "when.minutes", "Count", int(since.Minutes()))
	case sameDay(at, now):
		return T(ctx, "when.today", "Clock", clock(ctx, at))
	case sameDay(at, now.AddDate(0, 0, -1)):
		return T(ctx, "when.yesterday", "Clock", clock(ctx, at))
	case at.Year() == now.Year():
		return T(ctx, "when.this_year", "Weekday", weekday(ctx, at), "Day", at.Day(), "Month", month(ctx, at),
			"Clock", clock(ctx, at))
	}
	return SpokenDay(ctx, at)
}

// SpokenDay is a day as people say it, "3 March 2024".
func SpokenDay(ctx context.Context, at time.Time) string {
	at = at.In(readerFrom(ctx).zone)
	return T(ctx, "when.day", "Day", at.Day(), "Month", month(ctx, at), "Year", at.Format("2006"))
}

// exact is the title of a time: in full, with the zone.
func exact(ctx context.Context, at time.Time) string {
	at = at.In(readerFrom(ctx).zone)
	return SpokenDay(ctx, at) + ", " + at.Format("15:04 MST")
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// clock is "2 pm" or "2:15 pm".
// Clock is a time of day as people say it: "2 pm", "2:30 pm".
func Clock(ctx context.Context, at time.Time) string { return clock(ctx, at) }

func clock(ctx context.Context, at time.Time) string {
	half := "when.am"
	if at.Hour() >= 12 {
		half = "when.pm"
	}
	layout := "3:04"
	if at.Minute() == 0 {
		layout = "3"
	}
	return T(ctx, half, "Clock", at.Format(layout))
}

var (
	monthKeys = [...]string{
		"when.january", "when.february", "when.march", "when.april", "when.may", "when.june", "when.july",
		"when.august", "when.september", "when.october", "when.november", "when.december",
	}
	weekdayKeys = [...]string{"when.sun", "when.mon", "when.tue", "when.wed", "when.thu", "when.fri", "when.sat"}
)

func month(ctx context.Context, at time.Time) string { return T(ctx, monthKeys[at.Month()-1]) }

func weekday(ctx context.Context, at time.Time) string { return T(ctx, weekdayKeys[at.Weekday()]) }
