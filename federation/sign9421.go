package federation

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/dunglas/httpsfv"

	"github.com/folkmoot/folkmoot/models/limits"
)

// The algorithms of RFC 9421, section 6.2.2, that a public key can have.
const (
	algRSA     = "rsa-v1_5-sha256"
	algRSAPSS  = "rsa-pss-sha512"
	algEd25519 = "ed25519"
	algP256    = "ecdsa-p256-sha256"
)

// ownLabel names our signature among others; peers read any.
const ownLabel = "sig1"

// RFC9421 signs r by HTTP Message Signatures: the method, the target and, where there is a body, its
// digest, with the time, the key and the algorithm said.
func (s Signer) RFC9421(r *http.Request, body []byte, now time.Time) error {
	if err := s.prepare(r); err != nil {
		return err
	}
	covered := httpsfv.InnerList{Items: []httpsfv.Item{httpsfv.NewItem("@method"), httpsfv.NewItem("@target-uri")}, Params: httpsfv.NewParams()}
	if mustCoverBody(r) {
		covered.Items = append(covered.Items, httpsfv.NewItem("content-digest"))
		sum, err := httpsfv.Marshal(dictionary("sha-256", httpsfv.NewItem(digest("sha-256", body))))
		if err != nil {
			return fmt.Errorf("RFC 9421: %w", err)
		}
		r.Header.Set("Content-Digest", sum)
	}
	covered.Params.Add("created", now.Unix())
	covered.Params.Add("keyid", s.KeyID)
	covered.Params.Add("alg", algRSA)
	base, err := signatureBase(covered, r, &url.URL{Scheme: r.URL.Scheme, Host: r.Host})
	if err != nil {
		return fmt.Errorf("RFC 9421: %w", err)
	}
	hash := sha256.Sum256([]byte(base))
	signature, err := rsa.SignPKCS1v15(rand.Reader, s.Private, crypto.SHA256, hash[:])
	if err != nil {
		return fmt.Errorf("RFC 9421: %w", err)
	}
	for name, member := range map[string]httpsfv.Member{"Signature-Input": covered, "Signature": httpsfv.NewItem(signature)} {
		value, err := httpsfv.Marshal(dictionary(ownLabel, member))
		if err != nil {
			return fmt.Errorf("RFC 9421: %w", err)
		}
		r.Header.Set(name, value)
	}
	return nil
}

func dictionary(name string, member httpsfv.Member) *httpsfv.Dictionary {
	d := httpsfv.NewDictionary()
	d.Add(name, member)
	return d
}

// message is a parsed signature of RFC 9421.
type message struct {
	covered   httpsfv.InnerList
	names     []string // of the components covered
	signature []byte
	keyID     string
	algorithm string // "" when the sender leaves it to the key
}

// read9421 reads a signature and checks all of it that needs no key.
func (c Check) read9421(r *http.Request, body []byte) (*claim, error) {
	m, err := parse9421(r.Header)
	if err != nil {
		return nil, err
	}
	if err := m.checkCoverage(r); err != nil {
		return nil, err
	}
	created, expires, err := m.times()
	if err != nil {
		return nil, err
	}
	if err := c.checkCreated(created, expires); err != nil {
		return nil, err
	}
	if mustCoverBody(r) {
		if err := checkContentDigest(r.Header, body); err != nil {
			return nil, err
		}
	}
	base, err := signatureBase(m.covered, r, c.BaseURL)
	if err != nil {
		return nil, refusal("%v", err)
	}
	return &claim{m.keyID, func(key crypto.PublicKey) error { return m.fits(base, key) }}, nil
}

