package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models/limits"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// private are hosts, as an address may write them, that nothing outside may make us contact.
var private = []string{
	"0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.168.1.1", "198.18.0.1", "224.0.0.1",
	"240.0.0.1", "[::]", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001::1]", "[fc00::1]", "[fe80::1]",
	"2130706433", "017700000001", "0x7f000001", "0177.0.0.1", "127.1",
}

func TestN02_NoFieldHoldsAnAddressThatIsAsked(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		for n, host := range private {
			at := "https://" + host + "/users/x"
			picture := doc{"type": "Image", "mediaType": "image/png", "url": at}
			note := with(s.note(s.evil, fmt.Sprint("at", n), s.mallory, s.post.URI), doc{
				"attachment": []any{picture}, "tag": []any{doc{"type": "Mention", "href": at}, doc{"type": "Emoji", "icon": picture}}, "icon": picture,
			})
			s.unchanged("N02: "+host, []string{"evil.example"}, func() {
				for _, said := range []doc{
					s.act(s.evil, "Create", s.mallory, at), s.act(s.evil, "Create", s.mallory, with(note, doc{"inReplyTo": at})),
					s.act(s.evil, "Follow", s.mallory, at), s.act(s.evil, "Undo", s.mallory, at), s.announces(s.evil, s.den, at),
					s.announces(s.evil, s.den, doc{"id": at, "type": "Delete", "actor": at, "object": s.hers.URI}),
				} {
					s.evil.Send(s.north, "/inbox", said["actor"].(string), said)
				}
				h := s.hand()
				h.keyID = at + "#main-key"
				s.turnsAway("N02: keyId at "+host, http.StatusUnauthorized, h.sign(s.letter(s.like())))
				for _, ref := range []string{at, "@x@" + host} {
					if a, err := s.north.Fed.Actor(t.Context(), ref); err == nil {
						t.Errorf("N02: %s: %+v", ref, a)
					}
				}
			}, "received")
			s.said++
			s.evil.Send(s.north, "/inbox", s.mallory, s.act(s.evil, "Create", s.mallory, note))
			s.Settle()
		}
		for _, r := range s.Net.Requests("") {
			if r.Method == http.MethodGet && !strings.HasPrefix(r.URL, "https://evil.example/") {
				t.Errorf("N02: asked %s", r.URL)
			}
		}
	})
}

// Nobody without an account here can make the site ask a server that it does not deal with, nor, but for
// the key of a signature, any other.
func TestN03_VisitorsCannotMakeTheSiteAsk(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.deny("evil.example")
		visitor := browse(t, s.north, nil)
		for _, host := range []string{"evil.example", "honest.example"} {
			id := "https://" + host + "/users/new"
			for _, ref := range []string{id, "@new@" + host, "acct:new@" + host, "https://" + host + "/notes/1"} {
				q := url.QueryEscape(ref)
				s.unchanged("N03: "+ref, nil, func() {
					for _, path := range []string{
						"/search?q=" + q, "/authorize_interaction?uri=" + q, "/.well-known/webfinger?resource=" + q, "/u/" + url.PathEscape(ref),
						"/c/" + url.PathEscape(ref), "/c/ward?from=" + q, "/sign-in?next=" + q, "/media/" + q, "/proxy?url=" + q,
					} {
						if got := visitor.get(path); got.Code >= 500 {
							t.Errorf("N03: %s: %d", path, got.Code)
						}
					}
					visitor.post("/c/ward/follow", url.Values{"who": {ref}})
					visitor.post(s.post.Path()+"/reply", url.Values{"body": {"Ask @new@" + host}})
				}, "sessions")
			}
		}
		for _, keyID := range []string{s.evil.URL("/users/new#main-key"), "https://EVIL.example./users/new#main-key", s.evil.URL("/key")} {
			signer := federation.Signer{KeyID: keyID, Private: s.evil.Sign(s.mallory).Private}
			body := s.like()
			cavage, rfc := s.letter(body), s.letter(body)
			mt.Must(t, signer.Cavage(cavage, body, s.Clock.Now()))
			mt.Must(t, signer.RFC9421(rfc, body, s.Clock.Now()))
			for _, r := range []*http.Request{cavage, rfc} {
				s.unchanged("N03: "+keyID, nil, func() {
					if got := s.north.Answer(r); got.Code != http.StatusForbidden {
						t.Errorf("N03: %s: %d %s", keyID, got.Code, got.Body)
					}
					s.evil.Asked(s.north, http.MethodGet, s.post.Path(), "", func(r *http.Request) { mt.Must(t, signer.Cavage(r, nil, s.Clock.Now())) })
				})
			}
		}
	})
}

