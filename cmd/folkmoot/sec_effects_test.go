package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestI09_DeletingIsForAuthorsAndModerators(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		for _, summary := range []any{nil, "", "Spam"} {
			delete := func(by string, peer string) doc {
				p := s.honest
				if peer == "evil" {
					p = s.evil
				}
				return with(s.act(p, "Delete", by, s.hers.URI), doc{"summary": summary})
			}
			s.drops("I09: by another host", s.evil, s.mallory, delete(s.mallory, "evil"))
			s.ignores("I09: by a neighbour", s.honest, s.mo, delete(s.mo, "honest"))
			s.ignores("I09: by a community of the same host", s.honest, s.gardenURI, delete(s.gardenURI, "honest"))
		}
		mo, err := s.north.ActorByURI(t.Context(), s.mo)
		mt.Must(t, err)
		mt.Must(t, s.north.Appoint(t.Context(), s.ana, s.ward, mo, models.Facilitator, nil))
		s.honest.MustSend(s.north, s.mo, with(s.act(s.honest, "Delete", s.mo, s.post.URI), doc{"summary": "Off topic"}))
		if it := s.item(s.post.URI); it.RemovedAt.IsZero() {
			t.Error("I09: a moderator could not remove a post")
		}
		if got := s.honest.Get(s.north, s.post.Path(), ""); got.Code != http.StatusGone || !strings.Contains(got.Body.String(), "Tombstone") || strings.Contains(got.Body.String(), "piloted") {
			t.Errorf("I09: what was removed is answered %d %s", got.Code, got.Body)
		}
		s.honest.MustSend(s.north, s.vera, with(s.act(s.honest, "Delete", s.vera, s.hers.URI), doc{"summary": "I was wrong"}))
		if it := s.item(s.hers.URI); it.DeletedAt.IsZero() || it.Plain != "" || it.Raw != nil {
			t.Errorf("I09: vera could not delete her own: %+v", it)
		}
	})
}

// A neighbour who lives on a community's server moderates nothing there.
func TestI09_LivingNextDoorIsNoOffice(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		n := with(s.note(s.honest, "2", s.vera, ""), doc{"type": "Page", "name": "Roses", "audience": s.gardenURI})
		s.honest.MustSend(s.north, s.gardenURI, s.act(s.honest, "Announce", s.gardenURI, s.act(s.honest, "Create", s.vera, n)))
		thread := s.item(s.honest.URL("/notes/2"))
		for _, said := range []doc{
			with(s.act(s.honest, "Delete", s.mo, thread.URI), doc{"summary": "x"}),
			s.act(s.honest, "Lock", s.mo, thread.URI),
			with(s.act(s.honest, "Add", s.mo, thread.URI), doc{"target": s.gardenURI + "/featured"}),
			with(s.act(s.honest, "Add", s.mo, s.mo), doc{"target": s.gardenURI + "/moderators"}),
			with(s.act(s.honest, "Add", s.mo, s.honest.Person("nobody")), doc{"target": s.gardenURI + "/moderators"}),
			with(s.act(s.honest, "Block", s.mo, s.vera), doc{"target": s.gardenURI}),
			s.act(s.honest, "Update", s.mo, with(n, doc{"content": "x"})),
		} {
			s.honest.JSONAt("/c/garden/moderators", "application/activity+json", doc{"id": s.gardenURI + "/moderators", "type": "OrderedCollection", "orderedItems": []any{s.vera}})
			before := s.item(thread.URI)
			s.honest.MustSend(s.north, s.mo, said)
			now, m := s.item(thread.URI), s.member(s.garden, s.mo)
			if !now.RemovedAt.IsZero() || !now.LockedAt.IsZero() || !now.PinnedAt.IsZero() || now.Plain != before.Plain {
				t.Errorf("I09: %v by a neighbour: %+v", said["type"], now)
			}
			if b := s.member(s.garden, s.vera); m != nil || (b != nil && b.State == models.Banned) {
				t.Errorf("I09: %v by a neighbour: he is %+v, she %+v", said["type"], m, b)
			}
		}
	})
}

// member is what somebody is in a community, as north knows it.
func (s *siege) member(community *models.Actor, id string) *models.Membership {
	s.t.Helper()
	a, err := s.north.ActorByURI(s.t.Context(), id)
	mt.Must(s.t, err)
	m, err := s.north.Membership(s.t.Context(), community.ID, a.ID)
	mt.Must(s.t, err)
	return m
}

