package models

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

const (
	// FoundSize is how many hits a page shows.
	FoundSize = 20
	// MostFound is how many items a search considers, the newest that match: those are counted, ranked and shown. Without a
	// bound, a word that half of all items have would cost as much as they are many.
	MostFound = 500
	// mostTitles is how many older ones it considers besides, which have all the words in their title.
	mostTitles = 100
)

// A Hit is an item that was found, with the words marked for which it was.
type Hit struct {
	Item   *Item
	Thread string // the title of what a reply belongs to, when the viewer may see it
	Title  []Part
	Text   []Part // where the words stand in it
}

// Found is what a search found.
type Found struct {
	Page[*Hit]
	Kinds map[KindName]int // how many of each kind there are, whichever was asked for
	More  bool             // there are more, older ones
}

// Of tells how many there are of a kind.
func (f *Found) Of(k *Kind) int { return f.Kinds[k.Name] }

// All tells how many there are of all kinds.
func (f *Found) All() (all int) {
	for _, n := range f.Kinds {
		all += n
	}
	return all
}

// candidate is what ranking has to know of an item.
type candidate struct {
	ID          int64     `bun:"id"`
	Kind        KindName  `bun:"kind"`
	Title       string    `bun:"title"`
	PublishedAt time.Time `bun:"published_at"`
}

// Search finds the items that viewer may find and that hold all words of a query.
func (s *Site) Search(ctx context.Context, v Viewer, q Query, page int) (*Found, error) {
	out := &Found{Page: Page[*Hit]{Number: max(1, page), Size: FoundSize}, Kinds: map[KindName]int{}}
	if q.Empty() {
		return out, nil
	}
	found, err := s.matching(ctx, v, &q, out)
	if err != nil {
		return nil, err
	}
	order(found, q, s.db.Now())
	out.Total = len(found)
	from := min(int(out.offset()), len(found))
	out.Items, err = s.hits(ctx, v, q, found[from:min(from+FoundSize, len(found))])
	return out, err
}

// candidates are the newest items that match.
func (s *Site) candidates(ctx context.Context, v Viewer, q Query, m db.Match, limit int) (found []candidate, err error) {
	sel := s.db.Search(s.db.Read().NewSelect().ColumnExpr("i.id, i.kind, i.title, i.published_at"), m, q.facts(s.host, s.db.Now())...)
	err = q.narrow(s.findable(visibleTo(sel, v), v), s.host).Limit(int64(limit)).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return found, nil
}

// findable keeps what viewer may find, of what they may see: somebody who is not signed in finds what its author lets be
// found (FEP-5feb), and of what belongs to a community, what the community does.
func (s *Site) findable(q *bun.SelectQuery, v Viewer) *bun.SelectQuery {
	q = q.Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL")
	if v.SignedIn() {
		return q
	}
	var owned []KindName
	for _, k := range Kinds {
		if k.Owned {
			owned = append(owned, k.Name)
		}
	}
	// One value for each row, rather than EXISTS, keeps PostgreSQL from reading all that matches for the sake of a join.
	return q.Where("(SELECT w.indexable FROM actors AS w "+
		"WHERE w.id = CASE WHEN i.community_id IS NOT NULL AND i.kind IN (?) THEN i.community_id ELSE i.author_id END)", bun.List(owned))
}

// matching finds what is to be ranked, and counts it by kind as if none had been asked for. The beginning of the last word is
// enough only where the whole word finds less than a page: what begins with a word is mostly about something else, and to
// find it, the index is read from there on.
func (s *Site) matching(ctx context.Context, v Viewer, q *Query, out *Found) ([]candidate, error) {
	kind := q.Kind
	q.Kind = nil
	typed := q.terms
	q.terms = whole(q.terms)
	found, err := s.candidates(ctx, v, *q, q.match(false), MostFound)
	if err == nil && len(found) < FoundSize {
		q.terms = typed
		found, err = s.candidates(ctx, v, *q, q.match(false), MostFound)
	}
	if err != nil {
		return nil, err
	}
	for _, c := range found {
		out.Kinds[c.Kind]++
	}
	q.Kind, out.More = kind, len(found) == MostFound
	if kind != nil {
		found, err = s.ofKind(ctx, v, *q, found, out)
	}
	if err != nil || q.Newest || len(found) < MostFound || q.begins() { // what begins with a word is dear to look for, twice the more
		return found, err
	}
	older, err := s.candidates(ctx, v, *q, q.match(true), mostTitles)
	if err != nil {
		return nil, err
	}
	last := found[len(found)-1].ID
	for _, c := range older {
		if c.ID < last {
			found = append(found, c)
			out.Kinds[c.Kind]++
		}
	}
	return found, nil
}

