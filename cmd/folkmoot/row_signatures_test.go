package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/federation/federationtest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestRow22_NoInboxTakesAnUnsignedActivity(t *testing.T) {
	onStage(t, func(s *scene) {
		for _, inbox := range []string{"/inbox", "/c/ward-safety/inbox", "/u/ana/inbox"} {
			page := s.lemmy.Page(s.lena, s.group, "Unsigned", "Nobody says so.")
			if status := s.lemmy.Send(s.north, inbox, "", page); status != http.StatusUnauthorized {
				s.Errorf("%s: %d", inbox, status)
			}
			s.Settle()
			s.absent(objectOf(page))
		}
	})
}

func TestRow28_OnlyTheActorsOwnKeySpeaksForThem(t *testing.T) {
	onStage(t, func(s *scene) {
		leo, other := s.lemmy.Person("leo"), s.Lemmy("other.example")
		for _, signer := range []federation.Signer{s.lemmy.Sign(leo), other.Sign(other.Person("leo"))} {
			page := s.lemmy.Page(s.lena, s.group, "Forged", "Not by lena.")
			body := mustJSON(s.T, page)
			status := s.lemmy.SendRaw(s.north, "/inbox", "", body, func(r *http.Request) {
				mt.Must(s.T, signer.Cavage(r, body, s.Clock.Now()))
			})
			if status != http.StatusUnauthorized && status != http.StatusForbidden {
				s.Errorf("%s: %d", signer.KeyID, status)
			}
			s.Settle()
			s.absent(objectOf(page))
		}
	})
}

func TestRow30_ARotatedKeyIsLookedUpOnceMore(t *testing.T) {
	onStage(t, func(s *scene) {
		s.Clock.Add(time.Hour)
		s.lemmy.Rekey(s.lena)
		for n := range 2 {
			page := s.lemmy.Page(s.lena, s.group, fmt.Sprint("With the new key ", n), "Words.")
			s.lemmy.MustSend(s.north, s.lena, page)
			s.item(objectOf(page))
		}
		if n := len(asked(s, s.lena)); n != 1 {
			s.Errorf("the key was fetched %d times", n)
		}
	})
}

// asked are the requests for a document of a peer.
func asked(s *scene, id string) []federationtest.Request {
	var found []federationtest.Request
	for _, r := range s.Net.Requests("") {
		if r.URL == id {
			found = append(found, r)
		}
	}
	return found
}

func TestRow34_ABrokenRFC9421SignatureIsRefusedAtOnce(t *testing.T) {
	onStage(t, func(s *scene) {
		body := mustJSON(s.T, s.lemmy.Page(s.lena, s.group, "Broken", "Words."))
		sign := s.lemmy.Sign(s.lena)
		for name, spoil := range map[string]func(*http.Request){
			"bytes":  func(r *http.Request) { r.Header.Set("Signature", "sig1=:AAAA:") },
			"label":  func(r *http.Request) { r.Header.Set("Signature-Input", "x"+r.Header.Get("Signature-Input")) },
			"digest": func(r *http.Request) { r.Header.Set("Content-Digest", "sha-256=:"+digestOf([]byte("x"))+":") },
			"syntax": func(r *http.Request) { r.Header.Set("Signature-Input", "(((") },
			"empty":  func(r *http.Request) { r.Header.Set("Signature", "") },
		} {
			status := s.lemmy.SendRaw(s.north, "/inbox", "", body, func(r *http.Request) {
				mt.Must(s.T, sign.RFC9421(r, body, s.Clock.Now()))
				spoil(r)
			})
			if status < 400 || status > 499 {
				s.Errorf("%s: answered %d", name, status)
			}
		}
		s.Settle()
		s.quiet()
	})
}

func TestRow35_ASignedGetIsServedWithItsQuerySignedOrNot(t *testing.T) {
	onStage(t, func(s *scene) {
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Mode: models.ModeAllowlist}))
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Host: "masto.example", Allow: true}))
		const path, query = "/c/ward-safety/outbox", "page=true"
		if w := s.masto.Get(s.north, path+"?"+query, s.max); w.Code != http.StatusOK {
			s.Errorf("with: %d", w.Code)
		}
		w := s.masto.Asked(s.north, http.MethodGet, path, s.max, func(r *http.Request) {
			r.URL.RawQuery, r.RequestURI = query, path+"?"+query
		})
		if w.Code != http.StatusOK {
			s.Errorf("without: %d", w.Code)
		}
		if w := s.masto.Get(s.north, path, ""); w.Code != http.StatusUnauthorized {
			s.Errorf("unsigned: %d", w.Code)
		}
	})
}

