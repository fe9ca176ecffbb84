package queue_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	"github.com/folkmoot/folkmoot/models/queue"
)

var errDown = errors.New("connection refused")

// quiet is for tests in which errors are meant to be logged.
var quiet = slog.New(slog.DiscardHandler)

// A world stands for the other servers: it keeps what arrives and fails as it is told.
type world struct {
	mu      sync.Mutex
	answer  func(d queue.Delivery) queue.Outcome // nil: done
	arrived map[string][]string                  // bodies by inbox, in their order
	tried   []queue.Delivery
}

func newWorld() *world { return &world{arrived: map[string][]string{}} }

func (w *world) send(_ context.Context, d queue.Delivery) queue.Outcome {
	w.mu.Lock()
	defer w.mu.Unlock()
	outcome := queue.Done()
	if w.answer != nil {
		outcome = w.answer(d)
	}
	w.tried = append(w.tried, d)
	if outcome.Verdict() == queue.VerdictDone {
		w.arrived[d.Inbox] = append(w.arrived[d.Inbox], string(d.Body))
	}
	return outcome
}

// set changes how the world answers.
func (w *world) set(answer func(d queue.Delivery) queue.Outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = answer
}

func (w *world) total() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, bodies := range w.arrived {
		n += len(bodies)
	}
	return n
}

func (w *world) at(inbox string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.arrived[inbox])
}

// down answers as a host does that can't be reached.
func down(queue.Delivery) queue.Outcome { return queue.Retry(0, errDown) }

// each runs fn on each database, with a world, a runner to it and a clock that the test moves, and looks for goroutines
// that are left.
func each(t *testing.T, fn func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock)) {
	t.Helper()
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		ignore := goleak.IgnoreCurrent()
		w := newWorld()
		fn(t, d, w, queue.NewRunner(d, config(t, w)), clock)
		goleak.VerifyNone(t, ignore, poolGoroutines)
	})
}

// poolGoroutines belong to the database's pool, which opens and closes connections at its leisure until it is closed.
var poolGoroutines = goleak.IgnoreAnyFunction("github.com/jackc/pgx/v5/pgxpool.(*Pool).backgroundHealthCheck")

func config(t *testing.T, w *world) queue.Config {
	return queue.Config{Send: w.send, Log: dbtest.Log(t)}
}

func change(t *testing.T, d *db.DB, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Change(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// put addresses a body to the inbox "https://HOST/inbox" of each host.
func put(t *testing.T, d *db.DB, body string, hosts ...string) {
	t.Helper()
	change(t, d, func(tx *db.Tx) error {
		_, err := queue.PutTo(t.Context(), tx, queue.Parcel{ActID: 7, SenderID: 8, Body: []byte(body)}, addresses(hosts...))
		return err
	})
}

func addresses(hosts ...string) []queue.Address {
	to := make([]queue.Address, len(hosts))
	for i, host := range hosts {
		to[i] = queue.Address{Host: host, Inbox: inbox(host)}
	}
	return to
}

func inbox(host string) string { return "https://" + host + "/inbox" }

func hostNames(n int) []string {
	hosts := make([]string, n)
	for i := range hosts {
		hosts[i] = fmt.Sprintf("h%03d.example", i)
	}
	return hosts
}

func drain(t *testing.T, r *queue.Runner) int {
	t.Helper()
	did, err := r.Drain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return did
}

func host(t *testing.T, d *db.DB, name string) queue.HostState {
	t.Helper()
	state, err := queue.Host(t.Context(), d, name)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func parked(t *testing.T, d *db.DB) []queue.ParkedDelivery {
	t.Helper()
	found, err := queue.Parked(t.Context(), d, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// start runs a runner until the function that it returns is called, which waits for its end.
func start(t *testing.T, r *queue.Runner) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- r.Run(ctx) }()
	return func() {
		t.Helper()
		cancel()
		select {
		case err := <-over:
			if err != nil {
				t.Errorf("Run: %v", err)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("the runner did not stop")
		}
	}
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	limit := time.After(20 * time.Second)
	for !is() {
		select {
		case <-limit:
			t.Fatalf("waited for 20 s in vain: %s", what)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}
