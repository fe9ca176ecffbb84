package handlers_test

import (
	"net/http"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// hold publishes an event; unless it says otherwise, it is at noon on 15 January 2099 in London.
func hold(t testing.TB, site *models.Site, by, in *models.Actor, title string, e models.Event) *models.Item {
	t.Helper()
	if e.Begins == "" {
		e.Begins, e.Ends = "2099-01-15T12:00", "2099-01-15T13:00"
	}
	if e.Zone == "" {
		e.Zone = "Europe/London"
	}
	it, err := site.Publish(t.Context(), models.Draft{Kind: models.EventKind, By: by, In: in, Title: title, Source: "Words of an event", Detail: &e, Language: "en"})
	mt.Must(t, err)
	return it
}

// anEvent is what a form for an event sends at least.
const anEvent = "title=New&start=2099-02-03T10:00&end=2099-02-03T11:00&timezone=Europe/London"

// eventTable goes on with table: what each role may do with an event that somebody else added.
var eventTable = []cell{
	{"GET /events.ics", "yyyyyyy", ""},
	{"GET /c/:name/events.ics", "yyyyyyy", ""},
	{"GET /calendar/:token", "0000000", ""},
	{"POST /settings/calendar", "syyyyyy", ""},
	{"GET /event/:id/card.png", "yyyyyyy", ""},
	{"GET /event/:id/post", "yyyyyyy", ""},
	{"GET /events", "yyyyyyy", ""},
	{"GET /events/page/:n", "yyyyyyy", ""},
	{"GET /events/past", "yyyyyyy", ""},
	{"GET /events/past/page/:n", "yyyyyyy", ""},
	{"GET /events/network", "yyyyyyy", ""},
	{"GET /events/network/page/:n", "yyyyyyy", ""},
	{"GET /events/:month", "yyyyyyy", ""},
	{"GET /c/:name/events", "yyyyyyy", ""},
	{"GET /c/:name/events/page/:n", "yyyyyyy", ""},
	{"GET /c/:name/events/past", "yyyyyyy", ""},
	{"GET /c/:name/events/past/page/:n", "yyyyyyy", ""},
	{"GET /c/:name/events/:month", "yyyyyyy", ""},
	{"GET /c/:name/events/new", "snnyyyn", ""},
	{"POST /c/:name/events/new", "snnyyyn", anEvent},
	{"GET /event/:id", "yyyyyyy", ""},
	{"GET /event/:id/page/:n", "yyyyyyy", ""},
	{"GET /event/:id/history", "yyyyyyy", ""},
	{"POST /event/:id/answer", "syyyyyn", "says=yes"},
	{"POST /event/:id/learned", "snnnnnn", "learned=That+tea+helps"}, // for those who came
	{"GET /event/:id/people", "snnyyyn", ""},
	{"POST /event/:id/people", "snnyyyn", "came=MEMBER"},
	{"GET /event/:id/people/list.csv", "snnyyyn", ""},
	{"POST /event/:id/people/in", "snnyyyn", "actor=ASKER"},
	{"POST /event/:id/people/turn", "snnyyyn", "actor=ASKER"},
	{"GET /event/:id/answer/:ticket", "0000000", ""},
	{"POST /event/:id/answer/:ticket", "0000000", "says=yes"},
	{"GET /event/:id/cancel", "snnyyyn", ""},
	{"POST /event/:id/cancel", "snnyyyn", ""},
	{"GET /event/:id/postpone", "snnyyyn", ""},
	{"POST /event/:id/postpone", "snnyyyn", ""},
	{"POST /event/:id/resume", "snnyyyn", ""},
	{"GET /event/:id/edit", "snnyyyn", ""},
	{"POST /event/:id/edit", "snnyyyn", anEvent},
	{"GET /event/:id/reply", "syyyyyn", ""},
	{"POST /event/:id/reply", "syyyyyn", "body=Yes"},
	{"GET /event/:id/delete", "snnnnnn", ""},
	{"POST /event/:id/delete", "snnnnnn", ""},
	{"GET /event/:id/report", "syyyyyy", ""},
	{"POST /event/:id/report", "syyyyyn", "reason=spam"},
	{"POST /event/:id/like", "syyyyyn", ""},
	{"POST /event/:id/unlike", "syyyyyn", ""},
	{"POST /event/:id/lock", "snnyyyn", ""},
	{"POST /event/:id/unlock", "snnyyyn", ""},
	{"POST /event/:id/pin", "snnyyyn", ""},
	{"POST /event/:id/unpin", "snnyyyn", ""},
	{"GET /event/:id/remove", "snnyyyn", ""},
	{"POST /event/:id/remove", "snnyyyn", "reason=off+topic"},
	{"POST /event/:id/restore", "snnyyyn", ""},
}

func TestAttendance_OfAnEventOfAnotherSiteIsNobodysHere(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ann := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann")
		ward := mt.Community(t, d.site, org, "ward")
		far := mt.Remote(t, d.site, models.Person, "jo", "south.example")
		it, err := d.site.Publish(t.Context(), models.Draft{
			Kind: models.EventKind, By: far, In: ward, Title: "Falls forum", Detail: &models.Event{StartsAt: d.site.DB().Now().AddDate(0, 1, 0), Zone: "UTC"},
			From: &models.Origin{URI: "https://south.example/act/1", Object: "https://south.example/event/1", Host: "south.example"},
		})
		mt.Must(t, err)
		d.as(ann).post(it.Path()+"/answer", "says", "yes").want(http.StatusSeeOther)
		for _, path := range []string{"/people", "/people/list.csv", "/cancel"} {
			d.as(org).get(it.Path() + path).want(http.StatusNotFound).hides("ann")
		}
	})
}

// event adds an event to a closed community to which somebody comes.
func (m *matrixRun) event(org, group, member *models.Actor, word func(string) string) *models.Item {
	m.t.Helper()
	event, err := m.d.site.Publish(m.t.Context(), models.Draft{
		Kind: models.EventKind, By: org, In: group, Title: word("eventtitle"), Source: word("eventbody"), Language: "en",
		Detail: &models.Event{
			Begins: "2099-01-15T12:00", Ends: "2099-01-15T13:00", Zone: "Europe/London", Capacity: 20, Place: word("place"), Access: word("access"),
			Online: "https://far.example/" + word("online"), Room: "https://far.example/" + word("room"), Recording: "https://far.example/" + word("recording"),
			Speakers: word("speaker"), Category: word("category"),
		},
	})
	mt.Must(m.t, err)
	_, err = m.d.site.Answer(m.t.Context(), models.Answer{ItemID: event.ID, ActorID: member.ID, Says: models.SaysYes, Shown: true}, nil)
	mt.Must(m.t, err)
	return event
}
