package federation

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// signed9421 signs r as we do.
func signed9421(t testing.TB, r *http.Request) *http.Request {
	t.Helper()
	if err := sign9421As(aminaKey, r); err != nil {
		t.Fatal(err)
	}
	return r
}

func sign9421As(keyID string, r *http.Request) error {
	return Signer{KeyID: keyID, Private: rsaKey()}.RFC9421(r, []byte(note), noon)
}

// byLines signs as RFC 9421 says, without the library: the peer states the lines of its signature base
// and its parameters as it writes them.
type byLines struct {
	label  string
	names  []string // "@method", "content-digest"…
	params string   // ";created=…;keyid=…"
	values map[string]string
	key    crypto.Signer
	pss    bool
}

func onPost9421() byLines {
	return byLines{
		label: "sig1", names: []string{"@method", "@target-uri", "content-digest"}, params: ";created=" + at(0) + `;keyid="` + aminaKey + `"`, key: rsaKey(),
		values: map[string]string{
			"@method": "POST", "@target-uri": "https://us.example/c/ward/inbox", "@authority": "us.example", "@path": "/c/ward/inbox", "@query": "?",
			"@scheme": "https", "@request-target": "/c/ward/inbox", "content-digest": "sha-256=:" + sum(note) + ":", "content-type": "application/activity+json", "host": "us.example",
		},
	}
}

func (b byLines) sign(r *http.Request) *http.Request {
	var base strings.Builder
	var quoted []string
	for _, name := range b.names {
		fmt.Fprintf(&base, "%q: %s\n", name, b.values[name])
		quoted = append(quoted, fmt.Sprintf("%q", name))
	}
	input := "(" + strings.Join(quoted, " ") + ")" + b.params
	base.WriteString(`"@signature-params": ` + input)
	raw := rawSign
	if b.pss {
		raw = func(key crypto.Signer, text string) []byte {
			hash := sha512.Sum512([]byte(text))
			return must(key.Sign(rand.Reader, hash[:], &rsa.PSSOptions{SaltLength: 64, Hash: crypto.SHA512}))
		}
	}
	r.Header.Set("Content-Digest", b.values["content-digest"])
	r.Header.Set("Signature-Input", b.label+"="+input)
	r.Header.Set("Signature", b.label+"=:"+base64.StdEncoding.EncodeToString(raw(b.key, base.String()))+":")
	return r
}

func TestRow31_RFC9421ByRSAIsTaken(t *testing.T) {
	keys := holding(rsaKey().Public())
	b := onPost9421()
	b.params += `;alg="rsa-v1_5-sha256"`
	key, err := verify(t, b.sign(posting(note)), keys)
	if err != nil || key.ID != aminaKey || len(keys.asked) != 1 {
		t.Errorf("%+v, %v, asked for %v", key, err, keys.asked)
	}
	expect(t, "ours", signed9421(t, posting(note)), holding(rsaKey().Public()), nil)
	r := getting("/c/ward?page=2")
	if err := (Signer{KeyID: aminaKey, Private: rsaKey()}).RFC9421(r, nil, noon); err != nil {
		t.Fatal(err)
	}
	expect(t, "our GET", r, holding(rsaKey().Public()), nil)
}

// Each of these is how some peer writes its signatures.
func TestRow32_OtherLabelsComponentsAndAlgorithmsAreTaken(t *testing.T) {
	parts := []string{"@method", "@authority", "@path", "content-digest"}
	keyid := `;keyid="` + aminaKey + `"`
	for name, change := range map[string]func(*byLines){
		"another label, tag, nonce, alg": func(b *byLines) {
			b.label, b.names = "activitypub", append([]string{"@target-uri"}, parts...)
			b.params = `;alg="rsa-v1_5-sha256"` + keyid + ";created=" + at(0) + `;nonce="a b=";tag="activitypub"`
		},
		"authority and path":      func(b *byLines) { b.names = parts },
		"with the query":          func(b *byLines) { b.names = append(parts, "@query", "@scheme", "@request-target") },
		"with headers":            func(b *byLines) { b.names = append(b.names, "content-type", "host") },
		"expires":                 func(b *byLines) { b.params += ";expires=" + at(time.Minute) },
		"unknown parameters":      func(b *byLines) { b.params += `;x=?0;y=token;z=1.5;b=:AAAA:;flag` },
		"a clock ahead":           func(b *byLines) { b.params = ";created=" + at(4*time.Minute) + keyid },
		"RSA-PSS":                 func(b *byLines) { b.pss = true; b.params += `;alg="rsa-pss-sha512"` },
		"Ed25519":                 func(b *byLines) { b.key = edKey; b.params += `;alg="ed25519"` },
		"Ed25519 without alg":     func(b *byLines) { b.key = edKey },
		"P-256":                   func(b *byLines) { b.key = ecKey(); b.params += `;alg="ecdsa-p256-sha256"` },
		"two digests":             func(b *byLines) { b.values["content-digest"] = contentDigests() },
		"a digest we do not know": func(b *byLines) { b.values["content-digest"] = "md5=:AAAA:, sha-256=:" + sum(note) + ":" },
	} {
		b := onPost9421()
		change(&b)
		expect(t, name, b.sign(posting(note)), holding(b.key.Public()), nil)
	}
	r := onPost9421().sign(posting(note))
	r.Header.Set("Signature-Input", strings.Replace(r.Header.Get("Signature-Input"), `" "`, `"   "`, 1))
	expect(t, "more spaces", r, holding(rsaKey().Public()), nil)
}

