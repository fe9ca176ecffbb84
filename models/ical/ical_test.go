package ical_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	goical "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/ical"
)

var update = flag.Bool("update", false, "write the golden files anew")

func at(t testing.TB, s string) time.Time {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// item is an event of an invented site, published on one day and changed on another.
func item(t testing.TB, number, title string, e *models.Event) *models.Item {
	t.Helper()
	if e.Status == "" {
		e.Status = models.Planned
	}
	address := "https://north.example/event/" + number
	return &models.Item{
		ID: int64(len(number)), Kind: "event", URI: address, URL: address, Title: title, Plain: "Bring a cup.", Detail: e,
		PublishedAt: at(t, "2026-12-01T09:00:00Z"), EditedAt: at(t, "2026-12-03T10:30:00Z"),
		Community: &models.Actor{Name: "gardens", Title: `Gardens, "north"`, URI: "https://north.example/c/gardens", Kind: models.Group},
	}
}

// written are events for anybody who may see them.
func written(t testing.TB, items ...*models.Item) (all []*ical.Event) {
	t.Helper()
	for _, it := range items {
		e, err := ical.NewEvent(it)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

// own is an event for somebody who goes to it.
func own(t testing.TB, it *models.Item, room string) []*ical.Event {
	t.Helper()
	e, err := ical.NewOwnEvent(it, room)
	if err != nil {
		t.Fatal(err)
	}
	return []*ical.Event{e}
}

// file is the calendar file of some events.
func file(t testing.TB, items ...*models.Item) []byte {
	t.Helper()
	return ical.Feed{Events: written(t, items...)}.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got; go test -update writes it anew):\n%s", name, d)
	}
}

func TestFeed_OfACommunityIsAsItShouldBe(t *testing.T) {
	golden(t, "community.ics", ical.Feed{Name: "Gardens, north", Page: "https://north.example/c/gardens/events", Events: written(t,
		item(t, "11", "Seeds; swap, talk", &models.Event{
			Zone: "Europe/London", StartsAt: at(t, "2027-03-28T12:00:00Z"), EndsAt: at(t, "2027-03-28T13:30:00Z"), Sequence: 2,
			Place: "Old Mill, 3 Long Lane, Overwater", Access: "Level floor, hearing loop", Speakers: "Ama Osei\nPetr Novák",
			Agenda: "13:00 Tea\n13:15 Swap", Category: "MEETING", Room: "https://room.example/secret",
		}),
		item(t, "12", "Hedges", &models.Event{
			Zone: "Europe/London", StartsAt: at(t, "2027-04-02T12:00:00Z"), Status: models.Cancelled, Sequence: 1, Room: "https://room.example/secret",
		}),
		item(t, "13", "गुलाब, रजनीगंधा और बेला के फूलों की देखभाल", &models.Event{
			Zone: "Asia/Kolkata", StartsAt: at(t, "2027-04-03T06:30:00Z"), EndsAt: at(t, "2027-04-03T07:30:00Z"), Online: "https://stream.example/live?a=1,2;3",
		}),
	)}.Bytes())
}

func TestFeed_OfOnePersonHasTheRoomAndReminders(t *testing.T) {
	it := item(t, "11", "Winter talk", &models.Event{
		Zone: "Africa/Cairo", StartsAt: at(t, "2027-01-15T12:00:00Z"), EndsAt: at(t, "2027-01-15T13:00:00Z"), Room: "https://room.example/secret",
	})
	golden(t, "person.ics", ical.Feed{Name: "What I go to", Events: own(t, it, "https://room.example/secret")}.Bytes())
}

func TestEvent19_TheLinkToTheRoomIsInNoFileButThatOfWhoComes(t *testing.T) {
	it := item(t, "11", "Winter talk", &models.Event{Zone: "UTC", StartsAt: at(t, "2027-01-15T12:00:00Z"), Room: "https://room.example/secret"})
	invitation, err := ical.Invite(it)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range [][]byte{invitation, ical.Feed{Events: own(t, it, "")}.Bytes()} {
		if bytes.Contains(file, []byte("room.example")) {
			t.Errorf("the link to the room is in\n%s", file)
		}
	}
}

func TestFeed_SaysThePlaceAndTheAgendaOnceThoughSearchKnowsThemToo(t *testing.T) {
	it := item(t, "11", "Seeds", &models.Event{Zone: "UTC", StartsAt: at(t, "2027-03-28T12:00:00Z"), Agenda: "13:00 Tea"})
	it.Plain += "\n\n" + it.Detail.Words()
	file := string(file(t, it))
	if strings.Count(file, "13:00 Tea") != 1 {
		t.Error(file)
	}
}

func TestInvite_IsOfEventsOnly(t *testing.T) {
	if _, err := ical.Invite(&models.Item{Kind: "post"}); err == nil {
		t.Error("a post has a calendar file")
	}
}

func TestEvent08_ACancelledEventStaysAndSaysSo(t *testing.T) {
	e := &models.Event{Zone: "Europe/London", StartsAt: at(t, "2027-01-15T12:00:00Z")}
	planned := read(t, file(t, item(t, "11", "Talk", e)))[0]
	e.Status, e.Sequence = models.Cancelled, e.Sequence+1
	cancelled := read(t, file(t, item(t, "11", "Talk", e)))[0]
	if value(cancelled, "UID") != value(planned, "UID") {
		t.Error("the cancelled event is another one")
	}
	for name, want := range map[string]string{"STATUS": "CANCELLED", "SUMMARY": "Cancelled: Talk", "SEQUENCE": "1"} {
		if got := value(cancelled, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestEvent35_TheHourThatComesTwiceIsWrittenAsTheInstantItMeans(t *testing.T) {
	for instant, want := range map[string]string{
		"2027-10-30T23:59:00Z": "20271031T005900", "2027-10-31T00:00:00Z": "20271031T000000Z", "2027-10-31T00:30:00Z": "20271031T003000Z",
		"2027-10-31T01:30:00Z": "20271031T013000Z", "2027-10-31T02:00:00Z": "20271031T020000",
		"2027-03-28T00:59:00Z": "20270328T005900", "2027-03-28T01:00:00Z": "20270328T020000",
	} {
		it := item(t, "11", "Night watch", &models.Event{Zone: "Europe/London", StartsAt: at(t, instant)})
		if got := value(read(t, file(t, it))[0], "DTSTART"); got != want {
			t.Errorf("%s is written as %s, want %s", instant, got, want)
		}
	}
}

func TestFeed_EndsForEventsOfAnyYear(t *testing.T) {
	for _, year := range []int{1, 1899, 1969, 2037, 2040, 2099, 2100, 9990} {
		for _, zone := range []string{"Europe/London", "America/New_York", "Africa/Casablanca", "Pacific/Apia"} {
			it := item(t, "11", "Far away", &models.Event{Zone: zone, StartsAt: time.Date(year, 7, 1, 12, 0, 0, 0, time.UTC)})
			file := file(t, it)
			lines(t, file)
			if got := len(read(t, file)); got != 1 || len(file) > 10_000 {
				t.Errorf("%d in %s: %d events in %d bytes", year, zone, got, len(file))
			}
		}
	}
	for begins, want := range map[string]string{"2099-03-29T12:00:00Z": "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "2040-12-31T12:00:00Z": "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"} {
		it := item(t, "11", "Far away", &models.Event{Zone: "Europe/London", StartsAt: at(t, begins)})
		if file := file(t, it); !bytes.Contains(file, []byte(want)) {
			t.Errorf("no %s for %s in\n%s", want, begins, file)
		}
	}
}

func TestFeed_DescribesNoMoreYearsThanNeedBe(t *testing.T) {
	soonAndFar := file(t,
		item(t, "11", "Soon", &models.Event{Zone: "Asia/Jerusalem", StartsAt: at(t, "2027-01-15T12:00:00Z")}),
		item(t, "12", "Far away", &models.Event{Zone: "Asia/Jerusalem", StartsAt: at(t, "9990-01-15T12:00:00Z")}),
	)
	events := read(t, soonAndFar)
	if got := value(events[1], "DTSTART"); got != "99900115T120000Z" || value(events[0], "DTSTART") != "20270115T140000" || len(soonAndFar) > 3000 {
		t.Errorf("in a file of %d bytes the later event is at %s", len(soonAndFar), got)
	}
}

func TestEvent37_UIDsAreOfTheAddressAndSayNoNumber(t *testing.T) {
	number := "1511111111111111111"
	it := item(t, number, "Talk", &models.Event{Zone: "UTC", StartsAt: at(t, "2027-01-15T12:00:00Z")})
	uid := value(read(t, file(t, it))[0], "UID")
	if !strings.HasSuffix(uid, "@north.example") || strings.Contains(uid, number) || len(uid) != 32+len("@north.example") {
		t.Errorf("the UID is %s", uid)
	}
	it.Title, it.Detail.(*models.Event).StartsAt = "Other", at(t, "2028-01-15T12:00:00Z")
	if again := value(read(t, file(t, it))[0], "UID"); again != uid {
		t.Errorf("the UID changed from %s to %s", uid, again)
	}
}

func TestEvent37_WhateverSomebodyWritesStaysWithinItsProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		words := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"\r\nBEGIN:VEVENT", "\nEND:VCALENDAR\n", "a\x00b\x1bc", `\n\N\;\\`, "x\u2028ATTACH:http://x.example\u0085\v\f", strings.Repeat("語", 80), "\xff\xfe",
			strings.Repeat("é😀", 60), `";X="`, "a\tb",
		}))
		title, place, name := words.Draw(r, "title"), words.Draw(r, "place"), words.Draw(r, "name")
		it := item(t, "11", title, &models.Event{Zone: "Europe/London", StartsAt: at(t, "2027-01-15T12:00:00Z"), Place: place, Category: words.Draw(r, "category")})
		it.Community.Title, it.URL, it.Community.URI = name, "https://x.example/"+words.Draw(r, "path"), "https://x.example/"+words.Draw(r, "community")
		file := ical.Feed{Name: name, Page: it.URL, Events: own(t, it, "")}.Bytes()
		lines(t, file)
		events := read(t, file)
		if len(events) != 1 {
			t.Fatalf("%d events are read out of\n%s", len(events), file)
		}
		if got, want := value(events[0], "SUMMARY"), plain(title); got != want {
			t.Errorf("the title is read as %q, want %q", got, want)
		}
		if got, want := value(events[0], "LOCATION"), plain(place); got != want && place != "" {
			t.Errorf("the place is read as %q, want %q", got, want)
		}
	})
}

