//go:build bench

package speed

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"
)

func now() time.Time { return time.Now() }

// measureWeight tells how many bytes a browser loads to show the community page for the first time, without pictures.
func (s *site) measureWeight(t testing.TB) {
	t.Helper()
	page, weight := s.load(t, "/c/"+quiet, "text/html")
	for _, found := range regexp.MustCompile(`<(?:link rel="stylesheet" href|script src)="([^"]+)"`).FindAllSubmatch(page, -1) {
		_, more := s.load(t, string(found[1]), "*/*")
		weight += more
	}
	s.table.add(row{measure: "page weight, first view without pictures", unit: "kB", reach: 60, got: float64(weight) / 1000})
}

// load fetches as browsers do, and returns also how many bytes came over the wire, headers not counted.
func (s *site) load(t testing.TB, path, accept string) (body []byte, weight int) {
	t.Helper()
	for _, encoding := range []string{"identity", "br, gzip"} {
		r, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", accept)
		r.Header.Set("Accept-Encoding", encoding)
		answer, err := s.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s was answered %s, %v", path, answer.Status, err)
		}
		if body == nil {
			body = data
		}
		weight = len(data)
	}
	return body, weight
}

// measureRest tells how long the site takes to be ready after its start, and how much memory it has ten seconds later,
// with all that it holds by now.
func (s *site) measureRest(t testing.TB) {
	t.Helper()
	s.Stop(t)
	memory, ready := 0.0, 0.0
	for n := range runs() {
		cmd := exec.Command(s.Program(), "serve")
		cmd.Env = os.Environ()
		for name, value := range s.Env {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		begun := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		s.answers(t)
		lower(&ready, time.Since(begun).Seconds())
		if n == 0 {
			time.Sleep(10 * time.Second)
			memory = resident(t, cmd.Process.Pid)
		}
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	s.table.add(row{measure: "at rest", unit: "MiB", reach: 50, got: memory})
	s.table.add(row{measure: "ready after start", unit: "s", reach: 0.4, got: ready})
}

// answers waits until the site says that it is ready.
func (s *site) answers(t testing.TB) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		answer, err := s.client.Get(s.URL + "/readyz")
		if err != nil {
			continue
		}
		_ = answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return
		}
	}
	t.Fatal("the site is not ready after a minute")
}
