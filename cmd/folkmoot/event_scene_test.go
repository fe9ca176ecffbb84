package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// The rows of the checklist of events bear their numbers: TestEvent11_.

// A hall is a scene whose community is followed by a Mobilizon, where ruth and otto live, and by a Gancio.
type hall struct {
	*scene
	mobi       moottest.Mobilizon
	gancio     moottest.Gancio
	ruth, otto string
}

func inHall(t *testing.T, fn func(s *hall)) {
	t.Helper()
	onStage(t, func(s *scene) {
		h := &hall{scene: s, mobi: s.Mobilizon("mobi.example"), gancio: s.Gancio("gancio.example")}
		h.ruth, h.otto = h.mobi.Person("ruth"), h.mobi.Person("otto")
		h.mobi.MustSend(s.north, h.mobi.URL("/relay"), h.mobi.Follow(s.group))
		h.gancio.MustSend(s.north, h.gancio.Relay, h.gancio.Follow(s.group))
		h.forget()
		fn(h)
	})
}

func (s *hall) forget() {
	s.scene.forget()
	s.mobi.Forget()
	s.gancio.Forget()
}

// event adds an event to ward, at noon of 15 January 2037 in London, changed by fn.
func (s *hall) event(fn func(e *models.Event)) *models.Item {
	s.Helper()
	e := &models.Event{Begins: "2037-01-15T12:00", Ends: "2037-01-15T13:00", Zone: "Europe/London", Place: "Tarnside Library, 1 High Street", Room: "https://rooms.example/secret-room"}
	if fn != nil {
		fn(e)
	}
	it, err := s.north.Publish(s.Context(), models.Draft{Kind: models.EventKind, By: s.ana, In: s.ward, Title: "Winter webinar", Source: "What we **learned**.", Language: "en", Detail: e})
	s.settled(err)
	return it
}

// revise changes an event.
func (s *hall) revise(it *models.Item, fn func(e *models.Event)) *models.Item {
	s.Helper()
	now := s.item(it.URI)
	e := *now.Detail.(*models.Event)
	fn(&e)
	now, err := s.north.Revise(s.Context(), now, models.Draft{By: s.ana, Title: now.Title, Source: now.Source, Detail: &e})
	s.settled(err)
	return now
}

// object is the document of an event, as anybody is given it.
func (s *hall) object(it *models.Item) doc {
	s.Helper()
	r := get(s.T, s.north, http.MethodGet, it.Path(), federation.AcceptActivity)
	if r.Code != http.StatusOK {
		s.Fatalf("%s answers %d", it.Path(), r.Code)
	}
	return reread(s.T, jsonOf(s.T, r.Body.Bytes())).(doc)
}

// answer is what somebody of another site is noted to say; nil: nothing.
func (s *hall) answer(it *models.Item, who string) *models.Answer {
	s.Helper()
	a, err := s.north.ActorByURI(s.Context(), who)
	if models.IsRefusal(err) {
		return nil
	}
	mt.Must(s.T, err)
	found, err := s.north.AnswerOf(s.Context(), it.ID, a)
	mt.Must(s.T, err)
	return found
}

// says fails unless somebody is noted to say this, with this seat: "yes coming".
func (s *hall) says(it *models.Item, who, want string) {
	s.Helper()
	got := ""
	if a := s.answer(it, who); a != nil {
		got = strings.TrimSpace(string(a.Says) + " " + string(a.State))
	}
	if got != want {
		s.Errorf("%s says %q, want %q", who, got, want)
	}
}

// told is the one answer of a type that a peer got, which holds the Join.
func (s *hall) told(p *moottest.Peer, kind string, join doc) doc {
	s.Helper()
	got := only(s.T, p, kind)
	inner, _ := got["object"].(doc)
	if got["actor"] != s.group || inner == nil || inner["id"] != join["id"] || inner["actor"] != join["actor"] {
		s.Errorf("the %s is %v", kind, got)
	}
	return got
}

// refused sends what must be answered with a status of 400 to 499, and changes nothing.
func (s *hall) refused(p *moottest.Peer, who string, activity doc) {
	s.Helper()
	before := len(s.north.Rows()["items"])
	if status := p.Send(s.north, "/inbox", who, activity); status < 400 || status > 499 {
		s.Errorf("answered %d to %v", status, activity["object"])
	}
	s.Settle()
	if after := len(s.north.Rows()["items"]); after != before {
		s.Errorf("%d items became %d", before, after)
	}
}
