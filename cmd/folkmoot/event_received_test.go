package main

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// changed is a Create whose event has other parts; nil takes a part away.
func changed(create, parts doc) doc {
	event := maps.Clone(create["object"].(doc))
	for name, part := range parts {
		if event[name] = part; part == nil {
			delete(event, name)
		}
	}
	other := maps.Clone(create)
	other["object"] = event
	return other
}

// foreign is an event of ruth's group that is for ward too, with other parts.
func (s *hall) foreign(parts doc) doc {
	return changed(s.mobi.Event(s.ruth, s.ruth, "Falls forum", s.group), parts)
}

// taken sends an event of ruth's and returns it as north has it.
func (s *hall) taken(create doc) (*models.Item, *models.Event) {
	s.Helper()
	s.mobi.MustSend(s.north, s.ruth, create)
	it := s.in(s.group, objectOf(create))
	return it, it.Detail.(*models.Event)
}

func TestEvent20_APlaceIsReadInEveryShape(t *testing.T) {
	inHall(t, func(s *hall) {
		postal := doc{"type": "PostalAddress", "streetAddress": "2 Chapel Lane", "addressLocality": "Tarnside"}
		virtual := doc{"type": "VirtualLocation", "name": "Online", "url": "https://meet.example/open"}
		for name, c := range map[string]struct {
			location      any
			place, online string
		}{
			"a place with text":         {doc{"type": "Place", "name": "Old Hall", "address": "2 Chapel Lane"}, "Old Hall, 2 Chapel Lane", ""},
			"a place with parts":        {doc{"type": "Place", "name": "Old Hall", "address": postal}, "Old Hall, 2 Chapel Lane, Tarnside", ""},
			"online":                    {virtual, "", "https://meet.example/open"},
			"a place that is online":    {doc{"type": "Place", "name": "Online", "address": virtual}, "", "https://meet.example/open"},
			"both":                      {[]any{doc{"type": "Place", "name": "Old Hall"}, virtual}, "Old Hall", "https://meet.example/open"},
			"a string":                  {"Old Hall", "Old Hall", ""},
			"nothing":                   {nil, "", ""},
			"a list of nothing":         {[]any{}, "", ""},
			"a place without a name":    {doc{"type": "Place"}, "", ""},
			"a link that is no address": {doc{"type": "VirtualLocation", "url": "javascript:alert(1)"}, "", ""},
		} {
			_, e := s.taken(s.foreign(doc{"location": c.location, "attachment": []any{}}))
			if e.Place != c.place || e.Online != c.online {
				s.Errorf("%s: %q, %q", name, e.Place, e.Online)
			}
		}
	})
}

func TestEvent21_EveryWayToSayThatItIsOff(t *testing.T) {
	inHall(t, func(s *hall) {
		for want, all := range map[models.EventStatus][]doc{
			models.Cancelled: {
				{"status": "CANCELLED", "ical:status": nil},
				{"status": nil, "ical:status": "CANCELLED"},
				{"status": nil, "ical:status": nil, "eventStatus": "EventCancelled"},
				{"status": nil, "ical:status": nil, "eventStatus": "https://schema.org/EventCancelled"},
			},
			models.Postponed: {{"eventStatus": "EventPostponed"}},
			models.Planned:   {{"status": nil, "ical:status": nil}, {"status": "TENTATIVE"}, {"eventStatus": "EventMovedOnline"}},
		} {
			for _, parts := range all {
				if _, e := s.taken(s.foreign(parts)); e.Status != want {
					s.Errorf("%v is %s, want %s", parts, e.Status, want)
				}
			}
		}
	})
}

func TestEvent22_WithoutAnEndItIsOpen(t *testing.T) {
	inHall(t, func(s *hall) {
		it, e := s.taken(s.foreign(doc{"endTime": nil}))
		page := get(s.T, s.north, http.MethodGet, it.Path(), "text/html")
		if !e.EndsAt.IsZero() || page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "Falls forum") {
			s.Errorf("%+v, %d", e, page.Code)
		}
	})
}

