package queue

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// A HostState is how deliveries to a host are getting on.
type HostState struct {
	Host         string
	Waiting      int       // deliveries that are still to be made
	Parked       int       // deliveries that were given up
	OldestAt     time.Time `bun:",nullzero"` // when the first of the waiting was put
	DueAt        time.Time `bun:",nullzero"` // when the next one is tried; zero: nothing waits
	Fails        int       // failures in a row
	FailingSince time.Time `bun:",nullzero"`
	LastOkAt     time.Time `bun:",nullzero"`
	LastError    string
	RetryAfter   time.Time `bun:",nullzero"` // until when the host has asked us to wait
	Paused       bool
}

const backlogQuery = `SELECT h.host, coalesce(d.waiting, 0) AS waiting, coalesce(d.parked, 0) AS parked, d.oldest_at,
		h.due_at, h.fails, h.failing_since, h.last_ok_at, h.last_error, h.retry_after, h.paused
	FROM delivery_hosts h LEFT JOIN (
		SELECT host, count(*) - count(parked_at) AS waiting, count(parked_at) AS parked,
			min(CASE WHEN parked_at IS NULL THEN created_at END) AS oldest_at
		FROM deliveries GROUP BY host) d ON d.host = h.host`

// Backlog lists the hosts for which something waits or is parked, which fail, or which are paused; the longest failing first.
func Backlog(ctx context.Context, d *db.DB) ([]HostState, error) {
	var hosts []HostState
	err := d.Read().NewRaw(backlogQuery+` WHERE d.host IS NOT NULL OR h.fails > 0 OR h.paused
		ORDER BY CASE WHEN h.failing_since IS NULL THEN 1 ELSE 0 END, h.failing_since, h.host`).Scan(ctx, &hosts)
	if err != nil {
		return nil, fmt.Errorf("backlog: %w", err)
	}
	return hosts, nil
}

// Host is the state of one host; a zero state when nothing was ever sent there.
func Host(ctx context.Context, d *db.DB, host string) (HostState, error) {
	state := HostState{Host: host}
	err := d.Read().NewRaw(backlogQuery+" WHERE h.host = ?", host).Scan(ctx, &state)
	if err != nil && !db.IsNotFound(err) {
		return state, fmt.Errorf("state of host: %w", err)
	}
	return state, nil
}

// RetryNow ends a host's back-off: what waits for it is tried at once, as if it had never failed.
func RetryNow(ctx context.Context, tx *db.Tx, host string) error {
	if _, err := tx.NewRaw("UPDATE deliveries SET next_at = NULL WHERE host = ? AND parked_at IS NULL", host).Exec(ctx); err != nil {
		return fmt.Errorf("retry now: %w", err)
	}
	return makeDue(ctx, tx, []string{host})
}

// makeDue lets the lanes of hosts begin at once where something waits.
func makeDue(ctx context.Context, tx *db.Tx, hosts []string) error {
	if len(hosts) == 0 {
		return nil
	}
	_, err := tx.NewRaw("UPDATE delivery_hosts SET fails = 0, retry_after = NULL, due_at = "+dueAgain+" WHERE host IN (?)",
		tx.Now, bun.List(hosts)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("make hosts due: %w", err)
	}
	wake(tx, deliveriesChannel)
	return nil
}

