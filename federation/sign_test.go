package federation

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/federationtest"
)

const (
	amina    = "https://south.example/u/amina"
	aminaKey = amina + "#main-key"
	note     = `{"type":"Create","actor":"https://south.example/u/amina"}`
)

var (
	noon     = time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	rsaKey   = sync.OnceValue(func() *rsa.PrivateKey { return must(GenerateKey()) })
	otherRSA = sync.OnceValue(func() *rsa.PrivateKey { return must(GenerateKey()) })
	edKey    = ed25519.NewKeyFromSeed([]byte("thirty-two bytes that are a seed"))
	ecKey    = sync.OnceValue(func() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) })
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// keyring is a KeySource with one key, or with a list of which each look-up gets the next.
type keyring struct {
	keys  []crypto.PublicKey
	err   error
	asked []string // keyId, and " fresh" when so asked
}

func (k *keyring) Key(_ context.Context, keyID string, fresh bool) (*Key, error) {
	asked := keyID
	if fresh {
		asked += " fresh"
	}
	k.asked = append(k.asked, asked)
	if k.err != nil {
		return nil, k.err
	}
	key := k.keys[min(len(k.asked), len(k.keys))-1]
	return &Key{ID: keyID, Owner: amina, Public: key}, nil
}

func holding(keys ...crypto.PublicKey) *keyring { return &keyring{keys: keys} }

// verify verifies r, received at noon by the site us.example.
func verify(t testing.TB, r *http.Request, keys KeySource) (*Key, error) {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return Verify(t.Context(), r, body, Check{BaseURL: &url.URL{Scheme: "https", Host: "us.example"}, Keys: keys, Now: noon})
}

// expect verifies r and wants the key when want is nil, or else that error and no second look-up.
func expect(t *testing.T, name string, r *http.Request, keys *keyring, want error) {
	t.Helper()
	key, err := verify(t, r, keys)
	if !errors.Is(err, want) || (want == nil) != (key != nil) {
		t.Errorf("%s: %v, %v; want %v", name, key, err, want)
	}
}

// posting is the request of a peer before it is signed.
func posting(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "https://us.example/c/ward/inbox", strings.NewReader(body))
	r.Header.Set("Date", noon.Format(http.TimeFormat))
	r.Header.Set("Content-Type", "application/activity+json")
	r.Header.Set("Digest", "SHA-256="+sum(body))
	return r
}

func getting(path string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "https://us.example"+path, nil)
	r.Header.Set("Date", noon.Format(http.TimeFormat))
	return r
}

func sum(body string) string {
	s := sha256.Sum256([]byte(body))
	return base64.StdEncoding.EncodeToString(s[:])
}

// byHand signs as the draft says, without the library: it is the peer that others wrote.
type byHand struct {
	keyID, algorithm, covered string // "-" leaves a parameter out
	created, expires          string
	target                    string // signed in place of the request's own
	key                       crypto.Signer
	comma                     string
}

// onPost and onGet are what most peers do.
func onPost() byHand {
	return byHand{keyID: aminaKey, algorithm: "rsa-sha256", covered: "(request-target) host date digest content-type", key: rsaKey(), comma: ","}
}

func onGet() byHand {
	h := onPost()
	h.covered = "(request-target) host date"
	return h
}

func (h byHand) sign(r *http.Request) *http.Request {
	var lines []string
	for _, name := range strings.Fields(h.covered) {
		value := strings.Join(r.Header.Values(name), ", ")
		switch name {
		case "(request-target)":
			value = strings.ToLower(r.Method) + " " + r.URL.RequestURI()
			if h.target != "" {
				value = strings.ToLower(r.Method) + " " + h.target
			}
		case "host":
			value = r.Host
		case "(created)":
			value = h.created
		case "(expires)":
			value = h.expires
		}
		lines = append(lines, name+": "+value)
	}
	signature := base64.StdEncoding.EncodeToString(rawSign(h.key, strings.Join(lines, "\n")))
	params := []string{}
	for _, p := range [][2]string{{"keyId", h.keyID}, {"algorithm", h.algorithm}, {"headers", h.covered}, {"signature", signature}} {
		if p[1] != "-" {
			params = append(params, p[0]+`="`+p[1]+`"`)
		}
	}
	for _, p := range [][2]string{{"created", h.created}, {"expires", h.expires}} {
		if p[1] != "" {
			params = append(params, p[0]+"="+p[1])
		}
	}
	r.Header.Set("Signature", strings.Join(params, h.comma))
	return r
}

