//go:build chaos

package chaos

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// turn is how many deliveries a host is sent before what came of them is noted, and so how many of one host may be made
// twice when a process is killed.
const turn = 20

// C2: replies pour in while the process is killed again and again. Whoever is not answered 2xx comes again; what was is
// in the thread, once, is counted once, and is passed on.
func TestC02_AKillDuringIngestLosesNothing(t *testing.T) {
	each(t, "C2", func(t *trial) {
		s, c := t.open(), t.crowd(9)
		senders, witness := c.peers[:8], c.peers[8]
		c.follow(s, witness)
		thread := s.post("Slugs")
		l := c.load(senders, 200, inTurns(s), func(p *peer, n int) doc { return reply(p, n, s.Community, thread) })
		kills := 0
		for end := time.Now().Add(sized(10*time.Second, time.Minute)); time.Now().Before(end); kills++ {
			time.Sleep(t.between(sized(2*time.Second, 3*time.Second), sized(4*time.Second, 7*time.Second)))
			s.Kill(t)
			s.restart()
		}
		l.stop()
		l.report(t)
		t.More["kills"] = kills
		t.onlyAnswers(l, "202", "refused", "broken")
		db := t.store()
		t.More["drained_s"] = db.settle(4 * time.Minute).Seconds()
		t.tookEffect(db, l.ids(), thread)
		told := t.witnessed(witness, l.ids(), kills*turn)
		if wrong := outOfOrder(l.ids(), told); wrong > 0 {
			t.Errorf("the follower was told of %d before what the same peer had sent before them", wrong)
		}
	})
}

// onlyAnswers checks that a load was answered in no other way than these.
func (t *trial) onlyAnswers(l *load, known ...string) {
	t.Helper()
	for _, got := range slices.Sorted(maps.Keys(l.answers())) {
		if !slices.Contains(known, got) {
			t.Errorf("%d requests were answered %q", l.answers()[got], got)
		}
	}
}

// tookEffect checks that each Create of a reply in the thread that the ledger holds is in the database once, and nothing
// else is: as activity, as item, as act and in the numbers.
func (t *trial) tookEffect(s *store, ledger []string, thread string) {
	t.Helper()
	for what, query := range map[string]string{
		"activities kept":      "SELECT uri FROM received WHERE uri LIKE '%/create/%'",
		"activities done":      "SELECT uri FROM received WHERE uri LIKE '%/create/%' AND state = 'done'",
		"replies":              "SELECT replace(uri, '/note/', '/create/') FROM items WHERE parent_id IS NOT NULL",
		"acts":                 "SELECT uri FROM acts WHERE verb = 'create' AND host <> ''",
		"acts, by their items": "SELECT replace(i.uri, '/note/', '/create/') FROM acts a JOIN items i ON i.id = a.item_id WHERE a.verb = 'create' AND a.host <> ''",
	} {
		lost, dup, strange := compare(ledger, s.column(query))
		t.Lost, t.Dup = max(t.Lost, lost), max(t.Dup, dup)
		if lost+dup+strange > 0 {
			t.Errorf("%s: %d lost, %d more than once, %d that nobody was told of", what, lost, dup, strange)
		}
	}
	if n := s.count("SELECT reply_count FROM items WHERE uri = ?", thread); n != len(ledger) {
		t.Errorf("the thread counts %d replies of %d", n, len(ledger))
	}
}

// compare holds effects against a ledger: what is missing, what is there again, and what should not be there.
func compare(ledger, effects []string) (lost, dup, strange int) {
	times := map[string]int{}
	for _, id := range effects {
		times[id]++
	}
	for _, id := range ledger {
		switch n := times[id]; n {
		case 0:
			lost++
		default:
			dup += n - 1
		}
		delete(times, id)
	}
	return lost, dup, len(times)
}

// witnessed checks that a follower was told of everything in the ledger, and of at most so many twice. It returns the ids.
func (t *trial) witnessed(p *peer, ledger []string, twice int) (told []string) {
	t.Helper()
	told, again := firsts(slices.DeleteFunc(p.announced(), func(id string) bool { return !strings.Contains(id, "/create/") }))
	lost, _, strange := compare(ledger, told)
	t.Lost += lost
	t.More["told_again"] = again
	if lost+strange > 0 || again > twice {
		t.Errorf("%s was told of %d: %d lost, %d strange, %d again (%d may be)", p.host, len(told), lost, strange, again, twice)
	}
	return told
}

// outOfOrder counts the ids that come later in what was told than one that the same host sent after them.
func outOfOrder(sent, told []string) (wrong int) {
	place, last := map[string]int{}, map[string]int{}
	for n, id := range sent {
		place[id] = n
	}
	for _, id := range told {
		host := strings.SplitN(id, "/", 4)[2]
		if place[id] < last[host] {
			wrong++
		}
		last[host] = max(last[host], place[id])
	}
	return wrong
}
