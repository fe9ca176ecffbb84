package federation

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"io"
	"net/http"
	"testing"
	"time"
)

// nowhere answers at once and without a network, so that what is measured is ours alone.
type nowhere struct{}

func (nowhere) RoundTrip(r *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, r.Body)
	return &http.Response{StatusCode: http.StatusAccepted, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// BenchmarkDelivery sets what a signed delivery costs beside the bare RSA signature that each one needs.
func BenchmarkDelivery(b *testing.B) {
	body := bytes.Repeat([]byte("x"), 2000)
	s := Signer{KeyID: aminaKey, Private: rsaKey()}
	g := NewGate(GateConfig{Policy: allowAll{}, Base: nowhere{}, UserAgent: UserAgent("1.0", "https://us.example")})
	post := func(sign Sign) error {
		_, err := g.Post(b.Context(), "https://south.example/inbox", body, sign)
		return err
	}
	for name, work := range map[string]func() error{
		"bare RSA": func() error {
			hash := sha256.Sum256(body)
			_, err := rsa.SignPKCS1v15(rand.Reader, s.Private, crypto.SHA256, hash[:])
			return err
		},
		"cavage":   func() error { return post(s.In(Cavage, body, time.Now)) },
		"rfc9421":  func() error { return post(s.In(RFC9421, body, time.Now)) },
		"unsigned": func() error { return post(nil) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := work(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkVerify sets what each received request costs.
func BenchmarkVerify(b *testing.B) {
	body := []byte(note)
	for name, r := range map[string]*http.Request{"cavage": onPost().sign(posting(note)), "rfc9421": signed9421(b, posting(note))} {
		c := Check{BaseURL: must(ParseURL("https://us.example")), Keys: unrecorded{}, Now: noon}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Verify(b.Context(), r, body, c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// unrecorded is a KeySource that has the key at hand.
type unrecorded struct{}

func (unrecorded) Key(_ context.Context, keyID string, _ bool) (*Key, error) {
	return &Key{ID: keyID, Owner: amina, Public: rsaKey().Public()}, nil
}
