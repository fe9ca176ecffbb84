package main

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
)

// A hand signs requests as an attacker may, who is free in all that the library is not.
type hand struct {
	keyID, covered, params string // params stand before the signature: `algorithm="rsa-sha256",`
	by                     func(text []byte) []byte
}

const usual = "(request-target) host date digest"

func byRSA(key *rsa.PrivateKey, with crypto.Hash) func([]byte) []byte {
	return func(text []byte) []byte {
		h := with.New()
		h.Write(text)
		signature, err := rsa.SignPKCS1v15(rand.Reader, key, with, h.Sum(nil))
		if err != nil {
			panic(err)
		}
		return signature
	}
}

// sign writes a draft-cavage signature over what is covered.
func (h hand) sign(r *http.Request) *http.Request {
	var lines []string
	for _, name := range strings.Fields(h.covered) {
		value := strings.Join(r.Header.Values(name), ", ")
		switch name {
		case "(request-target)":
			value = strings.ToLower(r.Method) + " " + r.URL.RequestURI()
		case "host":
			value = r.Host
		}
		lines = append(lines, name+": "+value)
	}
	signature := base64.StdEncoding.EncodeToString(h.by([]byte(strings.Join(lines, "\n"))))
	r.Header.Set("Signature", fmt.Sprintf(`keyId=%q,%sheaders=%q,signature=%q`, h.keyID, h.params, h.covered, signature))
	return r
}

// hand is how mallory signs when all is well.
func (s *siege) hand() hand {
	by := s.evil.Sign(s.mallory)
	return hand{by.KeyID, usual, `algorithm="rsa-sha256",`, byRSA(by.Private, crypto.SHA256)}
}

// letter is an unsigned request to the inbox with the headers that a signature covers.
func (s *siege) letter(body []byte) *http.Request {
	r := s.evil.Posting(s.north, "/inbox", "", body)
	r.Header.Set("Date", s.Clock.Now().UTC().Format(http.TimeFormat))
	sum := sha256.Sum256(body)
	r.Header.Set("Digest", "SHA-256="+base64.StdEncoding.EncodeToString(sum[:]))
	return r
}

// like is what mallory would do: a like of ana's post.
func (s *siege) like() []byte {
	body, err := json.Marshal(s.act(s.evil, "Like", s.mallory, s.post.URI))
	if err != nil {
		s.t.Fatal(err)
	}
	return body
}

func (s *siege) wantLikes(what string, want int) {
	s.t.Helper()
	s.Settle()
	if n := s.item(s.post.URI).LikeCount; n != want {
		s.t.Errorf("%s: %d likes, want %d", what, n, want)
	}
}

// The hand signs like the library, or the rest of these tests would show nothing.
func TestHand_SignsWhatIsTaken(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		if got := s.north.Answer(s.hand().sign(s.letter(s.like()))); got.Code != http.StatusAccepted {
			t.Fatalf("answered %d %s", got.Code, got.Body)
		}
		s.wantLikes("good signature", 1)
	})
}

func TestS01_S02_S03_UnsignedOrTooLittleSignedChangesNothing(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		for _, header := range []string{"-", "", "x", "keyId", "=", `keyId="` + s.mallory + `#main-key"`} {
			r := s.letter(s.like())
			if header != "-" {
				r.Header.Set("Signature", header)
			}
			s.refuses("S01: Signature: "+header, http.StatusUnauthorized, r)
		}
		for _, covered := range []string{"date", "host date digest", "(request-target) date digest", "(request-target) host digest", "(request-target) host date"} {
			h := s.hand()
			h.covered = covered
			s.refuses("S02: covered "+covered, http.StatusUnauthorized, h.sign(s.letter(s.like())))
		}
		for _, digest := range []string{"", "SHA-256=", "SHA-512=x", "md5=x", "SHA-256=" + base64.StdEncoding.EncodeToString(make([]byte, 32))} {
			r := s.letter(s.like())
			r.Header.Set("Digest", digest)
			s.refuses("S03: Digest: "+digest, http.StatusUnauthorized, s.hand().sign(r))
		}
		r := s.letter(s.like())
		r.Header.Del("Digest")
		s.refuses("S03: no Digest", http.StatusUnauthorized, s.hand().sign(r))
		r = s.letter(s.like())
		r.Header.Add("Digest", r.Header.Get("Digest"))
		s.refuses("S03: two Digests", http.StatusUnauthorized, s.hand().sign(r))
	})
}

