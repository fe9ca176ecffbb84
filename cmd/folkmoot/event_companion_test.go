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

// pages are the posts about events that a peer was sent in Announces, by the type of what was done with them.
func pages(p *moottest.Peer) map[string]doc {
	found := map[string]doc{}
	for _, got := range p.Received("Announce") {
		inner, _ := got.Doc["object"].(doc)
		object, _ := inner["object"].(doc)
		id, _ := inner["object"].(string)
		if object["type"] == "Page" || strings.HasSuffix(id, models.CompanionPath) {
			found[inner["type"].(string)] = inner
		}
	}
	return found
}

func TestEvents_GoOutAsPostsTooWhereTheCommunityWantsIt(t *testing.T) {
	inHall(t, func(s *hall) {
		s.event(nil)
		if got := pages(s.lemmy.Peer); len(got) > 0 {
			s.Fatalf("a post went out unasked: %v", got)
		}
		ward, err := s.north.Actor(s.Context(), s.ward.ID)
		mt.Must(s.T, err)
		charter := ward.Charter()
		charter.Companions = true
		s.settled(s.north.SetCharter(s.Context(), s.ana, ward, charter))
		s.forget()
		it := s.event(nil)
		create := pages(s.lemmy.Peer)["Create"]
		page, _ := create["object"].(doc)
		if create["actor"] != s.ana.URI || page["attributedTo"] != s.ana.URI || page["id"] != it.URI+"/post" || page["audience"] != s.group ||
			!strings.Contains(page["content"].(string), "12:00") || strings.Contains(page["content"].(string), "secret-room") || page["context"] != it.URI+"/context" {
			s.Fatalf("the post is %v", create)
		}
		for _, p := range []*moottest.Peer{s.masto.Peer, s.mobi.Peer, s.gancio.Peer} {
			if got := pages(p); len(got) > 0 {
				s.Errorf("%s got it too: %v", p.Host, got)
			}
		}
		reply := s.lemmy.Comment(s.lena, s.group, page["id"].(string), "I will bring cake.")
		s.lemmy.MustSend(s.north, s.lena, reply)
		if answer := s.item(objectOf(reply)); answer.ThreadID != it.ID {
			s.Errorf("the answer is in %d, not with the event", answer.ThreadID)
		}
		s.forget()
		s.revise(it, func(e *models.Event) { e.Place = "Town Hall" })
		s.settled(s.north.Delete(s.Context(), s.ana, it, nil))
		if got := pages(s.lemmy.Peer); got["Update"] == nil || got["Delete"] == nil {
			s.Errorf("the post was not kept up: %v", got)
		}
	})
}

func TestEvents_ThePostBesideOneIsADocumentThatLeadsToIt(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		page := jsonOf(s.T, get(s.T, s.north, http.MethodGet, it.Path()+"/post", federation.AcceptActivity).Body.Bytes()).(doc)
		if page["type"] != "Page" || page["folkmoot:companionOf"] != it.URI {
			s.Errorf("it is %v", page)
		}
		if r := get(s.T, s.north, http.MethodGet, it.Path()+"/post", "text/html"); r.Code/100 != 3 || r.Header().Get("Location") != it.Path() {
			s.Errorf("people get %d %s", r.Code, r.Header().Get("Location"))
		}
		other := s.mobi.Activity("Create", s.ruth, 1, doc{
			"id": s.mobi.URL("/posts/1"), "type": "Page", "attributedTo": s.ruth, "name": "Falls forum", "content": "x", "folkmoot:companionOf": s.mobi.URL("/events/1"),
			"to": []any{moottest.Public}, "cc": []any{s.group},
		}, doc{"to": []any{moottest.Public}, "cc": []any{s.group}})
		s.mobi.MustSend(s.north, s.ruth, other)
		s.absent(s.mobi.URL("/posts/1"))
	})
}
