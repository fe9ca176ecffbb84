package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// OfferState is what became of an edit that crosses between sites.
type OfferState string

// The states of an offer.
const (
	Offered       OfferState = "pending"
	OfferAccepted OfferState = "accepted"
	OfferRejected OfferState = "rejected"
)

// A WikiOffer is an edit of a page by somebody of another site than the page's own. Both sites keep it, with its text, so
// that nothing is lost when it does not fit.
type WikiOffer struct {
	bun.BaseModel `bun:"table:wiki_offers,alias:wo"`

	ID        int64      `bun:"id,pk"`
	ItemID    int64      `bun:"item_id"`
	ByID      int64      `bun:"by_id"`
	Base      int        `bun:"base"` // the revision with which it began; 0: one that the page's own site does not know
	Title     string     `bun:"title"`
	Source    string     `bun:"source"`
	Note      string     `bun:"note"`
	State     OfferState `bun:"state"`
	Reason    string     `bun:"reason"` // why it was rejected
	URI       string     `bun:"uri"`    // of the activity that offers it
	Result    string     `bun:"result"` // the revision that it became, or the one that it did not fit
	At        time.Time  `bun:"at"`
	DecidedAt time.Time  `bun:"decided_at,nullzero"`

	By      *Actor `bun:"rel:belongs-to,join:by_id=id"`
	BaseURI string `bun:"-"` // of the revision with which it began
}

// keptOffers is how many edits of one person to one page are kept, the latest.
const keptOffers = 20

// offerEdit offers an edit to the site of the page.
func (s *Site) offerEdit(ctx context.Context, it *Item, d Draft, base int, note string) (*Edited, error) {
	p := it.Detail.(*WikiPage)
	title, source := text.CleanLine(d.Title, 1000), normal(d.Source)
	wrong := fields{}
	checkWords(wrong, WikiPageKind, title, source)
	if err := wrong.err(); err != nil {
		return nil, err
	}
	if title == it.Title && source == normal(it.Source) && base == p.Number {
		return &Edited{Item: it, Number: p.Number, Same: true}, nil
	}
	var o *WikiOffer
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.mayWith(ctx, tx, d.By, it, ToWrite); err != nil {
			return err
		}
		if err := s.dealsWith(ctx, it.Community); err != nil {
			return err
		}
		from, err := revisionOf(ctx, tx, it.ID, base)
		if err != nil {
			return err
		}
		o = &WikiOffer{
			ID: tx.NewID(), ItemID: it.ID, ByID: d.By.ID, Base: base, Title: title, Source: source, Note: text.CleanLine(note, limits.NoteRunes),
			State: Offered, At: tx.Now, By: d.By, BaseURI: from.URI,
		}
		act := &Act{Verb: VerbOffer, By: d.By, Item: it, Target: it.Community, Community: it.Community, Offer: o}
		act.URI = s.address("/act/%d", o.ID)
		o.URI = act.URI
		if err := s.record(ctx, tx, act); err != nil {
			return err
		}
		return s.saveOffer(ctx, tx, o)
	})
	if err != nil {
		return nil, err
	}
	return &Edited{Item: it, Number: p.Number, Offer: o}, nil
}

func (s *Site) saveOffer(ctx context.Context, tx *db.Tx, o *WikiOffer) error {
	if _, err := tx.NewInsert().Model(o).Exec(ctx); err != nil {
		return fmt.Errorf("save offer: %w", err)
	}
	_, err := tx.NewDelete().TableExpr("wiki_offers").Where("item_id = ? AND by_id = ? AND state <> ?", o.ItemID, o.ByID, Offered).
		Where("id <= (SELECT w.id FROM wiki_offers AS w WHERE w.item_id = ? AND w.by_id = ? ORDER BY w.id DESC LIMIT 1 OFFSET ?)", o.ItemID, o.ByID, keptOffers).Exec(ctx)
	if err != nil {
		return fmt.Errorf("drop the oldest offer: %w", err)
	}
	return nil
}

// TakeOffer deals with an edit that somebody of another site offers to a page of this one: it becomes a revision, merged
// where need be, or is refused, and they are told which. The same offer again gets the same answer, and makes no second
// revision. why is what speaks against it before it is looked at; "" for nothing.
func (s *Site) TakeOffer(ctx context.Context, it *Item, o WikiOffer, by *Actor, why string) error {
	if known, err := s.offerAt(ctx, o.URI); known != nil || err != nil {
		if err == nil && known.ByID == by.ID {
			err = s.db.Change(ctx, func(tx *db.Tx) error { return s.answerOffer(ctx, tx, it, by, known) })
		}
		return err
	}
	o.ItemID, o.ByID, o.State = it.ID, by.ID, OfferRejected
	if why == "" {
		var err error
		if why, err = s.mayOffer(ctx, it, by); err != nil {
			return err
		}
	}
	if why == "" {
		done, err := s.EditPage(ctx, it, Draft{By: by, Title: o.Title, Source: o.Source}, o.Base, o.Note)
		switch {
		case IsClash(err):
			why = "Somebody else has changed the same lines meanwhile."
		case IsRefusal(err):
			why = err.Error()
		case err != nil:
			return err
		default:
			o.State, o.Result = OfferAccepted, revisionURI(done.Item, done.Number)
		}
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		o.ID, o.At, o.DecidedAt = tx.NewID(), tx.Now, tx.Now
		o.Title, o.Source = cut(text.CleanLine(o.Title, 1000), limits.TitleRunes), cut(normal(o.Source), limits.PageRunes)
		o.Note, o.Reason = text.CleanLine(o.Note, limits.NoteRunes), text.CleanLine(why, limits.ReasonRunes)
		if o.State == OfferRejected {
			o.Result = s.currentRevision(ctx, tx, it)
		}
		if err := s.saveOffer(ctx, tx, &o); err != nil {
			return err
		}
		return s.answerOffer(ctx, tx, it, by, &o)
	})
}

