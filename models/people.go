package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// personWords is all by which a person is found. It expects the tables of actors and profiles as "actor" and
// "actor__profile", as bun joins them to something with an actor.
const personWords = `actor.name || ' ' || actor.title || ' ' || COALESCE(actor__profile.organisation, '') || ' ' || ` +
	`COALESCE(actor__profile.role, '') || ' ' || COALESCE(actor__profile.place, '') || ' ' || COALESCE(actor__profile.ask_about, '')`

// FindMembers lists the members of a community in whose name or profile all the words stand, those with a role first; it
// is Members when there are none.
func (s *Site) FindMembers(ctx context.Context, communityID int64, words []string, page int) (Page[*Membership], error) {
	out := Page[*Membership]{Number: max(1, page)}
	q := func() *bun.SelectQuery {
		q := s.db.Read().NewSelect().Model(&out.Items).Relation("Actor").Relation("Actor.Profile").
			Where("m.community_id = ? AND m.state = ?", communityID, Active)
		for _, w := range words {
			q = s.db.WhereContains(q, personWords, w)
		}
		return q
	}
	err := q().OrderExpr("CASE m.role WHEN 'organiser' THEN 0 WHEN 'facilitator' THEN 1 ELSE 2 END, m.id").
		Limit(PageSize).Offset(out.offset()).Scan(ctx)
	if err != nil {
		return out, fmt.Errorf("find members: %w", err)
	}
	total, err := q().Count(ctx)
	if err != nil {
		return out, fmt.Errorf("count members: %w", err)
	}
	out.Total = int(total)
	return out, nil
}

// FindAccounts lists the accounts in whose name, profile or e-mail address all the words stand, for the site's admins; all
// of them, oldest first, when there are none.
func (s *Site) FindAccounts(ctx context.Context, words []string, page int) (Page[*Account], error) {
	out := Page[*Account]{Number: max(1, page)}
	q := func() *bun.SelectQuery {
		q := s.db.Read().NewSelect().Model(&out.Items).Relation("Actor").Relation("Actor.Profile")
		for _, w := range words {
			q = s.db.WhereContains(q, personWords+" || ' ' || acc.email", w)
		}
		return q
	}
	if err := q().OrderExpr("acc.id").Limit(PageSize).Offset(out.offset()).Scan(ctx); err != nil {
		return out, fmt.Errorf("find accounts: %w", err)
	}
	total, err := q().Count(ctx)
	if err != nil {
		return out, fmt.Errorf("count accounts: %w", err)
	}
	out.Total = int(total)
	return out, nil
}
