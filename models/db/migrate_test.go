package db_test

import (
	"bufio"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"modernc.org/sqlite"

	"github.com/folkmoot/folkmoot/migrations"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

// statements make two tables and fill one, none of which can be done twice.
var statements = []string{
	"CREATE TABLE one (id {{.ID}} PRIMARY KEY, at {{.Time}}, body {{.Blob}}, props {{.JSON}}, ok {{.Bool}})",
	"CREATE TABLE two (id {{.Serial}}, name TEXT)",
	"INSERT INTO two (name) VALUES ('a')",
}

func files(statements []string) fs.FS {
	text := strings.Join(statements, ";\n--bun:split\n")
	return fstest.MapFS{"9001_test.tx.up.sql": &fstest.MapFile{Data: []byte(text)}}
}

func TestMigrate_HasNothingToDoTheSecondTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context()); err != nil {
			t.Error(err)
		}
		pending, err := d.Pending(t.Context())
		if err != nil || len(pending) != 0 {
			t.Errorf("pending: %v, %v", pending, err)
		}
		if blank, err := d.Blank(t.Context()); err != nil || blank {
			t.Errorf("blank: %v, %v", blank, err)
		}
	})
}

func TestPending_NamesWhatHasNotRun(t *testing.T) {
	d, err := db.Open(t.Context(), db.Options{URL: t.TempDir() + "/new folder/50% new?.db", Log: dbtest.Log(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	pending, err := d.Pending(t.Context())
	if err != nil || len(pending) == 0 || pending[0] != "0001_processes" {
		t.Errorf("pending on an empty database: %v, %v", pending, err)
	}
	if blank, err := d.Blank(t.Context()); err != nil || !blank {
		t.Errorf("blank: %v, %v", blank, err)
	}
	if err := errors.Join(d.Migrate(t.Context()), d.Check(t.Context())); err != nil {
		t.Error(err)
	}
	if pending, err = d.Pending(t.Context()); err != nil || len(pending) != 0 {
		t.Errorf("pending after the migration: %v, %v", pending, err)
	}
}

// Peers of a release share the numbers, and a number decides the order: no two files may bear the same.
func TestMigrations_AreWellNamed(t *testing.T) {
	names, err := fs.Glob(migrations.FS, "*")
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]string{}
	for _, name := range names {
		number, _, _ := strings.Cut(name, "_")
		if len(number) != 4 || !strings.HasSuffix(name, ".tx.up.sql") {
			t.Errorf("%s: want NNNN_name.tx.up.sql", name)
		}
		if other := numbers[number]; other != "" {
			t.Errorf("%s and %s bear the same number", name, other)
		}
		numbers[number] = name
	}
}

func TestMigrate_ManyProcessesAtOnceDoItOnce(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		var all sync.WaitGroup
		for range 6 {
			d := dbtest.OpenURL(t, url, nil)
			all.Go(func() {
				if err := db.MigrateFiles(d, t.Context(), files(statements)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		checkMigrated(t, dbtest.OpenURL(t, url, nil))
	})
}

func checkMigrated(t *testing.T, d *db.DB) {
	t.Helper()
	var n, records int
	err := d.Read().NewRaw("SELECT (SELECT count(*) FROM two), (SELECT count(*) FROM bun_migrations WHERE name = '9001')").
		Scan(t.Context(), &n, &records)
	if err != nil || n != 1 || records != 1 {
		t.Errorf("%d rows from the migration and %d records of it, %v; want 1 and 1", n, records, err)
	}
	if err := d.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestMigrate_AMistakeLeavesNothingAndNoLock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		wrong := append(append([]string{}, statements...), "INSERT INTO nowhere VALUES (1)")
		if err := db.MigrateFiles(d, t.Context(), files(wrong)); err == nil {
			t.Fatal("no error")
		}
		if err := db.MigrateFiles(d, t.Context(), files(statements)); err != nil {
			t.Fatal(err)
		}
		checkMigrated(t, d)
	})
}

// A process is killed before, between and after the statements of a migration: C3 of the chaos plan. The last place
// is between the commit and the record that bun makes after it.
func TestC03_MigrateStartsCleanAfterAKill(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		for place := range len(statements) + 2 {
			killWhileMigrating(t, url, place)
			d := dbtest.OpenURL(t, url, nil)
			if err := db.MigrateFiles(d, t.Context(), files(statements)); err != nil {
				t.Fatalf("killed at %d: %v", place, err)
			}
			checkMigrated(t, d)
			for sleeping(t.Context(), d) { // the victim's last statement, which must not be taken for the next one's
				time.Sleep(10 * time.Millisecond)
			}
			undo(t, d)
		}
	})
}

