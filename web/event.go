package web

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/folkmoot/folkmoot/models"
)

// Event is an event as lists, calendars and its own page show it. It is the Detail of such an Item.
type Event struct {
	ID         string // decimal
	URL, Title string
	Start, End time.Time // in the event's own zone; End is zero when it is open
	Zone       string    // its IANA name
	MovedFrom  time.Time // in that zone: when it was to begin before it was moved; zero: never
	Status     models.EventStatus
	Over       bool
	Place      string
	Online     string // a page that anybody may open
	ByLink     bool   // it is held online, at a link that only those who come see
	Joining    models.EventJoining
	Capacity   int // 0: as many as come
	Coming     int
	Uncounted  bool           // its own site does not say how many come
	Community  *CommunityLink // in calendars of several communities

	Page *EventPage // what only its own page shows; nil in lists
}

// EventPage is what the page of an event shows besides.
type EventPage struct {
	Category  string
	Access    string
	Agenda    []AgendaLine
	Papers    []models.Paper
	Speakers  []string
	Recording string
	Notes     HTML
	Room      string // the link to the room; only for those who may have it
	Answer    AnswerBox
	Who       []Person // those who come, or came, and agreed to be seen
	Maybe     int      // how many say maybe
	Came      int      // how many came, as far as it was noted afterwards
	Learned   *LearnedForm
	Series    []SeriesLink // the other times of a series, soonest first

	Calendar string // address of the calendar file; empty: there is none
	// What hosts may do; empty addresses are not offered.
	Copy, Change, People, Cancel, Postpone, Resume string
}

// AgendaLine is one line of an agenda: what happens, and from when.
type AgendaLine struct{ Time, What string }

// SeriesLink is another time of the same series.
type SeriesLink struct {
	URL   string
	Start time.Time
	Off   bool // it is cancelled
}

// LearnedForm asks somebody who came what they got from it.
// Form: POST to Action. Fields: learned.
type LearnedForm struct{ Action, Words string }

// AnswerBox is where one says whether one comes.
// Form: POST to Action. Fields: says ("yes", "maybe", "no" or "none": the button that was pressed), shown ("yes").
// Asked by htmx it answers with the box alone.
type AnswerBox struct {
	Action  string // empty: one cannot answer, and Why says why, in a sentence; it may be empty too
	Says    models.Says
	Seat    models.Seat
	Line    int // place in the line of those who wait, from 1; 0: not known
	Shown   bool
	ToJoin  bool // answering makes a member of the community first
	Why     string
	SignIn  string // the way to signing in, when that is all that is missing
	Link    string // where one joins, when that is elsewhere
	Site    string // host of the event's own site when it is elsewhere
	Waiting int    // how many wait for a place
	Event   *Event
}

// InList is the event in a list of mixed things.
func (e *Event) InList() templ.Component { return eventCard(e) }

// Above is when and where, over the words.
func (e *Event) Above() templ.Component { return eventHead(e) }

// Below is what comes after the words.
func (e *Event) Below() templ.Component { return eventMore(e) }

// Beside is who comes, and what hosts may do.
func (e *Event) Beside() templ.Component { return eventSide(e) }

// Full tells whether every place is taken.
func (e *Event) Full() bool { return e.Capacity > 0 && e.Coming >= e.Capacity }

func (e *Event) cancelled() bool { return e.Status == models.Cancelled }

// when is the time of an event as people say it: "Fri 15 January, 12 pm to 1 pm". The year is said when it is not this one.
func (e *Event) when(ctx context.Context) string {
	day, from := eventDay(ctx, e.Start), clock(ctx, e.Start)
	switch {
	case e.End.IsZero():
		return T(ctx, "event.when_open", "Day", day, "From", from)
	case sameDay(e.Start, e.End):
		return T(ctx, "event.when", "Day", day, "From", from, "To", clock(ctx, e.End))
	}
	return T(ctx, "event.when_days", "Day", day, "From", from, "LastDay", eventDay(ctx, e.End), "To", clock(ctx, e.End))
}

// hours is the time alone, where the day stands beside it.
func (e *Event) hours(ctx context.Context) string {
	switch {
	case e.End.IsZero():
		return clock(ctx, e.Start)
	case sameDay(e.Start, e.End):
		return T(ctx, "event.hours", "From", clock(ctx, e.Start), "To", clock(ctx, e.End))
	}
	return T(ctx, "event.hours_days", "From", clock(ctx, e.Start), "LastDay", eventDay(ctx, e.End))
}

// zoneName says a zone as people do: "London time" for Europe/London.
func (e *Event) zoneName(ctx context.Context) string { return zoneWords(ctx, e.Zone) }

func zoneWords(ctx context.Context, zone string) string {
	_, place, found := strings.Cut(zone, "/")
	if !found || strings.HasPrefix(zone, "Etc/") {
		return zone
	}
	if n := strings.LastIndexByte(place, '/'); n >= 0 {
		place = place[n+1:]
	}
	return T(ctx, "event.zone", "Place", strings.ReplaceAll(place, "_", " "))
}

func eventDay(ctx context.Context, at time.Time) string {
	if now := readerFrom(ctx).now; now.IsZero() || now.In(at.Location()).Year() != at.Year() {
		return T(ctx, "event.day_year", "Weekday", weekday(ctx, at), "Day", at.Day(), "Month", month(ctx, at), "Year", at.Format("2006"))
	}
	return T(ctx, "event.day", "Weekday", weekday(ctx, at), "Day", at.Day(), "Month", month(ctx, at))
}

