package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func jsonOf(t *testing.T, data []byte) (v any) {
	t.Helper()
	mt.Must(t, json.Unmarshal(data, &v))
	return v
}

func TestEvent11_AJoinIsAcceptedByTheGroupAndCounted(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		s.forget()
		join := s.mobi.Join(s.ruth, it.URI)
		s.mobi.MustSend(s.north, s.ruth, join)
		s.told(s.mobi.Peer, "Accept", join)
		s.says(it, s.ruth, "yes coming")
		list := jsonOf(s.T, get(s.T, s.north, http.MethodGet, it.Path()+"/attendees", federation.AcceptActivity).Body.Bytes()).(doc)
		if list["totalItems"] != 1.0 || s.object(it)["participantCount"] != 1.0 {
			s.Errorf("the list is %v", list)
		}
	})
}

func TestEvent12_AFullEventHasALineAndALeaveMovesItUp(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(func(e *models.Event) { e.Capacity = 1 })
		first, second := s.mobi.Join(s.ruth, it.URI), s.mobi.Join(s.otto, it.URI)
		s.mobi.MustSend(s.north, s.ruth, first)
		s.forget()
		s.mobi.MustSend(s.north, s.otto, second)
		s.told(s.mobi.Peer, "TentativeAccept", second)
		s.says(it, s.otto, "yes waiting")
		s.forget()
		s.mobi.MustSend(s.north, s.ruth, s.mobi.Leave(s.ruth, it.URI))
		accept := s.told(s.mobi.Peer, "Accept", second)
		if room := fmt.Sprint(accept["attachment"]); !strings.Contains(room, "secret-room") {
			s.Errorf("who comes is not told where: %s", room)
		}
		s.says(it, s.otto, "yes coming")
		s.says(it, s.ruth, "")
	})
}

func TestEvent13_WhereAFacilitatorDecidesTheAnswerReachesWhoAsked(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(func(e *models.Event) { e.Joining = models.JoinApproval })
		s.forget()
		ruth, otto := s.mobi.Join(s.ruth, it.URI), s.mobi.Join(s.otto, it.URI)
		s.mobi.MustSend(s.north, s.ruth, ruth)
		s.told(s.mobi.Peer, "TentativeAccept", ruth)
		s.mobi.Forget()
		s.mobi.MustSend(s.north, s.otto, otto)
		s.says(it, s.otto, "yes asked")
		s.mobi.Forget()
		s.settled(s.north.DecideSeat(s.Context(), s.ana, it.ID, s.actor(s.ruth).ID, true))
		s.told(s.mobi.Peer, "Accept", ruth)
		s.mobi.Forget()
		s.settled(s.north.DecideSeat(s.Context(), s.ana, it.ID, s.actor(s.otto).ID, false))
		s.told(s.mobi.Peer, "Reject", otto)
	})
}

func TestEvent14_AJoinWhereOneJoinsElsewhereIsIgnored(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(func(e *models.Event) { e.Joining, e.Link = models.JoinElsewhere, "https://tickets.example/winter" })
		s.forget()
		join := s.mobi.Join(s.ruth, it.URI)
		s.mobi.MustSend(s.north, s.ruth, join)
		s.told(s.mobi.Peer, "Ignore", join)
		s.says(it, s.ruth, "")
		if o := s.object(it); o["joinMode"] != "external" || o["externalParticipationUrl"] != "https://tickets.example/winter" {
			s.Errorf("it says %v at %v", o["joinMode"], o["externalParticipationUrl"])
		}
	})
}

func TestEvent15_OneAnswerEachHoweverOftenItIsGiven(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		s.mobi.MustSend(s.north, s.ruth, s.mobi.Leave(s.ruth, it.URI)) // without a Join
		s.says(it, s.ruth, "")
		join := s.mobi.Join(s.ruth, it.URI)
		s.mobi.MustSend(s.north, s.ruth, join)
		s.mobi.MustSend(s.north, s.ruth, s.mobi.Join(s.ruth, it.URI))
		if n := s.object(it)["participantCount"]; n != 1.0 {
			s.Errorf("%v come", n)
		}
		undo := s.mobi.Activity("Undo", s.ruth, 1, join, nil)
		s.mobi.MustSend(s.north, s.ruth, undo)
		s.says(it, s.ruth, "")
		if n := s.object(it)["participantCount"]; n != 0.0 {
			s.Errorf("%v come", n)
		}
	})
}

