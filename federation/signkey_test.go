package federation

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestS08_OnlyPublicKeyAlgorithmsAreTaken(t *testing.T) {
	secret := must(EncodePublicKey(rsaKey().Public()))
	for _, algorithm := range []string{"hmac-sha256", "none", "rsa-sha1", "rsa-sha512", "RSA-SHA256", "ecdsa-sha256", "", " rsa-sha256"} {
		r := posting(note)
		mac := hmac.New(sha256.New, []byte(secret))
		fmt.Fprintf(mac, "(request-target): post /c/ward/inbox\nhost: us.example\ndate: %s\ndigest: %s", r.Header.Get("Date"), r.Header.Get("Digest"))
		r.Header.Set("Signature", fmt.Sprintf(`keyId="%s",algorithm="%s",headers="(request-target) host date digest",signature="%s"`, aminaKey, algorithm, base64.StdEncoding.EncodeToString(mac.Sum(nil))))
		expect(t, "hmac said "+algorithm, r, holding(rsaKey().Public()), ErrSignature)
		if h := onPost(); algorithm != "" {
			h.algorithm = algorithm
			refused(t, "good said "+algorithm, h.sign(posting(note)))
		}
	}
	h := onPost()
	h.algorithm = "ed25519"
	expect(t, "RSA said ed25519", h.sign(posting(note)), holding(rsaKey().Public()), ErrSignature)
	h.key, h.algorithm = edKey, "rsa-sha256"
	expect(t, "Ed25519 said rsa-sha256", h.sign(posting(note)), holding(edKey.Public()), ErrSignature)
	h.key, h.algorithm = ecKey(), "hs2019"
	expect(t, "ECDSA", h.sign(posting(note)), holding(ecKey().Public()), ErrSignature)
}

// atOnce is far above what a key that is looked at costs, on the busiest machine, and far below what one costs that is
// not: those here would keep a processor for minutes.
const atOnce = 5 * time.Second

func TestS09_WeakOddAndHugeKeysAreRefusedQuickly(t *testing.T) {
	modulus := func(bits int) *big.Int {
		n := new(big.Int).Lsh(big.NewInt(1), uint(bits)-1)
		return n.SetBit(n, 0, 1)
	}
	for name, key := range map[string]any{
		"512 bits":        &rsa.PublicKey{N: modulus(512), E: 65537},
		"1024 bits":       &rsa.PublicKey{N: modulus(1024), E: 65537},
		"2047 bits":       &rsa.PublicKey{N: modulus(2047), E: 65537},
		"16384 bits":      &rsa.PublicKey{N: modulus(16384), E: 65537},
		"exponent 1":      &rsa.PublicKey{N: modulus(2048), E: 1},
		"exponent 65536":  &rsa.PublicKey{N: modulus(2048), E: 65536},
		"exponent 2":      &rsa.PublicKey{N: modulus(2048), E: 2},
		"exponent 2^33+1": &rsa.PublicKey{N: modulus(2048), E: 1<<33 + 1},
		"even modulus":    &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 2047), E: 65537},
		"P-384":           &must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)).PublicKey,
		"no modulus":      &rsa.PublicKey{E: 65537},
		"nil RSA":         (*rsa.PublicKey)(nil),
		"nil ECDSA":       (*ecdsa.PublicKey)(nil),
		"bytes":           []byte("secret"),
		"nothing":         nil,
	} {
		if err := checkKey(key); !errors.Is(err, ErrKey) {
			t.Errorf("%s is taken for a key: %v", name, err)
		}
		start := time.Now()
		for _, r := range []*http.Request{onPost().sign(posting(note)), signed9421(t, posting(note))} {
			expect(t, name, r, holding(key), ErrSignature)
		}
		if took := time.Since(start); took > atOnce {
			t.Errorf("%s took %v", name, took)
		}
	}
	start := time.Now()
	expect(t, "8192 bits of another", onPost().sign(posting(note)), holding(&rsa.PublicKey{N: modulus(8192), E: 1<<31 - 1}), ErrSignature)
	if took := time.Since(start); took > atOnce {
		t.Errorf("the largest key took %v", took)
	}
}

func TestS09_GarbageForAKeyIsNotParsed(t *testing.T) {
	block := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	p256 := must(x509.MarshalPKIXPublicKey(&ecKey().PublicKey))
	small := must(x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), 1023, 1), E: 65537}))
	dsaKey := must(asn1.Marshal(struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}{
		pkix.AlgorithmIdentifier{
			Algorithm:  asn1.ObjectIdentifier{1, 2, 840, 10040, 4, 1},
			Parameters: asn1.RawValue{FullBytes: must(asn1.Marshal(struct{ P, Q, G *big.Int }{big.NewInt(23), big.NewInt(11), big.NewInt(4)}))},
		},
		asn1.BitString{Bytes: must(asn1.Marshal(big.NewInt(8))), BitLength: 24},
	}))
	if key, err := x509.ParsePKIXPublicKey(dsaKey); err != nil {
		t.Fatalf("the DSA key of this test is none: %v, %v", key, err)
	}
	for name, text := range map[string]string{
		"nothing": "", "text": "a key", "an empty block": block("PUBLIC KEY", nil), "P-256 cut short": block("PUBLIC KEY", p256[:40]), "P-256 off the curve": block("PUBLIC KEY", append(bytes.Clone(p256[:60]), make([]byte, 31)...)),
		"DSA": block("PUBLIC KEY", dsaKey), "RSA 1024": block("PUBLIC KEY", small), "two keys": must(EncodePublicKey(rsaKey().Public())) + must(EncodePublicKey(edKey.Public())),
		"a private key": privatePEM(rsaKey()), "20 KiB": must(EncodePublicKey(rsaKey().Public())) + strings.Repeat("\n", 20<<10), "no armour": base64.StdEncoding.EncodeToString(p256),
	} {
		if key, err := ParsePublicKey(text); !errors.Is(err, ErrKey) {
			t.Errorf("%s: %T, %v", name, key, err)
		}
	}
}

