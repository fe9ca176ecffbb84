package queue_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	"github.com/folkmoot/folkmoot/models/queue"
)

func TestPut_DeliversTheSameBytesOncePerInboxAndInOrder(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, _ *dbtest.Clock) {
		var want []string
		for i := range 50 { // more than a turn
			body := fmt.Sprintf("{\"n\": %d,\t\"odd\": \"\x00 \\u0000 ' é\"}", i)
			want = append(want, body)
			put(t, d, body, "b.example", "a.example", "a.example")
		}
		if did := drain(t, r); did != 100 {
			t.Errorf("made %d deliveries, want 100", did)
		}
		equal(t, "at a", w.at(inbox("a.example")), want)
		equal(t, "at b", w.at(inbox("b.example")), want)
		if got := w.tried[0]; got.ActID != 7 || got.SenderID != 8 || got.Attempts != 0 {
			t.Errorf("the delivery does not bear its act and sender: %+v", got)
		}
		var left int
		if err := d.Read().NewRaw("SELECT count(*) FROM parcels").Scan(t.Context(), &left); err != nil || left != 0 {
			t.Errorf("%d parcels are left, %v", left, err)
		}
	})
}

func TestPut_TakesItsAddressesFromAQuery(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, _ *dbtest.Clock) {
		put(t, d, "first", "a.example", "b.example")
		change(t, d, func(tx *db.Tx) error {
			n, err := queue.Put(t.Context(), tx, queue.Parcel{Body: []byte("second")},
				tx.NewSelect().Table("deliveries").Column("host", "inbox").Distinct().Where("host <> ?", "b.example"))
			if n != 1 {
				t.Errorf("put %d, want 1", n)
			}
			return err
		})
		change(t, d, func(tx *db.Tx) error {
			n, err := queue.Put(t.Context(), tx, queue.Parcel{Body: []byte("none")},
				tx.NewSelect().Table("deliveries").Column("host", "inbox").Where("1 = 0"))
			if n != 0 {
				t.Errorf("put %d for nobody", n)
			}
			return err
		})
		drain(t, r)
		equal(t, "at a", w.at(inbox("a.example")), []string{"first", "second"})
		equal(t, "at b", w.at(inbox("b.example")), []string{"first"})
	})
}

func TestPut_ThatIsRolledBackSendsNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, _ *dbtest.Clock) {
		no := errors.New("no")
		err := d.Change(t.Context(), func(tx *db.Tx) error {
			if _, err := queue.PutTo(t.Context(), tx, queue.Parcel{Body: []byte("lost")}, addresses("a.example")); err != nil {
				return err
			}
			return no
		})
		if !errors.Is(err, no) || drain(t, r) != 0 || w.total() != 0 {
			t.Errorf("%v, with %d sent", err, w.total())
		}
	})
}

// C7: a peer is down for minutes, an hour, days. It gets everything, in order, once it is back.
func TestC07_AHostThatWasDownGetsAllInOrder(t *testing.T) {
	for _, outage := range []time.Duration{4 * time.Minute, time.Hour, 8 * 24 * time.Hour} {
		t.Run(outage.String(), func(t *testing.T) {
			each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
				w.set(down)
				back := clock.Now().Add(outage)
				var want []string
				for n := 0; clock.Now().Before(back); n++ {
					if n < 30 {
						want = append(want, fmt.Sprint("post ", n))
						put(t, d, want[n], "a.example")
					}
					drain(t, r)
					clock.Set(host(t, d, "a.example").DueAt)
				}
				w.set(nil)
				drain(t, r)
				equal(t, "after the outage", w.at(inbox("a.example")), want)
				if state := host(t, d, "a.example"); state.Fails != 0 || !state.FailingSince.IsZero() || state.Waiting != 0 {
					t.Errorf("the host is still taken for failing: %+v", state)
				}
			})
		})
	}
}

func TestRetry_WaitsTenSecondsDoublingToSixHours(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		w.set(down)
		put(t, d, "post", "a.example")
		want := 10 * time.Second
		for n := 1; n <= 16; n++ {
			if did := drain(t, r); did != 1 {
				t.Fatalf("attempt %d: tried %d deliveries", n, did)
			}
			state := host(t, d, "a.example")
			wait := state.DueAt.Sub(clock.Now())
			if wait < want*8/10 || wait > want*12/10 || state.Fails != n || state.LastError != errDown.Error() {
				t.Errorf("after failure %d: waits %v, want %v ± 20 %%; %+v", n, wait, want, state)
			}
			clock.Set(state.DueAt.Add(-time.Second))
			put(t, d, "another post does not hasten it", "a.example")
			if did := drain(t, r); did != 0 {
				t.Errorf("tried before the wait was over")
			}
			clock.Set(state.DueAt)
			want = min(2*want, 6*time.Hour)
		}
	})
}

