package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"

	"modernc.org/sqlite"
)

// migrationsLock is the number of PostgreSQL's advisory lock; it has no meaning but to be ours.
const migrationsLock = 0x666f6c6b6d6f6f74

// lockMigrations waits until no other process migrates. The lock ends with the process: PostgreSQL's with its connection,
// SQLite's because the kernel frees a file's locks.
func (d *DB) lockMigrations(ctx context.Context) (unlock func(), err error) {
	if d.kind == SQLite {
		return lockFile(ctx, d.path+".lock")
	}
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_lock(%d)", migrationsLock)); err != nil {
		conn.Release()
		return nil, err
	}
	return func() {
		// Closing the connection ends the lock whatever state the connection is in.
		_ = conn.Hijack().Close(context.WithoutCancel(ctx))
	}, nil
}

// lockFile locks a file beside the database. SQLite does it, with an empty database of its own: its locks work on every
// system on which the store works, between processes and within one.
func lockFile(ctx context.Context, path string) (unlock func(), err error) {
	c, err := sqlite.NewConnector("file:" + (&url.URL{Path: path}).EscapedPath() + "?_txlock=exclusive&_pragma=busy_timeout(100)")
	if err != nil {
		return nil, err
	}
	file := sql.OpenDB(c)
	for {
		tx, err := file.BeginTx(context.WithoutCancel(ctx), nil)
		if err == nil {
			return func() { _, _ = tx.Rollback(), file.Close() }, nil // nothing was written that could fail
		}
		if !mayRetry(err) || ctx.Err() != nil {
			_ = file.Close()
			return nil, err
		}
	}
}
