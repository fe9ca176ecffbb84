package models

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/uptrace/bun"
)

// A Blog says whose articles are meant: those of a community, of somebody, or, with neither, of this site.
type Blog struct {
	Community *Actor
	Author    *Actor
}

// narrow picks the articles of a blog that are still to be read. What people of other sites send to a community stands in its
// talk, and not among what the community itself tells.
func (b Blog) narrow(q *bun.SelectQuery) *bun.SelectQuery {
	q = startsThread(q).Where("i.kind = ?", ArticleKind.Name)
	switch {
	case b.Community != nil:
		return q.Where("i.community_id = ?", b.Community.ID).Where("i.host = ?", b.Community.Host)
	case b.Author != nil:
		return q.Where("i.author_id = ?", b.Author.ID)
	}
	return q.Where("i.id IN (SELECT art.item_id FROM articles AS art WHERE art.of_site)")
}

// Articles lists the articles of a blog that viewer may see, newest first.
func (s *Site) Articles(ctx context.Context, v Viewer, b Blog, page int) (Page[*Item], error) {
	return s.itemPage(ctx, v, page, "i.published_at DESC, i.id DESC", b.narrow)
}

// NewestArticles lists the latest of a blog, for feeds; with audio only those that are episodes.
func (s *Site) NewestArticles(ctx context.Context, v Viewer, b Blog, audio bool, limit int) ([]*Item, error) {
	return s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		if q = b.narrow(q); audio {
			q = q.Where("i.id IN (SELECT art.item_id FROM articles AS art WHERE art.audio_id IS NOT NULL OR art.audio_url <> '')")
		}
		return q.OrderExpr("i.published_at DESC, i.id DESC").Limit(int64(limit))
	})
}

// HasArticles tells whether there is anything in a blog for viewer to read.
func (s *Site) HasArticles(ctx context.Context, v Viewer, b Blog) (bool, error) {
	some, err := b.narrow(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v)).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for articles: %w", err)
	}
	return some, nil
}

// How many articles are looked at to find related ones, and how much a shared hashtag says more than a shared word.
const (
	relatedAmong = 200
	tagWeight    = 3
)

// Related lists the articles most like one, best first, that viewer may see: those that share its hashtags and the words of
// its title and summary, among the latest. There are no more than limit, and none that has nothing in common with it.
func (s *Site) Related(ctx context.Context, v Viewer, it *Item, limit int) ([]*Item, error) {
	var rows []struct {
		ID             int64
		Title, Summary string
	}
	q := startsThread(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v)).Join("JOIN articles AS art ON art.item_id = i.id").
		ColumnExpr("i.id, i.title, art.summary").Where("i.kind = ?", ArticleKind.Name).Where("i.id <> ?", it.ID)
	if err := q.OrderExpr("i.published_at DESC, i.id DESC").Limit(relatedAmong).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("look for related articles: %w", err)
	}
	ids := make([]int64, len(rows))
	for n, row := range rows {
		ids[n] = row.ID
	}
	score, err := s.sharedTags(ctx, it, ids)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	about := topics(it.Title + " " + summaryOf(it))
	for _, row := range rows {
		for word := range topics(row.Title + " " + row.Summary) {
			if about[word] {
				score[row.ID]++
			}
		}
	}
	ids = slices.DeleteFunc(ids, func(id int64) bool { return score[id] < 2 })
	slices.SortStableFunc(ids, func(a, b int64) int { return cmp.Compare(score[b], score[a]) })
	return s.inOrder(ctx, v, ids[:min(limit, len(ids))])
}

// sharedTags counts, weighted, the hashtags that each of some items shares with one.
func (s *Site) sharedTags(ctx context.Context, it *Item, ids []int64) (map[int64]int, error) {
	score := map[int64]int{}
	if len(it.Tags) == 0 || len(ids) == 0 {
		return score, nil
	}
	tags := make([]string, len(it.Tags))
	for n, tag := range it.Tags {
		tags[n] = strings.ToLower(tag)
	}
	var rows []hashtag
	err := s.db.Read().NewSelect().Model(&rows).Where("h.tag IN (?)", bun.List(tags)).Where("h.item_id IN (?)", bun.List(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for shared hashtags: %w", err)
	}
	for _, row := range rows {
		score[row.ItemID] += tagWeight
	}
	return score, nil
}

// inOrder reads items in the order of their numbers.
func (s *Site) inOrder(ctx context.Context, v Viewer, ids []int64) ([]*Item, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("i.id IN (?)", bun.List(ids)) })
	slices.SortFunc(found, func(a, b *Item) int { return cmp.Compare(slices.Index(ids, a.ID), slices.Index(ids, b.ID)) })
	return found, err
}

func summaryOf(it *Item) string {
	if a, ok := it.Detail.(*Article); ok {
		return a.Summary
	}
	return ""
}

// shortWord is the most letters of words that say nothing of what something is about: most that link others have fewer.
const shortWord = 4

// topics are the words of a line that say what it is about, in small letters and without an ending that makes them many.
func topics(line string) map[string]bool {
	found := map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(line), notLetter) {
		if word = strings.TrimSuffix(word, "s"); len([]rune(word)) > shortWord && !linking[word] {
			found[word] = true
		}
	}
	return found
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// linking are longer words that say as little.
var linking = map[string]bool{
	"about": true, "after": true, "again": true, "before": true, "because": true, "being": true, "between": true, "could": true, "every": true,
	"first": true, "other": true, "people": true, "really": true, "should": true, "their": true, "there": true, "these": true, "thing": true,
	"think": true, "those": true, "through": true, "under": true, "until": true, "where": true, "which": true, "while": true, "without": true, "would": true,
}
