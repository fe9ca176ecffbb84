//go:build bench

package speed

import (
	"net/http"
	"testing"
)

// measureIngest tells what it costs to take posts that others send: the signature, the row, the job, the thread and the
// index, until nothing of it is left to do; and whether it costs more when there are many.
func (s *site) measureIngest(t testing.TB) {
	t.Helper()
	const thousands, parts = 10, 4
	size := 1000 / parts
	if quick() {
		size /= 10
	}
	var first, last float64
	for n := range thousands {
		var best float64 // of the parts of a thousand
		for range parts {
			lower(&best, s.ingest(t, size))
		}
		if n == 0 {
			first = best
		}
		last = best
	}
	s.table.add(row{measure: "ingest, the first thousand", unit: "CPU-s per 1,000", reach: 3, got: first * 1000})
	s.table.add(row{measure: "ingest, the tenth thousand", unit: "CPU-s per 1,000", reach: 3, got: last * 1000})
	s.table.add(row{measure: "the tenth against the first", unit: "×", reach: 1.2, got: last / first})
}

// ingest sends so many posts, signed beforehand, and returns the processor seconds that each has cost.
func (s *site) ingest(t testing.TB, count int) float64 {
	t.Helper()
	requests := make([]*http.Request, count)
	for n := range requests {
		activity, _ := s.post(s.crowd.hosts[n%crowdHosts], n/crowdHosts%peopleOnEach, quiet)
		requests[n] = s.sign(t, activity["actor"].(string), activity)
	}
	const taken = `folkmoot_received_total{outcome="done"}`
	known, before := s.figures(t)[taken], cpu(t, s.PID())
	s.send(t, requests, http.StatusAccepted)
	s.settle(t)
	used := cpu(t, s.PID()) - before
	if got := int(s.figures(t)[taken] - known); got != count {
		t.Fatalf("%d posts were taken of %d", got, count)
	}
	return used / float64(count)
}
