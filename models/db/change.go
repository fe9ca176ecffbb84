package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/uptrace/bun"
)

const (
	changeTries = 8                // then the error goes to the caller
	turnWait    = 30 * time.Second // for SQLite's writing connection; longer means a Change inside a Change
)

// A Tx is one change under way. It is not safe for concurrent use, and it is over when its function returns.
type Tx struct {
	bun.Tx
	Now   time.Time // the moment at which all of this change happens
	db    *DB
	after []func()
}

// DB is the store that the change belongs to, for its dialect-free query parts (ForUpdateSkipLocked and the like).
func (tx *Tx) DB() *DB { return tx.db }

// NewID returns a new id; see DB.NewID.
func (tx *Tx) NewID() int64 { return tx.db.NewID() }

// After makes fn run once the change is committed, and never when it is rolled back. Functions run in the order of
// their registration, before Change returns; a slow one delays the caller.
func (tx *Tx) After(fn func()) { tx.after = append(tx.after, fn) }

// Change runs fn as one change at one moment, tx.Now, and keeps all of it or nothing. fn may run twice: it is retried,
// a bounded number of times, when the databases ask for that (serialization failure, deadlock, a locked file), so it
// must have no effects but through tx; what shall happen outside goes to Tx.After or into the queue. fn must not call Change.
//
// ctx bounds the wait for the start and, on PostgreSQL, the statements. SQLite's statements are not interrupted.
func (d *DB) Change(ctx context.Context, fn func(tx *Tx) error) error {
	d.join(ctx)
	for try := 1; ; try++ {
		tx, err := d.attempt(ctx, fn)
		if err == nil {
			for _, after := range tx.after {
				after()
			}
			return nil
		}
		if try == changeTries || !mayRetry(err) {
			return err
		}
		if waitErr := pause(ctx, try); waitErr != nil {
			return errors.Join(err, waitErr)
		}
	}
}

// attempt runs fn once, in a transaction of its own.
func (d *DB) attempt(ctx context.Context, fn func(tx *Tx) error) (*Tx, error) {
	if d.turn != nil {
		if err := d.takeTurn(ctx); err != nil {
			return nil, err
		}
		defer func() { <-d.turn }()
		ctx = context.WithoutCancel(ctx)
	}
	begun, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("begin change: %w", err)
	}
	done := false
	defer func() {
		if !done { // an error, or a panic on its way up
			_ = begun.Rollback() // fails only when the database has rolled back already
		}
	}()
	tx := &Tx{Tx: begun, Now: d.Now(), db: d}
	if err := fn(tx); err != nil {
		return nil, err
	}
	done = true
	defer d.changes.Add(1) // after a commit that failed too, which may have come through all the same
	if err := begun.Commit(); err != nil {
		return nil, fmt.Errorf("commit change: %w", err)
	}
	return tx, nil
}

// Changes is how many changes this process has committed. What was read before the number grew may be out of date; who
// keeps something has to ask for the number before reading it.
func (d *DB) Changes() uint64 { return d.changes.Load() }

// takeTurn waits for SQLite's writing connection. The wait can be cancelled; what follows can't.
func (d *DB) takeTurn(ctx context.Context) error {
	limit := time.NewTimer(turnWait)
	defer limit.Stop()
	select {
	case d.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("begin change: %w", ctx.Err())
	case <-limit.C:
		return fmt.Errorf("begin change: the database was busy for %s (a change inside a change waits for itself)", turnWait)
	}
}

// pause waits before another try: 8 ms doubling to 512 ms, half of it by chance, so that two rivals part.
func pause(ctx context.Context, try int) error {
	most := 4 * time.Millisecond << try
	timer := time.NewTimer(most/2 + rand.N(most/2))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