// plain is what is kept of words.
func plain(s string) string {
	s = strings.ReplaceAll(string([]rune(s)), "\r\n", "\n") // a rune for each octet that is none
	var b strings.Builder
	for _, r := range s {
		switch {
		case strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r):
			b.WriteByte('\n')
		case r == '\t' || r >= ' ' && r != 0x7f:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// lines fails when a line is too long, ends otherwise than by CR LF, or is not made of whole letters.
func lines(t *testing.T, file []byte) {
	t.Helper()
	if !bytes.HasSuffix(file, []byte("END:VCALENDAR\r\n")) {
		t.Errorf("the file does not end as one:\n%s", file)
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(file), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n\x00") || !utf8.ValidString(line) {
			t.Errorf("%d octets in the line %q", len(line), line)
		}
	}
}

// read reads a file with the library that others wrote.
func read(t *testing.T, file []byte) []*goical.VEvent {
	t.Helper()
	cal, err := goical.ParseCalendar(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("%v in\n%s", err, file)
	}
	return cal.Events()
}

func value(e *goical.VEvent, name string) string {
	p := e.GetProperty(goical.ComponentProperty(name))
	if p == nil {
		return ""
	}
	return p.Value
}

// many are so many events in three zones.
func many(t testing.TB, count int) []*models.Item {
	var all []*models.Item
	for n := range count {
		start := at(t, "2027-01-01T12:00:00Z").AddDate(0, 0, n)
		all = append(all, item(t, strings.Repeat("1", 18), "An event with a title of an ordinary length", &models.Event{
			Zone: []string{"Europe/London", "Asia/Kolkata", "America/New_York"}[n%3], StartsAt: start, EndsAt: start.Add(time.Hour),
			Place: "Old Mill, 3 Long Lane, Overwater", Access: "Level floor, hearing loop", Speakers: "Ama Osei\nPetr Novák", Category: "MEETING",
		}))
		all[n].Plain = strings.Repeat("Some words about what is going to be, with commas. ", 12)
	}
	return all
}

func BenchmarkFeed_Of500Events(b *testing.B) {
	items := many(b, 500)
	b.Run("written", func(b *testing.B) {
		for b.Loop() {
			file(b, items...)
		}
	})
	b.Run("put together", func(b *testing.B) {
		feed := ical.Feed{Name: "Gardens", Events: written(b, items...)}
		for b.Loop() {
			feed.Bytes()
		}
	})
}
