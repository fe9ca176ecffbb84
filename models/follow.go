package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// A Follow says that somebody hears of what another actor does: people of communities and of people,
// here and elsewhere. Deliveries go to follows; who may write is the business of memberships.
type Follow struct {
	bun.BaseModel `bun:"table:follows,alias:f"`

	ID         int64     `bun:"id,pk"`
	FollowerID int64     `bun:"follower_id"`
	TargetID   int64     `bun:"target_id"`
	State      State     `bun:"state"`
	URI        string    `bun:"uri"` // the Follow activity's id
	Raw        []byte    `bun:"raw"` // the Follow as received, to be embedded whole in the answer
	PausedAt   time.Time `bun:"paused_at,nullzero"`
	Since      time.Time `bun:"since"`

	Follower *Actor `bun:"rel:belongs-to,join:follower_id=id"`
	Target   *Actor `bun:"rel:belongs-to,join:target_id=id"`
}

// Follow makes follower hear of what target does. A follow of somebody here is answered at once, or
// waits for a facilitator; a follow of somebody elsewhere is sent there and waits for the answer.
// Following again is answered again, since the first answer may have been lost.
func (s *Site) Follow(ctx context.Context, follower, target *Actor, from *Origin) (*Follow, error) {
	var f *Follow
	err := s.db.Change(ctx, func(tx *db.Tx) (err error) {
		if f, err = s.followBetween(ctx, tx, follower.ID, target.ID); err != nil {
			return err
		}
		if f == nil {
			f = &Follow{FollowerID: follower.ID, TargetID: target.ID, State: Pending}
		}
		if from != nil {
			f.URI, f.Raw = from.URI, from.Raw
		}
		f.Follower, f.Target = follower, target
		if !target.Here() {
			return s.followElsewhere(ctx, tx, f)
		}
		return s.followHere(ctx, tx, f)
	})
	return f, err
}

func (s *Site) followElsewhere(ctx context.Context, tx *db.Tx, f *Follow) error {
	if err := s.isPersonHere(f.Follower); err != nil {
		return err
	}
	if err := s.dealsWith(ctx, f.Target); err != nil {
		return err
	}
	if f.State == Accepted {
		return nil
	}
	act := &Act{Verb: VerbFollow, By: f.Follower, Target: f.Target, Answers: f}
	if f.URI == "" {
		f.URI = s.address("/act/%d", tx.NewID())
	} else { // sent again, under the same id
		if _, err := tx.NewDelete().Model((*Act)(nil)).Where("uri = ?", f.URI).Exec(ctx); err != nil {
			return fmt.Errorf("follow again: %w", err)
		}
	}
	act.URI = f.URI
	if err := s.saveFollow(ctx, tx, f); err != nil {
		return err
	}
	return s.record(ctx, tx, act)
}

func (s *Site) followHere(ctx context.Context, tx *db.Tx, f *Follow) error {
	if !f.Target.Public() && !f.Follower.Here() {
		return refuse(NotFound, "There is no community with this name.")
	}
	st, err := s.standing(ctx, tx, f.Follower, f.Target)
	if err != nil {
		return err
	}
	if st.Banned || st.Suspended {
		return s.answer(ctx, tx, f, VerbReject, nil)
	}
	waits := f.Target.Approves || f.Follower.Kind == Group
	if f.State == Pending && waits && !f.Follower.Here() {
		if err := s.saveFollow(ctx, tx, f); err != nil {
			return err
		}
		return s.tellFacilitators(ctx, tx, f.Target, NoticeAsked, f.Follower, nil)
	}
	f.State = Accepted
	if err := s.saveFollow(ctx, tx, f); err != nil {
		return err
	}
	if err := s.countMembers(ctx, tx, f.TargetID); err != nil {
		return err
	}
	return s.answer(ctx, tx, f, VerbAccept, nil)
}

// answer records the answer to a follow; the Herald sends it to a follower of another site.
func (s *Site) answer(ctx context.Context, tx *db.Tx, f *Follow, verb Verb, by *Actor) error {
	if f.Follower.Here() {
		return nil
	}
	if by == nil {
		by = f.Target
	}
	return s.record(ctx, tx, &Act{Verb: verb, By: by, Target: f.Follower, Community: communityOf(f.Target), Answers: f})
}

func communityOf(a *Actor) *Actor {
	if a.Kind == Group {
		return a
	}
	return nil
}