func TestEvent23_ATimeWithoutAnOffsetIsThatOfTheZone(t *testing.T) {
	inHall(t, func(s *hall) {
		_, e := s.taken(s.foreign(doc{"startTime": "2037-07-01T12:00:00", "endTime": nil, "timezone": "Europe/London"}))
		if e.Begins != "2037-07-01T12:00" || e.StartsAt.Hour() != 11 {
			s.Errorf("%+v", e)
		}
		s.refused(s.mobi.Peer, s.ruth, s.foreign(doc{"startTime": "2037-07-01T12:00:00", "timezone": nil}))
	})
}

func TestEvent24_WhatIsMissingOrOddIsTakenOrRefused(t *testing.T) {
	inHall(t, func(s *hall) {
		for _, parts := range []doc{{"startTime": nil}, {"startTime": "soon"}, {"startTime": 5}, {"id": nil}} {
			s.refused(s.mobi.Peer, s.ruth, s.foreign(parts))
		}
		for _, parts := range []doc{
			{"name": nil},
			{"contacts": nil},
			{"attachment": nil},
			{"attachment": doc{"type": "Link", "href": "https://hall.example/"}},
			{"tag": doc{"type": "Hashtag", "name": "#one"}},
			{"attributedTo": []any{s.ruth}},
			{"attributedTo": doc{"id": s.ruth, "type": "Person"}},
			{"maximumAttendeeCapacity": -3},
			{"maximumAttendeeCapacity": "many"},
			{"category": []any{"A", "B"}},
			{"timezone": "Mars/Base"},
			{"endTime": "2036-01-01T00:00:00Z"},
			{"joinMode": "by pigeon"},
		} {
			create := s.foreign(parts)
			if status := s.mobi.Send(s.north, "/inbox", s.ruth, create); status >= 500 {
				s.Errorf("%v is answered %d", parts, status)
			}
			s.Settle()
			if it, err := s.north.ItemByURI(s.Context(), objectOf(create)); err == nil {
				if page := get(s.T, s.north, http.MethodGet, it.Path(), "text/html"); page.Code != http.StatusOK {
					s.Errorf("with %v its page answers %d", parts, page.Code)
				}
			}
		}
	})
}

func TestEvent25_AnEventOfAnotherHostIsNotTaken(t *testing.T) {
	inHall(t, func(s *hall) {
		create := s.foreign(doc{"id": "https://gancio.example/federation/m/77"})
		s.mobi.Send(s.north, "/inbox", s.ruth, create)
		s.Settle()
		s.absent("https://gancio.example/federation/m/77")
	})
}

func TestEvent26_NobodyElseChangesIt(t *testing.T) {
	inHall(t, func(s *hall) {
		create := s.foreign(nil)
		it, _ := s.taken(create)
		update := s.mobi.Changed(create, doc{"name": "Taken over"})
		for _, by := range []struct {
			peer *moottest.Peer
			who  string
		}{{s.mobi.Peer, s.otto}, {s.gancio.Peer, s.gancio.Relay}} {
			forged := maps.Clone(update)
			forged["actor"] = by.who
			by.peer.Send(s.north, "/inbox", by.who, forged)
			s.Settle()
		}
		if now := s.item(it.URI); now.Title != "Falls forum" {
			s.Errorf("it is %q", now.Title)
		}
		s.mobi.MustSend(s.north, s.ruth, s.mobi.Changed(create, doc{"name": "Falls forum, moved", "startTime": "2037-04-10T13:00:00+01:00", "endTime": nil}))
		if now := s.item(it.URI); now.Title != "Falls forum, moved" || now.Detail.(*models.Event).MovedFrom.IsZero() {
			s.Errorf("it is %q, %+v", now.Title, now.Detail)
		}
	})
}