func TestI10_NobodyWidensWhoMayReadSomebodyElsesWords(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		closed := mt.Founded(t, s.north.Site, s.ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		secret := mt.Post(t, s.north.Site, s.ana, closed, "For us", "The secret words.")
		s.quiet()
		to := []any{"https://www.w3.org/ns/activitystreams#Public", s.mallory}
		claimed := doc{"id": secret.URI, "type": "Note", "attributedTo": s.mallory, "to": to, "content": "x"}
		for _, said := range []doc{
			s.act(s.evil, "Update", s.mallory, claimed),
			s.act(s.evil, "Create", s.mallory, claimed),
			s.act(s.evil, "Update", s.mallory, with(claimed, doc{"attributedTo": s.ana.URI})),
			s.act(s.evil, "Create", s.mallory, with(s.note(s.evil, "in", s.mallory, secret.URI), doc{"to": to})),
			s.act(s.evil, "Create", s.mallory, with(s.note(s.evil, "for", s.mallory, ""), doc{"to": to, "audience": closed.URI})),
			s.act(s.evil, "Like", s.mallory, secret.URI),
			s.act(s.evil, "Announce", s.den, secret.URI),
			s.act(s.evil, "Follow", s.mallory, closed.URI),
			with(s.act(s.evil, "Add", s.mallory, s.mallory), doc{"target": closed.URI + "/moderators"}),
		} {
			by := said["actor"].(string)
			s.ignores(fmt.Sprint("I10: ", said["type"]), s.evil, by, said)
		}
		for _, path := range []string{secret.Path(), "/c/closed", "/c/closed/outbox", "/c/closed/followers", "/c/closed/moderators", secret.Path() + "/context", secret.Path() + "/replies"} {
			if got := s.evil.Get(s.north, path, s.mallory); got.Code != http.StatusNotFound || strings.Contains(got.Body.String(), "ecret") {
				t.Errorf("I10: %s: %d %s", path, got.Code, got.Body)
			}
		}
	})
}

func TestI11_SignaturesWithinADocumentMeanNothing(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		hers := doc{"id": s.honest.URL("/notes/forged"), "type": "Note", "attributedTo": s.vera, "to": []any{"as:Public"}, "content": "Forged", "inReplyTo": s.post.URI}
		signature := doc{"type": "RsaSignature2017", "creator": s.vera + "#main-key", "created": "2026-01-01T00:00:00Z", "signatureValue": "AAAA"}
		for what, said := range map[string]doc{
			"a signature by her":  with(s.act(s.evil, "Create", s.mallory, hers), doc{"signature": signature}),
			"a proof by her":      with(s.act(s.evil, "Create", s.mallory, with(hers, doc{"proof": signature})), nil),
			"a graph":             with(s.act(s.evil, "Create", s.mallory, hers), doc{"@graph": []any{doc{"id": s.vera, "type": "Person"}}}),
			"included":            with(s.act(s.evil, "Create", s.mallory, hers), doc{"@included": []any{hers}}),
			"other words for it":  with(s.act(s.evil, "Create", s.mallory, with(hers, doc{"attributedTo": nil, "by": s.vera})), doc{"@context": []any{doc{"by": "as:attributedTo"}}}),
			"a context elsewhere": with(s.act(s.evil, "Create", s.mallory, hers), doc{"@context": []any{"https://honest.example/context", "https://context.example/x"}}),
		} {
			s.ignores("I11: "+what, s.evil, s.mallory, said)
		}
		body, _ := json.Marshal(doc{"@context": "https://www.w3.org/ns/activitystreams", "@graph": []any{s.act(s.evil, "Like", s.mallory, s.hers.URI)}})
		s.refuses("I11: nothing but a graph", http.StatusBadRequest, s.evil.Posting(s.north, "/inbox", s.mallory, body))
	})
}

