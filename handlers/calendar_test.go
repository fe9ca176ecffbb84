package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// The numbers of tests that begin with TestEvent are those of the rows of the checklist for events: see their names.

// ownCalendar makes the address of somebody's own calendar, and returns its path.
func ownCalendar(t testing.TB, b *browser) string {
	t.Helper()
	r := b.post("/settings/calendar", "act", "make").want(http.StatusOK)
	found := regexp.MustCompile(`webcal://north\.example(/calendar/[0-9a-f]{32}\.ics)`).FindStringSubmatch(r.body)
	if found == nil {
		t.Fatalf("no address in %s", textOf(r.body))
	}
	r.says("https://north.example" + found[1])
	return found[1]
}

func TestEvent37_CalendarFilesAreWhatTheyAreWhateverIsAccepted(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org := mt.Person(t, d.site, "org")
		e := hold(t, d.site, org, mt.Community(t, d.site, org, "ward"), "Tea, cake", models.Event{Place: "The long room"})
		d.as(org).post(e.Path()+"/answer", "says", "yes")
		own := ownCalendar(t, d.as(org))
		for path, public := range map[string]bool{"/c/ward/events.ics": true, "/events.ics": true, e.Path() + ".ics": true, own: false} {
			keeping := "public, max-age=900"
			if !public {
				keeping = "private, max-age=900"
			}
			var tag string
			for _, accept := range []string{"", "*/*", "text/calendar", "text/html", "application/activity+json", "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""} {
				r := d.visitor().get(path, "Accept", accept).want(http.StatusOK).
					says("BEGIN:VCALENDAR\r\n", "METHOD:PUBLISH\r\n", "TZID:Europe/London\r\n", `SUMMARY:Tea\, cake`, "UID:")
				for name, want := range map[string]string{"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": keeping} {
					if got := r.header.Get(name); got != want {
						t.Errorf("%s as %q: %s is %q, want %q", path, accept, name, got, want)
					}
				}
				if at, err := http.ParseTime(r.header.Get("Last-Modified")); err != nil || at.IsZero() {
					t.Errorf("%s was changed at %q", path, r.header.Get("Last-Modified"))
				}
				if got := r.header.Get("Content-Disposition"); !strings.HasPrefix(got, `inline; filename="`) || !strings.HasSuffix(got, `.ics"`) {
					t.Errorf("%s is called %q", path, got)
				}
				tag = r.header.Get("ETag")
			}
			if r := d.visitor().get(path, "If-None-Match", tag).want(http.StatusNotModified); r.body != "" || r.header.Get("ETag") != tag {
				t.Errorf("%s: when nothing has changed, %d bytes are sent under %q", path, len(r.body), r.header.Get("ETag"))
			}
			d.visitor().get(path, "If-None-Match", `W/"older"`).want(http.StatusOK)
			d.visitor().do(request(t, http.MethodHead, path)).want(http.StatusOK)
		}
		mt.Must(t, d.site.Remove(t.Context(), org, e, true, "", nil))
		d.visitor().get(e.Path() + ".ics").want(http.StatusGone)
		d.visitor().get("/c/ward/events.ics").want(http.StatusOK).hides("VEVENT")
	})
}

func TestCalendar_FilesSayWhatChangesAtOneMomentThoughTheirEventsAreKept(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, store *db.DB, _ *dbtest.Clock) { // which stands still
		d := newDesk(t, store)
		org := mt.Person(t, d.site, "org")
		ward := mt.Community(t, d.site, org, "ward")
		hold(t, d.site, org, ward, "Kept", models.Event{})
		e := hold(t, d.site, org, ward, "Tea", models.Event{})
		both := func(says, hides string) {
			t.Helper()
			for _, path := range []string{"/c/ward/events.ics", "/events.ics"} {
				d.visitor().get(path).want(http.StatusOK).says("SUMMARY:Kept", says).hides(hides)
			}
		}
		both("SUMMARY:Tea", "Cake")
		for _, words := range []string{"first", "second", "first"} {
			now, err := d.site.Revise(t.Context(), e, models.Draft{By: org, Title: "Cake, " + words, Source: words})
			mt.Must(t, err)
			e = now
			both(`SUMMARY:Cake\, `+words, "SUMMARY:Tea")
		}
		mt.Must(t, d.site.SetCharter(t.Context(), org, ward, models.Charter{Title: "Other name", Joining: models.JoinOpen}))
		both(`ORGANIZER;CN="Other name"`, `CN="ward"`)
		mt.Must(t, d.site.Remove(t.Context(), org, e, true, "", nil))
		both("", "Cake")
	})
}

