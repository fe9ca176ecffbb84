package federation

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/address"
	"github.com/folkmoot/folkmoot/models/limits"
)

// Why a request is not taken for that of its sender. What to answer stands beside each.
var (
	ErrUnsigned       = errors.New("not signed")                // 401
	ErrSignature      = errors.New("signature not accepted")    // 401
	ErrKeyGone        = errors.New("the key's owner is gone")   // 401; 202 to the owner's own Delete
	ErrKeyUnavailable = errors.New("the key cannot be had now") // 503 with Retry-After
	// ErrDenied, from the policy, is answered 403.
)

// A Key is the public key of an actor of any server.
type Key struct {
	ID, Owner string // URLs; Owner is the id of the actor, which names the key in return
	Public    crypto.PublicKey

	owner *models.RemoteActor // as just fetched and not stored; see Server.meet
}

// KeySource finds the key that a signature names. It vouches that Owner's own document, from Owner's own
// host, holds the key. When fresh is true the key that it knows did not fit, and it asks the owner's server
// again, unless it has just done so.
//
// Errors of a Gate may be passed on as they are. ErrSignature says that the key will never do (no such
// document, no owner, another id); an error that Verify does not know counts as ErrKeyUnavailable.
type KeySource interface {
	Key(ctx context.Context, keyID string, fresh bool) (*Key, error)
}

// Check is what Verify holds a request against.
type Check struct {
	BaseURL *url.URL // of this site, from ParseURL; headers that proxies add are never believed
	Keys    KeySource
	Policy  Policy // asked about the key's host before Keys is; nil when the caller has asked
	Now     time.Time
}

// claim is a signature that is in order but for the last question: is it this key's?
type claim struct {
	keyID string
	fits  func(crypto.PublicKey) error
}

// Verify tells whose key signed the request with this body, in either style. It demands that the
// signature covers the target, the host, the time and, except for GET and HEAD, the body, that the time
// is near enough, and that the request is meant for this site. A key that does not fit is looked up once
// more, since it may have been changed.
//
// Who may do what is not asked: the caller compares Key.Owner with the actor of the activity. It fails
// with ErrUnsigned, ErrSignature, ErrDenied, ErrKeyGone or ErrKeyUnavailable, and never calls Keys for a
// signature that could not be valid with any key.
func Verify(ctx context.Context, r *http.Request, body []byte, c Check) (*Key, error) {
	claim, err := c.read(r, body)
	if err != nil {
		return nil, err
	}
	at, err := ParseURL(claim.keyID)
	if err != nil {
		return nil, refusal("keyId is not an address")
	}
	if c.Policy != nil && !c.Policy.Allows(at.Host) {
		return nil, fmt.Errorf("%w: %s", ErrDenied, at.Host)
	}
	for _, fresh := range []bool{false, true} {
		key, err := c.Keys.Key(ctx, claim.keyID, fresh)
		if err != nil || key == nil {
			return nil, keyFailure(claim.keyID, err)
		}
		if err = claim.fits(key.Public); err == nil {
			return key, nil
		}
	}
	return nil, refusal("it is not that of %s", claim.keyID)
}

// read chooses the style. It does so before it parses Signature, which each style writes in its own way.
func (c Check) read(r *http.Request, body []byte) (*claim, error) {
	signatures, inputs := r.Header.Values("Signature"), r.Header.Values("Signature-Input")
	switch {
	case len(signatures) == 0 && len(inputs) == 0:
		return nil, ErrUnsigned
	case len(signatures) != 1 || len(inputs) > 1 || r.Header.Get("Authorization") != "":
		return nil, refusal("more or fewer than one signature")
	case len(signatures[0]) > limits.SignatureHeaderBytes:
		return nil, refusal("header too long")
	}
	if host, err := address.HostFor(c.BaseURL.Scheme, r.Host); err != nil || host != c.BaseURL.Host {
		return nil, refusal("the request is for another host")
	}
	if len(inputs) == 1 {
		return c.read9421(r, body)
	}
	return c.readCavage(r, body)
}

// refusal is an ErrSignature with its reason, which may be told to the sender.
func refusal(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrSignature, fmt.Sprintf(format, args...))
}

// keyFailure sorts the reasons for which there is no key into those that Verify promises. When in doubt
// the sender is asked to come again: a 401 would make it give up.
func keyFailure(keyID string, err error) error {
	status := new(StatusError)
	answered := errors.As(err, &status)
	switch {
	case errors.Is(err, ErrSignature), errors.Is(err, ErrDenied), errors.Is(err, ErrKeyGone), errors.Is(err, ErrKeyUnavailable):
		return err
	case answered && status.Code == http.StatusGone:
		return &goneKeyError{keyID}
	case answered && status.Code == http.StatusRequestTimeout, answered && status.Code == http.StatusTooManyRequests:
		return fmt.Errorf("%w: %w", ErrKeyUnavailable, err)
	case answered && status.Code < 500, isAny(err, ErrKey, ErrForeign, ErrAddress, ErrPrivate, ErrInsecure, ErrTooLarge, ErrEncoding, ErrTooManyRedirects):
		return fmt.Errorf("%w: no key: %w", ErrSignature, err)
	case err == nil:
		return fmt.Errorf("%w: no key and no reason", ErrKeyUnavailable)
	}
	return fmt.Errorf("%w: %w", ErrKeyUnavailable, err)
}

// A goneKeyError is an ErrKeyGone that says which key it is.
type goneKeyError struct{ keyID string }

func (e *goneKeyError) Error() string { return ErrKeyGone.Error() + ": " + e.keyID }
func (e *goneKeyError) Unwrap() error { return ErrKeyGone }

func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}

// mustCoverBody tells whether the signature must cover the body: of all requests but those without one.
func mustCoverBody(r *http.Request) bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead
}

// checkCreated holds the times that both styles can carry against the clock.
func (c Check) checkCreated(created, expires *int64) error {
	if created != nil {
		age := c.Now.Unix() - *created
		if age > int64(limits.CreatedAge.Seconds()) || -age > int64(limits.CreatedAhead.Seconds()) {
			return refusal("created is not near enough to now")
		}
	}
	if expires != nil && *expires <= c.Now.Unix() {
		return refusal("expired")
	}
	return nil
}
