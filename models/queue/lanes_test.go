package queue_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	"github.com/folkmoot/folkmoot/models/queue"
)

// running is for tests on the real clock, with a runner at work.
func running(t *testing.T, d *db.DB, c queue.Config) (stop func()) {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	end := start(t, queue.NewRunner(d, c))
	return func() {
		t.Helper()
		end()
		goleak.VerifyNone(t, ignore, poolGoroutines)
	}
}

func TestLanes_HostsThatHangDelayNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, hang := newWorld(), make(chan struct{})
		c := config(t, w)
		c.Send = func(ctx context.Context, d queue.Delivery) queue.Outcome {
			if d.Host < "h025" {
				<-hang
			}
			return w.send(ctx, d)
		}
		defer running(t, d, c)()
		defer close(hang)
		hosts := hostNames(500)
		put(t, d, "one", hosts...)
		put(t, d, "two", hosts...)
		eventually(t, "the 475 others have both posts", func() bool { return w.total() == 2*475 })
	})
}

// When hundreds of hosts are known to be down, their time-outs must not take the place of those that work.
func TestLanes_HostsThatFailedHavePlacesOfTheirOwn(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		w, hang := newWorld(), make(chan struct{})
		w.set(down)
		put(t, d, "post", hostNames(400)...)
		drain(t, queue.NewRunner(d, config(t, w)))
		w.set(nil)
		clock.Add(time.Minute)
		var inFlight, most atomic.Int64
		c := config(t, w)
		c.Send = func(ctx context.Context, d queue.Delivery) queue.Outcome {
			if strings.HasPrefix(d.Host, "h") {
				n := inFlight.Add(1)
				defer inFlight.Add(-1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				<-hang
			}
			return w.send(ctx, d)
		}
		defer running(t, d, c)()
		defer close(hang)
		eventually(t, "the hosts that failed hang", func() bool { return inFlight.Load() == 64 })
		put(t, d, "post", "well.example")
		eventually(t, "the host that works has its post", func() bool { return w.total() == 1 })
		if most.Load() != 64 {
			t.Errorf("%d lanes for hosts that failed", most.Load())
		}
	})
}

func TestLanes_HostsThatTakeATenthOfASecondAreSentToAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld()
		c := config(t, w)
		var now, most atomic.Int32
		c.Send = func(ctx context.Context, d queue.Delivery) queue.Outcome {
			defer now.Add(-1)
			for n := now.Add(1); ; {
				if before := most.Load(); n <= before || most.CompareAndSwap(before, n) {
					break
				}
			}
			select {
			case <-time.After(100 * time.Millisecond):
			case <-ctx.Done():
			}
			return w.send(ctx, d)
		}
		put(t, d, "one", hostNames(500)...)
		put(t, d, "two", hostNames(500)...)
		defer running(t, d, c)()
		eventually(t, "all have both", func() bool { return w.total() == 1000 })
		if most.Load() < 40 { // a tenth of a second each: 400 in a second
			t.Errorf("%d hosts were sent to at a time", most.Load())
		}
	})
}

// A process dies while it has hosts. Another one takes over when the leases have run out, and not before.
func TestLease_OfADeadProcessRunsOut(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		hang, holds := make(chan struct{}), make(chan struct{})
		dead := config(t, w)
		dead.Send = func(context.Context, queue.Delivery) queue.Outcome {
			close(holds)
			<-hang
			return queue.Retry(0, errDown)
		}
		put(t, d, "one", "a.example")
		put(t, d, "two", "a.example")
		var all sync.WaitGroup
		all.Go(func() { drain(t, queue.NewRunner(d, dead)) })
		<-holds
		clock.Add(19 * time.Second)
		if did := drain(t, r); did != 0 {
			t.Errorf("%d deliveries were taken from a process that holds their lease", did)
		}
		clock.Add(2 * time.Second)
		drain(t, r)
		equal(t, "at a", w.at(inbox("a.example")), []string{"one", "two"})
		close(hang) // it was not dead after all; what it has to say changes nothing any more
		all.Wait()
		if state := host(t, d, "a.example"); state.Fails != 0 || state.Waiting != 0 {
			t.Errorf("state of the host: %+v", state)
		}
	})
}

