package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/uptrace/bun"
)

// Kind names the database, for people to read. No rule depends on it outside this package.
type Kind string

// The two databases.
const (
	SQLite   Kind = "sqlite"
	Postgres Kind = "postgres"
)

// DefaultPath is where the SQLite database lies when Options.URL is empty, from the working directory.
const DefaultPath = "data/folkmoot.db"

// Options say which database to open and whose clock it follows.
type Options struct {
	URL string           // "" or a file path: SQLite; "postgres://…" or "postgresql://…": PostgreSQL
	Now func() time.Time // nil: time.Now
	Log *slog.Logger     // nil: slog.Default

	// NoSync spares SQLite the wait for the disk at each commit: what is committed outlives a killed process then, but
	// not a power cut. It is for tests and the demo.
	NoSync bool
}

// A DB is an open store. It is safe for concurrent use.
type DB struct {
	kind  Kind
	write *bun.DB // SQLite: the one writing connection; PostgreSQL: the pool
	read  *bun.DB // SQLite: a few connections that cannot write; PostgreSQL: the pool
	now   func() time.Time
	log   *slog.Logger
	ids   ids
	bells bells

	changes atomic.Uint64 // committed so far

	path string        // SQLite: the file
	turn chan struct{} // SQLite: holds one token, whose owner may use the writing connection

	pool *pgxpool.Pool // PostgreSQL
}

// Open opens the store and, for SQLite, creates the folder and the file where they are missing. It does not migrate.
// It fails when the database can't be reached within ctx.
func Open(ctx context.Context, o Options) (*DB, error) {
	d := &DB{now: o.Now, log: o.Log}
	if d.now == nil {
		d.now = time.Now
	}
	if d.log == nil {
		d.log = slog.Default()
	}
	d.ids.node = rand.Int64N(nodes)
	if err := d.open(ctx, o); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := d.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), d.Close())
	}
	return d, nil
}

func (d *DB) open(ctx context.Context, o Options) error {
	url := o.URL
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		return d.openPostgres(ctx, url)
	}
	if url == "" {
		url = DefaultPath
	}
	return d.openSQLite(url, o.NoSync)
}

// Close ends all connections. Changes under way fail.
func (d *DB) Close() error {
	var err error
	if d.read != d.write {
		err = d.read.Close() // first, so that the writer is the last and can empty SQLite's log into the file
	}
	err = errors.Join(err, d.write.Close())
	if d.pool != nil {
		d.pool.Close()
	}
	return err
}

// Now is the store's clock: UTC, cut to microseconds, which is what both databases keep.
func (d *DB) Now() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// Read is for queries outside a change. On SQLite its connections refuse to write, and what they see is the last
// commit. A query that follows a write in the same request belongs into the change.
func (d *DB) Read() bun.IDB { return d.read }

// Kind says which database this is, for the log and the doctor.
func (d *DB) Kind() Kind { return d.kind }
