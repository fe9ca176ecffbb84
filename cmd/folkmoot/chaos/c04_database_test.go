//go:build chaos

package chaos

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// C4: PostgreSQL goes away under load and comes back, and then loses its connections again and again. The site stays up,
// says meanwhile that one should come again, and works again by itself.
func TestC04_ADatabaseThatGoesAwayLosesNothing(t *testing.T) {
	t.Parallel()
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		one := newTrial(t, "C4", "")
		loseDatabase(one, one.postgres())
	})
}

func loseDatabase(t *trial, p *database) {
	t.url = p.url
	s, c := t.open(), t.crowd(9)
	senders, witness := c.peers[:8], c.peers[8]
	c.follow(s, witness)
	thread := s.post("Slugs")
	l := c.load(senders, sized(100, 200), inTurns(s), func(p *peer, n int) doc { return reply(p, n, s.Community, thread) })
	t.wait(time.Minute, "the load", func() bool { return len(l.ids()) > 20 }, func() string { return fmt.Sprint(l.answers()) })

	p.stop()
	away := time.Now()
	for time.Since(away) < sized(3*time.Second, 10*time.Second) {
		askWithoutDatabase(s)
		time.Sleep(100 * time.Millisecond)
	}
	starting := time.Now()
	p.start()
	back := time.Now()
	t.wait(30*time.Second, "an activity to be taken again", func() bool { return !l.after(starting).IsZero() }, func() string { return fmt.Sprint(l.answers()) })
	t.More["away_s"] = back.Sub(away).Seconds()
	t.More["first_success_ms"] = max(0, l.after(starting).Sub(back)).Milliseconds()
	if wait := l.after(starting).Sub(back); wait > 5*time.Second {
		t.Errorf("the first activity was taken %s after the database was back", wait)
	}

	t.More["connections_cut"] = p.cut(sized(3*time.Second, 20*time.Second))
	last := time.Now()
	t.wait(30*time.Second, "an activity to be taken after the storm", func() bool { return !l.after(last).IsZero() }, func() string { return fmt.Sprint(l.answers()) })
	l.stop()
	l.report(t)
	t.onlyAnswers(l, "202", "503 later")
	if l.answers()["503 later"] == 0 {
		t.Error("nobody was told to come again: the database was never away")
	}
	db := t.store()
	t.More["drained_s"] = db.settle(4 * time.Minute).Seconds()
	t.tookEffect(db, l.ids(), thread)
	t.witnessed(witness, l.ids(), 2*turn) // in another order perhaps: what failed meanwhile was put off
}

// askWithoutDatabase checks that the site says what is the matter, to whoever asks.
func askWithoutDatabase(s *site) {
	s.t.Helper()
	for path, want := range map[string]string{
		"/healthz": "200", "/readyz": "503", "/c/gardens/people": "503 later", "/c/gardens/feed.atom": "503 later", "/sign-in": "200",
	} {
		r, err := http.NewRequest(http.MethodGet, s.base()+path, nil)
		if err != nil {
			s.t.Fatal(err)
		}
		if got := deliver(r); got.String() != want {
			s.t.Errorf("without a database, %s was answered %s (%v), not %s", path, got, got.err, want)
		}
	}
}