func TestS03_S05_S06_ASignatureIsGoodForItsBodyHostAndPathOnly(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		signed := s.hand().sign(s.letter(s.like()))
		swapped := s.letter(s.like())
		swapped.Header = signed.Header
		s.refuses("S03: another body", http.StatusUnauthorized, swapped)

		r := s.letter(s.like())
		r.Host = "south.example"
		s.refuses("S05: signed for another host", http.StatusUnauthorized, s.hand().sign(r))
		r = s.letter(s.like())
		r.Host = "south.example"
		r = s.hand().sign(r)
		r.Host = "north.example"
		r.Header.Set("X-Forwarded-Host", "south.example")
		// The signature is well formed and does not fit, so the key is asked for once more.
		s.turnsAway("S05: X-Forwarded-Host", http.StatusUnauthorized, r)

		body := s.like()
		for n, at := range []time.Duration{0, 2 * time.Second, 50 * time.Minute} {
			r := s.hand().sign(s.letter(body))
			r.Header.Set("Date", s.Clock.Now().UTC().Format(http.TimeFormat))
			s.Clock.Add(at)
			if got := s.north.Answer(r); got.Code != http.StatusAccepted {
				t.Errorf("S06: time %d of the same: %d", n, got.Code)
			}
			s.wantLikes("S06: replay", 1)
		}
		for _, path := range []string{"/u/ana/inbox", "/c/ward/inbox"} {
			replayed := s.evil.Posting(s.north, path, "", body)
			replayed.Header = s.hand().sign(s.letter(body)).Header
			s.turnsAway("S06: replayed to "+path, http.StatusUnauthorized, replayed)
		}
	})
}

func TestS04_S07_S08_OldDoubledOrForeignSignaturesChangeNothing(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		now := s.Clock.Now()
		for _, date := range []string{
			now.Add(61 * time.Minute).Format(http.TimeFormat), now.Add(-61 * time.Minute).Format(http.TimeFormat),
			"", "soon", "Sat, 01 Jan 9999 00:00:00 GMT",
		} {
			r := s.letter(s.like())
			r.Header.Set("Date", date)
			s.refuses("S04: Date: "+date, http.StatusUnauthorized, s.hand().sign(r))
		}
		for _, params := range []string{
			fmt.Sprintf("created=%d,", now.Add(6*time.Minute).Unix()), fmt.Sprintf("expires=%d,", now.Add(-time.Second).Unix()),
			`keyId="` + s.vera + `#main-key",`, `headers="date",`, `algorithm="hmac-sha256",`, `algorithm="none",`, `algorithm="rsa-sha1",`,
		} {
			h := s.hand()
			h.params = params
			s.refuses("S04, S07, S08: "+params, http.StatusUnauthorized, h.sign(s.letter(s.like())))
		}
		r := s.hand().sign(s.letter(s.like()))
		r.Header.Set("Authorization", "Signature "+r.Header.Get("Signature"))
		s.refuses("S07: Signature and Authorization", http.StatusUnauthorized, r)
		r = s.hand().sign(s.letter(s.like()))
		r.Header.Set("Signature-Input", `sig1=("@method" "@target-uri");created=1;keyid="`+s.vera+`#main-key"`)
		s.refuses("S07: two styles that disagree", http.StatusUnauthorized, r)

		public, err := federation.EncodePublicKey(&s.evil.Sign(s.mallory).Private.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		for _, algorithm := range []string{"hmac-sha256", "hs2019"} {
			h := s.hand()
			h.params = `algorithm="` + algorithm + `",`
			h.by = func(text []byte) []byte {
				mac := hmac.New(sha256.New, []byte(public))
				mac.Write(text)
				return mac.Sum(nil)
			}
			s.turnsAway("S08: the public key as a secret by "+algorithm, http.StatusUnauthorized, h.sign(s.letter(s.like())))
		}
		s.wantLikes("S04, S07, S08", 0)
	})
}
