package models

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// EventKind is something that happens at a time: a webinar, a meeting, a celebration. It starts a thread, so people talk
// about it below.
var EventKind = &Kind{
	Name:    "event",
	Segment: "event",
	Title:   Required(200),
	Body:    Optional(50_000),
	Create:  ToHost,
	Revise:  ToHost,
	Thread:  true,
	Owned:   true,
	Posted:  true,
	detail:  eventDetails(),
}

func eventDetails() *detailTable {
	t := detailsOf[Event]("answers", "reminders")
	t.settle = (*Site).settleEvent
	return t
}

// settleEvent tells members of a new event, and those who answered what has become of one; and gives out the places that a change made free.
func (s *Site) settleEvent(ctx context.Context, tx *db.Tx, it *Item, was Detail) error {
	old, changed := was.(*Event)
	if !changed {
		return s.tellNewEvent(ctx, tx, it)
	}
	if err := s.tellChanges(ctx, tx, it, old); err != nil || !it.Here() {
		return err
	}
	return s.moveUp(ctx, tx, it)
}

// CompanionPath is what is added to the address of an event or an article for the post that goes out beside it; see
// Community.Companions. What is said about that post is said about the event or the article.
const CompanionPath = "/post"

// EventStatus is what has become of an event.
type EventStatus string

// The states of an event.
const (
	Planned   EventStatus = "planned"
	Postponed EventStatus = "postponed" // to a time that is not known yet
	Cancelled EventStatus = "cancelled"
)

// EventJoining says how one comes to take part.
type EventJoining string

// The ways of joining.
const (
	JoinFree      EventJoining = "free"
	JoinApproval  EventJoining = "approval" // a facilitator says yes
	JoinElsewhere EventJoining = "elsewhere"
	JoinNone      EventJoining = "none" // nobody needs to say anything
)

// An Event is when and where something happens. Begins and Ends are wall times in Zone; StartsAt and EndsAt follow from
// them, and are what is sorted and sent.
type Event struct {
	bun.BaseModel `bun:"table:events,alias:ev"`

	ItemID    int64        `bun:"item_id,pk"`
	Community int64        `bun:"community_id,nullzero"` // that of the item
	Begins    string       `bun:"begins"`                // "2027-01-15T12:00"
	Ends      string       `bun:"ends"`                  // "": open
	Zone      string       `bun:"zone"`                  // IANA name
	StartsAt  time.Time    `bun:"starts_at"`
	EndsAt    time.Time    `bun:"ends_at,nullzero"`
	MovedFrom time.Time    `bun:"moved_from,nullzero"` // its start before it was last moved
	Status    EventStatus  `bun:"status"`
	Sequence  int          `bun:"sequence"` // counts changes of time, place and state, for calendars
	Place     string       `bun:"place"`
	Online    string       `bun:"online"` // a page that anybody may open; http(s)
	Room      string       `bun:"room"`   // the link to the room; only for those who come
	Joining   EventJoining `bun:"joining"`
	Capacity  int          `bun:"capacity"` // 0: as many as come
	Category  string       `bun:"category"`
	Access    string       `bun:"access"`   // steps, captions, hearing loops
	Agenda    string       `bun:"agenda"`   // a part on each line: "12:00 Welcome"
	Papers    string       `bun:"papers"`   // a document on each line: "Last year's notes https://north.example/notes.pdf"
	Speakers  string       `bun:"speakers"` // names, one on each line
	Link      string       `bun:"link"`     // where one joins, when that is elsewhere; http(s)
	Recording string       `bun:"recording"`
	Notes     string       `bun:"notes"`              // what is written down afterwards, in Markdown
	Coming    int          `bun:"coming"`             // how many said that they come, and have a place
	SeriesID  int64        `bun:"series_id,nullzero"` // 0: it does not repeat
	PlaceIn   int          `bun:"place_in"`           // in its series, from 1
	Alone     bool         `bun:"alone"`              // changed by itself, so that changes of the whole leave it alone

	together bool // is changed with its series, and not by itself
}

