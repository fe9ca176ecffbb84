package db

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// listenRetry is how long Listen waits before it connects again.
const listenRetry = time.Second

// Notify wakes the Listens to a channel in all processes on this database. SQLite knows no such thing: who listens
// there has to look by itself, now and then, as everybody should, for a notice can be lost.
func (d *DB) Notify(ctx context.Context, channel string) error {
	if d.kind == SQLite {
		return nil
	}
	if _, err := d.write.ExecContext(ctx, "SELECT pg_notify(?, '')", channel); err != nil {
		return fmt.Errorf("notify %s: %w", channel, err)
	}
	return nil
}

// Listen calls fn at each Notify of the channel, from this process or others, until ctx ends. It connects again when
// the connection is lost, and calls fn then, as it may have missed something.
func (d *DB) Listen(ctx context.Context, channel string, fn func()) {
	for ctx.Err() == nil {
		if d.kind == Postgres {
			if err := d.listen(ctx, channel, fn); err != nil && ctx.Err() == nil {
				d.log.Warn("listening to the database was interrupted", "channel", channel, "error", err)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(listenRetry):
		}
	}
}

func (d *DB) listen(ctx context.Context, channel string, fn func()) error {
	conn, err := pgx.ConnectConfig(ctx, d.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // the connection is of no more use, closed or not
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return err
	}
	for {
		fn()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
	}
}
