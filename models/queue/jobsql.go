package queue

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

const (
	claimAtMost = 64   // jobs in one claim
	laneAtMost  = 16   // of them in one lane, so that a long lane does not crowd out the others
	lookAtMost  = 1000 // due jobs among which a claim chooses, which bounds its cost
)

// room says whether the workers will soon have nothing to do. What waits for its lane does not count.
func (q *jobs) room() bool {
	ready := 0
	for _, l := range q.held {
		if l.Lane == "" || !q.lanes[l.Lane] {
			ready++
		}
	}
	return ready < q.Workers && len(q.handlers) > 0
}

// mayBeDue spares an idle queue its changes: it asks on a reading connection first.
func (q *jobs) mayBeDue(ctx context.Context) bool {
	due, err := q.due(q.db.Read().NewSelect(), q.db.Now()).Exists(ctx)
	return due || err != nil // what is wrong will show in the change
}

// due selects the jobs that could run: not those in a lane of which another process has a job, nor those in one of which
// this process has enough.
func (q *jobs) due(s *bun.SelectQuery, now time.Time) *bun.SelectQuery {
	s = s.Table("jobs").
		Where("parked_at IS NULL AND run_at <= ? AND (lease_until IS NULL OR lease_until < ?)", now, now).
		Where("kind IN (?)", bun.List(slices.Sorted(maps.Keys(q.handlers)))).
		Where("lane NOT IN (SELECT lane FROM jobs WHERE lane <> '' AND lease_until >= ? AND owner <> ?)", now, q.Owner)
	held := map[string]int{}
	for _, l := range q.held {
		if held[l.Lane]++; l.Lane != "" && held[l.Lane] == laneAtMost/2 {
			s = s.Where("lane <> ?", l.Lane)
		}
	}
	return s
}

// claim leases the jobs that have waited longest. It takes a lock, so that two processes can't both find a lane free. A
// lease that had run out counts as a failure: its process died, perhaps of this job.
func (q *jobs) claim(ctx context.Context, tx *db.Tx) ([]*Job, error) {
	if err := tx.Lock(ctx, jobsChannel); err != nil {
		return nil, err
	}
	due := q.due(tx.NewSelect(), tx.Now).Column("id", "lane", "run_at").Order("run_at", "id").Limit(lookAtMost)
	var claimed []*Job
	err := tx.NewRaw(`UPDATE jobs SET lease_until = ?, owner = ?, attempts = attempts + CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END
		WHERE id IN (
			SELECT id FROM (SELECT id, lane, run_at, row_number() OVER (PARTITION BY lane ORDER BY id) AS place FROM (?) AS due) AS placed
			WHERE lane = '' OR place <= ? ORDER BY run_at, id LIMIT ?)
		RETURNING id, kind, lane, payload, run_at, attempts, unique_key, created_at`,
		tx.Now.Add(q.Lease), q.Owner, due, laneAtMost, claimAtMost).Scan(ctx, &claimed)
	if err != nil {
		return nil, fmt.Errorf("claim jobs: %w", err)
	}
	return claimed, nil
}

// toRenew lists the jobs whose lease is half over.
func (q *jobs) toRenew() (renew []*lease) {
	half := q.db.Now().Add(q.Lease / 2)
	for l := range q.running {
		if l.until.Before(half) {
			renew = append(renew, l)
		}
	}
	for _, l := range q.held {
		if l.until.Before(half) {
			renew = append(renew, l)
		}
	}
	return renew
}

// renew prolongs leases that are still ours. A job that has lost its lease can't finish.
func (q *jobs) renew(ctx context.Context, tx *db.Tx, leases []*lease) error {
	if len(leases) == 0 {
		return nil
	}
	until := tx.Now.Add(q.Lease)
	ids := make([]int64, len(leases))
	for i, l := range leases {
		ids[i] = l.ID
	}
	var kept []int64
	err := tx.NewRaw("UPDATE jobs SET lease_until = ? WHERE id IN (?) AND owner = ? RETURNING id",
		until, bun.List(ids), q.Owner).Scan(ctx, &kept)
	if err != nil {
		return fmt.Errorf("renew the leases of jobs: %w", err)
	}
	tx.After(func() {
		for _, l := range leases {
			if slices.Contains(kept, l.ID) {
				l.until = until
			}
		}
	})
	return nil
}

// giveBack lets other processes have what was not started.
func (q *jobs) giveBack(ctx context.Context, tx *db.Tx) error {
	if len(q.held) == 0 {
		return nil
	}
	ids := make([]int64, len(q.held))
	for i, l := range q.held {
		ids[i] = l.ID
	}
	_, err := tx.NewRaw("UPDATE jobs SET lease_until = NULL, owner = '' WHERE id IN (?) AND owner = ?", bun.List(ids), q.Owner).Exec(ctx)
	if err != nil {
		return fmt.Errorf("give jobs back: %w", err)
	}
	return nil
}

// save records the jobs that their own changes have not finished. Saving twice does no harm.
func (q *jobs) save(ctx context.Context, tx *db.Tx) error {
	var done []int64
	for _, e := range q.over {
		var err error
		switch {
		case e.err != nil:
			err = e.saveFailure(ctx, tx)
		case e.period > 0:
			if err = e.Finish(ctx, tx); errors.Is(err, ErrLost) {
				err = nil // so it runs again, as what is lost does
			}
		default:
			done = append(done, e.ID)
		}
		if err != nil {
			return err
		}
	}
	if len(done) == 0 {
		return nil
	}
	if _, err := tx.NewRaw("DELETE FROM jobs WHERE id IN (?) AND owner = ?", bun.List(done), q.Owner).Exec(ctx); err != nil {
		return fmt.Errorf("finish jobs: %w", err)
	}
	return nil
}

// saveFailure puts a job off, or parks it.
func (e ending) saveFailure(ctx context.Context, tx *db.Tx) error {
	attempts, wait, parked := e.Attempts+1, backoff(e.Attempts+1, longestJobBackoff), bun.NullTime{}
	var verdict verdictError
	if errors.As(e.err, &verdict) && verdict.after > 0 {
		wait = verdict.after
	}
	switch {
	case e.period > 0:
		wait = min(wait, e.period)
	case verdict.giveUp || attempts >= maxAttempts:
		parked.Time = tx.Now
	}
	_, err := tx.NewRaw(`UPDATE jobs SET attempts = ?, run_at = ?, parked_at = ?, last_error = ?, lease_until = NULL, owner = '',
		unique_key = CASE WHEN ? THEN NULL ELSE unique_key END
		WHERE id = ? AND owner = ?`, attempts, tx.Now.Add(wait), parked, short(e.err), !parked.IsZero(), e.ID, e.owner).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save a failed job: %w", err)
	}
	return nil
}