// The longest fields of an event, in characters, and its largest numbers.
const (
	maxPlace    = 300
	maxAccess   = 2000
	maxAgenda   = 5000
	maxPapers   = 5000
	maxNotes    = 20_000
	maxSpeakers = 2000
	maxCapacity = 100_000
	maxComing   = 10_000_000 // what another site may say of its own
)

func (e *Event) of() int64       { return e.ItemID }
func (e *Event) belong(it *Item) { e.ItemID, e.Community = it.ID, it.CommunityID }

// Words are the place, the speakers, the agenda, what is said of access, and the notes.
func (e *Event) Words() string {
	return strings.TrimSpace(strings.Join([]string{e.Place, e.Speakers, e.Agenda, e.Access, e.Notes}, "\n"))
}

// Check refuses what no event can be, at its field: an end before the start, a time that does not exist, a zone that
// nobody knows, a link that is none. What came from another site is repaired, or drops the part.
func (e *Event) Check(old Detail, here bool) map[string]string {
	wrong := fields{}
	e.tidy()
	if here {
		e.checkTimes(wrong)
	} else {
		e.repairTimes(wrong)
	}
	for field, link := range map[string]*string{"online": &e.Online, "room": &e.Room, "link": &e.Link, "recording": &e.Recording} {
		if *link == "" || isWebLink(*link) {
			continue
		}
		if here {
			wrong.add(field, "Enter a whole address that begins with https:// or http://.")
		}
		*link = ""
	}
	e.checkPapers(wrong, here)
	if here && e.Joining == JoinElsewhere && e.Link == "" {
		wrong.add("link", "Enter the address at which people join.")
	}
	if here && (e.Capacity < 0 || e.Capacity > maxCapacity) {
		wrong.add("capacity", fmt.Sprintf("Enter a number of places from 1 to %d, or leave it empty.", maxCapacity))
	}
	e.Capacity = max(0, min(e.Capacity, maxCapacity))
	if was, ok := old.(*Event); ok {
		if here && e.Capacity > 0 && e.Capacity < was.Coming {
			wrong.add("capacity", fmt.Sprintf("%d people have a place already. Enter that many or more.", was.Coming))
		}
		if here || e.Coming < 0 { // those from elsewhere may not say how many
			e.Coming = was.Coming
		}
		e.follow(was)
	}
	e.Coming = max(0, min(e.Coming, maxComing))
	return wrong
}

// A Paper is a document that goes with an event, by its address.
type Paper struct{ Title, URL string }

// PaperLinks are the documents of an event. One without a title has its address for one.
func (e *Event) PaperLinks() (all []Paper) {
	for line := range strings.Lines(e.Papers) {
		words := strings.Fields(line)
		if n := len(words) - 1; n >= 0 && isWebLink(words[n]) {
			all = append(all, Paper{cmp.Or(strings.Join(words[:n], " "), words[n]), words[n]})
		}
	}
	return all
}

// checkPapers refuses a line without an address; of what came from elsewhere it is dropped.
func (e *Event) checkPapers(wrong fields, here bool) {
	var kept []string
	for line := range strings.Lines(e.Papers) {
		words := strings.Fields(line)
		switch n := len(words) - 1; {
		case n < 0:
		case isWebLink(words[n]):
			kept = append(kept, strings.Join(words, " "))
		case here:
			wrong.add("papers", "End each line with the whole address of the document, such as Agenda https://north.example/agenda.pdf.")
			return
		}
	}
	e.Papers = strings.Join(kept, "\n")
}

// follow takes over from the event as it was what nobody proposes: how often it was changed, from when it was moved, and
// its place in its series.
func (e *Event) follow(was *Event) {
	e.Sequence, e.MovedFrom = was.Sequence, was.MovedFrom
	e.SeriesID, e.PlaceIn = was.SeriesID, was.PlaceIn
	e.Alone, e.together = was.Alone || e.SeriesID != 0 && !e.together, false
	if !e.StartsAt.Equal(was.StartsAt) {
		e.MovedFrom = was.StartsAt
	}
	if e.movedSince(was) || e.Status != was.Status {
		e.Sequence++
	}
}