func (s *Site) followBetween(ctx context.Context, idb bun.IDB, followerID, targetID int64) (*Follow, error) {
	return followWhere(ctx, idb, "f.follower_id = ? AND f.target_id = ?", followerID, targetID)
}

func followWhere(ctx context.Context, idb bun.IDB, where string, args ...any) (*Follow, error) {
	f := new(Follow)
	err := idb.NewSelect().Model(f).Relation("Follower").Relation("Target").Where(where, args...).Limit(1).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read follow: %w", err)
	}
	return f, nil
}

// Following returns the follow between two actors, or nil.
func (s *Site) Following(ctx context.Context, followerID, targetID int64) (*Follow, error) {
	return s.followBetween(ctx, s.db.Read(), followerID, targetID)
}

// FollowByURI returns the follow that has this id on the wire, or nil.
func (s *Site) FollowByURI(ctx context.Context, uri string) (*Follow, error) {
	if uri == "" { // follows within this site have none
		return nil, nil
	}
	return followWhere(ctx, s.db.Read(), "f.uri = ?", uri)
}

func (s *Site) saveFollow(ctx context.Context, tx *db.Tx, f *Follow) error {
	if f.ID == 0 {
		f.ID, f.Since = tx.NewID(), tx.Now
	}
	_, err := tx.NewInsert().Model(f).On("CONFLICT (follower_id, target_id) DO UPDATE").
		Set("state = EXCLUDED.state, uri = EXCLUDED.uri, raw = EXCLUDED.raw").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save follow: %w", err)
	}
	return nil
}

// Unfollow ends a follow. It is no error when there is none.
func (s *Site) Unfollow(ctx context.Context, follower, target *Actor, from *Origin) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		f, err := s.followBetween(ctx, tx, follower.ID, target.ID)
		if f == nil || err != nil {
			return err
		}
		if _, err := tx.NewDelete().Model(f).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("unfollow: %w", err)
		}
		if err := s.countMembers(ctx, tx, target.ID); err != nil {
			return err
		}
		if from != nil && !follower.Here() && target.Here() { // nobody else needs to know
			return s.bury(ctx, tx, f.URI, follower) // a late copy of the follow must not begin it anew
		}
		return s.record(ctx, tx, &Act{Verb: VerbUnfollow, By: follower, Target: target, Answers: f})
	})
}

// FollowAnswered notes what another site answered to a follow from here. by must be the one whom the
// follow was for. A refusal that comes after an acceptance ends the follow.
func (s *Site) FollowAnswered(ctx context.Context, by *Actor, f *Follow, yes bool) error {
	if f.TargetID != by.ID {
		return refuse(Forbidden, "Only the one who is followed can answer.")
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if !yes {
			if _, err := tx.NewDelete().Model(f).WherePK().Exec(ctx); err != nil {
				return fmt.Errorf("end follow: %w", err)
			}
			return s.tell(ctx, tx, f.FollowerID, NoticeRefused, by, nil, communityOf(by))
		}
		if f.State == Accepted {
			return nil
		}
		f.State = Accepted
		if err := s.saveFollow(ctx, tx, f); err != nil {
			return err
		}
		if by.Kind == Group {
			if err := queue.Enqueue(ctx, tx, queue.Job{
				Kind: JobBackfill, Lane: "backfill " + by.Host, Payload: idPayload(by.ID),
				Unique: fmt.Sprintf("%s %d", JobBackfill, by.ID),
			}); err != nil {
				return err
			}
		}
		return s.tell(ctx, tx, f.FollowerID, NoticeAccepted, by, nil, communityOf(by))
	})
}

func (s *Site) approveFollow(ctx context.Context, tx *db.Tx, by *Actor, f *Follow, yes bool) error {
	if yes {
		f.State = Accepted
		if err := s.saveFollow(ctx, tx, f); err != nil {
			return err
		}
		return s.answer(ctx, tx, f, VerbAccept, f.Target)
	}
	if _, err := tx.NewDelete().Model(f).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("refuse follow: %w", err)
	}
	return s.answer(ctx, tx, f, VerbReject, f.Target)
}

// Waiting lists the follows from other sites that wait for approval.
func (s *Site) Waiting(ctx context.Context, communityID int64) ([]*Follow, error) {
	var found []*Follow
	err := s.db.Read().NewSelect().Model(&found).Relation("Follower").
		Where("f.target_id = ? AND f.state = ?", communityID, Pending).OrderExpr("f.id").Limit(500).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list who waits: %w", err)
	}
	return found, nil
}