func TestLease_IsRenewedWhileASlowHostAnswers(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		clock, w, hang, holds := dbtest.NewClock(), newWorld(), make(chan struct{}), make(chan struct{})
		one, other := dbtest.OpenURL(t, url, clock.Now), dbtest.OpenURL(t, url, clock.Now)
		c := config(t, w)
		c.Poll = 10 * time.Millisecond
		c.Send = func(ctx context.Context, d queue.Delivery) queue.Outcome {
			close(holds)
			<-hang
			return w.send(ctx, d)
		}
		put(t, one, "post", "a.example")
		stop := start(t, queue.NewRunner(one, c))
		<-holds
		for range 5 {
			until := leaseUntil(t, one)
			clock.Add(11 * time.Second)
			eventually(t, "the lease is renewed", func() bool { return leaseUntil(t, one).After(until) })
			if did := drain(t, queue.NewRunner(other, config(t, w))); did != 0 {
				t.Error("another process took the host")
			}
		}
		close(hang)
		eventually(t, "the delivery is recorded", func() bool { return host(t, one, "a.example").Waiting == 0 })
		stop()
		equal(t, "at a", w.at(inbox("a.example")), []string{"post"})
	})
}

func leaseUntil(t *testing.T, d *db.DB) (until time.Time) {
	t.Helper()
	if err := d.Read().NewRaw("SELECT lease_until FROM delivery_hosts").Scan(t.Context(), &until); err != nil {
		t.Fatal(err)
	}
	return until
}

// C15: two processes work on one database. Neither order nor once is lost.
func TestC15_TwoRunnersDeliverNothingTwice(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		w := newWorld()
		one, other := dbtest.OpenURL(t, url, nil), dbtest.OpenURL(t, url, nil)
		stopOne, stopOther := start(t, queue.NewRunner(one, config(t, w))), start(t, queue.NewRunner(other, config(t, w)))
		const posts = 30
		var want []string
		for i := range posts {
			want = append(want, fmt.Sprint(i))
			put(t, []*db.DB{one, other}[i%2], want[i], hostNames(50)...)
		}
		eventually(t, "all is delivered", func() bool { return w.total() >= 50*posts })
		stopOne()
		stopOther()
		for _, name := range hostNames(50) {
			equal(t, "at "+name, w.at(inbox(name)), want)
		}
		if counts, err := queue.Count(t.Context(), one); err != nil || counts != (queue.Counts{}) {
			t.Errorf("left over: %+v, %v", counts, err)
		}
	})
}

// C16: a process is told to stop under load. It ends what it has in hand, and nothing is sent twice or lost.
func TestC16_AStopUnderLoadLosesAndRepeatsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld()
		c := config(t, w)
		c.Send = func(ctx context.Context, d queue.Delivery) queue.Outcome {
			time.Sleep(time.Millisecond)
			return w.send(ctx, d)
		}
		var want []string
		for i := range 10 {
			want = append(want, fmt.Sprint(i))
			put(t, d, want[i], hostNames(100)...)
		}
		for w.total() < 1000 {
			before := w.total()
			stop := start(t, queue.NewRunner(d, c))
			eventually(t, "something is delivered", func() bool { return w.total() > before+50 || w.total() == 1000 })
			stop()
		}
		for _, name := range hostNames(100) {
			equal(t, "at "+name, w.at(inbox(name)), want)
		}
	})
}

func TestRun_EndsWhatHangsWhenItsGraceIsOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, holds := newWorld(), make(chan struct{})
		c := config(t, w)
		c.Grace = 20 * time.Millisecond
		c.Send = func(ctx context.Context, d queue.Delivery) queue.Outcome {
			close(holds)
			<-ctx.Done()
			return queue.Retry(0, ctx.Err())
		}
		put(t, d, "post", "a.example")
		stop := running(t, d, c)
		<-holds
		stop()
		if state := host(t, d, "a.example"); state.Fails != 0 {
			t.Errorf("our own stop counts as the host's failure: %+v", state)
		}
		if did := drain(t, queue.NewRunner(d, config(t, w))); did != 1 {
			t.Errorf("the next process made %d deliveries, want 1", did)
		}
	})
}

// C4: the database's server restarts under load.
func TestC04_ACutFromTheDatabaseLosesNothing(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		w := newWorld()
		d, admin := dbtest.OpenURL(t, url, nil), dbtest.OpenURL(t, url, nil)
		if d.Kind() == db.SQLite {
			return // has no server
		}
		c := config(t, w)
		c.Log = quiet
		for i := range 20 {
			put(t, d, fmt.Sprint(i), hostNames(100)...)
		}
		stop := start(t, queue.NewRunner(d, c))
		for n := range 5 {
			eventually(t, "the deliveries go on", func() bool { return w.total() > n*100 })
			_, err := admin.Read().NewRaw(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid()`).Exec(t.Context())
			if err != nil {
				t.Fatal(err)
			}
		}
		eventually(t, "all is recorded", func() bool {
			counts, err := queue.Count(t.Context(), admin)
			return err == nil && counts.Deliveries == 0
		})
		stop()
		for _, name := range hostNames(100) {
			seen := map[string]bool{}
			for _, body := range w.at(inbox(name)) {
				seen[body] = true
			}
			if len(seen) != 20 {
				t.Errorf("%s has %d of 20", name, len(seen))
			}
		}
	})
}
