package db_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

// A row is what these tests store.
type row struct {
	bun.BaseModel `bun:"table:rows"`

	ID   int64 `bun:",pk"`
	Name string
	N    int
	At   time.Time `bun:",nullzero"`
}

// withRows makes the table of these tests.
func withRows(t *testing.T, d *db.DB) {
	t.Helper()
	timeType := "TIMESTAMP"
	if d.Kind() == db.Postgres {
		timeType = "TIMESTAMPTZ"
	}
	change(t, d, func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), "CREATE TABLE rows (id BIGINT PRIMARY KEY, name TEXT UNIQUE, n BIGINT, at "+timeType+")")
		return err
	})
}

func change(t *testing.T, d *db.DB, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Change(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func insert(ctx context.Context, tx bun.IDB, rows ...row) error {
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}

func count(t *testing.T, d *db.DB) int64 {
	t.Helper()
	n, err := d.Read().NewSelect().Model((*row)(nil)).Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return int64(n)
}

func TestChange_KeepsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withRows(t, d)
		ran := 0
		change(t, d, func(tx *db.Tx) error {
			tx.After(func() { ran++ })
			return insert(t.Context(), tx, row{ID: 1, Name: "kept"})
		})
		no := errors.New("no")
		err := d.Change(t.Context(), func(tx *db.Tx) error {
			tx.After(func() { t.Error("After ran although the change was rolled back") })
			if err := insert(t.Context(), tx, row{ID: 2, Name: "lost"}); err != nil {
				return err
			}
			return no
		})
		if !errors.Is(err, no) {
			t.Errorf("error = %v, want the function's own", err)
		}
		if n := count(t, d); n != 1 || ran != 1 {
			t.Errorf("%d rows and %d calls of After, want 1 and 1", n, ran)
		}
	})
}

func TestChange_RollsBackWhenItPanics(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withRows(t, d)
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = d.Change(t.Context(), func(tx *db.Tx) error {
				if err := insert(t.Context(), tx, row{ID: 1}); err != nil {
					t.Error(err)
				}
				panic("boom")
			})
		}()
		if n := count(t, d); n != 0 {
			t.Errorf("%d rows were kept", n)
		}
		change(t, d, func(tx *db.Tx) error { return insert(t.Context(), tx, row{ID: 2}) })
	})
}

// Many writers that read before they write are what makes SQLite fail at once when its transactions are deferred.
func TestChange_ManyWritersLoseNoUpdate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withRows(t, d)
		change(t, d, func(tx *db.Tx) error { return insert(t.Context(), tx, row{ID: 1}) })
		const writers, rounds = 8, 25
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				for range rounds {
					if err := d.Change(t.Context(), func(tx *db.Tx) error { return increment(t.Context(), tx, 1) }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		checkCounted(t, d, 1, writers*rounds)
	})
}

func increment(ctx context.Context, tx *db.Tx, id int64) error {
	if err := tx.NewSelect().Model((*row)(nil)).Column("n").Where("id = ?", id).Scan(ctx, new(int)); err != nil {
		return err
	}
	_, err := tx.NewUpdate().Model((*row)(nil)).Set("n = n + 1").Where("id = ?", id).Exec(ctx)
	return err
}

func checkCounted(t *testing.T, d *db.DB, id int64, want int) {
	t.Helper()
	var n int
	if err := d.Read().NewSelect().Model((*row)(nil)).Column("n").Where("id = ?", id).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	if n != want {
		t.Errorf("row %d counted %d, want %d", id, n, want)
	}
}