// undo takes the test's migration back for the next round.
func undo(t *testing.T, d *db.DB) {
	t.Helper()
	change(t, d, func(tx *db.Tx) error {
		for _, query := range []string{"DROP TABLE one", "DROP TABLE two", "DELETE FROM bun_migrations WHERE name = '9001'"} {
			if _, err := tx.ExecContext(t.Context(), query); err != nil {
				return err
			}
		}
		if d.Kind() == db.SQLite {
			_, err := tx.ExecContext(t.Context(), "DROP TRIGGER IF EXISTS stop")
			return err
		}
		_, err := tx.ExecContext(t.Context(), "DROP TRIGGER IF EXISTS stop ON bun_migrations")
		return err
	})
}

// killWhileMigrating starts this program again as the one to be killed, and waits until it stands at the place.
func killWhileMigrating(t *testing.T, url string, place int) {
	t.Helper()
	victim := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestVictim$", "-test.v")
	victim.Env = append(os.Environ(), "FOLKMOOT_VICTIM="+url, fmt.Sprint("FOLKMOOT_PLACE=", place))
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	standing := false
	for lines := bufio.NewScanner(out); !standing && lines.Scan(); {
		standing = strings.Contains(lines.Text(), "STANDING")
	}
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := victim.Wait(); err == nil || !standing {
		t.Fatalf("the victim never stood at place %d", place)
	}
}

// TestVictim is the other side of killWhileMigrating, and nothing by itself.
func TestVictim(t *testing.T) {
	url := os.Getenv("FOLKMOOT_VICTIM")
	if url == "" {
		return
	}
	var place int
	if _, err := fmt.Sscan(os.Getenv("FOLKMOOT_PLACE"), &place); err != nil {
		t.Fatal(err)
	}
	sqlite.MustRegisterScalarFunction("stand", 0, func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		fmt.Println("STANDING")
		select {}
	})
	d, err := db.Open(t.Context(), db.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	go announce(d)
	t.Fatal("migrated: ", db.MigrateFiles(d, t.Context(), files(standAt(place, d.Kind()))))
}

// standAt makes the migration wait before the statement at a place; at the last place, when its record is written again.
func standAt(place int, kind db.Kind) []string {
	stand, trigger := "SELECT stand()", []string{
		"CREATE TRIGGER stop BEFORE UPDATE ON bun_migrations BEGIN SELECT stand(); END",
	}
	if kind == db.Postgres {
		// The server goes on with a statement whose client is gone, so it must end by itself.
		stand, trigger = "SELECT pg_sleep(0.5)", []string{
			"CREATE OR REPLACE FUNCTION stop() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(0.5); RETURN NEW; END' LANGUAGE plpgsql",
			"CREATE TRIGGER stop BEFORE UPDATE ON bun_migrations FOR EACH ROW EXECUTE FUNCTION stop()",
		}
	}
	if place > len(statements) {
		return append(append([]string{}, statements...), trigger...)
	}
	var out []string
	out = append(out, statements[:place]...)
	out = append(out, stand)
	return append(out, statements[place:]...)
}

// announce says that PostgreSQL has come to pg_sleep.
func announce(d *db.DB) {
	for d.Kind() == db.Postgres {
		if sleeping(context.Background(), d) {
			fmt.Println("STANDING")
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func sleeping(ctx context.Context, d *db.DB) bool {
	if d.Kind() == db.SQLite {
		return false
	}
	var n int
	err := d.Read().NewRaw(`SELECT count(*) FROM pg_stat_activity
		WHERE datname = current_database() AND wait_event = 'PgSleep'`).Scan(ctx, &n)
	return err == nil && n > 0
}
