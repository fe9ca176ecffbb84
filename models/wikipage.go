package models

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// wikiPageName stands by itself, since the kind refers to operations that look for its pages.
const wikiPageName KindName = "wikipage"

// WikiPageKind is what the members of a community write together: a guide, a policy, a list of who does what. It starts a
// thread, so people talk about it below.
var WikiPageKind = &Kind{
	Name:    wikiPageName,
	Segment: "wiki",
	Title:   Required(limits.TitleRunes),
	Body:    Optional(limits.PageRunes),
	Create:  ToWrite,
	Revise:  ToWrite,
	Thread:  true,
	Owned:   true,
	detail:  wikiDetails(),
}

func wikiDetails() *detailTable {
	t := detailsOf[WikiPage]("wiki_revisions", "wiki_links", "wiki_slugs", "wiki_watches", "wiki_offers")
	plain := t.read
	t.read = func(ctx context.Context, idb bun.IDB, items []int64) ([]Detail, error) {
		found, err := plain(ctx, idb, items)
		if err != nil {
			return nil, err
		}
		return found, fillLatest(ctx, idb, found)
	}
	t.settle = (*Site).settlePage
	return t
}

// A WikiPage is what a page has besides title and text: its address, its place in the tree, and which of its revisions it
// shows.
type WikiPage struct {
	bun.BaseModel `bun:"table:wiki_pages,alias:wp"`

	ItemID    int64     `bun:"item_id,pk"`
	Community int64     `bun:"community_id"` // that of the item
	Here      bool      `bun:"here"`
	Slug      string    `bun:"slug"`               // its part of the address: /c/NAME/wiki/SLUG
	ParentID  int64     `bun:"parent_id,nullzero"` // the item of the page above it
	Number    int       `bun:"number"`             // of the revision that it shows
	Protected bool      `bun:"protected"`          // only facilitators edit it
	ReviewOn  string    `bun:"review_on"`          // "2027-03-01": somebody should look at it then; "" never
	ToldAt    time.Time `bun:"told_at,nullzero"`
	TellAt    time.Time `bun:"tell_at,nullzero"`

	Latest *WikiRevision `bun:"-"` // who wrote what it shows, without the text itself; nil where that is not known
	Above  string        `bun:"-"` // of one from elsewhere: the id of the page above it

	edit   *pageEdit
	astray bool // it claims a community that is not its own site's
	later  bool // others are told of this change when the next minutes have passed
}

// A pageEdit is what becomes the next revision.
type pageEdit struct {
	by    int64
	byURI string // for those who are not known here
	uri   string // of a revision from elsewhere
	from  int    // the revision with which they began
	base  int    // and the one that is replaced
	note  string
	words bool // title or text changed, and not only where the page stands
	stale bool // told by Check: another edit was quicker
}

// reservedSlugs are parts of addresses below a wiki that are no pages.
var reservedSlugs = []string{"new", "page", "review", "feed"}

// pageSlug makes of the name of a page its part of the address; "" when nothing is left.
func pageSlug(name string) string {
	slug := text.Slug(name)
	if slices.Contains(reservedSlugs, slug) {
		return slug + "-page"
	}
	return slug
}

// PageAddress is the address of a page of a community's wiki, on the site of the community.
func (a *Actor) PageAddress(slug string) string { return a.URI + "/wiki/" + url.PathEscape(slug) }

// PagePath is the page of a wiki page on this site.
func (a *Actor) PagePath(slug string) string { return a.Path() + "/wiki/" + url.PathEscape(slug) }

func (p *WikiPage) of() int64 { return p.ItemID }

func (p *WikiPage) belong(it *Item) {
	p.ItemID, p.Community, p.Here = it.ID, it.CommunityID, it.Here()
	p.astray = it.Community == nil || it.Community.Host != it.Host
	if p.Slug == "" && it.Title != "" {
		p.Slug = pageSlug(it.Title)
	}
}

// Words are none: title and text say it all.
func (p *WikiPage) Words() string { return "" }

func (p *WikiPage) waits() bool { return p.later }

func (p *WikiPage) narrow(st *Standing) { st.Protected = p.Protected }