func TestS10_AKeyIdThatIsNoAddressIsNotFetched(t *testing.T) {
	for _, keyID := range []string{
		"file:///etc/passwd", "data:text/plain,x", "acct:amina@south.example", "/u/amina#main-key", "amina", "#main-key", "//south.example/u/a",
		"https://amina@south.example/u/amina", "https://south.example/" + strings.Repeat("a", 10<<10), "ftp://south.example/key", "javascript:alert(1)", "https://", "https://south.example%2f@evil.test/", "did:key:z6Mk", "https://0x7f.1/",
	} {
		h := onPost()
		h.keyID = keyID
		refused(t, keyID, h.sign(posting(note)))
		if r := posting(note); sign9421As(keyID, r) == nil {
			refused(t, "RFC 9421: "+keyID, r)
		}
	}
}

func TestS11_AKeyThatItsSourceRefusesIsRefused(t *testing.T) {
	for name, reason := range map[string]error{
		"another owner": fmt.Errorf("%w: owner is another", ErrSignature), "another id": fmt.Errorf("%w: id is another", ErrSignature), "not a key": ErrKey,
		"answered 404": &StatusError{Code: 404}, "answered 401": &StatusError{Code: 401}, "too large": ErrTooLarge, "redirects": ErrTooManyRedirects, "a bad address within": ErrAddress,
	} {
		keys := holding(rsaKey().Public())
		keys.err = reason
		expect(t, name, onPost().sign(posting(note)), keys, ErrSignature)
		if len(keys.asked) != 1 {
			t.Errorf("%s: asked for %v", name, keys.asked)
		}
	}
	keys := holding(rsaKey().Public())
	keys.err = fmt.Errorf("fetch: %w", ErrDenied)
	expect(t, "denied", onPost().sign(posting(note)), keys, ErrDenied)
}

// rested is a KeySource that has looked the key up a moment ago and does not do so again.
type rested struct{ *keyring }

func (k rested) Key(ctx context.Context, keyID string, fresh bool) (*Key, error) {
	if fresh {
		return nil, fmt.Errorf("%w: looked up a moment ago", ErrSignature)
	}
	return k.keyring.Key(ctx, keyID, fresh)
}

func TestS12_AfterARotationTheKeyIsLookedUpOnceAndNotAgain(t *testing.T) {
	keys := holding(otherRSA().Public(), rsaKey().Public())
	expect(t, "rotated", onPost().sign(posting(note)), keys, nil)
	if len(keys.asked) != 2 {
		t.Errorf("asked for %v", keys.asked)
	}
	old := rested{holding(otherRSA().Public())}
	if key, err := verify(t, onPost().sign(posting(note)), old); !errors.Is(err, ErrSignature) || len(old.asked) != 1 {
		t.Errorf("%v, %v, asked for %v", key, err, old.asked)
	}
}

func TestS13_AGoneOwnerIsToldApart(t *testing.T) {
	keys := holding(rsaKey().Public())
	keys.err = fmt.Errorf("fetch: %w", &StatusError{Code: http.StatusGone})
	expect(t, "410", onPost().sign(posting(note)), keys, ErrKeyGone)
}

func TestS14_AKeyThatCannotBeHadNowIsNotARefusal(t *testing.T) {
	for _, reason := range []error{context.DeadlineExceeded, io.ErrUnexpectedEOF, &StatusError{Code: 500}, &StatusError{Code: 503}, &StatusError{Code: 429}, &StatusError{Code: 408}, ErrBudget, errors.New("database is locked")} {
		keys := holding(rsaKey().Public())
		keys.err = reason
		expect(t, reason.Error(), onPost().sign(posting(note)), keys, ErrKeyUnavailable)
		if key, err := verify(t, onPost().sign(posting(note)), keys); errors.Is(err, ErrSignature) {
			t.Errorf("%v: %v, %v", reason, key, err)
		}
	}
}

// faulty is a KeySource that breaks its promises.
type faulty struct{ key *Key }

func (f faulty) Key(context.Context, string, bool) (*Key, error) { return f.key, nil }

func TestS15_AFaultNeverPassesForSuccess(t *testing.T) {
	for _, r := range []*http.Request{onPost().sign(posting(note)), signed9421(t, posting(note))} {
		for name, source := range map[string]KeySource{"no key": faulty{}, "a key without key": faulty{&Key{ID: aminaKey, Owner: amina}}} {
			if key, err := verify(t, r.Clone(t.Context()), source); key != nil || (!errors.Is(err, ErrSignature) && !errors.Is(err, ErrKeyUnavailable)) {
				t.Errorf("%s: %v, %v", name, key, err)
			}
		}
	}
}
