package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
)

// pemOf is a key as actors publish it.
func pemOf(t *testing.T, key *rsa.PublicKey) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// strangers signs a like in the name of an actor of evil.example whom nobody knows yet, with a key whose
// document is as given.
func (s *siege) stranger(name string, key doc, private *rsa.PrivateKey) *http.Request {
	s.t.Helper()
	id := s.evil.Actor("Person", "/users/"+name, name, doc{"publicKey": key})
	body, err := json.Marshal(s.act(s.evil, "Like", id, s.post.URI))
	if err != nil {
		s.t.Fatal(err)
	}
	return hand{id + "#main-key", usual, `algorithm="rsa-sha256",`, byRSA(private, crypto.SHA256)}.sign(s.letter(body))
}

// asksOnly is refuses for what may be asked after at evil.example, so many times.
func (s *siege) asksOnly(what string, status, times int, r *http.Request) *httptest.ResponseRecorder {
	s.t.Helper()
	var got *httptest.ResponseRecorder
	s.unchanged(what, []string{"evil.example"}, func() { got = s.turnsAway(what, status, r) })
	if n := len(s.Net.Requests("")); n > times {
		s.t.Errorf("%s made %d requests, want %d", what, n, times)
	}
	return got
}

func TestS09_WeakAndBrokenKeysAreNoKeys(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		weak, err := rsa.GenerateKey(rand.Reader, 1024)
		if err != nil {
			t.Fatal(err)
		}
		good := s.evil.Sign(s.mallory).Private
		for name, text := range map[string]string{
			"weak":    pemOf(t, &weak.PublicKey),
			"one":     pemOf(t, &rsa.PublicKey{N: good.N, E: 1}),
			"garbage": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZI\n-----END PUBLIC KEY-----\n",
			"private": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
			"huge":    "-----BEGIN PUBLIC KEY-----\n" + strings.Repeat("A", 20_000) + "\n-----END PUBLIC KEY-----\n",
		} {
			private := good
			if name == "weak" {
				private = weak
			}
			id := s.evil.URL("/users/" + name)
			r := s.stranger(name, doc{"id": id + "#main-key", "owner": id, "publicKeyPem": text}, private)
			s.asksOnly("S09: "+name, http.StatusUnauthorized, 1, r)
		}
	})
}

func TestS10_AKeyIDThatIsNoAddressIsNotAskedFor(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		for _, id := range []string{
			"file:///etc/passwd", "data:text/plain,x", "acct:mallory@evil.example", "/users/mallory#main-key", "mallory", "",
			"https://vera@evil.example/users/mallory#main-key", "https://evil.example/" + strings.Repeat("x", 10<<10), "https://evil.example/\\@honest.example/",
			"https://127.1/x", "https://0x7f.0.0.1/x", "gopher://evil.example/x", "https:evil.example/x", "//evil.example/x",
		} {
			h := s.hand()
			h.keyID = id
			r := h.sign(s.letter(s.like()))
			s.refuses("S10: keyId "+id[:min(len(id), 60)], http.StatusUnauthorized, r)
		}
	})
}

func TestS11_AKeySpeaksForItsOwnerOnly(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.refuses("S11: mallory's key, vera's act", http.StatusForbidden,
			s.hand().sign(s.letter([]byte(`{"id":"https://honest.example/a/1","type":"Like","actor":"`+s.vera+`","object":"`+s.post.URI+`"}`))))
		private := s.evil.Sign(s.mallory).Private
		text := pemOf(t, &private.PublicKey)
		strange := func(name string) string { return s.evil.URL("/users/" + name) }
		for name, key := range map[string]doc{
			"owned by vera":        {"id": strange("a") + "#main-key", "owner": s.vera, "publicKeyPem": text},
			"owned by a neighbour": {"id": strange("b") + "#main-key", "owner": s.mallory, "publicKeyPem": text},
			"of another id":        {"id": strange("c") + "#other", "owner": strange("c"), "publicKeyPem": text},
			"with vera's id":       {"id": s.vera + "#main-key", "owner": strange("d"), "publicKeyPem": text},
		} {
			n := map[string]string{"owned by vera": "a", "owned by a neighbour": "b", "of another id": "c", "with vera's id": "d"}[name]
			s.asksOnly("S11: a key "+name, http.StatusUnauthorized, 2, s.stranger(n, key, private))
		}
	})
}

func TestS12_ANewKeyIsAskedForOnceInFiveMinutes(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		turn := func(what string, want, asked int) {
			t.Helper()
			s.evil.Actor("Person", "/users/mallory", "mallory", nil) // a new key
			s.Net.Forget()
			if got := s.north.Answer(s.hand().sign(s.letter(s.like()))); got.Code != want {
				t.Errorf("%s: answered %d, want %d", what, got.Code, want)
			}
			if n := len(s.Net.Requests("")); n != asked {
				t.Errorf("%s: %d requests, want %d", what, n, asked)
			}
		}
		turn("S12: first new key", http.StatusAccepted, 1)
		turn("S12: another at once", http.StatusUnauthorized, 0)
		s.Clock.Add(5*time.Minute + time.Second)
		turn("S12: another later", http.StatusAccepted, 1)
	})
}