func TestRetry_HonoursRetryAfterUpToSixHours(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		for _, asked := range []time.Duration{30 * time.Minute, 48 * time.Hour} {
			w.set(func(queue.Delivery) queue.Outcome { return queue.Retry(asked, errors.New("429")) })
			name := asked.String() + ".example"
			put(t, d, "post", name)
			drain(t, r)
			want := clock.Now().Add(min(asked, 6*time.Hour))
			if state := host(t, d, name); !state.DueAt.Equal(want) || !state.RetryAfter.Equal(want) {
				t.Errorf("asked to wait %v: due at %v, want %v", asked, state.DueAt, want)
			}
		}
	})
}

func TestRetry_ParksAfterFourteenDaysAndShowsIt(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		w.set(down)
		put(t, d, "old", "a.example")
		put(t, d, "old too", "a.example")
		for clock.Now().Before(dbtest.Start.Add(14*24*time.Hour - 6*time.Hour)) {
			drain(t, r)
			clock.Set(host(t, d, "a.example").DueAt)
		}
		put(t, d, "young", "a.example")
		if n := len(parked(t, d)); n != 0 {
			t.Fatalf("%d were parked before their time", n)
		}
		clock.Add(12 * time.Hour)
		drain(t, r)
		state := host(t, d, "a.example")
		if state.Waiting != 1 || state.Parked != 2 {
			t.Fatalf("after 14 days: %d wait and %d are parked, want 1 and 2", state.Waiting, state.Parked)
		}
		if p := parked(t, d)[1]; p.ActID != 7 || p.LastError != errDown.Error() || p.Inbox != inbox("a.example") {
			t.Errorf("what is parked does not say what and why: %+v", p)
		}
		w.set(nil)
		change(t, d, func(tx *db.Tx) error {
			n, err := queue.RetryParked(t.Context(), tx, "a.example")
			if n != 2 {
				t.Errorf("%d are tried again, want 2", n)
			}
			return err
		})
		drain(t, r)
		equal(t, "in the end", w.at(inbox("a.example")), []string{"old", "old too", "young"})
	})
}

func TestRefused_IsParkedWithItsReasonAndTheNextOneIsSent(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, _ *dbtest.Clock) {
		w.set(func(d queue.Delivery) queue.Outcome {
			if string(d.Body) == "bad" {
				return queue.Refused(errors.New("403 Forbidden\x00"))
			}
			return queue.Done()
		})
		put(t, d, "bad", "a.example")
		put(t, d, "good", "a.example")
		drain(t, r)
		equal(t, "at a", w.at(inbox("a.example")), []string{"good"})
		if found := parked(t, d); len(found) != 1 || found[0].LastError != "403 Forbidden " {
			t.Errorf("parked: %+v", found)
		}
	})
}

// An item that a working host can't take must not stop the others for days.
func TestPoison_StepsAsideAndIsParkedAfterTwentyFailures(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		tries := 0
		w.set(func(d queue.Delivery) queue.Outcome {
			if string(d.Body) == "poison" {
				tries++
				return queue.Retry(0, fmt.Errorf("500: %w", queue.ErrPoison))
			}
			return queue.Done()
		})
		put(t, d, "poison", "a.example")
		put(t, d, "good", "a.example")
		for n := range 3 {
			if got := w.at(inbox("a.example")); len(got) != 0 {
				t.Fatalf("%q overtook after %d failures", got, n)
			}
			drain(t, r)
			clock.Set(host(t, d, "a.example").DueAt)
		}
		drain(t, r)
		equal(t, "after three failures", w.at(inbox("a.example")), []string{"good"})
		for len(parked(t, d)) == 0 && tries < 30 {
			clock.Set(host(t, d, "a.example").DueAt)
			drain(t, r)
		}
		if tries != 20 || clock.Now().Sub(dbtest.Start) > 14*24*time.Hour {
			t.Errorf("parked after %d failures, want 20, at %v", tries, clock.Now())
		}
	})
}

func TestPoison_OfAHostThatTakesNothingWaitsForTheHost(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, r *queue.Runner, clock *dbtest.Clock) {
		w.set(func(queue.Delivery) queue.Outcome { return queue.Retry(0, queue.ErrPoison) })
		put(t, d, "one", "a.example")
		put(t, d, "two", "a.example")
		for range 60 {
			drain(t, r)
			clock.Set(host(t, d, "a.example").DueAt)
		}
		if n := len(parked(t, d)); n != 0 {
			t.Errorf("%d were parked although the host took nothing else either", n)
		}
		w.set(nil)
		clock.Add(8 * time.Hour) // six, and the jitter
		drain(t, r)
		equal(t, "once it works", w.at(inbox("a.example")), []string{"one", "two"})
	})
}

func TestSend_ThatPanicsIsAFailure(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, w *world, _ *queue.Runner, _ *dbtest.Clock) {
		c := config(t, w)
		c.Log = quiet
		c.Send = func(ctx context.Context, del queue.Delivery) queue.Outcome {
			if del.Host == "a.example" {
				panic("boom")
			}
			return w.send(ctx, del)
		}
		put(t, d, "post", "a.example", "b.example")
		drain(t, queue.NewRunner(d, c))
		if state := host(t, d, "a.example"); state.Fails != 1 || state.Waiting != 1 || len(w.at(inbox("b.example"))) != 1 {
			t.Errorf("state of the host: %+v", state)
		}
	})
}