// Two writers that take the same rows in opposite order block each other on PostgreSQL, until it ends one of them.
func TestChange_IsTriedAgainAfterADeadlock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if d.Kind() == db.SQLite {
			return // has one writer, which cannot deadlock
		}
		withRows(t, d)
		change(t, d, func(tx *db.Tx) error { return insert(t.Context(), tx, row{ID: 1, Name: "a"}, row{ID: 2, Name: "b"}) })
		var all, bothHoldOne sync.WaitGroup
		var tries atomic.Int32
		bothHoldOne.Add(2)
		for _, order := range [][2]int64{{1, 2}, {2, 1}} {
			all.Go(func() {
				var once sync.Once
				err := d.Change(t.Context(), func(tx *db.Tx) error {
					tries.Add(1)
					err := increment(t.Context(), tx, order[0])
					once.Do(func() { bothHoldOne.Done(); bothHoldOne.Wait() })
					return cmp.Or(err, increment(t.Context(), tx, order[1]))
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if tries.Load() < 3 {
			t.Errorf("there were %d tries: nobody was ended", tries.Load())
		}
		checkCounted(t, d, 1, 2)
		checkCounted(t, d, 2, 2)
	})
}

// On SQLite another process may hold the file for longer than the driver waits.
func TestChange_IsTriedAgainWhenTheFileIsLocked(t *testing.T) {
	path := dbtest.URL(t)
	one, other := dbtest.OpenURL(t, path, nil), dbtest.OpenURL(t, path, nil)
	if one.Kind() != db.SQLite {
		return // locks rows, and waits for them
	}
	withRows(t, one)
	change(t, other, func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), "PRAGMA busy_timeout = 1")
		return err
	})
	locked, done := make(chan struct{}), make(chan error)
	go func() {
		done <- one.Change(t.Context(), func(tx *db.Tx) error {
			close(locked)
			time.Sleep(30 * time.Millisecond) // longer than the driver's wait, shorter than all tries
			return insert(t.Context(), tx, row{ID: 1, Name: "one"})
		})
	}()
	<-locked
	change(t, other, func(tx *db.Tx) error { return insert(t.Context(), tx, row{ID: 2, Name: "other"}) })
	if err := <-done; err != nil || count(t, one) != 2 {
		t.Errorf("%d rows, %v; want both", count(t, one), err)
	}
}

func TestChange_LeavesWhenTheCallerHasGone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withRows(t, d)
		gone, leave := context.WithCancel(t.Context())
		leave()
		err := d.Change(gone, func(tx *db.Tx) error { return insert(gone, tx, row{ID: 1}) })
		if !errors.Is(err, context.Canceled) || count(t, d) != 0 {
			t.Errorf("error = %v with %d rows, want context.Canceled and none", err, count(t, d))
		}
	})
}

func TestTx_LockLetsOneAfterTheOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withRows(t, d)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				err := d.Change(t.Context(), func(tx *db.Tx) error {
					if err := tx.Lock(t.Context(), "numbers"); err != nil {
						return err
					}
					n, err := tx.NewSelect().Model((*row)(nil)).Count(t.Context())
					if err != nil {
						return err
					}
					return insert(t.Context(), tx, row{ID: int64(n) + 1, Name: time.Duration(n).String()})
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := count(t, d); n != 8 {
			t.Errorf("%d rows, want 8 numbered without a gap or a clash", n)
		}
	})
}

func TestErrors_AreToldApart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withRows(t, d)
		change(t, d, func(tx *db.Tx) error { return insert(t.Context(), tx, row{ID: 1, Name: "a"}) })
		for _, again := range []row{{ID: 1, Name: "b"}, {ID: 2, Name: "a"}} {
			err := d.Change(t.Context(), func(tx *db.Tx) error { return insert(t.Context(), tx, again) })
			if !db.IsUnique(err) || db.IsNotFound(err) {
				t.Errorf("%+v: %v is not taken for a unique violation", again, err)
			}
		}
		err := d.Read().NewSelect().Model(new(row)).Where("id = 9").Scan(t.Context())
		if !db.IsNotFound(err) || db.IsUnique(err) {
			t.Errorf("%v is not taken for not found", err)
		}
	})
}

func TestRead_RefusesToWriteOnSQLite(t *testing.T) {
	d := dbtest.Open(t, nil)
	if d.Kind() != db.SQLite {
		return // PostgreSQL has one pool for both
	}
	withRows(t, d)
	if err := insert(t.Context(), d.Read(), row{ID: 1}); err == nil {
		t.Error("a reading connection wrote")
	}
}

