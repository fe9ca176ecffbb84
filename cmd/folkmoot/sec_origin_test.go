package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// person is the document of somebody, with what a test says otherwise.
func (s *siege) person(id string, changes doc) doc {
	name := id[strings.LastIndex(id, "/")+1:]
	return with(doc{
		"@context": "https://www.w3.org/ns/activitystreams", "id": id, "type": "Person", "preferredUsername": name, "name": "Somebody else",
		"inbox": id + "/inbox", "publicKey": doc{"id": id + "#main-key", "owner": id, "publicKeyPem": pemOf(s.t, &s.evil.Sign(s.mallory).Private.PublicKey)},
	}, changes)
}

func TestI01_NobodyServesSomebodyElse(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.evil.Object("/users/fake", s.person(s.vera, nil))
		s.evil.Object("/users/mixed", s.person(s.evil.URL("/users/mixed"), doc{"inbox": s.vera + "/inbox"}))
		s.evil.Object("/users/keyed", s.person(s.evil.URL("/users/keyed"), doc{"publicKey": doc{
			"id": s.vera + "#main-key", "owner": s.vera, "publicKeyPem": pemOf(t, &s.evil.Sign(s.mallory).Private.PublicKey),
		}}))
		for _, path := range []string{"/users/fake", "/users/mixed", "/users/keyed"} {
			s.unchanged("I01: "+path, []string{"evil.example"}, func() {
				if a, err := s.north.Fed.Actor(t.Context(), s.evil.URL(path)); err == nil {
					t.Errorf("I01: %s is %+v", path, a)
				}
			})
		}
	})
}

func TestI02_TheSignerIsTheOneWhoActs(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		for _, actor := range []any{s.vera, []any{s.mallory, s.vera}, []any{s.vera, s.mallory}, doc{"id": s.vera, "type": "Person"}, s.north.Base() + "/u/ana", s.ward.URI} {
			for _, kind := range []string{"Like", "Follow", "Delete"} {
				said := with(s.act(s.evil, kind, s.mallory, s.hers.URI), doc{"actor": actor})
				body, _ := json.Marshal(said)
				s.unchanged("I02", nil, func() {
					got := s.north.Answer(s.evil.Posting(s.north, "/inbox", s.mallory, body))
					if got.Code != http.StatusForbidden && got.Code != http.StatusBadRequest {
						t.Errorf("I02: %s: answered %d", body, got.Code)
					}
				})
			}
		}
	})
}

func TestI03_OnlyADocumentOfTheRightTypeIsOne(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		n := with(s.note(s.honest, "typed", s.vera, ""), doc{"cc": []any{s.ward.URI}})
		address := s.honest.URL("/notes/typed")
		look := func(contentType string) error {
			s.honest.JSONAt("/notes/typed", contentType, n)
			_, err := s.north.Fed.Item(t.Context(), address)
			return err
		}
		for _, contentType := range []string{
			"application/json", "text/html", "image/png", "application/octet-stream", "application/ld+json", "",
			`application/ld+json; profile="https://example.org/"`, "application/activity+json2", "text/plain; application/activity+json",
		} {
			s.unchanged("I03: "+contentType, []string{"honest.example"}, func() {
				if err := look(contentType); err == nil {
					t.Errorf("I03: taken as %q", contentType)
				}
			})
		}
		s.honest.JSONAt("/uploads/typed.json", federation.ActivityType, n) // a file that somebody put there
		s.honest.Status("/notes/typed", http.StatusNotFound)
		s.unchanged("I03: an upload", []string{"honest.example"}, func() {
			if it, err := s.north.Fed.Item(t.Context(), s.honest.URL("/uploads/typed.json")); err == nil {
				t.Errorf("I03: an upload is %+v", it)
			}
		})
		if err := look(`application/ld+json; profile="https://www.w3.org/ns/activitystreams"`); err != nil {
			t.Errorf("I03: the right type: %v", err)
		}
	})
}

