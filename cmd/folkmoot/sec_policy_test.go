package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// policy changes with whom north federates.
func (s *siege) policy(c models.PolicyChange) {
	s.t.Helper()
	mt.Must(s.t, s.north.SetPolicy(s.t.Context(), nil, c))
	s.quiet()
}

func (s *siege) deny(host string) { s.policy(models.PolicyChange{Host: host}) }

// letters are requests by a peer to the inbox: by somebody known here and by somebody unknown.
func (s *siege) letters() map[string]*http.Request {
	found := map[string]*http.Request{}
	for what, id := range map[string]string{"somebody known": s.mallory, "somebody unknown": s.evil.Person("unknown")} {
		body, err := json.Marshal(s.act(s.evil, "Like", id, s.post.URI))
		mt.Must(s.t, err)
		found[what] = s.evil.Posting(s.north, "/inbox", id, body)
	}
	return found
}

func TestP01_ADeniedServerIsTurnedAwayUnasked(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.deny("evil.example")
		for what, r := range s.letters() {
			s.refuses("P01: denied, "+what, http.StatusForbidden, r)
		}
		s.policy(models.PolicyChange{Mode: models.ModeAllowlist})
		for what, r := range s.letters() {
			s.refuses("P01: not on the list, "+what, http.StatusForbidden, r)
		}
		s.policy(models.PolicyChange{Mode: models.ModeClosed})
		for what, r := range s.letters() {
			s.refuses("P01: closed to all, "+what, http.StatusForbidden, r)
		}
	})
}

func TestP02_DocumentsAreForServersThatWeDealWith(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		get := func(path, actor string, want int) {
			t.Helper()
			peer := s.evil
			if actor == s.vera {
				peer = s.honest
			}
			s.unchanged("P02: GET "+path, nil, func() {
				if got := peer.Get(s.north, path, actor); got.Code != want || (want != http.StatusOK && strings.Contains(got.Body.String(), "piloted")) {
					t.Errorf("P02: GET %s by %q: %d %s, want %d", path, actor, got.Code, got.Body, want)
				}
			})
		}
		paths := []string{s.post.Path(), "/c/ward", "/u/ana", "/c/ward/outbox", "/c/ward/followers", s.post.Path() + "/context"}
		s.deny("evil.example")
		for _, path := range paths {
			get(path, s.mallory, http.StatusForbidden)
			get(path, s.evil.Person("new"), http.StatusForbidden)
			get(path, "", http.StatusOK) // in open mode what is public may be read by all
		}
		s.policy(models.PolicyChange{Mode: models.ModeAllowlist, Host: "honest.example", Allow: true})
		for _, path := range paths {
			get(path, s.mallory, http.StatusForbidden)
			if path != "/c/ward" && path != "/u/ana" {
				get(path, "", http.StatusUnauthorized)
			}
			get(path, s.vera, http.StatusOK)
		}
		for _, path := range []string{"/c/ward", "/u/ana"} {
			got := s.evil.Get(s.north, path, "")
			if got.Code != http.StatusOK || strings.Contains(got.Body.String(), "outbox") || !strings.Contains(got.Body.String(), "publicKeyPem") {
				t.Errorf("P02: the stub of %s: %d %s", path, got.Code, got.Body)
			}
		}
	})
}

func TestP02_AnAllowedServerWhoseKeyCannotBeHadNowIsToldToAskAgain(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.policy(models.PolicyChange{Mode: models.ModeAllowlist, Host: "honest.example", Allow: true})
		late := s.honest.Person("late")
		s.honest.Status("/users/late", http.StatusBadGateway)
		got := s.honest.Get(s.north, s.post.Path(), late)
		if got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" {
			t.Errorf("%d %v", got.Code, got.Header())
		}
	})
}

