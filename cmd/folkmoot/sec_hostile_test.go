package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// Attacks that no row of the checklist names.

// Whoever makes up signatures has us ask others for keys only so often, and shuts nobody out by it whose
// key is known.
func TestHostile_MadeUpSignaturesHaveUsAskOnlySoOften(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		private := s.evil.Sign(s.mallory).Private
		answers := map[int]int{}
		for n := range 400 {
			keyID := s.honest.URL(fmt.Sprintf("/users/vera?x=%d#main-key", n))
			if n%2 == 0 {
				keyID = fmt.Sprintf("https://h%d.example/users/x#main-key", n)
			}
			r, body := httptest.NewRequest(http.MethodGet, s.post.URI, nil), []byte(nil)
			r.Header.Set("Accept", federation.AcceptActivity)
			if n%3 > 0 {
				body = s.like()
				r = s.letter(body)
			}
			mt.Must(t, federation.Signer{KeyID: keyID, Private: private}.Cavage(r, body, s.Clock.Now()))
			answers[s.north.Answer(r).Code]++
		}
		if n := len(s.Net.Requests("")); n > limits.KeyLookUps+10 || n < limits.KeyLookUps/2 {
			t.Errorf("they had us make %d requests", n)
		}
		if answers[http.StatusTooManyRequests] == 0 {
			t.Errorf("answered %v", answers)
		}
		body, _ := json.Marshal(s.act(s.honest, "Like", s.vera, s.post.URI))
		if got := s.north.Answer(s.honest.Posting(s.north, "/inbox", s.vera, body)); got.Code != http.StatusAccepted {
			t.Errorf("vera is answered %d %s", got.Code, got.Body)
		}
		late := s.honest.Person("late")
		body, _ = json.Marshal(s.act(s.honest, "Like", late, s.post.URI))
		got := s.north.Answer(s.honest.Posting(s.north, "/inbox", late, body))
		if got.Code != http.StatusTooManyRequests || got.Header().Get("Retry-After") == "" {
			t.Errorf("a stranger is answered %d, to come again in %q", got.Code, got.Header().Get("Retry-After"))
		}
		s.Clock.Add(time.Minute)
		s.honest.MustSend(s.north, late, s.act(s.honest, "Like", late, s.post.URI))
	})
}

// A closed community is as if it were not there, whatever another server does to it.
func TestHostile_AClosedCommunityAnswersNobodyElsewhere(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		closed := mt.Founded(t, s.north.Site, s.ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		secret := mt.Post(t, s.north.Site, s.ana, closed, "For us", "The secret words.")
		answer := mt.Reply(t, s.north.Site, s.ana, secret, "More secret words.")
		s.quiet()
		mention := doc{"tag": []any{doc{"type": "Mention", "href": closed.URI, "name": "@closed"}}, "cc": []any{closed.URI}}
		for what, said := range map[string]doc{
			"report":          s.act(s.evil, "Flag", s.mallory, secret.URI),
			"several reports": with(s.act(s.evil, "Flag", s.mallory, nil), doc{"object": []any{closed.URI, answer.URI}}),
			"report of it":    s.act(s.evil, "Flag", s.mallory, closed.URI),
			"mention":         s.act(s.evil, "Create", s.mallory, with(s.note(s.evil, "m", s.mallory, ""), mention)),
			"answer":          s.act(s.evil, "Create", s.mallory, s.note(s.evil, "a", s.mallory, answer.URI)),
			"dislike":         s.act(s.evil, "Dislike", s.mallory, answer.URI),
			"deletion":        with(s.act(s.evil, "Delete", s.mallory, secret.URI), doc{"summary": "x"}),
			"lock":            s.act(s.evil, "Lock", s.mallory, secret.URI),
			"ban":             with(s.act(s.evil, "Block", s.mallory, s.ana.URI), doc{"target": closed.URI}),
			"pin":             with(s.act(s.evil, "Add", s.mallory, secret.URI), doc{"target": closed.URI + "/featured"}),
			"undone follow":   s.act(s.evil, "Undo", s.mallory, s.act(s.evil, "Follow", s.mallory, closed.URI)),
			"edit of it":      s.act(s.evil, "Update", s.mallory, closed.URI),
		} {
			s.unchanged("its "+what, nil, func() { s.takes("its "+what, s.evil, s.mallory, said) }, "received", "tombstones")
		}
		for _, path := range []string{"/c/closed/inbox", "/c/nothing/inbox"} { // both take what there is to take
			body, _ := json.Marshal(s.act(s.evil, "Like", s.mallory, s.post.URI))
			if got := s.north.Answer(s.evil.Posting(s.north, path, s.mallory, body)); got.Code != http.StatusAccepted {
				t.Errorf("%s: %d", path, got.Code)
			}
		}
	})
}

