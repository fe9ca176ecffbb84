package models

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// A Report says that something should be looked at. Only those who moderate see it.
type Report struct {
	bun.BaseModel `bun:"table:reports,alias:rp"`

	ID          int64     `bun:"id,pk"`
	ByID        int64     `bun:"by_id"`
	ItemID      int64     `bun:"item_id,nullzero"`
	ActorID     int64     `bun:"actor_id,nullzero"`
	CommunityID int64     `bun:"community_id,nullzero"`
	Reason      string    `bun:"reason"`
	At          time.Time `bun:"at"`
	ClosedAt    time.Time `bun:"closed_at,nullzero"`
	ClosedBy    int64     `bun:"closed_by,nullzero"`
	Outcome     string    `bun:"outcome"`

	By        *Actor `bun:"-"`
	Actor     *Actor `bun:"-"`
	Community *Actor `bun:"-"`
	Item      *Item  `bun:"-"`
	Closer    *Actor `bun:"-"`
}

// Report tells the facilitators of an item's community, or the admins, that something is wrong with it.
// about is the person whom it is about; it may be nil where the item is given.
func (s *Site) Report(ctx context.Context, by *Actor, it *Item, about *Actor, reason string, from *Origin) error {
	reason = strings.TrimSpace(reason)
	if from == nil && reason == "" {
		return invalid("reason", "Say in a sentence what is wrong.")
	}
	if it != nil && about == nil {
		about = it.Author
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if again, err := s.seen(ctx, tx, from); again || err != nil {
			return err
		}
		if err := s.mayReport(ctx, tx, by, it, about, from); err != nil {
			return err
		}
		r := &Report{ID: tx.NewID(), ByID: by.ID, ItemID: itemID(it), ActorID: idOf(about), Reason: cut(text.Plain(reason), limits.ReportRunes), At: tx.Now}
		var community *Actor
		if it != nil {
			community, r.CommunityID = it.Community, it.CommunityID
		}
		if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
			return fmt.Errorf("save report: %w", err)
		}
		if community != nil && community.Here() {
			if err := s.tellKeepers(ctx, tx, community, it, about); err != nil {
				return err
			}
		} else if err := s.tellAdmins(ctx, tx, NoticeReported, it); err != nil {
			return err
		}
		act := &Act{Verb: VerbReport, By: by, Item: it, Target: about, Community: community, Reason: r.Reason}
		return s.record(ctx, tx, act.happenedElsewhere(from))
	})
}

// tellKeepers tells of a report those who look after a community, but not the one whom it is about; and when it is about
// one of them, the admins too.
func (s *Site) tellKeepers(ctx context.Context, tx *db.Tx, community *Actor, it *Item, about *Actor) error {
	all, err := s.facilitators(ctx, tx, community.ID)
	if err != nil {
		return err
	}
	among := false
	for _, a := range all {
		if a.ID == idOf(about) {
			among = true
			continue
		}
		if err := s.tell(ctx, tx, a.ID, NoticeReported, nil, it, community); err != nil {
			return err
		}
	}
	if among {
		return s.tellAdmins(ctx, tx, NoticeReported, it)
	}
	return nil
}

// mayReport asks whether somebody may report an item or a person. To other sites nothing is there that is
// not public, so it is not reported from there either.
func (s *Site) mayReport(ctx context.Context, tx *db.Tx, by *Actor, it *Item, about *Actor, from *Origin) error {
	if from == nil {
		if it == nil {
			return nil
		}
		return s.mayWith(ctx, tx, by, it, ToReport)
	}
	nothing := refuse(NotFound, "This is not here, or you may not see it.")
	if it != nil && it.Visibility != Public {
		return nothing
	}
	if about == nil || about.Kind != Group {
		return nil
	}
	group, err := s.group(ctx, tx, about.ID)
	if err != nil {
		return err
	}
	if group.Group.Visibility != Public {
		return nothing
	}
	return nil
}

