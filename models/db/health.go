package db

import (
	"context"
	"fmt"
)

// Ping asks the database for a sign of life.
func (d *DB) Ping(ctx context.Context) error {
	if _, err := d.write.ExecContext(ctx, "SELECT 1"); err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	return nil
}

// Size is what the database takes up, in bytes. SQLite's log file is not counted.
func (d *DB) Size(ctx context.Context) (int64, error) {
	query := "SELECT pg_database_size(current_database())"
	if d.kind == SQLite {
		query = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
	}
	var size int64
	if err := d.read.NewRaw(query).Scan(ctx, &size); err != nil {
		return 0, fmt.Errorf("size of database: %w", err)
	}
	return size, nil
}

// Check looks for damage: on SQLite in the file's structure and in references, on PostgreSQL, which looks after that by
// itself, at what an administrator may have set up wrongly. It may take seconds on a large file.
func (d *DB) Check(ctx context.Context) error {
	if d.kind == Postgres {
		return d.checkPostgres(ctx)
	}
	var said []string
	if err := d.read.NewRaw("PRAGMA integrity_check(10)").Scan(ctx, &said); err != nil {
		return fmt.Errorf("check database: %w", err)
	}
	if len(said) != 1 || said[0] != "ok" {
		return fmt.Errorf("check database: the file is damaged: %q", said)
	}
	var dangling []string
	if err := d.read.NewRaw(`SELECT "table" FROM pragma_foreign_key_check() LIMIT 10`).Scan(ctx, &dangling); err != nil {
		return fmt.Errorf("check database: %w", err)
	}
	if len(dangling) > 0 {
		return fmt.Errorf("check database: rows refer to rows that do not exist, in tables %q", dangling)
	}
	return nil
}

func (d *DB) checkPostgres(ctx context.Context) error {
	var version int
	var encoding string
	err := d.read.NewRaw("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')").
		Scan(ctx, &version, &encoding)
	switch {
	case err != nil:
		return fmt.Errorf("check database: %w", err)
	case version < 130000:
		return fmt.Errorf("check database: PostgreSQL %d is too old, 13 is the oldest that works", version/10000)
	case encoding != "UTF8":
		return fmt.Errorf("check database: its encoding is %s; create it with ENCODING 'UTF8'", encoding)
	}
	return nil
}
