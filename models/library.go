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

// LibraryOrder is the order in which a library is listed.
type LibraryOrder string

// The orders.
const (
	ByNewest LibraryOrder = "newest" // by the newest version
	ByTitle  LibraryOrder = "title"
	ByUse    LibraryOrder = "used" // the most used first
)

// A Library says which documents: those of one community, narrowed by what is not zero.
type Library struct {
	CommunityID int64
	FolderID    int64 // right in this folder
	Top         bool  // in no folder
	Tag         string
	Words       []string // in the title, the abstract, the authors or the name of the file
	Overdue     bool     // whose day of review has come
	Order       LibraryOrder
}

var libraryOrders = map[LibraryOrder]string{
	ByTitle: "lower(i.title), i.id",
	ByUse:   "(dc.used + dc.downloads) DESC, i.id DESC",
}

// rowColumns are the columns of items that a library shows: neither the words nor the documents of other servers.
var rowColumns = []string{
	"id", "kind", "host", "url", "uri", "author_id", "community_id", "thread_id", "title", "visibility", "published_at", "edited_at", "active_at",
	"deleted_at", "removed_at", "pinned_at", "reply_count", "like_count",
}

// Library lists the documents of a library that viewer may see, page by page. Of their words nothing is read.
func (s *Site) Library(ctx context.Context, v Viewer, l Library, page int) (Page[*Item], error) {
	out := Page[*Item]{Number: max(1, page)}
	order := libraryOrders[l.Order]
	if order == "" {
		order = "COALESCE(dc.version_at, i.published_at) DESC, i.id DESC"
	}
	// What is sorted is their numbers alone, since a library is sorted whole for each of its pages.
	var ids []int64
	q := visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)).Column("i.id"), v)
	err := s.narrowLibrary(q, l).OrderExpr(order).Limit(PageSize).Offset(out.offset()).Scan(ctx, &ids)
	if err != nil {
		return out, fmt.Errorf("sort library: %w", err)
	}
	if out.Items, err = s.libraryRows(ctx, v, ids); err != nil {
		return out, err
	}
	if out.Total = (out.Number-1)*PageSize + len(out.Items); len(out.Items) == PageSize || len(out.Items) == 0 && out.Number > 1 {
		n, err := s.narrowLibrary(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v), l).Count(ctx)
		if err != nil {
			return out, fmt.Errorf("count library: %w", err)
		}
		out.Total = int(n)
	}
	if err := fillDetails(ctx, s.db.Read(), out.Items); err != nil {
		return out, err
	}
	return out, s.fillTags(ctx, s.db.Read(), out.Items)
}

// libraryRows reads documents as a library shows them, in the order of their numbers as given.
func (s *Site) libraryRows(ctx context.Context, v Viewer, ids []int64) ([]*Item, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []*Item
	if err := visibleTo(s.db.Read().NewSelect().Model(&found).Column(rowColumns...), v).Where("i.id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read library: %w", err)
	}
	slices.SortFunc(found, func(a, b *Item) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return found, nil
}

// narrowLibrary makes a library part of a query of items. It expects the alias "i", and adds "dc" for the documents.
func (s *Site) narrowLibrary(q *bun.SelectQuery, l Library) *bun.SelectQuery {
	q = q.Join("JOIN documents AS dc ON dc.item_id = i.id").Where("dc.community_id = ?", l.CommunityID).
		Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL")
	if l.FolderID != 0 {
		q = q.Where("dc.folder_id = ?", l.FolderID)
	}
	if l.Top {
		q = q.Where("dc.folder_id IS NULL")
	}
	if l.Tag != "" {
		q = q.Where("i.id IN (SELECT h.item_id FROM hashtags AS h WHERE h.tag = ?)", strings.ToLower(l.Tag))
	}
	for _, w := range l.Words {
		q = s.db.WhereContains(q, "i.title || ' ' || i.plain", w)
	}
	if l.Overdue {
		q = q.Where("dc.review <> '' AND dc.review <= ?", s.db.Now().UTC().Format(time.DateOnly))
	}
	return q
}

// WholeLibrary reads all documents of a community, held ones too, with their versions and folders, the oldest first. It is
// for whoever runs the site, to take them elsewhere.
func (s *Site) WholeLibrary(ctx context.Context, community *Actor) ([]*Item, error) {
	var all []*Item
	err := s.db.Change(ctx, func(tx *db.Tx) (err error) {
		all, err = s.itemsWhere(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("i.kind = ? AND i.community_id = ?", DocumentKind.Name, community.ID).
				Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL").OrderExpr("i.id")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, it := range all {
		if err := wholeDocument(ctx, s.db.Read(), it); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// HasLibrary tells whether there is any document in a community that viewer may see.
func (s *Site) HasLibrary(ctx context.Context, v Viewer, communityID int64) (bool, error) {
	q := visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v)
	has, err := s.narrowLibrary(q, Library{CommunityID: communityID}).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for documents: %w", err)
	}
	return has, nil
}

// A TagCount is a hashtag with how many documents bear it.
type TagCount struct {
	Tag   string `bun:"tag"`
	Count int    `bun:"count"`
}

// LibraryTags lists the hashtags of a library, the most used first.
func (s *Site) LibraryTags(ctx context.Context, v Viewer, communityID int64, limit int) ([]TagCount, error) {
	docs := s.narrowLibrary(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)).Column("i.id"), v), Library{CommunityID: communityID})
	var found []TagCount
	err := s.db.Read().NewSelect().TableExpr("hashtags AS h").ColumnExpr("h.tag, count(*) AS count").
		Where("h.item_id IN (?)", docs).GroupExpr("h.tag").OrderExpr("count(*) DESC, h.tag").Limit(int64(limit)).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("read tags: %w", err)
	}
	return found, nil
}

// ReplacedBy returns the documents that viewer may see and that say that they stand in the place of it: those of its community and
// of its author. What anybody else says of their own does not stand on somebody's page.
func (s *Site) ReplacedBy(ctx context.Context, v Viewer, it *Item) ([]*Item, error) {
	var found []*Item
	q := visibleTo(s.db.Read().NewSelect().Model(&found).Column(rowColumns...), v).
		Join("JOIN documents AS dc ON dc.item_id = i.id").Where("dc.replaces IN (?, ?)", it.URI, it.URL).
		Where("(i.community_id = ? OR i.author_id = ?)", it.CommunityID, it.AuthorID).
		Where("i.id <> ?", it.ID).Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL")
	if err := q.OrderExpr("i.id DESC").Limit(5).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read what replaces a document: %w", err)
	}
	return found, nil
}