func TestRow36_EveryTryPassesAStrictPeer(t *testing.T) {
	onStage(t, func(s *scene) {
		s.Net.Break("lemmy.example", federationtest.Fault{Fail: 1, Times: 1})
		s.post("Falls checklist")
		s.Clock.Add(time.Minute)
		s.Settle()
		var dates []string
		for _, r := range s.Net.Requests("lemmy.example") {
			if r.Method == http.MethodPost {
				if err := strictly(s, r); err != nil {
					s.Errorf("%v in %v", err, r.Header)
				}
				dates = append(dates, r.Header.Get("Date"))
			}
		}
		if len(dates) < 2 || dates[0] == dates[len(dates)-1] {
			s.Errorf("sent at %v", dates)
		}
	})
}

// strictly verifies a delivery as the strictest of all peers would: it takes one algorithm, by name, one
// list of headers and one way of writing each.
func strictly(s *scene, r federationtest.Request) error {
	p := map[string]string{}
	for _, part := range strings.Split(r.Header.Get("Signature"), ",") {
		name, value, _ := strings.Cut(part, "=")
		p[name] = strings.Trim(value, `"`)
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return err
	}
	if p["algorithm"] != "rsa-sha256" || !strings.Contains(p["keyId"], "#") || p["headers"] != "(request-target) host date digest content-type" {
		return fmt.Errorf("signed with %v", p)
	}
	if r.Header.Get("Digest") != "SHA-256="+digestOf(r.Body) {
		return errors.New("another digest")
	}
	date, err := http.ParseTime(r.Header.Get("Date"))
	if age := s.Clock.Now().Sub(date); err != nil || age < 0 || age > time.Minute+30*time.Second {
		return fmt.Errorf("sent at %s", date)
	}
	text := "(request-target): post " + u.RequestURI() + "\nhost: " + u.Host + "\ndate: " + r.Header.Get("Date") +
		"\ndigest: " + r.Header.Get("Digest") + "\ncontent-type: " + r.Header.Get("Content-Type")
	owner, _, _ := strings.Cut(p["keyId"], "#")
	key := document(s.T, s.north, owner)["publicKey"].(doc)
	public, err := federation.ParsePublicKey(key["publicKeyPem"].(string))
	if err != nil || key["id"] != p["keyId"] || key["owner"] != owner {
		return fmt.Errorf("the key is %v: %w", key, err)
	}
	signature, err := base64.StdEncoding.DecodeString(p["signature"])
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(text))
	return rsa.VerifyPKCS1v15(public.(*rsa.PublicKey), crypto.SHA256, sum[:], signature)
}

func digestOf(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.StdEncoding.EncodeToString(sum[:])
}

func TestRow37_APeerThatReadsTheOtherStyleIsKnownFromThenOn(t *testing.T) {
	onStage(t, func(s *scene) {
		s.lemmy.Serve("/inbox", func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Signature-Input") == "" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			w.WriteHeader(http.StatusAccepted)
		})
		knocks := func() (styles []string) {
			for _, r := range s.Net.Requests("lemmy.example") {
				style := "cavage"
				if r.Header.Get("Signature-Input") != "" {
					style = "rfc9421"
				}
				styles = append(styles, style)
			}
			s.forget()
			return styles
		}
		mt.Post(s.T, s.north.Site, s.ana, s.ward, "First", "Words.")
		s.Settle()
		if got := strings.Join(knocks(), " "); got != "cavage rfc9421" {
			s.Errorf("first %s", got)
		}
		mt.Post(s.T, s.north.Site, s.ana, s.ward, "Second", "Words.")
		s.Settle()
		if got := strings.Join(knocks(), " "); got != "rfc9421" {
			s.Errorf("then %s", got)
		}
		if p, err := s.north.Peer(s.Context(), "lemmy.example"); err != nil || p.Knock != "rfc9421" {
			s.Errorf("remembered %+v (%v)", p, err)
		}
	})
}

func TestRow38_TheSiteItselfSignsWhatItFetches(t *testing.T) {
	onStage(t, func(s *scene) {
		other := s.Lemmy("other.example")
		nights := other.Group("nights")
		community, err := s.north.Fed.Actor(s.Context(), "@nights@other.example")
		mt.Must(s.T, err)
		_, err = s.north.Follow(s.Context(), s.ana, community, nil)
		s.settled(err)
		other.MustSend(s.north, nights, other.Answer("Accept", only(s.T, other.Peer, "Follow")))
		fetched := 0
		for _, r := range s.Net.Requests("other.example") {
			if r.Method != http.MethodGet || r.Header.Get("Accept") != federation.AcceptActivity {
				continue
			}
			fetched++
			if !strings.Contains(r.Header.Get("Signature"), `keyId="https://north.example/#main-key"`) {
				s.Errorf("%s is signed %q", r.URL, r.Header.Get("Signature"))
			}
		}
		if fetched < 3 {
			s.Errorf("only %d documents were fetched", fetched)
		}
	})
}
