package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"modernc.org/sqlite"
)

// readers is the number of SQLite's reading connections. Each has a page cache of 2 MB at most.
const readers = 4

// SQLite's folding knows ASCII only; ours is what Go knows, so that both databases find "Ökologie" by "ok". PostgreSQL's is made
// by migration 0011.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("folkmoot_fold", 1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			if s, ok := args[0].(string); ok {
				return Fold(s), nil
			}
			return args[0], nil
		})
}

// openSQLite opens one connection that writes and a few that can't. More writers would only fail on each other: a
// transaction that begins by reading cannot wait for its turn to write, whatever the busy timeout.
//
// synchronous(FULL): a commit is on the disk before it is answered, as on PostgreSQL, so that what was answered 2xx
// outlives a power cut too. Measured on a virtual disk: 3,400 commits a second at 0.2 ms of CPU each. NORMAL, which
// outlives a killed process only, made 17,000 at 0.06 ms; a received activity takes two or three commits, so the
// difference is under half a millisecond of the three that it may cost.
func (d *DB) openSQLite(path string, noSync bool) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return fmt.Errorf("create data folder: %w", err)
	}
	// Keys and password hashes are in it: it is for whoever runs the site alone. SQLite gives its other files the same mode.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	mode := "_txlock=immediate&_pragma=synchronous(FULL)"
	if noSync {
		mode = "_txlock=immediate&_pragma=synchronous(OFF)"
	}
	write, err := sqlite.NewConnector(sqliteDSN(path, mode))
	if err != nil {
		return err
	}
	read, err := sqlite.NewConnector(sqliteDSN(path, "_pragma=query_only(1)"))
	if err != nil {
		return err
	}
	d.kind, d.path, d.turn = SQLite, path, make(chan struct{}, 1)
	d.write = sqliteDB(uninterrupted{prepared{write}}, 1)
	d.read = sqliteDB(prepared{read}, readers)
	return nil
}

func sqliteDB(c driver.Connector, conns int) *bun.DB {
	pool := sql.OpenDB(c)
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return bun.NewDB(pool, sqlitedialect.New())
}

// sqliteDSN names the file and what holds for every connection.
//
// There is no ANALYZE here, ever: statistics of columns that are mostly NULL have led the planner into scans.
func sqliteDSN(path, more string) string {
	pragmas := []string{
		"busy_timeout(5000)", "journal_mode(WAL)", "foreign_keys(1)",
		"journal_size_limit(67108864)", // the log shrinks to 64 MiB after a burst
	}
	q := make([]string, 0, len(pragmas)+3)
	for _, p := range pragmas {
		q = append(q, "_pragma="+p)
	}
	q = append(q, "_timezone=UTC", "_dqs=0", more)
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(q, "&")
}

// uninterrupted keeps SQLite's writes from being interrupted half-way by a visitor who leaves: an interrupt rolls the
// transaction back behind database/sql's back. Waiting for the start is where a caller's context counts; see takeTurn.
type uninterrupted struct{ driver.Connector }

func (u uninterrupted) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := u.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := c.(sqliteConn)
	if !ok {
		return nil, fmt.Errorf("the SQLite driver's %T lacks a method that is needed here", c)
	}
	return uninterruptedConn{full}, nil
}

// sqliteConn is what database/sql makes use of in the driver's connection.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type uninterruptedConn struct{ sqliteConn }

func (c uninterruptedConn) ExecContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Result, error) {
	return c.sqliteConn.ExecContext(context.WithoutCancel(ctx), q, args)
}

func (c uninterruptedConn) QueryContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Rows, error) {
	return c.sqliteConn.QueryContext(context.WithoutCancel(ctx), q, args)
}