func TestI04_IDHostAndAuthorBelongTogether(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		there, here := s.honest.URL("/notes/new"), s.evil.URL("/notes/new")
		for _, id := range []string{there, here} {
			for _, author := range []string{s.vera, s.mallory} {
				for _, page := range []string{s.honest.URL("/@vera/new"), s.evil.URL("/@mallory/new")} {
					n := with(s.note(s.evil, "new", author, ""), doc{"id": id, "url": page, "cc": []any{s.ward.URI}})
					s.evil.Object("/notes/new", n)
					if id == here && author == s.mallory {
						continue // it is hers, wherever she says that its page is
					}
					what := "I04: " + id + " by " + author + " at " + page
					s.ignores(what, s.evil, s.mallory, s.act(s.evil, "Create", s.mallory, n), "evil.example", "honest.example")
					s.unchanged(what, []string{"evil.example", "honest.example"}, func() {
						if it, err := s.north.Fed.Item(t.Context(), here); err == nil {
							t.Errorf("%s: looked up as %+v", what, it)
						}
					})
				}
			}
		}
		s.evil.Object("/notes/own", with(s.note(s.evil, "own", s.mallory, ""), doc{"url": s.honest.URL("/@vera/1"), "cc": []any{s.ward.URI}}))
		it, err := s.north.Fed.Item(t.Context(), s.evil.URL("/notes/own"))
		if mt.Must(t, err); it.URL != s.evil.URL("/notes/own") {
			t.Errorf("I04: mallory's page lies at %s", it.URL)
		}
	})
}

func TestI04_ARedirectLendsNoName(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		to := func(path, target string) {
			s.honest.Serve(path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, target, http.StatusFound) })
		}
		claimed := with(s.note(s.evil, "x", s.vera, ""), doc{"id": s.honest.URL("/out/1"), "cc": []any{s.ward.URI}})
		s.evil.Object("/notes/x", claimed)
		s.evil.Object("/users/x", s.person(s.honest.URL("/out/2"), nil))
		to("/out/1", s.evil.URL("/notes/x"))
		to("/out/2", s.evil.URL("/users/x"))
		s.unchanged("I04: redirects", []string{"evil.example", "honest.example"}, func() {
			if it, err := s.north.Fed.Item(t.Context(), s.honest.URL("/out/1")); err == nil {
				t.Errorf("I04: a note by redirect: %+v", it)
			}
			if a, err := s.north.Fed.Actor(t.Context(), s.honest.URL("/out/2")); err == nil {
				t.Errorf("I04: an actor by redirect: %+v", a)
			}
		})
	})
}

func TestI06_AnActorStaysWhatItWas(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		key := doc{"id": s.vera + "#main-key", "owner": s.mallory, "publicKeyPem": pemOf(t, &s.evil.Sign(s.mallory).Private.PublicKey)}
		for what, changes := range map[string]doc{
			"another id":        {"id": s.mo},
			"an id elsewhere":   {"id": s.mallory},
			"a community now":   {"type": "Group"},
			"inbox elsewhere":   {"inbox": s.mallory + "/inbox"},
			"shared elsewhere":  {"endpoints": doc{"sharedInbox": s.evil.URL("/inbox")}},
			"no inbox":          {"inbox": nil},
			"a key elsewhere":   {"publicKey": with(key, doc{"id": s.mallory + "#main-key"})},
			"no name":           {"preferredUsername": ""},
			"a name like a url": {"preferredUsername": "vera@evil.example/x"},
		} {
			s.honest.Object("/users/vera", s.person(s.vera, changes))
			s.ignores("I06: "+what, s.honest, s.vera, s.act(s.honest, "Update", s.vera, s.person(s.vera, changes)), "honest.example")
		}
		s.honest.Object("/users/vera", s.person(s.vera, doc{"preferredUsername": "veronica"}))
		s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Update", s.vera, s.vera))
		other := s.honest.Actor("Person", "/users/other", "vera", nil)
		taken, err := s.north.Fed.Actor(t.Context(), other)
		mt.Must(t, err)
		if f, err := s.north.Following(t.Context(), taken.ID, s.ward.ID); err != nil || f != nil {
			t.Errorf("I06: whoever took the name over follows %+v, %v", f, err)
		}
		if it := s.item(s.hers.URI); it.Author.URI != s.vera {
			t.Errorf("I06: the words are by %s now", it.Author.URI)
		}
	})
}

