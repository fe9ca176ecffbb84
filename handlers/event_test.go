package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestEventForm_SaysAtEachFieldWhatIsWrongAndLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org := mt.Person(t, d.site, "org")
		ward := mt.Community(t, d.site, org, "ward")
		b := d.as(org)
		b.get("/c/ward/events/new").want(http.StatusOK).says(`type="datetime-local"`, `name="timezone"`, `name="room"`)
		for _, wrong := range []struct{ field, value, says string }{
			{"end", "2099-01-15T11:00", "Enter an end that comes after the start."},
			{"start", "2027-03-28T01:30", "This time does not exist"},
			{"start", "2027-10-31T01:30", "This hour comes twice"},
			{"start", "the 40th of May", "Enter a date and a time"},
			{"timezone", "Europe/Atlantis", "Choose a time zone"},
			{"online", "javascript:alert(1)", "Enter a whole address"},
			{"room", "a room", "Enter a whole address"},
			{"capacity", "lots", "Enter a number of places"},
			{"title", "", "Enter a title."},
		} {
			fields := map[string]string{
				"title": "Winter meeting", "body": "Bring cake", "start": "2099-01-15T12:00", "end": "2099-01-15T13:00", "timezone": "Europe/London",
				"place": "The long room", "online": "https://live.example/1", "room": "https://room.example/2", "capacity": "12", "access": "Two steps",
				"speakers": "Ada Example", "category": "meeting", "joining": "approval",
			}
			fields[wrong.field] = wrong.value
			var sent []string
			for name, value := range fields {
				sent = append(sent, name, value)
			}
			r := b.post("/c/ward/events/new", sent...).want(http.StatusUnprocessableEntity).says(wrong.says, `href="#`+wrong.field+`"`, `id="`+wrong.field+`-error"`)
			for name, value := range fields {
				if name != wrong.field {
					r.says(value)
				}
			}
		}
		b.post("/c/ward/events/new", "title", "Tea", "start", "2099-01-15T12:00", "end", "2099-01-15T11:00", "timezone", "Europe/London", "online", "a page", "capacity", "lots").
			want(http.StatusUnprocessableEntity).says("Enter an end that comes after the start.", "Enter a whole address", "Enter a number of places")
		b.post("/c/ward/events/new", "title", "", "start", "2099-01-15T12:00", "timezone", "Europe/London", "capacity", "lots").
			want(http.StatusUnprocessableEntity).says("Enter a title.", "Enter a number of places")
		b.post("/c/ward/events/new", "title", "", "start", "2099-01-15T12:00", "timezone", "Europe/London", "repeat", "own", "rule", "FREQ=OFTEN").
			want(http.StatusUnprocessableEntity).says("Enter a title.", "This is not a rule for repeating.")
		b.post("/c/ward/events/new", "title", "Tea", "timezone", "Europe/London").want(http.StatusUnprocessableEntity).says("Enter a date and a time", `type="datetime-local"`)
		feed, err := d.site.CommunityFeed(t.Context(), mt.As(org), ward.ID, 1)
		mt.Must(t, err)
		if feed.Total != 0 {
			t.Errorf("%d events were added all the same", feed.Total)
		}
	})
}

func TestEventPage_ShowsWhatTheFormSaid(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org := mt.Person(t, d.site, "org")
		mt.Community(t, d.site, org, "ward")
		r := d.as(org).post("/c/ward/events/new", "title", "Winter meeting", "body", "Bring **cake**", "start", "2099-01-15T12:00", "end", "2099-01-15T13:30",
			"timezone", "Europe/London", "place", "The long room", "room", "https://room.example/2", "capacity", "12", "access", "Two steps", "speakers", "Ada Example\nBo Example",
			"category", "meeting", "joining", "free").follow().want(http.StatusOK)
		r.says("Thu 15 January 2099, 12 pm to 1:30 pm", "London time", `datetime="2099-01-15T12:00:00Z"`, "<strong>cake</strong>", "The long room", "Two steps",
			"Ada Example", "0 of 12 places taken", "https://room.example/2", "/people", "?copy=")
		d.visitor().get(linkAfter(t, r.body, "/event/")).want(http.StatusOK).says("The long room", "Sign in to answer", "once you have a place").
			hides("room.example", "/cancel", "Copy it")
	})
}

