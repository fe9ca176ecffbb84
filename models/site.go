package models

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"

	"github.com/alexedwards/argon2id"

	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/db"
)

// Site is this server and its organisation. Every operation of the program is one of its methods; rows
// and transactions stay inside.
type Site struct {
	db    *db.DB
	log   *slog.Logger
	base  string // "https://north.example", without a slash at the end
	host  string // "north.example", with its port when that is not the scheme's own
	files blob.Store
	parts *blob.Parts

	dear     *Dear
	herald   Herald
	settings atomic.Pointer[kept[Settings]]
	policy   atomic.Pointer[kept[Policy]]
	self     atomic.Pointer[Actor]
	tickets  atomic.Pointer[[]byte] // their secret
}

// A Herald writes the deliveries that carry an act to other servers. It is called by record, inside the
// change that makes the act, so that a crash keeps both or neither. It must not use the network.
type Herald interface {
	Tell(ctx context.Context, tx *db.Tx, a *Act) error
}

// Config says what a Site stands on.
type Config struct {
	DB    *db.DB
	Base  string // public address, "https://north.example"; becomes part of every id and must not change
	Host  string // canonical host of Base, as in handles
	Files blob.Store
	Parts *blob.Parts // where files wait that arrive in parts; nil: none do
	Log   *slog.Logger

	// Dear replaces what is made dear on purpose, in tests only: hashing passwords and making keys.
	Dear *Dear
}

// Dear is work that takes long: to keep passwords safe, and by its nature.
type Dear struct {
	Hash *argon2id.Params
	Key  func() (*rsa.PrivateKey, error)
}

// NewSite returns the site. Nothing is read yet; call Start once the database is migrated.
func NewSite(c Config) *Site {
	log := c.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	dear := c.Dear
	if dear == nil {
		dear = &Dear{
			Hash: &argon2id.Params{Memory: 64 * 1024, Iterations: 1, Parallelism: 2, SaltLength: 16, KeyLength: 32},
			Key:  func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, keyBits) },
		}
	}
	return &Site{dear: dear, db: c.DB, log: log, base: strings.TrimSuffix(c.Base, "/"), host: c.Host, files: c.Files, parts: c.Parts}
}

// SetHerald names who carries acts to other servers. It is called once, while the program is wired.
func (s *Site) SetHerald(h Herald) { s.herald = h }

// Start makes sure that the site has an actor of its own and its settings, and loads them.
func (s *Site) Start(ctx context.Context) error {
	self, err := s.ensureSelf(ctx)
	if err != nil {
		return fmt.Errorf("start site: %w", err)
	}
	s.self.Store(self)
	if _, err := s.Settings(ctx); err != nil {
		return fmt.Errorf("start site: %w", err)
	}
	if err := s.ensureTickets(ctx); err != nil {
		return fmt.Errorf("start site: %w", err)
	}
	first, err := s.readPolicy(ctx, s.db.Read())
	if err != nil {
		return fmt.Errorf("start site: %w", err)
	}
	s.policy.Store(&kept[Policy]{value: first}) // in case that it cannot be read when it is asked for
	return nil
}

// Base is the public address of the site, without a slash at the end.
func (s *Site) Base() string { return s.base }

// Host is the site's own host as it stands in handles, with its port when that is not the scheme's own.
func (s *Site) Host() string { return s.host }

// DB is the store beneath; for the program's wiring, the queue's runners and doctor.
func (s *Site) DB() *db.DB { return s.db }

// Files is where files and pictures are kept; nil where the program only looks at the database.
func (s *Site) Files() blob.Store { return s.files }

// Self is the site's own actor, in whose name it fetches from other servers.
func (s *Site) Self() *Actor { return s.self.Load() }

// IsOurs tells whether uri is an address of this site.
func (s *Site) IsOurs(uri string) bool {
	return uri == s.base || strings.HasPrefix(uri, s.base+"/")
}

// address builds one of our own addresses.
func (s *Site) address(format string, args ...any) string {
	return s.base + fmt.Sprintf(format, args...)
}
