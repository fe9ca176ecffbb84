package moottest

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/migrations"
	"github.com/folkmoot/folkmoot/models/db"
)

// Rows are all rows of a site's database as text, by table.
type Rows map[string][]string

var creates = regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`)

// tables are those that the migrations make, so that none can be forgotten.
func tables(t testing.TB) []string {
	t.Helper()
	var found []string
	names, err := fs.Glob(migrations.FS, "*.up.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := migrations.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range creates.FindAllSubmatch(text, -1) {
			found = append(found, string(m[1]))
		}
	}
	return found
}

// Rows reads what the site has stored.
func (s *Site) Rows() Rows {
	s.moot.T.Helper()
	return RowsOf(s.moot.T, s.DB())
}

// RowsOf reads what is in a database.
func RowsOf(t testing.TB, d *db.DB) Rows {
	t.Helper()
	rows := Rows{}
	for _, table := range tables(t) {
		found, err := readAll(t.Context(), d, table)
		if err != nil {
			t.Fatalf("read %s: %v", table, err)
		}
		slices.Sort(found)
		rows[table] = found
	}
	return rows
}

func readAll(ctx context.Context, d *db.DB, table string) ([]string, error) {
	result, err := d.Read().QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		return nil, err
	}
	defer result.Close()
	columns, err := result.Columns()
	if err != nil {
		return nil, err
	}
	var found []string
	for result.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for n := range values {
			into[n] = &values[n]
		}
		if err := result.Scan(into...); err != nil {
			return nil, err
		}
		var row []string
		for n, v := range values {
			if b, is := v.([]byte); is {
				v = string(b)
			}
			row = append(row, fmt.Sprintf("%s=%v", columns[n], v))
		}
		found = append(found, strings.Join(row, " "))
	}
	return found, result.Err()
}

// Without is rows less those tables that a test knows to change.
func (r Rows) Without(tables ...string) Rows {
	rest := maps.Clone(r)
	for _, table := range tables {
		delete(rest, table)
	}
	return rest
}

// Only is the rows of some tables.
func (r Rows) Only(tables ...string) Rows {
	some := Rows{}
	for _, table := range tables {
		some[table] = r[table]
	}
	return some
}

// Changes lists the rows that are in one of r and later only, each with its table and a sign before it.
func (r Rows) Changes(later Rows) []string {
	var found []string
	for _, table := range slices.Sorted(maps.Keys(r)) {
		for _, row := range r[table] {
			if !slices.Contains(later[table], row) {
				found = append(found, fmt.Sprintf("- %s: %.600s", table, row))
			}
		}
		for _, row := range later[table] {
			if !slices.Contains(r[table], row) {
				found = append(found, fmt.Sprintf("+ %s: %.600s", table, row))
			}
		}
	}
	return found
}

// Unmoved runs do, lets all sites settle, and fails the test if that changed a row of the site outside the
// tables that it may change, or had any site send a request.
func (s *Site) Unmoved(what string, do func(), but ...string) {
	t := s.moot.T
	t.Helper()
	before := s.Rows().Without(but...)
	s.moot.Net.Forget()
	do()
	s.moot.Settle()
	if changes := before.Changes(s.Rows()); len(changes) > 0 {
		t.Errorf("%s changed what is stored:\n%s", what, strings.Join(changes, "\n"))
	}
	for _, r := range s.moot.Net.Requests("") {
		t.Errorf("%s made a request: %s %s", what, r.Method, r.URL)
	}
}
