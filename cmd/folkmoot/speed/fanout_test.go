//go:build bench

package speed

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// runs is how often a measure is taken; the best one counts, since what disturbs only adds.
func runs() int {
	if quick() {
		return 1
	}
	return 5
}

// publish has somebody post in the community that all follow, and returns when that was answered.
func (s *site) publish(t testing.TB) time.Time {
	t.Helper()
	activity, token := s.post(s.crowd.author(), 0, followed)
	s.crowd.expect(token)
	s.send(t, []*http.Request{s.sign(t, activity["actor"].(string), activity)}, http.StatusAccepted)
	return time.Now()
}

// measureFanOut tells what a post to all hosts costs the site, from the inbox that it comes to until all is recorded: the
// processor time for each delivery, in parts of what its signature costs alone, just before and just after. As both vary,
// the middle one of the ratios counts and not the best.
func (s *site) measureFanOut(t testing.TB, signing *floor) {
	t.Helper()
	var signature, delivery float64
	var ratios []float64
	for range runs() {
		alone := signing.measure(t)
		before := cpu(t, s.PID())
		s.publish(t)
		s.crowd.await(t, crowdHosts)
		time.Sleep(300 * time.Millisecond) // until the last ones are recorded
		each := (cpu(t, s.PID()) - before) / crowdHosts
		alone = (alone + signing.measure(t)) / 2
		ratios = append(ratios, each/alone)
		lower(&delivery, each)
		lower(&signature, alone)
		s.settle(t)
	}
	s.table.add(row{measure: "one RSA signature, alone", unit: "CPU-ms", got: signature * 1000})
	s.table.add(row{measure: "a delivery, durable queue included", unit: "CPU-ms", got: delivery * 1000})
	s.table.add(row{measure: fmt.Sprintf("fan-out, %d followers on %d hosts", crowdHosts*peopleOnEach, crowdHosts), unit: "× its signatures", reach: 1.35, got: median(ratios)})
}

// measureSlowHosts tells how many deliveries are made in a second when each host takes 100 ms to answer.
func (s *site) measureSlowHosts(t testing.TB) {
	t.Helper()
	s.crowd.delay.Store(int64(100 * time.Millisecond))
	defer s.crowd.delay.Store(0)
	var best float64
	for range runs() {
		begun := s.publish(t)
		best = max(best, crowdHosts/s.crowd.await(t, crowdHosts).Sub(begun).Seconds())
		s.settle(t)
	}
	s.table.add(row{measure: "hosts that take 100 ms", unit: "deliveries/s", reach: 400, least: true, got: best})
}

// measureHangingHosts tells how much later the others are done when some hosts take a delivery and say nothing. Runs with
// and without them alternate, and each has other hosts hang, so that none is known to do so.
func (s *site) measureHangingHosts(t testing.TB) {
	t.Helper()
	const hanging = 25
	var clean, hindered float64
	for n := range runs() {
		begun := s.publish(t)
		lower(&clean, s.crowd.await(t, crowdHosts).Sub(begun).Seconds())
		s.settle(t)
		release := make(chan struct{})
		s.crowd.release.Store(&release)
		these := s.crowd.followers()[n*hanging : (n+1)*hanging]
		for _, h := range these {
			h.hangs.Store(true)
		}
		begun = s.publish(t)
		lower(&hindered, s.crowd.await(t, crowdHosts-hanging).Sub(begun).Seconds())
		for _, h := range these {
			h.hangs.Store(false)
		}
		close(release)
		s.crowd.await(t, crowdHosts) // nothing is lost to those that hung
		s.settle(t)
	}
	s.table.add(row{measure: "all hosts told, none hangs", unit: "s", got: clean})
	s.table.add(row{measure: fmt.Sprintf("the others told, %d of %d hang", hanging, crowdHosts), unit: "× that", reach: 1.3, got: hindered / clean})
}
