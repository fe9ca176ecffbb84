package main

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A bench is a scene with leo of the Lemmy, an organiser of ward; olu of another one, who is nobody; and a
// thread.
type bench struct {
	*scene
	leo, olu string
	other    moottest.Lemmy
	post     *models.Item
}

func onBench(t *testing.T, fn func(s *bench)) {
	t.Helper()
	onStage(t, func(s *scene) {
		b := &bench{scene: s, leo: s.lemmy.Person("leo"), other: s.Lemmy("other.example")}
		b.olu = b.other.Person("olu")
		b.other.MustSend(s.north, b.olu, b.other.Follow(b.olu, s.group))
		leo, err := s.north.Fed.Actor(s.Context(), b.leo)
		mt.Must(s.T, err)
		s.settled(s.north.Appoint(s.Context(), s.ana, s.ward, leo, models.Organiser, nil))
		b.post = s.post("Falls checklist")
		b.forget()
		fn(b)
	})
}

func (s *bench) forget() {
	s.scene.forget()
	s.other.Forget()
}

func TestRow71_AModeratorOfAnotherHostTakesOutWhatSomebodyWrote(t *testing.T) {
	onBench(t, func(s *bench) {
		note := s.masto.Note(s.max, "<p>Names a patient</p>", s.group)
		s.masto.MustSend(s.north, s.max, note)
		s.forget()
		removal := s.lemmy.Remove(s.leo, s.group, objectOf(note), "Names a patient")
		s.lemmy.MustSend(s.north, s.leo, removal)
		if it := s.item(objectOf(note)); it.RemovedAt.IsZero() || it.RemovedReason != "Names a patient" {
			s.Errorf("%+v", it)
		}
		same(s.T, wrapped(s.T, s.other.Peer, s.group), removal)
		same(s.T, wrapped(s.T, s.masto.Peer, s.group), removal) // where the words are kept
		s.forget()
		s.lemmy.MustSend(s.north, s.leo, s.lemmy.Undo(removal))
		if it := s.item(objectOf(note)); it.Withdrawn() || it.Plain != "Names a patient" {
			s.Errorf("%+v", it)
		}
		wrapped(s.T, s.other.Peer, s.group)
	})
}

func TestRow71_AListedModeratorOfAThirdHostIsBelievedWithoutTheCommunity(t *testing.T) {
	onReading(t, func(s *reading) {
		other := s.Lemmy("other.example")
		olu, list := other.Person("olu"), s.nights+"/moderators"
		page := s.lemmy.Page(s.lena, s.nights, "To be removed", "Words.")
		s.lemmy.MustSend(s.north, s.nights, s.lemmy.Announce(s.nights, page))
		removal := func() doc { return other.Remove(olu, s.nights, objectOf(page), "") }
		other.MustSend(s.north, olu, removal())
		if it := s.item(objectOf(page)); it.Withdrawn() {
			s.Error("somebody who is not listed took it out")
		}
		s.lemmy.Object("/c/nights/moderators", doc{"@context": "https://www.w3.org/ns/activitystreams", "id": list, "type": "OrderedCollection", "orderedItems": []any{olu}})
		s.Clock.Add(2 * time.Hour)
		other.MustSend(s.north, olu, removal())
		if it := s.item(objectOf(page)); it.RemovedAt.IsZero() {
			s.Error("the listed moderator did not take it out")
		}
	})
}

func TestRow72_WhoDoesNotModerateTakesNothingOut(t *testing.T) {
	onBench(t, func(s *bench) {
		for _, id := range []string{s.post.URI, s.max} {
			s.dropped(s.other.Peer, s.olu, s.other.Remove(s.olu, s.group, id, "I do not like it"))
			s.dropped(s.other.Peer, s.olu, s.other.Delete(s.olu, s.group, id))
		}
		s.dropped(s.masto.Peer, s.masto.URL("/actor"), s.masto.Delete(doc{"actor": s.masto.URL("/actor"), "object": doc{"id": s.post.URI}}))
		if it := s.item(s.post.URI); it.Withdrawn() {
			s.Errorf("%+v", it)
		}
	})
}

