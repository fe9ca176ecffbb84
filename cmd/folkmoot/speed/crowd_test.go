//go:build bench

package speed

import (
	"bytes"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
)

// The crowd that follows the community.
const (
	crowdHosts    = 500
	peopleOnEach  = 2
	activityType  = federation.ActivityType
	activityWorld = "https://www.w3.org/ns/activitystreams"
	public        = activityWorld + "#Public"
)

// A crowd is many small servers, each at a loopback address of its own, half of them such as speak Mastodon's way and half
// Lemmy's, all with one key. One more, at the end, is that of the author. They take every activity and check nothing.
type crowd struct {
	hosts  []*host
	key    *rsa.PrivateKey
	public string

	delay   atomic.Int64 // before a delivery is answered, in nanoseconds
	release atomic.Pointer[chan struct{}]

	mu      sync.Mutex
	token   string               // in the deliveries that count
	arrived map[string]time.Time // by host: the first of these
	accepts int
}

// A host is one server of the crowd.
type host struct {
	name  string // address and port
	lemmy bool
	hangs atomic.Bool // takes deliveries and says nothing until the crowd's release
}

func (h *host) person(n int) string { return fmt.Sprintf("http://%s/users/u%d", h.name, n) }

func newCrowd(t testing.TB) *crowd {
	t.Helper()
	c := &crowd{arrived: map[string]time.Time{}}
	var err error
	if c.key, err = federation.GenerateKey(); err != nil {
		t.Fatal(err)
	}
	if c.public, err = federation.EncodePublicKey(&c.key.PublicKey); err != nil {
		t.Fatal(err)
	}
	port := 0
	for n := range crowdHosts + 1 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.30.%d.%d:%d", n/250, 1+n%250, port))
		if err != nil {
			t.Fatal(err)
		}
		port = l.Addr().(*net.TCPAddr).Port
		h := &host{name: l.Addr().String(), lemmy: n%2 == 1}
		c.hosts = append(c.hosts, h)
		server := &http.Server{Handler: c.answer(h), ErrorLog: log.New(io.Discard, "", 0)}
		go func() { _ = server.Serve(l) }()
		t.Cleanup(func() { _ = server.Close() })
	}
	return c
}

func (c *crowd) followers() []*host { return c.hosts[:crowdHosts] }

func (c *crowd) author() *host { return c.hosts[crowdHosts] }

// answer serves the people of a host, says what software it is, and takes deliveries.
func (c *crowd) answer(h *host) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /users/{name}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", activityType)
		_ = json.NewEncoder(w).Encode(c.document(h, r.PathValue("name")))
	})
	mux.HandleFunc("GET /.well-known/nodeinfo", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(doc{"links": []any{doc{
			"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": "http://" + h.name + "/nodeinfo/2.0",
		}}})
	})
	mux.HandleFunc("GET /nodeinfo/2.0", func(w http.ResponseWriter, _ *http.Request) {
		name := "mastodon"
		if h.lemmy {
			name = "lemmy"
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(doc{"version": "2.0", "software": doc{"name": name, "version": "1.0"}})
	})
	mux.HandleFunc("POST /inbox", func(w http.ResponseWriter, r *http.Request) { c.take(h, w, r) })
	return mux
}

type doc = map[string]any

func (c *crowd) document(h *host, name string) doc {
	id := "http://" + h.name + "/users/" + name
	return doc{
		"@context": []any{activityWorld, "https://w3id.org/security/v1"},
		"id":       id, "type": "Person", "preferredUsername": name, "name": strings.ToUpper(name), "summary": "<p>Works on a ward.</p>",
		"inbox": id + "/inbox", "outbox": id + "/outbox", "followers": id + "/followers",
		"endpoints": doc{"sharedInbox": "http://" + h.name + "/inbox"},
		"publicKey": doc{"id": id + "#main-key", "owner": id, "publicKeyPem": c.public},
	}
}

// take is a delivery.
func (c *crowd) take(h *host, w http.ResponseWriter, r *http.Request) {
	at := time.Now()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if h.hangs.Load() {
		select {
		case <-*c.release.Load():
		case <-r.Context().Done():
		}
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if wait := time.Duration(c.delay.Load()); wait > 0 {
		time.Sleep(wait)
	}
	c.note(h, body, at)
	w.WriteHeader(http.StatusAccepted)
}

func (c *crowd) note(h *host, body []byte, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token != "" && bytes.Contains(body, []byte(c.token)) {
		if _, before := c.arrived[h.name]; !before {
			c.arrived[h.name] = at
		}
		return
	}
	if bytes.Contains(body, []byte(`"Accept"`)) {
		c.accepts++
	}
}

// expect begins to count the hosts to which something with the token comes.
func (c *crowd) expect(token string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token, c.arrived = token, map[string]time.Time{}
}

// await waits until so many hosts have what is expected, and returns when the last one of these got it.
func (c *crowd) await(t testing.TB, hosts int) (last time.Time) {
	t.Helper()
	until(t, fmt.Sprintf("%d hosts to be told", hosts), func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return len(c.arrived) >= hosts
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, at := range c.arrived {
		if at.After(last) {
			last = at
		}
	}
	return last
}

// until waits for something to become true.
func until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited too long for %s", what)
		}
	}
}
