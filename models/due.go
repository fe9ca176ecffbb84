package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// DoDue does what the clock alone brings about: it tells others of what they were to be told of later, goes on with
// series, and reminds people of events. It runs every minute; what was done is never done again.
func (s *Site) DoDue(ctx context.Context) error {
	var failed error
	for n, err := tellBatch, error(nil); n == tellBatch && err == nil; {
		n, err = s.tellDue(ctx)
		failed = errors.Join(failed, err)
	}
	failed = errors.Join(failed, s.extendDue(ctx), s.tellPagesDue(ctx), s.publishDue(ctx))
	for _, r := range reminders {
		failed = errors.Join(failed, s.remindDue(ctx, r))
	}
	return failed
}

// A reminder is written so long before an event begins; after is so long after its end.
type reminder struct {
	name   string // as letters have it
	ahead  time.Duration
	late   time.Duration // it is not written when less than this is left
	after  bool
	notice NoticeKind
}

// reminders are those of events, the most pressing last. Somebody who answers two days before is reminded a day and an
// hour ahead, and not of the week that has begun.
var reminders = []reminder{
	{name: "7d", ahead: 7 * 24 * time.Hour, late: 5 * 24 * time.Hour},
	{name: "1d", ahead: 24 * time.Hour, late: 3 * time.Hour, notice: NoticeSoon},
	{name: "1h", ahead: time.Hour, late: 5 * time.Minute},
	{name: "after", ahead: 24 * time.Hour, after: true},
}

// remindBatch is how many people are reminded in one change.
const remindBatch = 100

// reminded is a row of reminders.
type reminded struct {
	bun.BaseModel `bun:"table:reminders,alias:rm"`

	ItemID   int64     `bun:"item_id,pk"`
	ActorID  int64     `bun:"actor_id,pk"`
	Ahead    string    `bun:"ahead,pk"`
	StartsAt time.Time `bun:"starts_at,pk"`
}

// remindDue reminds the people of this site who have a place at an event, or may come, once for each time at which it was
// to begin; and asks those who came what they got from it.
func (s *Site) remindDue(ctx context.Context, r reminder) error {
	for {
		n := 0
		err := s.db.Change(ctx, func(tx *db.Tx) error {
			due, err := r.find(ctx, tx)
			if err != nil {
				return err
			}
			n = len(due)
			for _, row := range due {
				if err := s.remind(ctx, tx, r, row); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n < remindBatch {
			return err
		}
	}
}

// find lists whom to remind now.
func (r reminder) find(ctx context.Context, tx *db.Tx) ([]*reminded, error) {
	var due []*reminded
	q := tx.NewSelect().TableExpr("answers AS an").Join("JOIN events AS ev ON ev.item_id = an.item_id").
		Join("JOIN items AS i ON i.id = an.item_id").Join("JOIN accounts AS acc ON acc.actor_id = an.actor_id").
		ColumnExpr("an.item_id, an.actor_id, ev.starts_at").
		Where("ev.status = ?", Planned).Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL").Where("i.hidden_at IS NULL").
		Where("NOT EXISTS (SELECT 1 FROM reminders AS rm WHERE rm.item_id = an.item_id AND rm.actor_id = an.actor_id AND rm.ahead = ? AND rm.starts_at = ev.starts_at)", r.name)
	if r.after {
		q = q.Where("an.attended_at IS NOT NULL").Where("an.learned = ''").
			Where("ev.starts_at BETWEEN ? AND ?", tx.Now.Add(-14*24*time.Hour), tx.Now).
			Where("COALESCE(ev.ends_at, ev.starts_at) < ?", tx.Now)
	} else {
		q = q.Where("(an.state = ? OR an.says = ?)", Coming, SaysMaybe).
			Where("ev.starts_at > ? AND ev.starts_at <= ?", tx.Now.Add(r.late), tx.Now.Add(r.ahead)).
			Where("an.asked_at <= ?", tx.Now.Add(-time.Minute)) // who has just answered knows
	}
	if err := q.OrderExpr("ev.starts_at, an.item_id, an.actor_id").Limit(remindBatch).Scan(ctx, &due); err != nil {
		return nil, fmt.Errorf("find whom to remind: %w", err)
	}
	return due, nil
}

func (s *Site) remind(ctx context.Context, tx *db.Tx, r reminder, row *reminded) error {
	row.Ahead = r.name
	if _, err := tx.NewInsert().Model(row).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("note a reminder: %w", err)
	}
	it, err := s.itemWhere(ctx, tx, "i.id = ?", row.ItemID)
	if err != nil {
		return err
	}
	if err := s.fill(ctx, tx, it); err != nil {
		return err
	}
	if r.notice != "" {
		if err := s.tellAgain(ctx, tx, row.ActorID, r.notice, it); err != nil {
			return err
		}
	}
	if r.after {
		return s.post(ctx, tx, Letter{Kind: LetterAsk, To: row.ActorID, Item: it.ID})
	}
	return s.post(ctx, tx, Letter{Kind: LetterReminder, To: row.ActorID, Item: it.ID, Note: r.name})
}
