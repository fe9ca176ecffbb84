package federation

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models/limits"
)

// A Policy says with which servers we deal. Hosts come to it in canonical form (see CanonicalHost).
type Policy interface {
	Allows(host string) bool
}

// A Sign puts a signature on a request that is otherwise complete; see Signer.
type Sign func(*http.Request) error

// Gate is the only way out: every request to another server, for whatever purpose, goes through Fetch,
// FetchMedia or Post. It promises that
//   - the policy allows the host, of each redirect too, before anything is sent;
//   - the address that is dialled is public, or in a private network named in the configuration, which
//     alone may be spoken to over plain http;
//   - a request ends within limits.RequestTime, and an answer takes no more memory than its limit;
//   - no proxy, cookie or credential is used, and a signature is never sent to a second host.
//
// It is safe for use by many goroutines.
type Gate struct {
	cfg    GateConfig
	wait   patience
	secure http.RoundTripper // for https
	plain  http.RoundTripper // for http, to PrivateNetworks only
}

// GateConfig says where a Gate may go and who it says it is.
type GateConfig struct {
	Policy          Policy         // asked about every host; nil allows none
	PrivateNetworks []netip.Prefix // may be contacted although private, over http too
	UserAgent       string         // see UserAgent

	// Base takes the place of the network in tests (federationtest.Net); nothing is dialled then.
	Base http.RoundTripper
	// Lookup takes the place of the system's resolver; nil uses that.
	Lookup func(ctx context.Context, name string) ([]netip.Addr, error)
	// Now is the clock by which a Retry-After is read; nil is the machine's.
	Now func() time.Time
}

// UserAgent is how a site of this software names itself: folkmoot/1.0 (+https://north.example/).
func UserAgent(version, baseURL string) string {
	return fmt.Sprintf("folkmoot/%s (+%s/)", version, strings.TrimSuffix(baseURL, "/"))
}

// patience is how long a Gate waits. Only tests have less of it than limits grants.
type patience struct{ request, dial, handshake, header time.Duration }

// NewGate makes a Gate. Close it when it is no longer used.
func NewGate(cfg GateConfig) *Gate {
	wait := patience{limits.RequestTime, limits.DialTime, limits.HandshakeTime, limits.HeaderTime}
	return newGate(cfg, wait, nil)
}

// newGate makes a Gate that trusts certificates signed by roots; nil stands for those the system trusts.
func newGate(cfg GateConfig, wait patience, roots *x509.CertPool) *Gate {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	g := &Gate{cfg: cfg, wait: wait, secure: cfg.Base, plain: cfg.Base}
	if cfg.Base == nil {
		conf := &tls.Config{
			MinVersion: tls.VersionTLS12, RootCAs: roots,
			ClientSessionCache: tls.NewLRUClientSessionCache(limits.IdleConnections),
		}
		g.secure = g.transport("https", conf)
		g.plain = g.transport("http", conf)
	}
	return g
}

// transport makes the transport for one scheme. It speaks HTTP/1.1 only: a lane sends one request at a
// time, for which HTTP/2 costs more and gains nothing.
func (g *Gate) transport(scheme string, conf *tls.Config) *http.Transport {
	var http1 http.Protocols
	http1.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            g.dialer(scheme),
		TLSClientConfig:        conf,
		Protocols:              &http1,
		DisableCompression:     true, // so that a small answer cannot grow in our memory
		TLSHandshakeTimeout:    g.wait.handshake,
		ResponseHeaderTimeout:  g.wait.header,
		MaxResponseHeaderBytes: limits.HeaderBytes,
		MaxIdleConns:           limits.IdleConnections,
		MaxIdleConnsPerHost:    limits.IdleConnectionsPerHost,
		MaxConnsPerHost:        limits.ConnectionsPerHost,
		IdleConnTimeout:        limits.IdleTime,
	}
}

// Close ends the connections that are kept open.
func (g *Gate) Close() {
	for _, rt := range []http.RoundTripper{g.secure, g.plain} {
		if t, ok := rt.(*http.Transport); ok {
			t.CloseIdleConnections()
		}
	}
}

