package models

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// maxTree is how many pages the index of a wiki lists.
const maxTree = 2000

// A PageLine is what the index of a wiki shows of a page.
type PageLine struct {
	ID       int64     `bun:"id"`
	Title    string    `bun:"title"`
	Slug     string    `bun:"slug"`
	ParentID int64     `bun:"parent_id"`
	Number   int       `bun:"number"`
	ReviewOn string    `bun:"review_on"`
	At       time.Time `bun:"at"` // when it was last written
	Depth    int       `bun:"-"`  // in the tree, from 0
}

// pageLines is a query for lines of a wiki. It expects the alias "i".
func pageLines(q *bun.SelectQuery, communityID int64) *bun.SelectQuery {
	return q.Join("JOIN wiki_pages AS wp ON wp.item_id = i.id").
		ColumnExpr("i.id, i.title, wp.slug, COALESCE(wp.parent_id, 0) AS parent_id, wp.number, wp.review_on, COALESCE(i.edited_at, i.published_at) AS at").
		Where("wp.community_id = ?", communityID).Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL")
}

// Wiki lists the pages of a community that viewer may see, as a tree: each page before those below it, and beside each other
// by title.
func (s *Site) Wiki(ctx context.Context, v Viewer, communityID int64) ([]PageLine, error) {
	var all []PageLine
	q := pageLines(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v), communityID)
	if err := q.OrderExpr("i.id").Limit(maxTree).Scan(ctx, &all); err != nil {
		return nil, fmt.Errorf("read wiki: %w", err)
	}
	slices.SortStableFunc(all, func(a, b PageLine) int { return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)) })
	return asTree(all), nil
}

// asTree puts pages below each other. A page whose parent is not among them stands at the top.
func asTree(all []PageLine) []PageLine {
	there, below := map[int64]bool{}, map[int64][]PageLine{}
	for _, line := range all {
		there[line.ID] = true
	}
	for _, line := range all {
		if !there[line.ParentID] {
			line.ParentID = 0
		}
		below[line.ParentID] = append(below[line.ParentID], line)
	}
	out := make([]PageLine, 0, len(all))
	var put func(id int64, depth int)
	put = func(id int64, depth int) {
		for _, line := range below[id] {
			line.Depth = depth
			out = append(out, line)
			put(line.ID, depth+1)
		}
		delete(below, id)
	}
	put(0, 0)
	for _, line := range all { // what another site has put in a circle
		if below[line.ID] != nil || !slices.ContainsFunc(out, func(o PageLine) bool { return o.ID == line.ID }) {
			line.Depth = 0
			out = append(out, line)
			delete(below, line.ID)
		}
	}
	return out
}

// HasWiki tells whether a community has a page that viewer may see.
func (s *Site) HasWiki(ctx context.Context, v Viewer, communityID int64) (bool, error) {
	has, err := pageLines(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v), communityID).Limit(1).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for wiki pages: %w", err)
	}
	return has, nil
}

// PageAt returns the page at an address in the wiki of a community, if viewer may see it. One that was renamed is found by
// the addresses that it had; its Detail tells which it has now.
func (s *Site) PageAt(ctx context.Context, v Viewer, communityID int64, slug string) (*Item, error) {
	known, err := pagesKnown(ctx, s.db.Read(), communityID, []string{slug})
	if err != nil {
		return nil, err
	}
	if known[slug] == 0 {
		return nil, refuse(NotFound, "There is no such page.")
	}
	return s.Item(ctx, v, known[slug])
}

// pagesKnown finds the items of pages by their addresses, those that they had before among them.
func pagesKnown(ctx context.Context, idb bun.IDB, communityID int64, slugs []string) (map[string]int64, error) {
	known := map[string]int64{}
	if len(slugs) == 0 {
		return known, nil
	}
	var rows []struct {
		Slug   string
		ItemID int64
	}
	err := idb.NewRaw("SELECT slug, item_id FROM wiki_slugs WHERE community_id = ? AND slug IN (?) UNION ALL "+
		"SELECT slug, item_id FROM wiki_pages WHERE community_id = ? AND slug IN (?)", communityID, bun.List(slugs), communityID, bun.List(slugs)).Scan(ctx, &rows)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("look up pages: %w", err)
	}
	for _, r := range rows { // those of today come last, and count
		known[r.Slug] = r.ItemID
	}
	return known, nil
}

// PagesKnown tells which addresses in the wiki of a community lead to a page, by the number of its item.
func (s *Site) PagesKnown(ctx context.Context, communityID int64, slugs []string) (map[string]int64, error) {
	return pagesKnown(ctx, s.db.Read(), communityID, slugs)
}

// LinksTo lists the pages of its wiki that link to a page, as far as viewer may see them.
func (s *Site) LinksTo(ctx context.Context, v Viewer, it *Item) ([]PageLine, error) {
	p, err := asPage(it)
	if err != nil {
		return nil, err
	}
	var all []PageLine
	q := pageLines(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v), it.CommunityID)
	err = q.Where("i.id <> ?", it.ID).
		Where("i.id IN (SELECT wl.item_id FROM wiki_links AS wl WHERE wl.community_id = ? AND (wl.slug = ? OR wl.slug IN "+
			"(SELECT ws.slug FROM wiki_slugs AS ws WHERE ws.item_id = ?)))", it.CommunityID, p.Slug, it.ID).
		OrderExpr("i.title, i.id").Limit(maxTree).Scan(ctx, &all)
	if err != nil {
		return nil, fmt.Errorf("read what links to a page: %w", err)
	}
	return all, nil
}

// ToReview lists the pages of a community of which the day has come on which somebody wanted them looked at again, the
// longest due first.
func (s *Site) ToReview(ctx context.Context, v Viewer, communityID int64) ([]PageLine, error) {
	var all []PageLine
	today := s.db.Now().UTC().Format(time.DateOnly)
	q := pageLines(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v), communityID)
	if err := q.Where("wp.review_on <> '' AND wp.review_on <= ?", today).OrderExpr("wp.review_on, i.id").Limit(maxTree).Scan(ctx, &all); err != nil {
		return nil, fmt.Errorf("read pages to review: %w", err)
	}
	return all, nil
}

// normal gives a text as it is kept: ends of lines as everywhere, and no space around it.
func normal(source string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(source, "\r\n", "\n"), "\x00", ""))
}