func TestEvent16_NobodyJoinsForAnother(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		s.refused(s.mobi.Peer, s.ruth, s.mobi.Join(s.otto, it.URI))
		s.says(it, s.otto, "")
	})
}

func TestEvent17_AnswersToTheEventItselfAreAnswers(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		for n, c := range []struct{ kind, want string }{{"Accept", "yes coming"}, {"TentativeAccept", "maybe"}, {"Reject", "no"}} {
			s.mobi.MustSend(s.north, s.otto, s.mobi.Activity(c.kind, s.otto, n, it.URI, doc{"to": []any{s.group}}))
			s.says(it, s.otto, c.want)
		}
		s.mobi.MustSend(s.north, s.ruth, s.mobi.Activity("Accept", s.ruth, 9, s.object(it), doc{"to": []any{s.group}})) // the whole event
		s.says(it, s.ruth, "yes coming")
	})
}

func TestEvent18_WhoComesIsNobodyElsesBusiness(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		s.forget()
		s.mobi.MustSend(s.north, s.ruth, s.mobi.Join(s.ruth, it.URI))
		s.mobi.MustSend(s.north, s.otto, s.mobi.Join(s.otto, it.URI))
		for _, got := range s.mobi.Received("") {
			if to := list(got.Doc["to"]); len(to) != 1 || got.Doc["cc"] != nil && len(list(got.Doc["cc"])) > 0 {
				s.Errorf("it is addressed to %v and %v", got.Doc["to"], got.Doc["cc"])
			}
		}
		s.quiet() // the other followers hear nothing
		if got := s.gancio.Received(""); len(got) > 0 {
			s.Errorf("gancio was told %s", got[0].Body)
		}
		public := string(mustJSON(s.T, s.object(it))) + get(s.T, s.north, http.MethodGet, it.Path()+"/attendees", federation.AcceptActivity).Body.String()
		if strings.Contains(public, "ruth") || strings.Contains(public, "otto") {
			s.Errorf("it tells who comes: %s", public)
		}
	})
}

func TestEvent19_TheLinkToTheRoomIsInNothingPublic(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(func(e *models.Event) { e.Place = "" })
		s.revise(it, func(e *models.Event) { e.Begins, e.Ends = "2037-01-16T12:00", "2037-01-16T13:00" })
		var public strings.Builder
		for _, path := range []string{
			it.Path(), it.Path() + "/history", it.Path() + "/attendees", it.Path() + "/context", s.ward.Path(), s.ward.Path() + "/outbox",
			s.ward.Path() + "/upcoming", s.ward.Path() + "/feed.atom", it.Path() + ".ics", s.ward.Path() + "/events.ics", s.ward.Path() + "/events", "/events", "/search?q=webinar",
		} {
			for _, accept := range []string{federation.AcceptActivity, "text/html", "text/calendar"} {
				public.WriteString(get(s.T, s.north, http.MethodGet, path, accept).Body.String())
			}
		}
		for _, got := range append(append(s.mobi.Received(""), s.gancio.Received("")...), append(s.lemmy.Received(""), s.masto.Received("")...)...) {
			public.Write(got.Body)
		}
		if strings.Contains(public.String(), "secret-room") {
			s.Error("the link to the room is told to everybody")
		}
		if !strings.Contains(public.String(), "Winter webinar") {
			s.Error("nothing was read")
		}
	})
}

