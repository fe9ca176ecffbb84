package federation

import (
	"context"
	"crypto/rsa"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/folkmoot/folkmoot/federation/limits"
	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
)

// keyCache keeps parsed keys: ours, to sign with; those of others, to check with; and which look-ups
// failed, so that a flood of bad signatures does not become a flood of fetches.
type keyCache struct {
	theirs *otter.Cache[string, *Key]
	failed *otter.Cache[string, time.Time]
	styles *otter.Cache[string, Style] // by host
	asking sync.Mutex

	mu   sync.Mutex
	ours map[int64]Signer
}

func newKeyCache() *keyCache {
	return &keyCache{
		theirs: otter.Must(&otter.Options[string, *Key]{MaximumSize: 10_000}),
		failed: otter.Must(&otter.Options[string, time.Time]{MaximumSize: 10_000}),
		styles: otter.Must(&otter.Options[string, Style]{MaximumSize: 10_000}),
		ours:   map[int64]Signer{},
	}
}

// signer returns what signs in the name of one of our actors.
func (s *Server) signer(ctx context.Context, actorID int64) (Signer, error) {
	s.keys.mu.Lock()
	defer s.keys.mu.Unlock()
	if known, ok := s.keys.ours[actorID]; ok {
		return known, nil
	}
	pair, err := s.site.Key(ctx, actorID)
	if err != nil {
		return Signer{}, fmt.Errorf("key to sign with: %w", err)
	}
	private, err := ParsePrivateKey(pair.PrivatePEM)
	if err != nil {
		return Signer{}, fmt.Errorf("key to sign with: %w", err)
	}
	sg := Signer{KeyID: pair.KeyID, Private: private}
	s.keys.ours[actorID] = sg
	return sg, nil
}

// signGet signs a fetch in the name of the site itself, since many servers answer nobody unsigned.
func (s *Server) signGet(ctx context.Context) (Sign, error) {
	sg, err := s.signer(ctx, s.site.Self().ID)
	if err != nil {
		return nil, err
	}
	return sg.In(Cavage, nil, s.now), nil
}

// keys of ours that Verify asks for.
type keySource struct{ s *Server }

// Key finds the key that a signature names: among those known here, or else by fetching the document of
// its owner, which must name the key in return. See KeySource.
func (k keySource) Key(ctx context.Context, keyID string, fresh bool) (*Key, error) {
	s := k.s
	if !fresh {
		if known, ok := s.keys.theirs.GetIfPresent(keyID); ok {
			return known, nil
		}
		pair, owner, err := s.site.KeyByID(ctx, keyID)
		switch {
		case err == nil && owner.GoneAt.IsZero():
			return s.keepKey(pair.KeyID, owner.URI, pair.PublicPEM)
		case err != nil && !models.IsRefusal(err):
			return nil, err
		}
	}
	if failed, ok := s.keys.failed.GetIfPresent(keyID); ok && s.now().Sub(failed) < limits.KeyRetry {
		return nil, fmt.Errorf("%w: looked up a moment ago", ErrSignature)
	}
	found, err := s.fetchKey(WithBudget(ctx), keyID)
	if err != nil || fresh {
		s.keys.failed.Set(keyID, s.now()) // one fresh look-up in five minutes, whatever it brings
	}
	return found, err
}

// fetchKey fetches the document that a key id points to: the actor, the key alone, or a stub of the
// actor. Only the owner's own document decides.
func (s *Server) fetchKey(ctx context.Context, keyID string) (*Key, error) {
	address, _, _ := strings.Cut(keyID, "#")
	doc, err := s.fetchObject(ctx, address)
	if err != nil {
		return nil, err
	}
	named, err := wire.ReadKey(doc, keyID)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if hostOf(named.Owner) != hostOf(keyID) {
		return nil, fmt.Errorf("%w: the key belongs to another host", ErrSignature)
	}
	owner, err := s.ownerOf(ctx, doc, named)
	if err != nil {
		return nil, err
	}
	pair, err := s.site.Key(ctx, owner.ID)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if pair.KeyID != keyID {
		return nil, fmt.Errorf("%w: its owner names another key", ErrSignature)
	}
	return s.keepKey(keyID, owner.URI, pair.PublicPEM)
}

// ownerOf stores the actor to whom a key belongs: out of the document that was fetched, when that is the
// actor's own and whole, or by fetching it.
func (s *Server) ownerOf(ctx context.Context, doc *wire.Object, key *wire.Key) (*models.Actor, error) {
	if id, err := doc.ID(); err == nil && id == key.Owner && doc.Has("inbox") {
		return s.saveActor(ctx, doc)
	}
	return s.fetchActor(ctx, key.Owner)
}

// stem is a key id without its fragment: some servers leave that out.
func stem(keyID string) string {
	before, _, _ := strings.Cut(keyID, "#")
	return before
}

func (s *Server) keepKey(keyID, owner, publicPEM string) (*Key, error) {
	public, err := ParsePublicKey(publicPEM)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if rsaKey, ok := public.(*rsa.PublicKey); ok && rsaKey.E < 3 {
		return nil, fmt.Errorf("%w: exponent too small", ErrSignature)
	}
	key := &Key{ID: keyID, Owner: owner, Public: public}
	s.keys.theirs.Set(keyID, key)
	return key, nil
}

// forgetKeys drops what is kept of a key, after its owner's document was fetched anew.
func (s *Server) forgetKeys(keyID string) { s.keys.theirs.Invalidate(keyID) }
