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

// A record is what came of deliveries and lanes since the last step. Saving it twice does no harm.
type record struct {
	gone    []int64 // done or cancelled
	parcels map[int64]struct{}
	refused []trial
	failed  []trial
	over    []*lane // whose leases are to be given back
}

// A trial is a delivery that did not succeed.
type trial struct {
	lane    *lane
	item    *item
	outcome Outcome
}

func (r *record) empty() bool {
	return len(r.gone)+len(r.refused)+len(r.failed)+len(r.over) == 0
}

func (r *record) recorded() int { return len(r.gone) + len(r.refused) + len(r.failed) }

// note keeps an outcome for the next step.
func (r *record) note(one *lane, it *item, o Outcome) {
	switch o.verdict {
	case VerdictDone, VerdictCancelled:
		r.gone = append(r.gone, it.ID)
		if r.parcels == nil {
			r.parcels = map[int64]struct{}{}
		}
		r.parcels[it.ParcelID] = struct{}{}
	case VerdictRefused:
		r.refused = append(r.refused, trial{one, it, o})
	default:
		r.failed = append(r.failed, trial{one, it, o})
		if o.holdsUp(it.Attempts) {
			one.failure = &o
		}
	}
	one.answered = one.answered || o.verdict == VerdictDone || o.verdict == VerdictRefused
}

// save writes the record, as the change of a runner called owner.
func (r *record) save(ctx context.Context, tx *db.Tx, owner string) error {
	if err := r.lock(ctx, tx); err != nil {
		return err
	}
	if err := r.deleteGone(ctx, tx); err != nil {
		return fmt.Errorf("delete what was delivered: %w", err)
	}
	for _, t := range r.refused {
		if err := t.park(ctx, tx); err != nil {
			return err
		}
	}
	for _, t := range r.failed {
		if err := t.saveFailure(ctx, tx); err != nil {
			return err
		}
	}
	return r.giveBack(ctx, tx, owner)
}

// lock takes the hosts whose lanes end. Who puts something there at the same moment comes before or after, never between
// our look into the lane and what we write of it.
func (r *record) lock(ctx context.Context, tx *db.Tx) error {
	if len(r.over) == 0 {
		return nil
	}
	return tx.LockRows(ctx, tx.NewSelect().Table("delivery_hosts").Column("host").
		Where("host IN (?)", bun.List(hostsOf(r.over))).Order("host"))
}

// deleteGone deletes deliveries, and the parcels of which they were the last. Two processes that deliver the last two of
// a parcel at the same moment leave it; Sweep finds it.
func (r *record) deleteGone(ctx context.Context, tx *db.Tx) error {
	if len(r.gone) == 0 {
		return nil
	}
	if _, err := tx.NewRaw("DELETE FROM deliveries WHERE id IN (?)", bun.List(r.gone)).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewRaw(`DELETE FROM parcels WHERE id IN (?)
		AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.parcel_id = parcels.id)`,
		bun.List(slices.Sorted(maps.Keys(r.parcels)))).Exec(ctx)
	return err
}

// park takes a delivery out of its lane and keeps it for the admins.
func (t trial) park(ctx context.Context, tx *db.Tx) error {
	_, err := tx.NewRaw("UPDATE deliveries SET parked_at = ?, attempts = ?, last_error = ? WHERE id = ? AND parked_at IS NULL",
		tx.Now, t.item.Attempts+1, t.outcome.reason(), t.item.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("park delivery: %w", err)
	}
	return nil
}

// saveFailure counts a failure of the item, and parks it when that was its last.
func (t trial) saveFailure(ctx context.Context, tx *db.Tx) error {
	attempts, aside := t.item.Attempts+1, bun.NullTime{}
	if errors.Is(t.outcome.err, ErrPoison) {
		othersSucceed := t.lane.answered || t.lane.LastOkAt.After(t.item.CreatedAt)
		if attempts >= maxAttempts && othersSucceed {
			return t.park(ctx, tx)
		}
		if attempts >= patience {
			aside.Time = tx.Now.Add(t.wait(attempts))
		}
	}
	if !tx.Now.Before(t.item.ExpiresAt) {
		return t.parkExpired(ctx, tx)
	}
	_, err := tx.NewRaw("UPDATE deliveries SET attempts = ?, last_error = ?, next_at = ? WHERE id = ?",
		attempts, t.outcome.reason(), aside, t.item.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save a failed delivery: %w", err)
	}
	return nil
}

