package federationtest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"time"
)

// reorderWait is how long a request that is to be overtaken waits for another.
const reorderWait = 50 * time.Millisecond

// A Fault is what befalls the requests for a host. The figures are chances from 0, never, to 1, always.
type Fault struct {
	Drop      float64 // the request is lost; the sender gets ErrLost
	Lose      float64 // the request arrives and has its effect, but the answer is lost
	Duplicate float64 // the request arrives twice
	Reorder   float64 // the request arrives after the next one, should there be one soon
	Hang      float64 // nothing answers until the sender gives up
	Fail      float64 // the host is not asked; Status is answered

	Status     int           // for Fail; 0 means 500
	RetryAfter string        // header of the answer of Fail
	Delay      time.Duration // before each request arrives
	Times      int           // how many requests the fault sees before it is over; 0: until Mend
}

// Break gives a host a fault in place of the one that it had. The host "" stands for all that have none.
func (n *Net) Break(host string, f Fault) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.faults[host] = &f
}

// Mend takes the fault of a host away; of all hosts when host is "".
func (n *Net) Mend(host string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if host == "" {
		clear(n.faults)
	}
	delete(n.faults, host)
}

// A fate is what the dice made of a Fault for one request.
type fate struct {
	Fault
	drop, lose, duplicate, reorder, hang, fail bool
}

// cast throws the dice for one request. The caller holds the lock.
func (n *Net) cast(host string) fate {
	at := host
	if n.faults[at] == nil {
		at = ""
	}
	f := n.faults[at]
	if f == nil {
		return fate{}
	}
	struck := func(chance float64) bool { return n.dice.Float64() < chance }
	got := fate{*f, struck(f.Drop), struck(f.Lose), struck(f.Duplicate), struck(f.Reorder), struck(f.Hang), struck(f.Fail)}
	if f.Times--; f.Times == 0 {
		delete(n.faults, at)
	}
	return got
}

// strike lets happen to a request what happens before it arrives. It returns the answer or the error
// with which the request ends there, or neither.
func (n *Net) strike(r *http.Request, f fate) (*http.Response, error) {
	if err := pause(r.Context(), f.Delay, nil); err != nil {
		return nil, err
	}
	switch {
	case f.hang:
		<-r.Context().Done()
		return nil, context.Cause(r.Context())
	case f.drop:
		return nil, ErrLost
	case f.fail:
		return failure(r, f.Fault), nil
	case f.reorder:
		return nil, pause(r.Context(), reorderWait, n.nextAnswer(r.URL.Host))
	}
	return nil, nil
}

// pause waits for d, or less when until is closed or the sender gives up.
func pause(ctx context.Context, d time.Duration, until <-chan struct{}) error {
	if d == 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-until:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}

func failure(r *http.Request, f Fault) *http.Response {
	rec := httptest.NewRecorder()
	if f.RetryAfter != "" {
		rec.Header().Set("Retry-After", f.RetryAfter)
	}
	if f.Status == 0 {
		f.Status = http.StatusInternalServerError
	}
	rec.WriteHeader(f.Status)
	resp := rec.Result()
	resp.Request = r
	return resp
}

// nextAnswer returns a channel that is closed when host has answered a request.
func (n *Net) nextAnswer(host string) <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.answered[host] == nil {
		n.answered[host] = make(chan struct{})
	}
	return n.answered[host]
}

// release lets those go that waited to be overtaken.
func (n *Net) release(host string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if c := n.answered[host]; c != nil {
		close(c)
		delete(n.answered, host)
	}
}
