package queue_test

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	"github.com/folkmoot/folkmoot/models/queue"
)

// The benchmarks print what the queue costs besides the work itself, in CPU of this process. The database's own, where
// it is PostgreSQL, is not in it.

// benchEach runs a benchmark on each database.
func benchEach(b *testing.B, fn func(b *testing.B, d *db.DB)) {
	for _, name := range []string{"sqlite", "postgres"} {
		if name == "postgres" && os.Getenv("TEST_POSTGRES") == "" {
			continue
		}
		b.Run(name, func(b *testing.B) {
			b.Setenv("TEST_DATABASE", name)
			fn(b, dbtest.Open(b, nil))
		})
	}
}

func cpu() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// One post to 1,000 inboxes on 500 hosts.
func BenchmarkDeliveries(b *testing.B) {
	benchEach(b, func(b *testing.B, d *db.DB) {
		const inboxes, hosts = 1000, 500
		var to []queue.Address
		for i := range inboxes {
			host := fmt.Sprintf("h%03d.example", i%hosts)
			to = append(to, queue.Address{Host: host, Inbox: fmt.Sprintf("https://%s/u/%d/inbox", host, i)})
		}
		body := make([]byte, 3000)
		r := queue.NewRunner(d, queue.Config{Send: func(context.Context, queue.Delivery) queue.Outcome { return queue.Done() }})
		var putting, running time.Duration
		began := cpu()
		for b.Loop() {
			at := cpu()
			if err := d.Change(b.Context(), func(tx *db.Tx) error {
				_, err := queue.PutTo(b.Context(), tx, queue.Parcel{Body: body}, to)
				return err
			}); err != nil {
				b.Fatal(err)
			}
			putting += cpu() - at
			at = cpu()
			if did, err := r.Drain(b.Context()); err != nil || did != inboxes {
				b.Fatalf("%d deliveries, %v", did, err)
			}
			running += cpu() - at
		}
		b.ReportMetric(float64((cpu()-began).Microseconds())/float64(b.N*inboxes), "cpu-µs/delivery")
		b.ReportMetric(float64(putting.Microseconds())/float64(b.N*inboxes), "of-it-put")
		b.ReportMetric(float64(running.Microseconds())/float64(b.N*inboxes), "of-it-run")
	})
}

// 1,000 jobs in 8 lanes, each enqueued in a change of its own and finished in its handler's. The two empty changes are
// what the handlers would cost without the queue.
func BenchmarkJobs(b *testing.B) {
	benchEach(b, func(b *testing.B, d *db.DB) {
		const n = 1000
		r := queue.NewRunner(d, queue.Config{})
		r.Handle("note", func(ctx context.Context, j *queue.Job) error {
			return d.Change(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
		})
		payload := make([]byte, 2000)
		var empty time.Duration
		began := cpu()
		for b.Loop() {
			for i := range n {
				job := queue.Job{Kind: "note", Lane: fmt.Sprint(i % 8), Payload: payload}
				if err := d.Change(b.Context(), func(tx *db.Tx) error { return queue.Enqueue(b.Context(), tx, job) }); err != nil {
					b.Fatal(err)
				}
			}
			if did, err := r.Drain(b.Context()); err != nil || did != n {
				b.Fatalf("%d jobs, %v", did, err)
			}
			at := cpu()
			for range 2 * n {
				if err := d.Change(b.Context(), func(tx *db.Tx) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
			empty += cpu() - at
		}
		all := cpu() - began
		b.ReportMetric(float64((all-empty-empty).Microseconds())/float64(b.N*n), "cpu-µs/job")
	})
}
