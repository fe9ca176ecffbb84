//go:build bench

package speed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/federation/processtest"
)

// A site is one that runs, the crowd around it, and what was measured of it.
type site struct {
	*processtest.Server
	crowd   *crowd
	client  *http.Client
	metrics string  // where its figures are told
	planned float64 // jobs that wait for their hour, as they always do
	table   table
	serial  int
}

// Its communities: one that the whole crowd follows, and one that is written to by all and followed by nobody.
const followed, quiet = "ward-safety", "quiet-room"

func open(t testing.TB, database string) *site {
	t.Helper()
	metrics := free(t)
	s := &site{crowd: newCrowd(t), metrics: "http://" + metrics + "/metrics"}
	s.client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: inFlight, DisableCompression: true}}
	s.Server = processtest.Start(t, map[string]string{"FOLKMOOT_DATABASE": database, "FOLKMOOT_METRICS_LISTEN": metrics})
	s.Do(t, "account", "create", "--name", "ana", "--email", "ana@north.example", "--password", "seven blue kettles", "--admin")
	s.Do(t, "federation", "mode", "open")
	for _, name := range []string{followed, quiet} {
		s.Do(t, "community", "create", "--name", name, "--title", "About "+name, "--organiser", "ana")
	}
	time.Sleep(time.Second) // until what is planned is planned
	s.planned = s.figures(t)[waitingJobs]
	return s
}

// free is an address on which nothing listens.
func free(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// inFlight is how many requests are made at a time.
const inFlight = 8

// sign makes a request that brings an activity of somebody in the crowd to the site's inbox.
func (s *site) sign(t testing.TB, actor string, activity doc) *http.Request {
	t.Helper()
	body, err := json.Marshal(activity)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, s.URL+"/inbox", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", activityType)
	signer := federation.Signer{KeyID: actor + "#main-key", Private: s.crowd.key}
	if err := signer.Cavage(r, body, time.Now()); err != nil {
		t.Fatal(err)
	}
	return r
}

// send makes requests, some at a time, each of which must be answered with the status.
func (s *site) send(t testing.TB, requests []*http.Request, status int) {
	t.Helper()
	next := make(chan *http.Request)
	var all sync.WaitGroup
	for range min(inFlight, len(requests)) {
		all.Go(func() {
			for r := range next {
				if t.Failed() {
					continue
				}
				answer, err := s.client.Do(r)
				if err != nil {
					t.Error(err)
					continue
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				_ = answer.Body.Close()
				if answer.StatusCode != status {
					t.Errorf("%s %s was answered %s", r.Method, r.URL, answer.Status)
				}
			}
		})
	}
	for _, r := range requests {
		next <- r
	}
	close(next)
	all.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

// gather has everybody in the crowd follow the community.
func (s *site) gather(t testing.TB) {
	t.Helper()
	community := s.URL + "/c/" + followed
	var requests []*http.Request
	for _, h := range s.crowd.hosts {
		for n := range peopleOnEach {
			id := h.person(n)
			requests = append(requests, s.sign(t, id, doc{
				"@context": activityWorld, "id": id + "/follows/1", "type": "Follow", "actor": id, "object": community, "to": []any{community},
			}))
		}
	}
	s.send(t, requests, http.StatusAccepted)
	until(t, "everybody to be let in", func() bool {
		s.crowd.mu.Lock()
		defer s.crowd.mu.Unlock()
		return s.crowd.accepts >= len(requests)
	})
	s.settle(t)
}

// post is the Create of a post, by somebody of the crowd, in a community, with about seventy words.
func (s *site) post(h *host, person int, community string) (activity doc, token string) {
	s.serial++
	id, group := h.person(person), s.URL+"/c/"+community
	token = fmt.Sprintf("%s/notes/%d", id, s.serial)
	now := time.Now().UTC().Format(time.RFC3339)
	words := strings.Repeat("What we learned on the ward about falls at night, and what we would do again. ", 4)
	note := doc{
		"id": token, "type": "Note", "attributedTo": id, "published": now, "url": token,
		"to": []any{public}, "cc": []any{group, id + "/followers"},
		"content": fmt.Sprintf(`<p><a href=%q class="mention">@%s</a> Part %d. %s</p><p>%s</p>`, group, community, s.serial, words, words),
		"tag":     []any{doc{"type": "Mention", "href": group, "name": "@" + community + "@" + s.Host}},
	}
	return doc{
		"@context": activityWorld, "id": token + "/activity", "type": "Create", "actor": id, "published": now,
		"to": note["to"], "cc": note["cc"], "object": note,
	}, token
}

// figures reads what the site counts, by name.
func (s *site) figures(t testing.TB) map[string]float64 {
	t.Helper()
	answer, err := s.client.Get(s.metrics)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]float64{}
	for line := range strings.Lines(string(data)) {
		if name, value, _ := strings.Cut(strings.TrimSpace(line), " "); strings.HasPrefix(name, "folkmoot_") {
			found[name] = number(t, value)
		}
	}
	return found
}

// settle waits until the site has nothing left to do.
func (s *site) settle(t testing.TB) {
	t.Helper()
	var now map[string]float64
	defer func() {
		if t.Failed() {
			t.Logf("there were %v jobs, %v of them planned, and %v deliveries left", now[waitingJobs], s.planned, now[waitingDeliveries])
		}
	}()
	until(t, "the queue to be empty", func() bool {
		time.Sleep(100 * time.Millisecond)
		now = s.figures(t)
		jobs, told := now[waitingJobs] // it is not when the database was too busy to tell
		return told && jobs <= s.planned && now[waitingDeliveries] == 0
	})
}

const (
	waitingJobs       = `folkmoot_queue_waiting{shape="jobs"}`
	waitingDeliveries = `folkmoot_queue_waiting{shape="deliveries"}`
)
