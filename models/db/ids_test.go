package db_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

func TestNewID_RisesWhateverTheClockDoes(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		change(t, d, func(*db.Tx) error { return nil })
		last := int64(0)
		for i := range 20_000 { // more than a millisecond holds
			if i == 10_000 {
				clock.Add(-time.Hour)
			}
			id := d.NewID()
			if id <= last {
				t.Fatalf("id %d follows %d", id, last)
			}
			last = id
		}
		clock.Add(2 * time.Hour)
		id := d.NewID()
		made := time.UnixMilli(id>>22 + time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli())
		if !made.Equal(clock.Now()) || len(strconv.FormatInt(id, 10)) != 19 {
			t.Errorf("id %d says %v, want 19 digits that say %v", id, made, clock.Now())
		}
	})
}

func TestNewID_IsUniqueAmongGoroutinesAndProcesses(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		var mu sync.Mutex
		seen := map[int64]bool{}
		var all sync.WaitGroup
		clock := dbtest.NewClock() // stands still, so that only node and sequence part the ids
		for range 2 {
			d := dbtest.OpenURL(t, url, clock.Now)
			change(t, d, func(*db.Tx) error { return nil })
			for range 4 {
				all.Go(func() {
					for range 1000 {
						id := d.NewID()
						mu.Lock()
						seen[id] = true
						mu.Unlock()
					}
				})
			}
		}
		all.Wait()
		if len(seen) != 8000 {
			t.Errorf("%d different ids of 8000", len(seen))
		}
	})
}
