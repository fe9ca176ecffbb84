//go:build chaos

package chaos

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/folkmoot/folkmoot/federation"
)

// An outcome is what came of one request.
type outcome struct {
	status     int    // 0: there was no answer
	retryAfter string // the header
	err        error
}

// String names an outcome so that outcomes of a kind can be counted: "202", "503 later", "refused".
func (o outcome) String() string {
	switch {
	case o.err == nil && o.retryAfter != "":
		return fmt.Sprintf("%d later", o.status)
	case o.err == nil:
		return fmt.Sprint(o.status)
	case errors.Is(o.err, syscall.ECONNREFUSED):
		return "refused"
	default:
		return "broken"
	}
}

// taken says that the activity is now the site's to keep.
func (o outcome) taken() bool { return o.status >= 200 && o.status < 300 }

var courier = &http.Client{
	Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 32, IdleConnTimeout: 30 * time.Second},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// send posts a document to the inbox of a site, signed by the peer's person.
func (c *crowd) send(to *site, p *peer, d doc) outcome {
	r, err := posting(to, p, d, time.Now())
	if err != nil {
		return outcome{err: err}
	}
	return deliver(r)
}

// posting is the signed request with which a peer sends a document. It is meant for the site, whichever of its processes
// it goes to.
func posting(to *site, p *peer, d doc, at time.Time) (*http.Request, error) {
	body, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	key, err := person()
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest(http.MethodPost, to.base()+"/inbox", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Host = strings.TrimPrefix(to.Env["FOLKMOOT_URL"], "http://")
	r.Header.Set("Content-Type", federation.ActivityType)
	r.Header["Idempotency-Key"] = nil // says to the transport that it may try again on another connection
	return r, federation.Signer{KeyID: p.actor + "#main-key", Private: key}.Cavage(r, body, at)
}

func deliver(r *http.Request) outcome {
	resp, err := courier.Do(r)
	if err != nil {
		return outcome{err: err}
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return outcome{status: resp.StatusCode, retryAfter: resp.Header.Get("Retry-After")}
}

// A ledger holds what was answered 2xx.
type ledger struct {
	mu       sync.Mutex
	acked    []string        // ids, in their order
	took     []time.Duration // how long each answer took, once it was taken
	at       []time.Time     // when it was taken
	outcomes map[string]int  // of all requests
	longest  time.Duration   // from the first try of an activity until it was taken
}

func newLedger() *ledger { return &ledger{outcomes: map[string]int{}} }

func (l *ledger) note(id string, o outcome, took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.outcomes[o.String()]++
	if o.taken() {
		l.acked, l.took, l.at = append(l.acked, id), append(l.took, took), append(l.at, time.Now())
	}
}

func (l *ledger) waited(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.longest = max(l.longest, d)
}

// ids are what was taken so far.
func (l *ledger) ids() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.acked)
}

// answers is how often each outcome came so far.
func (l *ledger) answers() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.outcomes)
}

// after is when the first activity after a moment was taken; zero: none yet.
func (l *ledger) after(moment time.Time) (first time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, at := range l.at { // nearly in their order
		if at.After(moment) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// report puts what the ledger says into the trial's report.
func (l *ledger) report(t *trial) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t.Acts = len(l.acked)
	t.times(l.took)
	t.More["answers"], t.More["longest_s"] = maps.Clone(l.outcomes), l.longest.Seconds()
}

// times puts the percentiles of durations into the report.
func (t *trial) times(took []time.Duration) {
	if len(took) == 0 {
		return
	}
	sorted := slices.Sorted(slices.Values(took))
	at := func(share float64) float64 {
		d := sorted[int(math.Ceil(share*float64(len(sorted))))-1]
		return math.Round(float64(d.Microseconds())/10) / 100
	}
	t.P50, t.P95, t.P99 = at(0.5), at(0.95), at(0.99)
}

// A load is activities that the peers of a crowd send at a steady rate, each in its order, and each again until it is taken.
type load struct {
	*ledger
	end  chan struct{}
	over sync.WaitGroup
}

// again is how soon a sender comes again that was not answered 2xx. Real ones wait longer; that they were told to is checked elsewhere.
const again = 100 * time.Millisecond

// load has each of the peers send what write makes, perSecond of them altogether. to says where to send a try.
func (c *crowd) load(peers []*peer, perSecond int, to func() *site, write func(p *peer, n int) doc) *load {
	l := &load{ledger: newLedger(), end: make(chan struct{})}
	pause := time.Second * time.Duration(len(peers)) / time.Duration(perSecond)
	for _, p := range peers {
		l.over.Go(func() {
			tick := time.NewTicker(pause)
			defer tick.Stop()
			for n := 1; ; n++ {
				select {
				case <-l.end:
					return
				case <-tick.C:
				}
				c.insist(l, p, write(p, n), to)
			}
		})
	}
	return l
}

// insist sends a document until it is taken.
func (c *crowd) insist(l *load, p *peer, d doc, to func() *site) {
	const patience = 2 * time.Minute
	began := time.Now()
	for time.Since(began) < patience {
		asked := time.Now()
		got := c.send(to(), p, d)
		l.note(d["id"].(string), got, time.Since(asked))
		if got.taken() {
			l.waited(time.Since(began))
			return
		}
		time.Sleep(again)
	}
	c.t.Errorf("%s was not taken in %s: %v", d["id"], patience, l.answers())
}

// inTurns has one process of a site after the other asked.
func inTurns(sites ...*site) func() *site {
	var n atomic.Int64
	return func() *site { return sites[int(n.Add(1))%len(sites)] }
}

// stop ends the load, once all that was begun is taken.
func (l *load) stop() {
	close(l.end)
	l.over.Wait()
}

// reply is the Create of a reply in a thread of a community.
func reply(p *peer, n int, community, thread string) doc {
	d := topic(p, n, community)
	note := d["object"].(doc)
	delete(note, "name")
	note["type"], note["inReplyTo"] = "Note", thread
	return d
}

// topic is the Create of a thread in a community.
func topic(p *peer, n int, community string) doc {
	words := fmt.Sprintf("Word %d from %s.", n, p.host)
	return doc{
		"@context": activityStreams, "id": p.id("create", n), "type": "Create", "actor": p.actor, "to": []string{public}, "cc": []string{community}, "audience": community,
		"object": doc{
			"id": p.id("note", n), "type": "Page", "attributedTo": p.actor, "to": []string{public}, "cc": []string{community}, "audience": community,
			"name": words, "content": "<p>" + words + "</p>", "published": time.Now().UTC().Format(time.RFC3339),
		},
	}
}