func TestI13_NobodyAnswersOrUndoesForOthers(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Like", s.vera, s.post.URI))
		follow := s.act(s.honest, "Follow", s.vera, s.ward.URI)
		s.honest.MustSend(s.north, s.vera, follow)
		other := s.honest.Group("orchard")
		orchard, err := s.north.Fed.Actor(t.Context(), other)
		mt.Must(t, err)
		asked, err := s.north.Follow(t.Context(), s.ana, orchard, nil)
		mt.Must(t, err)
		have, err := s.north.Following(t.Context(), s.ana.ID, s.garden.ID)
		mt.Must(t, err)
		s.quiet()
		like := doc{"id": s.honest.URL("/activities/like/1"), "type": "Like", "actor": s.vera, "object": s.post.URI}
		inline := doc{"id": asked.URI, "type": "Follow", "actor": s.ana.URI, "object": other}
		for what, said := range map[string]doc{
			"undoes her follow":             s.act(s.evil, "Undo", s.mallory, follow),
			"undoes her follow by its id":   s.act(s.evil, "Undo", s.mallory, follow["id"]),
			"undoes her like":               s.act(s.evil, "Undo", s.mallory, like),
			"undoes ana's follow":           s.act(s.evil, "Undo", s.mallory, have.URI),
			"accepts for the orchard":       s.act(s.evil, "Accept", s.mallory, asked.URI),
			"accepts it whole":              s.act(s.evil, "Accept", s.mallory, inline),
			"rejects for the garden":        s.act(s.evil, "Reject", s.mallory, have.URI),
			"accepts what nobody asked":     s.act(s.evil, "Accept", s.mallory, doc{"type": "Follow", "actor": s.ana.URI, "object": s.mallory}),
			"accepts what has no id":        s.act(s.evil, "Accept", s.mallory, doc{"type": "Follow", "actor": s.ana.URI, "object": other}),
			"accepts nothing":               with(s.act(s.evil, "Accept", s.mallory, nil), doc{"object": nil}),
			"undoes nothing":                with(s.act(s.evil, "Undo", s.mallory, nil), doc{"object": nil}),
			"follows in the name of nobody": s.act(s.evil, "Follow", s.mallory, s.vera),
		} {
			s.ignores("I13: mallory "+what, s.evil, s.mallory, said)
		}
		s.ignores("I13: a neighbour accepts", s.honest, s.gardenURI, s.act(s.honest, "Accept", s.gardenURI, asked.URI))
		s.honest.MustSend(s.north, other, s.act(s.honest, "Accept", other, doc{"type": "Follow", "actor": s.ana.URI, "object": other}))
		if f, err := s.north.Following(t.Context(), s.ana.ID, orchard.ID); err != nil || f == nil || f.State != models.Accepted {
			t.Errorf("I13: the orchard itself accepts, with the follow inside that has no id: %+v, %v", f, err)
		}
	})
}

func TestI15_MovingHasNoEffect(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		for _, said := range []doc{
			with(s.act(s.evil, "Move", s.mallory, s.mallory), doc{"target": s.evil.Person("mallory2")}),
			with(s.act(s.evil, "Move", s.mallory, s.vera), doc{"target": s.mallory}),
			with(s.act(s.evil, "Move", s.mallory, s.ward.URI), doc{"target": s.den}),
			with(s.act(s.evil, "Move", s.mallory, s.gardenURI), doc{"target": s.den}),
		} {
			s.drops("I15: a move", s.evil, s.mallory, said)
		}
		s.drops("I15: of a community by itself", s.evil, s.den, with(s.act(s.evil, "Move", s.den, s.den), doc{"target": s.gardenURI}))
	})
}

func TestI16_TwentyAtOnceAreOne(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		create := s.act(s.honest, "Create", s.vera, s.note(s.honest, "many", s.vera, s.post.URI))
		var all sync.WaitGroup
		for n := range 20 {
			inbox := []string{"/inbox", "/c/ward/inbox", "/u/ana/inbox"}[n%3]
			all.Go(func() {
				if status := s.honest.Send(s.north, inbox, s.vera, create); status != http.StatusAccepted {
					t.Errorf("I16: answered %d", status)
				}
			})
		}
		all.Wait()
		s.Settle()
		acts, kept := 0, 0
		for _, row := range s.north.Rows()["acts"] {
			acts += strings.Count(row, "uri="+create["id"].(string)+" ")
		}
		for _, row := range s.north.Rows()["received"] {
			kept += strings.Count(row, "uri="+create["id"].(string)+" ")
		}
		if thread := s.item(s.post.URI); acts != 1 || kept != 1 || thread.ReplyCount != 2 {
			t.Errorf("I16: kept %d times, done %d times, %d replies", kept, acts, thread.ReplyCount)
		}
	})
}