func TestI07_OnlyTheAuthorEditsAndNeverBackwards(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		edit := with(s.note(s.honest, "1", s.vera, s.post.URI), doc{"content": "<p>Forged</p>", "updated": s.Clock.Now()})
		s.drops("I07: by another host", s.evil, s.mallory, s.act(s.evil, "Update", s.mallory, edit))
		s.drops("I07: by another host, as hers", s.evil, s.mallory, s.act(s.evil, "Update", s.mallory, with(edit, doc{"attributedTo": s.mallory})))
		s.drops("I07: by a neighbour", s.honest, s.mo, s.act(s.honest, "Update", s.mo, edit))
		s.drops("I07: by a neighbour, as his", s.honest, s.mo, s.act(s.honest, "Update", s.mo, with(edit, doc{"attributedTo": s.mo})))
		forged := with(s.act(s.evil, "Update", s.mallory, edit), doc{"id": s.honest.URL("/activities/update/9")})
		body, _ := json.Marshal(forged)
		s.refuses("I07: an id of another host", http.StatusForbidden, s.evil.Posting(s.north, "/inbox", s.mallory, body))

		newest := with(edit, doc{"content": "<p>Newest</p>", "updated": s.Clock.Now()})
		s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Update", s.vera, newest))
		older := with(edit, doc{"content": "<p>Older</p>", "updated": s.Clock.Now().Add(-time.Minute)})
		s.drops("I07: an older edit", s.honest, s.vera, s.act(s.honest, "Update", s.vera, older))
		s.drops("I07: the same again", s.honest, s.vera, s.act(s.honest, "Update", s.vera, newest))
		if it := s.item(s.hers.URI); it.Plain != "Newest" {
			t.Errorf("I07: it reads %q", it.Plain)
		}
	})
}

func TestI08_WhatIsNoIDMakesNobodyAnAuthor(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		local := s.north.Base() + "/u/ana"
		strange := []any{
			1, true,
			[]any{},
			[]any{1},
			doc{},
			doc{"id": 1},
			"1", "", "/u/ana", "u/ana", "ana", local, strings.ToUpper(local[:21]) + local[21:],
			"http://north.example/u/ana", "https://north.example:443/u/ana", "https://north.example./u/ana", "https://x@north.example/u/ana", strings.Repeat("x", 1<<16),
		}
		n := s.note(s.evil, "strange", s.mallory, s.post.URI)
		create := s.act(s.evil, "Create", s.mallory, n)
		for _, v := range strange {
			for what, said := range map[string]doc{
				"actor":        with(create, doc{"actor": v}),
				"attributedTo": with(create, doc{"object": with(n, doc{"attributedTo": v})}),
				"object.id":    with(create, doc{"object": with(n, doc{"id": v})}),
				"object":       with(create, doc{"object": v}),
			} {
				s.unchanged("I08: "+what, []string{"evil.example"}, func() {
					s.said++
					said["id"] = s.evil.URL("/activities/create/" + time.Duration(s.said).String())
					status := s.evil.Send(s.north, "/inbox", s.mallory, said)
					if status >= 500 || (what == "actor" && status == http.StatusAccepted) {
						t.Errorf("I08: %s = %.60v: answered %d", what, v, status)
					}
				}, "received")
			}
		}
		s.none("I08", n["id"].(string))
		if _, err := s.north.Fed.Actor(t.Context(), "https://NORTH.example/u/ana"); err == nil {
			t.Error("I08: an odd spelling of our host makes an actor")
		}
	})
}
