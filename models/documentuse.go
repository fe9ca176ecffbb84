package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// A DocumentUse says that somebody used a document. It is known on their own site alone.
type DocumentUse struct {
	bun.BaseModel `bun:"table:document_uses,alias:du"`

	ItemID  int64     `bun:"item_id,pk"`
	ActorID int64     `bun:"actor_id,pk"`
	Line    string    `bun:"line"`  // for what, in a line; "" when they do not say
	Shown   bool      `bun:"shown"` // with the name, to all who see the document
	At      time.Time `bun:"at"`

	Who *Actor `bun:"-"`
}

const maxUseLine = 300

// UseDocument notes that somebody used a document, in place of what they said before; with on false they never did.
func (s *Site) UseDocument(ctx context.Context, by *Actor, it *Item, on bool, line string, shown bool) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		now, err := s.itemWhere(ctx, tx, "i.id = ?", it.ID)
		if err != nil {
			return err
		}
		if err := s.fill(ctx, tx, now); err != nil {
			return err
		}
		if _, ok := now.Detail.(*Document); !ok || now.Withdrawn() {
			return refuse(NotFound, "This document is not here any more.")
		}
		if err := s.mayWith(ctx, tx, by, now, ToLike); err != nil {
			return err
		}
		u := &DocumentUse{ItemID: it.ID, ActorID: by.ID, Line: text.CleanLine(line, maxUseLine), Shown: shown, At: tx.Now}
		if on {
			_, err = tx.NewInsert().Model(u).On("CONFLICT (item_id, actor_id) DO UPDATE").
				Set("line = EXCLUDED.line").Set("shown = EXCLUDED.shown").Exec(ctx)
		} else {
			_, err = tx.NewDelete().Model(u).WherePK().Exec(ctx)
		}
		if err != nil {
			return fmt.Errorf("note a use: %w", err)
		}
		_, err = tx.NewUpdate().Model((*Document)(nil)).
			Set("used = (SELECT count(*) FROM document_uses AS du WHERE du.item_id = ?)", it.ID).Where("item_id = ?", it.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("count uses: %w", err)
		}
		return nil
	})
}

// Uses lists who used a document and agreed to be named, the latest first, and what viewer said of it, nil when nothing.
func (s *Site) Uses(ctx context.Context, itemID int64, viewer *Actor, limit int) (shown []*DocumentUse, own *DocumentUse, err error) {
	err = s.db.Read().NewSelect().Model(&shown).Where("du.item_id = ? AND (du.shown OR du.actor_id = ?)", itemID, idOf(viewer)).
		OrderExpr("du.at DESC, du.actor_id").Limit(int64(limit + 1)).Scan(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read uses: %w", err)
	}
	var ids []int64
	for _, u := range shown {
		ids = append(ids, u.ActorID)
	}
	who, err := actorsByID(ctx, s.db.Read(), ids)
	if err != nil {
		return nil, nil, err
	}
	named := shown[:0]
	for _, u := range shown {
		if u.Who = who[u.ActorID]; viewer != nil && u.ActorID == viewer.ID {
			own = u
		}
		if u.Shown && len(named) < limit {
			named = append(named, u)
		}
	}
	return named, own, nil
}

// Downloaded counts that somebody was given the file of a document. Who added the version is not counted.
func (s *Site) Downloaded(ctx context.Context, by *Actor, v *DocumentVersion) error {
	if by != nil && by.ID == v.ByID {
		return nil
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		_, err := tx.NewUpdate().Model((*Document)(nil)).Set("downloads = downloads + 1").Where("item_id = ?", v.ItemID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("count a download: %w", err)
		}
		return nil
	})
}
