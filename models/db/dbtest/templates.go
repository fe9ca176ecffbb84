package dbtest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/folkmoot/folkmoot/migrations"
	"github.com/folkmoot/folkmoot/models/db"
)

// newSQLite copies the migrated template, which is made once in a test process, and returns the copy's path.
func newSQLite(t testing.TB) string {
	t.Helper()
	file, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("make the SQLite template: %v", err)
	}
	path := filepath.Join(t.TempDir(), "folkmoot.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "folkmoot-dbtest-")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "template.db")
	err = migrate(context.Background(), path)
	file, readErr := os.ReadFile(path)
	return file, errors.Join(err, readErr, os.RemoveAll(dir))
})

func migrate(ctx context.Context, url string) error {
	d, err := db.Open(ctx, db.Options{URL: url, Log: slog.New(slog.DiscardHandler), NoSync: true})
	if err != nil {
		return err
	}
	return errors.Join(d.Migrate(ctx), d.Close())
}

// newPostgres copies the server's migrated template and returns the URL of the copy, which is dropped when the test ends.
func newPostgres(t testing.TB, server string) string {
	t.Helper()
	ctx := context.Background() // the clean-up outlives the test's own
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatalf("connect to TEST_POSTGRES: %v", err)
	}
	template, err := postgresTemplate(ctx, conn, server)
	if err != nil {
		t.Fatalf("make the PostgreSQL template: %v", err)
	}
	name := fmt.Sprintf("folkmoot_test_%d_%d", os.Getpid(), rand.Uint64())
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, err := conn.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
		if err = errors.Join(err, conn.Close(ctx)); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return withDatabase(server, name)
}

// templateLock is the number of the lock under which test processes make the template.
const templateLock = 0x666f6c6b74657374

// postgresTemplate makes the template, once for each state of the migrations, and returns its name. It is made under
// another name, so that what a killed process left is never taken for it.
func postgresTemplate(ctx context.Context, conn *pgx.Conn, server string) (name string, err error) {
	name = "folkmoot_template_" + migrationsHash()
	if _, err := conn.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_lock(%d)", templateLock)); err != nil {
		return "", err
	}
	defer func() {
		_, unlockErr := conn.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_unlock(%d)", templateLock))
		err = errors.Join(err, unlockErr)
	}()
	var exists bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil || exists {
		return name, err
	}
	making := name + "_making"
	for _, query := range []string{"DROP DATABASE IF EXISTS " + making + " WITH (FORCE)", "CREATE DATABASE " + making} {
		if _, err := conn.Exec(ctx, query); err != nil {
			return "", err
		}
	}
	if err := migrate(ctx, withDatabase(server, making)); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+making+" RENAME TO "+name)
	return name, err
}

// migrationsHash tells one state of the migrations from another.
func migrationsHash() string {
	sum := sha256.New()
	names, _ := fs.Glob(migrations.FS, "*") // fails on bad patterns only
	for _, name := range names {
		text, _ := migrations.FS.ReadFile(name) // embedded
		fmt.Fprintf(sum, "%s\n%s\n", name, text)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8])
}

// withDatabase is the server's URL with another database in its path.
func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server // pgx will say what is wrong with it
	}
	u.Path = "/" + name
	return u.String()
}