func TestEventAnswer_GivesAPlaceOrOneInLineAndTheRoomToThoseWhoHaveOne(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ann, ben := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann"), mt.Person(t, d.site, "ben")
		ward := mt.Community(t, d.site, org, "ward")
		e := hold(t, d.site, org, ward, "Tea", models.Event{Capacity: 1, Room: "https://room.example/2"})
		first, second := d.as(ann), d.as(ben)
		first.get(e.Path()).want(http.StatusOK).says("Are you coming?", "0 of 1 place taken", "makes you a member").hides("room.example")
		first.post(e.Path()+"/answer", "says", "yes", "shown", "yes").follow().says("You have a place.", "1 of 1 place taken", "https://room.example/2", "Who is coming")
		second.get(e.Path()).says("Every place is taken.")
		second.post(e.Path()+"/answer", "says", "yes").follow().says("You are 1st in line.", "1 person waiting").hides("room.example")
		first.post(e.Path()+"/answer", "says", "no").follow().says("You said no.").hides("room.example")
		second.get(e.Path()).says("You have a place.", "https://room.example/2", "1 person is coming").hides("in line")
		second.post(e.Path()+"/answer", "says", "none").follow().says("Your answer is taken back.", "0 of 1 place taken").hides("room.example")
		second.post(e.Path()+"/answer", "says", "perhaps").want(http.StatusUnprocessableEntity)
	})
}

func TestEventAnswer_ToAScriptIsTheBoxAlone(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org := mt.Person(t, d.site, "org")
		e := hold(t, d.site, org, mt.Community(t, d.site, org, "ward"), "Tea", models.Event{})
		r := request(t, http.MethodPost, e.Path()+"/answer?says=maybe", "HX-Request", "true", "Sec-Fetch-Site", "same-origin")
		d.as(org).do(r).want(http.StatusUnprocessableEntity) // an address answers nothing
		r = sentForm(t, e.Path()+"/answer", "says", "maybe")
		r.Header.Set("HX-Request", "true")
		d.as(org).do(r).want(http.StatusOK).says(`id="answer"`, "You said maybe.").hides("<html", "Winter")
	})
}

func TestEventState_IsSaidOnThePageAndEndsTheAnswers(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ann := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann")
		ward := mt.Community(t, d.site, org, "ward")
		e := hold(t, d.site, org, ward, "Tea", models.Event{Room: "https://room.example/2"})
		host, guest := d.as(org), d.as(ann)
		guest.post(e.Path()+"/answer", "says", "yes").want(http.StatusSeeOther)
		host.get(e.Path()+"/cancel").want(http.StatusOK).says("Cancel this event?", "1 person who answered is told.")
		host.post(e.Path()+"/cancel").follow().says("The event is cancelled.", "It does not take place.", "Bring it back")
		guest.get(e.Path()).says("Cancelled", "nobody needs to answer").hides("room.example", "once you have a place")
		host.post(e.Path() + "/resume").follow().says("takes place again").hides("It does not take place.")
		guest.get(e.Path()).says("You have a place.", "room.example")
		host.post(e.Path() + "/postpone").follow().says("A new time is not known yet.")
		host.post(e.Path()+"/edit", "title", "Tea", "start", "2099-02-01T12:00", "timezone", "Europe/London").follow().says("1 February 2099")
	})
}

