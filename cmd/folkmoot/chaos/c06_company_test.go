//go:build chaos

package chaos

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"
)

// C6: a tenth of the followers' servers are bad company, each in its own way. Everybody else has what was posted about
// as soon as without them; and they are not pestered.
func TestC06_BadPeersDelayNobody(t *testing.T) {
	inTurn(t, "C6", func(t *trial) {
		s, c := t.open(), t.crowd(sized(200, 1000))
		c.follow(s, c.peers...)
		ways := slices.Sorted(maps.Keys(bad))
		worse, good := c.peers[:len(c.peers)/10], c.peers[len(c.peers)/10:]
		posts := sized(5, 20) // more would measure how fast they are signed
		before := t.spread(s, good, posts)
		for n, p := range worse {
			p.behave(bad[ways[n%len(ways)]])
		}
		after := t.spread(s, good, posts)
		t.times(after)
		p99 := func(times []time.Duration) time.Duration {
			return slices.Sorted(slices.Values(times))[len(times)*99/100]
		}
		clean, mixed := p99(before), p99(after)
		t.More["clean_p99_ms"], t.More["ratio"] = clean.Milliseconds(), mixed.Seconds()/clean.Seconds()
		if most := 3*clean + 3*time.Second; mixed > most {
			t.Errorf("in bad company 99 of 100 had their posts within %s, without it within %s: more than %s", mixed, clean, most)
		}
		t.notPestered(worse, ways)
	})
}

// spread has ana post several times, five a second, and returns how long after each everybody had it.
func (t *trial) spread(s *site, to []*peer, posts int) (took []time.Duration) {
	t.Helper()
	had, began := make([]int, len(to)), make([]time.Time, posts)
	for n, p := range to {
		had[n] = len(p.announced())
	}
	for n := range posts {
		began[n] = time.Now()
		s.post(fmt.Sprintf("Post %d", n))
		time.Sleep(max(0, time.Second/5-time.Since(began[n])))
	}
	missing := func() (n int) {
		for m, p := range to {
			n += max(0, posts-(len(p.announced())-had[m]))
		}
		return n
	}
	t.wait(5*time.Minute, "all good peers to have all posts", func() bool { return missing() == 0 }, func() string { return fmt.Sprintf("%d are missing", missing()) })
	t.Acts, t.Lost = t.Acts+posts*len(to), t.Lost+missing()
	for m, p := range to {
		told := slices.DeleteFunc(p.taken(), func(r receipt) bool { return r.Type != "Announce" })[had[m]:]
		t.Dup += len(told) - posts
		for n, r := range told[:posts] { // they come in their order
			took = append(took, r.At.Sub(began[n]))
		}
	}
	if t.Dup > 0 {
		t.Errorf("%d posts came twice", t.Dup)
	}
	return took
}

// notPestered checks that what is bad company is called once at a time, and not before it asked to be.
func (t *trial) notPestered(peers []*peer, ways []string) {
	t.Helper()
	calls := map[string]int{}
	for n, p := range peers {
		way := ways[n%len(ways)]
		p.mu.Lock()
		asked, most := slices.Clone(p.asked), p.most
		p.mu.Unlock()
		calls[way] += len(asked)
		if most > 1 && way != "talks for ever" { // that one is slow to notice that nobody listens any more
			t.Errorf("a peer that %s had %d calls at once", way, most)
		}
		for m := 1; m < len(asked) && way == "is busy"; m++ {
			if gap := asked[m].Sub(asked[m-1]); gap < busyFor {
				t.Errorf("a peer that asked to be left alone for %s was called after %s", busyFor, gap)
			}
		}
	}
	t.More["calls"] = calls
}
