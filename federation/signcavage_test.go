package federation

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/federationtest"
)

func TestRow23_DraftCavageByRSAIsTaken(t *testing.T) {
	keys := holding(rsaKey().Public())
	key, err := verify(t, onPost().sign(posting(note)), keys)
	if err != nil || key.ID != aminaKey || len(keys.asked) != 1 {
		t.Errorf("%+v, %v, asked for %v", key, err, keys.asked)
	}
}

// Each of these is how some peer writes its signatures.
func TestRow24_HS2019AndOtherWaysOfWritingAreTaken(t *testing.T) {
	for name, change := range map[string]func(*byHand){
		"hs2019 with (created)": func(h *byHand) {
			h.algorithm, h.created, h.covered = "hs2019", at(0), "(request-target) (created) host digest"
		},
		"(created) ahead a bit": func(h *byHand) {
			h.algorithm, h.created, h.covered = "hs2019", at(4*time.Minute), "(request-target) (created) host digest"
		},
		"(created) first": func(h *byHand) { h.created, h.covered = at(0), "(created) (request-target) host date digest" },
		"(created) and (expires)": func(h *byHand) {
			h.created, h.expires, h.covered = at(-time.Minute), at(time.Minute), "(request-target) (created) (expires) host digest"
		},
		"(created) in the middle": func(h *byHand) { h.created, h.covered = at(0), "(request-target) host (created) digest content-type" },
		"(created) last": func(h *byHand) {
			h.created, h.covered = at(0), "(request-target) content-type date digest host (created)"
		},
		"created not covered": func(h *byHand) { h.created = at(0) },
		"no algorithm":        func(h *byHand) { h.algorithm = "-" },
		"spaces after commas": func(h *byHand) { h.comma = ", " },
		"Ed25519":             func(h *byHand) { h.key, h.algorithm = edKey, "ed25519" },
		"Ed25519 said hs2019": func(h *byHand) { h.key, h.algorithm = edKey, "hs2019" },
		"more headers":        func(h *byHand) { h.covered += " user-agent accept" },
	} {
		h := onPost()
		change(&h)
		r := posting(note)
		r.Header.Set("User-Agent", "peer/1.0")
		r.Header["Accept"] = []string{"a/b", "c/d"}
		expect(t, name, h.sign(r), holding(h.key.Public()), nil)
	}
}

func TestRow25_AChangedBodyIsRefused(t *testing.T) {
	r := onPost().sign(posting(note))
	r.Body = io.NopCloser(strings.NewReader(strings.Replace(note, "Create", "Delete", 1)))
	keys := holding(rsaKey().Public())
	expect(t, "changed body", r, keys, ErrSignature)
	if len(keys.asked) != 0 {
		t.Errorf("asked for %v", keys.asked)
	}
}

func TestRow26_ADigestThatIsMissingOrNotCoveredIsRefused(t *testing.T) {
	h := onPost()
	h.covered = "(request-target) host date"
	expect(t, "not covered", h.sign(posting(note)), holding(rsaKey().Public()), ErrSignature)
	r := posting(note)
	r.Header.Del("Digest")
	expect(t, "neither there nor covered", h.sign(r), holding(rsaKey().Public()), ErrSignature)
	r = posting(note)
	r.Header.Del("Digest")
	expect(t, "covered but not there", onPost().sign(r), holding(rsaKey().Public()), ErrSignature)
}

func TestRow27_TheDateMustBeWithinAnHour(t *testing.T) {
	for ago, want := range map[time.Duration]error{13 * time.Hour: ErrSignature, -2 * time.Hour: ErrSignature, 30 * time.Minute: nil} {
		r := posting(note)
		r.Header.Set("Date", noon.Add(-ago).Format(http.TimeFormat))
		expect(t, ago.String(), onPost().sign(r), holding(rsaKey().Public()), want)
	}
}

func TestRow29_AKeyIdWithoutFragmentIsTaken(t *testing.T) {
	h := onPost()
	h.keyID = amina + "/main-key"
	keys := holding(rsaKey().Public())
	expect(t, "no fragment", h.sign(posting(note)), keys, nil)
	if len(keys.asked) != 1 || keys.asked[0] != h.keyID {
		t.Errorf("asked for %v", keys.asked)
	}
}