// ofKind keeps what is of the kind that was asked for, of what was found of all; there may be older ones.
func (s *Site) ofKind(ctx context.Context, v Viewer, q Query, found []candidate, out *Found) ([]candidate, error) {
	if !out.More {
		return slices.DeleteFunc(found, func(c candidate) bool { return c.Kind != q.Kind.Name }), nil
	}
	found, err := s.candidates(ctx, v, q, q.match(false), MostFound)
	out.Kinds[q.Kind.Name], out.More = len(found), len(found) == MostFound
	return found, err
}

// order puts the best first: those with the words in their title before those with them in the text, and of two alike the newer.
func order(found []candidate, q Query, now time.Time) {
	if q.Newest {
		slices.SortStableFunc(found, func(a, b candidate) int { return b.PublishedAt.Compare(a.PublishedAt) })
		return
	}
	m := newMarker(q)
	worth := make(map[int64]float64, len(found))
	for _, c := range found {
		worth[c.ID] = (1 + 3*m.share(c.Title)) * fresh(now.Sub(c.PublishedAt))
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		if worth[a.ID] != worth[b.ID] {
			if worth[a.ID] > worth[b.ID] {
				return -1
			}
			return 1
		}
		return int(min(1, max(-1, b.ID-a.ID)))
	})
}

// fresh is what age leaves of the worth of a hit: half after a year, and never less than an eighth.
func fresh(age time.Duration) float64 {
	years := max(0, age.Hours()) / (365 * 24)
	return max(0.125, math.Exp2(-years))
}

// hitColumns are what a list of hits shows of an item. Of a long text only the beginning is read.
const hitColumns = "i.id, i.kind, i.uri, i.url, i.host, i.author_id, i.community_id, i.thread_id, i.parent_id, i.title, " +
	"substr(i.plain, 1, 20000) AS plain, i.visibility, i.published_at"

// hits reads what a page shows, in its order.
func (s *Site) hits(ctx context.Context, v Viewer, q Query, page []candidate) ([]*Hit, error) {
	if len(page) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(page))
	for n, c := range page {
		ids[n] = c.ID
	}
	var items []*Item
	sel := s.db.Read().NewSelect().Model(&items).ColumnExpr(hitColumns).Where("i.id IN (?)", bun.List(ids))
	if err := visibleTo(sel, v).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read hits: %w", err)
	}
	byID := map[int64]*Item{}
	for _, it := range items {
		byID[it.ID] = it
	}
	threads, err := s.Threads(ctx, v, items)
	if err != nil {
		return nil, err
	}
	if err := s.fillActors(ctx, s.db.Read(), items); err != nil {
		return nil, err
	}
	m := newMarker(q)
	var hits []*Hit
	for _, id := range ids {
		it := byID[id]
		if it == nil {
			continue // it went between the two queries
		}
		h := &Hit{Item: it, Title: m.marked(it.Title), Text: m.snippet(it.Plain)}
		if !it.Starts() {
			h.Thread = threads[it.ThreadID]
		}
		hits = append(hits, h)
	}
	return hits, nil
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
// the words stand: those of this site first, then the liveliest.
func (s *Site) FindCommunities(ctx context.Context, v Viewer, words []string, limit int) ([]*Actor, error) {
	if len(words) == 0 {
		return nil, nil
	}
	var found []*Actor
	g := bun.Ident("group")
	q := s.db.Read().NewSelect().Model(&found).Column(actorColumns...).Column("summary").Relation("Group").
		Where("a.kind = ?", Group).Where("a.gone_at IS NULL").OrderExpr("(a.host <> ''), ?.last_active_at DESC", g)
	for _, w := range words {
		q = s.db.WhereContains(q, `a.name || ' ' || a.title || ' ' || a.summary || ' ' || COALESCE("group".purpose, '')`, w)
	}
	if err := communityVisibleTo(q, v).Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("find communities: %w", err)
	}
	return slices.DeleteFunc(s.allowedOnly(ctx, found), func(a *Actor) bool { return !holds(a, words) }), nil
}

// holds tells whether the words stand in what people read of a community: not in the markup around it.
func holds(a *Actor, words []string) bool {
	about := a.Name + " " + a.Title + " " + a.Summary.Plain()
	if a.Group != nil {
		about += " " + a.Group.Purpose
	}
	about = db.Fold(about)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(about, db.Fold(w)) })
}
