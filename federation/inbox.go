package federation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
)

// retryKey is how long a sender is asked to wait whose key cannot be had now.
const retryKey = 60

// A Verdict is what a sender is answered: a status, why, and when to come again (seconds; 0: not said).
type Verdict struct {
	Status     int
	Reason     string // one short sentence without internals
	RetryAfter int
	label      string // for the count of rejections
}

func verdict(status int, label, reason string) *Verdict {
	return &Verdict{Status: status, Reason: reason, label: label}
}

// Inbox takes one request to any inbox of the site. It answers 202 only once the activity is stored, and
// asks in this order: how large it is, whether its sender's server is allowed, whose signature it bears,
// whether it can be read, and whether the signer is the one who acts.
func (s *Server) Inbox(w http.ResponseWriter, r *http.Request) {
	v := s.receive(w, r)
	if v.Status >= 400 {
		tally(s.count.Rejected, v.label)
		s.log.Debug("inbox", "status", v.Status, "why", v.Reason)
	}
	if v.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(v.RetryAfter))
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(v.Status)
	if v.Reason != "" {
		_, _ = io.WriteString(w, v.Reason+"\n")
	}
}

func (s *Server) receive(w http.ResponseWriter, r *http.Request) *Verdict {
	ctx := r.Context()
	if !readable(r.Header.Get("Content-Type")) {
		return verdict(http.StatusUnsupportedMediaType, "media type", "Send application/activity+json.")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limits.InboxBytes))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return verdict(http.StatusRequestEntityTooLarge, "size", "The body is larger than 1 MiB.")
		}
		return verdict(http.StatusBadRequest, "body", "The body cannot be read.")
	}
	soon, cancel := context.WithTimeout(ctx, limits.AnswerTime)
	defer cancel()
	key, err := Verify(WithBudget(calledFrom(soon, r)), r, body, Check{BaseURL: s.base, Keys: keySource{s}, Policy: s.site, Now: s.now()})
	var gone *goneKeyError
	if errors.As(err, &gone) {
		return s.farewell(soon, gone.keyID, body)
	}
	if err != nil {
		return signatureVerdict(err)
	}
	host := hostOf(key.Owner)
	if !s.site.Allows(host) {
		return verdict(http.StatusForbidden, "policy", "This site does not federate with "+host+".")
	}
	if wait := s.pace.take(host, 1+len(body)/limits.CallBytes, s.now()); wait > 0 {
		return tooMany(wait)
	}
	return s.keep(ctx, key, host, body)
}

// readable tells whether a body of this type may be an activity. Some servers leave the profile out.
func readable(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case ActivityType, "application/ld+json", "application/json":
		return true
	}
	return false
}

func tooMany(wait time.Duration) *Verdict {
	return &Verdict{Status: http.StatusTooManyRequests, Reason: "Too many requests.", RetryAfter: int(wait.Seconds()) + 1, label: "pace"}
}

func signatureVerdict(err error) *Verdict {
	var often *tooOftenError
	switch {
	case errors.As(err, &often):
		return tooMany(often.wait)
	case errors.Is(err, ErrDenied):
		return verdict(http.StatusForbidden, "policy", "This site does not federate with yours.")
	case errors.Is(err, ErrUnsigned):
		return verdict(http.StatusUnauthorized, "unsigned", "Sign the request.")
	case errors.Is(err, ErrKeyUnavailable):
		return &Verdict{Status: http.StatusServiceUnavailable, Reason: "Your key cannot be fetched now.", RetryAfter: retryKey, label: "key"}
	default:
		return verdict(http.StatusUnauthorized, "signature", "The signature is not accepted.")
	}
}

// keep checks that the signer is the one who acts, and stores the activity.
func (s *Server) keep(ctx context.Context, key *Key, host string, body []byte) *Verdict {
	act, err := wire.ReadActivity(body)
	if err != nil {
		return verdict(http.StatusBadRequest, "form", "The activity cannot be read.")
	}
	if what := act.Object.Inline; what != nil && hopeless(act.Type, what) {
		return verdict(http.StatusBadRequest, "form", "The event cannot be read: it needs an id, a name and a startTime.")
	}
	if act.Actor != key.Owner {
		return verdict(http.StatusForbidden, "actor", "The signature is not the actor's.")
	}
	id := act.ID
	if id == "" { // some software gives short-lived activities no id
		sum := sha256.Sum256(body)
		id = "urn:sha256:" + hex.EncodeToString(sum[:])
	} else if hostOf(id) != host {
		return verdict(http.StatusForbidden, "origin", "The activity's id is not of the actor's host.")
	}
	if err := s.meet(ctx, key); err != nil {
		return signatureVerdict(err)
	}
	received := &models.Received{URI: id, ActorURI: act.Actor, Host: host, Raw: body, Repeats: act.Type == "Follow" || act.Type == "Offer"}
	if _, err := s.site.Receive(ctx, received); err != nil {
		s.log.Error("keep activity", "error", err)
		return &Verdict{Status: http.StatusServiceUnavailable, Reason: "Try again later.", RetryAfter: retryKey, label: "store"}
	}
	return verdict(http.StatusAccepted, "", "")
}

// hopeless tells whether what is created or changed can never be taken in, so that its sender is told at once. Only events
// are looked at: of all that is sent they alone have parts without which they are nothing.
func hopeless(verb string, what *wire.Object) bool {
	if what.Type() != "Event" || verb != "Create" && verb != "Update" {
		return false
	}
	_, err := wire.ReadItem(what)
	return err != nil
}

// farewell deals with an activity whose signer's key is gone (410). It can only be the deletion of the
// key's own actor, whose server has just confirmed it; anything else cannot be verified.
func (s *Server) farewell(ctx context.Context, keyID string, body []byte) *Verdict {
	unsigned := verdict(http.StatusUnauthorized, "signature", "The key is gone.")
	act, err := wire.ReadActivity(body)
	if err != nil || act.Type != "Delete" || act.Object.ID != act.Actor || !wire.OwnsKey(act.Actor, keyID) {
		return unsigned
	}
	a, err := s.site.ActorByURI(ctx, act.Actor)
	if models.IsRefusal(err) || (err == nil && !a.GoneAt.IsZero()) {
		return verdict(http.StatusAccepted, "", "") // nothing of theirs is here
	}
	if err == nil {
		from := &models.Origin{Host: a.Host} // nothing in an unsigned body is kept
		if stem(keyID) == a.URI {
			err = s.site.ForgetActor(ctx, a, from)
		} else {
			err = s.forgetIfGone(WithBudget(ctx), a, from)
		}
	}
	switch {
	case err == nil:
		return verdict(http.StatusAccepted, "", "")
	case isFinal(err):
		return unsigned
	}
	s.log.Error("forget actor", "error", err)
	return &Verdict{Status: http.StatusServiceUnavailable, Reason: "Try again later.", RetryAfter: retryKey, label: "store"}
}
