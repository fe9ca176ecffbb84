package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// State says how far a membership or a follow has come.
type State string

// The states.
const (
	Pending  State = "pending"  // asked for, not yet answered
	Active   State = "active"   // of a membership: in force
	Banned   State = "banned"   // of a membership: shut out
	Accepted State = "accepted" // of a follow: in force
)

// A Membership is what somebody is in a community.
type Membership struct {
	bun.BaseModel `bun:"table:members,alias:m"`

	ID          int64     `bun:"id,pk"`
	CommunityID int64     `bun:"community_id"`
	ActorID     int64     `bun:"actor_id"`
	Role        Role      `bun:"role"`
	State       State     `bun:"state"`
	Reason      string    `bun:"reason"` // of a ban
	Until       time.Time `bun:"until,nullzero"`
	Since       time.Time `bun:"since"`

	Actor *Actor `bun:"rel:belongs-to,join:actor_id=id"`
}

// bannedAt tells whether the membership is a ban that is in force.
func (m *Membership) bannedAt(now time.Time) bool {
	return m.State == Banned && (m.Until.IsZero() || now.Before(m.Until))
}

// Membership returns what an actor is in a community, or nil when it is nothing.
func (s *Site) Membership(ctx context.Context, communityID, actorID int64) (*Membership, error) {
	return membership(ctx, s.db.Read(), communityID, actorID)
}

func membership(ctx context.Context, idb bun.IDB, communityID, actorID int64) (*Membership, error) {
	m := new(Membership)
	err := idb.NewSelect().Model(m).Where("m.community_id = ? AND m.actor_id = ?", communityID, actorID).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read membership: %w", err)
	}
	return m, nil
}

// Standing returns what the rules need to know about somebody in a community; pages use it with May to
// show only what can be done.
func (s *Site) Standing(ctx context.Context, who, community *Actor) (Standing, error) {
	return s.standing(ctx, s.db.Read(), who, community)
}

func (s *Site) standing(ctx context.Context, idb bun.IDB, who, community *Actor) (Standing, error) {
	st := Standing{Here: who.Here(), Suspended: who.Silenced()}
	if who.Here() {
		admin, err := isAdmin(ctx, idb, who.ID)
		if err != nil {
			return st, err
		}
		st.Admin = admin
	}
	if community == nil {
		return st, nil
	}
	st.Away = !community.Here()
	if g := community.Group; g != nil {
		st.Open, st.Public, st.Restricted = g.Joining == JoinOpen, g.Visibility == Public, g.Restricted
	}
	m, err := membership(ctx, idb, community.ID, who.ID)
	if err != nil {
		return st, err
	}
	switch {
	case m != nil && m.bannedAt(s.db.Now()):
		st.Banned = true
	case m != nil && m.State == Active:
		st.Role = m.Role
	}
	if st.Role == NoRole && !st.takesPartAnyway() {
		follows, err := idb.NewSelect().Model((*Follow)(nil)).
			Where("f.follower_id = ? AND f.target_id = ? AND f.state = ?", who.ID, community.ID, Accepted).Exists(ctx)
		if err != nil {
			return st, fmt.Errorf("read follow: %w", err)
		}
		if follows {
			st.Role = Follower
		}
	}
	return st, nil
}

// group reads a community afresh inside a change, with its charter.
func (s *Site) group(ctx context.Context, tx *db.Tx, id int64) (*Actor, error) {
	return s.actorWhere(ctx, tx, "a.id = ?", id)
}

// Join makes somebody of this site a member of a community of this site, or asks for it where a
// facilitator approves. A community of another site is joined by following it.
func (s *Site) Join(ctx context.Context, who, community *Actor) (State, error) {
	if !community.Here() {
		f, err := s.Follow(ctx, who, community, nil)
		if err != nil {
			return "", err
		}
		return f.State, nil
	}
	state := Active
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.isPersonHere(who); err != nil {
			return err
		}
		m, err := membership(ctx, tx, community.ID, who.ID)
		if err != nil {
			return err
		}
		switch {
		case m != nil && m.bannedAt(tx.Now):
			return refuse(Forbidden, "You are kept out of this community.")
		case m != nil && m.State != Banned:
			state = m.State
			return nil
		}
		if community.Group.Joining == JoinRequest {
			state = Pending
			return s.ask(ctx, tx, community, who)
		}
		if err := s.admit(ctx, tx, community, who, Member); err != nil {
			return err
		}
		return s.record(ctx, tx, &Act{Verb: VerbJoin, By: who, Community: community})
	})
	return state, err
}