func TestP03_WhatIsDeniedIsNotLookedUp(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.deny("evil.example")
		s.evil.Object("/notes/far", s.note(s.evil, "far", s.mallory, s.post.URI))
		for _, ref := range []string{s.evil.URL("/users/unknown"), "@unknown@evil.example", "!cellar@EVIL.example", "unknown@evil.example.", s.evil.URL("/notes/far"), "https://Evil.example:443/notes/far"} {
			s.unchanged("P03: "+ref, nil, func() {
				_, err := s.north.Fed.Actor(t.Context(), ref)
				if strings.Contains(ref, "notes") {
					_, err = s.north.Fed.Item(t.Context(), ref)
				}
				if !errors.Is(err, federation.ErrDenied) || !strings.Contains(err.Error(), "does not federate with evil.example") {
					t.Errorf("P03: %s: %v", ref, err)
				}
			})
		}
		s.Net.Forget()
		s.north.Fed.LookUp(t.Context(), "Ask @unknown@evil.example and @mallory@evil.example.")
		mt.Post(t, s.north.Site, s.ana, s.ward, "A question", "Ask @unknown@evil.example and @mallory@evil.example.")
		s.Settle()
		if n := len(s.Net.Requests("evil.example")); n != 0 {
			t.Errorf("P03: naming somebody there made %d requests", n)
		}
	})
}

func TestP04_ACommunityBringsNothingOfADeniedServer(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		page := with(s.note(s.evil, "page", s.mallory, ""), doc{"type": "Page", "name": "Page", "audience": s.gardenURI})
		s.evil.Object("/notes/page", page)
		create := s.act(s.evil, "Create", s.mallory, page)
		s.evil.Object("/activities/create/page", with(create, doc{"id": s.evil.URL("/activities/create/page")}))
		s.deny("evil.example")
		for what, said := range map[string]any{
			"its id": page["id"], "the post": page, "a Create": create, "the id of a Create": s.evil.URL("/activities/create/page"),
			"several": []any{page["id"], create}, "a Like": s.act(s.evil, "Like", s.mallory, s.hers.URI),
		} {
			s.drops("P04: announcing "+what, s.honest, s.gardenURI, s.announces(s.honest, s.gardenURI, said))
		}
		for _, list := range []string{"/featured", "/moderators"} {
			for _, of := range []string{s.evil.URL("/users/new"), page["id"].(string)} {
				s.drops("P04: adding to "+list, s.honest, s.gardenURI, with(s.act(s.honest, "Add", s.gardenURI, of), doc{"target": s.gardenURI + list}))
			}
		}
		below := with(s.note(s.honest, "below", s.vera, page["id"].(string)), doc{"audience": s.gardenURI})
		s.drops("P04: announcing what answers it", s.honest, s.gardenURI, s.announces(s.honest, s.gardenURI, s.act(s.honest, "Create", s.vera, below)))
	})
}

// What an allowed server sends is kept without those parts that lie on a denied one, and nobody is asked there.
func TestP05_AnAllowedPostIsKeptWithoutWhatIsDenied(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.deny("evil.example")
		s.keepsWithoutParts()
		s.keepsWithoutParent()
		if n := len(s.Net.Requests("evil.example")); n != 0 {
			t.Errorf("P05: %d requests", n)
		}
	})
}

func (s *siege) keepsWithoutParts() {
	s.t.Helper()
	parts := with(s.note(s.honest, "parts", s.vera, s.post.URI), doc{
		"attachment": []any{
			doc{"type": "Image", "mediaType": "image/png", "url": s.evil.URL("/a.png")},
			doc{"type": "Document", "mediaType": "image/png", "url": "https://EVIL.example:443/b.png"},
			doc{"type": "Image", "mediaType": "image/png", "url": s.honest.URL("/kept.png"), "name": "A bed"},
		},
		"tag": []any{
			doc{"type": "Mention", "href": s.mallory, "name": "@mallory"},
			doc{"type": "Mention", "href": s.evil.URL("/users/unknown"), "name": "@unknown"},
			doc{"type": "Mention", "href": s.ana.URI, "name": "@ana"},
			doc{"type": "Emoji", "name": ":x:", "icon": doc{"url": s.evil.URL("/x.png")}},
		},
		"image": doc{"type": "Image", "url": s.evil.URL("/c.png")}, "icon": s.evil.URL("/d.png"), "preview": s.evil.URL("/e"),
		"content": `<p>Words :x: <img src="` + s.evil.URL("/f.png") + `"></p>`,
	})
	s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Create", s.vera, parts))
	s.without("created", parts["id"].(string), "Words :x:")
	s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Update", s.vera, with(parts, doc{"content": "<p>Edited</p>", "updated": s.Clock.Now()})))
	s.without("edited", parts["id"].(string), "Edited")
}

