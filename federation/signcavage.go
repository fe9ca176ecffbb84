package federation

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-fed/httpsig"

	"github.com/folkmoot/folkmoot/models/limits"
)

// What our own signatures cover.
var (
	coveredByGet  = []string{httpsig.RequestTarget, "host", "date"}
	coveredByPost = []string{httpsig.RequestTarget, "host", "date", "digest", "content-type"}
)

// Cavage signs r by draft-cavage-http-signatures as every peer reads it: RSA with SHA-256, said by the
// name rsa-sha256, which some want to see, though the later drafts call every algorithm hs2019. A
// request with a body must have its Content-Type.
func (s Signer) Cavage(r *http.Request, body []byte, now time.Time) error {
	if err := s.prepare(r); err != nil {
		return err
	}
	covered := coveredByGet
	if mustCoverBody(r) {
		covered = coveredByPost
		body = append([]byte{}, body...) // the library makes a Digest of what is not nil
	} else {
		body = nil
	}
	signer, _, err := httpsig.NewSigner([]httpsig.Algorithm{httpsig.RSA_SHA256}, httpsig.DigestSha256, covered, httpsig.Signature, 0)
	if err != nil {
		return fmt.Errorf("draft-cavage: %w", err)
	}
	r.Header.Set("Date", now.UTC().Format(http.TimeFormat))
	r.Header.Set("Host", r.Host) // where the library looks for it
	defer r.Header.Del("Host")
	if err := signer.SignRequest(s.Private, s.KeyID, stated(r, r.URL.RequestURI(), r.Header), body); err != nil {
		return fmt.Errorf("draft-cavage: %w", err)
	}
	// The parameter is not part of what is signed.
	said := strings.Replace(r.Header.Get("Signature"), `algorithm="hs2019"`, `algorithm="rsa-sha256"`, 1)
	r.Header.Set("Signature", said)
	return nil
}

// stated is a request for the library, which writes the path of its URL into what is signed as it
// stands. It would take the decoded path of r; what goes over the wire is the encoded one.
func stated(r *http.Request, target string, h http.Header) *http.Request {
	return &http.Request{Method: r.Method, URL: &url.URL{Path: target}, Header: h}
}

// readCavage reads a signature and checks all of it that needs no key.
func (c Check) readCavage(r *http.Request, body []byte) (*claim, error) {
	s, err := parseCavage(r.Header.Get("Signature"))
	if err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"", "rsa-sha256", "hs2019", "ed25519"}, s.algorithm) {
		return nil, refusal("algorithm %q", s.algorithm)
	}
	if err := s.checkCoverage(r); err != nil {
		return nil, err
	}
	if err := c.checkCreated(s.created, s.expires); err != nil {
		return nil, err
	}
	if slices.Contains(s.covered, "date") {
		if err := c.checkDate(r.Header); err != nil {
			return nil, err
		}
	}
	if mustCoverBody(r) {
		if err := checkDigest(r.Header, body); err != nil {
			return nil, err
		}
	}
	return &claim{s.keyID, func(key crypto.PublicKey) error { return s.fits(r, key) }}, nil
}

// checkCoverage tells whether what a signature covers is there, and enough to know the request by.
func (s *cavage) checkCoverage(r *http.Request) error {
	has := func(name string) bool { return slices.Contains(s.covered, name) }
	switch {
	case len(s.covered) > limits.SignatureComponents:
		return refusal("covers too many headers")
	case !has(httpsig.RequestTarget) || !has("host"):
		return refusal("does not cover (request-target) and host")
	case !has("date") && !has("(created)"):
		return refusal("covers neither date nor (created)")
	case mustCoverBody(r) && !has("digest"):
		return refusal("does not cover digest")
	}
	for i, name := range s.covered {
		if _, ok := s.value(r, "", name); !ok || slices.Contains(s.covered[:i], name) {
			return refusal("covers %q twice, or it is not there", name)
		}
	}
	return nil
}

// value gives what the signature covers by this name.
func (s *cavage) value(r *http.Request, target, name string) (value string, ok bool) {
	switch name {
	case httpsig.RequestTarget:
		return target, true
	case "(created)", "(expires)":
		value = s.times[name[1:len(name)-1]]
		return value, value != ""
	case "host":
		return r.Host, true
	case "signature":
		return "", false
	}
	values := slices.Clone(r.Header.Values(name))
	for i, v := range values {
		values[i] = strings.TrimSpace(v)
	}
	return strings.Join(values, ", "), len(values) > 0
}

// checkDate holds the Date header against the clock.
func (c Check) checkDate(h http.Header) error {
	dates := h.Values("Date")
	if len(dates) != 1 {
		return refusal("%d Date headers", len(dates))
	}
	at, err := http.ParseTime(dates[0])
	if err != nil || at.Sub(c.Now).Abs() > limits.DateWindow {
		return refusal("Date is not near enough to now")
	}
	return nil
}

// fits tells whether the signature is key's. Some peers leave the query of a GET out of the target that
// they sign, so that is tried as well.
func (s *cavage) fits(r *http.Request, key crypto.PublicKey) error {
	algorithm, err := s.algorithmFor(key)
	if err != nil {
		return err
	}
	target := r.URL.RequestURI()
	err = s.verify(r, target, key, algorithm)
	if path, _, query := strings.Cut(target, "?"); err != nil && query && !mustCoverBody(r) {
		err = s.verify(r, path, key, algorithm)
	}
	return err
}

// algorithmFor goes by the key, never by what the sender says alone: a public key must not come to be
// used as the secret of another algorithm.
func (s *cavage) algorithmFor(key crypto.PublicKey) (httpsig.Algorithm, error) {
	if err := checkKey(key); err != nil {
		return "", err
	}
	switch key.(type) {
	case *rsa.PublicKey:
		if s.algorithm != "ed25519" {
			return httpsig.RSA_SHA256, nil
		}
	case ed25519.PublicKey:
		if s.algorithm != "rsa-sha256" {
			return httpsig.ED25519, nil
		}
	}
	return "", refusal("algorithm %q with a %T", s.algorithm, key)
}

// verify asks the library, of a request that holds nothing but what the signature covers. The library
// would judge (created) and (expires) by the machine's clock and to ten seconds. We have judged them by
// ours, so they go to it as further lines of what they follow; only one that is first cannot.
func (s *cavage) verify(r *http.Request, target string, key crypto.PublicKey, algorithm httpsig.Algorithm) error {
	var names, values []string
	for _, name := range s.covered {
		value, _ := s.value(r, target, name)
		if n := len(values); n > 0 && (name == "(created)" || name == "(expires)") {
			values[n-1] += "\n" + name + ": " + value
			continue
		}
		names, values = append(names, name), append(values, value)
	}
	h := http.Header{"Signature": {s.written(names)}}
	for i, name := range names {
		if name == httpsig.RequestTarget {
			target = values[i]
		} else {
			h[textproto.CanonicalMIMEHeaderKey(name)] = values[i : i+1]
		}
	}
	v, err := httpsig.NewVerifier(stated(r, target, h))
	if err == nil {
		err = v.Verify(key, algorithm)
	}
	if err != nil {
		return refusal("%v", err)
	}
	return nil
}
