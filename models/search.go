package models

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
)

// Search lists what contains all words of a query, newest first.
func (s *Site) Search(ctx context.Context, v Viewer, words []string, page int) (Page[*Item], error) {
	if len(words) == 0 {
		return Page[*Item]{Number: 1}, nil
	}
	return s.itemPage(ctx, v, page, "i.id DESC", func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL")
		for _, w := range words {
			q = s.db.WhereContains(q, "i.title || ' ' || i.plain", w)
		}
		return q
	})
}

// FindPeople lists people with an account on this site in whose name or profile all the words stand. They are found by
// those who are signed in only.
func (s *Site) FindPeople(ctx context.Context, v Viewer, words []string, limit int) ([]*Actor, error) {
	if !v.SignedIn() || len(words) == 0 {
		return nil, nil
	}
	var found []*Account
	q := s.db.Read().NewSelect().Model(&found).Relation("Actor").Relation("Actor.Profile").Where("acc.disabled_at IS NULL")
	for _, w := range words {
		q = s.db.WhereContains(q, personWords, w)
	}
	if err := q.OrderExpr("actor.title, acc.id").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("find people: %w", err)
	}
	people := make([]*Actor, len(found))
	for n, acc := range found {
		people[n] = acc.Actor
	}
	return people, nil
}

// FindCommunities lists the communities, here and elsewhere, that viewer may see and in whose name, title or purpose all
// the words stand.
func (s *Site) FindCommunities(ctx context.Context, v Viewer, words []string) ([]*Actor, error) {
	var found []*Actor
	for _, elsewhere := range []bool{false, true} {
		all, err := s.Communities(ctx, v, elsewhere)
		if err != nil {
			return nil, err
		}
		for _, a := range all {
			if holds(a, words) {
				found = append(found, a)
			}
		}
	}
	return found, nil
}

func holds(a *Actor, words []string) bool {
	about := a.Name + " " + a.Title + " " + a.Summary.Plain()
	if a.Group != nil {
		about += " " + a.Group.Purpose
	}
	about = strings.ToLower(about)
	for _, w := range words {
		if !strings.Contains(about, strings.ToLower(w)) {
			return false
		}
	}
	return true
}
