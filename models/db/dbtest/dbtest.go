package dbtest

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

// Each runs fn as sub-test "sqlite" and, when TEST_POSTGRES holds the URL of a server where databases may be
// created, as sub-test "postgres". Each gets an empty, migrated database on the real clock.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	each(t, func(t *testing.T, url string) { fn(t, OpenURL(t, url, nil)) })
}

// EachWithClock is Each for tests in which time matters: it stands still at Start until the test moves it.
func EachWithClock(t *testing.T, fn func(t *testing.T, d *db.DB, clock *Clock)) {
	t.Helper()
	each(t, func(t *testing.T, url string) {
		clock := NewClock()
		fn(t, OpenURL(t, url, clock.Now), clock)
	})
}

func each(t *testing.T, fn func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, newSQLite(t)) })
	if server := os.Getenv("TEST_POSTGRES"); server != "" {
		t.Run("postgres", func(t *testing.T) { fn(t, newPostgres(t, server)) })
	}
}

// Open opens an empty, migrated database for tests that are not about the database: SQLite, or PostgreSQL when
// TEST_DATABASE=postgres. now may be nil.
func Open(t testing.TB, now func() time.Time) *db.DB {
	t.Helper()
	return OpenURL(t, URL(t), now)
}

// URL makes what Open opens and leaves the opening to the caller: for a program that is started with it, or for several
// handles on one database, which is how several processes look to each other. It is gone when the test ends.
func URL(t testing.TB) string {
	t.Helper()
	if os.Getenv("TEST_DATABASE") != "postgres" {
		return newSQLite(t)
	}
	server := os.Getenv("TEST_POSTGRES")
	if server == "" {
		t.Fatal("TEST_DATABASE=postgres needs TEST_POSTGRES, the URL of a server where databases may be created")
	}
	return newPostgres(t, server)
}

// EachURL is Each for tests that open the database themselves.
func EachURL(t *testing.T, fn func(t *testing.T, url string)) {
	t.Helper()
	each(t, fn)
}

// OpenURL opens what URL or EachURL made, until the test ends. now may be nil.
func OpenURL(t testing.TB, url string, now func() time.Time) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), db.Options{URL: url, Now: now, Log: Log(t), NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return d
}

// Log is a logger whose warnings and errors appear in the test's output.
func Log(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
}
