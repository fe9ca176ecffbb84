package db_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

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
