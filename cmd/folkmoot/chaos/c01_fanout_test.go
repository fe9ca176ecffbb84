//go:build chaos

package chaos

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"
)

// lanes is how many deliveries may be in the air at once, and so how many may be made twice when a process is killed.
const lanes = 256 + 64

// C1: a post is on its way to many servers when the process is killed, at whatever point. After a restart everybody has
// it, and most have it once: what was sent and not noted yet is sent again.
func TestC01_AKillDuringFanOutLosesNothing(t *testing.T) {
	each(t, "C1", func(t *trial) {
		s, c := t.open(), t.crowd(sized(150, 500))
		c.follow(s, c.peers...)
		var took []time.Duration
		for round := range sized(2, 20) {
			drain := killOnce(t, s, c, round)
			took = append(took, drain)
			if drain > 30*time.Second {
				t.Errorf("round %d: all had the post %s after the restart, which should take 30 s at most", round, drain)
			}
			_, again := c.passedOn()
			if again-t.Dup > lanes {
				t.Errorf("round %d: %d deliveries were made twice; only %d are in the air at once", round, again-t.Dup, lanes)
			}
			t.Acts, t.Dup = t.Acts+len(c.peers), again
		}
		t.times(took)
		t.store().settle(30 * time.Second)
		once, again := c.passedOn()
		if t.Lost, t.Dup = t.Acts-once, again; t.Lost != 0 {
			t.Errorf("%d deliveries were lost", t.Lost)
		}
	})
}

// killOnce has ana post, kills the site at some point of the fan-out, and starts it again. It returns how long after that
// everybody has the post.
func killOnce(t *trial, s *site, c *crowd, round int) time.Duration {
	t.Helper()
	killAt := t.dice.IntN(len(c.peers)) // as many have the post; 0: it has only just been written
	enough := make(chan struct{})
	var arrived atomic.Int64
	c.watch(func(receipt) {
		if arrived.Add(1) == int64(killAt) {
			close(enough)
		}
	})
	s.post(fmt.Sprintf("Round %d", round))
	if killAt > 0 {
		select {
		case <-enough:
		case <-time.After(time.Minute):
			t.Fatalf("round %d: not even %d peers have the post", round, killAt)
		}
	}
	s.Kill(t)
	c.watch(nil)
	s.restart()
	began := time.Now()
	have := func() int {
		once, _ := c.passedOn()
		return once - round*len(c.peers)
	}
	t.wait(time.Minute, "everybody to have the post", func() bool { return have() == len(c.peers) },
		func() string { return fmt.Sprintf("round %d, killed at %d: %d have it", round, killAt, have()) })
	return time.Since(began)
}

// passedOn is how much the community has passed on to all of the crowd together, and how much of that again.
func (c *crowd) passedOn() (once, again int) {
	for _, p := range c.peers {
		ids, more := firsts(p.announced())
		once, again = once+len(ids), again+more
	}
	return once, again
}