// An answer to something that policy hides shows nothing of it.
func TestHostile_AnAnswerShowsNothingOfWhatIsHidden(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		thread := with(s.note(s.evil, "known", s.mallory, ""), doc{"type": "Page", "name": "Wicked title", "content": "Wicked words", "audience": s.ward.URI, "cc": []any{s.ward.URI}})
		s.evil.MustSend(s.north, s.mallory, s.act(s.evil, "Create", s.mallory, thread))
		s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Create", s.vera, s.note(s.honest, "good", s.vera, thread["id"].(string))))
		mine := mt.Reply(t, s.north.Site, s.ana, s.item(thread["id"].(string)), "I disagree.")
		s.Settle()
		s.deny("evil.example")
		s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Create", s.vera, s.note(s.honest, "later", s.vera, thread["id"].(string))))
		paths := []string{s.item(s.honest.URL("/notes/good")).Path(), mine.Path(), mine.Path() + "/reply", "/u/ana", "/u/vera@honest.example", "/c/ward", "/c/ward/discussions", "/c/ward/feed.atom", "/", "/notices", "/search?q=wicked"}
		if it, err := s.north.ItemByURI(t.Context(), s.honest.URL("/notes/later")); err == nil {
			paths = append(paths, it.Path())
		}
		for who, b := range map[string]*browser{"ana": browse(t, s.north, s.ana), "a visitor": browse(t, s.north, nil)} {
			for _, path := range paths {
				if got := b.get(path); strings.Contains(strings.ReplaceAll(got.Body.String(), "q=wicked", ""), "Wicked") || got.Code >= 500 {
					t.Errorf("%s is shown it at %s (%d)", who, path, got.Code)
				}
			}
		}
	})
}

// Whoever keeps order for a community from elsewhere stands below its organiser, and has no say in others.
func TestHostile_AFacilitatorFromElsewhereStaysBelowTheOrganiser(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		mo, err := s.north.ActorByURI(t.Context(), s.mo)
		mt.Must(t, err)
		other := mt.Community(t, s.north.Site, s.ana, "other")
		thread := mt.Post(t, s.north.Site, s.ana, other, "Elsewhere", "Words.")
		mt.Must(t, s.north.Appoint(t.Context(), s.ana, s.ward, mo, models.Facilitator, nil))
		s.quiet()
		for what, said := range map[string]doc{
			"shuts the organiser out": with(s.act(s.honest, "Block", s.mo, s.ana.URI), doc{"target": s.ward.URI}),
			"dismisses the organiser": with(s.act(s.honest, "Remove", s.mo, s.ana.URI), doc{"target": s.ward.URI + "/moderators"}),
			"locks in another":        s.act(s.honest, "Lock", s.mo, thread.URI),
			"removes in another":      with(s.act(s.honest, "Delete", s.mo, thread.URI), doc{"summary": "x"}),
			"pins another's thread":   with(s.act(s.honest, "Add", s.mo, thread.URI), doc{"target": s.ward.URI + "/featured"}),
			"pins in another":         with(s.act(s.honest, "Add", s.mo, thread.URI), doc{"target": other.URI + "/featured"}),
			"bans from another":       with(s.act(s.honest, "Block", s.mo, s.vera), doc{"target": other.URI}),
			"edits another's words":   s.act(s.honest, "Update", s.mo, with(s.note(s.honest, "1", s.mo, s.post.URI), doc{"content": "x"})),
			"edits the community":     s.act(s.honest, "Update", s.mo, doc{"id": s.ward.URI, "type": "Group", "preferredUsername": "ward", "name": "Taken over"}),
		} {
			s.ignores("a facilitator who "+what, s.honest, s.mo, said, "honest.example")
		}
	})
}

// Times that lie in the future count as now, so that nothing stays on top or can never be edited again.
func TestHostile_TheFutureIsNow(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		n := with(s.note(s.evil, "future", s.mallory, ""), doc{"type": "Page", "name": "First for ever", "audience": s.ward.URI, "published": "9998-01-01T00:00:00Z", "updated": "9998-01-01T00:00:00Z"})
		s.evil.MustSend(s.north, s.mallory, with(s.act(s.evil, "Create", s.mallory, n), doc{"published": "9998-01-01T00:00:00Z"}))
		it := s.item(n["id"].(string))
		if it.PublishedAt.After(s.Clock.Now()) || it.ActiveAt.After(s.Clock.Now()) || it.EditedAt.After(s.Clock.Now()) {
			t.Errorf("it is of %v, edited %v", it.PublishedAt, it.EditedAt)
		}
		s.evil.MustSend(s.north, s.mallory, s.act(s.evil, "Update", s.mallory, with(n, doc{"content": "Edited"})))
		if it = s.item(it.URI); it.Plain != "Edited" || it.EditedAt.After(s.Clock.Now()) {
			t.Errorf("it reads %q, edited %v", it.Plain, it.EditedAt)
		}
		s.Clock.Add(time.Hour)
		s.evil.MustSend(s.north, s.mallory, s.act(s.evil, "Update", s.mallory, with(n, doc{"content": "Again", "updated": s.Clock.Now()})))
		if it = s.item(it.URI); it.Plain != "Again" {
			t.Errorf("it reads %q", it.Plain)
		}
		later := mt.Post(t, s.north.Site, s.ana, s.ward, "Later", "x")
		feed, err := s.north.CommunityFeed(t.Context(), models.Viewer{}, s.ward.ID, 1)
		if mt.Must(t, err); feed.Items[0].ID != later.ID {
			t.Errorf("first in the feed is %q", feed.Items[0].Title)
		}
	})
}