func TestEvent27_EveryDeletionOfItsOwnerEndsIt(t *testing.T) {
	inHall(t, func(s *hall) {
		gone := func(p *moottest.Peer, who string, create, deletion doc) {
			s.Helper()
			p.MustSend(s.north, who, create)
			other := maps.Clone(deletion)
			other["actor"], other["id"] = s.otto, s.mobi.URL("/forged/1")
			s.mobi.Send(s.north, "/inbox", s.otto, other)
			s.Settle()
			if s.item(objectOf(create)).Withdrawn() {
				s.Error("somebody else deleted it")
			}
			p.MustSend(s.north, who, deletion)
			if !s.item(objectOf(create)).Withdrawn() {
				s.Errorf("it is still there after %v", deletion["object"])
			}
		}
		for n, object := range []func(id string) any{
			func(id string) any { return id },
			func(id string) any { return doc{"type": "Tombstone", "id": id} },
			func(id string) any { return doc{"type": "Tombstone", "id": id, "formerType": "Event"} },
		} {
			create := s.foreign(nil)
			gone(s.mobi.Peer, s.ruth, create, s.mobi.Activity("Delete", s.ruth, n, object(objectOf(create)), doc{"to": []any{moottest.Public}}))
		}
		create := s.gancio.Event("open-evening", s.group)
		gone(s.gancio.Peer, s.gancio.Relay, create, s.gancio.Deleted(create))
	})
}

func TestEvent28_AnInvitationIsTakenInAndToldToWhomItIsFor(t *testing.T) {
	inHall(t, func(s *hall) {
		create := s.foreign(doc{"to": []any{moottest.Public, s.ana.URI}, "cc": []any{}})
		invite := maps.Clone(create)
		invite["type"], invite["id"], invite["to"] = "Invite", s.mobi.URL("/invite/1"), []any{s.ana.URI, moottest.Public}
		s.mobi.MustSend(s.north, s.ruth, invite)
		s.item(objectOf(create))
		told, err := s.north.Notices(s.Context(), mt.As(s.ana), 1)
		mt.Must(s.T, err)
		if len(told.Items) != 1 || told.Items[0].Kind != models.NoticeMention {
			s.Errorf("ana was told %+v", told.Items)
		}
	})
}

func TestEvent29_HoweverItComesItIsOne(t *testing.T) {
	inHall(t, func(s *hall) {
		group := s.mobi.Group("forum")
		community, err := s.north.Fed.Actor(s.Context(), group)
		mt.Must(s.T, err)
		_, err = s.north.Follow(s.Context(), s.ana, community, nil)
		s.settled(err)
		s.mobi.MustSend(s.north, group, s.mobi.Activity("Accept", group, 1, only(s.T, s.mobi.Peer, "Follow"), nil))
		create := s.mobi.Event(s.ruth, group, "Falls forum")
		s.mobi.Hold(create)
		s.mobi.MustSend(s.north, group, s.mobi.Activity("Announce", group, 2, create, doc{"to": []any{moottest.Public}}))
		s.mobi.MustSend(s.north, group, s.mobi.Activity("Announce", group, 3, objectOf(create), doc{"to": []any{moottest.Public}}))
		s.mobi.MustSend(s.north, s.ruth, create)
		own := maps.Clone(create)
		own["actor"], own["id"] = group, s.mobi.URL("/own/1")
		s.mobi.MustSend(s.north, group, own)
		s.in(group, objectOf(create))
		if all := s.north.Rows()["events"]; len(all) != 1 {
			s.Errorf("there are %d events", len(all))
		}
	})
}

func TestEvent30_WhatIsNotForEverybodyIsInNoCalendar(t *testing.T) {
	inHall(t, func(s *hall) {
		for n, to := range [][]any{{s.group}, {s.ruth + "/followers"}, {}} {
			create := s.foreign(doc{"to": to, "cc": []any{s.group}, "name": fmt.Sprint("Hidden ", n)})
			create["to"], create["cc"] = to, []any{s.group}
			s.mobi.Send(s.north, "/inbox", s.ruth, create)
			s.Settle()
		}
		for _, path := range []string{"/events", "/events/network", s.ward.Path() + "/events", s.ward.Path() + "/events.ics", s.ward.Path(), "/search?q=Hidden", s.ward.Path() + "/upcoming"} {
			if got := get(s.T, s.north, http.MethodGet, path, ""); strings.Contains(got.Body.String(), "Hidden ") && !strings.Contains(path, "search") {
				s.Errorf("%s shows what is not for everybody", path)
			}
		}
	})
}