func contentDigests() string {
	long := sha512.Sum512([]byte(note))
	return "sha-512=:" + base64.StdEncoding.EncodeToString(long[:]) + ":, sha-256=:" + sum(note) + ":"
}

func TestRow33_AContentDigestThatDoesNotFitIsRefused(t *testing.T) {
	for _, digest := range []string{
		"", "sha-256=:" + sum("other") + ":", "sha-256=" + sum(note), `sha-256="` + sum(note) + `"`, "sha-512=:AAAA:", "sha-256=(:AAAA:)",
		"SHA-256=:" + sum(note) + ":", "sha-256=:" + sum(note) + ":, sha-512=:AAAA:", "sha-256", "sha-256=?1", "md5=:AAAA:",
	} {
		b := onPost9421()
		b.values["content-digest"] = digest
		refused(t, digest, b.sign(posting(note)))
	}
	r := posting(strings.Replace(note, "Create", "Delete", 1))
	refused(t, "another body", onPost9421().sign(r))
}

// A sender of this style falls back to the other when it is told at once.
func TestRow34_BrokenRFC9421IsRefusedWithoutAsking(t *testing.T) {
	created, keyid := ";created="+at(0), `;keyid="`+aminaKey+`"`
	for name, change := range map[string]func(*byLines){
		"no method":            func(b *byLines) { b.names = b.names[1:] },
		"no target":            func(b *byLines) { b.names = []string{"@method", "content-digest"} },
		"authority only":       func(b *byLines) { b.names = []string{"@method", "@authority", "content-digest"} },
		"path only":            func(b *byLines) { b.names = []string{"@method", "@path", "content-digest"} },
		"no digest":            func(b *byLines) { b.names = b.names[:2] },
		"nothing":              func(b *byLines) { b.names = nil },
		"a header twice":       func(b *byLines) { b.names = append(b.names, "@method") },
		"a header not there":   func(b *byLines) { b.names = append(b.names, "x-absent") },
		"upper case":           func(b *byLines) { b.names = append(b.names, "Content-Type") },
		"an unknown component": func(b *byLines) { b.names = append(b.names, "@status") },
		"no created":           func(b *byLines) { b.params = keyid },
		"created as text":      func(b *byLines) { b.params = `;created="` + at(0) + `"` + keyid },
		"created 6 min ahead":  func(b *byLines) { b.params = ";created=" + at(6*time.Minute) + keyid },
		"created 61 min ago":   func(b *byLines) { b.params = ";created=" + at(-61*time.Minute) + keyid },
		"created below zero":   func(b *byLines) { b.params = ";created=-999999999999999" + keyid },
		"expired":              func(b *byLines) { b.params += ";expires=" + at(-time.Second) },
		"expires as text":      func(b *byLines) { b.params += `;expires="never"` },
		"no keyid":             func(b *byLines) { b.params = created },
		"keyid as token":       func(b *byLines) { b.params = created + ";keyid=x" },
		"alg as token":         func(b *byLines) { b.params += ";alg=ed25519" },
		"created twice":        func(b *byLines) { b.params = ";created=1" + b.params },
		"keyid twice":          func(b *byLines) { b.params += `;keyid="https://evil.test/u/a"` },
		"a long nonce":         func(b *byLines) { b.params += `;nonce="` + strings.Repeat("x", 9000) + `"` },
		"too many parameters": func(b *byLines) {
			for i := range 20 {
				b.params += fmt.Sprintf(";p%d", i)
			}
		},
	} {
		b := onPost9421()
		change(&b)
		refused(t, name, b.sign(posting(note)))
	}
}

