package federation

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// known tells whether err is one that Verify promises.
func known(err error) bool {
	return isAny(err, ErrUnsigned, ErrSignature, ErrDenied, ErrKeyGone, ErrKeyUnavailable)
}

func FuzzSignatureHeader(f *testing.F) {
	// Every process of a fuzz run needs the same key, and a quick one.
	h := byHand{keyID: aminaKey, algorithm: "ed25519", covered: "(request-target) host date digest", key: edKey, comma: ","}
	f.Add(h.sign(posting(note)).Header.Get("Signature"))
	h = byHand{keyID: aminaKey, algorithm: "hs2019", covered: "(request-target) (created) (expires) host digest", created: at(0), expires: at(time.Minute), key: edKey, comma: ", "}
	f.Add(h.sign(posting(note)).Header.Get("Signature"))
	f.Add(`keyId="a,b",headers="(created) date",created=1,signature="x"`)
	f.Add(`keyId="`)
	f.Fuzz(func(t *testing.T, header string) {
		r := posting(note)
		r.Header.Set("Signature", header)
		key, err := verify(t, r, holding(edKey.Public()))
		if (err == nil) == (key == nil) || (err != nil && !known(err)) {
			t.Fatalf("%q: %v, %v", header, key, err)
		}
		s, err := parseCavage(header)
		if key != nil && (err != nil || !slices.Contains(s.covered, "digest") || !slices.Contains(s.covered, "host") || !slices.Contains(s.covered, "(request-target)")) {
			t.Fatalf("%q was taken: %+v, %v", header, s, err)
		}
	})
}

func FuzzSignatureInput(f *testing.F) {
	b := onPost9421()
	b.key = edKey
	seed := b.sign(posting(note)).Header
	f.Add(seed.Get("Signature-Input"), seed.Get("Signature"))
	f.Add(`sig1=("@method" "@path" "@authority" "@query" "content-digest");created=1;keyid="x";alg="ed25519";tag="a"`, `sig1=:AAAA:`)
	f.Add(`a=(),b=("@method";req);created=1`, `a=:AA==:, b=1`)
	f.Fuzz(func(t *testing.T, input, signature string) {
		r := posting(note)
		r.Header.Set("Content-Digest", seed.Get("Content-Digest"))
		r.Header.Set("Signature-Input", input)
		r.Header.Set("Signature", signature)
		key, err := verify(t, r, holding(edKey.Public()))
		if (err == nil) == (key == nil) || (err != nil && !known(err)) {
			t.Fatalf("%q, %q: %v, %v", input, signature, key, err)
		}
		// Only the label and the spaces may differ from what was signed.
		_, list, _ := strings.Cut(input, "=")
		_, signed, _ := strings.Cut(seed.Get("Signature-Input"), "=")
		if key != nil && squeeze(list) != squeeze(signed) {
			t.Fatalf("%q was taken for %q", input, seed)
		}
	})
}

func FuzzParsePublicKey(f *testing.F) {
	f.Add(must(EncodePublicKey(rsaKey().Public())))
	f.Add(must(EncodePublicKey(edKey.Public())))
	f.Add(must(EncodePublicKey(ecKey().Public())))
	f.Fuzz(func(t *testing.T, text string) {
		if key, err := ParsePublicKey(text); err != nil && !errors.Is(err, ErrKey) || err == nil && checkKey(key) != nil {
			t.Fatalf("%q: %v, %v", text, key, err)
		}
	})
}
