package db

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
)

// ForUpdateSkipLocked makes q leave out rows that another process is just claiming. On SQLite there is one writer, and
// nothing to leave out.
func (d *DB) ForUpdateSkipLocked(q *bun.SelectQuery) *bun.SelectQuery {
	if d.kind == SQLite {
		return q
	}
	return q.For("UPDATE SKIP LOCKED")
}

// LockRows takes the locks of the rows that q selects, in q's order, and waits for changes that hold one. What a later
// statement of tx sees is then up to date, and stays so. On SQLite there is nobody to wait for.
func (tx *Tx) LockRows(ctx context.Context, q *bun.SelectQuery) error {
	if tx.db.kind == SQLite {
		return nil
	}
	if _, err := q.For("UPDATE").Exec(ctx); err != nil {
		return fmt.Errorf("lock rows: %w", err)
	}
	return nil
}

// Greatest is the name of the function that returns the greater of its arguments, none of which may be NULL: the
// databases differ there.
func (d *DB) Greatest() bun.Safe {
	if d.kind == SQLite {
		return "max"
	}
	return "greatest"
}

// Least is Greatest's counterpart.
func (d *DB) Least() bun.Safe {
	if d.kind == SQLite {
		return "min"
	}
	return "least"
}

// WhereContains keeps the rows whose column contains text, whatever the case of its letters and their accents. The column is an expression
// of ours, never input; text is taken literally.
func (d *DB) WhereContains(q *bun.SelectQuery, column, text string) *bun.SelectQuery {
	return d.whereLike(q, column, "%"+likeLiteral(text)+"%")
}

// WhereBegins is WhereContains for columns that begin with text.
func (d *DB) WhereBegins(q *bun.SelectQuery, column, text string) *bun.SelectQuery {
	return d.whereLike(q, column, likeLiteral(text)+"%")
}

func (d *DB) whereLike(q *bun.SelectQuery, column, pattern string) *bun.SelectQuery {
	return q.Where("folkmoot_fold("+column+`) LIKE ? ESCAPE '\'`, Fold(pattern))
}

// likeLiteral takes their meaning from LIKE's wildcards.
func likeLiteral(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