// same tells whether a page stands in the same state at the same place.
func (p *WikiPage) same(other Detail) bool {
	o, ok := other.(*WikiPage)
	return ok && p.Slug == o.Slug && p.Number == o.Number && p.Protected == o.Protected && p.ReviewOn == o.ReviewOn && (!p.Here || p.ParentID == o.ParentID)
}

// Check counts the revisions on, and refuses an edit that began with another state than the one it would replace, since
// the words in between would be lost; whoever saves merges them first, see EditPage. A page of another site may only be
// one of a community there.
func (p *WikiPage) Check(old Detail, here bool) map[string]string {
	wrong := fields{}
	if p.astray || p.Community == 0 {
		wrong.add("", "A wiki page belongs to a community of its own site.")
	}
	p.Slug = strings.TrimSpace(p.Slug)
	if _, err := time.Parse(time.DateOnly, p.ReviewOn); p.ReviewOn != "" && err != nil {
		if here {
			wrong.add("review", "Enter a day, such as 2027-03-01, or leave it empty.")
		}
		p.ReviewOn = ""
	}
	if p.ParentID == p.ItemID {
		p.ParentID = 0
	}
	was, changed := old.(*WikiPage)
	switch {
	case !changed && here:
		p.Number = 1
	case !changed:
		p.Number = max(1, p.Number)
	default:
		p.follow(was, here, wrong)
	}
	return wrong
}

// follow takes over what nobody proposes, and counts the revision.
func (p *WikiPage) follow(was *WikiPage, here bool, wrong fields) {
	p.ToldAt, p.TellAt, p.Latest = was.ToldAt, was.TellAt, was.Latest
	if p.Slug == "" {
		p.Slug = was.Slug
	}
	switch {
	case !here && p.Number <= 0:
		p.Number = was.Number + 1
	case !here:
	case p.edit == nil: // from a form that knows nothing of revisions
		p.Number = was.Number + 1
	case p.edit.base != was.Number:
		p.edit.stale = true
		wrong.add("body", "Somebody else has just changed this page.")
	case p.edit.words:
		p.Number = was.Number + 1
	default:
		p.Number = was.Number
	}
}

// Read notes what another site says of the revision that a page shows.
func (p *WikiPage) Read(revision, by, note string) {
	p.edit = &pageEdit{uri: revision, byURI: by, note: note, words: true}
}

// Editor is the id of whoever wrote what a page from elsewhere shows; "" when it does not say.
func (p *WikiPage) Editor() string {
	if p.edit == nil {
		return ""
	}
	return p.edit.byURI
}

// settlePage does what a new or changed page brings with it: its revision, what it links to, the address that it had, and
// those who watch it.
func (s *Site) settlePage(ctx context.Context, tx *db.Tx, it *Item, was Detail) error {
	p := it.Detail.(*WikiPage)
	old, changed := was.(*WikiPage)
	defer func() { p.edit = nil }()
	if it.Here() && changed {
		if err := s.stillNewest(ctx, tx, p, old); err != nil {
			return err
		}
	}
	if err := s.placeBelow(ctx, tx, p); err != nil {
		return err
	}
	if !changed || p.Number != old.Number {
		if err := s.saveRevision(ctx, tx, it, old); err != nil {
			return err
		}
	}
	if err := s.saveLinks(ctx, tx, it); err != nil {
		return err
	}
	if err := s.keepSlug(ctx, tx, p, old); err != nil {
		return err
	}
	if err := s.pacePage(ctx, tx, it, changed); err != nil {
		return err
	}
	if !changed {
		return s.watch(ctx, tx, p.ItemID, it.AuthorID)
	}
	if p.Number == old.Number {
		return nil
	}
	return s.tellWatchers(ctx, tx, it)
}

