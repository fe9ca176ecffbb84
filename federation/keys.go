package federation

import (
	"context"
	"fmt"
	"sync"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"
)

// keyCache keeps parsed keys: ours, to sign with; those of others, to check with; and which look-ups
// failed, so that a flood of bad signatures does not become a flood of fetches.
type keyCache struct {
	theirs *otter.Cache[string, *Key] // of actors who are stored

	// strangers are keys as they were just fetched, each with what its owner's document says: see
	// Server.meet. Since whoever cannot sign may fill it, it is bounded by what it takes of memory.
	strangers *otter.Cache[string, *Key]

	failed *otter.Cache[string, keyRefusal]
	styles *otter.Cache[string, Style] // by host
	asking singleflight.Group          // one look-up of a key at a time

	mu   sync.Mutex
	ours map[int64]Signer
}

func newKeyCache() *keyCache {
	return &keyCache{
		theirs:    otter.Must(&otter.Options[string, *Key]{MaximumSize: 10_000}),
		strangers: otter.Must(&otter.Options[string, *Key]{MaximumWeight: 16 << 20, Weigher: weighStranger}),
		failed:    otter.Must(&otter.Options[string, keyRefusal]{MaximumSize: 10_000}),
		styles:    otter.Must(&otter.Options[string, Style]{MaximumSize: 10_000}),
		ours:      map[int64]Signer{},
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

// weighStranger is about how many bytes a key takes together with what is known of its owner.
func weighStranger(_ string, key *Key) uint32 {
	const rest = 8 << 10
	return rest + uint32(len(key.owner.Actor.Summary.String()))
}