// gone makes the document of an actor answer a status.
func gone(p *moottest.Peer, actor string, status int) {
	p.Status(strings.TrimPrefix(actor, "https://"+p.Host), status)
}

func TestS13_AGoneActorIsForgottenWhenItsServerSaysSo(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		farewell := func(actor string) doc { return s.act(s.honest, "Delete", actor, actor) }
		s.ignores("S13: the deletion of somebody who is still there", s.honest, s.vera, farewell(s.vera), "honest.example")

		gone(s.evil, s.mallory, http.StatusGone)
		for _, victim := range []string{s.vera, s.mallory + "x", s.den} {
			body, _ := json.Marshal(s.act(s.honest, "Delete", victim, victim))
			h := s.hand()
			h.by = func([]byte) []byte { return []byte("no signature") }
			s.Clock.Add(6 * time.Minute)
			s.asksOnly("S13: a gone key and the deletion of "+victim, http.StatusUnauthorized, 1, h.sign(s.letter(body)))
		}

		stranger := s.honest.Person("stranger")
		gone(s.honest, stranger, http.StatusGone)
		if status := s.honest.Send(s.north, "/inbox", stranger, farewell(stranger)); status != http.StatusAccepted {
			t.Errorf("S13: a farewell of somebody unknown: %d", status)
		}

		gone(s.honest, s.vera, http.StatusGone)
		s.honest.MustSend(s.north, s.vera, farewell(s.vera))
		if it := s.item(s.hers.URI); it.DeletedAt.IsZero() || it.Plain != "" {
			t.Errorf("S13: what vera wrote is still here: %+v", it)
		}
	})
}

func TestS14_AServerThatIsAwayIsAskedToComeAgain(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		for name, status := range map[string]int{"500": http.StatusInternalServerError, "429": http.StatusTooManyRequests, "503": http.StatusServiceUnavailable} {
			id := s.evil.Person("away" + name)
			gone(s.evil, id, status)
			for _, asked := range []int{1, 0} {
				body, _ := json.Marshal(s.act(s.evil, "Like", id, s.post.URI))
				r := s.evil.Posting(s.north, "/inbox", id, body)
				got := s.asksOnly("S14: "+name, http.StatusServiceUnavailable, asked, r)
				if got.Header().Get("Retry-After") == "" {
					t.Errorf("S14: %s: no Retry-After", name)
				}
			}
			s.evil.Person("away" + name)
			s.Clock.Add(5*time.Minute + time.Second)
			s.evil.MustSend(s.north, id, s.act(s.evil, "Like", id, s.post.URI))
		}
		s.wantLikes("S14: after they came again", 3)
	})
}

func TestS15_AFaultOfOursIsNoSuccess(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		id := s.evil.Person("late")
		body, _ := json.Marshal(s.act(s.evil, "Like", id, s.post.URI))
		r := s.evil.Posting(s.north, "/inbox", id, body)
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // every question to the database fails
		s.refuses("S15: no database", http.StatusServiceUnavailable, r.WithContext(ctx))
		if got := s.north.Answer(s.evil.Posting(s.north, "/inbox", id, body)); got.Code != http.StatusAccepted {
			t.Errorf("S15: the same afterwards: %d %s", got.Code, got.Body)
		}
	})
}

// Whoever hangs up while a key is looked up has it neither forgotten nor remembered as missing.
func TestKeys_HangingUpDoesNotShutTheOwnerOut(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		late := s.honest.Person("late")
		ctx, hangUp := context.WithCancel(t.Context())
		serve := s.honest.Document("/users/late")
		s.honest.Serve("/users/late", func(w http.ResponseWriter, r *http.Request) {
			hangUp()
			serve(w, r)
		})
		h := s.hand()
		h.keyID = late + "#main-key"
		r := h.sign(s.letter(s.like()))
		s.north.Answer(r.WithContext(ctx))
		s.honest.MustSend(s.north, late, s.act(s.honest, "Like", late, s.post.URI))
		s.wantLikes("after a stranger hung up", 1)
	})
}

// Two actors of one host: neither can take the other's key id, before or after it is known.
func TestI05_ANeighbourCannotTakeAKeyID(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		victim := s.honest.Person("victim")
		private := s.honest.Sign(s.mo).Private
		s.honest.Actor("Person", "/users/squatter", "squatter", doc{"publicKey": doc{
			"id": victim + "#main-key", "owner": s.honest.URL("/users/squatter"), "publicKeyPem": pemOf(t, &private.PublicKey),
		}})
		if _, err := s.north.Fed.Actor(t.Context(), s.honest.URL("/users/squatter")); err != nil {
			t.Fatal(err)
		}
		s.honest.MustSend(s.north, victim, s.act(s.honest, "Like", victim, s.post.URI))
		key, owner, err := s.north.KeyByID(t.Context(), victim+"#main-key")
		if err != nil || owner.URI != victim || strings.Contains(key.PublicPEM, pemOf(t, &private.PublicKey)) {
			t.Errorf("the key is %+v of %+v, %v", key, owner, err)
		}
	})
}
