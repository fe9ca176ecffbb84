package models

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/queue"
	"github.com/folkmoot/folkmoot/models/text"
)

// A WikiRevision is one state of a wiki page. It never changes.
type WikiRevision struct {
	bun.BaseModel `bun:"table:wiki_revisions,alias:wr"`

	ID     int64     `bun:"id,pk"`
	ItemID int64     `bun:"item_id"`
	Number int       `bun:"number"` // from 1; on pages of other sites some may be missing
	Base   int       `bun:"base"`   // the revision with which its author began; 0 for the first
	ByID   int64     `bun:"by_id,nullzero"`
	ByURI  string    `bun:"by_uri"` // of somebody who is not known here
	Title  string    `bun:"title"`
	Source string    `bun:"source"`
	Note   string    `bun:"note"`  // what was changed, in a line
	URI    string    `bun:"uri"`   // its id on the wire
	Whole  bool      `bun:"whole"` // false: only these facts are known, and the text is on its own site
	At     time.Time `bun:"at"`

	By *Actor `bun:"rel:belongs-to,join:by_id=id"` // nil when not known here
}

// revisionURI is the id of a revision of a page of this site.
func revisionURI(it *Item, number int) string { return fmt.Sprintf("%s/rev/%d", it.URI, number) }

// saveRevision stores what a page says now as its revision. old is nil for a new page.
func (s *Site) saveRevision(ctx context.Context, tx *db.Tx, it *Item, old *WikiPage) error {
	p := it.Detail.(*WikiPage)
	e := p.edit
	if e == nil {
		e = &pageEdit{by: it.AuthorID}
	}
	if e.by == 0 && e.byURI == "" {
		e.by = it.AuthorID
	}
	r := &WikiRevision{
		ID: tx.NewID(), ItemID: it.ID, Number: p.Number, ByID: e.by, ByURI: e.byURI, Title: it.Title, Source: it.Source, Whole: true,
		Note: text.CleanLine(e.note, limits.NoteRunes), URI: cmp.Or(e.uri, revisionURI(it, p.Number)), At: tx.Now.Truncate(time.Second),
	}
	if !it.Here() {
		if r.At = it.PublishedAt; !it.EditedAt.IsZero() {
			r.At = it.EditedAt
		}
		r.Whole = it.Source != ""
	}
	if old != nil {
		r.Base = cmp.Or(e.from, old.Number)
	}
	if err := s.addRevision(ctx, tx, r); err != nil {
		return err
	}
	if p.Latest = r; r.ByID != 0 {
		who, err := s.actorWhere(ctx, tx, "a.id = ?", r.ByID)
		if err != nil {
			return err
		}
		r.By = who
	}
	known := 0
	if old != nil {
		known = old.Number
	}
	if it.Here() || p.Number <= known+1 {
		return nil
	}
	return queue.Enqueue(ctx, tx, queue.Job{Kind: JobHistory, Lane: "wiki " + it.Host, Payload: idPayload(it.ID), Unique: fmt.Sprintf("history %d", it.ID)})
}

// A WikiChange is an edit of a page of a wiki, with the page.
type WikiChange struct {
	*WikiRevision
	Page *Item
}

// WikiChanges lists the latest edits of the pages of a community that viewer may see, newest first.
func (s *Site) WikiChanges(ctx context.Context, v Viewer, communityID int64, limit int) ([]WikiChange, error) {
	var found []*WikiRevision
	pages := visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v).Column("i.id").Where("i.kind = ?", WikiPageKind.Name).
		Where("i.community_id = ?", communityID).Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL")
	err := s.db.Read().NewSelect().Model(&found).ExcludeColumn("source").Relation("By").Where("wr.item_id IN (?)", pages).
		OrderExpr("wr.at DESC, wr.id DESC").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read changes of a wiki: %w", err)
	}
	ids := make([]int64, len(found))
	for n, r := range found {
		ids[n] = r.ItemID
	}
	byID := map[int64]*Item{}
	items, err := s.inOrder(ctx, v, ids)
	for _, it := range items {
		byID[it.ID] = it
	}
	var all []WikiChange
	for _, r := range found {
		if it := byID[r.ItemID]; it != nil {
			all = append(all, WikiChange{r, it})
		}
	}
	return all, err
}

// stillNewest refuses a change on top of a revision that is not the newest any more. The row of the page is locked by now, so
// whatever another change has stored is seen, and none can come between.
func (s *Site) stillNewest(ctx context.Context, tx *db.Tx, p, old *WikiPage) error {
	var newest int
	if err := tx.NewSelect().Model((*WikiRevision)(nil)).ColumnExpr("max(wr.number)").Where("wr.item_id = ?", p.ItemID).Scan(ctx, &newest); err != nil {
		return fmt.Errorf("look for the newest revision: %w", err)
	}
	if newest == old.Number {
		return nil
	}
	if p.edit != nil {
		p.edit.stale = true
	}
	return refuse(Conflict, "Somebody else has just changed this page. Try again.")
}

