//go:build chaos

package chaos

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/processtest"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

func TestMain(m *testing.M) { processtest.Main(m) }

// A trial is one test on one database.
type trial struct {
	*testing.T
	Report

	mu   sync.Mutex // guards Peak
	url  string     // of the database
	dice *rand.Rand
}

// A Report is what a trial found out. It is printed as one line of JSON at the trial's end, whatever that is.
type Report struct {
	Test     string         `json:"test"`
	Database string         `json:"database"`
	Seed     uint64         `json:"seed"`
	Commit   string         `json:"commit"`
	Passed   bool           `json:"passed"`
	Seconds  float64        `json:"seconds"`
	Acts     int            `json:"acts"` // in the ledger
	Lost     int            `json:"lost"`
	Dup      int            `json:"dup"`
	P50      float64        `json:"p50_ms"`
	P95      float64        `json:"p95_ms"`
	P99      float64        `json:"p99_ms"`
	Peak     peak           `json:"peak"`
	More     map[string]any `json:"more,omitempty"` // figures of this test alone
}

// each runs fn on each kind of database, beside other trials. Those that measure how long something takes call inTurn instead.
func each(t *testing.T, name string, fn func(t *trial)) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		t.Parallel()
		fn(newTrial(t, name, url))
	})
}

// inTurn runs fn on one database after the other, before those trials that run beside each other.
func inTurn(t *testing.T, name string, fn func(t *trial)) {
	dbtest.EachURL(t, func(t *testing.T, url string) { fn(newTrial(t, name, url)) })
}

func newTrial(t *testing.T, name, url string) *trial {
	t.Helper()
	seed := seedOf(t)
	kind := t.Name()[strings.LastIndexByte(t.Name(), '/')+1:]
	one := &trial{T: t, url: url, dice: rand.New(rand.NewPCG(seed, hash(t.Name())))}
	one.Report = Report{Test: name, Database: kind, Seed: seed, Commit: commit(), More: map[string]any{}}
	began := time.Now()
	t.Cleanup(func() {
		one.Passed, one.Seconds = !t.Failed(), time.Since(began).Seconds()
		line, err := json.Marshal(one.Report)
		if err != nil {
			t.Error(err)
		}
		fmt.Println(string(line))
		if t.Failed() {
			t.Logf("CHAOS_SEED=%d makes the same choices again", seed)
		}
	})
	return one
}

func seedOf(t *testing.T) uint64 {
	t.Helper()
	text := os.Getenv("CHAOS_SEED")
	if text == "" {
		return 1
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("CHAOS_SEED holds %q, which is no number", text)
	}
	return seed
}

func hash(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // it cannot fail
	return h.Sum64()
}

// commit is what the program was built from, as far as Git knows.
var commit = sync.OnceValue(func() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
})

// sized is how much of something a test does: a little, or with CHAOS_SIZE=full all of it.
func sized[T any](little, all T) T {
	if os.Getenv("CHAOS_SIZE") == "full" {
		return all
	}
	return little
}

// between is a time by chance.
func (t *trial) between(least, most time.Duration) time.Duration {
	return least + time.Duration(t.dice.Int64N(int64(most-least)))
}

// wait waits for a condition and fails the trial, with a state that says how things stood, when it does not come true.
func (t *trial) wait(limit time.Duration, what string, is func() bool, state func() string) {
	t.Helper()
	for deadline := time.Now().Add(limit); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %s in vain for %s: %s", limit, what, state())
		}
	}
}
