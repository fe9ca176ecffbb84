package models

import (
	"time"

	"github.com/maypok86/otter/v2"
)

// A Shelf keeps what was made out of the site's data and is asked for much more often than it changes. What is on it is
// as old as the settings at most: what this process changes is seen at once, what another one changes within a second.
// It is safe for concurrent use; what it keeps is shared, and not to be written to.
type Shelf[V any] struct {
	site *Site
	all  *otter.Cache[string, shelved[V]]
}

type shelved[V any] struct {
	value   V
	changes uint64 // of this process, before the value was made
	until   time.Time
}

// NewShelf returns an empty shelf on which so many things have a place.
func NewShelf[V any](s *Site, places int) *Shelf[V] {
	return &Shelf[V]{s, otter.Must(&otter.Options[string, shelved[V]]{MaximumSize: places})}
}

// Get returns what the shelf keeps under the key, or puts there what fn makes. What fails is not kept, so that whoever
// asks for what is not there cannot fill the shelf.
func (s *Shelf[V]) Get(key string, fn func() (V, error)) (V, error) {
	changes, now := s.site.db.Changes(), s.site.db.Now()
	if kept, ok := s.all.GetIfPresent(key); ok && kept.changes == changes && now.Before(kept.until) {
		return kept.value, nil
	}
	value, err := fn()
	if err == nil {
		s.all.Set(key, shelved[V]{value, changes, now.Add(keepFor)})
	}
	return value, err
}
