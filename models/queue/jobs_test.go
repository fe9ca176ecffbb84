package queue_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	"github.com/folkmoot/folkmoot/models/queue"
)

// A diary keeps which jobs ran, in their order.
type diary struct {
	mu      sync.Mutex
	entries []string
}

func (y *diary) write(s string) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.entries = append(y.entries, s)
}

func (y *diary) read() []string {
	y.mu.Lock()
	defer y.mu.Unlock()
	return append([]string{}, y.entries...)
}

// handle lets a runner write each job of kind "note" into a new diary; fail may be nil.
func handle(r *queue.Runner, fail func(j *queue.Job) error) *diary {
	y := &diary{}
	r.Handle("note", func(_ context.Context, j *queue.Job) error {
		y.write(string(j.Payload))
		if fail != nil {
			return fail(j)
		}
		return nil
	})
	return y
}

func enqueue(t *testing.T, d *db.DB, js ...queue.Job) {
	t.Helper()
	change(t, d, func(tx *db.Tx) error {
		for _, j := range js {
			j.Kind = "note"
			if err := queue.Enqueue(t.Context(), tx, j); err != nil {
				return err
			}
		}
		return nil
	})
}

func note(payload string) queue.Job { return queue.Job{Payload: []byte(payload)} }

func TestEnqueue_RunsAfterTheCommitAndNotAfterARollback(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *world, r *queue.Runner, clock *dbtest.Clock) {
		y := handle(r, nil)
		no := errors.New("no")
		if err := d.Change(t.Context(), func(tx *db.Tx) error {
			return errors.Join(queue.Enqueue(t.Context(), tx, queue.Job{Kind: "note", Payload: []byte("lost")}), no)
		}); !errors.Is(err, no) {
			t.Fatal(err)
		}
		enqueue(t, d, note("now"), queue.Job{Payload: []byte("later"), RunAt: clock.Now().Add(time.Minute)}, queue.Job{})
		drain(t, r)
		equal(t, "at once", y.read(), []string{"now", ""})
		clock.Add(time.Minute)
		drain(t, r)
		equal(t, "a minute later", y.read(), []string{"now", "", "later"})
		if did := drain(t, r); did != 0 {
			t.Errorf("%d jobs ran twice", did)
		}
	})
}

func TestEnqueue_UniqueIsThereOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *world, r *queue.Runner, _ *dbtest.Clock) {
		y := handle(r, nil)
		for _, payload := range []string{"first", "second"} {
			enqueue(t, d, queue.Job{Payload: []byte(payload), Unique: "key"}, note("any"))
		}
		drain(t, r)
		equal(t, "ran", y.read(), []string{"first", "any", "any"})
		enqueue(t, d, queue.Job{Payload: []byte("third"), Unique: "key"})
		drain(t, r)
		equal(t, "ran", y.read(), []string{"first", "any", "any", "third"})
	})
}

func TestEnqueue_OfAnUnknownKindWaitsForAProcessThatKnowsIt(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, _ *dbtest.Clock) {
		enqueue(t, d, note("post"))
		if did := drain(t, r); did != 0 {
			t.Errorf("%d jobs ran", did)
		}
		newer := queue.NewRunner(d, config(t, w))
		y := handle(newer, nil)
		drain(t, newer)
		equal(t, "ran", y.read(), []string{"post"})
	})
}

// count is how often a job's effect was stored.
type count struct {
	bun.BaseModel `bun:"table:processes"` // any table with a text column will do
	Host          string
	PID           int `bun:"pid"`
	StartedAt     time.Time
}

func effect(ctx context.Context, tx *db.Tx) error {
	_, err := tx.NewInsert().Model(&count{Host: "effect", StartedAt: tx.Now}).Exec(ctx)
	return err
}

func effects(t *testing.T, d *db.DB) int {
	t.Helper()
	n, err := d.Read().NewSelect().Model((*count)(nil)).Where("host = 'effect'").Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}

func TestFinish_IsOneWithTheEffect(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *world, r *queue.Runner, clock *dbtest.Clock) {
		tries := 0
		r.Handle("note", func(ctx context.Context, j *queue.Job) error {
			tries++
			return d.Change(ctx, func(tx *db.Tx) error {
				if err := errors.Join(effect(ctx, tx), j.Finish(ctx, tx)); err != nil {
					return err
				}
				if tries == 1 {
					return errors.New("after all, no")
				}
				return nil
			})
		})
		enqueue(t, d, note("post"))
		drain(t, r)
		if tries != 1 || effects(t, d) != 0 {
			t.Errorf("%d tries left %d effects, want 1 and none", tries, effects(t, d))
		}
		clock.Add(time.Minute)
		drain(t, r)
		clock.Add(time.Hour)
		drain(t, r)
		if tries != 2 || effects(t, d) != 1 {
			t.Errorf("%d tries left %d effects, want 2 and one", tries, effects(t, d))
		}
	})
}

