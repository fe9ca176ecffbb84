package main

import (
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// An event crosses to the sites that follow its community; people answer it from there, wait for a place, get one when
// somebody leaves, and see it move and end.
func TestStory_AnEventIsAnsweredFromOtherSites(t *testing.T) {
	tell(t, func(s *story) {
		ctx := s.Context()
		e := &models.Event{Begins: "2027-01-15T12:00", Ends: "2027-01-15T13:00", Zone: "Europe/London", Capacity: 1, Room: "https://rooms.example/secret", Place: "Tarnside Library, 1 High Street"}
		it, err := s.north.Publish(ctx, models.Draft{Kind: models.EventKind, By: s.ana, In: s.ward, Title: "Winter webinar", Source: "What we learned.", Detail: e})
		s.settled(err)
		there := func(site *moottest.Site) *models.Event {
			s.Helper()
			found := s.at(site, it)
			if found == nil || found.CommunityID != s.wardAt(site).ID {
				s.Fatalf("the event is not on %s: %+v", site.Host(), found)
			}
			return found.Detail.(*models.Event)
		}
		for _, site := range []*moottest.Site{s.south, s.east} {
			if got := there(site); got.Begins != e.Begins || got.Zone != e.Zone || got.Place != e.Place || got.Capacity != 1 || got.Room != "" {
				s.Errorf("on %s it is %+v", site.Host(), got)
			}
		}
		says := func(site *moottest.Site, who *models.Actor, what models.Says) {
			s.Helper()
			_, err := site.Site.Answer(ctx, models.Answer{ItemID: s.at(site, it).ID, ActorID: who.ID, Says: what}, nil)
			s.settled(err)
		}
		seat := func(site *moottest.Site, who *models.Actor) *models.Answer {
			s.Helper()
			a, err := site.AnswerOf(ctx, s.at(site, it).ID, who)
			mt.Must(s.T, err)
			return a
		}
		says(s.south, s.jo, models.SaysYes)
		says(s.east, s.eve, models.SaysYes)
		if jo, eve := seat(s.south, s.jo), seat(s.east, s.eve); jo.State != models.Coming || jo.Room != e.Room || eve.State != models.Waiting || eve.Room != "" {
			s.Errorf("jo has %+v, eve %+v", jo, eve)
		}
		says(s.south, s.jo, models.SaysNo)
		if eve := seat(s.east, s.eve); eve.State != models.Coming || eve.Room != e.Room {
			s.Errorf("the place that jo gave back is not eve's: %+v", eve)
		}
		moved := *e
		moved.Begins, moved.Ends = "2027-01-22T12:00", "2027-01-22T13:00"
		_, err = s.north.Revise(ctx, it, models.Draft{By: s.ana, Title: it.Title, Source: it.Source, Detail: &moved})
		s.settled(err)
		moved.Status = models.Cancelled
		if got := there(s.east); got.Begins != moved.Begins || got.MovedFrom.IsZero() {
			s.Errorf("it did not move: %+v", got)
		}
		_, err = s.north.Revise(ctx, it, models.Draft{By: s.ana, Title: it.Title, Source: it.Source, Detail: &moved})
		s.settled(err)
		if got := s.at(s.south, it); got.Detail.(*models.Event).Status != models.Cancelled || got.Title != "Winter webinar" {
			s.Errorf("it was not cancelled: %q %+v", got.Title, got.Detail)
		}
		s.settled(s.north.Delete(ctx, s.ana, it, nil))
		s.everywhere("deleted", it, func(it *models.Item) bool { return !it.DeletedAt.IsZero() && it.Detail == nil })
	})
}

// Another site of ours shows an event field for field; other software has what it knows no terms for in the text.
func TestEvent34_AnotherSiteShowsAnEventFieldForField(t *testing.T) {
	tell(t, func(s *story) {
		e := &models.Event{
			Begins: "2037-01-15T12:00", Ends: "2037-01-15T13:00", Zone: "Europe/London", Place: "Tarnside Library, 1 High Street",
			Agenda: "12:00 Welcome\n12:10 <b>Cases</b> & questions", Papers: "Last year's notes https://north.example/notes.pdf?a=1&b=2",
			Speakers: "Ada Example\nBo Example", Access: "A ramp.\nCaptions.", Category: "LEARNING", Capacity: 20,
			Recording: "https://video.example/w/1", Notes: "We **agreed** to try.",
		}
		it, err := s.north.Publish(s.Context(), models.Draft{Kind: models.EventKind, By: s.ana, In: s.ward, Title: "Winter webinar", Source: "What we learned.", Language: "en", Detail: e})
		s.settled(err)
		for _, status := range []models.EventStatus{models.Planned, models.Cancelled} {
			there := s.at(s.south, it)
			got, want := *there.Detail.(*models.Event), *it.Detail.(*models.Event)
			for _, d := range []*models.Event{&got, &want} {
				d.ItemID, d.Community, d.Sequence = 0, 0, 0
			}
			if got != want {
				s.Errorf("south has %+v\nwant %+v", got, want)
			}
			if there.Title != "Winter webinar" || there.Content.String() != it.Content.String() {
				s.Errorf("south shows %q: %s", there.Title, there.Content)
			}
			object := get(s.T, s.north, "GET", it.Path(), "application/activity+json").Body.String()
			for _, part := range []string{"12:10", "notes.pdf?a=1", "Bo Example", "Captions.", "agreed", "video.example"} {
				if !strings.Contains(object, part) {
					s.Errorf("the text for others lacks %q", part)
				}
			}
			if status == models.Planned {
				it, err = s.north.SetStatus(s.Context(), s.ana, it, models.Cancelled, false)
				s.settled(err)
			}
		}
	})
}
