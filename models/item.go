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

// Visibility says who may see a community and what is in it.
type Visibility string

// The visibilities. Only what is public ever leaves the site.
const (
	Public      Visibility = "public"  // anyone
	SiteOnly    Visibility = "site"    // people signed in on this site
	MembersOnly Visibility = "members" // members of the community
)

// An Item is anything published: a post, a reply, and later an event or a document. It is the envelope
// that all kinds share, so feeds, threads, reactions, reports and moderation read this table alone.
type Item struct {
	bun.BaseModel `bun:"table:items,alias:i"`

	ID            int64      `bun:"id,pk"`
	Kind          KindName   `bun:"kind"`
	URI           string     `bun:"uri"` // its id on the wire
	URL           string     `bun:"url"` // its page, which for items of other sites may differ
	Host          string     `bun:"host"`
	AuthorID      int64      `bun:"author_id"`
	CommunityID   int64      `bun:"community_id,nullzero"`
	ThreadID      int64      `bun:"thread_id"` // the post that starts the thread; its own id for that post
	ParentID      int64      `bun:"parent_id,nullzero"`
	Title         string     `bun:"title"`
	Source        string     `bun:"source"` // Markdown, when we have it
	Content       text.HTML  `bun:"content"`
	Plain         string     `bun:"plain"` // the words of Content, for search and summaries
	Language      string     `bun:"language"`
	Visibility    Visibility `bun:"visibility"`
	Sensitive     bool       `bun:"sensitive"`
	PublishedAt   time.Time  `bun:"published_at"`
	EditedAt      time.Time  `bun:"edited_at,nullzero"`
	ActiveAt      time.Time  `bun:"active_at"` // the last reply, or else the publication
	DeletedAt     time.Time  `bun:"deleted_at,nullzero"`
	RemovedAt     time.Time  `bun:"removed_at,nullzero"`
	RemovedReason string     `bun:"removed_reason"`
	LockedAt      time.Time  `bun:"locked_at,nullzero"`
	PinnedAt      time.Time  `bun:"pinned_at,nullzero"`
	HiddenAt      time.Time  `bun:"hidden_at,nullzero"` // its server is refused by policy
	TellAt        time.Time  `bun:"tell_at,nullzero"`   // others are told of it then; zero once they were
	ReplyCount    int        `bun:"reply_count"`
	LikeCount     int        `bun:"like_count"`
	Once          string     `bun:"once"`
	Raw           []byte     `bun:"raw"` // the document as another server sent it

	Author      *Actor        `bun:"-"`
	Community   *Actor        `bun:"-"`
	Parent      *Item         `bun:"-"` // with its author, for the quote above a reply
	Detail      Detail        `bun:"-"` // what its kind has besides; nil for those that have nothing
	Attachments []*Attachment `bun:"-"`
	Mentioned   []*Actor      `bun:"-"`
	Tags        []string      `bun:"-"`
	ThreadURI   string        `bun:"-"` // the thread's address: here, if its community is ours; set by Complete
}

// An Attachment is a picture, a link or a file that goes with an item.
type Attachment struct {
	bun.BaseModel `bun:"table:attachments,alias:at"`

	ID        int64  `bun:"id,pk"`
	ItemID    int64  `bun:"item_id"`
	Position  int    `bun:"position"`
	MediaID   int64  `bun:"media_id,nullzero"` // our copy; 0 when there is none (yet)
	URL       string `bun:"url"`               // where another server keeps it
	MediaType string `bun:"media_type"`
	Alt       string `bun:"alt"`

	Media *Media `bun:"rel:belongs-to,join:media_id=id"`
}

type mention struct {
	bun.BaseModel `bun:"table:mentions,alias:me"`

	ItemID  int64 `bun:"item_id,pk"`
	ActorID int64 `bun:"actor_id,pk"`
}

type hashtag struct {
	bun.BaseModel `bun:"table:hashtags,alias:h"`

	ItemID int64  `bun:"item_id,pk"`
	Tag    string `bun:"tag,pk"`
}

// Here tells whether the item was written on this site.
func (it *Item) Here() bool { return it.Host == "" }

// Starts tells whether the item starts its thread.
func (it *Item) Starts() bool { return it.ParentID == 0 }

// Withdrawn tells whether the item is deleted by its author or removed by a moderator, so that its words
// are shown to nobody.
func (it *Item) Withdrawn() bool { return !it.DeletedAt.IsZero() || !it.RemovedAt.IsZero() }

// Path is the page of the item on this site.
func (it *Item) Path() string {
	k := KindNamed(it.Kind)
	return fmt.Sprintf("/%s/%d", k.Segment, it.ID)
}

// Lead is the first words of the item, or its summary, for places that show one line of it. n is the most runes it has.
// What is withdrawn has none: the words of something removed are kept, but for nobody to read.
func (it *Item) Lead(n int) string {
	if it.Withdrawn() {
		return ""
	}
	if a, ok := it.Detail.(*Article); ok && a.Summary != "" {
		return text.Summary(a.Summary, n)
	}
	return text.Summary(it.Said(), n)
}

// Said is what the item says, without the words of its detail, which stand in Plain for search alone: a letter and a
// calendar file tell of them by themselves.
func (it *Item) Said() string {
	if it.Detail == nil {
		return it.Plain
	}
	return strings.TrimSpace(strings.TrimSuffix(it.Plain, it.Detail.Words()))
}

// itemWhere reads one item without looking at who asks; for operations, which judge by themselves.
func (s *Site) itemWhere(ctx context.Context, idb bun.IDB, where string, args ...any) (*Item, error) {
	it := new(Item)
	err := idb.NewSelect().Model(it).Where(where, args...).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "This is not here, or you may not see it.")
	}
	if err != nil {
		return nil, fmt.Errorf("read item: %w", err)
	}
	return it, nil
}

