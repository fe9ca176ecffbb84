package models

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// keyBits is the size of the keys that we make: what every peer accepts, and the cheapest of those.
const keyBits = 2048

// A KeyPair signs in the name of an actor (a local one), or checks what one signed (PrivatePEM empty).
type KeyPair struct {
	bun.BaseModel `bun:"table:keys,alias:k"`

	ActorID    int64     `bun:"actor_id,pk"`
	KeyID      string    `bun:"key_id"` // "<actor>#main-key" for ours
	PublicPEM  string    `bun:"public_pem"`
	PrivatePEM string    `bun:"private_pem"`
	FetchedAt  time.Time `bun:"fetched_at"`
}

// newKeyPair makes a key. It takes about 50 ms, so it is called before a change is begun, never within.
func (s *Site) newKeyPair() (*KeyPair, error) {
	key, err := s.dear.Key()
	if err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	return &KeyPair{
		PrivatePEM: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})),
		PublicPEM:  string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})),
	}, nil
}

// addActor stores a new actor of this site with its key. The name must be free: people and communities
// share one namespace, since other software keeps one actor per handle.
func (s *Site) addActor(ctx context.Context, tx *db.Tx, a *Actor, key *KeyPair) error {
	if a.Kind != SiteActor {
		if err := s.nameFree(ctx, tx, a.Name); err != nil {
			return err
		}
	}
	a.ID = tx.NewID()
	a.URI = s.base + a.Path()
	a.URL = a.URI
	root := a.URI
	if a.Kind == SiteActor {
		root = s.base
	}
	a.Inbox, a.SharedInbox, a.Outbox = root+"/inbox", s.base+"/inbox", root+"/outbox"
	if a.Kind != SiteActor {
		a.Followers = root + "/followers"
	}
	if a.Kind == Group {
		a.Featured, a.Moderators = root+"/featured", root+"/moderators"
	}
	a.CreatedAt, a.UpdatedAt = tx.Now, tx.Now
	if _, err := tx.NewInsert().Model(a).Exec(ctx); err != nil {
		return fmt.Errorf("add actor: %w", err)
	}
	key.ActorID, key.KeyID, key.FetchedAt = a.ID, a.URI+"#main-key", tx.Now
	if _, err := tx.NewInsert().Model(key).Exec(ctx); err != nil {
		return fmt.Errorf("add key: %w", err)
	}
	return nil
}

// nameFree refuses a name that cannot be used or that is taken, saying so at the field "name".
func (s *Site) nameFree(ctx context.Context, tx *db.Tx, name string) error {
	if err := text.ValidName(name); err != nil {
		return invalid("name", err.Error())
	}
	taken, err := tx.NewSelect().Model((*Actor)(nil)).Where("name = ? AND host = ''", name).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look up name: %w", err)
	}
	if taken {
		return invalid("name", "This name is taken. Choose another.")
	}
	return nil
}

// Key returns the keys of an actor, or NotFound.
func (s *Site) Key(ctx context.Context, actorID int64) (*KeyPair, error) {
	return s.keyWhere(ctx, "k.actor_id = ?", actorID)
}

// KeyByID returns the key of that id with its owner, or NotFound.
func (s *Site) KeyByID(ctx context.Context, keyID string) (*KeyPair, *Actor, error) {
	key, err := s.keyWhere(ctx, "k.key_id = ?", keyID)
	if err != nil {
		return nil, nil, err
	}
	owner, err := s.Actor(ctx, key.ActorID)
	return key, owner, err
}

func (s *Site) keyWhere(ctx context.Context, where string, arg any) (*KeyPair, error) {
	key := new(KeyPair)
	err := s.db.Read().NewSelect().Model(key).Where(where, arg).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "This key is not known here.")
	}
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	return key, nil
}

// ensureSelf returns the actor of the site itself, making it on the first start.
func (s *Site) ensureSelf(ctx context.Context) (*Actor, error) {
	self, err := s.actorWhere(ctx, s.db.Read(), "a.kind = ? AND a.host = ''", SiteActor)
	if CodeOf(err) != NotFound {
		return self, err
	}
	key, err := s.newKeyPair()
	if err != nil {
		return nil, err
	}
	self = &Actor{Kind: SiteActor, Name: s.host}
	err = s.db.Change(ctx, func(tx *db.Tx) error { return s.addActor(ctx, tx, self, key) })
	if db.IsUnique(err) { // another process was faster
		return s.actorWhere(ctx, s.db.Read(), "a.kind = ? AND a.host = ''", SiteActor)
	}
	return self, err
}