func TestEvent37_AnAddressThatWasTakenBackLeadsNowhere(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ann, program := d.as(mt.Person(t, d.site, "ann")), d.visitor()
		ann.get("/settings").says("Make an address").hides("webcal:", "Make a new address")
		first := ownCalendar(t, ann)
		ann.get("/settings").says("Make a new address", "Stop").hides(first)
		program.get(first).want(http.StatusOK)
		second := ownCalendar(t, ann)
		program.get(first).want(http.StatusNotFound)
		program.get(second).want(http.StatusOK)
		program.get(strings.TrimSuffix(second, ".ics")).want(http.StatusNotFound)
		ann.post("/settings/calendar", "act", "stop").follow().says("Make an address")
		program.get(second).want(http.StatusNotFound)
		program.post("/settings/calendar", "act", "make").want(http.StatusUnauthorized)
	})
}

func TestCalendar_WrongAddressesAreTriedOnlySoOften(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ann := d.as(mt.Person(t, d.site, "ann"))
		own := ownCalendar(t, ann)
		d.limited()
		guess := func() int {
			return d.visitor().get("/calendar/" + strings.Repeat("0", 32) + ".ics").status
		}
		tries := 0
		for ; guess() == http.StatusNotFound; tries++ {
			if tries > 200 {
				t.Fatal("nobody stops it")
			}
		}
		if got := guess(); got != http.StatusTooManyRequests {
			t.Errorf("after %d tries, one more is answered with %d", tries, got)
		}
		d.visitor().get(own).want(http.StatusOK)
	})
}

func TestEvent19_TheOwnCalendarHasTheRoomForThoseWithAPlaceOnly(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ann, ben := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann"), mt.Person(t, d.site, "ben")
		closed := mt.Founded(t, d.site, org, models.Charter{Name: "closed", Title: "Closed", Visibility: models.MembersOnly, Joining: models.JoinOpen})
		mt.Join(t, d.site, ann, closed)
		mt.Join(t, d.site, ben, closed)
		e := hold(t, d.site, org, closed, "Quiet tea", models.Event{Room: "https://room.example/2", Capacity: 1})
		hold(t, d.site, org, closed, "Other tea", models.Event{})
		first, second, program := d.as(ann), d.as(ben), d.visitor()
		anns, bens := ownCalendar(t, first), ownCalendar(t, second)
		program.get(anns).hides("VEVENT")
		first.post(e.Path()+"/answer", "says", "yes").want(http.StatusSeeOther)
		second.post(e.Path()+"/answer", "says", "yes").want(http.StatusSeeOther)
		program.get(anns).says("SUMMARY:Quiet tea", "https://room.example/2", "BEGIN:VALARM").hides("Other tea")
		program.get(bens).says("SUMMARY:Quiet tea").hides("room.example", "Other tea")
		first.post(e.Path()+"/answer", "says", "maybe").want(http.StatusSeeOther)
		program.get(anns).says("SUMMARY:Quiet tea").hides("room.example")
		program.get(bens).says("https://room.example/2")
		first.get(e.Path() + ".ics").want(http.StatusOK).says("SUMMARY:Quiet tea").hides("room.example")
		mt.Must(t, d.site.Leave(t.Context(), ben, closed))
		program.get(bens).want(http.StatusOK).hides("Quiet tea", "room.example")
	})
}

func TestEvent38_NoCalendarWithoutASecretHasAnEventOfAClosedCommunity(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org := mt.Person(t, d.site, "org")
		for name, seen := range map[string]models.Visibility{"closed": models.MembersOnly, "inside": models.SiteOnly} {
			closed := mt.Founded(t, d.site, org, models.Charter{Name: name, Title: name, Visibility: seen, Joining: models.JoinOpen})
			e := hold(t, d.site, org, closed, "Hidden in "+name, models.Event{Place: "Hidden hall"})
			for _, b := range []*browser{d.visitor(), d.as(org)} {
				b.get("/c/" + name + "/events.ics").want(http.StatusNotFound).hides("Hidden")
				b.get("/events.ics").want(http.StatusOK).hides("Hidden", "VEVENT")
			}
			d.visitor().get(e.Path() + ".ics").want(http.StatusNotFound)
			if got := d.as(org).get(e.Path() + ".ics").want(http.StatusOK).says("Hidden hall").header.Get("Cache-Control"); got != "private, max-age=900" {
				t.Errorf("the file of a closed event may be kept: %s", got)
			}
		}
	})
}

// property is what the first event of a calendar file says.
func (r *reply) property(name string) string {
	r.t.Helper()
	_, event, _ := strings.Cut(r.want(http.StatusOK).body, "BEGIN:VEVENT")
	found := regexp.MustCompile(`\r\n` + name + `(?:;[^:\r]*)?:([^\r]*)\r\n`).FindStringSubmatch(event)
	if found == nil {
		return ""
	}
	return found[1]
}