func TestRow73_ModeratorsOfOtherHostsModerateAndNobodyElse(t *testing.T) {
	onBench(t, func(s *bench) {
		featured, moderators := s.group+"/featured", s.group+"/moderators"
		now := func() *models.Item { return s.item(s.post.URI) }
		role := func(id string) models.Membership {
			m, err := s.north.Membership(s.Context(), s.ward.ID, s.actor(id).ID)
			mt.Must(s.T, err)
			if m == nil {
				return models.Membership{}
			}
			return *m
		}
		lock := func(p moottest.Lemmy, who string) doc { return p.Lock(who, s.group, s.post.URI, "Settled") }
		block := func(p moottest.Lemmy, who string) doc { return p.Block(who, s.group, s.max, "Third warning") }
		list := func(kind, object, target string) func(moottest.Lemmy, string) doc {
			return func(p moottest.Lemmy, who string) doc { return p.List(kind, who, s.group, object, target) }
		}
		undo := func(made func(moottest.Lemmy, string) doc) func(moottest.Lemmy, string) doc {
			return func(p moottest.Lemmy, who string) doc { return p.Undo(made(p, who)) }
		}
		for _, step := range []struct {
			name string
			make func(p moottest.Lemmy, who string) doc
			is   func() bool
		}{
			{"lock", lock, func() bool { return !now().LockedAt.IsZero() }},
			{"unlock", undo(lock), func() bool { return now().LockedAt.IsZero() }},
			{"pin", list("Add", s.post.URI, featured), func() bool { return !now().PinnedAt.IsZero() }},
			{"unpin", list("Remove", s.post.URI, featured), func() bool { return now().PinnedAt.IsZero() }},
			{"appoint", list("Add", s.lena, moderators), func() bool { return role(s.lena).Role == models.Facilitator }},
			{"dismiss", list("Remove", s.lena, moderators), func() bool { return role(s.lena).Role == models.Member }},
			{"ban", block, func() bool { return role(s.max).State == models.Banned && role(s.max).Reason == "Third warning" }},
			{"unban", undo(block), func() bool { return role(s.max).State == "" }},
		} {
			s.forget()
			s.dropped(s.other.Peer, s.olu, step.make(s.other, s.olu))
			if step.is() {
				s.Errorf("%s: somebody who does not moderate did it", step.name)
			}
			activity := step.make(s.lemmy, s.leo)
			s.lemmy.MustSend(s.north, s.leo, activity)
			if !step.is() {
				s.Errorf("%s: the moderator did not do it", step.name)
			}
			same(s.T, wrapped(s.T, s.other.Peer, s.group), activity)
		}
	})
}

func TestRow73_WhatAFollowedCommunityDecidesIsSoHereToo(t *testing.T) {
	onReading(t, func(s *reading) {
		page := s.lemmy.Page(s.lena, s.nights, "Their thread", "Words.")
		mod, id := s.lemmy.Person("mod"), objectOf(page)
		pass := func(inner doc) *models.Item {
			s.lemmy.MustSend(s.north, s.nights, s.lemmy.Announce(s.nights, inner))
			return s.item(id)
		}
		pass(page)
		lock := s.lemmy.Lock(mod, s.nights, id, "Settled")
		if it := pass(lock); it.LockedAt.IsZero() {
			s.Error("not locked")
		}
		if it := pass(s.lemmy.Undo(lock)); !it.LockedAt.IsZero() {
			s.Error("not unlocked")
		}
		if it := pass(s.lemmy.List("Add", mod, s.nights, id, s.nights+"/featured")); it.PinnedAt.IsZero() {
			s.Error("not pinned")
		}
		if it := pass(s.lemmy.List("Remove", mod, s.nights, id, s.nights+"/featured")); !it.PinnedAt.IsZero() {
			s.Error("not unpinned")
		}
		pass(s.lemmy.Block(mod, s.nights, s.ana.URI, "Third warning"))
		if m, err := s.north.Membership(s.Context(), s.actor(s.nights).ID, s.ana.ID); err != nil || m == nil || m.State != models.Banned {
			s.Errorf("ana is %+v (%v)", m, err)
		}
		if it := pass(s.lemmy.Remove(mod, s.nights, id, "Names a patient")); it.RemovedAt.IsZero() {
			s.Error("not removed")
		}
		s.quiet()
	})
}

