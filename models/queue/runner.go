package queue

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

// Config says how a Runner works. Zero fields take the values named.
type Config struct {
	Owner   string // of the leases; unique among the processes on a database. "": host, process and a random number
	Send    Send   // nil: deliveries are left to other processes
	Lanes   int    // 256: hosts that are sent to at a time, and 64 more that failed last time
	Workers int    // 16: jobs that run at a time

	Lease    time.Duration // 20 s, renewed at half of it: how long the work of a killed process stays lying
	Poll     time.Duration // 1 s: how often is looked for work without a notice
	Pace     time.Duration // 5 ms: jobs that end within it are recorded in one change, deliveries within eight times it
	SendTime time.Duration // 30 s for one delivery; Send should have a limit of its own below it
	JobTime  time.Duration // 5 min for one job
	Grace    time.Duration // 8 s for what is in flight when Run's context ends

	Log  *slog.Logger                                         // nil: slog.Default
	Sent func(v Verdict, took time.Duration)                  // after each delivery, for metrics; from many goroutines
	Ran  func(kind string, failure error, took time.Duration) // after each job
}

func (c Config) withDefaults() Config {
	if c.Owner == "" {
		host, _ := os.Hostname() // the random number makes it unique
		c.Owner = fmt.Sprintf("%s/%d/%08x", host, os.Getpid(), rand.Uint32())
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Sent == nil {
		c.Sent = func(Verdict, time.Duration) {}
	}
	if c.Ran == nil {
		c.Ran = func(string, error, time.Duration) {}
	}
	setDefault(&c.Lanes, 256)
	setDefault(&c.Workers, 16)
	setDefault(&c.Lease, 20*time.Second)
	setDefault(&c.Poll, time.Second)
	setDefault(&c.Pace, 5*time.Millisecond)
	setDefault(&c.SendTime, 30*time.Second)
	setDefault(&c.JobTime, 5*time.Minute)
	setDefault(&c.Grace, 8*time.Second)
	return c
}

func setDefault[T ~int | ~int64](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}

// A Runner does the queue's work in this process.
type Runner struct {
	db     *db.DB
	config Config
	lanes  *lanes
	jobs   *jobs
}

// NewRunner prepares a runner. It does nothing before Run or Drain.
func NewRunner(d *db.DB, c Config) *Runner {
	c = c.withDefaults()
	return &Runner{db: d, config: c, lanes: newLanes(d, c), jobs: newJobs(d, c)}
}

// Handle says what does the jobs of a kind. Jobs of kinds that nobody handles stay where they are.
func (r *Runner) Handle(kind string, fn func(ctx context.Context, j *Job) error) {
	r.jobs.handlers[kind] = fn
}

// Every lets a job of the kind run at that interval, in one of the processes, beginning with the first start ever.
// Such a job is never parked.
func (r *Runner) Every(kind string, interval time.Duration) { r.jobs.periods[kind] = interval }

// Run works until ctx ends. Then it begins nothing new, gives what is in flight its grace, and the leases back.
func (r *Runner) Run(ctx context.Context) error {
	if err := r.jobs.plan(ctx); err != nil {
		return err
	}
	defer r.begin(ctx)()
	var all sync.WaitGroup
	all.Go(func() { r.db.Listen(ctx, jobsChannel, r.jobs.ring) })
	all.Go(func() { r.jobs.run(ctx) })
	if r.config.Send != nil {
		all.Go(func() { r.db.Listen(ctx, deliveriesChannel, r.lanes.ring) })
		all.Go(func() { r.lanes.run(ctx) })
	}
	all.Wait()
	return nil
}

// begin sets the contexts of what will be in flight: `stop` ends with ctx, `work` a grace later.
func (r *Runner) begin(ctx context.Context) (end func()) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	over := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() {
		select {
		case <-ctx.Done():
		case <-over:
			return
		}
		grace := time.NewTimer(r.config.Grace)
		defer grace.Stop()
		select {
		case <-grace.C:
			cancel()
		case <-over:
		}
	})
	r.lanes.work, r.lanes.stop = work, ctx
	r.jobs.work, r.jobs.stop = work, ctx
	return func() {
		close(over)
		watch.Wait()
		cancel()
	}
}

// Drain does everything that is due, deliveries included, and what that makes due, until nothing is; it returns how many
// jobs and deliveries that were. The jobs run one after the other, the oldest first, so that tests are repeatable. It
// is for them and for commands, and must not be called beside Run.
func (r *Runner) Drain(ctx context.Context) (did int, err error) {
	workers := r.jobs.Workers
	r.jobs.Workers = 1
	defer func() { r.jobs.Workers = workers }()
	if err := r.jobs.plan(ctx); err != nil {
		return 0, err
	}
	defer r.begin(ctx)()
	for {
		n, err := r.jobs.drain(ctx)
		did += n
		if err != nil {
			return did, err
		}
		sent := 0
		if r.config.Send != nil {
			sent, err = r.lanes.drain(ctx)
			did += sent
		}
		if err != nil || sent == 0 {
			return did, err
		}
	}
}
