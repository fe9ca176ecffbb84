package federation

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"
)

// pace bounds how often each of those that it counts may do something. It is a process's own count: with
// several processes it may be done that many times as often.
type pace struct {
	all       *otter.Cache[string, *rate.Limiter] // by whom; nil: no limit
	perSecond rate.Limit
	burst     int
}

func newPace(on bool, perSecond rate.Limit, burst int) *pace {
	if !on {
		return &pace{}
	}
	return &pace{otter.Must(&otter.Options[string, *rate.Limiter]{MaximumSize: 10_000}), perSecond, burst}
}

// take counts what costs so much by who, and returns how long they must wait when it is too often.
func (p *pace) take(who string, cost int, now time.Time) time.Duration {
	if p.all == nil {
		return 0
	}
	l, ok := p.all.GetIfPresent(who)
	if !ok {
		l, _ = p.all.SetIfAbsent(who, rate.NewLimiter(p.perSecond, p.burst))
	}
	r := l.ReserveN(now, cost)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

type callerKey struct{}

// calledFrom notes in ctx the address that a request comes from; of IPv6 the network, since one caller has
// a whole one.
func calledFrom(ctx context.Context, r *http.Request) context.Context {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if a, err := netip.ParseAddr(host); err == nil && a.Unmap().Is6() {
		network, _ := a.WithZone("").Prefix(64)
		host = network.String()
	}
	return context.WithValue(ctx, callerKey{}, host)
}

// A tooOftenError says that a caller has had us look up too many keys for now.
type tooOftenError struct{ wait time.Duration }

func (e *tooOftenError) Error() string { return "too many keys looked up" }
func (e *tooOftenError) Unwrap() error { return ErrKeyUnavailable }

// mayLookUp counts one look-up of a key, for who calls and for the server that is asked.
func (s *Server) mayLookUp(ctx context.Context, keyID string) error {
	caller, _ := ctx.Value(callerKey{}).(string)
	for _, who := range []string{"from " + caller, "at " + hostOf(keyID)} {
		if wait := s.lookUps.take(who, 1, s.now()); wait > 0 {
			return &tooOftenError{wait}
		}
	}
	return nil
}