func TestRow74_ADeniedServerMeetsTwoClosedDoors(t *testing.T) {
	onStage(t, func(s *scene) {
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Host: "lemmy.example", Reason: "Spam"}))
		page := s.lemmy.Page(s.lena, s.group, "Denied", "Words.")
		if status := s.lemmy.Send(s.north, "/inbox", s.lena, page); status != http.StatusForbidden {
			s.Errorf("inbox: %d", status)
		}
		post := s.post("Falls checklist")
		for _, path := range []string{"/c/ward-safety", "/u/ana", post.Path(), "/c/ward-safety/outbox", "/c/ward-safety/followers", post.Path() + "/context"} {
			if w := s.lemmy.Get(s.north, path, s.lena); w.Code != http.StatusForbidden {
				s.Errorf("%s: %d", path, w.Code)
			}
		}
		if got := s.Net.Requests("lemmy.example"); len(got) != 0 {
			s.Errorf("it was sent %d requests", len(got))
		}
		only(s.T, s.masto.Peer, "Announce")
	})
}

func TestRow75_InAllowlistModeAStrangerMeetsTwoClosedDoors(t *testing.T) {
	onStage(t, func(s *scene) {
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Host: "masto.example", Allow: true}))
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Mode: models.ModeAllowlist}))
		post := s.post("Falls checklist")
		if status := s.lemmy.Send(s.north, "/inbox", s.lena, s.lemmy.Follow(s.lena, s.group)); status != http.StatusForbidden {
			s.Errorf("inbox: %d", status)
		}
		for _, path := range []string{"/c/ward-safety", post.Path(), "/c/ward-safety/outbox"} {
			if w := s.lemmy.Get(s.north, path, s.lena); w.Code != http.StatusForbidden {
				s.Errorf("signed %s: %d", path, w.Code)
			}
			if w := s.masto.Get(s.north, path, s.max); w.Code != http.StatusOK {
				s.Errorf("allowed %s: %d", path, w.Code)
			}
		}
		if w := get(s.T, s.north, http.MethodGet, post.Path(), federation.AcceptActivity); w.Code != http.StatusUnauthorized {
			s.Errorf("unsigned: %d", w.Code)
		}
		for _, handle := range []string{"@lena@lemmy.example", "@stranger@lemmy.example", s.lemmy.URL("/c/nights")} {
			if a, err := s.north.Fed.Actor(s.Context(), handle); err == nil && handle != "@lena@lemmy.example" {
				s.Errorf("%s was asked for: %+v", handle, a)
			}
		}
		if got := s.Net.Requests("lemmy.example"); len(got) != 0 {
			s.Errorf("it was sent %d requests", len(got))
		}
	})
}

func TestRow75_InAllowlistModeAStrangerSeesTheKeysAndNoMore(t *testing.T) {
	onStage(t, func(s *scene) {
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Mode: models.ModeAllowlist}))
		for _, path := range []string{"/c/ward-safety", "/u/ana"} {
			stub := document(s.T, s.north, path)
			var keys []string
			for key := range stub {
				keys = append(keys, key)
			}
			slices.Sort(keys)
			if !slices.Equal(keys, []string{"@context", "id", "inbox", "preferredUsername", "publicKey", "type"}) {
				s.Errorf("%s tells %v", path, keys)
			}
		}
		if site := document(s.T, s.north, "/"); site["name"] == nil {
			s.Errorf("%v", site)
		}
	})
}
