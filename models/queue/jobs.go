package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

// jobs is the desk of the jobs. It leases more than it can run at once, and starts what it holds lane by lane.
type jobs struct {
	*desk
	Config
	db       *db.DB
	work     context.Context // of the handlers
	stop     context.Context // ended: nothing is started any more
	handlers map[string]func(context.Context, *Job) error
	periods  map[string]time.Duration

	held    []*lease // claimed and not started, the oldest first
	running map[*lease]struct{}
	lanes   map[string]bool // those in which a job runs
	over    []ending        // to be recorded
	did     int             // jobs that ran since the last step
}

// A lease is a job that this process has, until when.
type lease struct {
	*Job
	until time.Time
}

// An ending is a job that its own change has not finished.
type ending struct {
	*Job
	err error
}

func newJobs(d *db.DB, c Config) *jobs {
	j := &jobs{
		desk: newDesk("jobs", c.Pace, c), Config: c, db: d,
		handlers: map[string]func(context.Context, *Job) error{}, periods: map[string]time.Duration{},
		running: map[*lease]struct{}{}, lanes: map[string]bool{},
	}
	j.desk.step = j.step
	return j
}

// every is the Unique of periodic jobs.
func every(kind string) string { return "every " + kind }

// plan makes the rows of the periodic jobs.
func (q *jobs) plan(ctx context.Context) error {
	if len(q.periods) == 0 {
		return nil
	}
	return q.db.Change(ctx, func(tx *db.Tx) error {
		for kind := range q.periods {
			if err := Enqueue(ctx, tx, Job{Kind: kind, Unique: every(kind)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// step is one change: what came of the jobs since the last one, and those that are next.
func (q *jobs) step(ctx context.Context, claim bool) (did int, err error) {
	if !claim {
		return q.leave(ctx)
	}
	renew := q.toRenew()
	room := q.room() && q.mayBeDue(ctx)
	if len(q.over) > 0 || len(renew) > 0 || room {
		var claimed []*Job
		err = q.db.Change(ctx, func(tx *db.Tx) error {
			err := errors.Join(q.save(ctx, tx), q.renew(ctx, tx, renew))
			if err != nil || !room {
				return err
			}
			claimed, err = q.claim(ctx, tx)
			return err
		})
		if err != nil {
			return 0, err
		}
		q.over = nil
		q.hold(claimed)
	}
	q.startHeld()
	did, q.did = q.did, 0
	return did, nil
}

// leave records what is over and gives back what was not started.
func (q *jobs) leave(ctx context.Context) (did int, err error) {
	err = q.db.Change(ctx, func(tx *db.Tx) error {
		return errors.Join(q.save(ctx, tx), q.giveBack(ctx, tx))
	})
	if err != nil {
		return 0, err
	}
	did, q.did, q.over, q.held = q.did, 0, nil, nil
	return did, nil
}

// hold keeps what was claimed, the oldest first.
func (q *jobs) hold(claimed []*Job) {
	until := q.db.Now().Add(q.Lease)
	for _, j := range claimed {
		j.owner = q.Owner
		if j.Unique == every(j.Kind) {
			j.period = q.periods[j.Kind]
		}
		q.held = append(q.held, &lease{j, until})
	}
	slices.SortFunc(q.held, func(a, b *lease) int { return cmp.Compare(a.ID, b.ID) })
}

// startHeld starts what has a free worker and a free lane.
func (q *jobs) startHeld() {
	if q.stop.Err() != nil {
		return
	}
	now := q.db.Now()
	q.held = slices.DeleteFunc(q.held, func(l *lease) bool {
		switch {
		case !now.Before(l.until): // another process has it, or will
			return true
		case len(q.running) >= q.Workers || l.Lane != "" && q.lanes[l.Lane]:
			return false
		}
		q.running[l] = struct{}{}
		q.lanes[l.Lane] = true
		q.start(func() func() {
			err := q.handle(l.Job)
			return func() { q.end(l, err) }
		})
		return true
	})
}

// end takes a job back from its goroutine.
func (q *jobs) end(l *lease, err error) {
	delete(q.running, l)
	delete(q.lanes, l.Lane)
	q.did++
	switch {
	case !l.finished && (err == nil || q.work.Err() == nil):
		q.over = append(q.over, ending{l.Job, err})
	case !l.finished: // we broke it off ourselves, so it does not count
		q.held = append(q.held, l)
	case err != nil:
		q.log.Error("a job failed after it was finished", "job", l.ID, "kind", l.Kind, "error", err)
	}
	q.startHeld()
}

// handle calls the handler, and survives it.
func (q *jobs) handle(j *Job) (err error) {
	began := q.db.Now()
	defer func() {
		if r := recover(); r != nil {
			q.log.Error("a job panicked", "job", j.ID, "kind", j.Kind, "panic", r, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", r)
		}
		q.Ran(j.Kind, err, q.db.Now().Sub(began))
	}()
	if j.Attempts >= maxAttempts && j.period == 0 {
		return GiveUp(fmt.Errorf("the process that ran it died, the last of %d attempts", j.Attempts))
	}
	ctx, cancel := context.WithTimeout(q.work, q.JobTime)
	defer cancel()
	return q.handlers[j.Kind](ctx, j)
}