func TestEvent10_OnlyChangesOfTimePlaceAndStateRaiseTheSequence(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org := mt.Person(t, d.site, "org")
		e := hold(t, d.site, org, mt.Community(t, d.site, org, "ward"), "Taa", models.Event{Place: "Hall"})
		host, program := d.as(org), d.visitor()
		edit := func(title, start, place, sequence string) {
			t.Helper()
			host.post(e.Path()+"/edit", "title", title, "body", "x", "start", start, "end", "", "timezone", "Europe/London", "place", place).want(http.StatusSeeOther)
			if r := program.get("/c/ward/events.ics"); r.property("SEQUENCE") != sequence || r.property("SUMMARY") != title {
				t.Errorf("after %s at %s in %s, the feed has number %s of %s", title, start, place, r.property("SEQUENCE"), r.property("SUMMARY"))
			}
		}
		uid := program.get("/c/ward/events.ics").property("UID")
		edit("Taa", "2099-01-15T12:00", "Hall", "1") // its end is open now
		edit("Tea", "2099-01-15T12:00", "Hall", "1")
		edit("Tea", "2099-01-16T12:00", "Hall", "2")
		edit("Tea", "2099-01-16T12:00", "Barn", "3")
		host.post(e.Path() + "/cancel").want(http.StatusSeeOther)
		if r := program.get("/c/ward/events.ics"); r.property("SEQUENCE") != "4" || r.property("STATUS") != "CANCELLED" || r.property("UID") != uid {
			t.Errorf("the feed says of a cancelled event: %s", r.body)
		}
	})
}

func TestEvent08_ACancelledEventStaysInTheFeedUntilItsOldEndAndOthersAMonth(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, store *db.DB, clock *dbtest.Clock) {
		d := newDesk(t, store)
		org := mt.Person(t, d.site, "org")
		ward := mt.Community(t, d.site, org, "ward")
		clock.Set(time.Date(2027, 1, 10, 12, 0, 0, 0, time.UTC))
		off := hold(t, d.site, org, ward, "Off", models.Event{Begins: "2027-01-15T12:00", Ends: "2027-01-15T13:00"})
		hold(t, d.site, org, ward, "On", models.Event{Begins: "2027-01-15T12:00", Ends: "2027-01-15T13:00"})
		_, err := d.site.SetStatus(t.Context(), org, off, models.Cancelled, false)
		mt.Must(t, err)
		feed := func() *reply { return d.visitor().get("/c/ward/events.ics").want(http.StatusOK) }
		feed().says("SUMMARY:Cancelled: Off", "STATUS:CANCELLED", "SUMMARY:On")
		clock.Set(time.Date(2027, 1, 15, 12, 59, 0, 0, time.UTC))
		feed().says("SUMMARY:Cancelled: Off", "SUMMARY:On")
		clock.Set(time.Date(2027, 1, 15, 13, 1, 0, 0, time.UTC))
		feed().says("SUMMARY:On").hides("Off")
		clock.Set(time.Date(2027, 2, 14, 12, 0, 0, 0, time.UTC))
		feed().says("SUMMARY:On")
		clock.Set(time.Date(2027, 2, 14, 14, 0, 0, 0, time.UTC))
		feed().hides("VEVENT")
	})
}

func TestEvent36_OneCancelledOccurrenceOfASeriesLeavesTheRestInTheFeed(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, store *db.DB, clock *dbtest.Clock) {
		d := newDesk(t, store)
		org := mt.Person(t, d.site, "org")
		ward := mt.Community(t, d.site, org, "ward")
		clock.Set(time.Date(2027, 1, 7, 9, 0, 0, 0, time.UTC))
		first, err := d.site.PublishSeries(t.Context(), models.Draft{
			Kind: models.EventKind, By: org, In: ward, Title: "Case clinic", Language: "en",
			Detail: &models.Event{Begins: "2027-01-21T12:00", Ends: "2027-01-21T13:30", Zone: "Europe/London"},
		}, "FREQ=MONTHLY;BYDAY=3TH;COUNT=12")
		mt.Must(t, err)
		_, err = d.site.SetStatus(t.Context(), org, first, models.Cancelled, false)
		mt.Must(t, err)
		body := d.visitor().get("/c/ward/events.ics").want(http.StatusOK).body
		for part, want := range map[string]int{
			"BEGIN:VEVENT": 12, "STATUS:CANCELLED": 1, "STATUS:CONFIRMED": 11, "BEGIN:VTIMEZONE": 1,
			"DTSTART;TZID=Europe/London:2027": 12, "T120000\r\nDTEND": 12, "T133000\r\n": 12,
		} {
			if got := strings.Count(body, part); got != want {
				t.Errorf("%d times %q, want %d, in\n%s", got, part, want, body)
			}
		}
		uids := map[string]bool{}
		for _, found := range regexp.MustCompile(`UID:(\S+)`).FindAllStringSubmatch(body, -1) {
			uids[found[1]] = true
		}
		if len(uids) != 12 {
			t.Errorf("twelve occurrences have %d UIDs", len(uids))
		}
	})
}

func TestCalendar_HasNoPagesForYearsInWhichNothingIs(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for _, path := range []string{"/events/0000-01-01", "/events/0001-01-01", "/events/9999-12-31", "/events/0000-01", "/events/1969-12", "/events/2201-01-01"} {
			d.visitor().get(path).want(http.StatusNotFound)
		}
		d.visitor().get("/events/2200-12-31").want(http.StatusOK)
	})
}
