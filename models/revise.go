package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// A Revision is an earlier wording of an item, kept when it is edited.
type Revision struct {
	bun.BaseModel `bun:"table:revisions,alias:rv"`

	ID      int64     `bun:"id,pk"`
	ItemID  int64     `bun:"item_id"`
	ByID    int64     `bun:"by_id"`
	Title   string    `bun:"title"`
	Source  string    `bun:"source"`
	Content string    `bun:"content"`
	At      time.Time `bun:"at"` // when this wording was replaced

	By *Actor `bun:"rel:belongs-to,join:by_id=id"`
}

// Revise replaces the words of an item by those of a draft and keeps the earlier ones. Of the draft, Kind
// and In are not looked at: they never change.
func (s *Site) Revise(ctx context.Context, it *Item, d Draft) (*Item, error) {
	var now *Item
	err := s.db.Change(ctx, func(tx *db.Tx) (err error) {
		if again, err := s.seen(ctx, tx, d.From); again || err != nil {
			now = it
			return err
		}
		if now, err = s.itemWhere(ctx, tx, "i.id = ?", it.ID); err != nil {
			return err
		}
		if err := s.fill(ctx, tx, now); err != nil {
			return err
		}
		d.Kind, d.In = KindNamed(now.Kind), now.Community
		if d.Detail == nil {
			d.Detail = now.Detail
		}
		if !d.Kind.takes(d.Detail) {
			return refuse(Invalid, "A thing stays of its kind: this one is no %s.", d.Kind.Name)
		}
		if err := s.mayRevise(ctx, tx, now, d); err != nil {
			return err
		}
		if d.From == nil && !d.Was.IsZero() && !d.Was.Equal(now.LastWritten()) {
			return &Error{Code: Conflict, Err: errClash, Fields: map[string]string{
				"body": "This was changed elsewhere while you wrote. Both texts are here: put into yours what you want of the other, and save again.",
			}}
		}
		return s.revise(ctx, tx, now, d)
	})
	return now, err
}

func (s *Site) mayRevise(ctx context.Context, tx *db.Tx, it *Item, d Draft) error {
	if it.Withdrawn() {
		return refuse(Gone, "This has been deleted.")
	}
	if d.From != nil {
		if err := May(Standing{}, ToEditOwn, d.By.ID == it.AuthorID || ownedBy(it, d.By)); err != nil {
			return err
		}
		if err := speaksFor(d.From, it.Community); err != nil {
			return err
		}
		if !d.From.At.IsZero() && d.From.At.Before(it.EditedAt) {
			return refuse(Conflict, "A later edit is here already.")
		}
		if it.Community != nil && !it.Community.Here() {
			return nil
		}
	}
	return s.mayWith(ctx, tx, d.By, it, d.Kind.revising(it))
}

// LastWritten is when an item got the words that it has, to the microsecond.
func (it *Item) LastWritten() time.Time {
	at := it.PublishedAt
	if !it.EditedAt.IsZero() {
		at = it.EditedAt
	}
	return at.Truncate(time.Microsecond)
}

// ownedBy tells whether an item belongs to a community, of a kind that does.
func ownedBy(it *Item, community *Actor) bool {
	return KindNamed(it.Kind).Owned && it.CommunityID != 0 && it.CommunityID == community.ID
}

func (s *Site) revise(ctx context.Context, tx *db.Tx, it *Item, d Draft) error {
	old := &Revision{
		ID: tx.NewID(), ItemID: it.ID, ByID: d.By.ID, Title: it.Title, Source: it.Source,
		Content: it.Content.String(), At: tx.Now,
	}
	before := *it
	it.Tags, it.Mentioned = nil, nil
	it.Sensitive = d.Sensitive
	if d.Language != "" {
		it.Language = d.Language
	}
	if err := s.write(ctx, tx, it, d); err != nil {
		return err
	}
	if d.From != nil && d.From.Body != nil {
		it.Raw = d.From.Body
	}
	same := it.Title == before.Title && it.Content == before.Content && it.Sensitive == before.Sensitive && it.Language == before.Language &&
		sameDetail(it.Detail, before.Detail)
	if same && ((d.From == nil && d.Pictures == nil) || (d.From != nil && !d.From.At.After(it.EditedAt))) {
		return nil // nothing was changed, or we are told so again
	}
	it.EditedAt = tx.Now
	if d.From != nil && !d.From.At.IsZero() && d.From.At.Before(tx.Now) {
		it.EditedAt = d.From.At
	}
	if !same || d.From == nil {
		if err := keep(ctx, tx, old); err != nil {
			return err
		}
	}
	if _, err := tx.NewUpdate().Model(it).Column("title", "source", "content", "plain", "language", "sensitive", "edited_at", "raw").
		WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("revise item: %w", err)
	}
	if err := s.saveDetail(ctx, tx, it); err != nil {
		return err
	}
	for _, table := range []string{"mentions", "hashtags"} {
		if _, err := tx.NewDelete().TableExpr(table).Where("item_id = ?", it.ID).Exec(ctx); err != nil {
			return fmt.Errorf("revise item: %w", err)
		}
	}
	if err := s.saveWords(ctx, tx, it); err != nil {
		return err
	}
	if d.Pictures != nil {
		if err := s.reattach(ctx, tx, it, d); err != nil {
			return err
		}
	}
	if err := s.settleDetail(ctx, tx, it, before.Detail); err != nil {
		return err
	}
	act := &Act{Verb: VerbUpdate, By: d.By, Item: it, Community: it.Community}
	return s.record(ctx, tx, act.happenedElsewhere(d.From))
}

// keptRevisions is how many earlier wordings of an item are kept, the latest: the page that shows them is as long as all of
// them together.
const keptRevisions = 30

func keep(ctx context.Context, tx *db.Tx, old *Revision) error {
	if _, err := tx.NewInsert().Model(old).Exec(ctx); err != nil {
		return fmt.Errorf("keep revision: %w", err)
	}
	_, err := tx.NewDelete().TableExpr("revisions").Where("item_id = ?", old.ItemID).
		Where("id <= (SELECT r.id FROM revisions AS r WHERE r.item_id = ? ORDER BY r.id DESC LIMIT 1 OFFSET ?)", old.ItemID, keptRevisions).Exec(ctx)
	if err != nil {
		return fmt.Errorf("drop the oldest revision: %w", err)
	}
	return nil
}

// History lists the earlier wordings of an item, newest first. It is for whoever may see the item.
func (s *Site) History(ctx context.Context, itemID int64) ([]*Revision, error) {
	var found []*Revision
	err := s.db.Read().NewSelect().Model(&found).Relation("By").Where("rv.item_id = ?", itemID).OrderExpr("rv.id DESC").Limit(keptRevisions).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	return found, nil
}
