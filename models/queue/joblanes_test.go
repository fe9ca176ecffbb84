package queue_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	"github.com/folkmoot/folkmoot/models/queue"
)

func TestRun_StartsAJobAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := config(t, newWorld())
		c.Poll = time.Hour
		r := queue.NewRunner(d, c)
		y := handle(r, nil)
		defer start(t, r)()
		for n := 1; n <= 20; n++ {
			enqueue(t, d, note("x"))
			eventually(t, "the job has run without a poll", func() bool { return len(y.read()) == n })
		}
	})
}

func TestLanesOfJobs_RunOneAtATimeInOrderOverTwoProcesses(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		var mu sync.Mutex
		inLane, ran := map[string]int{}, map[string][]string{}
		work := func(_ context.Context, j *queue.Job) error {
			mu.Lock()
			if inLane[j.Lane]++; inLane[j.Lane] > 1 {
				t.Errorf("two jobs of lane %s run at a time", j.Lane)
			}
			ran[j.Lane] = append(ran[j.Lane], string(j.Payload))
			mu.Unlock()
			time.Sleep(time.Millisecond)
			mu.Lock()
			inLane[j.Lane]--
			mu.Unlock()
			return nil
		}
		one, other := dbtest.OpenURL(t, url, nil), dbtest.OpenURL(t, url, nil)
		for _, d := range []*db.DB{one, other} {
			r := queue.NewRunner(d, config(t, newWorld()))
			r.Handle("note", work)
			defer start(t, r)()
		}
		want := map[string][]string{}
		for i := range 120 {
			lane := fmt.Sprint("lane ", i%4)
			want[lane] = append(want[lane], fmt.Sprint(i))
			enqueue(t, []*db.DB{one, other}[i%2], queue.Job{Payload: []byte(fmt.Sprint(i)), Lane: lane})
		}
		eventually(t, "all have run", func() bool {
			counts, err := queue.Count(t.Context(), one)
			return err == nil && counts.Jobs == 0
		})
		for lane := range want {
			equal(t, lane, ran[lane], want[lane])
		}
	})
}

func TestLanesOfJobs_AFullOneDoesNotCrowdOutTheOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		hang := make(chan struct{})
		r := queue.NewRunner(d, config(t, newWorld()))
		y := handle(r, func(j *queue.Job) error {
			if j.Lane == "slow" {
				<-hang
			}
			return nil
		})
		slow := slices.Repeat([]queue.Job{{Lane: "slow", Payload: []byte("slow")}}, 1200)
		enqueue(t, d, slow...)
		defer start(t, r)()
		defer close(hang)
		for n := 2; n < 5; n++ {
			enqueue(t, d, queue.Job{Lane: "quick", Payload: []byte("quick")})
			eventually(t, "the quick one has run", func() bool { return len(y.read()) == n })
		}
	})
}

func TestRun_GivesBackWhatItHasNotStarted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		holds := make(chan struct{})
		c := config(t, newWorld())
		c.Workers, c.Grace = 1, 20*time.Millisecond
		r := queue.NewRunner(d, c)
		r.Handle("note", func(ctx context.Context, _ *queue.Job) error {
			close(holds)
			<-ctx.Done() // its grace is over
			return nil
		})
		enqueue(t, d, note("1"), note("2"), note("3"))
		stop := start(t, r)
		<-holds
		stop()
		next := queue.NewRunner(d, config(t, newWorld()))
		y := handle(next, nil)
		drain(t, next)
		equal(t, "in the next process", y.read(), []string{"2", "3"})
	})
}