// A process was taken for dead, and comes back: its change must fail, as another one has made it.
func TestFinish_FailsWhenTheLeaseIsLost(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		hang, holds := make(chan struct{}), make(chan struct{})
		finish := func(ctx context.Context, j *queue.Job) error {
			return d.Change(ctx, func(tx *db.Tx) error { return errors.Join(effect(ctx, tx), j.Finish(ctx, tx)) })
		}
		slow := queue.NewRunner(d, config(t, w))
		var lost error
		slow.Handle("note", func(ctx context.Context, j *queue.Job) error {
			close(holds)
			<-hang
			lost = finish(ctx, j)
			return lost
		})
		attempts := -1
		r.Handle("note", func(ctx context.Context, j *queue.Job) error {
			attempts = j.Attempts
			return finish(ctx, j)
		})
		enqueue(t, d, note("post"))
		var all sync.WaitGroup
		all.Go(func() { drain(t, slow) })
		<-holds
		clock.Add(21 * time.Second)
		drain(t, r)
		close(hang)
		all.Wait()
		if !errors.Is(lost, queue.ErrLost) || effects(t, d) != 1 {
			t.Errorf("the late change returned %v and there are %d effects", lost, effects(t, d))
		}
		if attempts != 1 {
			t.Errorf("a death counts as %d failures, want 1", attempts)
		}
	})
}

func TestJobs_AreTriedAgainAndParkedAfterTwentyFailures(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *world, r *queue.Runner, clock *dbtest.Clock) {
		broken := true
		y := handle(r, func(j *queue.Job) error {
			if j.Lane != "lane" || string(j.Payload) != "bad" || !broken {
				return nil
			}
			return fmt.Errorf("failure %d", j.Attempts+1)
		})
		enqueue(t, d, queue.Job{Payload: []byte("bad"), Lane: "lane", Unique: "once"}, queue.Job{Payload: []byte("good"), Lane: "lane"})
		drain(t, r)
		equal(t, "the lane goes on", y.read(), []string{"bad", "good"})
		want := 10 * time.Second
		for n := 2; n <= 20; n++ {
			clock.Add(want*8/10 - time.Second)
			if did := drain(t, r); did != 0 {
				t.Fatalf("try %d came early", n)
			}
			clock.Add(want*4/10 + time.Second)
			if did := drain(t, r); did != 1 {
				t.Fatalf("try %d did not come within %v + 20 %%", n, want)
			}
			want = min(2*want, time.Hour)
		}
		jobs, err := queue.ParkedJobs(t.Context(), d, 10)
		if err != nil || len(jobs) != 1 || jobs[0].LastError != "failure 20" || jobs[0].Attempts != 20 {
			t.Fatalf("parked: %+v, %v", jobs, err)
		}
		if broken = false; jobs[0].LastError != "" {
			enqueue(t, d, queue.Job{Payload: []byte("good"), Unique: "once"})
			if did := drain(t, r); did != 1 {
				t.Errorf("what was given up keeps new work of its name from being done")
			}
		}
		change(t, d, func(tx *db.Tx) error {
			kind, err := queue.RetryJob(t.Context(), tx, jobs[0].ID)
			if kind != jobs[0].Kind {
				t.Errorf("the kind is %q, want %q", kind, jobs[0].Kind)
			}
			return err
		})
		if did := drain(t, r); did != 1 {
			t.Errorf("the parked job did not run again")
		}
	})
}

func TestJobs_ThatPanicHaveFailed(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, _ *queue.Runner, clock *dbtest.Clock) {
		c := config(t, w)
		c.Log = quiet
		r := queue.NewRunner(d, c)
		y := handle(r, func(j *queue.Job) error {
			if j.Attempts == 0 {
				panic("boom")
			}
			return nil
		})
		enqueue(t, d, note("post"))
		drain(t, r)
		clock.Add(time.Minute)
		drain(t, r)
		equal(t, "ran", y.read(), []string{"post", "post"})
	})
}

func TestJobs_ErrorsMaySayWhatBecomesOfThem(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *world, r *queue.Runner, clock *dbtest.Clock) {
		y := handle(r, func(j *queue.Job) error {
			if string(j.Payload) == "never" {
				return fmt.Errorf("wrapped: %w", queue.GiveUp(errDown))
			}
			return queue.Later(5*time.Hour, errDown)
		})
		enqueue(t, d, note("never"), note("later"))
		drain(t, r)
		clock.Add(5*time.Hour - time.Second)
		drain(t, r)
		clock.Add(time.Second)
		drain(t, r)
		equal(t, "ran", y.read(), []string{"never", "later", "later"})
		jobs, err := queue.ParkedJobs(t.Context(), d, 10)
		if err != nil || len(jobs) != 1 || string(jobs[0].Payload) != "never" {
			t.Fatalf("parked: %+v, %v", jobs, err)
		}
		change(t, d, func(tx *db.Tx) error {
			kind, err := queue.DropJob(t.Context(), tx, jobs[0].ID)
			if kind != jobs[0].Kind {
				t.Errorf("the kind is %q, want %q", kind, jobs[0].Kind)
			}
			return err
		})
		if jobs, err = queue.ParkedJobs(t.Context(), d, 10); err != nil || len(jobs) != 0 {
			t.Errorf("dropped, and still there: %+v, %v", jobs, err)
		}
	})
}

func TestEvery_RunsAtItsIntervalWhateverHappens(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		other := queue.NewRunner(d, config(t, w))
		runs, fail := 0, false
		for _, runner := range []*queue.Runner{r, other} {
			runner.Every("sweep", time.Hour)
			runner.Handle("sweep", func(ctx context.Context, j *queue.Job) error {
				runs++
				if fail {
					return queue.GiveUp(errDown)
				}
				if runs%2 == 0 {
					return nil
				}
				return d.Change(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
			})
		}
		for hour := 1; hour <= 50; hour++ {
			fail = hour > 20
			drain(t, r)
			drain(t, other)
			if runs < hour || !fail && runs != hour {
				t.Fatalf("%d runs in hour %d", runs, hour)
			}
			clock.Add(time.Hour)
		}
	})
}
