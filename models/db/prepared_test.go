package db_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

// A thing has a column of each sort.
type thing struct {
	bun.BaseModel `bun:"table:things"`

	ID   int64 `bun:",pk"`
	Text string
	Raw  []byte
	At   time.Time `bun:",nullzero"`
	Yes  bool
}

func withThings(t *testing.T, d *db.DB) {
	t.Helper()
	timeType, blobType := "TIMESTAMP", "BLOB"
	if d.Kind() == db.Postgres {
		timeType, blobType = "TIMESTAMPTZ", "BYTEA"
	}
	change(t, d, func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), "CREATE TABLE things (id BIGINT PRIMARY KEY, text TEXT, raw "+blobType+", at "+timeType+", yes BOOLEAN)")
		return err
	})
}

// Whatever the values are, short or long, what is stored and found is what it would be if they stood in the statement.
func TestStatements_MeanWhatTheySayWhateverTheirValues(t *testing.T) {
	texts := rapid.StringOfN(rapid.RuneFrom([]rune("a'\"\\?;-x0ö%\n💬")), 0, 40, -1)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withThings(t, d)
		id := int64(0)
		rapid.Check(t, func(rt *rapid.T) {
			id += rapid.Int64Range(1, 1<<40).Draw(rt, "step")
			want := thing{
				ID: id, Text: texts.Draw(rt, "text"), Raw: rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(rt, "raw"),
				At: time.UnixMicro(rapid.Int64Range(0, 1<<50).Draw(rt, "at")).UTC(), Yes: rapid.Bool().Draw(rt, "yes"),
			}
			change(t, d, func(tx *db.Tx) error {
				_, err := tx.NewInsert().Model(&want).Exec(t.Context())
				return err
			})
			var got thing
			err := d.Read().NewSelect().Model(&got).
				Where("id = ? AND text = ? AND raw = ? AND at = ? AND yes = ?", want.ID, want.Text, want.Raw, want.At, want.Yes).Scan(t.Context())
			if err != nil {
				rt.Fatalf("%+v is not found by what it is: %v", want, err)
			}
			if got.ID != want.ID || got.Text != want.Text || !bytes.Equal(got.Raw, want.Raw) || !got.At.Equal(want.At) || got.Yes != want.Yes {
				rt.Fatalf("stored %+v, read %+v", want, got)
			}
		})
	})
}

// The same statement is run while its own rows are being read, on the one connection of a change.
func TestStatements_MayRunWithinThemselves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if d.Kind() == db.Postgres {
			return // reads one result after the other
		}
		withThings(t, d)
		change(t, d, func(tx *db.Tx) error {
			things := []thing{{ID: 1_000_001}, {ID: 1_000_002}, {ID: 1_000_003}}
			if _, err := tx.NewInsert().Model(&things).Exec(t.Context()); err != nil {
				return err
			}
			const query = "SELECT id FROM things WHERE id > 1000000 ORDER BY id"
			outer, err := tx.QueryContext(t.Context(), query)
			if err != nil {
				return err
			}
			defer outer.Close()
			for want := int64(1_000_001); outer.Next(); want++ {
				var id int64
				if err := outer.Scan(&id); err != nil || id != want {
					t.Errorf("the outer rows are at %d, %v; want %d", id, err, want)
				}
				var all []int64
				if err := tx.NewRaw(query).Scan(t.Context(), &all); err != nil || len(all) != 3 {
					t.Errorf("the inner rows are %v, %v", all, err)
				}
			}
			return outer.Err()
		})
	})
}

// More statements than a connection keeps, and each of them after the table has changed.
func TestStatements_ComeAndGo(t *testing.T) {
	d := dbtest.Open(t, nil)
	withThings(t, d)
	change(t, d, func(tx *db.Tx) error {
		_, err := tx.NewInsert().Model(&thing{ID: 7, Text: "a text of some length"}).Exec(t.Context())
		return err
	})
	for round := range 2 {
		for n := range 300 {
			var text string
			query := fmt.Sprintf("SELECT text FROM things AS number_%d WHERE text = ?", n)
			if err := d.Read().NewRaw(query, "a text of some length").Scan(t.Context(), &text); err != nil || text == "" {
				t.Fatalf("%s: %q, %v", query, text, err)
			}
		}
		if round == 0 {
			change(t, d, func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), "ALTER TABLE things ADD COLUMN more TEXT")
				return err
			})
		}
	}
}