// Cancel deletes all that waits or is parked for a host, and returns how much that was. One delivery may be in the air.
func Cancel(ctx context.Context, tx *db.Tx, host string) (int, error) {
	res, err := tx.NewRaw("DELETE FROM deliveries WHERE host = ?", host).Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("cancel deliveries: %w", err)
	}
	if _, err := tx.NewRaw(`UPDATE delivery_hosts SET due_at = NULL, fails = 0, failing_since = NULL, last_error = '',
		retry_after = NULL WHERE host = ?`, host).Exec(ctx); err != nil {
		return 0, fmt.Errorf("cancel deliveries: %w", err)
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// Pause keeps a host's deliveries until Resume. They do not grow old meanwhile; one may be in the air.
func Pause(ctx context.Context, tx *db.Tx, host string) error {
	_, err := tx.NewRaw("INSERT INTO delivery_hosts (host, paused) VALUES (?, TRUE) ON CONFLICT (host) DO UPDATE SET paused = TRUE",
		host).Exec(ctx)
	if err != nil {
		return fmt.Errorf("pause host: %w", err)
	}
	return nil
}

// Resume ends Pause: what waits is sent, and tried for another 14 days.
func Resume(ctx context.Context, tx *db.Tx, host string) error {
	if _, err := tx.NewRaw("UPDATE delivery_hosts SET paused = FALSE WHERE host = ?", host).Exec(ctx); err != nil {
		return fmt.Errorf("resume host: %w", err)
	}
	if _, err := tx.NewRaw("UPDATE deliveries SET expires_at = ? WHERE host = ? AND parked_at IS NULL",
		tx.Now.Add(keepTrying), host).Exec(ctx); err != nil {
		return fmt.Errorf("resume host: %w", err)
	}
	return RetryNow(ctx, tx, host)
}

// A ParkedDelivery is one that was given up.
type ParkedDelivery struct {
	ID, ActID           int64
	Host, Inbox         string
	Attempts            int
	CreatedAt, ParkedAt time.Time
	LastError           string
}

// Parked lists what was given up, the latest first: for one host, or for all when host is "".
func Parked(ctx context.Context, d *db.DB, host string, limit int) ([]ParkedDelivery, error) {
	q := d.Read().NewSelect().TableExpr("deliveries AS d").Join("LEFT JOIN parcels AS p ON p.id = d.parcel_id").
		ColumnExpr("d.id, coalesce(p.act_id, 0) AS act_id, d.host, d.inbox, d.attempts, d.created_at, d.parked_at, d.last_error").
		Where("d.parked_at IS NOT NULL").OrderExpr("d.parked_at DESC, d.id DESC").Limit(int64(limit))
	if host != "" {
		q = q.Where("d.host = ?", host)
	}
	var parked []ParkedDelivery
	if err := q.Scan(ctx, &parked); err != nil {
		return nil, fmt.Errorf("parked deliveries: %w", err)
	}
	return parked, nil
}

// RetryParked puts what was given up for a host back into its lane, for another 14 days, and returns how much that is.
func RetryParked(ctx context.Context, tx *db.Tx, host string) (int, error) {
	res, err := tx.NewRaw(`UPDATE deliveries SET parked_at = NULL, next_at = NULL, attempts = 0, expires_at = ?
		WHERE host = ? AND parked_at IS NOT NULL`, tx.Now.Add(keepTrying), host).Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("retry parked deliveries: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil || n == 0 {
		return 0, err
	}
	return int(n), makeDue(ctx, tx, []string{host})
}

// Sweep deletes what was parked before a moment, deliveries and jobs, and parcels that nothing refers to. It is for a
// periodic job.
func Sweep(ctx context.Context, tx *db.Tx, parkedBefore time.Time) error {
	if _, err := tx.NewRaw("DELETE FROM deliveries WHERE parked_at < ?", parkedBefore).Exec(ctx); err != nil {
		return fmt.Errorf("sweep deliveries: %w", err)
	}
	if _, err := tx.NewRaw("DELETE FROM jobs WHERE parked_at < ?", parkedBefore).Exec(ctx); err != nil {
		return fmt.Errorf("sweep jobs: %w", err)
	}
	// A parcel and its deliveries are committed together, so a parcel without any has none for ever.
	if _, err := tx.NewRaw(`DELETE FROM parcels
		WHERE NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.parcel_id = parcels.id)`).Exec(ctx); err != nil {
		return fmt.Errorf("sweep parcels: %w", err)
	}
	return nil
}
