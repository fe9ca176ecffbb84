package federation

import (
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"
)

// A server may send this many activities at once and then this many a second; a busy one stays far below.
// A large body counts as several, since it is kept for a while.
const (
	paceBurst     = 600
	pacePerSecond = 20
	paceBytes     = 64 << 10 // of a body that counts as one
)

// pace bounds how often each server may call. It is a process's own count: with several processes a
// server may call that many times as often.
type pace struct {
	hosts *otter.Cache[string, *rate.Limiter] // nil: no limit
}

func newPace(on bool) *pace {
	if !on {
		return &pace{}
	}
	return &pace{hosts: otter.Must(&otter.Options[string, *rate.Limiter]{MaximumSize: 10_000})}
}

// take counts one call by host with a body of so many bytes, and returns how long it must wait when it has
// called too often.
func (p *pace) take(host string, size int, now time.Time) time.Duration {
	if p.hosts == nil {
		return 0
	}
	l, ok := p.hosts.GetIfPresent(host)
	if !ok {
		l, _ = p.hosts.SetIfAbsent(host, rate.NewLimiter(pacePerSecond, paceBurst))
	}
	r := l.ReserveN(now, 1+size/paceBytes)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}