// currentRevision is the id of what a page shows; "" when it is gone.
func (s *Site) currentRevision(ctx context.Context, tx *db.Tx, it *Item) string {
	p := new(WikiPage)
	if err := tx.NewSelect().Model(p).Column("number").Where("wp.item_id = ?", it.ID).Scan(ctx); err != nil {
		return ""
	}
	return revisionURI(it, p.Number)
}

// mayOffer says why somebody of another site may not change a page; "" when they may. They have to follow the community:
// that is how one belongs to it from elsewhere.
func (s *Site) mayOffer(ctx context.Context, it *Item, by *Actor) (why string, err error) {
	f, err := s.Following(ctx, by.ID, it.CommunityID)
	if err != nil && !IsRefusal(err) {
		return "", err
	}
	if f == nil || f.State != Accepted {
		return "Follow the community to write in its wiki.", nil
	}
	return "", nil
}

// disown takes out of a revision of another site that it is by somebody of this one who never offered an edit of the page: their words
// are what they wrote here, and not what others say that they did.
func (s *Site) disown(ctx context.Context, tx *db.Tx, r *WikiRevision) error {
	if !s.IsOurs(r.ByURI) {
		return nil
	}
	offered, err := tx.NewSelect().Model((*WikiOffer)(nil)).Where("wo.item_id = ?", r.ItemID).
		Where("wo.by_id IN (SELECT a.id FROM actors AS a WHERE a.uri = ?)", r.ByURI).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look who offered an edit: %w", err)
	}
	if !offered {
		r.ByID, r.ByURI = 0, ""
	}
	return nil
}

func (s *Site) offerAt(ctx context.Context, uri string) (*WikiOffer, error) {
	o := new(WikiOffer)
	err := s.db.Read().NewSelect().Model(o).Relation("By").Where("wo.uri = ?", uri).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up offer: %w", err)
	}
	return o, nil
}

// answerOffer tells somebody what became of their edit, in the name of the community.
func (s *Site) answerOffer(ctx context.Context, tx *db.Tx, it *Item, by *Actor, o *WikiOffer) error {
	return s.record(ctx, tx, &Act{Verb: VerbVerdict, By: it.Community, Item: it, Target: by, Community: it.Community, Note: string(o.State), Offer: o})
}

// OfferAnswered notes what the site of a page says became of an edit from here. Only the community of the page may say so.
func (s *Site) OfferAnswered(ctx context.Context, by *Actor, uri string, accepted bool, reason, result string) (*Item, error) {
	var it *Item
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		o := new(WikiOffer)
		err := tx.NewSelect().Model(o).Where("wo.uri = ?", uri).Scan(ctx)
		if db.IsNotFound(err) {
			return refuse(NotFound, "It answers no offer from here.")
		}
		if err != nil {
			return fmt.Errorf("look up offer: %w", err)
		}
		if it, err = s.itemWhere(ctx, tx, "i.id = ?", o.ItemID); err != nil {
			return err
		}
		if err := s.fill(ctx, tx, it); err != nil {
			return err
		}
		if by.ID != it.CommunityID {
			return refuse(Forbidden, "Only the page's community answers.")
		}
		if o.State != Offered {
			return nil
		}
		if o.State, o.Result = OfferRejected, result; accepted {
			o.State = OfferAccepted
		}
		o.DecidedAt, o.Reason = tx.Now, text.CleanLine(reason, limits.ReasonRunes)
		if _, err := tx.NewUpdate().Model(o).Column("state", "result", "reason", "decided_at").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("note what became of an offer: %w", err)
		}
		return s.tellOnce(ctx, tx, o.ByID, eitherNotice(accepted, NoticeTaken, NoticeUnfit), it.Community, it)
	})
	return it, err
}

// Offers lists the edits of one person to a page that crossed between sites, newest first; of everybody where who is nil.
func (s *Site) Offers(ctx context.Context, itemID int64, who *Actor) ([]*WikiOffer, error) {
	var all []*WikiOffer
	q := s.db.Read().NewSelect().Model(&all).Relation("By").Where("wo.item_id = ?", itemID)
	if who != nil {
		q = q.Where("wo.by_id = ?", who.ID)
	}
	if err := q.OrderExpr("wo.id DESC").Limit(keptOffers).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read offers: %w", err)
	}
	return all, nil
}

// Offer returns one edit that crossed between sites.
func (s *Site) Offer(ctx context.Context, itemID, id int64) (*WikiOffer, error) {
	o := new(WikiOffer)
	err := s.db.Read().NewSelect().Model(o).Relation("By").Where("wo.item_id = ? AND wo.id = ?", itemID, id).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "There is no such edit.")
	}
	if err != nil {
		return nil, fmt.Errorf("read offer: %w", err)
	}
	return o, nil
}

// DropOffer forgets an edit that its author has no more use for.
func (s *Site) DropOffer(ctx context.Context, who *Actor, itemID, id int64) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		_, err := tx.NewDelete().Model((*WikiOffer)(nil)).Where("item_id = ? AND id = ? AND by_id = ? AND state <> ?", itemID, id, who.ID, Offered).Exec(ctx)
		if err != nil {
			return fmt.Errorf("drop offer: %w", err)
		}
		return nil
	})
}
