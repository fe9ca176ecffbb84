//go:build chaos

package chaos

import (
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
)

// C9: somebody who has listened sends again what others sent, thousands of times; some of it with its signature of half
// a day ago. Nothing happens, and next to nothing is written.
func TestC09_AReplayStormHasNoEffect(t *testing.T) {
	inTurn(t, "C9", func(t *trial) {
		s, c := t.open(), t.crowd(6)
		senders, witness := c.peers[:5], c.peers[5]
		c.follow(s, witness)
		heard := t.listen(s, senders, s.post("Slugs"), sized(20, 100))
		db := t.store()
		db.settle(time.Minute)
		rows, written, told := moottest.RowsOf(t, db.d), t.written(db), len(witness.taken())

		replays := sized(3000, 50_000)
		began := time.Now()
		l := t.storm(heard, replays)
		t.More["per_s"] = float64(replays) / time.Since(began).Seconds()
		l.report(t)
		db.settle(time.Minute)
		if changes := rows.Changes(moottest.RowsOf(t, db.d)); len(changes) > 0 {
			t.Dup = len(changes)
			t.Errorf("%d rows changed:\n%s", len(changes), strings.Join(changes[:min(len(changes), 10)], "\n"))
		}
		if now := len(witness.taken()); now != told {
			t.Errorf("a follower was told of %d replays", now-told)
		}
		t.More["bytes_written"] = t.written(db) - written
		if bytes := t.written(db) - written; bytes > int64(20*replays) {
			t.Errorf("%d bytes were written, for nothing", bytes)
		}
		if got := l.answers(); got["202"] == 0 || got["401"] == 0 || got["202"]+got["401"] != replays {
			t.Errorf("the replays were answered %v", got)
		}
	})
}

// A recording is a signed request as somebody in between sees it.
type recording struct {
	id   string
	to   string
	host string
	head http.Header
	body string
}

// listen has the senders reply n times each, and returns what they sent, together with the same as signed 13 hours ago.
func (t *trial) listen(s *site, senders []*peer, thread string, n int) (heard []recording) {
	t.Helper()
	for _, p := range senders {
		for m := range n {
			d := reply(p, m, s.Community, thread)
			for _, at := range []time.Time{time.Now(), time.Now().Add(-13 * time.Hour)} {
				r, err := posting(s, p, d, at)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Fatal(err)
				}
				heard = append(heard, recording{d["id"].(string), r.URL.String(), r.Host, r.Header, string(body)})
			}
			if got := heard[len(heard)-2].play(); !got.taken() {
				t.Fatalf("a reply was answered %s", got)
			}
		}
	}
	return heard
}

// play sends what was heard once more.
func (r recording) play() outcome {
	again, err := http.NewRequest(http.MethodPost, r.to, strings.NewReader(r.body))
	if err != nil {
		return outcome{err: err}
	}
	again.Host, again.Header = r.host, r.head.Clone()
	return deliver(again)
}

// storm plays what was heard by chance, so many times altogether, from many sides at once.
func (t *trial) storm(heard []recording, times int) *ledger {
	order := make([]recording, times)
	for n := range order {
		order[n] = heard[t.dice.IntN(len(heard))]
	}
	l := newLedger()
	var next atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for n := next.Add(1); n <= int64(times); n = next.Add(1) {
				began := time.Now()
				l.note(order[n-1].id, order[n-1].play(), time.Since(began))
			}
		})
	}
	all.Wait()
	l.acked = slices.Compact(slices.Sorted(slices.Values(l.acked))) // what was replayed at all
	return l
}

// written is how much was ever written to the database, in bytes: by what PostgreSQL logs, or else by when SQLite's log
// was last touched, which is the same number as long as nothing is written, and a very different one afterwards.
func (t *trial) written(s *store) int64 {
	t.Helper()
	if t.Database == "postgres" {
		return int64(s.count("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"))
	}
	info, err := os.Stat(t.url + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	return info.ModTime().UnixNano()
}
