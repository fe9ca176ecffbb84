package main

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestP07_NoRedirectLeadsToADeniedServer(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.evil.Object("/users/there", s.person(s.evil.URL("/users/there"), nil))
		s.evil.Object("/notes/there", s.note(s.evil, "there", s.mallory, s.post.URI))
		s.deny("evil.example")
		for _, status := range []int{301, 302, 303, 307, 308} {
			for path, target := range map[string]string{"/to/actor": "/users/there", "/to/note": "/notes/there"} {
				s.honest.Serve(path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, s.evil.URL(target), status) })
			}
			s.unchanged("P07", []string{"honest.example"}, func() {
				_, actor := s.north.Fed.Actor(t.Context(), s.honest.URL("/to/actor"))
				_, note := s.north.Fed.Item(t.Context(), s.honest.URL("/to/note"))
				if actor == nil || note == nil {
					t.Errorf("P07: %d was followed: %v, %v", status, actor, note)
				}
			})
		}
	})
}

func TestP08_AnActorLivesOnOneServerAlone(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.deny("evil.example")
		id := s.honest.URL("/users/split")
		for what, changes := range map[string]doc{
			"inbox":        {"inbox": s.evil.URL("/inbox")},
			"shared inbox": {"endpoints": doc{"sharedInbox": s.evil.URL("/inbox")}},
			"key":          {"publicKey": doc{"id": s.evil.URL("/key"), "owner": id, "publicKeyPem": "-----BEGIN PUBLIC KEY-----"}},
		} {
			s.honest.Object("/users/split", s.person(id, changes))
			s.unchanged("P08: "+what, []string{"honest.example"}, func() {
				if a, err := s.north.Fed.Actor(t.Context(), id); err == nil {
					t.Errorf("P08: %s: %+v", what, a)
				}
			})
		}
		s.honest.Object("/users/split", s.person(id, doc{
			"publicKey": nil, "icon": doc{"type": "Image", "url": s.evil.URL("/face.png")},
			"url": s.evil.URL("/@split"), "outbox": s.evil.URL("/outbox"), "movedTo": s.mallory, "alsoKnownAs": []any{s.mallory},
		}))
		a, err := s.north.Fed.Actor(t.Context(), id)
		mt.Must(t, err)
		s.Settle()
		if n := len(s.Net.Requests("evil.example")); n != 0 || a.Icon != "" || a.URL != id || a.Outbox != "" {
			t.Errorf("P08: %d requests, and the actor is %+v", n, a)
		}
	})
}

// Lookalikes of an allowed host are other hosts, and other spellings of it are the same.
func TestP09_OnlyTheHostItselfIsAllowed(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.policy(models.PolicyChange{Mode: models.ModeAllowlist, Host: "allowed.example", Allow: true})
		peer := s.Peer("allowed.example", "lemmy")
		for n, host := range []string{"ALLOWED.example", "allowed.example.", "Allowed.Example:443"} {
			name := "same" + strconv.Itoa(n)
			peer.Person(name)
			if a, err := s.north.Fed.Actor(t.Context(), "https://"+host+"/users/"+name); err != nil || a.Host != "allowed.example" {
				t.Errorf("P09: %s: %+v, %v", host, a, err)
			}
		}
		s.quiet()
		for _, host := range []string{
			"allowed.example.evil.test", "evil.test#allowed.example", "allowed.example@evil.test", "evil.test\\@allowed.example", "allowed.example:8443", "sub.allowed.example",
			"xallowed.example", "allowed%2eexample", "allowed.example%00.evil.test", "аllowed.example", "allowed。evil.test", "[::1]", "127.0.0.1", "allowed.example\t.evil.test", "allowed.example/../evil.test@evil.test:x",
		} {
			s.unchanged("P09: "+host, []string{"allowed.example"}, func() {
				if a, err := s.north.Fed.Actor(t.Context(), "https://"+host+"/users/x"); err == nil {
					t.Errorf("P09: %s: %+v", host, a)
				}
				if a, err := s.north.Fed.Actor(t.Context(), "@x@"+host); err == nil {
					t.Errorf("P09: @x@%s: %+v", host, a)
				}
			})
			h := s.hand()
			h.keyID = "https://" + host + "/users/x#main-key"
			s.unchanged("P09: keyId at "+host, []string{"allowed.example"}, func() {
				if got := s.north.Answer(h.sign(s.letter(s.like()))); got.Code != http.StatusUnauthorized && got.Code != http.StatusForbidden {
					t.Errorf("P09: keyId at %s: %d", host, got.Code)
				}
			})
		}
	})
}