// placeBelow finds the page under which another site puts one of its own, and takes a page out from under itself.
func (s *Site) placeBelow(ctx context.Context, tx *db.Tx, p *WikiPage) error {
	before := p.ParentID
	if !p.Here {
		p.ParentID = 0
		if p.Above != "" {
			above, err := s.itemWhere(ctx, tx, "i.uri = ? AND i.kind = ? AND i.community_id = ?", p.Above, wikiPageName, p.Community)
			if err != nil && !IsRefusal(err) {
				return err
			}
			p.ParentID = itemID(above)
		}
	}
	seen := map[int64]bool{p.ItemID: true}
	for up := p.ParentID; up != 0; {
		if seen[up] {
			p.ParentID = 0
			break
		}
		seen[up] = true
		above := new(WikiPage)
		err := tx.NewSelect().Model(above).Column("parent_id").Where("wp.item_id = ? AND wp.community_id = ?", up, p.Community).Scan(ctx)
		if db.IsNotFound(err) {
			p.ParentID = 0
			break
		}
		if err != nil {
			return fmt.Errorf("look above a page: %w", err)
		}
		up = above.ParentID
	}
	if p.ParentID == before {
		return nil
	}
	if _, err := tx.NewUpdate().Model(p).Column("parent_id").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("place a page: %w", err)
	}
	return nil
}

// keepSlug lets a renamed page be found by the address that it had, and gives a new page the address of one that left it.
func (s *Site) keepSlug(ctx context.Context, tx *db.Tx, p, old *WikiPage) error {
	_, err := tx.NewDelete().TableExpr("wiki_slugs").Where("community_id = ? AND slug = ?", p.Community, p.Slug).Exec(ctx)
	if err == nil && old != nil && old.Slug != p.Slug {
		_, err = tx.NewInsert().TableExpr("wiki_slugs").Model(&map[string]any{"community_id": p.Community, "slug": old.Slug, "item_id": p.ItemID}).
			On("CONFLICT (community_id, slug) DO UPDATE").Set("item_id = EXCLUDED.item_id").Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("keep the address of a page: %w", err)
	}
	return nil
}

// saveLinks notes which pages of its wiki a page links to.
func (s *Site) saveLinks(ctx context.Context, tx *db.Tx, it *Item) error {
	type link struct {
		bun.BaseModel `bun:"table:wiki_links"`
		ItemID        int64  `bun:"item_id"`
		CommunityID   int64  `bun:"community_id"`
		Slug          string `bun:"slug"`
	}
	var links []link
	for _, slug := range it.PagesNamed() {
		links = append(links, link{ItemID: it.ID, CommunityID: it.CommunityID, Slug: slug})
	}
	_, err := tx.NewDelete().TableExpr("wiki_links").Where("item_id = ?", it.ID).Exec(ctx)
	if err == nil && len(links) > 0 {
		_, err = tx.NewInsert().Model(&links).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("save the links of a page: %w", err)
	}
	return nil
}

// PageNamed gives the slug that an address names in the wiki of a community; "" when it leads elsewhere.
func (a *Actor) PageNamed(address string) string {
	rest, found := strings.CutPrefix(address, a.URI+"/wiki/")
	rest, _, _ = strings.Cut(rest, "#")
	slug, err := url.PathUnescape(rest)
	if !found || err != nil || slug == "" || strings.Contains(slug, "/") || len(slug) > 400 {
		return ""
	}
	return slug
}

// PagesNamed are the slugs of the pages of its own wiki to which an item links, each once, without its own.
func (it *Item) PagesNamed() (slugs []string) {
	if it.Community == nil {
		return nil
	}
	own, _ := it.Detail.(*WikiPage)
	for _, address := range it.Content.Links() {
		slug := it.Community.PageNamed(address)
		if slug != "" && !slices.Contains(slugs, slug) && (own == nil || slug != own.Slug) && len(slugs) < text.MaxPages {
			slugs = append(slugs, slug)
		}
	}
	return slugs
}

// asPage is the detail of a wiki page, or a refusal.
func asPage(it *Item) (*WikiPage, error) {
	if p, ok := it.Detail.(*WikiPage); ok && p != nil {
		return p, nil
	}
	return nil, refuse(Conflict, "This is no wiki page.")
}

// errClash is beneath the refusal of an edit that cannot be merged.
var errClash = errors.New("both changed the same lines")

// IsClash tells whether an edit was refused because somebody else changed the same lines.
func IsClash(err error) bool { return errors.Is(err, errClash) }