// bun writes times with as many decimals as they have. This is what makes comparing them as text right nevertheless.
func TestTimes_CompareAlikeOnBoth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withRows(t, d)
		rapid.Check(t, func(rt *rapid.T) {
			base := rapid.Int64Range(-60_000_000_000, 250_000_000_000).Draw(rt, "seconds")
			times := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) time.Time {
				scale := rapid.SampledFrom([]int64{1, 10, 1000, 100_000, 1_000_000}).Draw(rt, "scale")
				µs := rapid.Int64Range(0, 3_000_000/scale).Draw(rt, "µs") * scale
				return time.Unix(base, µs*1000).In(time.FixedZone("", 3600*rapid.IntRange(-12, 12).Draw(rt, "zone")))
			}), 2, 8).Draw(rt, "times")
			checkTimes(rt, d, times)
		})
	})
}

func checkTimes(rt *rapid.T, d *db.DB, times []time.Time) {
	ctx, pivot := context.Background(), times[0]
	var got []time.Time
	var earlier int
	err := d.Change(ctx, func(tx *db.Tx) error {
		if _, err := tx.NewDelete().Model((*row)(nil)).Where("1 = 1").Exec(ctx); err != nil {
			return err
		}
		for i, at := range times {
			if _, err := tx.NewInsert().Model(&row{ID: int64(i), Name: time.Duration(i).String(), At: at}).Exec(ctx); err != nil {
				return err
			}
		}
		err := tx.NewSelect().Model((*row)(nil)).ColumnExpr("count(*)").Where("at < ?", pivot).Scan(ctx, &earlier)
		return errors.Join(err, tx.NewSelect().Model((*row)(nil)).Column("at").Order("at").Scan(ctx, &got))
	})
	if err != nil {
		rt.Fatal(err)
	}
	want, wantEarlier := slices.SortedFunc(slices.Values(times), time.Time.Compare), 0
	for _, at := range want {
		if at.Before(pivot) {
			wantEarlier++
		}
	}
	if !slices.EqualFunc(got, want, time.Time.Equal) || earlier != wantEarlier {
		rt.Fatalf("got %v with %d before %v, want %v with %d", got, earlier, pivot, want, wantEarlier)
	}
	if got[0].Location() != time.UTC {
		rt.Fatalf("times come back in %v, not in UTC", got[0].Location())
	}
}

func TestWhereContains_TakesTextLiterallyAndCaseLightly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withRows(t, d)
		change(t, d, func(tx *db.Tx) error {
			return insert(t.Context(), tx, row{ID: 1, Name: "Ökologie und 100% Freude"}, row{ID: 2, Name: "1000 Wege_weiter"}, row{ID: 3, Name: `c:\temp`})
		})
		for text, want := range map[string]int64{"öKOLOGIE": 1, "100%": 1, "wege_WEITER": 2, `:\T`: 3} {
			var ids []int64
			q := d.WhereContains(d.Read().NewSelect().Model((*row)(nil)).Column("id"), "name", text)
			if err := q.Scan(t.Context(), &ids); err != nil || len(ids) != 1 || ids[0] != want {
				t.Errorf("%q found %v, %v; want %d alone", text, ids, err, want)
			}
		}
		n, err := d.WhereBegins(d.Read().NewSelect().Model((*row)(nil)), "name", "1000 w").Count(t.Context())
		if err != nil || n != 1 {
			t.Errorf("WhereBegins found %d, %v", n, err)
		}
	})
}

func TestGreatest_AndLeast(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var most, least int
		err := d.Read().NewRaw("SELECT ?(3, 5), ?(3, 5)", d.Greatest(), d.Least()).Scan(t.Context(), &most, &least)
		if err != nil || most != 5 || least != 3 {
			t.Errorf("got %d, %d, %v", most, least, err)
		}
	})
}

func TestHealth_OfAFreshDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := errors.Join(d.Ping(t.Context()), d.Check(t.Context())); err != nil {
			t.Error(err)
		}
		if size, err := d.Size(t.Context()); err != nil || size < 4096 {
			t.Errorf("size = %d bytes, %v", size, err)
		}
	})
}