// movedSince tells whether the event is at another time or another place than it was.
func (e *Event) movedSince(was *Event) bool {
	return !e.StartsAt.Equal(was.StartsAt) || !e.EndsAt.Equal(was.EndsAt) || e.Place != was.Place || e.Online != was.Online
}

// tidy cleans the words and fills in what was not said.
func (e *Event) tidy() {
	e.Place, e.Category = text.CleanLine(e.Place, maxPlace), text.CleanLine(e.Category, 60)
	e.Access, e.Speakers = cut(strings.TrimSpace(e.Access), maxAccess), cut(strings.TrimSpace(e.Speakers), maxSpeakers)
	e.Papers = cut(strings.TrimSpace(e.Papers), maxPapers)
	e.Agenda, e.Notes = cut(strings.TrimSpace(e.Agenda), maxAgenda), cut(strings.TrimSpace(e.Notes), maxNotes)
	e.Online, e.Room, e.Link, e.Recording = strings.TrimSpace(e.Online), strings.TrimSpace(e.Room), strings.TrimSpace(e.Link), strings.TrimSpace(e.Recording)
	switch e.Status {
	case Planned, Postponed, Cancelled:
	default:
		e.Status = Planned
	}
	switch e.Joining {
	case JoinFree, JoinApproval, JoinElsewhere, JoinNone:
	default:
		e.Joining = JoinFree
	}
}

func (e *Event) checkTimes(wrong fields) {
	zone := zoneNamed(e.Zone)
	if zone == nil {
		wrong.add("timezone", "Choose a time zone, such as Europe/London.")
		return
	}
	var what string
	if e.StartsAt, what = wallTime(e.Begins, zone); what != "" {
		wrong.add("start", what)
	}
	e.EndsAt = time.Time{}
	if e.Ends != "" {
		if e.EndsAt, what = wallTime(e.Ends, zone); what != "" {
			wrong.add("end", what)
		}
	}
	if len(wrong) == 0 && !e.EndsAt.IsZero() && !e.EndsAt.After(e.StartsAt) {
		wrong.add("end", "Enter an end that comes after the start.")
	}
	if len(wrong) == 0 {
		e.wall(zone)
	}
}

// repairTimes makes wall times of the instants that another site sent.
func (e *Event) repairTimes(wrong fields) {
	if !within(e.StartsAt) {
		wrong.add("start", "It does not say when it begins.")
		return
	}
	zone := zoneNamed(e.Zone)
	if zone == nil {
		e.Zone, zone = "UTC", time.UTC
	}
	if !e.EndsAt.After(e.StartsAt) || !within(e.EndsAt) {
		e.EndsAt = time.Time{}
	}
	if !within(e.MovedFrom) {
		e.MovedFrom = time.Time{}
	}
	e.wall(zone)
}

// wall says the instants as wall times.
func (e *Event) wall(zone *time.Location) {
	e.StartsAt = e.StartsAt.UTC().Truncate(time.Second)
	e.Begins, e.Ends = e.StartsAt.In(zone).Format(wallLayout), ""
	if !e.EndsAt.IsZero() {
		e.EndsAt = e.EndsAt.UTC().Truncate(time.Second)
		e.Ends = e.EndsAt.In(zone).Format(wallLayout)
	}
}

// Start and End are the times in the event's own zone; End is zero when it is open.
func (e *Event) Start() time.Time { return e.in(e.StartsAt) }

// End is when it ends, in the event's own zone.
func (e *Event) End() time.Time { return e.in(e.EndsAt) }

func (e *Event) in(at time.Time) time.Time {
	if zone := zoneNamed(e.Zone); zone != nil && !at.IsZero() {
		return at.In(zone)
	}
	return at
}

// Over is when nothing more is to be expected of it: its end, or some hours after the start of one whose end is open.
func (e *Event) Over() time.Time {
	if e.EndsAt.IsZero() {
		return e.StartsAt.Add(3 * time.Hour)
	}
	return e.EndsAt
}

// isWebLink tells whether s is an absolute http(s) address without a password in it.
func isWebLink(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && len(s) <= 2000
}