// parse9421 reads Signature-Input and Signature. They must hold one signature, under whatever label, in
// canonical form: a parameter given twice would be lost in reading, and with it what was signed.
func parse9421(h http.Header) (*message, error) {
	input, signature := h.Get("Signature-Input"), h.Get("Signature")
	if len(input) > limits.SignatureHeaderBytes {
		return nil, refusal("header too long")
	}
	inputs, err1 := httpsfv.UnmarshalDictionary([]string{input})
	signatures, err2 := httpsfv.UnmarshalDictionary([]string{signature})
	if err1 != nil || err2 != nil || len(inputs.Names()) != 1 || !slices.Equal(inputs.Names(), signatures.Names()) {
		return nil, refusal("not exactly one signature with its input")
	}
	if again, err := httpsfv.Marshal(inputs); err != nil || squeeze(again) != squeeze(input) {
		return nil, refusal("Signature-Input is not in canonical form")
	}
	label := inputs.Names()[0]
	first, _ := inputs.Get(label)
	second, _ := signatures.Get(label)
	covered, isList := first.(httpsfv.InnerList)
	item, isItem := second.(httpsfv.Item)
	value, isBytes := item.Value.([]byte)
	if !isList || !isItem || !isBytes {
		return nil, refusal("not a list of components and its signature")
	}
	m := &message{covered: covered, signature: value}
	m.keyID, _ = param[string](covered.Params, "keyid")
	algorithm, given := covered.Params.Get("alg")
	m.algorithm, isItem = algorithm.(string)
	if m.keyID == "" || (given && !isItem) || len(covered.Params.Names()) > limits.SignatureParams {
		return nil, refusal("keyid or alg missing or malformed")
	}
	return m, nil
}

// squeeze takes out spaces, which may stand in more than one place.
func squeeze(s string) string { return strings.NewReplacer(" ", "", "\t", "").Replace(s) }

func param[T any](p *httpsfv.Params, name string) (T, bool) {
	v, _ := p.Get(name)
	t, ok := v.(T)
	return t, ok
}

// checkCoverage tells whether the components are known ones, without parameters, each once, and enough
// to know the request by.
func (m *message) checkCoverage(r *http.Request) error {
	for _, item := range m.covered.Items {
		name, ok := item.Value.(string)
		if !ok || len(item.Params.Names()) > 0 || slices.Contains(m.names, name) || len(m.names) == limits.SignatureComponents {
			return refusal("covers something twice, or in a way that is not read here")
		}
		m.names = append(m.names, name)
	}
	has := func(name string) bool { return slices.Contains(m.names, name) }
	parts := has("@authority") && has("@path") && (has("@query") || r.URL.RawQuery == "")
	switch {
	case !has("@method"):
		return refusal("does not cover @method")
	case !has("@target-uri") && !parts:
		return refusal("does not cover @target-uri")
	case mustCoverBody(r) && !has("content-digest"):
		return refusal("does not cover content-digest")
	}
	return nil
}

// times returns created, which must be there, and expires, which may.
func (m *message) times() (created, expires *int64, err error) {
	c, ok := param[int64](m.covered.Params, "created")
	if !ok {
		return nil, nil, refusal("created is missing")
	}
	if _, has := m.covered.Params.Get("expires"); !has {
		return &c, nil, nil
	}
	e, ok := param[int64](m.covered.Params, "expires")
	if !ok {
		return nil, nil, refusal("expires is not a number of seconds")
	}
	return &c, &e, nil
}

// fits tells whether the signature is key's. The algorithm is the key's own; a sender who names one must
// name that.
func (m *message) fits(base string, key crypto.PublicKey) error {
	if err := checkKey(key); err != nil {
		return err
	}
	ok := false
	switch k := key.(type) {
	case *rsa.PublicKey:
		ok = m.fitsRSA(base, k)
	case ed25519.PublicKey:
		ok = m.named(algEd25519) && ed25519.Verify(k, []byte(base), m.signature)
	case *ecdsa.PublicKey:
		hash := sha256.Sum256([]byte(base))
		if ok = m.named(algP256) && len(m.signature) == 64; ok {
			ok = ecdsa.Verify(k, hash[:], new(big.Int).SetBytes(m.signature[:32]), new(big.Int).SetBytes(m.signature[32:]))
		}
	}
	if !ok {
		return refusal("not made with this %T by %q", key, m.algorithm)
	}
	return nil
}

func (m *message) named(algorithm string) bool {
	return m.algorithm == "" || m.algorithm == algorithm
}

// fitsRSA checks an RSA signature; one that names no algorithm is of the kind in common use.
func (m *message) fitsRSA(base string, key *rsa.PublicKey) bool {
	if m.algorithm == algRSAPSS {
		hash := sha512.Sum512([]byte(base))
		return rsa.VerifyPSS(key, crypto.SHA512, hash[:], m.signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
	}
	hash := sha256.Sum256([]byte(base))
	return m.named(algRSA) && rsa.VerifyPKCS1v15(key, crypto.SHA256, hash[:], m.signature) == nil
}