// parkExpired parks all of the host that has been tried for long enough: what stood behind the item is as old.
func (t trial) parkExpired(ctx context.Context, tx *db.Tx) error {
	_, err := tx.NewRaw(`UPDATE deliveries SET parked_at = ?, last_error = ?
		WHERE host = ? AND parked_at IS NULL AND expires_at <= ?`,
		tx.Now, t.outcome.reason(), t.item.Host, tx.Now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("park expired deliveries: %w", err)
	}
	return nil
}

// wait is how long the host, or the item, is left alone after so many failures.
func (t trial) wait(fails int) time.Duration {
	return max(backoff(fails, longestBackoff), min(t.outcome.after, longestBackoff))
}

// dueAgain is when a lane has something to send next: at once, or when what stepped aside comes back, or never.
const dueAgain = `CASE
	WHEN EXISTS (SELECT 1 FROM deliveries d WHERE d.host = delivery_hosts.host AND d.parked_at IS NULL AND d.next_at IS NULL) THEN ?
	ELSE (SELECT min(d.next_at) FROM deliveries d WHERE d.host = delivery_hosts.host AND d.parked_at IS NULL) END`

// giveBack ends the leases of the lanes that are over, and says when the hosts are due next.
func (r *record) giveBack(ctx context.Context, tx *db.Tx, owner string) error {
	var well, unknown []string
	for _, one := range r.over {
		switch {
		case one.failure != nil:
			if err := one.saveTrouble(ctx, tx, owner); err != nil {
				return fmt.Errorf("save a host's failure: %w", err)
			}
		case one.answered:
			well = append(well, one.Host)
		default:
			unknown = append(unknown, one.Host)
		}
	}
	if len(well) > 0 {
		_, err := tx.NewRaw("UPDATE delivery_hosts SET lease_until = NULL, owner = '', due_at = "+dueAgain+`,
			fails = 0, failing_since = NULL, last_ok_at = ?, last_error = '', retry_after = NULL
			WHERE host IN (?) AND owner = ?`, tx.Now, tx.Now, bun.List(well), owner).Exec(ctx)
		if err != nil {
			return fmt.Errorf("give hosts back: %w", err)
		}
	}
	if len(unknown) > 0 {
		_, err := tx.NewRaw("UPDATE delivery_hosts SET lease_until = NULL, owner = '', due_at = "+dueAgain+
			" WHERE host IN (?) AND owner = ?", tx.Now, bun.List(unknown), owner).Exec(ctx)
		if err != nil {
			return fmt.Errorf("give hosts back: %w", err)
		}
	}
	return nil
}

// saveTrouble puts a host off that failed, and gives its lease back.
func (one *lane) saveTrouble(ctx context.Context, tx *db.Tx, owner string) error {
	fails, since, ok, asked := one.Fails+1, one.FailingSince, bun.NullTime{Time: one.LastOkAt}, bun.NullTime{}
	if one.answered {
		fails, ok.Time = 1, tx.Now
	}
	if since.IsZero() || one.answered {
		since = tx.Now
	}
	if after := one.failure.after; after > 0 {
		asked.Time = tx.Now.Add(min(after, longestBackoff))
	}
	wait := trial{outcome: *one.failure}.wait(fails)
	_, err := tx.NewRaw(`UPDATE delivery_hosts SET lease_until = NULL, owner = '', due_at = ?, fails = ?, failing_since = ?,
		last_ok_at = ?, last_error = ?, retry_after = ? WHERE host = ? AND owner = ?`,
		tx.Now.Add(wait), fails, since, ok, one.failure.reason(), asked, one.Host, owner).Exec(ctx)
	return err
}
