package models

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

// moderateItem is what all acts of moderation on an item share: the act is done once, by somebody who
// may, and is logged with its reason. do changes the item and returns the act, or nil when there is
// nothing to do.
func (s *Site) moderateItem(ctx context.Context, by *Actor, it *Item, from *Origin,
	do func(tx *db.Tx, now *Item) (*Act, error),
) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if again, err := s.seen(ctx, tx, from); again || err != nil {
			return err
		}
		now, err := s.itemWhere(ctx, tx, "i.id = ?", it.ID)
		if err != nil {
			return err
		}
		if err := s.fill(ctx, tx, now); err != nil {
			return err
		}
		if now.Community == nil {
			return refuse(Forbidden, "This is in no community, so nobody moderates it.")
		}
		if err := s.mayIn(ctx, tx, by, now.Community, nil, from, ToModerate); err != nil {
			return err
		}
		act, err := do(tx, now)
		if act == nil || err != nil {
			return err
		}
		act.By, act.Item, act.Community = by, now, now.Community
		return s.record(ctx, tx, act.happenedElsewhere(from))
	})
}

// mayIn asks whether by may do something in a community, about somebody there or about nobody (nil). A nil by is the
// command line, which may. What a community of another site itself says is so.
func (s *Site) mayIn(ctx context.Context, tx *db.Tx, by, community, about *Actor, from *Origin, p Permission) error {
	switch {
	case by == nil && from == nil:
		return nil
	case vouched(from, by, community):
		return nil
	}
	if err := speaksFor(from, community); err != nil {
		return err
	}
	st, err := s.standing(ctx, tx, by, community)
	if err != nil {
		return err
	}
	if about == nil {
		return May(st, p, false)
	}
	target, err := membership(ctx, tx, community.ID, about.ID)
	if err != nil {
		return err
	}
	if target != nil && target.State == Active {
		st.Target = target.Role
	}
	return May(st, p, by.ID == about.ID)
}

// mayWith asks whether by may do something with an item.
func (s *Site) mayWith(ctx context.Context, tx *db.Tx, by *Actor, it *Item, p Permission) error {
	own := by.ID == it.AuthorID || ownedBy(it, by)
	if it.Community == nil {
		return May(Standing{Here: by.Here(), Public: true, Open: true, Suspended: by.Silenced()}, p, own)
	}
	community, err := s.group(ctx, tx, it.Community.ID)
	if err != nil {
		return err
	}
	st, err := s.standing(ctx, tx, by, community)
	if err != nil {
		return err
	}
	return May(st.With(it), p, own)
}

// Lock closes a thread to replies, or opens it again.
func (s *Site) Lock(ctx context.Context, by *Actor, it *Item, on bool, reason string, from *Origin) error {
	return s.moderateItem(ctx, by, it, from, func(tx *db.Tx, now *Item) (*Act, error) {
		if now.LockedAt.IsZero() != on {
			return nil, nil
		}
		now.LockedAt = whenOn(on, tx.Now)
		if _, err := tx.NewUpdate().Model(now).Column("locked_at").WherePK().Exec(ctx); err != nil {
			return nil, fmt.Errorf("lock thread: %w", err)
		}
		return &Act{Verb: either(on, VerbLock, VerbUnlock), Reason: reason}, nil
	})
}

// Pin keeps a thread at the head of its community, or lets it go.
func (s *Site) Pin(ctx context.Context, by *Actor, it *Item, on bool, reason string, from *Origin) error {
	return s.moderateItem(ctx, by, it, from, func(tx *db.Tx, now *Item) (*Act, error) {
		if !now.Starts() {
			return nil, refuse(Invalid, "Only discussions can be pinned, not replies.")
		}
		if now.PinnedAt.IsZero() != on || now.Withdrawn() {
			return nil, nil
		}
		now.PinnedAt = whenOn(on, tx.Now)
		if _, err := tx.NewUpdate().Model(now).Column("pinned_at").WherePK().Exec(ctx); err != nil {
			return nil, fmt.Errorf("pin thread: %w", err)
		}
		return &Act{Verb: either(on, VerbPin, VerbUnpin), Reason: reason}, nil
	})
}

func whenOn(on bool, now time.Time) time.Time {
	if on {
		return now
	}
	return time.Time{}
}

func either(on bool, yes, no Verb) Verb {
	if on {
		return yes
	}
	return no
}

// A BanOrder says whom to shut out of a community, or to let in again.
type BanOrder struct {
	Who    *Actor
	On     bool
	Reason string
	Until  time.Time // zero: for good
	Remove bool      // also remove what they wrote in the community
}

// note is what an act says of the order besides its reason: "2027-01-31T00:00:00Z", "removed", or both.
func (b BanOrder) note() string {
	var words []string
	if !b.Until.IsZero() {
		words = append(words, b.Until.UTC().Format(time.RFC3339))
	}
	if b.On && b.Remove {
		words = append(words, "removed")
	}
	return strings.Join(words, " ")
}

// Ban returns until when a VerbBan holds, zero for good, and whether what they wrote was removed with it.
func (a *Act) Ban() (until time.Time, removed bool) {
	for _, word := range strings.Fields(a.Note) {
		if at, err := time.Parse(time.RFC3339, word); err == nil {
			until = at
		}
		removed = removed || word == "removed"
	}
	return until, removed
}

