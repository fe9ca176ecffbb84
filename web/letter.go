package web

import (
	"context"
	"strings"
	"time"
)

// A LetterView is an e-mail. It is shown twice, as HTML and as text, which say the same.
type LetterView struct {
	Subject    string
	Site, Home string // the site's name and address
	Title      string // what it is about
	Lead       string // what has happened, in a sentence
	Facts      []Fact // when and where
	Paragraphs []string
	Acts       []LetterLink // what the reader can do; the first is the likeliest
	Why        string       // why they get it
	Foot       []LetterLink // how to get no more
}

// A LetterLink leads from an e-mail to the site.
type LetterLink struct {
	Label, URL string
}

// LetterText is an e-mail as text: all of its words and whole addresses.
func LetterText(v LetterView) string {
	var out strings.Builder
	line := func(parts ...string) {
		for _, p := range parts {
			out.WriteString(p)
		}
		out.WriteString("\n")
	}
	line(v.Lead)
	line()
	for _, f := range v.Facts {
		line(f.Label, ": ", f.Value)
	}
	if len(v.Facts) > 0 {
		line()
	}
	if v.Title != v.Subject {
		line(v.Title)
		line()
	}
	for _, p := range v.Paragraphs {
		line(p)
		line()
	}
	for _, a := range v.Acts {
		line(a.Label, ":")
		line(a.URL)
		line()
	}
	line("-- ") // what follows is a signature to mail programs (RFC 3676, 4.3)
	line(v.Why)
	for _, l := range v.Foot {
		line(l.Label, ": ", l.URL)
	}
	line(v.Site, ", ", v.Home)
	return out.String()
}

// SpokenTime is when something begins and ends, in the zone of start: "Friday 15 January 2037, 12 pm to 1 pm,
// Europe/London (GMT)". A zero end leaves it open.
func SpokenTime(ctx context.Context, start, end time.Time) string {
	said := DayWithYear(ctx, start) + ", " + clock(ctx, start)
	switch {
	case end.IsZero():
	case sameDay(start, end):
		said = T(ctx, "mail.until", "From", said, "Until", clock(ctx, end))
	default:
		said = T(ctx, "mail.until", "From", said, "Until", DayWithYear(ctx, end)+", "+clock(ctx, end))
	}
	zone := start.Location().String()
	short := start.Format("MST")
	if short == zone {
		return said + ", " + zone
	}
	return said + ", " + zone + " (" + short + ")"
}

// DayWithYear is a day in its own zone, "Fri 15 January 2037".
func DayWithYear(ctx context.Context, at time.Time) string {
	return weekday(ctx, at) + " " + T(ctx, "when.day", "Day", at.Day(), "Month", month(ctx, at), "Year", at.Format("2006"))
}
