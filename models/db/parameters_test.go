package db

import (
	"reflect"
	"testing"
)

func TestParameters_TakeOutWhatIsLongAndLeaveTheRest(t *testing.T) {
	for query, want := range map[string]struct {
		words  string
		values []any
	}{
		`SELECT "a"."id" FROM "actors" AS "a" WHERE (a.uri = 'https://south.example/u/ana')`: {
			`SELECT "a"."id" FROM "actors" AS "a" WHERE (a.uri = ?)`, []any{"https://south.example/u/ana"},
		},
		`SELECT 1 FROM t WHERE host = '' AND state = 'accepted' AND id = 200000000000000001 LIMIT 50`: {
			`SELECT 1 FROM t WHERE host = '' AND state = 'accepted' AND id = ? LIMIT 50`, []any{int64(200000000000000001)},
		},
		`INSERT INTO t VALUES (X'00112233445566778899aabbccdd', TRUE, NULL, -123456, 'it''s ''quoted''')`: {
			`INSERT INTO t VALUES (?, TRUE, NULL, -?, ?)`, []any{
				[]byte{0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd}, int64(123456), "it's 'quoted'",
			},
		},
		`UPDATE t SET "odd ' name 123456" = column1234567, x1 = 'Ökologie und mehr'`: {
			`UPDATE t SET "odd ' name 123456" = column1234567, x1 = ?`, []any{"Ökologie und mehr"},
		},
		`WITH v AS (SELECT 99999999999999999999) DELETE FROM t WHERE x IN (SELECT * FROM v)`: {
			`WITH v AS (SELECT 99999999999999999999) DELETE FROM t WHERE x IN (SELECT * FROM v)`, nil,
		},
	} {
		words, values, ok := parameters(nil, query)
		var got []any
		for n, v := range values {
			if v.Ordinal != n+1 {
				t.Errorf("%s: the ordinals are wrong: %v", query, values)
			}
			got = append(got, v.Value)
		}
		if !ok || string(words) != want.words || !reflect.DeepEqual(got, want.values) {
			t.Errorf("%s\nbecame %s %#v, %v\nwant   %s %#v", query, words, got, ok, want.words, want.values)
		}
	}
}

func TestParameters_LeaveAloneWhatTheyDoNotUnderstand(t *testing.T) {
	for _, query := range []string{
		"", "PRAGMA synchronous", "BEGIN IMMEDIATE", "CREATE TABLE t (a TEXT DEFAULT 'quite a long text')",
		"EXPLAIN QUERY PLAN SELECT 1", "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)",
		"SELECT 1 -- the first", "SELECT /* the first */ 1", "SELECT ?", "SELECT 'open", "SELECT \"open", "SELECT X'open",
		"SELECT X'not really hexadecimal'", "SELECT 1.5", "SELECT 0xff", "SELECT [a] FROM t", "SELECT `a` FROM t",
	} {
		if words, values, ok := parameters(nil, query); ok {
			t.Errorf("%q became %q %v", query, words, values)
		}
	}
}