// without wants an item with its words and with nothing of evil.example.
func (s *siege) without(what, uri, words string) {
	s.t.Helper()
	it := s.item(uri)
	mt.Must(s.t, s.north.Complete(s.t.Context(), nil, it))
	if len(it.Attachments) != 1 || it.Attachments[0].Alt != "A bed" || len(it.Mentioned) != 1 || it.Mentioned[0].Name != "ana" || !strings.HasPrefix(it.Plain, words) {
		s.t.Errorf("P05: %s, it reads %q, has %+v and names %+v", what, it.Plain, it.Attachments, it.Mentioned)
	}
	if strings.Contains(it.Content.String(), "<img") { // a link is for people to follow, or not
		s.t.Errorf("P05: %s, it says %s", what, it.Content)
	}
}

// keepsWithoutParent sends answers to what lies on a denied server, unknown here: the one for a community
// of ours stands by itself; the one that is for nobody here is not for us.
func (s *siege) keepsWithoutParent() {
	s.t.Helper()
	for _, parent := range []string{s.evil.URL("/notes/other"), "https://EVIL.example:443/notes/other"} {
		name := fmt.Sprint("answer", s.said)
		n := with(s.note(s.honest, name, s.vera, parent), doc{"cc": []any{s.ward.URI}, "tag": []any{doc{"type": "Mention", "href": s.ward.URI, "name": "@ward"}}})
		s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Create", s.vera, n))
		if it := s.item(n["id"].(string)); !it.Starts() || it.ParentID != 0 || it.Kind != models.Post.Name || it.CommunityID != s.ward.ID || it.Plain != "Words of "+name {
			s.t.Errorf("P05: the answer is kept as %+v", it)
		}
		s.drops("P05: an answer for nobody here", s.honest, s.vera, s.act(s.honest, "Create", s.vera, s.note(s.honest, "else"+name, s.vera, parent)))
	}
}

func TestP06_WhatIsDeniedIsShownNowhereWhoeverSharesIt(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		thread := with(s.note(s.evil, "known", s.mallory, ""), doc{"type": "Page", "name": "Known", "content": "Wicked words", "audience": s.ward.URI, "cc": []any{s.ward.URI}})
		s.evil.MustSend(s.north, s.mallory, s.act(s.evil, "Create", s.mallory, thread))
		known := s.item(thread["id"].(string))
		act, err := s.north.ThreadActs(t.Context(), s.ward.ID, 1)
		mt.Must(t, err)
		announced := fmt.Sprintf("/act/%d/announce", act[0].ID)
		paths := []string{"/c/ward/outbox", "/c/ward/featured", known.Path(), known.Path() + "/context", announced}
		if got := s.honest.Get(s.north, announced, ""); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "Wicked") {
			t.Fatalf("P06: the act itself is %d %s", got.Code, got.Body)
		}
		s.deny("evil.example")
		s.drops("P06: shared by the garden", s.honest, s.gardenURI, s.announces(s.honest, s.gardenURI, known.URI))
		for _, path := range paths {
			if got := s.honest.Get(s.north, path, s.vera); strings.Contains(got.Body.String(), "Wicked") || strings.Contains(got.Body.String(), "Known") {
				t.Errorf("P06: %s shows %s", path, got.Body)
			}
		}
		for _, v := range []models.Viewer{{}, mt.As(s.ana)} {
			feed, err := s.north.CommunityFeed(t.Context(), v, s.ward.ID, 1)
			mt.Must(t, err)
			found, err := s.north.Search(t.Context(), v, models.Ask("wicked"), 1)
			mt.Must(t, err)
			if len(feed.Items) != 1 || len(found.Items) != 0 {
				t.Errorf("P06: the feed has %d threads, a search finds %d", len(feed.Items), len(found.Items))
			}
		}
	})
}
