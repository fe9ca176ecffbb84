//go:build chaos

package chaos

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// C16: a site is told to stop, under load and with a peer that hangs, and is started again, again and again. On
// PostgreSQL these are two processes, one after the other. Whoever calls one of them meanwhile is not connected; what was
// taken is done, once.
func TestC16_RestartsUnderLoadLoseAndRepeatNothing(t *testing.T) {
	inTurn(t, "C16", func(t *trial) {
		sites := []*site{t.open()}
		if t.Database == "postgres" {
			sites = append(sites, t.beside(sites[0]))
		}
		s, c := sites[0], t.crowd(10)
		senders, witness, hanging := c.peers[:8], c.peers[8], c.peers[9]
		c.follow(s, witness, hanging)
		hanging.behave(bad["hangs"])
		thread := s.post("Slugs")
		l := c.load(senders, sized(100, 200), inTurns(sites...), func(p *peer, n int) doc { return reply(p, n, s.Community, thread) })
		stops := t.roll(sites, sized(4, 50))
		l.stop()
		l.report(t)
		t.onlyAnswers(l, "202", "refused", "broken")
		t.More["stop_max_s"] = slices.Max(stops).Seconds()
		if longest := slices.Max(stops); longest >= 10*time.Second {
			t.Errorf("it took %s to stop", longest)
		}
		// A call that arrives while the door is being closed may find it closed behind it.
		if broken, most := l.answers()["broken"], len(stops)*len(senders); broken > most {
			t.Errorf("%d calls were broken off in %d restarts", broken, len(stops))
		}
		db := t.store()
		t.wait(2*time.Minute, "all work to be done but what the hanging peer is owed", func() bool {
			return db.count(waitingJobs)+db.count(waitingDeliveries+" WHERE host <> ?", hanging.host) == 0
		}, func() string {
			return strings.Join(db.column("SELECT host || ': ' || last_error FROM deliveries"), "\n")
		})
		t.tookEffect(db, l.ids(), thread)
		t.witnessed(witness, l.ids(), 0)
	})
}

// roll restarts one site after the other, so many times altogether, and returns how long each took to stop.
func (t *trial) roll(sites []*site, times int) (stops []time.Duration) {
	for n := range times {
		time.Sleep(t.between(300*time.Millisecond, time.Second))
		s := sites[n%len(sites)]
		began := time.Now()
		s.Stop(t)
		stops = append(stops, time.Since(began))
		s.restart()
	}
	return stops
}