func TestEventCopy_FillsAFormButNotWhenItIs(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ann := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann")
		ward := mt.Community(t, d.site, org, "ward")
		e := hold(t, d.site, org, ward, "Tea", models.Event{Place: "The long room", Zone: "Europe/Paris"})
		d.as(org).get("/c/ward/events/new?copy="+number(e.ID)).want(http.StatusOK).says(`value="Tea"`, "The long room", `value="Europe/Paris" selected`).hides("2099")
		d.as(org).get("/c/ward/events/new").says(`value="Europe/Paris" selected`)
		closed := mt.Founded(t, d.site, ann, models.Charter{Name: "closed", Title: "Closed", Visibility: models.MembersOnly, Joining: models.JoinOpen})
		hidden := hold(t, d.site, ann, closed, "Secret", models.Event{})
		d.as(org).get("/c/ward/events/new?copy=" + number(hidden.ID)).want(http.StatusNotFound).hides("Secret")
	})
}

func TestEventCopy_IntoAnotherCommunityLeavesOutTheRoom(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ann := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann")
		e := hold(t, d.site, org, mt.Community(t, d.site, org, "ward"), "Tea", models.Event{Place: "The long room", Room: "https://room.example/2"})
		mt.Community(t, d.site, ann, "elsewhere")
		d.as(ann).get("/c/elsewhere/events/new?copy=" + number(e.ID)).want(http.StatusOK).says("The long room").hides("room.example")
		d.as(org).get("/c/ward/events/new?copy=" + number(e.ID)).want(http.StatusOK).says("https://room.example/2")
	})
}

func TestAttendance_IsForHostsAndKeepsFormulasOutOfSpreadsheets(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ann := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann")
		ward := mt.Community(t, d.site, org, "ward")
		mt.Must(t, d.site.SetProfile(t.Context(), ann, models.ProfileForm{Title: "=HYPERLINK(1)", Role: "+nurse"}))
		now := d.site.DB().Now().UTC()
		e := hold(t, d.site, org, ward, "Tea", models.Event{Joining: models.JoinApproval, Begins: now.Add(-time.Minute).Format("2006-01-02T15:04"), Zone: "UTC"})
		host, guest := d.as(org), d.as(ann)
		host.get(e.Path() + "/people").want(http.StatusOK).says("Nobody has answered yet")
		guest.post(e.Path()+"/answer", "says", "yes").follow().says("A facilitator answers you.")
		guest.get(e.Path() + "/people").want(http.StatusForbidden)
		guest.post(e.Path()+"/learned", "learned", "Nothing").want(http.StatusForbidden)
		host.get(e.Path() + "/people").says("1 person asks to come")
		host.post(e.Path()+"/people/in", "actor", number(ann.ID)).follow().says("1 person has a place")
		host.post(e.Path()+"/people", "came", number(ann.ID)).follow().says("Saved: 1 person came.", "checked")
		guest.get(e.Path()).says("What did you get from it?")
		guest.post(e.Path()+"/learned", "learned", "That \"tea\" helps;=1+1").follow().says("helps;=1+1")
		host.get(e.Path() + "/people").says("helps;=1+1")
		r := host.get(e.Path()+"/people/list.csv").want(http.StatusOK).says("\"'=HYPERLINK(1)\",\"'+nurse\"", `"That ""tea"" helps;=1+1"`)
		if got := r.header.Get("Content-Type"); got != "text/csv; charset=utf-8" {
			t.Errorf("the list is %q", got)
		}
	})
}

