package models

import (
	"context"
	"fmt"

	"github.com/folkmoot/folkmoot/models/db"
)

// record does what follows every change: it logs the act and has the Herald write the deliveries for
// other servers. It runs inside the change, so a crash keeps all of it or none.
func (s *Site) record(ctx context.Context, tx *db.Tx, a *Act) error {
	a.ID = tx.NewID()
	if a.At.IsZero() {
		a.At = tx.Now
	}
	if a.URI == "" {
		a.URI = s.address("/act/%d", a.ID)
	}
	a.ByID, a.ItemID, a.TargetID, a.CommunityID = idOf(a.By), itemID(a.Item), idOf(a.Target), idOf(a.Community)
	if a.Undoes != nil {
		a.UndoesID = a.Undoes.ID
	}
	a.Shared = sharedVerbs[a.Verb] && s.isPublic(a)
	if _, err := tx.NewInsert().Model(a).Exec(ctx); err != nil {
		return fmt.Errorf("log %s: %w", a.Verb, err)
	}
	if s.herald == nil || a.Item != nil && (!a.Item.TellAt.IsZero() && a.Verb != VerbSeat || a.Item.waits(a.Verb)) {
		return nil // nobody, or not yet: see tell.go
	}
	if err := s.herald.Tell(ctx, tx, a); err != nil {
		return fmt.Errorf("tell others of %s: %w", a.Verb, err)
	}
	return nil
}

// isPublic tells whether what the act is about may be seen by anyone.
func (s *Site) isPublic(a *Act) bool {
	switch {
	case a.Item != nil:
		return a.Item.Visibility == Public
	case a.Community != nil && a.Community.Group != nil:
		return a.Community.Group.Visibility == Public
	default:
		return a.Community == nil
	}
}

func idOf(a *Actor) int64 {
	if a == nil {
		return 0
	}
	return a.ID
}

func itemID(it *Item) int64 {
	if it == nil {
		return 0
	}
	return it.ID
}

// happenedElsewhere marks an act with where it came from, so that its bytes can be passed on.
func (a *Act) happenedElsewhere(from *Origin) *Act {
	if from != nil {
		a.URI, a.Raw, a.Host, a.Via = from.URI, from.Raw, from.Host, from.Via
	}
	return a
}

// seen tells whether an act with this id on the wire has been recorded. "" has not.
func (s *Site) seen(ctx context.Context, tx *db.Tx, from *Origin) (bool, error) {
	if from == nil || from.URI == "" {
		return false, nil
	}
	yes, err := tx.NewSelect().Model((*Act)(nil)).Where("ac.uri = ?", from.URI).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look up act: %w", err)
	}
	return yes, nil
}