func TestN05_OddHandlesAreNotAskedFor(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		ana := browse(t, s.north, s.ana)
		ana.get("/") // her visit is noted, once a day
		for n, handle := range []string{
			"a@honest.example:1/p?q#", "@a@honest.example@evil.example", "a@[::1]", "@a@honest.example\r\nHost: evil.example", "@a\x00@honest.example",
			"@a/../b@honest.example", "@a?x@honest.example", "@a%2f@honest.example", "@a@honest.example/x", "@a@honest.example#x", "@a@h\u202eonest.example",
			"@" + strings.Repeat("a", 10_000) + "@honest.example", "!a b@honest.example", "@a@honest.example%00.evil.example",
		} {
			s.Clock.Add(time.Duration(n) * 10 * time.Minute)
			s.unchanged(fmt.Sprintf("N05: %.60q", handle), nil, func() {
				if a, err := s.north.Fed.Actor(t.Context(), handle); err == nil {
					t.Errorf("N05: %.60q is %+v", handle, a)
				}
				for path, want := range map[string]int{"/search?q=": http.StatusOK, "/.well-known/webfinger?resource=acct:": http.StatusNotFound} {
					got := ana.get(path + url.QueryEscape(handle))
					if got.Code != want && got.Code != http.StatusNotFound && got.Code != http.StatusBadRequest {
						t.Errorf("N05: %s%.60q: %d", path, handle, got.Code)
					}
				}
			}, "sessions")
			s.Net.Forget()
			s.north.Fed.LookUp(t.Context(), "Ask "+handle+"!") // a text may name somebody before what is odd
			for _, r := range s.Net.Requests("") {
				if r.URL != "https://honest.example/.well-known/webfinger?resource=acct%3Aa%40honest.example" {
					t.Errorf("N05: a text with %.60q asks %s", handle, r.URL)
				}
			}
		}
	})
}

func TestN06_AddressesOfPicturesHoldNothingElse(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		visitor := browse(t, s.north, nil)
		s.unchanged("N06", nil, func() {
			for _, path := range []string{
				"/media/1?file_type=x&proxy=http://evil.example/", "/media/1?url=https://evil.example/", "/media/..%2f..%2fetc%2fpasswd", "/media/%2e%2e/%2e%2e/etc/passwd",
				"/media/%252e%252e%252f", "/media/1%00.png", "/media/-1", "/media/99999999999999999999", "/media/https:%2f%2fevil.example%2f", "/media/1/small/../../x",
				"/static/..%2f..%2fgo.mod", "/static/%2e%2e/%2e%2e/go.mod", "/assets/..%2fgo.mod",
			} {
				if got := visitor.get(path); got.Code != http.StatusNotFound && got.Code != http.StatusBadRequest && (got.Code < 300 || got.Code > 308) {
					t.Errorf("N06: %s: %d", path, got.Code)
				}
			}
		})
	})
}

func TestN07_RedirectsEndSoonAndCarryNoSignatureElsewhere(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		hop := func(path, target string) {
			s.honest.Serve(path, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", target)
				w.WriteHeader(http.StatusFound)
			})
		}
		hop("/loop", "/loop")
		for n := range 10 {
			hop(fmt.Sprint("/hop/", n), fmt.Sprint("/hop/", n+1))
		}
		for path, most := range map[string]int{"/loop": limits.Redirects + 1, "/hop/0": limits.Redirects + 1} {
			s.unchanged("N07: "+path, []string{"honest.example"}, func() { s.fails(path) })
			s.Net.Forget()
			s.fails(path)
			if n := len(s.Net.Requests("")); n > most {
				t.Errorf("N07: %s: %d requests, want %d", path, n, most)
			}
		}
		for _, target := range []string{"http://honest.example/users/vera", "file:///etc/passwd", "gopher://evil.example/", "data:application/activity+json,{}", "//10.0.0.1/", "https://a:b@evil.example/"} {
			hop("/odd", target)
			s.Net.Forget()
			s.unchanged("N07: to "+target, []string{"honest.example"}, func() { s.fails("/odd") })
		}
		hop("/away", s.evil.URL("/users/mallory"))
		s.Net.Forget()
		if a, err := s.north.Fed.Actor(t.Context(), s.honest.URL("/away")); err != nil || a.URI != s.mallory {
			t.Errorf("N07: sent on to mallory: %+v, %v", a, err)
		}
		for _, r := range s.Net.Requests("evil.example") {
			if r.Header.Get("Signature")+r.Header.Get("Signature-Input")+r.Header.Get("Authorization") != "" {
				t.Errorf("N07: %s carried %v", r.URL, r.Header)
			}
		}
		if first := s.Net.Requests("honest.example"); len(first) == 0 || first[0].Header.Get("Signature") == "" {
			t.Errorf("N07: the first request is not signed, so this shows nothing: %v", first)
		}
	})
}

// fails wants that a look-up at a path of honest.example finds nobody.
func (s *siege) fails(path string) {
	s.t.Helper()
	if a, err := s.north.Fed.Actor(s.t.Context(), s.honest.URL(path)); err == nil {
		s.t.Errorf("%s is %+v", path, a)
	}
}