// where is one line on where an event is held.
func (e *Event) where(ctx context.Context) string {
	online := e.Online != "" || e.ByLink
	switch {
	case e.Place != "" && online:
		return T(ctx, "event.place_and_online", "Place", e.Place)
	case e.Place != "":
		return e.Place
	case online:
		return T(ctx, "event.online")
	}
	return ""
}

// places says how many places are taken.
func (e *Event) places(ctx context.Context) string {
	switch {
	case e.Joining == models.JoinNone || e.Joining == models.JoinElsewhere:
		return ""
	case e.Over && e.Coming > 0:
		return T(ctx, "event.were_coming", "Count", e.Coming)
	case e.Over:
		return ""
	case e.Capacity > 0 && e.Uncounted:
		return T(ctx, "event.capacity", "Count", e.Capacity)
	case e.Capacity > 0:
		return T(ctx, "event.places", "Coming", e.Coming, "Count", e.Capacity)
	case e.Coming > 0:
		return T(ctx, "event.coming", "Count", e.Coming)
	}
	return ""
}

// shortMonth is the name of a month on a date tile.
func shortMonth(ctx context.Context, at time.Time) string {
	name := []rune(month(ctx, at))
	return string(name[:min(3, len(name))])
}

func stamp(at time.Time) string { return at.Format("2006-01-02T15:04:05Z07:00") }

// theme of the buttons of an answer: the one that was given stands out.
func answerClass(b AnswerBox, says models.Says) string {
	if b.Says == says {
		return "fm-answer__button--given"
	}
	return ""
}

// seatWords says what became of an answer.
func (b AnswerBox) seatWords(ctx context.Context) string {
	switch {
	case b.Says == models.SaysMaybe:
		return T(ctx, "answer.maybe_said")
	case b.Says == models.SaysNo:
		return T(ctx, "answer.no_said")
	case b.Says != models.SaysYes:
		return ""
	}
	switch b.Seat {
	case models.Coming:
		return T(ctx, "answer.coming")
	case models.Waiting:
		if b.Line == 0 {
			return T(ctx, "answer.waiting")
		}
		return T(ctx, "answer.line", "Place", ordinal(b.Line))
	case models.Turned:
		return T(ctx, "answer.turned")
	}
	if b.Site != "" {
		return T(ctx, "answer.asked_there", "Site", b.Site)
	}
	return T(ctx, "answer.asked")
}

// AnswerNoted says in one sentence what became of an answer that was just given.
func AnswerNoted(ctx context.Context, b AnswerBox) string {
	if said := b.seatWords(ctx); said != "" {
		return said
	}
	return T(ctx, "answer.withdrawn")
}

func (b AnswerBox) seatIcon() string {
	switch {
	case b.Says == models.SaysYes && b.Seat == models.Coming:
		return "tick"
	case b.Says == models.SaysYes && b.Seat == models.Turned:
		return "stop"
	case b.Says == models.SaysYes, b.Says == models.SaysMaybe:
		return "clock"
	}
	return "check"
}

// ordinal is "1st", "2nd", "3rd", in English alone, as the words around it.
func ordinal(n int) string {
	end := "th"
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		end = "st"
	case n%10 == 2:
		end = "nd"
	case n%10 == 3:
		end = "rd"
	}
	return strconv.Itoa(n) + end
}

func endAttr(e *Event) templ.Attributes {
	if e.End.IsZero() {
		return nil
	}
	return templ.Attributes{"data-end": stamp(e.End)}
}

// movedFrom is the event as it was before it was moved; when it was to end is not known any more.
func movedFrom(e *Event) *Event { return &Event{Start: e.MovedFrom, Zone: e.Zone} }

// shortLink is an address as people read it.
func shortLink(link string) string {
	_, rest, _ := strings.Cut(link, "://")
	return strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
}

// answersTitle heads what stands where one cannot answer.
func answersTitle(ctx context.Context, e *Event) string {
	if e.Over {
		return T(ctx, "answer.over_title")
	}
	return T(ctx, "answer.coming_title")
}

func whoComes(ctx context.Context, e *Event) string {
	switch {
	case e.Over && e.Page.Came > 0:
		return T(ctx, "event.who_came")
	case e.Over:
		return T(ctx, "event.who_was_coming")
	}
	return T(ctx, "event.who_comes")
}

// allWhoCome is how many come; afterwards, how many came, if that was noted.
func allWhoCome(e *Event) int {
	if e.Over && e.Page.Came > 0 {
		return e.Page.Came
	}
	return e.Coming
}

// othersCome counts those who come and are not named above.
func othersCome(ctx context.Context, e *Event) string {
	others := allWhoCome(e) - len(e.Page.Who)
	switch {
	case others <= 0:
		return ""
	case len(e.Page.Who) > 0:
		return T(ctx, "event.others", "Count", others)
	case e.Over && e.Page.Came > 0:
		return T(ctx, "event.came", "Count", others)
	case e.Over:
		return T(ctx, "event.were_coming", "Count", others)
	}
	return T(ctx, "event.coming", "Count", others)
}
