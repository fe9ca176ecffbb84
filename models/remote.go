package models

import (
	"context"
	"fmt"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// A RemoteActor is an actor of another site as its document, fetched from its own server, describes it.
// Federation has checked that the document's id is the address it came from, and that inbox and key are
// on the same host.
type RemoteActor struct {
	Actor     Actor
	KeyID     string
	PublicPEM string
	Profile   *Profile // of a person
	Purpose   string   // of a community
	Limited   bool     // of a community: only its moderators start threads
}

// SaveActor stores an actor of another site, new or fetched again. What an actor is does not change: a
// document that turns a person into a community, or that gives away a key which belongs to another, is
// refused with Conflict and nothing is changed.
func (s *Site) SaveActor(ctx context.Context, r RemoteActor) (*Actor, error) {
	var saved *Actor
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		a := r.Actor
		old, err := s.actorWhere(ctx, tx, "a.uri = ?", a.URI)
		if err != nil && CodeOf(err) != NotFound {
			return err
		}
		if old != nil && (old.Kind != a.Kind || old.Host != a.Host || old.Here()) {
			return refuse(Conflict, "This actor is known here as something else.")
		}
		if err := s.MeetPeer(ctx, tx, a.Host); err != nil {
			return err
		}
		if err := s.saveRemote(ctx, tx, &a, old); err != nil {
			return err
		}
		if err := s.saveRemoteKey(ctx, tx, a.ID, r); err != nil {
			return err
		}
		if err := s.saveRemoteDetail(ctx, tx, &a, r); err != nil {
			return err
		}
		if a.Icon != "" && (old == nil || old.Icon != a.Icon) {
			if err := queue.Enqueue(ctx, tx, queue.Job{Kind: JobPicture, Lane: "picture " + pictureHost(a.Icon), Payload: fmt.Appendf(nil, "face %d", a.ID)}); err != nil {
				return err
			}
		}
		saved, err = s.actorWhere(ctx, tx, "a.id = ?", a.ID)
		return err
	})
	return saved, err
}

func (s *Site) saveRemote(ctx context.Context, tx *db.Tx, a, old *Actor) error {
	a.UpdatedAt, a.FetchedAt = tx.Now, tx.Now
	if old == nil {
		a.ID, a.CreatedAt = tx.NewID(), tx.Now
		if _, err := tx.NewInsert().Model(a).Exec(ctx); err != nil {
			return fmt.Errorf("save actor: %w", err)
		}
		return nil
	}
	a.ID = old.ID
	_, err := tx.NewUpdate().Model(a).Column("name", "url", "title", "summary", "inbox", "shared_inbox", "outbox", "followers",
		"featured", "moderators", "icon", "approves", "indexable", "updated_at", "fetched_at", "gone_at").WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("save actor: %w", err)
	}
	return nil
}

func (s *Site) saveRemoteKey(ctx context.Context, tx *db.Tx, actorID int64, r RemoteActor) error {
	if r.KeyID == "" {
		return nil
	}
	taken, err := tx.NewSelect().Model((*KeyPair)(nil)).Where("k.key_id = ? AND k.actor_id <> ?", r.KeyID, actorID).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look up key: %w", err)
	}
	if taken {
		return refuse(Conflict, "This key belongs to another actor.")
	}
	key := &KeyPair{ActorID: actorID, KeyID: r.KeyID, PublicPEM: r.PublicPEM, FetchedAt: tx.Now}
	_, err = tx.NewInsert().Model(key).On("CONFLICT (actor_id) DO UPDATE").
		Set("key_id = EXCLUDED.key_id, public_pem = EXCLUDED.public_pem, fetched_at = EXCLUDED.fetched_at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save key: %w", err)
	}
	return nil
}

func (s *Site) saveRemoteDetail(ctx context.Context, tx *db.Tx, a *Actor, r RemoteActor) error {
	if a.Kind == Person && r.Profile != nil {
		r.Profile.ActorID = a.ID
		return saveProfile(ctx, tx, r.Profile)
	}
	if a.Kind != Group {
		return nil
	}
	g := &Community{ActorID: a.ID, Purpose: r.Purpose, Visibility: Public, Joining: JoinOpen, Restricted: r.Limited, LastActiveAt: tx.Now}
	if a.Approves {
		g.Joining = JoinRequest
	}
	_, err := tx.NewInsert().Model(g).On("CONFLICT (actor_id) DO UPDATE").
		Set("purpose = EXCLUDED.purpose, joining = EXCLUDED.joining, restricted = EXCLUDED.restricted").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save community: %w", err)
	}
	return nil
}

// SetModerators notes who looks after a community of another site, as that site lists them.
func (s *Site) SetModerators(ctx context.Context, community *Actor, mods []*Actor) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		_, err := tx.NewUpdate().Model((*Membership)(nil)).Set("role = ?", Member).
			Where("community_id = ? AND role = ?", community.ID, Facilitator).Exec(ctx)
		if err != nil {
			return fmt.Errorf("set moderators: %w", err)
		}
		for _, a := range mods {
			if s.mustKnowEachOther(ctx, tx, community, a) != nil {
				continue
			}
			m := &Membership{ID: tx.NewID(), CommunityID: community.ID, ActorID: a.ID, Role: Facilitator, State: Active, Since: tx.Now}
			if err := s.saveMembership(ctx, tx, m); err != nil {
				return err
			}
		}
		_, err = tx.NewUpdate().Model((*Community)(nil)).Set("moderators_at = ?", tx.Now).Where("actor_id = ?", community.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("set moderators: %w", err)
		}
		return nil
	})
}

// Backfilled notes that the earlier posts of a community have been fetched.
func (s *Site) Backfilled(ctx context.Context, communityID int64) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		_, err := tx.NewUpdate().Model((*Community)(nil)).Set("backfilled_at = ?", tx.Now).Where("actor_id = ?", communityID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("note back-fill: %w", err)
		}
		return nil
	})
}