func TestJoin_ToWhatIsNotForEverybodyIsNotAnswered(t *testing.T) {
	inHall(t, func(s *hall) {
		closed := mt.Founded(s.T, s.north.Site, s.ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		e := &models.Event{Begins: "2037-01-15T12:00", Zone: "UTC", Joining: models.JoinElsewhere, Link: "https://tickets.example/1"}
		it, err := s.north.Publish(s.Context(), models.Draft{Kind: models.EventKind, By: s.ana, In: closed, Title: "Secret supper", Detail: e})
		s.settled(err)
		s.forget()
		s.mobi.Send(s.north, "/inbox", s.ruth, s.mobi.Join(s.ruth, it.URI))
		s.Settle()
		if got := s.mobi.Received(""); len(got) > 0 {
			s.Errorf("it is told of an event that it may not see: %s", got[0].Body)
		}
	})
}

func TestBan_TakesThePlaceAndTheNextInLineMovesUp(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(func(e *models.Event) { e.Capacity = 1 })
		join := s.mobi.Join(s.ruth, it.URI)
		s.mobi.MustSend(s.north, s.ruth, join)
		s.mobi.MustSend(s.north, s.otto, s.mobi.Join(s.otto, it.URI))
		s.forget()
		s.settled(s.north.Ban(s.Context(), s.ana, s.ward, models.BanOrder{Who: s.actor(s.ruth), On: true}, nil))
		s.says(it, s.ruth, "")
		s.says(it, s.otto, "yes coming")
		s.told(s.mobi.Peer, "Reject", join)
		s.mobi.MustSend(s.north, s.ruth, s.mobi.Join(s.ruth, it.URI))
		s.says(it, s.ruth, "")
		ben := mt.Person(s.T, s.north.Site, "ben")
		mt.Join(s.T, s.north.Site, ben, s.ward)
		_, err := s.north.Site.Answer(s.Context(), models.Answer{ItemID: it.ID, ActorID: ben.ID, Says: models.SaysMaybe}, nil)
		s.settled(err)
		s.settled(s.north.Ban(s.Context(), s.ana, s.ward, models.BanOrder{Who: ben, On: true}, nil))
		s.says(it, ben.URI, "")
	})
}

func TestJoin_ThatIsUndoneBeforeItArrivesHasNoEffect(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		join := s.mobi.Join(s.ruth, it.URI)
		s.mobi.MustSend(s.north, s.ruth, s.mobi.Activity("Undo", s.ruth, 1, join, nil))
		s.mobi.MustSend(s.north, s.ruth, join)
		s.says(it, s.ruth, "")
		s.mobi.MustSend(s.north, s.ruth, s.mobi.Join(s.ruth, it.URI)) // another one
		s.says(it, s.ruth, "yes coming")
	})
}

func TestJoin_ToAnOccurrenceThatOthersWereNotToldOfIsAnswered(t *testing.T) {
	inHall(t, func(s *hall) {
		e := &models.Event{Begins: "2037-01-15T12:00", Ends: "2037-01-15T13:00", Zone: "Europe/London"}
		first, err := s.north.PublishSeries(s.Context(), models.Draft{Kind: models.EventKind, By: s.ana, In: s.ward, Title: "Clinic", Language: "en", Detail: e}, "FREQ=WEEKLY;COUNT=2")
		s.settled(err)
		id := first.Detail.(*models.Event).SeriesID
		both, err := s.north.Calendar(s.Context(), models.Viewer{}, models.Calendar{Series: id}, 10)
		s.settled(err)
		s.forget()
		join := s.mobi.Join(s.ruth, both[1].URI)
		s.mobi.MustSend(s.north, s.ruth, join)
		s.told(s.mobi.Peer, "Accept", join)
		s.says(both[1], s.ruth, "yes coming")
		series := func() int {
			return get(s.T, s.north, http.MethodGet, fmt.Sprintf("/series/%d", id), federation.AcceptActivity).Code
		}
		if status := series(); status != http.StatusOK {
			s.Errorf("the series answers %d", status)
		}
		for _, it := range both {
			s.settled(s.north.Delete(s.Context(), s.ana, it, nil))
		}
		if status := series(); status != http.StatusNotFound {
			s.Errorf("a series of which nothing is left answers %d", status)
		}
	})
}