func TestRow34_GarbledRFC9421IsRefusedWithoutAsking(t *testing.T) {
	for name, change := range map[string]func(http.Header){
		"no signature": func(h http.Header) { h.Del("Signature") },
		"empty input":  func(h http.Header) { h.Set("Signature-Input", "") },
		"other label":  func(h http.Header) { h.Set("Signature", "other"+h.Get("Signature")) },
		"two signatures": func(h http.Header) {
			h.Set("Signature-Input", h.Get("Signature-Input")+", b=();created=1")
			h.Set("Signature", h.Get("Signature")+", b=:AA==:")
		},
		"a label twice":     func(h http.Header) { h.Set("Signature-Input", h.Get("Signature-Input")+", "+h.Get("Signature-Input")) },
		"two inputs":        func(h http.Header) { h.Add("Signature-Input", h.Get("Signature-Input")) },
		"signature as text": func(h http.Header) { h.Set("Signature", `sig1="AAAA"`) },
		"signature as list": func(h http.Header) { h.Set("Signature", "sig1=(:AAAA:)") },
		"input as item":     func(h http.Header) { h.Set("Signature-Input", "sig1=1"+onPost9421().params) },
		"input of numbers":  func(h http.Header) { h.Set("Signature-Input", "sig1=(1 2)"+onPost9421().params) },
		"component parameters": func(h http.Header) {
			h.Set("Signature-Input", strings.Replace(h.Get("Signature-Input"), `"@method"`, `"@method";req`, 1))
		},
		"garbage":              func(h http.Header) { h.Set("Signature-Input", `sig1=("@method`) },
		"9 KiB":                func(h http.Header) { h.Set("Signature-Input", "sig1=("+strings.Repeat(`"a" `, 3000)+")") },
		"an authorization too": func(h http.Header) { h.Set("Authorization", "Signature x") },
		"the other style's":    func(h http.Header) { h.Set("Signature", onPost().sign(posting(note)).Header.Get("Signature")) },
	} {
		r := onPost9421().sign(posting(note))
		change(r.Header)
		refused(t, name, r)
	}
}

func TestVerify_RefusesRFC9421ThatIsNotTheKeys(t *testing.T) {
	for name, change := range map[string]func(*byLines){
		"another target":         func(b *byLines) { b.values["@target-uri"] = "https://us.example/c/other/inbox" },
		"another site":           func(b *byLines) { b.values["@target-uri"] = "https://evil.test/c/ward/inbox" },
		"plain http":             func(b *byLines) { b.values["@target-uri"] = "http://us.example/c/ward/inbox" },
		"another method":         func(b *byLines) { b.values["@method"] = "post" },
		"another key":            func(b *byLines) { b.key = otherRSA() },
		"alg of another kind":    func(b *byLines) { b.params += `;alg="ed25519"` },
		"PKCS 1.5 said PSS":      func(b *byLines) { b.params += `;alg="rsa-pss-sha512"` },
		"PSS said PKCS 1.5":      func(b *byLines) { b.pss = true; b.params += `;alg="rsa-v1_5-sha256"` },
		"hmac":                   func(b *byLines) { b.params += `;alg="hmac-sha256"` },
		"an alg nobody knows":    func(b *byLines) { b.params += `;alg="none"` },
		"an empty alg":           func(b *byLines) { b.params += `;alg="x"` },
		"Ed25519 said otherwise": func(b *byLines) { b.key = edKey; b.params += `;alg="rsa-v1_5-sha256"` },
	} {
		b := onPost9421()
		change(&b)
		public := b.key.Public()
		if name == "another key" {
			public = rsaKey().Public()
		}
		expect(t, name, b.sign(posting(note)), holding(public), ErrSignature)
	}
	r := getting("/c/ward?page=2")
	b := onPost9421()
	b.names, b.values["@method"] = []string{"@method", "@authority", "@path"}, "GET"
	refused(t, "a query not covered", b.sign(r))
}

// The vector of RFC 9421, appendix B.2.6. Its signature does not cover the body, which Verify demands, so
// it is put to what lies below.
func TestRFC9421_VectorB26Verifies(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/foo?param=Value&Pet=dog", strings.NewReader(`{"hello": "world"}`))
	r.Host = "example.com"
	r.Header = http.Header{
		"Date": {"Tue, 20 Apr 2021 02:07:55 GMT"}, "Content-Type": {"application/json"}, "Content-Length": {"18"},
		"Content-Digest":  {"sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"},
		"Signature-Input": {`sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"`},
		"Signature":       {"sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"},
	}
	key, err := ParsePublicKey("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n")
	if err != nil {
		t.Fatal(err)
	}
	m, err := parse9421(r.Header)
	if err != nil {
		t.Fatal(err)
	}
	base, err := signatureBase(m.covered, r, &url.URL{Scheme: "https", Host: "example.com"})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.fits(base, key); err != nil {
		t.Errorf("%v of\n%s", err, base)
	}
	if err := m.fits(base+" ", key); err == nil {
		t.Error("another text has the same signature")
	}
	if m.keyID != "test-key-ed25519" {
		t.Errorf("by %q", m.keyID)
	}
}
