package db

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// poolSize is how many connections a process opens at most, unless the URL says pool_max_conns.
const poolSize = 16

// openPostgres opens one pool, which bun uses through database/sql and LISTEN directly.
func (d *DB) openPostgres(ctx context.Context, url string) error {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return err // pgx leaves the password out of it
	}
	if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = poolSize
	}
	// bun writes the values into the statement, so each one is new and preparing it would cost a round trip for nothing.
	if !strings.Contains(url, "default_query_exec_mode") {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	}
	config.ConnConfig.RuntimeParams["standard_conforming_strings"] = "on" // bun's quoting relies on it
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	config.AfterConnect = timesInUTC
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	d.kind, d.pool = Postgres, pool
	d.write = bun.NewDB(stdlib.OpenDBFromPool(pool), pgdialect.New())
	d.read = d.write
	return nil
}

// timesInUTC makes timestamps arrive in UTC instead of the machine's zone.
func timesInUTC(_ context.Context, c *pgx.Conn) error {
	c.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}

// Lock makes this change wait until no other change holds the lock of that name, and holds it until its end. SQLite's
// changes run one after the other anyway. Take two locks always in the same order.
func (tx *Tx) Lock(ctx context.Context, name string) error {
	if tx.db.kind == SQLite {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", name); err != nil {
		return fmt.Errorf("lock %s: %w", name, err)
	}
	return nil
}