func TestP10_AnEmptyAllowlistIsNobody(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.policy(models.PolicyChange{Mode: models.ModeAllowlist})
		for what, r := range s.letters() {
			s.refuses("P10: "+what, http.StatusForbidden, r)
		}
		s.unchanged("P10", nil, func() {
			for _, ref := range []string{s.honest.URL("/users/new"), "@new@honest.example"} {
				if a, err := s.north.Fed.Actor(t.Context(), ref); err == nil {
					t.Errorf("P10: %+v", a)
				}
			}
			if got := s.honest.Get(s.north, s.post.Path(), s.vera); got.Code != http.StatusForbidden {
				t.Errorf("P10: signed: %d", got.Code)
			}
			if got := s.honest.Get(s.north, s.post.Path(), ""); got.Code != http.StatusUnauthorized {
				t.Errorf("P10: unsigned: %d", got.Code)
			}
		})
		mt.Post(t, s.north.Site, s.ana, s.ward, "To nobody", "x")
		s.Settle()
		if n := len(s.Net.Requests("")); n != 0 {
			t.Errorf("P10: a post made %d requests", n)
		}
	})
}

func TestP11_TakingAServerOffTheListCutsAllAndCanBeTakenBack(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Create", s.vera, with(s.note(s.honest, "2", s.vera, s.post.URI), doc{"content": "Unmistakable"})))
		s.quiet()
		waiting := mt.Post(t, s.north.Site, s.ana, s.ward, "Waiting", "Not delivered yet.")
		before := s.north.Rows()
		visible := func() (found, feed int) {
			t.Helper()
			hits, err := s.north.Search(t.Context(), mt.As(s.ana), models.Ask("unmistakable"), 1)
			mt.Must(t, err)
			replies, err := s.north.Replies(t.Context(), models.Viewer{}, s.post.ID, 1)
			mt.Must(t, err)
			return len(hits.Items), len(replies.Items)
		}
		mt.Must(t, s.north.SetPolicy(t.Context(), nil, models.PolicyChange{Host: "honest.example", Reason: "Closed down"}))
		if n := len(deliveriesTo(s, "honest.example")); n != 0 {
			t.Errorf("P11: %d deliveries wait for it", n)
		}
		s.quiet()
		post := mt.Post(t, s.north.Site, s.ana, s.ward, "Without them", "x")
		_, err := s.north.Revise(t.Context(), waiting, models.Draft{By: s.ana, Title: "Waiting", Source: "Edited."})
		mt.Must(t, err)
		s.Settle()
		if found, feed := visible(); found != 0 || feed != 0 || len(s.Net.Requests("honest.example")) != 0 {
			t.Errorf("P11: %d found, %d replies shown, %d requests", found, feed, len(s.Net.Requests("honest.example")))
		}
		log, err := s.north.SiteLog(t.Context(), 1)
		if mt.Must(t, err); log.Items[0].Verb != models.VerbDeny || log.Items[0].Note != "honest.example" || log.Items[0].Reason != "Closed down" {
			t.Errorf("P11: the log says %+v", log.Items[0])
		}
		s.policy(models.PolicyChange{Host: "honest.example", Forget: true})
		if found, feed := visible(); found != 1 || feed != 2 {
			t.Errorf("P11: after it was taken back: %d found, %d replies shown", found, feed)
		}
		if changes := before.Only("follows", "members").Changes(s.north.Rows()); len(changes) > 0 {
			t.Errorf("P11: not restored:\n%s", strings.Join(changes, "\n"))
		}
		mt.Must(t, s.north.Delete(t.Context(), s.ana, post, nil))
		mt.Post(t, s.north.Site, s.ana, s.ward, "With them again", "x")
		s.Settle()
		if n := len(s.honest.Received("Announce")); n == 0 {
			t.Error("P11: it hears nothing of what is new")
		}
	})
}

func deliveriesTo(s *siege, host string) (found []string) {
	for _, row := range s.north.Rows()["deliveries"] {
		if strings.Contains(row, "host="+host+" ") {
			found = append(found, row)
		}
	}
	return found
}
