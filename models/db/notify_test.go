package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

func TestListen_HearsNoticesAndComesBackWhenItIsCutOff(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		one, other := dbtest.OpenURL(t, url, nil), dbtest.OpenURL(t, url, nil)
		ctx, stop := context.WithCancel(t.Context())
		heard, over := make(chan struct{}, 100), make(chan struct{})
		go func() {
			one.Listen(ctx, "a channel", func() { heard <- struct{}{} })
			close(over)
		}()
		await(t, heard) // that it listens, since nobody knows what it has missed
		one.Notify("a channel")
		await(t, heard)
		if one.Kind() == db.Postgres {
			other.Notify("a channel")
			await(t, heard)
			cutConnections(t, other)
			await(t, heard) // connected again
			other.Notify("a channel")
			await(t, heard)
		}
		stop()
		await(t, over)
	})
}

func await(t *testing.T, what <-chan struct{}) {
	t.Helper()
	select {
	case <-what:
	case <-time.After(10 * time.Second):
		t.Fatal("waited for 10 s in vain")
	}
}

// cutConnections ends every connection to PostgreSQL's database but the one that asks, as its restart does.
func cutConnections(t *testing.T, d *db.DB) {
	t.Helper()
	_, err := d.Read().NewRaw(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()`).Exec(t.Context())
	if err != nil {
		t.Fatal(err)
	}
}

func TestChange_WorksAgainAfterTheServerCutAllConnections(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		one, other := dbtest.OpenURL(t, url, nil), dbtest.OpenURL(t, url, nil)
		if one.Kind() == db.SQLite {
			return // has no server
		}
		withRows(t, one)
		err := one.Change(t.Context(), func(tx *db.Tx) error {
			if err := insert(t.Context(), tx, row{ID: 1, Name: "lost"}); err != nil {
				return err
			}
			cutConnections(t, other)
			return insert(t.Context(), tx, row{ID: 2, Name: "never"})
		})
		if err == nil {
			t.Error("a change outlived its connection")
		}
		for id := range int64(3) {
			change(t, one, func(tx *db.Tx) error {
				return insert(t.Context(), tx, row{ID: 3 + id, Name: time.Duration(id).String()})
			})
		}
		if n := count(t, one); n != 3 {
			t.Errorf("%d rows, want the 3 after the cut", n)
		}
	})
}
