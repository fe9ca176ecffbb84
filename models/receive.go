package models

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// Received is an activity as another server sent it, kept before it is answered.
type Received struct {
	bun.BaseModel `bun:"table:received,alias:re"`

	ID         int64     `bun:"id,pk"`
	URI        string    `bun:"uri"`       // its id, or a name made of its bytes when it has none
	ActorURI   string    `bun:"actor_uri"` // whose signature it bears
	Host       string    `bun:"host"`      // of that actor
	Raw        []byte    `bun:"raw"`
	State      string    `bun:"state"`   // "" while it waits, then "done" or "dropped"
	Outcome    string    `bun:"outcome"` // why it was dropped
	ReceivedAt time.Time `bun:"received_at"`
	DoneAt     time.Time `bun:"done_at,nullzero"`

	settled bool // its effect and this are one change

	Repeats bool `bun:"-"` // it is dealt with each time that it comes: a Follow or an Offer, whose answer may have been lost
}

// Receive keeps an activity and the job that deals with it, in one change. Once it has returned, the
// activity cannot be lost, so it may be answered 2xx. fresh is false for one that was here before, for
// which nothing is written unless it Repeats.
func (s *Site) Receive(ctx context.Context, r *Received) (fresh bool, err error) {
	again, err := s.db.Read().NewSelect().Model((*Received)(nil)).Where("re.uri = ?", r.URI).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look up activity: %w", err)
	}
	if again && !r.Repeats {
		return false, nil
	}
	err = s.db.Change(ctx, func(tx *db.Tx) error {
		fresh = false
		r.ID, r.ReceivedAt = tx.NewID(), tx.Now
		res, err := tx.NewInsert().Model(r).On("CONFLICT (uri) DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep activity: %w", err)
		}
		if n, err := res.RowsAffected(); n == 0 || err != nil {
			return errors.Join(err, s.repeat(ctx, tx, r))
		}
		fresh = true
		if err := s.heard(ctx, tx, r.Host); err != nil {
			return err
		}
		return queue.Enqueue(ctx, tx, intakeOf(r))
	})
	return fresh, err
}

// repeat has an activity of the same actor dealt with once more, unless that is still to come.
func (s *Site) repeat(ctx context.Context, tx *db.Tx, r *Received) error {
	if !r.Repeats {
		return nil
	}
	res, err := tx.NewUpdate().Model((*Received)(nil)).Set("state = ''").
		Where("uri = ? AND actor_uri = ? AND state <> ''", r.URI, r.ActorURI).Exec(ctx)
	if err != nil {
		return fmt.Errorf("repeat activity: %w", err)
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil {
		return err
	}
	if err := tx.NewSelect().Model((*Received)(nil)).Column("re.id").Where("re.uri = ?", r.URI).Scan(ctx, &r.ID); err != nil {
		return fmt.Errorf("repeat activity: %w", err)
	}
	return queue.Enqueue(ctx, tx, intakeOf(r))
}

func intakeOf(r *Received) queue.Job {
	return queue.Job{Kind: JobIntake, Lane: "in " + r.Host, Payload: idPayload(r.ID)}
}

// ReceivedByJob returns the activity that an intake job is about.
func (s *Site) ReceivedByJob(ctx context.Context, j *queue.Job) (*Received, error) {
	id, err := strconv.ParseInt(string(j.Payload), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("read job: %w", err)
	}
	r := new(Received)
	if err := s.db.Read().NewSelect().Model(r).Where("re.id = ?", id).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read activity: %w", err)
	}
	return r, nil
}

// Dealt notes, together with the end of its job, that an activity has been dealt with, unless Settle did. why is "" when
// it took effect, and else says why it was dropped.
func (s *Site) Dealt(ctx context.Context, r *Received, j *queue.Job, why string) error {
	if r.settled {
		return nil
	}
	return s.db.Change(ctx, func(tx *db.Tx) error { return r.deal(ctx, tx, j, why) })
}

// Settle is Dealt within a change that is the whole effect of an activity: one commit for both, and neither without the other.
func (r *Received) Settle(ctx context.Context, tx *db.Tx, j *queue.Job) error {
	tx.After(func() { r.settled = true })
	return r.deal(ctx, tx, j, "")
}

func (r *Received) deal(ctx context.Context, tx *db.Tx, j *queue.Job, why string) error {
	r.State, r.Outcome, r.DoneAt = "done", why, tx.Now
	if why != "" {
		r.State = "dropped"
	}
	if _, err := tx.NewUpdate().Model(r).Column("state", "outcome", "done_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("note activity as dealt with: %w", err)
	}
	return j.Finish(ctx, tx)
}