func TestEvent34_AForeignEventIsAnsweredFromHere(t *testing.T) {
	inHall(t, func(s *hall) {
		it, e := s.taken(s.foreign(nil))
		if e.Capacity != 30 || e.Coming != 2 || e.Place != "The Old Hall, 2 Chapel Lane, TA1 1AA, Tarnside, United Kingdom" || e.Online != "https://hall.example/" {
			s.Errorf("it is %+v", e)
		}
		s.forget()
		_, err := s.north.Site.Answer(s.Context(), models.Answer{ItemID: it.ID, ActorID: s.ana.ID, Says: models.SaysYes}, nil)
		s.settled(err)
		join := only(s.T, s.mobi.Peer, "Join")
		if join["actor"] != s.ana.URI || join["object"] != it.URI {
			s.Errorf("the Join is %v", join)
		}
		s.says(it, s.ana.URI, "yes asked")
		s.mobi.MustSend(s.north, s.ruth, s.mobi.Answered("Accept", s.ruth, join))
		s.says(it, s.ana.URI, "yes coming")
		given := s.mobi.Answered("Accept", s.ruth, join)
		given["attachment"] = []any{doc{"type": "Link", "name": "Room", "href": "https://rooms.example/theirs"}}
		s.mobi.MustSend(s.north, s.ruth, given)
		_, err = s.north.Site.Answer(s.Context(), models.Answer{ItemID: it.ID, ActorID: s.ana.ID, Says: models.SaysYes, Shown: true}, nil)
		s.settled(err)
		if a := s.answer(it, s.ana.URI); a.State != models.Coming || a.Room != "https://rooms.example/theirs" {
			s.Errorf("after agreeing to be seen: %+v", a)
		}
		_, err = s.north.Site.Answer(s.Context(), models.Answer{ItemID: it.ID, ActorID: s.ana.ID, Says: models.SaysNo}, nil)
		s.settled(err)
		if left := only(s.T, s.mobi.Peer, "Leave"); left["object"] != it.URI {
			s.Errorf("the Leave is %v", left)
		}
		s.says(it, s.ana.URI, "no")
	})
}

func TestEvent35_WallTimesHoldAcrossTheChangesOfClocks(t *testing.T) {
	inHall(t, func(s *hall) {
		for begins, want := range map[string]string{
			"2037-03-28T12:00": "2037-03-28T12:00:00Z", "2037-03-30T12:00": "2037-03-30T11:00:00Z",
			"2037-10-24T12:00": "2037-10-24T11:00:00Z", "2037-10-26T12:00": "2037-10-26T12:00:00Z",
		} {
			it := s.event(func(e *models.Event) { e.Begins, e.Ends = begins, "" })
			page := get(s.T, s.north, http.MethodGet, it.Path(), "text/html").Body.String()
			if o := s.object(it); o["startTime"] != want || !strings.Contains(fmt.Sprint(o["summary"]), "12:00") || !strings.Contains(page, "12 pm") {
				s.Errorf("%s is %v, %v", begins, o["startTime"], o["summary"])
			}
		}
	})
}

func TestEventFromAStranger_IsInNobodysCalendarHere(t *testing.T) {
	inHall(t, func(s *hall) {
		invite := s.mobi.Event(s.otto, s.otto, "Buy my pills", s.ana.URI)
		invite["type"] = "Invite"
		invite["to"] = []any{s.ana.URI, moottest.Public}
		s.mobi.MustSend(s.north, s.otto, invite)
		if _, err := s.north.ItemByURI(s.Context(), objectOf(invite)); err != nil {
			s.Fatalf("the invitation is not here: %v", err)
		}
		s.event(func(e *models.Event) { e.Begins, e.Ends = "2037-04-09T12:00", "" })
		s.taken(s.mobi.Event(s.ruth, s.ruth, "Falls forum", s.group)) // for ward
		for _, path := range []string{"/events/2037-04", "/events/2037-04-09"} {
			page := get(s.T, s.north, http.MethodGet, path, "text/html").Body.String()
			if strings.Contains(page, "Buy my pills") {
				s.Errorf("%s shows what a stranger sent", path)
			}
			if !strings.Contains(page, "Winter webinar") || !strings.Contains(page, "Falls forum") {
				s.Errorf("%s does not show what is near", path)
			}
		}
	})
}
