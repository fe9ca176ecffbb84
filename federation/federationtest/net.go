package federationtest

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"sync"
)

// ErrLost is what the sender gets when a fault takes its request or the answer to it.
var ErrLost = errors.New("connection reset by the test")

// A Net is a network of hosts in one process, without ports or addresses. Given to a Gate as its Base, it
// answers each request by the handler of the host that it is for. It is safe for use by many goroutines.
type Net struct {
	mu       sync.Mutex
	hosts    map[string]http.Handler
	faults   map[string]*Fault
	answered map[string]chan struct{} // closed when the host next answers; for Reorder
	log      []Request
	dice     *rand.Rand
	inFlight int
}

// A Request is one that was sent, whether or not a fault let it arrive.
type Request struct {
	Method string
	URL    string // whole: https://host/path?query
	Header http.Header
	Body   []byte
}

// NewNet makes a network without hosts. The seed decides which requests a Fault with a chance strikes.
func NewNet(seed uint64) *Net {
	return &Net{
		hosts:    map[string]http.Handler{},
		faults:   map[string]*Fault{},
		answered: map[string]chan struct{}{},
		dice:     rand.New(rand.NewPCG(seed, seed)),
	}
}

// Serve puts a host on the network, in place of what had its name before; nil takes it off. The name is
// canonical: lower case, with a port only when it is not the scheme's own.
func (n *Net) Serve(host string, h http.Handler) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.hosts[host] = h
}

// Requests returns what was sent to host so far, oldest first; to all hosts when host is "".
func (n *Net) Requests(host string) []Request {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(n.log), func(r Request) bool {
		u, err := url.Parse(r.URL)
		return host != "" && (err != nil || u.Host != host)
	})
}

// Forget empties the list of requests.
func (n *Net) Forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.log = nil
}

// InFlight tells how many requests are being handled, those included whose sender has given up.
func (n *Net) InFlight() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.inFlight
}

// RoundTrip sends one request over the network. It is what makes a Net the Base of a Gate.
func (n *Net) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body.Close()
	}
	h, fate := n.admit(r, body)
	if h == nil {
		return nil, &net.DNSError{Err: "no such host", Name: r.URL.Host, IsNotFound: true}
	}
	if resp, err := n.strike(r, fate); resp != nil || err != nil {
		return resp, err
	}
	resp, err := n.handle(r, h, body)
	if fate.duplicate && err == nil {
		resp, err = n.handle(r, h, body)
	}
	n.release(r.URL.Host)
	if fate.lose && err == nil {
		return nil, ErrLost
	}
	return resp, err
}

// admit writes the request down and decides what becomes of it.
func (n *Net) admit(r *http.Request, body []byte) (http.Handler, fate) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.log = append(n.log, Request{r.Method, r.URL.String(), r.Header.Clone(), body})
	return n.hosts[r.URL.Host], n.cast(r.URL.Host)
}

// handle lets the host answer, as long as the sender waits.
func (n *Net) handle(r *http.Request, h http.Handler, body []byte) (*http.Response, error) {
	in, err := arriving(r, body)
	if err != nil {
		return nil, err
	}
	n.count(1)
	done := make(chan *http.Response, 1)
	go func() {
		defer n.count(-1)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, in)
		done <- rec.Result()
	}()
	select {
	case resp := <-done:
		resp.Request = r
		return resp, nil
	case <-r.Context().Done():
		return nil, context.Cause(r.Context())
	}
}

func (n *Net) count(by int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.inFlight += by
}

// arriving is the request as a server's handler sees it.
func arriving(r *http.Request, body []byte) (*http.Request, error) {
	target, err := url.ParseRequestURI(r.URL.RequestURI())
	if err != nil {
		return nil, err
	}
	in := (&http.Request{
		Method: r.Method, URL: target, RequestURI: r.URL.RequestURI(), Host: r.Host, RemoteAddr: "192.0.2.1:1234",
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}).WithContext(r.Context())
	for name, values := range r.Header {
		if len(values) > 0 {
			in.Header[name] = slices.Clone(values)
		}
	}
	if len(body) > 0 {
		in.Header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	if r.URL.Scheme == "https" {
		in.TLS = &tls.ConnectionState{}
	}
	return in, nil
}
