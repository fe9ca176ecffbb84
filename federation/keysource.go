package federation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
)

// keySource finds the keys of others that Verify asks for.
type keySource struct{ s *Server }

// A keyRefusal is why a key is not looked up again for a while.
type keyRefusal struct {
	at  time.Time
	err error
}

// Key finds the key that a signature names: among those known here, or else by fetching the document of
// its owner, which must name the key in return. See KeySource.
func (k keySource) Key(ctx context.Context, keyID string, fresh bool) (*Key, error) {
	s := k.s
	if !fresh {
		for _, known := range []*otter.Cache[string, *Key]{s.keys.theirs, s.keys.strangers} {
			if key, ok := known.GetIfPresent(keyID); ok {
				return key, nil
			}
		}
		pair, owner, err := s.site.KeyByID(ctx, keyID)
		switch {
		case err == nil && owner.GoneAt.IsZero():
			key, err := parsedKey(pair.KeyID, owner.URI, pair.PublicPEM)
			if err == nil {
				s.keys.theirs.Set(keyID, key)
			}
			return key, err
		case err != nil && !models.IsRefusal(err):
			return nil, err
		}
	}
	if r, ok := s.keys.failed.GetIfPresent(keyID); ok && s.now().Sub(r.at) < limits.KeyRetry {
		return nil, r.err
	}
	if err := s.mayLookUp(ctx, keyID); err != nil {
		return nil, err
	}
	return s.lookUpKey(ctx, keyID, fresh)
}

// lookUpKey fetches a key, once for all who ask for it at that time, and remembers for a while that it
// failed, and how: a server that was away a moment ago must not be told that its signatures are wrong. A
// fresh look-up counts whatever it brings. It goes on when the sender hangs up, since whoever names
// somebody else's key could otherwise have it remembered as missing.
func (s *Server) lookUpKey(ctx context.Context, keyID string, fresh bool) (*Key, error) {
	found := s.keys.asking.DoChan(keyID, func() (any, error) {
		key, err := s.fetchKey(WithBudget(context.WithoutCancel(ctx)), keyID)
		switch {
		case err != nil:
			s.keys.failed.Set(keyID, keyRefusal{s.now(), err})
		case fresh:
			s.keys.failed.Set(keyID, keyRefusal{s.now(), refusal("looked up a moment ago")})
		}
		return key, err
	})
	select {
	case r := <-found:
		if r.Err != nil {
			return nil, r.Err
		}
		return r.Val.(*Key), nil
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", ErrKeyUnavailable, context.Cause(ctx))
	}
}

// fetchKey fetches the document that a key id points to: the actor, the key alone, or a stub of the
// actor. Only the owner's own document decides.
func (s *Server) fetchKey(ctx context.Context, keyID string) (*Key, error) {
	doc, err := s.fetchObject(ctx, stem(keyID))
	if err != nil {
		return nil, err
	}
	named, err := wire.ReadKey(doc, keyID)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if hostOf(named.Owner) != hostOf(keyID) {
		return nil, refusal("the key belongs to another host")
	}
	owner, err := s.ownerOf(ctx, doc, named)
	if err != nil {
		return nil, err
	}
	if owner.KeyID != keyID || owner.Actor.Host != hostOf(keyID) {
		return nil, refusal("its owner names another key")
	}
	key, err := parsedKey(keyID, owner.Actor.URI, owner.PublicPEM)
	if err != nil {
		return nil, err
	}
	key.owner = owner
	s.forgetKeys(keyID)
	s.keys.strangers.Set(keyID, key)
	return key, nil
}

// ownerOf reads the actor to whom a key belongs: out of the document that was fetched, when that is the
// actor's own and whole, or by fetching it.
func (s *Server) ownerOf(ctx context.Context, doc *wire.Object, key *wire.Key) (*models.RemoteActor, error) {
	if id, err := doc.ID(); err != nil || id != key.Owner || !doc.Has("inbox") {
		if doc, err = s.fetchObject(ctx, key.Owner); err != nil {
			return nil, err
		}
	}
	owner, err := readActor(doc)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return owner, nil
}

// stem is a key id without its fragment: some servers leave that out.
func stem(keyID string) string {
	before, _, _ := strings.Cut(keyID, "#")
	return before
}

func parsedKey(id, owner, publicPEM string) (*Key, error) {
	public, err := ParsePublicKey(publicPEM)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return &Key{ID: id, Owner: owner, Public: public}, nil
}

// meet stores the owner of a key that was fetched, once a signature has proved to be theirs. Whoever
// cannot sign leaves no trace, and has us fetch nothing more.
func (s *Server) meet(ctx context.Context, key *Key) error {
	if key.owner == nil {
		return nil
	}
	if _, err := s.storeActor(ctx, key.owner); err != nil {
		if models.IsRefusal(err) {
			return fmt.Errorf("%w: %w", ErrSignature, err)
		}
		return fmt.Errorf("%w: %w", ErrKeyUnavailable, err)
	}
	s.keys.theirs.Set(key.ID, &Key{ID: key.ID, Owner: key.Owner, Public: key.Public})
	return nil
}

// forgetKeys drops what is kept of a key, after its owner's document was fetched anew.
func (s *Server) forgetKeys(keyID string) {
	s.keys.theirs.Invalidate(keyID)
	s.keys.strangers.Invalidate(keyID)
}
