package moottest

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/federation/federationtest"
	"github.com/folkmoot/folkmoot/handlers"
	"github.com/folkmoot/folkmoot/handlers/activitypub"
	"github.com/folkmoot/folkmoot/handlers/files"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	"github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/queue"
)

// A Moot is a network with sites and peers on it, and one clock for all.
type Moot struct {
	T     testing.TB
	Net   *federationtest.Net
	Clock *dbtest.Clock
	Files func(testing.TB) blob.Store // where a new site keeps its files; nil: in a folder

	sites  []*Site
	actors int // of all peers, so far
}

// New makes an empty network whose clock stands still until a test moves it.
func New(t testing.TB) *Moot {
	return &Moot{T: t, Net: federationtest.NewNet(1), Clock: dbtest.NewClock()}
}

// Each runs fn once on each kind of database: open makes a site on it.
func Each(t *testing.T, fn func(t *testing.T, m *Moot, open func(host string) *Site)) {
	t.Helper()
	dbtest.EachServer(t, func(t *testing.T, open func(now func() time.Time) *db.DB) {
		m := New(t)
		fn(t, m, func(host string) *Site { return m.Site(host, open(m.Clock.Now)) })
	})
}

// A Site is a whole site of ours on the network.
type Site struct {
	*models.Site
	Fed     *federation.Server
	Runner  *queue.Runner
	Handler http.Handler
	moot    *Moot

	mu       sync.Mutex
	rejected []string
}

// Site puts a site on the network, at https://HOST, open to all, on a database of its own.
func (m *Moot) Site(host string, d *db.DB) *Site {
	m.T.Helper()
	return m.SiteBehind(host, d, federation.GateConfig{Base: m.Net})
}

// SiteBehind is Site for one that reaches others as its gate says: by real connections when that has no Base.
func (m *Moot) SiteBehind(host string, d *db.DB, to federation.GateConfig) *Site {
	m.T.Helper()
	s := &Site{moot: m}
	if m.Files == nil {
		s.Site = modelstest.Site(m.T, d, host)
	} else {
		s.Site = modelstest.SiteWith(m.T, d, host, m.Files(m.T))
	}
	to.Policy, to.UserAgent, to.Now = s.Site, federation.UserAgent("test", s.Base()), m.Clock.Now
	gate := federation.NewGate(to)
	m.T.Cleanup(gate.Close)
	log := slog.New(slog.NewTextHandler(m.T.Output(), &slog.HandlerOptions{Level: slog.LevelDebug})).With("site", host)
	fed, err := federation.New(federation.Config{
		Site: s.Site, Gate: gate, Log: log, Limits: true,
		Counters: federation.Counters{Rejected: s.reject},
	})
	if err != nil {
		m.T.Fatal(err)
	}
	s.Fed = fed
	s.Runner = queue.NewRunner(d, queue.Config{Send: fed.Deliver, Log: log})
	fed.Register(s.Runner)
	files.New(files.Config{Site: s.Site, Log: log}).Register(s.Runner)
	s.Handler = handlers.New(handlers.Config{
		Site: s.Site, Federation: fed, ActivityPub: activitypub.New(s.Site, fed, log, "test"), Log: log,
		Limits: true, Secure: true, Version: "test", Zone: time.UTC,
	})
	m.Net.Serve(host, s.Handler)
	m.sites = append(m.sites, s)
	return s
}

func (s *Site) reject(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rejected = append(s.rejected, reason)
}

// Rejected are the reasons for which requests were turned away so far, as the metrics count them.
func (s *Site) Rejected() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.rejected)
}

// Answer is what the site answers to a request.
func (s *Site) Answer(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	return w
}

// Settle lets all sites work until nothing is due anywhere. It fails the test when that has no end.
func (m *Moot) Settle() {
	m.T.Helper()
	const rounds = 50
	for range rounds {
		did := 0
		for _, s := range m.sites {
			n, err := s.Runner.Drain(m.T.Context())
			if err != nil {
				m.T.Fatalf("%s: %v", s.Host(), err)
			}
			did += n
		}
		if did == 0 {
			return
		}
	}
	m.T.Fatalf("the sites are not done after %d rounds", rounds)
}
