package dbtest_test

import (
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

func TestEach_GivesAnEmptyMigratedDatabaseEachTime(t *testing.T) {
	t.Parallel()
	for range 2 {
		dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
			pending, err := d.Pending(t.Context())
			if err != nil || len(pending) != 0 {
				t.Errorf("pending migrations: %v, %v", pending, err)
			}
			err = d.Change(t.Context(), func(tx *db.Tx) error {
				var rows int
				if err := tx.NewRaw("SELECT count(*) FROM processes").Scan(t.Context(), &rows); err != nil || rows != 1 {
					t.Errorf("%d processes, %v; want this one alone", rows, err)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			clock.Add(time.Hour)
			if !d.Now().Equal(dbtest.Start.Add(time.Hour)) {
				t.Errorf("the database does not follow the clock: %v", d.Now())
			}
			clock.Set(dbtest.Start)
			if !d.Now().Equal(dbtest.Start) {
				t.Errorf("the clock can't be set back: %v", d.Now())
			}
		})
	}
}