// itemsWhere is the same for many, filled, as narrow picks and orders them.
func (s *Site) itemsWhere(ctx context.Context, tx *db.Tx, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]*Item, error) {
	var all []*Item
	if err := narrow(tx.NewSelect().Model(&all)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	return all, s.fill(ctx, tx, all...)
}

// ItemByURI returns the item with this id on the wire, whatever its state. It is for federation, which
// must find hidden and deleted things too; pages use Item.
func (s *Site) ItemByURI(ctx context.Context, uri string) (*Item, error) {
	if event, is := strings.CutSuffix(uri, CompanionPath); is && s.IsOurs(uri) {
		uri = event
	}
	it, err := s.itemWhere(ctx, s.db.Read(), "i.uri = ?", uri)
	if err != nil {
		return nil, err
	}
	return it, s.fill(ctx, s.db.Read(), it)
}

// fill reads what goes with items: authors, communities, pictures, tags. It costs a fixed number of
// queries however many items there are.
func (s *Site) fill(ctx context.Context, idb bun.IDB, items ...*Item) error {
	if len(items) == 0 {
		return nil
	}
	if err := s.fillActors(ctx, idb, items); err != nil {
		return err
	}
	ids := make([]int64, len(items))
	byID := make(map[int64]*Item, len(items))
	for n, it := range items {
		ids[n], byID[it.ID] = it.ID, it
	}
	var pictures []*Attachment
	if err := idb.NewSelect().Model(&pictures).Relation("Media").Where("at.item_id IN (?)", bun.List(ids)).
		OrderExpr("at.item_id, at.position").Scan(ctx); err != nil {
		return fmt.Errorf("read attachments: %w", err)
	}
	for _, p := range pictures {
		byID[p.ItemID].Attachments = append(byID[p.ItemID].Attachments, p)
	}
	if err := fillDetails(ctx, idb, items); err != nil {
		return err
	}
	return s.fillTags(ctx, idb, items)
}

func (s *Site) fillTags(ctx context.Context, idb bun.IDB, items []*Item) error {
	ids := make([]int64, len(items))
	byID := make(map[int64]*Item, len(items))
	for n, it := range items {
		ids[n], byID[it.ID] = it.ID, it
	}
	if len(ids) == 0 {
		return nil
	}
	var tags []hashtag
	if err := idb.NewSelect().Model(&tags).Where("h.item_id IN (?)", bun.List(ids)).
		OrderExpr("h.item_id, h.tag").Scan(ctx); err != nil {
		return fmt.Errorf("read hashtags: %w", err)
	}
	for _, tag := range tags {
		byID[tag.ItemID].Tags = append(byID[tag.ItemID].Tags, tag.Tag)
	}
	return nil
}

func (s *Site) fillActors(ctx context.Context, idb bun.IDB, items []*Item) error {
	seen := map[int64]bool{}
	var ids []int64
	for _, it := range items {
		for _, id := range []int64{it.AuthorID, it.CommunityID} {
			if id != 0 && !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	actors, err := actorsByID(ctx, idb, ids)
	if err != nil {
		return err
	}
	for _, it := range items {
		it.Author, it.Community = actors[it.AuthorID], actors[it.CommunityID]
	}
	return nil
}

// Mentions returns the actors that an item mentions.
func (s *Site) Mentions(ctx context.Context, it *Item) ([]*Actor, error) {
	return s.mentionsOf(ctx, s.db.Read(), it.ID)
}

func (s *Site) mentionsOf(ctx context.Context, idb bun.IDB, itemID int64) ([]*Actor, error) {
	var found []*Actor
	err := idb.NewSelect().Model(&found).Column(actorColumns...).
		Where("a.id IN (?)", idb.NewSelect().Model((*mention)(nil)).Column("me.actor_id").Where("me.item_id = ?", itemID)).
		OrderExpr("a.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read mentions: %w", err)
	}
	return found, nil
}

// Complete reads what a whole document of an item shows besides what lists show: whom it mentions, and
// what it answers, with its author. Within a change tx is that change, else nil.
func (s *Site) Complete(ctx context.Context, tx *db.Tx, it *Item) error {
	idb := s.db.Read()
	if tx != nil {
		idb = tx
	}
	if it.Author == nil {
		if err := s.fill(ctx, idb, it); err != nil {
			return err
		}
	}
	if it.Mentioned == nil {
		mentioned, err := s.mentionsOf(ctx, idb, it.ID)
		if err != nil {
			return err
		}
		it.Mentioned = mentioned
	}
	if err := s.findThread(ctx, idb, it); err != nil {
		return err
	}
	if k := KindNamed(it.Kind); k.detail != nil && k.detail.whole != nil && !it.Withdrawn() {
		if err := k.detail.whole(ctx, idb, it); err != nil {
			return err
		}
	}
	if it.ParentID != 0 && (it.Parent == nil || it.Parent.Author == nil) {
		parent, err := s.itemWhere(ctx, idb, "i.id = ?", it.ParentID)
		if err != nil {
			return err
		}
		it.Parent = parent
		return s.fillActors(ctx, idb, []*Item{parent})
	}
	return nil
}

func (s *Site) findThread(ctx context.Context, idb bun.IDB, it *Item) error {
	thread := it
	if !it.Starts() {
		var err error
		if thread, err = s.itemWhere(ctx, idb, "i.id = ?", it.ThreadID); err != nil {
			return err
		}
	}
	if it.ThreadURI = thread.URI; it.Community != nil && it.Community.Here() {
		it.ThreadURI = s.base + thread.Path()
	}
	return nil
}