func (s *Site) ask(ctx context.Context, tx *db.Tx, community, who *Actor) error {
	m := &Membership{ID: tx.NewID(), CommunityID: community.ID, ActorID: who.ID, Role: Member, State: Pending, Since: tx.Now}
	if err := s.saveMembership(ctx, tx, m); err != nil {
		return err
	}
	return s.tellFacilitators(ctx, tx, community, NoticeAsked, who, nil)
}

// admit makes somebody a member with this role, and a follower, since members hear of what is new.
func (s *Site) admit(ctx context.Context, tx *db.Tx, community, who *Actor, role Role) error {
	m := &Membership{ID: tx.NewID(), CommunityID: community.ID, ActorID: who.ID, Role: role, State: Active, Since: tx.Now}
	if err := s.saveMembership(ctx, tx, m); err != nil {
		return err
	}
	if who.Here() {
		if err := s.saveFollow(ctx, tx, &Follow{FollowerID: who.ID, TargetID: community.ID, State: Accepted}); err != nil {
			return err
		}
	}
	return s.countMembers(ctx, tx, community.ID)
}

func (s *Site) saveMembership(ctx context.Context, tx *db.Tx, m *Membership) error {
	_, err := tx.NewInsert().Model(m).On("CONFLICT (community_id, actor_id) DO UPDATE").
		Set("role = EXCLUDED.role, state = EXCLUDED.state, reason = EXCLUDED.reason, until = EXCLUDED.until").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save membership: %w", err)
	}
	return nil
}

func (s *Site) countMembers(ctx context.Context, tx *db.Tx, communityID int64) error {
	_, err := tx.NewUpdate().Model((*Community)(nil)).
		Set("member_count = (SELECT count(*) FROM members AS m WHERE m.community_id = ? AND m.state = ?)", communityID, Active).
		Set("follower_count = (SELECT count(*) FROM follows AS f WHERE f.target_id = ? AND f.state = ?)", communityID, Accepted).
		Where("actor_id = ?", communityID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("count members: %w", err)
	}
	return nil
}

// Leave ends a membership and the follow that goes with it, and, where only members see them, gives up places at events.
// The last organiser cannot leave.
func (s *Site) Leave(ctx context.Context, who, community *Actor) error {
	if !community.Here() {
		return s.Unfollow(ctx, who, community, nil)
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		m, err := membership(ctx, tx, community.ID, who.ID)
		if err != nil {
			return err
		}
		if m != nil && m.State != Banned {
			if err := s.notLastOrganiser(ctx, tx, m); err != nil {
				return err
			}
			if _, err := tx.NewDelete().Model(m).WherePK().Exec(ctx); err != nil {
				return fmt.Errorf("leave: %w", err)
			}
		}
		if _, err := tx.NewDelete().Model((*Follow)(nil)).Where("follower_id = ? AND target_id = ?", who.ID, community.ID).Exec(ctx); err != nil {
			return fmt.Errorf("leave: %w", err)
		}
		if err := s.countMembers(ctx, tx, community.ID); err != nil {
			return err
		}
		if err := s.record(ctx, tx, &Act{Verb: VerbLeave, By: who, Community: community}); err != nil {
			return err
		}
		return s.leaveSeats(ctx, tx, community, who)
	})
}

func (s *Site) notLastOrganiser(ctx context.Context, tx *db.Tx, m *Membership) error {
	if m.Role != Organiser {
		return nil
	}
	if err := tx.Lock(ctx, fmt.Sprintf("organisers %d", m.CommunityID)); err != nil {
		return err // two who leave at the same moment must not both count the other
	}
	n, err := tx.NewSelect().Model((*Membership)(nil)).Where("m.community_id = ? AND m.role = ? AND m.state = ?",
		m.CommunityID, Organiser, Active).Count(ctx)
	if err != nil {
		return fmt.Errorf("count organisers: %w", err)
	}
	if n <= 1 {
		return refuse(Conflict, "A community needs an organiser. Make somebody else one first.")
	}
	return nil
}

// Members lists the members of a community, those with a role first. state Pending lists who waits.
func (s *Site) Members(ctx context.Context, communityID int64, state State, page int) (Page[*Membership], error) {
	out := Page[*Membership]{Number: max(1, page)}
	q := func() *bun.SelectQuery {
		return s.db.Read().NewSelect().Model(&out.Items).Where("m.community_id = ? AND m.state = ?", communityID, state)
	}
	err := q().Relation("Actor").Relation("Actor.Profile").
		OrderExpr("CASE m.role WHEN 'organiser' THEN 0 WHEN 'facilitator' THEN 1 ELSE 2 END, m.id").
		Limit(PageSize).Offset(out.offset()).Scan(ctx)
	if err != nil {
		return out, fmt.Errorf("list members: %w", err)
	}
	total, err := q().Count(ctx)
	if err != nil {
		return out, fmt.Errorf("count members: %w", err)
	}
	out.Total = int(total)
	return out, nil
}