func TestEventPage_SaysOfAPastEventWhoCameAndOffersNothingToPutOff(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, store *db.DB, clock *dbtest.Clock) {
		d := newDesk(t, store)
		org, ann, ben := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann"), mt.Person(t, d.site, "ben")
		now := d.site.DB().Now().UTC()
		e := hold(t, d.site, org, mt.Community(t, d.site, org, "ward"), "Tea", models.Event{Begins: now.Add(-time.Minute).Format("2006-01-02T15:04"), Zone: "UTC", Capacity: 9})
		for _, who := range []*models.Actor{ann, ben} {
			d.as(who).post(e.Path()+"/answer", "says", "yes", "shown", "yes").follow().says("Who is coming")
		}
		host := d.as(org)
		host.get(e.Path()).says(e.Path()+"/postpone", e.Path()+"/cancel", "2 of 9 places taken")
		clock.Add(5 * time.Hour)
		host.get(e.Path()).says("Who was coming", "2 people were coming", `href="/u/ann"`, `href="/u/ben"`, e.Path()+"/people").
			hides("are coming", "Who is coming", "Who came", "places taken", e.Path()+"/postpone", e.Path()+"/cancel")
		host.post(e.Path()+"/people", "came", number(ben.ID)).follow().says("Saved: 1 person came.")
		host.get(e.Path()).says("Who came", `href="/u/ben"`).hides("Who was coming", `href="/u/ann"`)
	})
}

func TestEventSeries_RepeatsAsTheFormSaysAndIsChangedAloneOrTogether(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org := mt.Person(t, d.site, "org")
		ward := mt.Community(t, d.site, org, "ward")
		b := d.as(org)
		one := []string{"title", "Rounds", "start", "2099-01-15T12:00", "end", "2099-01-15T13:00", "timezone", "Europe/London"}
		with := func(more ...string) []string { return append(append([]string{}, one...), more...) }
		b.post("/c/ward/events/new", with("repeat", "weekday")...).want(http.StatusUnprocessableEntity).says(`href="#occasions"`, "Say how many times")
		b.post("/c/ward/events/new", with("repeat", "own", "rule", "FREQ=OFTEN")...).want(http.StatusUnprocessableEntity).says("This is not a rule for repeating.", `value="FREQ=OFTEN"`)
		r := b.post("/c/ward/events/new", with("repeat", "weekday", "occasions", "3")...).follow().want(http.StatusOK).says("Other times", "Thu 19 February 2099", "Thu 19 March 2099")
		path := linkAfter(t, r.body, "/event/")
		b.get(path+"/edit").says("This and all that follow", "Only this one")
		b.post(path+"/edit", with("place", "The long room", "reach", "all")...).follow().says("The long room")
		times, err := d.site.Calendar(t.Context(), mt.As(org), models.Calendar{CommunityID: ward.ID}, 10)
		mt.Must(t, err)
		for _, it := range times {
			if e := it.Detail.(*models.Event); e.Place != "The long room" {
				t.Errorf("%s is at %q", e.Begins, e.Place)
			}
		}
		b.get(path + "/cancel").says("This and all that follow")
		b.post(path+"/cancel", "reach", "one").follow().says("It does not take place.")
		b.get(times[1].Path()).hides("It does not take place.").says(`<span class="fm-quiet">Cancelled</span>`)
	})
}

func TestAnswerByMail_NeedsTheTicketAndNoSignIn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ann := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann")
		ward := mt.Founded(t, d.site, org, models.Charter{Name: "closed", Title: "Closed", Visibility: models.MembersOnly, Joining: models.JoinOpen})
		mt.Join(t, d.site, ann, ward)
		e := hold(t, d.site, org, ward, "Tea", models.Event{Capacity: 3, Room: "https://room.example/2"})
		link := e.Path() + "/answer/" + d.site.Ticket("answer", e.ID, ann.ID)
		nobody := d.visitor()
		nobody.get(link).want(http.StatusOK).says("Tea", "Are you coming?", "0 of 3 places taken").hides("room.example")
		nobody.get(link).says("0 of 3 places taken") // looking changes nothing
		nobody.post(link, "says", "yes").want(http.StatusOK).says("You have a place.", "1 of 3 places taken")
		for _, wrong := range []string{
			d.site.Ticket("mail", e.ID, ann.ID), d.site.Ticket("answer", e.ID+1, ann.ID), d.site.Ticket("answer", e.ID), "nonsense",
		} {
			nobody.post(e.Path()+"/answer/"+wrong, "says", "no").want(http.StatusNotFound).hides("Tea")
		}
		mt.Must(t, d.site.Leave(t.Context(), ann, ward))
		nobody.get(link).want(http.StatusNotFound).hides("Tea")
	})
}

