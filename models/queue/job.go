package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// longestJobBackoff bounds the wait after a job's failures, which is ten seconds doubled with each.
const longestJobBackoff = time.Hour

// A Job is work to be done later. Its handler is found by Kind.
type Job struct {
	bun.BaseModel `bun:"table:jobs"`

	ID       int64 `bun:",pk,autoincrement"`
	Kind     string
	Lane     string // at most one job of a lane runs at a time, the oldest first; "": no lane
	Payload  []byte
	RunAt    time.Time // zero: now
	Unique   string    `bun:"unique_key,nullzero"` // at most one such job at a time; "": any number
	Attempts int       // failures so far

	CreatedAt time.Time
	owner     string
	period    time.Duration // of a periodic job
	finished  bool          // by a change that was committed
}

// ErrLost is what Finish returns when the job's lease has ended and another process may have it. The change must fail with
// it, so that the job's effect happens once.
var ErrLost = errors.New("the job's lease is lost")

// Enqueue adds a job, which runs once tx is committed and its RunAt has come. When Unique is set and there is such a job,
// waiting or running, nothing happens.
func Enqueue(ctx context.Context, tx *db.Tx, j Job) error {
	if j.RunAt.IsZero() {
		j.RunAt = tx.Now
	}
	q := tx.NewRaw(`INSERT INTO jobs (kind, lane, payload, run_at, unique_key, created_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (unique_key) WHERE unique_key IS NOT NULL DO NOTHING`, j.Kind, j.Lane, j.Payload, j.RunAt, bun.NullZero(j.Unique), tx.Now)
	if _, err := q.Exec(ctx); err != nil {
		return fmt.Errorf("enqueue %s: %w", j.Kind, err)
	}
	if !j.RunAt.After(tx.Now) {
		wake(tx, jobsChannel)
	}
	return nil
}

// Finish marks the job as done in the change that is its effect, so that both happen or neither. A periodic one is put
// off to its next time. A handler that returns nil without it is finished by the runner, later, and may thus run twice.
func (j *Job) Finish(ctx context.Context, tx *db.Tx) error {
	q := tx.NewRaw("DELETE FROM jobs WHERE id = ? AND owner = ?", j.ID, j.owner)
	if j.period > 0 {
		q = tx.NewRaw("UPDATE jobs SET run_at = ?, attempts = 0, last_error = '', lease_until = NULL, owner = '' WHERE id = ? AND owner = ?",
			tx.Now.Add(j.period), j.ID, j.owner)
	}
	res, err := q.Exec(ctx)
	if err != nil {
		return fmt.Errorf("finish %s: %w", j.Kind, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(fmt.Errorf("finish %s: %w", j.Kind, ErrLost), err)
	}
	tx.After(func() { j.finished = true })
	return nil
}

// A verdictError is a handler's error that says what shall become of the job.
type verdictError struct {
	error
	after  time.Duration
	giveUp bool
}

func (e verdictError) Unwrap() error { return e.error }

// Later is an error after which the job is tried again when `after` has passed, instead of the usual back-off. It counts
// as a failure.
func Later(after time.Duration, err error) error { return verdictError{error: err, after: after} }

// GiveUp is an error after which the job is not tried again but parked.
func GiveUp(err error) error { return verdictError{error: err, giveUp: true} }

// A ParkedJob is one that was given up.
type ParkedJob struct {
	ID                  int64
	Kind, Lane          string
	Payload             []byte
	Attempts            int
	CreatedAt, ParkedAt time.Time
	LastError           string
}

// ParkedJobs lists what was given up, the latest first.
func ParkedJobs(ctx context.Context, d *db.DB, limit int) ([]ParkedJob, error) {
	var parked []ParkedJob
	err := d.Read().NewSelect().Table("jobs").
		Column("id", "kind", "lane", "payload", "attempts", "created_at", "parked_at", "last_error").
		Where("parked_at IS NOT NULL").OrderExpr("parked_at DESC, id DESC").Limit(int64(limit)).Scan(ctx, &parked)
	if err != nil {
		return nil, fmt.Errorf("parked jobs: %w", err)
	}
	return parked, nil
}

// RetryJob lets a parked job run again, and returns its kind; "" when there is none of that id.
func RetryJob(ctx context.Context, tx *db.Tx, id int64) (kind string, err error) {
	err = tx.NewRaw("UPDATE jobs SET parked_at = NULL, attempts = 0, run_at = ? WHERE id = ? AND parked_at IS NOT NULL RETURNING kind",
		tx.Now, id).Scan(ctx, &kind)
	if err != nil && !db.IsNotFound(err) {
		return "", fmt.Errorf("retry job: %w", err)
	}
	wake(tx, jobsChannel)
	return kind, nil
}

// DropJob deletes a parked job, and returns its kind; "" when there is none of that id.
func DropJob(ctx context.Context, tx *db.Tx, id int64) (kind string, err error) {
	err = tx.NewRaw("DELETE FROM jobs WHERE id = ? AND parked_at IS NOT NULL RETURNING kind", id).Scan(ctx, &kind)
	if err != nil && !db.IsNotFound(err) {
		return "", fmt.Errorf("drop job: %w", err)
	}
	return kind, nil
}

// Counts are the queue's lengths, for metrics.
type Counts struct {
	Deliveries, ParkedDeliveries int // waiting, given up
	Jobs, ParkedJobs             int
	FailingHosts                 int
}

// Count reads the lengths. It scans the tables, so call it now and then.
func Count(ctx context.Context, d *db.DB) (Counts, error) {
	var c Counts
	err := d.Read().NewRaw(`SELECT
		(SELECT count(*) FROM deliveries WHERE parked_at IS NULL) AS deliveries,
		(SELECT count(*) FROM deliveries WHERE parked_at IS NOT NULL) AS parked_deliveries,
		(SELECT count(*) FROM jobs WHERE parked_at IS NULL) AS jobs,
		(SELECT count(*) FROM jobs WHERE parked_at IS NOT NULL) AS parked_jobs,
		(SELECT count(*) FROM delivery_hosts WHERE fails > 0) AS failing_hosts`).Scan(ctx, &c)
	if err != nil {
		return c, fmt.Errorf("count the queue: %w", err)
	}
	return c, nil
}
