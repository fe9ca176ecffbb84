//go:build chaos

package chaos

import (
	"testing"
	"time"
)

// C15: two processes of one site share its work. Nobody is told anything twice, or in another order. This holds for two
// processes on one SQLite file too, though nobody is advised to run them.
func TestC15_TwoProcessesDoNothingTwice(t *testing.T) {
	each(t, "C15", func(t *trial) {
		one := t.open()
		two := t.beside(one)
		c := t.crowd(4 + sized(20, 100))
		senders, followers := c.peers[:4], c.peers[4:]
		c.follow(one, followers...)
		l := c.load(senders, sized(10, 20), inTurns(one, two), func(p *peer, n int) doc { return topic(p, n, one.Community) })
		time.Sleep(sized(5*time.Second, 30*time.Second))
		for n := range sized(2, 10) { // by a process of its own that only writes
			[]*site{one, two}[n%2].post("Slugs")
		}
		l.stop()
		l.report(t)
		t.onlyAnswers(l, "202")
		db := t.store()
		t.More["drained_s"] = db.settle(4 * time.Minute).Seconds()
		t.More["share"] = []int{one.delivered(), two.delivered()}
		written := db.column("SELECT uri FROM acts WHERE verb = 'create' ORDER BY id")
		t.Acts = len(written) * len(followers)
		for _, p := range followers {
			told, again := firsts(p.announced())
			lost, _, strange := compare(written, told)
			t.Lost, t.Dup = t.Lost+lost, t.Dup+again
			if wrong := outOfOrder(l.ids(), told); lost+again+strange+wrong > 0 {
				t.Errorf("%s: %d lost, %d told again, %d strange, %d too early", p.host, lost, again, strange, wrong)
			}
		}
	})
}
