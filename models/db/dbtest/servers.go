package dbtest

import (
	"os"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

// EachServer is Each for tests in which several sites deal with each other: each call of open gives
// another empty, migrated database of the same kind, on the clock now (nil: the real one).
func EachServer(t *testing.T, fn func(t *testing.T, open func(now func() time.Time) *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		fn(t, func(now func() time.Time) *db.DB { return OpenURL(t, newSQLite(t), now) })
	})
	if server := os.Getenv("TEST_POSTGRES"); server != "" {
		t.Run("postgres", func(t *testing.T) {
			fn(t, func(now func() time.Time) *db.DB { return OpenURL(t, newPostgres(t, server), now) })
		})
	}
}
