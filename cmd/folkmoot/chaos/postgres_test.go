//go:build chaos

package chaos

import (
	"bufio"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/folkmoot/folkmoot/federation/processtest"
	"github.com/folkmoot/folkmoot/models/db"
)

// A database is a PostgreSQL server of a trial's own, which may be stopped without harm to others.
type database struct {
	t    *trial
	url  string
	data string // its folder
	bin  string // the folder of PostgreSQL's programs
}

// postgres starts a server in which what is committed outlives the server's sudden end. The one that other tests share
// has no need of that, and is faster without.
func (t *trial) postgres() *database {
	t.Helper()
	script := filepath.Join(processtest.Root(t), ".ci", "postgres.sh")
	bin, err := exec.Command(script, "--find").Output()
	if err != nil {
		t.Fatalf("PostgreSQL is missing: make test-faults installs or names what is needed: %v", err)
	}
	ours, hold, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	keep := exec.Command(script, "sh", "-c", `echo "$TEST_POSTGRES"; read -r _ <&3`) // until hold is closed, if only by our end
	keep.ExtraFiles = []*os.File{ours}
	said, err := keep.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	keep.Stderr = os.Stderr
	if err := keep.Start(); err != nil {
		t.Fatal(err)
	}
	ours.Close()
	t.Cleanup(func() {
		hold.Close()
		_ = keep.Wait() // read ends without a line, which is a failure to the shell
	})
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatalf("PostgreSQL did not start: %v", err)
	}
	p := &database{t: t, url: strings.TrimSpace(line), bin: strings.TrimSpace(string(bin))}
	p.do(func(d *db.DB) {
		for _, setting := range []string{"synchronous_commit", "full_page_writes"} {
			p.exec(d, "ALTER SYSTEM SET "+setting+" = on")
		}
		p.exec(d, "SELECT pg_reload_conf()")
		if err := d.Read().NewRaw("SHOW data_directory").Scan(t.Context(), &p.data); err != nil {
			t.Fatal(err)
		}
	})
	return p
}

// do lends a connection.
func (p *database) do(fn func(d *db.DB)) {
	p.t.Helper()
	d, err := db.Open(p.t.Context(), db.Options{URL: p.url})
	if err != nil {
		p.t.Fatal(err)
	}
	defer d.Close()
	fn(d)
}

func (p *database) exec(d *db.DB, query string) {
	p.t.Helper()
	if _, err := d.Read().ExecContext(p.t.Context(), query); err != nil {
		p.t.Fatalf("%s: %v", query, err)
	}
}

// stop ends the server at once, as a crash would.
func (p *database) stop() { p.control("stop", "-m", "immediate") }

// start starts it again, and returns when it takes connections.
func (p *database) start() {
	u, err := url.Parse(p.url)
	if err != nil {
		p.t.Fatal(err)
	}
	p.control("start", "-w", "-t", "60", "-o", "-p "+u.Port(), "-l", filepath.Join(filepath.Dir(p.data), "server.log"))
}

func (p *database) control(args ...string) {
	p.t.Helper()
	cmd := exec.Command(filepath.Join(p.bin, "pg_ctl"), append([]string{"-D", p.data}, args...)...)
	cmd.Dir = p.data
	info, err := os.Stat(p.data)
	if err != nil {
		p.t.Fatal(err)
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok && os.Geteuid() == 0 { // PostgreSQL refuses to run as root
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	// Into no pipe of ours: the server would inherit it, and we should wait for its end.
	if err := cmd.Run(); err != nil {
		p.t.Fatalf("pg_ctl %s: %v", args[0], err)
	}
}

const endOthers = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
	WHERE datname = current_database() AND pid <> pg_backend_pid()`

// cut ends all connections to the database but our own, every now and then, for a while. It returns how many these were.
func (p *database) cut(while time.Duration) (ended int) {
	p.t.Helper()
	p.do(func(d *db.DB) {
		for end := time.Now().Add(while); time.Now().Before(end); time.Sleep(p.t.between(50*time.Millisecond, 300*time.Millisecond)) {
			var n int
			if err := d.Read().NewRaw(endOthers).Scan(p.t.Context(), &n); err != nil {
				p.t.Fatal(err)
			}
			ended += n
		}
	})
	return ended
}
