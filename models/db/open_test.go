package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

// What is answered 2xx must outlive a power cut, unless somebody has said otherwise.
func TestOpen_SyncsCommitsToTheDisk(t *testing.T) {
	for noSync, want := range map[bool]int{false: 2, true: 0} {
		d, err := db.Open(t.Context(), db.Options{URL: filepath.Join(t.TempDir(), "new", "site.db"), Log: dbtest.Log(t), NoSync: noSync})
		if err != nil {
			t.Fatal(err)
		}
		change(t, d, func(tx *db.Tx) error {
			var sync int
			if err := tx.NewRaw("PRAGMA synchronous").Scan(t.Context(), &sync); err != nil || sync != want {
				t.Errorf("synchronous is %d with NoSync %v, %v; want %d", sync, noSync, err, want)
			}
			return nil
		})
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestOpen_FailsWhenNobodyAnswers(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("not a database, and not a folder"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"postgres://nobody@127.0.0.1:1/nothing?connect_timeout=1", file, filepath.Join(file, "site.db")} {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if d, err := db.Open(ctx, db.Options{URL: url, Log: dbtest.Log(t)}); err == nil {
			t.Errorf("%q was opened", url)
			_ = d.Close()
		}
	}
}

func TestIsAway_TellsADatabaseThatWillBeBackFromAQueryThatIsWrong(t *testing.T) {
	_, err := db.Open(t.Context(), db.Options{URL: "postgres://nobody@127.0.0.1:1/nothing?connect_timeout=1", Log: dbtest.Log(t)})
	for name, c := range map[string]struct {
		err  error
		away bool
	}{
		"nobody listens":  {err, true},
		"cut off":         {fmt.Errorf("read setting: %w", &pgconn.PgError{Code: "57P01"}), true},
		"starting":        {&pgconn.PgError{Code: "57P03"}, true},
		"too many":        {&pgconn.PgError{Code: "53300"}, true},
		"broken off":      {fmt.Errorf("read: %w", io.ErrUnexpectedEOF), true},
		"a wrong query":   {&pgconn.PgError{Code: "42601"}, false},
		"a taken key":     {&pgconn.PgError{Code: "23505"}, false},
		"nothing found":   {sql.ErrNoRows, false},
		"nothing at all":  {nil, false},
		"a fault of ours": {errors.New("no such template"), false},
	} {
		if got := db.IsAway(c.err); got != c.away {
			t.Errorf("%s: %v (%v)", name, got, c.err)
		}
	}
}

func TestIsAway_HoldsForAQueryWhoseConnectionWasCut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if d.Kind() != db.Postgres {
			return // there is no connection to cut
		}
		_, err := d.Read().ExecContext(t.Context(), "SELECT pg_terminate_backend(pg_backend_pid())")
		if !db.IsAway(err) {
			t.Errorf("%v is taken for a fault of the query", err)
		}
	})
}