// What somebody wrote is shown by nobody once it is deleted or removed: not by its acts, its history, its
// pictures, a feed or a search.
func TestHostile_WhatIsWithdrawnIsShownByNoDoor(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		for what, withdraw := range map[string]func(*models.Item) error{
			"deleted": func(it *models.Item) error { return s.north.Delete(t.Context(), s.ana, it, nil) },
			"removed": func(it *models.Item) error { return s.north.Remove(t.Context(), s.ana, it, true, "Private", nil) },
		} {
			eve := mt.Person(t, s.north.Site, "eve-"+what)
			it := mt.Post(t, s.north.Site, s.ana, s.ward, "Zebra "+what, "Zebra words for @eve-"+what+".")
			its := browse(t, s.north, eve)
			if got := its.get("/notices"); !strings.Contains(got.Body.String(), "Zebra") {
				t.Errorf("eve was not told: %d", got.Code)
			}
			it, err := s.north.Revise(t.Context(), it, models.Draft{By: s.ana, Title: "Zebra again", Source: "Zebra edited."})
			mt.Must(t, err)
			mt.Must(t, s.north.Pin(t.Context(), s.ana, it, true, "", nil))
			s.Settle()
			paths := []string{it.Path(), it.Path() + "/history", it.Path() + "/context", it.Path() + "/replies", "/c/ward", "/c/ward/discussions", "/c/ward/feed.atom", "/c/ward/outbox", "/c/ward/featured", "/u/ana", "/u/ana/outbox", "/search?q=zebra", "/", "/c/ward/about"}
			for _, row := range s.north.Rows()["acts"] {
				var id int64
				if _, err := fmt.Sscanf(row, "id=%d", &id); err == nil {
					paths = append(paths, fmt.Sprint("/act/", id), fmt.Sprint("/act/", id, "/announce"), fmt.Sprint("/act/", id, "/share"))
				}
			}
			mt.Must(t, withdraw(it))
			s.Settle()
			visitor := browse(t, s.north, nil)
			if got := its.get("/notices"); strings.Contains(got.Body.String(), "Zebra") {
				t.Errorf("what is %s is shown among notices", what)
			}
			for _, path := range paths {
				for _, got := range []string{visitor.get(path).Body.String(), s.honest.Get(s.north, path, s.vera).Body.String()} {
					if strings.Contains(strings.ReplaceAll(got, "zebra", ""), "Zebra") {
						t.Errorf("what is %s is shown at %s: %.300s", what, path, got[strings.Index(got, "Zebra"):])
					}
				}
			}
		}
	})
}

// A person here cannot do to a closed community, or see of it, what cannot be done to one that is not there.
func TestHostile_FormsTellNothingOfAClosedCommunity(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		eve := mt.Person(t, s.north.Site, "eve")
		closed := mt.Founded(t, s.north.Site, s.ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		secret := mt.Post(t, s.north.Site, s.ana, closed, "For us", "The secret words.")
		b := browse(t, s.north, eve)
		form := url.Values{"title": {"t"}, "body": {"b"}, "reason": {"r"}, "name": {"eve"}, "who": {"ana"}, "id": {fmt.Sprint(s.ana.ID)}, "role": {"organiser"}, "community": {"closed"}}
		for _, path := range []string{"/join", "/leave", "/follow", "/unfollow", "/new", "/settings", "/people/accept", "/people/decline", "/people/role", "/people/ban", "/people/unban", "/reports/1"} {
			s.sameAs(b, "/c/closed"+path, "/c/nothing"+path, form)
		}
		for _, path := range []string{"/reply", "/edit", "/delete", "/report", "/like", "/unlike", "/lock", "/unlock", "/pin", "/unpin", "/remove", "/restore"} {
			s.sameAs(b, secret.Path()+path, "/post/1511111111111111111"+path, form)
		}
	})
}

// sameAs wants a form to be answered as one for what is not there, and to change nothing.
func (s *siege) sameAs(b *browser, path, missing string, form url.Values) {
	s.t.Helper()
	s.Clock.Add(time.Minute)
	s.unchanged(path, nil, func() {
		got, want := b.post(path, form), b.post(missing, form)
		if got.Code != want.Code || got.Code < 400 || len(got.Body.String()) != len(want.Body.String()) || strings.Contains(got.Body.String(), "secret") {
			s.t.Errorf("POST %s is answered %d, and %s %d", path, got.Code, missing, want.Code)
		}
	}, "sessions", "accounts")
}
