package queue

import (
	"context"
	"log/slog"
	"time"
)

// A desk is the one goroutine through which a shape of work passes: it alone touches the state of what is in flight, and
// it alone asks the database. The goroutines that work hand it their results as functions, which it calls. What
// comes in within its pace it deals with in one change.
type desk struct {
	name   string
	pace   time.Duration // the least time between two changes
	poll   time.Duration // the longest
	grace  time.Duration // what is in flight has, in the end
	log    *slog.Logger
	events chan func()
	wake   chan struct{} // holds one token
	busy   int           // goroutines that work

	// step records the results since the last step, and claims and starts what is due if it may. When it fails, it has
	// lost nothing, and is called again.
	step func(ctx context.Context, claim bool) (did int, err error)
}

func newDesk(name string, c Config) *desk {
	return &desk{
		name: name, pace: c.Pace, poll: c.Poll, grace: c.Grace, log: c.Log,
		events: make(chan func(), 1024), wake: make(chan struct{}, 1),
	}
}

// ring makes the desk look for work.
func (k *desk) ring() {
	select {
	case k.wake <- struct{}{}:
	default: // it is going to
	}
}

// start does work in a goroutine and hands the desk what it returns. It is called by the desk only.
func (k *desk) start(work func() (result func())) {
	k.busy++
	go func() {
		result := work()
		k.events <- func() {
			k.busy--
			result()
		}
	}()
}

// run keeps the desk until ctx ends, then waits for what is in flight.
func (k *desk) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	failed := 0
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-k.wake:
		case <-timer.C:
		case event := <-k.events:
			event()
		}
		if _, err := k.step(ctx, true); err != nil && ctx.Err() == nil {
			failed++
			k.log.Error("the queue can't reach the database", "queue", k.name, "error", err, "failures", failed)
			k.gather(ctx, min(time.Second, 50*time.Millisecond<<min(failed, 5)))
		} else {
			failed = 0
			k.gather(ctx, k.pace)
		}
		timer.Reset(k.poll)
	}
	k.finish(context.WithoutCancel(ctx))
}

// gather takes results for a while.
func (k *desk) gather(ctx context.Context, while time.Duration) {
	enough := time.NewTimer(while)
	defer enough.Stop()
	for {
		select {
		case event := <-k.events:
			event()
		case <-enough.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// finish waits for what is in flight, whose context ends after its grace, and records it. What does not heed its
// context is left behind; its lease will run out.
func (k *desk) finish(ctx context.Context) {
	limit := time.NewTimer(k.grace + time.Second)
	defer limit.Stop()
	for k.busy > 0 {
		select {
		case event := <-k.events:
			event()
			continue
		case <-limit.C:
			k.log.Error("work did not stop when it was told to", "queue", k.name, "left", k.busy)
		}
		break
	}
	for range 3 {
		_, err := k.step(ctx, false)
		if err == nil {
			return
		}
		k.log.Error("the queue could not record what it did last, so some of it will be done twice", "queue", k.name, "error", err)
	}
}

// drain does all that is due, and what that makes due, and returns how much there was.
func (k *desk) drain(ctx context.Context) (did int, err error) {
	for {
		n, err := k.step(ctx, true)
		if err != nil {
			return did, err
		}
		if n == 0 && k.busy == 0 {
			return did, nil
		}
		did += n
		for k.busy > 0 {
			(<-k.events)()
		}
	}
}