// Ban shuts somebody out of a community. They keep following it, so that word of being let in again can
// reach their site. by is nil when it comes from the command line.
func (s *Site) Ban(ctx context.Context, by, community *Actor, b BanOrder, from *Origin) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if again, err := s.seen(ctx, tx, from); again || err != nil {
			return err
		}
		if err := s.mayIn(ctx, tx, by, community, b.Who, from, ToBan); err != nil {
			return err
		}
		if err := onlyPeople(b.Who); err != nil {
			return err
		}
		m, err := membership(ctx, tx, community.ID, b.Who.ID)
		if err != nil {
			return err
		}
		banned := m != nil && m.bannedAt(tx.Now)
		if banned == b.On {
			return nil
		}
		if err := s.setBan(ctx, tx, community, b); err != nil {
			return err
		}
		if b.On && b.Remove {
			if err := s.removeAllBy(ctx, tx, community, b); err != nil {
				return err
			}
		}
		act := &Act{Verb: either(b.On, VerbBan, VerbUnban), By: by, Target: b.Who, Community: community, Reason: b.Reason}
		act.Note = b.note()
		return s.record(ctx, tx, act.happenedElsewhere(from))
	})
}

func (s *Site) setBan(ctx context.Context, tx *db.Tx, community *Actor, b BanOrder) error {
	if b.On {
		m := &Membership{
			ID: tx.NewID(), CommunityID: community.ID, ActorID: b.Who.ID, Role: Member, State: Banned,
			Reason: b.Reason, Until: b.Until, Since: tx.Now,
		}
		if err := s.saveMembership(ctx, tx, m); err != nil {
			return err
		}
	} else if _, err := tx.NewDelete().Model((*Membership)(nil)).
		Where("community_id = ? AND actor_id = ?", community.ID, b.Who.ID).Exec(ctx); err != nil {
		return fmt.Errorf("lift ban: %w", err)
	}
	if err := s.countMembers(ctx, tx, community.ID); err != nil {
		return err
	}
	if b.On {
		if err := s.takeSeats(ctx, tx, community, b.Who); err != nil {
			return err
		}
	}
	kind := eitherNotice(b.On, NoticeBanned, NoticeUnbanned)
	// A notice of an earlier time would stand in the way of this one.
	if _, err := tx.NewDelete().Model((*Notice)(nil)).
		Where("for_id = ? AND kind = ? AND community_id = ?", b.Who.ID, kind, community.ID).Exec(ctx); err != nil {
		return fmt.Errorf("lay aside an old notice: %w", err)
	}
	return s.tell(ctx, tx, b.Who.ID, kind, community, nil, community)
}

func (s *Site) removeAllBy(ctx context.Context, tx *db.Tx, community *Actor, b BanOrder) error {
	_, err := tx.NewUpdate().Model((*Item)(nil)).Set("removed_at = ?", tx.Now).Set("removed_reason = ?", b.Reason).
		Where("community_id = ? AND author_id = ? AND removed_at IS NULL AND deleted_at IS NULL", community.ID, b.Who.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove what they wrote: %w", err)
	}
	return recount(ctx, tx, b.Who.ID)
}

// Appoint gives somebody a role in a community; Member takes a higher one away. On a community of
// another site it notes what that site told us.
func (s *Site) Appoint(ctx context.Context, by, community, who *Actor, role Role, from *Origin) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if again, err := s.seen(ctx, tx, from); again || err != nil {
			return err
		}
		if err := s.mayIn(ctx, tx, by, community, who, from, ToAppoint); err != nil {
			return err
		}
		if err := s.mustKnowEachOther(ctx, tx, community, who); err != nil {
			return err
		}
		m, err := membership(ctx, tx, community.ID, who.ID)
		if err != nil {
			return err
		}
		if m != nil && m.State == Active && m.Role == role {
			return nil
		}
		if m != nil && m.State == Active && role != Organiser {
			if err := s.notLastOrganiser(ctx, tx, m); err != nil {
				return err
			}
		}
		up := role.AtLeast(Facilitator)
		if !up && (m == nil || !m.Role.AtLeast(Facilitator)) {
			return nil
		}
		if err := s.admit(ctx, tx, community, who, role); err != nil {
			return err
		}
		if up {
			if err := s.tell(ctx, tx, who.ID, NoticeAppointed, by, nil, community); err != nil {
				return err
			}
		}
		act := &Act{Verb: either(up, VerbAppoint, VerbDismiss), By: by, Target: who, Community: community, Note: string(role)}
		return s.record(ctx, tx, act.happenedElsewhere(from))
	})
}

// mustKnowEachOther refuses anybody but people, since the log would give away the names of closed communities; and people of
// this site for a community of another that they do not follow: nobody is made to take part by somebody else's server.
func (s *Site) mustKnowEachOther(ctx context.Context, tx *db.Tx, community, who *Actor) error {
	if err := onlyPeople(who); err != nil {
		return err
	}
	if community.Here() || !who.Here() {
		return nil
	}
	f, err := s.followBetween(ctx, tx, who.ID, community.ID)
	if err != nil {
		return err
	}
	if f == nil || f.State != Accepted {
		return refuse(Forbidden, "They do not follow this community.")
	}
	return nil
}

func onlyPeople(who *Actor) error {
	if who.Kind != Person {
		return refuse(NotFound, "This is not here, or you may not see it.")
	}
	return nil
}

// Restrict makes a community one in which only facilitators start threads, or opens it again.
func (s *Site) Restrict(ctx context.Context, by, community *Actor, on bool) error {
	c := community.Charter()
	c.Restricted = on
	return s.SetCharter(ctx, by, community, c)
}

// moderationVerbs are what the public log of a community shows.
var moderationVerbs = []Verb{VerbRemove, VerbRestore, VerbLock, VerbUnlock, VerbPin, VerbUnpin, VerbBan, VerbUnban, VerbAppoint, VerbDismiss}
