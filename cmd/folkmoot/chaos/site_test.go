//go:build chaos

package chaos

import (
	"bufio"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/federation/processtest"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

// A site is a running program with one community, of whose members one is known to the test: ana.
type site struct {
	*processtest.Server
	Community string // its id

	t       *trial
	metrics string // the address of the metrics
}

// open starts a site on the trial's database. Other sites of the loopback network may do with it what they like.
func (t *trial) open() *site {
	t.Helper()
	s := t.start(nil)
	s.Do(t, "account", "create", "--name", "ana", "--email", "ana@north.example", "--password", "seven blue kettles", "--admin")
	s.Do(t, "federation", "mode", "open")
	s.Do(t, "community", "create", "--name", "gardens", "--title", "Gardens", "--organiser", "ana")
	s.Community = s.URL + "/c/gardens"
	// A running site notices within a second what a command has changed.
	t.wait(5*time.Second, "the site to be open to all", s.isOpen, func() string { return s.Community })
	return s
}

// isOpen tells whether anybody may read the documents of the site.
func (s *site) isOpen() bool {
	r, err := http.NewRequest(http.MethodGet, s.Community, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Accept", federation.AcceptActivity)
	return deliver(r).taken()
}

// beside starts another process of the same site: on the same database and folder, with an address of its own.
func (t *trial) beside(s *site) *site {
	t.Helper()
	other := t.start(map[string]string{"FOLKMOOT_URL": s.URL, "FOLKMOOT_DATA": s.Env["FOLKMOOT_DATA"]})
	other.Community = s.Community
	return other
}

func (t *trial) start(settings map[string]string) *site {
	t.Helper()
	metrics := processtest.FreeAddress(t)
	env := map[string]string{"FOLKMOOT_DATABASE": t.url, "FOLKMOOT_METRICS_LISTEN": metrics}
	for name, value := range settings {
		env[name] = value
	}
	s := &site{Server: processtest.Start(t, env), t: t, metrics: metrics}
	t.watch(s)
	return s
}

// base is where this process answers, which is not the site's address when it stands beside another.
func (s *site) base() string { return "http://" + s.Env["FOLKMOOT_LISTEN"] }

// post has ana start a thread and returns its id.
func (s *site) post(title string) string {
	s.t.Helper()
	return s.Do(s.t, "post", "--as", "ana", "--in", "gardens", "--title", title, "--body", "About "+title+".")
}

// restart runs a site that was stopped or killed, and returns how long it took until it answered.
func (s *site) restart() time.Duration {
	s.t.Helper()
	began := time.Now()
	s.Run(s.t)
	return time.Since(began)
}

// A peak is the most that a trial's processes have taken at once, each by itself, as far as samples show.
type peak struct {
	MiB        float64 `json:"rss_mib"`
	Files      float64 `json:"fds"`
	Goroutines float64 `json:"goroutines"`
}

// watch samples what the process of a site takes, whenever it runs, until the trial ends.
func (t *trial) watch(s *site) {
	end := make(chan struct{})
	var over sync.WaitGroup
	over.Go(func() {
		for tick := time.NewTicker(500 * time.Millisecond); ; {
			select {
			case <-end:
				tick.Stop()
				return
			case <-tick.C:
			}
			if got, err := s.gauges(); err == nil { // it is down from time to time
				t.mu.Lock()
				t.Peak.MiB = max(t.Peak.MiB, got["process_resident_memory_bytes"]/(1<<20))
				t.Peak.Files = max(t.Peak.Files, got["process_open_fds"])
				t.Peak.Goroutines = max(t.Peak.Goroutines, got["go_goroutines"])
				t.mu.Unlock()
			}
		}
	})
	t.Cleanup(func() {
		close(end)
		over.Wait()
	})
}

// gauges reads the metrics of a process. Labels are part of a name.
func (s *site) gauges() (map[string]float64, error) {
	client := http.Client{Timeout: 2 * time.Second}
	resp, err := client.Get("http://" + s.metrics + "/metrics")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	found := map[string]float64{}
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			found[name] = n
		}
	}
	return found, nil
}

// A store is the database of a site, looked at from outside. It is opened when a trial's last process has been started:
// as long as anybody has an SQLite database open, the next process does not find it as a kill leaves it.
type store struct {
	t *trial
	d *db.DB
}

func (t *trial) store() *store { return &store{t, dbtest.OpenURL(t, t.url, nil)} }

// count is the figure that a query answers.
func (s *store) count(query string, args ...any) (n int) {
	s.t.Helper()
	if err := s.d.Read().NewRaw(query, args...).Scan(s.t.Context(), &n); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// column is the texts that a query answers, a row each.
func (s *store) column(query string, args ...any) (texts []string) {
	s.t.Helper()
	if err := s.d.Read().NewRaw(query, args...).Scan(s.t.Context(), &texts); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return texts
}

const (
	waitingJobs       = "SELECT count(*) FROM jobs WHERE coalesce(unique_key, '') NOT LIKE 'every %'"
	waitingDeliveries = "SELECT count(*) FROM deliveries"
)

// settle waits until nothing is left to do, and returns how long that took. What was given up never goes, so it is found too.
func (s *store) settle(limit time.Duration) time.Duration {
	s.t.Helper()
	began := time.Now()
	s.t.wait(limit, "an empty queue", func() bool {
		return s.count(waitingJobs)+s.count(waitingDeliveries) == 0
	}, func() string {
		return fmt.Sprintf("%d jobs, %d deliveries left; jobs said %q, deliveries %q", s.count(waitingJobs), s.count(waitingDeliveries),
			s.column("SELECT DISTINCT kind || ': ' || last_error FROM jobs"), s.column("SELECT DISTINCT last_error FROM deliveries"))
	})
	return time.Since(began)
}

// delivered is how many deliveries the process of a site has made since it was started.
func (s *site) delivered() int {
	s.t.Helper()
	got, err := s.gauges()
	if err != nil {
		s.t.Fatal(err)
	}
	return int(got[`folkmoot_deliveries_total{outcome="done"}`])
}