func TestHome_ShowsTheNextEventsOfOnesCommunities(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ann := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann")
		ward, other := mt.Community(t, d.site, org, "ward"), mt.Community(t, d.site, org, "other")
		closed := mt.Founded(t, d.site, org, models.Charter{Name: "closed", Title: "Closed", Visibility: models.MembersOnly, Joining: models.JoinOpen})
		mt.Join(t, d.site, ann, ward)
		b := d.as(ann)
		b.get("/").want(http.StatusOK).hides("Coming up")
		for n := range 4 {
			hold(t, d.site, org, ward, "Tea "+number(int64(n)), models.Event{Begins: fmt.Sprintf("2099-01-1%dT12:00", n)})
		}
		hold(t, d.site, org, ward, "Called off", models.Event{Begins: "2099-01-01T12:00", Status: models.Cancelled})
		hold(t, d.site, org, ward, "Long ago", models.Event{Begins: "2001-05-01T10:00"})
		hold(t, d.site, org, other, "Not mine", models.Event{Begins: "2099-01-01T12:00"})
		hold(t, d.site, org, closed, "Secret", models.Event{Begins: "2099-01-01T12:00"})
		_, side, found := strings.Cut(b.get("/").want(http.StatusOK).body, `id="coming-up"`)
		side, _, _ = strings.Cut(side, "</section>")
		for _, want := range []string{"Coming up", "Tea 0", "Tea 1", "Tea 2", `href="/events"`} {
			if !found || !strings.Contains(side, want) {
				t.Errorf("%q is missing in %s", want, side)
			}
		}
		for _, none := range []string{"Tea 3", "Called off", "Long ago", "Not mine", "Secret"} {
			if strings.Contains(side, none) {
				t.Errorf("%q is coming up", none)
			}
		}
	})
}

func TestCalendar_ListsWhatTheVisitorMaySeeByMonthAndByDay(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org := mt.Person(t, d.site, "org")
		ward := mt.Community(t, d.site, org, "ward")
		closed := mt.Founded(t, d.site, org, models.Charter{Name: "closed", Title: "Closed", Visibility: models.MembersOnly, Joining: models.JoinOpen})
		d.visitor().get("/c/ward").hides("/c/ward/events")
		d.as(org).get("/c/ward").says("/c/ward/events")
		for n := range 6 {
			hold(t, d.site, org, ward, "Tea "+number(int64(n)), models.Event{})
		}
		hold(t, d.site, org, closed, "Secret", models.Event{})
		hold(t, d.site, org, ward, "Long ago", models.Event{Begins: "2001-05-01T10:00", Ends: "2001-05-03T10:00"})
		v := d.visitor()
		v.get("/c/ward").says("Coming up", "Tea 2", `href="/c/ward/events"`).hides("Secret")
		for _, base := range []string{"/events", "/c/ward/events"} {
			v.get(base).want(http.StatusOK).says("January 2099", "Tea 5", "12 pm to 1 pm", "London time").hides("Secret", "Long ago")
			v.get(base+"/past").says("Long ago", "May 2001").hides("Tea 5")
			v.get(base+"/2099-01").want(http.StatusOK).says("<table", "Tea 0", "and 2 others", base+"/2098-12", base+"/2099-02").hides("Secret", "Tea 5")
			v.get(base + "/2099-01-15").says("Tea 5").hides("Secret")
			v.get(base + "/2001-05-02").says("Long ago")
			v.get(base + "/2001-05").says("Long ago")
			for _, wrong := range []string{"/2099-13", "/soon", "/0000-01", "/2099-02-30"} {
				v.get(base + wrong).want(http.StatusNotFound)
			}
		}
		d.as(org).get("/events").says("Secret")
		v.get("/events/network").want(http.StatusOK).says("Across our network", "Nothing in the calendar")
	})
}
