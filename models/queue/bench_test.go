package queue_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
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

// The same with a runner at work and an RSA signature for each delivery, which is the least that a delivery costs.
func BenchmarkFanOut(b *testing.B) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	sign := func() {
		if _, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, make([]byte, 32)); err != nil {
			b.Error(err)
		}
	}
	benchEach(b, func(b *testing.B, d *db.DB) {
		const hosts = 500
		var sent atomic.Int64
		r := queue.NewRunner(d, queue.Config{Send: func(context.Context, queue.Delivery) queue.Outcome {
			sign()
			sent.Add(1)
			return queue.Done()
		}})
		ctx, cancel := context.WithCancel(b.Context())
		over := make(chan error, 1)
		go func() { over <- r.Run(ctx) }()
		var with, without time.Duration
		for b.Loop() {
			at := cpu()
			if err := d.Change(ctx, func(tx *db.Tx) error {
				_, err := queue.PutTo(ctx, tx, queue.Parcel{Body: make([]byte, 3000)}, addresses(hostNames(hosts)...))
				return err
			}); err != nil {
				b.Fatal(err)
			}
			for sent.Load() < hosts {
				time.Sleep(time.Millisecond)
			}
			sent.Store(0)
			with += cpu() - at
			at = cpu()
			for range hosts {
				sign()
			}
			without += cpu() - at
		}
		cancel()
		if err := <-over; err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64((with-without).Microseconds())/float64(b.N*hosts), "cpu-µs/delivery")
		b.ReportMetric(float64(with)/float64(without), "x-signing")
	})
}

// 1,000 jobs in 8 lanes. The changes that enqueue and finish them also store a row, as they do in earnest; what changes
// that only store the row cost is subtracted.
func BenchmarkJobs(b *testing.B) {
	benchEach(b, func(b *testing.B, d *db.DB) {
		const n = 1000
		store := func(more func(tx *db.Tx) error) {
			if err := d.Change(b.Context(), func(tx *db.Tx) error { return errors.Join(effect(b.Context(), tx), more(tx)) }); err != nil {
				b.Error(err)
			}
		}
		r := queue.NewRunner(d, queue.Config{})
		r.Handle("note", func(ctx context.Context, j *queue.Job) error {
			store(func(tx *db.Tx) error { return j.Finish(ctx, tx) })
			return nil
		})
		var with, without time.Duration
		for b.Loop() {
			at := cpu()
			for i := range n {
				job := queue.Job{Kind: "note", Lane: fmt.Sprint(i % 8), Payload: make([]byte, 100)}
				store(func(tx *db.Tx) error { return queue.Enqueue(b.Context(), tx, job) })
			}
			if did, err := r.Drain(b.Context()); err != nil || did != n {
				b.Fatalf("%d jobs, %v", did, err)
			}
			with += cpu() - at
			at = cpu()
			for range 2 * n {
				store(func(*db.Tx) error { return nil })
			}
			without += cpu() - at
		}
		b.ReportMetric(float64((with-without).Microseconds())/float64(b.N*n), "cpu-µs/job")
		b.ReportMetric(float64(without.Microseconds())/float64(2*b.N*n), "cpu-µs/change-without")
	})
}