func (s *Site) tellAdmins(ctx context.Context, tx *db.Tx, kind NoticeKind, it *Item) error {
	var ids []int64
	err := tx.NewSelect().Model((*Account)(nil)).Column("acc.actor_id").Where("acc.admin AND acc.disabled_at IS NULL").Scan(ctx, &ids)
	if err != nil {
		return fmt.Errorf("list admins: %w", err)
	}
	for _, id := range ids {
		if err := s.tell(ctx, tx, id, kind, nil, it, nil); err != nil {
			return err
		}
	}
	return nil
}

// Reports lists the reports of a community, or with community nil those of the whole site, that are open
// or closed, newest first. The caller has asked whether the viewer moderates. Who reported the viewer is not told to
// them: in a community such reports are left out, and the admins' list names nobody.
func (s *Site) Reports(ctx context.Context, v Viewer, community *Actor, open bool) ([]*Report, error) {
	var found []*Report
	q := s.db.Read().NewSelect().Model(&found).OrderExpr("rp.id DESC").Limit(200)
	if community != nil {
		q = q.Where("rp.community_id = ?", community.ID).Where("COALESCE(rp.actor_id, -1) <> ?", v.id())
	}
	if open {
		q = q.Where("rp.closed_at IS NULL")
	} else {
		q = q.Where("rp.closed_at IS NOT NULL")
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	if err := s.fillReports(ctx, found); err != nil {
		return nil, err
	}
	for _, r := range found {
		if r.ActorID == v.id() && v.Actor != nil {
			r.ByID, r.By = 0, nil
		}
	}
	return found, nil
}

func (s *Site) fillReports(ctx context.Context, reports []*Report) error {
	var ids []int64
	for _, r := range reports {
		ids = append(ids, r.ByID, r.ActorID, r.CommunityID, r.ClosedBy)
	}
	actors, err := actorsByID(ctx, s.db.Read(), ids)
	if err != nil {
		return err
	}
	for _, r := range reports {
		r.By, r.Actor, r.Community, r.Closer = actors[r.ByID], actors[r.ActorID], actors[r.CommunityID], actors[r.ClosedBy]
		if r.ItemID == 0 {
			continue
		}
		if r.Item, err = s.itemWhere(ctx, s.db.Read(), "i.id = ?", r.ItemID); CodeOf(err) == NotFound {
			continue
		} else if err != nil {
			return err
		}
		if err := s.fill(ctx, s.db.Read(), r.Item); err != nil {
			return err
		}
	}
	return nil
}

// ReportNumbered returns one report, for those who moderate.
func (s *Site) ReportNumbered(ctx context.Context, id int64) (*Report, error) {
	r := new(Report)
	err := s.db.Read().NewSelect().Model(r).Where("rp.id = ?", id).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "There is no such report.")
	}
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	return r, s.fillReports(ctx, []*Report{r})
}

// CloseReport notes what came of a report.
func (s *Site) CloseReport(ctx context.Context, by *Actor, r *Report, outcome string) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if by.ID == r.ActorID && r.Community != nil {
			return refuse(Forbidden, "This report is about you. Somebody else who looks after the community, or the site, deals with it.")
		}
		if err := s.mayIn(ctx, tx, by, r.Community, nil, nil, ToModerate); r.Community != nil && err != nil {
			return err
		}
		if r.Community == nil {
			if err := s.mayRun(ctx, tx, by); err != nil {
				return err
			}
		}
		r.ClosedAt, r.ClosedBy, r.Outcome = tx.Now, by.ID, cut(strings.TrimSpace(outcome), limits.ReasonRunes)
		if _, err := tx.NewUpdate().Model(r).Column("closed_at", "closed_by", "outcome").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("close report: %w", err)
		}
		return s.record(ctx, tx, &Act{Verb: VerbResolve, By: by, Community: r.Community, Reason: r.Outcome})
	})
}
