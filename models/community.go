package models

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// Joining says how one becomes a member.
type Joining string

// The ways of joining.
const (
	JoinOpen    Joining = "open"
	JoinRequest Joining = "request" // a facilitator approves
)

// A Community is what an actor of kind Group has besides: its charter, its rules, its counts.
type Community struct {
	bun.BaseModel `bun:"table:communities,alias:co"`

	ActorID       int64      `bun:"actor_id,pk"`
	Domain        string     `bun:"domain"`    // what it is about
	Community     string     `bun:"community"` // who it is for
	Practice      string     `bun:"practice"`  // what they share and make
	Purpose       string     `bun:"purpose"`   // why it exists, in a sentence
	Gain          string     `bun:"gain"`      // what members gain
	Agreement     string     `bun:"agreement"` // how members treat each other
	Visibility    Visibility `bun:"visibility"`
	Joining       Joining    `bun:"joining"`
	Restricted    bool       `bun:"restricted"` // only facilitators start threads
	Companions    bool       `bun:"companions"` // events and articles go out as posts too, to software that shows none
	MemberCount   int        `bun:"member_count"`
	FollowerCount int        `bun:"follower_count"`
	LastActiveAt  time.Time  `bun:"last_active_at"`
	ModeratorsAt  time.Time  `bun:"moderators_at,nullzero"` // when the list of another site's was last read
	BackfilledAt  time.Time  `bun:"backfilled_at,nullzero"` // when its earlier posts were fetched
}

// A Charter is what a community says of itself: what an organiser fills in.
type Charter struct {
	Name, Title                 string
	Domain, Community, Practice string
	Purpose, Gain, Agreement    string
	Visibility                  Visibility
	Joining                     Joining
	Restricted, Companions      bool
}

func (c *Charter) check(wrong fields) {
	for _, f := range []*string{&c.Title, &c.Purpose} {
		*f = text.CleanLine(*f, 1000)
	}
	for _, f := range []*string{&c.Domain, &c.Community, &c.Practice, &c.Gain, &c.Agreement} {
		*f = strings.TrimSpace(*f)
	}
	if c.Title == "" {
		wrong.add("title", "Enter the name of the community, as people will say it.")
	}
	if len([]rune(c.Title)) > 80 {
		wrong.add("title", "Use 80 characters or fewer.")
	}
	if len([]rune(c.Purpose)) > 300 {
		wrong.add("purpose", "Use 300 characters or fewer: one sentence that says why the community exists.")
	}
	for name, value := range map[string]string{
		"domain": c.Domain, "community": c.Community,
		"practice": c.Practice, "gain": c.Gain, "agreement": c.Agreement,
	} {
		if len([]rune(value)) > 5000 {
			wrong.add(name, "Use 5,000 characters or fewer.")
		}
	}
	if c.Visibility != Public && c.Visibility != SiteOnly && c.Visibility != MembersOnly {
		wrong.add("visibility", "Choose who can see the community.")
	}
	if c.Joining != JoinOpen && c.Joining != JoinRequest {
		wrong.add("joining", "Choose how people join.")
	}
}

// FoundCommunity makes a community of this site with one organiser.
func (s *Site) FoundCommunity(ctx context.Context, organiser *Actor, c Charter) (*Actor, error) {
	c.Name = strings.ToLower(strings.TrimSpace(c.Name))
	wrong := fields{}
	c.check(wrong)
	if err := text.ValidName(c.Name); err != nil {
		wrong.add("name", err.Error())
	}
	if err := wrong.err(); err != nil {
		return nil, err
	}
	key, err := s.newKeyPair()
	if err != nil {
		return nil, err
	}
	group := &Actor{Kind: Group, Name: c.Name, Indexable: true}
	err = s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.isPersonHere(organiser); err != nil {
			return err
		}
		if err := s.apply(ctx, tx, group, c); err != nil {
			return err
		}
		if err := s.addActor(ctx, tx, group, key); err != nil {
			return err
		}
		group.Group.ActorID, group.Group.LastActiveAt, group.Group.Visibility = group.ID, tx.Now, c.Visibility
		if _, err := tx.NewInsert().Model(group.Group).Exec(ctx); err != nil {
			return fmt.Errorf("found community: %w", err)
		}
		if err := s.admit(ctx, tx, group, organiser, Organiser); err != nil {
			return err
		}
		return s.record(ctx, tx, &Act{Verb: VerbFound, By: organiser, Community: group})
	})
	return group, err
}

