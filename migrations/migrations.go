// Package migrations holds the SQL that makes and changes the tables. models/db runs it; nobody else imports it.
//
// A file is NNNN_name.tx.up.sql, one per change, never altered once released, and serves both databases by template words:
//
//	{{.ID}}      an int64:  INTEGER on SQLite, BIGINT on PostgreSQL. As a primary key: id {{.ID}} PRIMARY KEY
//	{{.Serial}}  a primary key that the database counts: id {{.Serial}}
//	{{.Time}}    TIMESTAMP (UTC text), TIMESTAMPTZ
//	{{.JSON}}    TEXT, JSONB
//	{{.Bool}}    BOOLEAN on both; write TRUE and FALSE
//	{{.Blob}}    BLOB, BYTEA
//
// Where words do not do, {{if .SQLite}}…{{else}}…{{end}} gives each its own. Statements are parted by a line
// "--bun:split". A file runs in one transaction, on both databases.
package migrations

import "embed"

// FS is the folder of migrations.
//
//go:embed *.sql
var FS embed.FS