// addRevision stores a revision once. One of which only the facts were known gets its text.
func (s *Site) addRevision(ctx context.Context, tx *db.Tx, r *WikiRevision) error {
	if err := s.disown(ctx, tx, r); err != nil {
		return err
	}
	if r.ByID == 0 && r.ByURI != "" {
		who, err := s.actorWhere(ctx, tx, "a.uri = ?", r.ByURI)
		if err != nil && !IsRefusal(err) {
			return err
		}
		r.ByID = idOf(who)
	}
	_, err := tx.NewInsert().Model(r).On("CONFLICT (item_id, number) DO UPDATE").
		Set("source = EXCLUDED.source, title = EXCLUDED.title, whole = EXCLUDED.whole").Where("NOT wr.whole").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save revision: %w", err)
	}
	return nil
}

// NoteRevisions stores what the site of a page tells of its earlier revisions.
func (s *Site) NoteRevisions(ctx context.Context, it *Item, all []*WikiRevision) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		p, err := asPage(it)
		if err != nil || it.Here() {
			return err
		}
		for _, r := range all {
			if r.Number < 1 || r.Number >= p.Number {
				continue
			}
			r.ID, r.ItemID, r.Note, r.Title = tx.NewID(), it.ID, text.CleanLine(r.Note, limits.NoteRunes), text.CleanLine(r.Title, limits.TitleRunes)
			r.Source = cut(r.Source, limits.PageRunes)
			if err := s.addRevision(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// fillLatest reads who wrote what pages show, without the words.
func fillLatest(ctx context.Context, idb bun.IDB, pages []Detail) error {
	if len(pages) == 0 {
		return nil
	}
	ids := make([]int64, len(pages))
	byID := map[int64]*WikiPage{}
	for n, d := range pages {
		ids[n], byID[d.of()] = d.of(), d.(*WikiPage)
	}
	var latest []*WikiRevision
	err := idb.NewSelect().Model(&latest).ExcludeColumn("source").Relation("By").Where("wr.item_id IN (?)", bun.List(ids)).
		Where("wr.number = (SELECT wp.number FROM wiki_pages AS wp WHERE wp.item_id = wr.item_id)").Scan(ctx)
	if err != nil {
		return fmt.Errorf("read latest revisions: %w", err)
	}
	for _, r := range latest {
		byID[r.ItemID].Latest = r
	}
	return nil
}

// Revisions lists the states of a page, newest first, without their words. It is for whoever may see the page.
func (s *Site) Revisions(ctx context.Context, itemID int64, page int) (Page[*WikiRevision], error) {
	out := Page[*WikiRevision]{Number: max(1, page)}
	q := func() *bun.SelectQuery {
		return s.db.Read().NewSelect().Model(&out.Items).Where("wr.item_id = ?", itemID)
	}
	total, err := q().Count(ctx)
	if err != nil {
		return out, fmt.Errorf("count revisions: %w", err)
	}
	out.Total = int(total)
	if err := q().ExcludeColumn("source").Relation("By").OrderExpr("wr.number DESC").Limit(PageSize).Offset(out.offset()).Scan(ctx); err != nil {
		return out, fmt.Errorf("read revisions: %w", err)
	}
	return out, nil
}

// Revision returns one state of a page, with its words. It is for whoever may see the page.
func (s *Site) Revision(ctx context.Context, itemID int64, number int) (*WikiRevision, error) {
	return revisionOf(ctx, s.db.Read(), itemID, number)
}

func revisionOf(ctx context.Context, idb bun.IDB, itemID int64, number int) (*WikiRevision, error) {
	r := new(WikiRevision)
	err := idb.NewSelect().Model(r).Relation("By").Where("wr.item_id = ? AND wr.number = ?", itemID, number).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "There is no such revision.")
	}
	if err != nil {
		return nil, fmt.Errorf("read revision: %w", err)
	}
	return r, nil
}

// CurrentRevision is what a page shows, with its words, of one piece: item and detail are read one after the other.
func (s *Site) CurrentRevision(ctx context.Context, itemID int64) (*WikiRevision, error) {
	r := new(WikiRevision)
	err := s.db.Read().NewSelect().Model(r).Relation("By").Join("JOIN wiki_pages AS wp ON wp.item_id = wr.item_id AND wp.number = wr.number").
		Where("wr.item_id = ?", itemID).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "There is no such page.")
	}
	if err != nil {
		return nil, fmt.Errorf("read revision: %w", err)
	}
	return r, nil
}

// RevisionNumbered finds the number of a revision of a page by its id on the wire; 0 when it is none of this page.
func (s *Site) RevisionNumbered(ctx context.Context, itemID int64, uri string) (int, error) {
	r := new(WikiRevision)
	err := s.db.Read().NewSelect().Model(r).Column("number").Where("wr.item_id = ? AND wr.uri = ?", itemID, uri).Scan(ctx)
	if db.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look up revision: %w", err)
	}
	return r.Number, nil
}

// MissingRevisions lists the numbers of those earlier states of a page of another site of which the words are not here, the
// latest first, at most so many.
func (s *Site) MissingRevisions(ctx context.Context, itemID int64, limit int) ([]*WikiRevision, error) {
	var found []*WikiRevision
	err := s.db.Read().NewSelect().Model(&found).Where("wr.item_id = ? AND NOT wr.whole", itemID).OrderExpr("wr.number DESC").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read missing revisions: %w", err)
	}
	return found, nil
}