// apply puts a charter into the rows of a community; visibility is set at founding only, since what has
// been shared with other sites cannot be called back.
func (s *Site) apply(ctx context.Context, tx *db.Tx, group *Actor, c Charter) error {
	if group.Group == nil {
		group.Group = new(Community)
	}
	g := group.Group
	group.Title, group.Approves, group.Source = c.Title, c.Joining == JoinRequest, c.Purpose
	g.Domain, g.Community, g.Practice, g.Purpose = c.Domain, c.Community, c.Practice, c.Purpose
	g.Gain, g.Agreement, g.Joining, g.Restricted, g.Companions = c.Gain, c.Agreement, c.Joining, c.Restricted, c.Companions
	linker := &linker{ctx: ctx, site: s, idb: tx}
	group.Summary = text.Render(charterText(c), linker).HTML
	return linker.err
}

// charterText is what other sites show as the community's description.
func charterText(c Charter) string {
	var parts []string
	for _, p := range []string{c.Purpose, c.Domain, c.Community, c.Practice, c.Gain} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "\n\n")
}

// SetCharter changes what a community says of itself and how it is joined.
func (s *Site) SetCharter(ctx context.Context, by, group *Actor, c Charter) error {
	wrong := fields{}
	c.Visibility = group.Group.Visibility
	c.check(wrong)
	if err := wrong.err(); err != nil {
		return err
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if by != nil { // nil: from the command line
			st, err := s.standing(ctx, tx, by, group)
			if err != nil {
				return err
			}
			if err := May(st, ToSettle, false); err != nil {
				return err
			}
		}
		if err := s.apply(ctx, tx, group, c); err != nil {
			return err
		}
		group.UpdatedAt = tx.Now
		if _, err := tx.NewUpdate().Model(group).Column("title", "approves", "source", "summary", "updated_at").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("set charter: %w", err)
		}
		if _, err := tx.NewUpdate().Model(group.Group).Column("domain", "community", "practice", "purpose", "gain",
			"agreement", "joining", "restricted", "companions").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("set charter: %w", err)
		}
		return s.record(ctx, tx, &Act{Verb: VerbProfile, By: by, Target: group, Community: group})
	})
}

// Charter returns what SetCharter takes, as it is now.
func (a *Actor) Charter() Charter {
	g := a.Group
	return Charter{
		Name: a.Name, Title: a.Title, Domain: g.Domain, Community: g.Community, Practice: g.Practice,
		Purpose: g.Purpose, Gain: g.Gain, Agreement: g.Agreement, Visibility: g.Visibility, Joining: g.Joining,
		Restricted: g.Restricted, Companions: g.Companions,
	}
}

// Communities lists the communities that viewer may see, liveliest first: those of this site, and with
// elsewhere also those of other sites that people here follow.
func (s *Site) Communities(ctx context.Context, viewer Viewer, elsewhere bool) ([]*Actor, error) {
	var found []*Actor
	q := s.db.Read().NewSelect().Model(&found).Column(actorColumns...).Column("summary").Relation("Group").
		Where("a.kind = ?", Group).Where("a.gone_at IS NULL").OrderExpr("?.last_active_at DESC", bun.Ident("group"))
	if elsewhere {
		q = q.Where("a.host <> ''")
	} else {
		q = q.Where("a.host = ''")
	}
	if err := communityVisibleTo(q, viewer).Limit(500).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list communities: %w", err)
	}
	return s.allowedOnly(ctx, found), nil
}

// allowedOnly leaves out actors of sites that the policy refuses.
func (s *Site) allowedOnly(ctx context.Context, actors []*Actor) []*Actor {
	p := s.Policy(ctx)
	kept := actors[:0]
	for _, a := range actors {
		if a.Here() || p.Allows(a.Host) {
			kept = append(kept, a)
		}
	}
	return kept
}

// CommunityWith returns the community whose list of pinned threads or of moderators has this address.
func (s *Site) CommunityWith(ctx context.Context, list string) (*Actor, error) {
	if list == "" {
		return nil, refuse(NotFound, "There is no such list.")
	}
	return s.actorWhere(ctx, s.db.Read(), "a.kind = ? AND (a.featured = ? OR a.moderators = ?)", Group, list, list)
}