// Facilitators returns those who look after a community: organisers and facilitators.
func (s *Site) Facilitators(ctx context.Context, communityID int64) ([]*Actor, error) {
	return s.facilitators(ctx, s.db.Read(), communityID)
}

func (s *Site) facilitators(ctx context.Context, idb bun.IDB, communityID int64) ([]*Actor, error) {
	rows, err := s.keepers(ctx, idb, communityID)
	if err != nil {
		return nil, err
	}
	found := make([]*Actor, len(rows))
	for n, m := range rows {
		found[n] = m.Actor
	}
	return found, nil
}

// Keepers is the same with the role that each of them has.
func (s *Site) Keepers(ctx context.Context, communityID int64) ([]*Membership, error) {
	return s.keepers(ctx, s.db.Read(), communityID)
}

func (s *Site) keepers(ctx context.Context, idb bun.IDB, communityID int64) ([]*Membership, error) {
	var rows []*Membership
	err := idb.NewSelect().Model(&rows).Relation("Actor").
		Where("m.community_id = ? AND m.state = ? AND m.role IN (?, ?)", communityID, Active, Organiser, Facilitator).
		OrderExpr("m.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list facilitators: %w", err)
	}
	return rows, nil
}

// Memberships lists the communities that somebody is a member of or follows, with their charters. Of those that only their
// members see, whoever is no longer one is shown nothing, though a ban leaves the follow.
func (s *Site) Memberships(ctx context.Context, actorID int64) ([]*Actor, error) {
	var found []*Actor
	err := s.db.Read().NewSelect().Model(&found).Column(actorColumns...).Relation("Group").
		Where("a.kind = ?", Group).
		Where("(a.id IN (SELECT m.community_id FROM members AS m WHERE m.actor_id = ? AND m.state = ?) OR ?.visibility <> ? AND a.id IN "+
			"(SELECT f.target_id FROM follows AS f WHERE f.follower_id = ? AND f.state = ?))", actorID, Active, bun.Ident("group"), MembersOnly, actorID, Accepted).
		OrderExpr("a.title").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list memberships: %w", err)
	}
	return found, nil
}

// Approve lets in whoever waits: a person of this site who asked to join, or a follower from elsewhere. It
// also makes somebody of this site a member who did not ask.
// by is nil when it comes from the command line.
func (s *Site) Approve(ctx context.Context, by, community, who *Actor, yes bool) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.mayIn(ctx, tx, by, community, nil, nil, ToModerate); err != nil {
			return err
		}
		done, err := s.approveMember(ctx, tx, by, community, who, yes)
		if err != nil {
			return err
		}
		f, err := s.followBetween(ctx, tx, who.ID, community.ID)
		if err != nil {
			return err
		}
		if f != nil && f.State == Pending {
			done = true
			if err := s.approveFollow(ctx, tx, by, f, yes); err != nil {
				return err
			}
		}
		if !done {
			if err := s.bringIn(ctx, tx, community, who, yes); err != nil {
				return err
			}
		}
		return s.countMembers(ctx, tx, community.ID)
	})
}

// bringIn makes somebody of this site a member who did not ask: the way into a community that only its
// members can see.
func (s *Site) bringIn(ctx context.Context, tx *db.Tx, community, who *Actor, yes bool) error {
	if !yes || s.isPersonHere(who) != nil {
		return refuse(NotFound, "Nobody of this name is waiting to join.")
	}
	m, err := membership(ctx, tx, community.ID, who.ID)
	if err != nil {
		return err
	}
	if m != nil {
		return refuse(Conflict, "They are a member already, or are kept out.")
	}
	if err := s.admit(ctx, tx, community, who, Member); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, who.ID, NoticeAccepted, community, nil, community); err != nil {
		return err
	}
	return s.record(ctx, tx, &Act{Verb: VerbJoin, By: who, Community: community})
}

func (s *Site) approveMember(ctx context.Context, tx *db.Tx, by, community, who *Actor, yes bool) (bool, error) {
	m, err := membership(ctx, tx, community.ID, who.ID)
	if err != nil || m == nil || m.State != Pending {
		return false, err
	}
	if !yes {
		if _, err := tx.NewDelete().Model(m).WherePK().Exec(ctx); err != nil {
			return true, fmt.Errorf("refuse member: %w", err)
		}
		return true, s.tell(ctx, tx, who.ID, NoticeRefused, community, nil, community)
	}
	if err := s.admit(ctx, tx, community, who, Member); err != nil {
		return true, err
	}
	if err := s.tell(ctx, tx, who.ID, NoticeAccepted, community, nil, community); err != nil {
		return true, err
	}
	return true, s.record(ctx, tx, &Act{Verb: VerbJoin, By: who, Community: community})
}