func TestRow35_ASignedGetIsTakenWithAndWithoutItsQuery(t *testing.T) {
	const path = "/c/ward/outbox?page=2&max=3"
	expect(t, "with", onGet().sign(getting(path)), holding(rsaKey().Public()), nil)
	h := onGet()
	h.target = "/c/ward/outbox"
	expect(t, "without", h.sign(getting(path)), holding(rsaKey().Public()), nil)
	h.target = "/c/ward/outbox?page=1"
	expect(t, "with another", h.sign(getting(path)), holding(rsaKey().Public()), ErrSignature)
	p := onPost()
	p.target = "/c/ward/inbox"
	r := posting(note)
	r.URL.RawQuery = "a=b"
	expect(t, "POST without", p.sign(r), holding(rsaKey().Public()), ErrSignature)
}

func TestVerify_ComparesThePathAsItWasSent(t *testing.T) {
	for _, path := range []string{"/u/a%2Fb", "/u/%C3%A4", "/u/a%20b?q=%20", "/", "/u//a", "/u/a;b,c"} {
		expect(t, path, onGet().sign(getting(path)), holding(rsaKey().Public()), nil)
	}
	h := onGet()
	h.target = "/u/a/b"
	expect(t, "decoded", h.sign(getting("/u/a%2Fb")), holding(rsaKey().Public()), ErrSignature)
}

// strictly verifies a request of ours as the strictest peers do, by means of its own.
func strictly(r *http.Request, body []byte, key *rsa.PublicKey) error {
	said := r.Header.Get("Signature")
	form := regexp.MustCompile(`^keyId="([^"]+#main-key)",algorithm="rsa-sha256",headers="([a-z() -]+)",signature="([A-Za-z0-9+/=]+)"$`).FindStringSubmatch(said)
	if form == nil {
		return fmt.Errorf("form of %s", said)
	}
	if r.Method == http.MethodPost && r.Header.Get("Digest") != "SHA-256="+sum(string(body)) {
		return fmt.Errorf("digest %s", r.Header.Get("Digest"))
	}
	var lines []string
	for _, name := range strings.Split(form[2], " ") {
		value := r.Header.Get(name)
		switch name {
		case "(request-target)":
			value = strings.ToLower(r.Method) + " " + r.RequestURI
		case "host":
			value = r.Host
		}
		lines = append(lines, name+": "+value)
	}
	signature, err := base64.StdEncoding.DecodeString(form[3])
	if err != nil {
		return err
	}
	hash := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, hash[:], signature)
}

func TestRow36_OurRequestsPassTheStrictestPeer(t *testing.T) {
	now := noon
	clock := func() time.Time { now = now.Add(time.Minute); return now }
	var dates []string
	peer := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := strictly(r, body, &rsaKey().PublicKey); err != nil {
			t.Errorf("%s %s: %v", r.Method, r.RequestURI, err)
		}
		want := map[string]string{"POST": `headers="(request-target) host date digest content-type"`, "GET": `headers="(request-target) host date"`}[r.Method]
		if !strings.Contains(r.Header.Get("Signature"), want) {
			t.Errorf("%s: signed %s", r.Method, r.Header.Get("Signature"))
		}
		if r.Header.Get("Signature-Input") != "" || len(r.Header.Values("Host")) > 0 {
			t.Errorf("sent %v", r.Header)
		}
		dates = append(dates, r.Header.Get("Date"))
	}))
	defer peer.Close()
	g := NewGate(GateConfig{Policy: allowAll{}, PrivateNetworks: loopback})
	defer g.Close()
	s := Signer{KeyID: "https://us.example/u/ben#main-key", Private: rsaKey()}
	body := []byte(note)
	for _, path := range []string{"/inbox", "/inbox", "/u/a%2Fb/inbox?x=%20y", ""} {
		if _, err := g.Post(t.Context(), peer.URL+path, body, s.In(Cavage, body, clock)); err != nil {
			t.Fatal(err)
		}
		if _, err := g.Fetch(t.Context(), peer.URL+path, AcceptActivity, s.In(Cavage, nil, clock)); err != nil {
			t.Fatal(err)
		}
	}
	for i, d := range dates {
		if want := noon.Add(time.Duration(i+1) * time.Minute).Format(http.TimeFormat); d != want {
			t.Errorf("try %d carries %s, want %s", i, d, want)
		}
	}
}

