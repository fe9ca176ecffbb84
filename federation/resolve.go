package federation

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
)

// actorFresh is how long an actor's document is believed before a look-up by a person fetches it anew.
const actorFresh = 24 * time.Hour

// Actor returns the actor that ref names: "name" (here), "@name@host[:port]", "!name@host", or an address.
// One that is not known is fetched from its own server.
func (s *Server) Actor(ctx context.Context, ref string) (*models.Actor, error) {
	ctx = wander(WithBudget(ctx))
	ref = strings.TrimSpace(ref)
	if strings.Contains(ref, "://") {
		return s.actorAt(ctx, ref)
	}
	if !strings.Contains(strings.TrimLeft(ref, "@!"), "@") {
		return s.site.ActorNamed(ctx, strings.TrimLeft(ref, "@!"), "")
	}
	handle, err := ParseHandle(ref)
	if err != nil {
		return nil, &models.Error{Code: models.Invalid, Message: "This is no address that we understand. Write it like @name@south.example.", Err: err}
	}
	known, err := s.site.ActorNamed(ctx, handle.Name, handle.Host)
	if err == nil && (known.Here() || s.now().Sub(known.FetchedAt) < actorFresh) {
		return known, nil
	}
	if handle.Host == s.site.Host() || (err != nil && !models.IsRefusal(err)) {
		return nil, err
	}
	return s.fingered(ctx, handle)
}

// fingered asks a handle's own server for the actor's address (WebFinger, RFC 7033), and fetches that.
func (s *Server) fingered(ctx context.Context, h Handle) (*models.Actor, error) {
	if !s.site.Allows(h.Host) {
		return nil, notAllowed(h.Host)
	}
	resource := "acct:" + h.Name + "@" + h.Host
	got, err := s.fetchFrom(ctx, h.Host, "/.well-known/webfinger?resource="+url.QueryEscape(resource), "application/jrd+json, application/json")
	if err != nil {
		return nil, unreachable(h.Host, err)
	}
	found, err := wire.ReadWebFinger(got.Body)
	if err != nil {
		return nil, unreachable(h.Host, err)
	}
	return s.actorAt(ctx, found.Self)
}

// fetchFrom fetches a path of a host. Plain http is tried where https is not spoken and the gate lets it,
// which it does in private networks only.
func (s *Server) fetchFrom(ctx context.Context, host, path, accept string) (*Fetched, error) {
	got, err := s.gate.Fetch(ctx, "https://"+host+path, accept, nil)
	var status *StatusError
	if err == nil || errors.As(err, &status) || errors.Is(err, ErrDenied) || errors.Is(err, ErrPrivate) {
		return got, err
	}
	plain, perr := s.gate.Fetch(ctx, "http://"+host+path, accept, nil)
	if errors.Is(perr, ErrInsecure) {
		return nil, err
	}
	return plain, perr
}

// actorAt returns the actor with this id, from here, from what is known, or from its server.
func (s *Server) actorAt(ctx context.Context, id string) (*models.Actor, error) {
	if s.site.IsOurs(id) || id == s.site.Base()+"/" {
		return s.ourActor(ctx, id)
	}
	known, err := s.site.ActorByURI(ctx, id)
	if err == nil || !models.IsRefusal(err) {
		return known, err
	}
	return s.fetchActor(ctx, id)
}

func (s *Server) ourActor(ctx context.Context, id string) (*models.Actor, error) {
	id, _, _ = strings.Cut(id, "#")
	return s.site.ActorByURI(ctx, id)
}

// fetchObject fetches the document that has this id from the host that the id names. A page's address
// that answers with a document of another id of the same host is followed once.
func (s *Server) fetchObject(ctx context.Context, id string) (*wire.Object, error) {
	if hostOf(id) == s.site.Host() {
		return nil, fmt.Errorf("%w: %s is an address of this site", ErrForeign, id)
	}
	ctx = stay(ctx)
	for try := 0; ; try++ {
		sign, err := s.signGet(ctx)
		if err != nil {
			return nil, err
		}
		got, err := s.gate.Fetch(ctx, id, AcceptActivity, sign)
		if err != nil {
			return nil, err
		}
		if !got.IsActivity() {
			return nil, fmt.Errorf("%w: fetch %s: answered with %q", ErrForeign, id, got.ContentType)
		}
		doc, err := wire.Parse(got.Body)
		if err != nil {
			return nil, fmt.Errorf("%w: fetch %s: %w", ErrForeign, id, err)
		}
		named, err := doc.ID()
		if err != nil {
			return nil, fmt.Errorf("%w: fetch %s: %w", ErrForeign, id, err)
		}
		if sameAddress(named, got.URL) || sameAddress(stem(named), got.URL) {
			return doc, nil
		}
		if try > 0 || hostOf(named) == "" || hostOf(named) != hostOf(id) {
			return nil, fmt.Errorf("%w: %s answered with the document of %s", ErrForeign, id, named)
		}
		id = named
	}
}

// ErrForeign says that what a server answered is not what it was asked for, or cannot be read. Trying
// again would not help.
var ErrForeign = errors.New("not what was asked for")

func sameAddress(a, b string) bool {
	ua, err := ParseURL(a)
	if err != nil {
		return false
	}
	ub, err := ParseURL(b)
	return err == nil && ua.String() == ub.String()
}

// hostOf is the canonical host of an address, or "".
func hostOf(address string) string {
	u, err := ParseURL(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// fetchActor fetches an actor and stores it.
func (s *Server) fetchActor(ctx context.Context, id string) (*models.Actor, error) {
	doc, err := s.fetchObject(ctx, id)
	if err != nil {
		return nil, unreachable(hostOf(id), err)
	}
	return s.saveActor(ctx, doc)
}

// saveActor stores an actor from its own document, which has been fetched from its own server.
func (s *Server) saveActor(ctx context.Context, doc *wire.Object) (*models.Actor, error) {
	remote, err := readActor(doc)
	if err != nil {
		return nil, err
	}
	return s.storeActor(ctx, remote)
}

func readActor(doc *wire.Object) (*models.RemoteActor, error) {
	remote, err := wire.ReadActor(doc)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForeign, err)
	}
	remote.Actor.Host = hostOf(remote.Actor.URI)
	return remote, nil
}

// storeActor stores an actor as read, without a picture that lies on a server which the policy refuses.
func (s *Server) storeActor(ctx context.Context, remote *models.RemoteActor) (*models.Actor, error) {
	if !s.site.Allows(hostOf(remote.Actor.Icon)) {
		remote.Actor.Icon = ""
	}
	a, err := s.site.SaveActor(ctx, *remote)
	if err != nil {
		return nil, err
	}
	s.forgetKeys(remote.KeyID)
	return a, nil
}

// notAllowed is what a person reads who looks for something on a site that the policy does not allow.
func notAllowed(host string) error {
	return &models.Error{Code: models.Refused, Message: fmt.Sprintf("This site does not federate with %s. Ask an admin whether it could.", host), Err: ErrDenied}
}

// unreachable adds words for people to a failed fetch, and keeps its cause.
func unreachable(host string, err error) error {
	if errors.Is(err, ErrDenied) {
		return notAllowed(host)
	}
	var status *StatusError
	if errors.As(err, &status) && (status.Code == 404 || status.Code == 410) {
		return &models.Error{Code: models.NotFound, Message: fmt.Sprintf("%s knows nothing of this name or address.", host), Err: err}
	}
	return fmt.Errorf("ask %s: %w", host, err)
}
