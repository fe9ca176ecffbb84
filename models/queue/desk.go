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
	eager  bool          // does not keep its pace when nothing is in flight any more

	// step records the results since the last step, and claims and starts what is due if it may. When it fails, it has
	// lost nothing, and is called again.
	step func(ctx context.Context, claim bool) (did int, err error)
}

func newDesk(name string, pace time.Duration, c Config) *desk {
	return &desk{
		name: name, pace: pace, poll: c.Poll, grace: c.Grace, log: c.Log,
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
	poll := time.NewTimer(0)
	defer poll.Stop()
	failed := 0
	for more := false; ctx.Err() == nil; poll.Reset(k.poll) {
		if !more {
			select {
			case <-ctx.Done():
			case <-k.wake:
			case <-poll.C:
			case event := <-k.events:
				event()
			}
		}
		if _, err := k.step(ctx, true); err != nil && ctx.Err() == nil {
			failed++
			k.log.Error("the queue can't reach the database", "queue", k.name, "error", err, "failures", failed)
			k.gather(ctx, min(time.Second, 50*time.Millisecond<<min(failed, 5)), false)
			more = true
			continue
		}
		failed = 0
		more = k.gather(ctx, k.pace, k.eager)
	}
	k.finish(context.WithoutCancel(ctx))
}

// gather takes results for a while, or until nothing is in flight if it is eager, and says whether there were any.
func (k *desk) gather(ctx context.Context, while time.Duration, eager bool) (some bool) {
	enough := time.NewTimer(while)
	defer enough.Stop()
	for !eager || !some || k.busy > 0 {
		select {
		case event := <-k.events:
			event()
			some = true
		case <-enough.C:
			return some
		case <-ctx.Done():
			return some
		}
	}
	return some
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
