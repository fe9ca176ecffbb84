package federation

import (
	"context"
	"crypto/rsa"
	"fmt"
	"net/http"
	"time"
)

// A Style is a way to sign requests.
type Style string

// The styles. Every peer reads draft-cavage; some send and prefer RFC 9421.
const (
	Cavage  Style = "cavage"
	RFC9421 Style = "rfc9421"
)

func (s Style) other() Style {
	if s == RFC9421 {
		return Cavage
	}
	return RFC9421
}

// A Signer signs requests in the name of an actor of this site.
type Signer struct {
	KeyID   string // <actor>#main-key; Lemmy wants the fragment
	Private *rsa.PrivateKey
}

// In returns a Sign for a Gate that signs in the style given. body is that of the request, nil for a
// GET. The time is asked at each try, so that no try carries the Date of an earlier one.
func (s Signer) In(style Style, body []byte, now func() time.Time) Sign {
	return func(r *http.Request) error {
		if style == RFC9421 {
			return s.RFC9421(r, body, now())
		}
		return s.Cavage(r, body, now())
	}
}

// prepare takes off a request what an earlier signature put on it.
func (s Signer) prepare(r *http.Request) error {
	if s.Private == nil {
		return fmt.Errorf("no private key for %s", s.KeyID)
	}
	for _, name := range []string{"Signature", "Signature-Input", "Digest", "Content-Digest", "Date"} {
		r.Header.Del(name)
	}
	return nil
}

// Knock posts an activity signed in the style that the peer is known to take, or Cavage when nothing is
// known. Should the peer answer 400 or 401, as those do that read the other style only, it knocks once
// more in that. It returns the style to remember: the one that was let in, or else the one given.
func (g *Gate) Knock(ctx context.Context, inbox string, body []byte, s Signer, known Style) (*Answer, Style, error) {
	if known != RFC9421 {
		known = Cavage
	}
	answer, err := g.Post(ctx, inbox, body, s.In(known, body, g.cfg.Now))
	if err != nil || (answer.Status != http.StatusBadRequest && answer.Status != http.StatusUnauthorized) {
		return answer, known, err
	}
	second, err := g.Post(ctx, inbox, body, s.In(known.other(), body, g.cfg.Now))
	if err != nil {
		return answer, known, nil // the first knock was answered; that stands
	}
	if second.Status < 300 {
		known = known.other()
	}
	return second, known, nil
}