// rawSign signs text in the way of the key's kind.
func rawSign(key crypto.Signer, text string) []byte {
	hash := sha256.Sum256([]byte(text))
	switch k := key.(type) {
	case ed25519.PrivateKey:
		return ed25519.Sign(k, []byte(text))
	case *ecdsa.PrivateKey:
		r, s := must2(ecdsa.Sign(rand.Reader, k, hash[:]))
		return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	}
	return must(key.Sign(rand.Reader, hash[:], crypto.SHA256))
}

func must2[A, B any](a A, b B, err error) (A, B) {
	if err != nil {
		panic(err)
	}
	return a, b
}

func TestRow22_UnsignedIsRefused(t *testing.T) {
	expect(t, "unsigned", posting(note), holding(), ErrUnsigned)
	expect(t, "unsigned GET", getting("/c/ward"), holding(), ErrUnsigned)
}

func TestRow28_TheOwnerOfTheKeyIsNamed(t *testing.T) {
	// Whatever actor the activity claims, the inbox is told whose key it was and can tell the two apart.
	key, err := verify(t, onPost().sign(posting(`{"actor":"https://south.example/u/ben"}`)), holding(rsaKey().Public()))
	if err != nil || key.Owner != amina {
		t.Errorf("%+v, %v", key, err)
	}
}

func TestRow30_ARotatedKeyIsFetchedOnce(t *testing.T) {
	keys := holding(otherRSA().Public(), rsaKey().Public())
	expect(t, "rotated", onPost().sign(posting(note)), keys, nil)
	if fmt.Sprint(keys.asked) != fmt.Sprint([]string{aminaKey, aminaKey + " fresh"}) {
		t.Errorf("asked for %v", keys.asked)
	}
	keys = holding(otherRSA().Public())
	expect(t, "not the owner", onPost().sign(posting(note)), keys, ErrSignature)
	if len(keys.asked) != 2 {
		t.Errorf("asked for %v", keys.asked)
	}
}

// fetching is a KeySource that has to fetch: what it gets from the Gate it passes on.
type fetching struct{ gate *Gate }

func (f fetching) Key(ctx context.Context, keyID string, _ bool) (*Key, error) {
	got, err := f.gate.Fetch(ctx, keyID, AcceptActivity, nil)
	if err != nil {
		return nil, err
	}
	public, err := ParsePublicKey(string(got.Body))
	return &Key{ID: keyID, Owner: amina, Public: public}, err
}

func TestRow39_AKeyThatLeadsToAPrivateAddressIsRefusedUnfetched(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("south.example", http.RedirectHandler("https://127.0.0.1/key", http.StatusFound))
	for _, keyID := range []string{"https://10.0.0.1/key#main-key", "http://127.0.0.1:8080/key", aminaKey} {
		h := onPost()
		h.keyID = keyID
		if key, err := verify(t, h.sign(posting(note)), fetching{onNet(n, allowAll{})}); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v, %v", keyID, key, err)
		}
	}
	if sent := n.Requests(""); len(sent) != 1 {
		t.Errorf("sent %v", sent)
	}
}

func TestVerify_AsksThePolicyBeforeTheKey(t *testing.T) {
	r := onPost().sign(posting(note))
	keys := holding(rsaKey().Public())
	c := Check{BaseURL: &url.URL{Scheme: "https", Host: "us.example"}, Keys: keys, Now: noon, Policy: allowing{"north.example"}}
	if _, err := Verify(t.Context(), r, []byte(note), c); !errors.Is(err, ErrDenied) || len(keys.asked) != 0 {
		t.Errorf("%v, asked for %v", err, keys.asked)
	}
	c.Policy = allowing{"south.example"}
	if _, err := Verify(t.Context(), r, []byte(note), c); err != nil {
		t.Error(err)
	}
}

// at is the moment d after noon as created and expires give it.
func at(d time.Duration) string { return fmt.Sprint(noon.Add(d).Unix()) }