func TestSigner_SignsARequestAgainAfreshInEitherStyle(t *testing.T) {
	s := Signer{KeyID: aminaKey, Private: rsaKey()}
	r := posting(note)
	for i, style := range []Style{Cavage, RFC9421, RFC9421, Cavage} {
		if err := s.In(style, []byte(note), func() time.Time { return noon })(r); err != nil {
			t.Fatal(err)
		}
		r.Body = io.NopCloser(strings.NewReader(note))
		expect(t, fmt.Sprint("time ", i, " by ", style), r, holding(rsaKey().Public()), nil)
	}
	if err := (Signer{KeyID: aminaKey}).Cavage(r, nil, noon); err == nil {
		t.Error("signed without a key")
	}
}

// choosy is a peer that reads one style only, and answers the other with this status.
func choosy(t *testing.T, reads Style, otherwise int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		c := Check{BaseURL: &url.URL{Scheme: "https", Host: "south.example"}, Keys: holding(rsaKey().Public()), Now: noon}
		if _, err := Verify(r.Context(), r, body, c); err != nil {
			t.Errorf("knocked with a bad signature: %v", err)
		}
		if (r.Header.Get("Signature-Input") != "") != (reads == RFC9421) {
			w.WriteHeader(otherwise)
		}
	})
}

func TestRow37_APeerThatReadsTheOtherStyleIsKnockedAtOnceMore(t *testing.T) {
	s := Signer{KeyID: aminaKey, Private: rsaKey()}
	for _, c := range []struct {
		reads       Style
		otherwise   int
		known, then Style
		status      int
		knocks      int
	}{
		{Cavage, 401, "", Cavage, 200, 1},
		{RFC9421, 401, "", RFC9421, 200, 2},
		{RFC9421, 401, RFC9421, RFC9421, 200, 1}, // remembered
		{RFC9421, 400, Cavage, RFC9421, 200, 2},
		{Cavage, 401, RFC9421, Cavage, 200, 2}, // changed its mind
		{RFC9421, 403, Cavage, Cavage, 403, 1},
		{RFC9421, 500, Cavage, Cavage, 500, 1},
		{"neither", 401, Cavage, Cavage, 401, 2},
	} {
		n := federationtest.NewNet(1)
		peer := choosy(t, c.reads, c.otherwise)
		if c.reads == "neither" {
			peer = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(c.otherwise) })
		}
		n.Serve("south.example", peer)
		g := NewGate(GateConfig{Policy: allowAll{}, Base: n, Now: func() time.Time { return noon }})
		answer, then, err := g.Knock(t.Context(), "https://south.example/inbox", []byte(note), s, c.known)
		if err != nil || answer.Status != c.status || then != c.then || len(n.Requests("")) != c.knocks {
			t.Errorf("%+v: %+v, %q, %v after %d knocks", c, answer, then, err, len(n.Requests("")))
		}
	}
}

func TestVerify_TakesWhatARealServerReceived(t *testing.T) {
	var got error
	us := httptest.NewServer(nil)
	defer us.Close()
	base := must(ParseURL(us.URL))
	us.Config.Handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, got = Verify(r.Context(), r, body, Check{BaseURL: base, Keys: holding(rsaKey().Public()), Now: noon})
	})
	g := NewGate(GateConfig{Policy: allowAll{}, PrivateNetworks: loopback})
	defer g.Close()
	for _, covered := range []string{"(request-target) host date digest content-type content-length", "(request-target) host date digest"} {
		h := onPost()
		h.covered = covered
		_, err := g.Post(t.Context(), us.URL+"/c/ward%2F1/inbox", []byte(note), func(r *http.Request) error {
			r.Header = posting(note).Header
			r.Header.Set("Content-Length", fmt.Sprint(len(note)))
			h.sign(r)
			return nil
		})
		if err != nil || got != nil {
			t.Errorf("%s: %v, %v", covered, err, got)
		}
	}
}