// Fetch gets a document of at most limits.FetchBytes. accept is the Accept header; sign may be nil. It
// follows redirects, signing again on the same host only; once it has left that, it signs no more.
// The caller checks the type (Fetched.IsActivity) and that the document's id is Fetched.URL.
//
// It fails with ErrAddress, ErrDenied, ErrPrivate, ErrInsecure, ErrTooLarge, ErrEncoding,
// ErrTooManyRedirects, ErrBudget, or a *StatusError; any other error is a fault of the network.
func (g *Gate) Fetch(ctx context.Context, rawURL, accept string, sign Sign) (*Fetched, error) {
	return g.fetch(ctx, rawURL, accept, limits.FetchBytes, sign)
}

// FetchMedia gets a picture or file of at most limits.MediaBytes, unsigned. It fails as Fetch does.
func (g *Gate) FetchMedia(ctx context.Context, rawURL, accept string) (*Fetched, error) {
	return g.fetch(ctx, rawURL, accept, limits.MediaBytes, nil)
}

func (g *Gate) fetch(ctx context.Context, rawURL, accept string, most int, sign Sign) (*Fetched, error) {
	ctx, cancel := context.WithTimeout(ctx, g.wait.request)
	defer cancel()
	u, err := ParseURL(rawURL)
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	for range limits.Redirects + 1 {
		got, next, err := g.hop(ctx, u, accept, most, sign)
		if err != nil {
			return nil, fmt.Errorf("fetch %s: %w", u, err)
		}
		if next == nil {
			return got, nil
		}
		if next.Host != u.Host {
			if stays(ctx) {
				return nil, fmt.Errorf("fetch %s: led to %s: %w", u, next.Host, ErrForeign)
			}
			sign = nil
		}
		u = next
	}
	return nil, fmt.Errorf("fetch %s: %w", u, ErrTooManyRedirects)
}

// hop makes one request. It returns the document, or where to look for it.
func (g *Gate) hop(ctx context.Context, u *url.URL, accept string, most int, sign Sign) (*Fetched, *url.URL, error) {
	if err := spend(ctx, u.Host); err != nil {
		return nil, nil, err
	}
	resp, err := g.send(ctx, http.MethodGet, u, http.Header{"Accept": {accept}}, nil, sign)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	if next, err := redirect(u, resp); next != nil || err != nil {
		return nil, next, err
	}
	got, err := g.read(u, resp, most)
	return got, nil, err
}

// Post sends an activity. The answer is returned whatever its status is, a redirect too, which is never
// followed; an error means that there was none. It fails as Fetch does.
func (g *Gate) Post(ctx context.Context, rawURL string, body []byte, sign Sign) (*Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, g.wait.request)
	defer cancel()
	u, err := ParseURL(rawURL)
	if err != nil {
		return nil, fmt.Errorf("post: %w", err)
	}
	header := http.Header{
		"Content-Type": {ActivityType},
		// An activity has an id and takes effect once, so that it may be sent again when a connection
		// that was kept open proves to be closed. The empty list says so to the transport alone.
		"Idempotency-Key": {},
	}
	resp, err := g.send(ctx, http.MethodPost, u, header, body, sign)
	if err != nil {
		return nil, fmt.Errorf("post to %s: %w", u, err)
	}
	defer resp.Body.Close()
	return g.answer(resp), nil
}

// send checks the way and makes one request on it.
func (g *Gate) send(ctx context.Context, method string, u *url.URL, header http.Header, body []byte, sign Sign) (*http.Response, error) {
	if err := g.mayGo(u); err != nil {
		return nil, err
	}
	header.Set("User-Agent", g.cfg.UserAgent)
	target := *u
	target.Fragment, target.RawFragment = "", ""
	req := (&http.Request{Method: method, URL: &target, Host: u.Host, Header: header, ProtoMajor: 1, ProtoMinor: 1}).WithContext(ctx)
	if body != nil {
		req.ContentLength = int64(len(body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		req.Body, _ = req.GetBody()
	}
	if sign != nil {
		if err := sign(req); err != nil {
			return nil, fmt.Errorf("sign: %w", err)
		}
	}
	if u.Scheme == "https" {
		return g.secure.RoundTrip(req)
	}
	return g.plain.RoundTrip(req)
}
