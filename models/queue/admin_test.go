package queue_test

import (
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	"github.com/folkmoot/folkmoot/models/queue"
)

func TestBacklog_ShowsWhatWaitsAndWhy(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		w.set(func(d queue.Delivery) queue.Outcome {
			if d.Host == "down.example" {
				return queue.Retry(0, errDown)
			}
			return queue.Done()
		})
		put(t, d, "post", "down.example", "up.example")
		drain(t, r)
		clock.Add(time.Second)
		put(t, d, "another", "down.example", "new.example")
		hosts, err := queue.Backlog(t.Context(), d)
		if err != nil || len(hosts) != 2 || hosts[0].Host != "down.example" || hosts[1].Host != "new.example" {
			t.Fatalf("backlog: %+v, %v", hosts, err)
		}
		got := hosts[0]
		if got.Waiting != 2 || got.Fails != 1 || !got.FailingSince.Equal(dbtest.Start) || !got.OldestAt.Equal(dbtest.Start) ||
			got.LastError != errDown.Error() || !got.LastOkAt.IsZero() {
			t.Errorf("state of the host: %+v", got)
		}
		if up := host(t, d, "up.example"); !up.LastOkAt.Equal(dbtest.Start) || !up.DueAt.IsZero() {
			t.Errorf("state of the host that works: %+v", up)
		}
		counts, err := queue.Count(t.Context(), d)
		if want := (queue.Counts{Deliveries: 3, FailingHosts: 1}); err != nil || counts != want {
			t.Errorf("counts %+v, %v; want %+v", counts, err, want)
		}
	})
}

func TestRetryNow_EndsTheBackOff(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, _ *dbtest.Clock) {
		w.set(down)
		put(t, d, "post", "a.example")
		drain(t, r)
		w.set(nil)
		change(t, d, func(tx *db.Tx) error { return queue.RetryNow(t.Context(), tx, "a.example") })
		if did := drain(t, r); did != 1 {
			t.Errorf("%d deliveries, want 1", did)
		}
	})
}

func TestCancel_DeletesWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		w.set(down)
		put(t, d, "post", "a.example", "b.example")
		drain(t, r)
		w.set(nil)
		change(t, d, func(tx *db.Tx) error {
			n, err := queue.Cancel(t.Context(), tx, "a.example")
			if n != 1 {
				t.Errorf("%d were cancelled, want 1", n)
			}
			return err
		})
		clock.Add(time.Hour)
		drain(t, r)
		if len(w.at(inbox("a.example"))) != 0 || len(w.at(inbox("b.example"))) != 1 {
			t.Errorf("arrived: %v", w.arrived)
		}
		if state := host(t, d, "a.example"); state.Fails != 0 || !state.DueAt.IsZero() {
			t.Errorf("state of the host: %+v", state)
		}
	})
}

func TestCancelled_IsDeletedAndNoFailure(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, _ *dbtest.Clock) {
		w.set(func(queue.Delivery) queue.Outcome { return queue.Cancelled() })
		put(t, d, "post", "a.example")
		drain(t, r)
		state := host(t, d, "a.example")
		if state.Waiting+state.Parked+state.Fails != 0 || !state.LastOkAt.IsZero() || !state.DueAt.IsZero() {
			t.Errorf("state of the host: %+v", state)
		}
	})
}

func TestPause_KeepsWhatIsPutUntilResume(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		put(t, d, "one", "a.example")
		change(t, d, func(tx *db.Tx) error { return queue.Pause(t.Context(), tx, "a.example") })
		put(t, d, "two", "a.example")
		clock.Add(20 * 24 * time.Hour)
		if did := drain(t, r); did != 0 || !host(t, d, "a.example").Paused {
			t.Fatalf("%d deliveries were made in the pause", did)
		}
		change(t, d, func(tx *db.Tx) error { return queue.Resume(t.Context(), tx, "a.example") })
		w.set(down)
		drain(t, r)
		if n := len(parked(t, d)); n != 0 {
			t.Errorf("%d grew old in the pause", n)
		}
		w.set(nil)
		clock.Add(time.Hour)
		drain(t, r)
		equal(t, "at a", w.at(inbox("a.example")), []string{"one", "two"})
	})
}

func TestSweep_DeletesOldParkedAndOrphans(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		w.set(func(queue.Delivery) queue.Outcome { return queue.Refused(errDown) })
		put(t, d, "old", "a.example")
		drain(t, r)
		clock.Add(time.Hour)
		put(t, d, "young", "a.example")
		drain(t, r)
		change(t, d, func(tx *db.Tx) error { return queue.Sweep(t.Context(), tx, clock.Now()) })
		var parcels int
		if err := d.Read().NewRaw("SELECT count(*) FROM parcels").Scan(t.Context(), &parcels); err != nil {
			t.Fatal(err)
		}
		if found := parked(t, d); len(found) != 1 || parcels != 1 || !found[0].ParkedAt.Equal(clock.Now()) {
			t.Errorf("%d parcels and %+v are left, want the young one", parcels, found)
		}
	})
}
