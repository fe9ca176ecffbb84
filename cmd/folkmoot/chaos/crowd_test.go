//go:build chaos

package chaos

import (
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/folkmoot/folkmoot/federation"
)

// A doc is an ActivityStreams document.
type doc = map[string]any

const public = "https://www.w3.org/ns/activitystreams#Public"

// A crowd is other servers of this network. Each has a port of its own and one person; all are one process, this one.
type crowd struct {
	t     *trial
	peers []*peer
	by    map[string]*peer // by host

	mu      sync.Mutex
	arrival func(r receipt) // called before each activity that arrives is answered; nil: nobody wants to know
}

// A peer is one of a crowd.
type peer struct {
	host  string // 127.0.0.1:PORT
	actor string // the id of its person

	mu       sync.Mutex
	receipts []receipt
	manner   manner      // how it answers what is delivered; nil: as it should
	asked    []time.Time // when it was called, since it got its manner
	inside   int         // requests that it has and has not answered
	most     int         // of these at once
}

// A receipt is an activity that a peer was sent and has taken.
type receipt struct {
	ID, Type string
	About    string // the id of the activity that is in an Announce, and else of the object
	At       time.Time
}

// person is the key of everybody in every crowd: making one is dear, and whose it is does not matter here.
var person = sync.OnceValues(func() (*rsa.PrivateKey, error) { return federation.GenerateKey() })

// crowd opens n servers that say in NodeInfo that they understand communities, so that each is told of everything once.
func (t *trial) crowd(n int) *crowd {
	t.Helper()
	c := &crowd{t: t, by: map[string]*peer{}}
	web := &http.Server{Handler: c, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)}
	t.Cleanup(func() { _ = web.Close() })
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		host := l.Addr().String()
		p := &peer{host: host, actor: "http://" + host + "/u/jo"}
		c.peers, c.by[host] = append(c.peers, p), p
		go func() {
			if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				t.Errorf("the peer at %s: %v", host, err)
			}
		}()
	}
	return c
}

// ServeHTTP answers for all of the crowd.
func (c *crowd) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p := c.by[r.Host]
	switch {
	case p == nil:
		http.Error(w, "who?", http.StatusMisdirectedRequest)
	case r.Method == http.MethodPost && r.URL.Path == "/inbox":
		p.enter()
		defer p.leave()
		if manner := p.how(); manner != nil {
			manner(w, r)
			return
		}
		c.take(p, w, r)
	case r.URL.Path == "/u/jo":
		answer(w, federation.ActivityType, p.person(c.t))
	case r.URL.Path == "/.well-known/nodeinfo":
		answer(w, "application/json", doc{"links": []doc{{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.1", "href": "http://" + p.host + "/nodeinfo"}}})
	case r.URL.Path == "/nodeinfo":
		answer(w, "application/json", doc{"version": "2.1", "software": doc{"name": "lemmy", "version": "1.0"}})
	default:
		http.NotFound(w, r)
	}
}

func answer(w http.ResponseWriter, contentType string, d doc) {
	w.Header().Set("Content-Type", contentType)
	_ = json.NewEncoder(w).Encode(d) // who asked may have been killed
}

// take notes an activity and answers 202. It counts from then on, be the answer heard or not.
func (c *crowd) take(p *peer, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // whoever sends it was killed half-way
	}
	got, err := read(body)
	if err != nil {
		c.t.Errorf("%s was sent what cannot be read: %v", p.host, err)
	}
	p.mu.Lock()
	p.receipts = append(p.receipts, got)
	p.mu.Unlock()
	c.mu.Lock()
	arrival := c.arrival
	c.mu.Unlock()
	if arrival != nil {
		arrival(got)
	}
	w.WriteHeader(http.StatusAccepted)
}

func read(body []byte) (receipt, error) {
	var act struct {
		ID, Type string
		Object   json.RawMessage
	}
	if err := json.Unmarshal(body, &act); err != nil {
		return receipt{}, err
	}
	got := receipt{ID: act.ID, Type: act.Type, At: time.Now()}
	var inner struct{ ID string }
	if json.Unmarshal(act.Object, &got.About) != nil {
		if err := json.Unmarshal(act.Object, &inner); err != nil {
			return receipt{}, err
		}
		got.About = inner.ID
	}
	return got, nil
}

// watch has fn called for whatever arrives from now on, from many goroutines; nil ends that.
func (c *crowd) watch(fn func(r receipt)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.arrival = fn
}

// follow has everybody follow the community of a site, and returns when all have been told that they do.
func (c *crowd) follow(s *site, peers ...*peer) {
	c.t.Helper()
	var all sync.WaitGroup
	turns := make(chan struct{}, 8)
	for _, p := range peers {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			follow := doc{"@context": activityStreams, "id": "http://" + p.host + "/follow", "type": "Follow", "actor": p.actor, "object": s.Community, "to": []string{s.Community}}
			if got := c.send(s, p, follow); got.status != http.StatusAccepted {
				c.t.Errorf("the follow of %s was answered %s", p.host, got)
			}
		})
	}
	all.Wait()
	missing := func() []*peer { return slices.DeleteFunc(slices.Clone(peers), (*peer).accepted) }
	c.t.wait(time.Minute, "the answers to all follows", func() bool { return len(missing()) == 0 },
		func() string { return fmt.Sprintf("%d of %d have none", len(missing()), len(peers)) })
}

const activityStreams = "https://www.w3.org/ns/activitystreams"

func (p *peer) accepted() bool {
	return slices.ContainsFunc(p.taken(), func(r receipt) bool { return r.Type == "Accept" })
}

func (p *peer) person(t *trial) doc {
	key, err := person()
	if err != nil {
		t.Error(err)
		return nil
	}
	pem, err := federation.EncodePublicKey(&key.PublicKey)
	if err != nil {
		t.Error(err)
	}
	return doc{
		"@context": []string{activityStreams, "https://w3id.org/security/v1"},
		"id":       p.actor, "type": "Person", "preferredUsername": "jo", "name": "Jo", "inbox": p.actor + "/inbox",
		"outbox": p.actor + "/outbox", "endpoints": doc{"sharedInbox": "http://" + p.host + "/inbox"},
		"publicKey": doc{"id": p.actor + "#main-key", "owner": p.actor, "publicKeyPem": pem},
	}
}

// taken is what the peer was sent and took so far, in the order in which it came.
func (p *peer) taken() []receipt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.receipts)
}

// announced is what the community has passed on to the peer so far: the activities' ids, each as often as it came.
func (p *peer) announced() (ids []string) {
	for _, r := range p.taken() {
		if r.Type == "Announce" {
			ids = append(ids, r.About)
		}
	}
	return ids
}

// firsts are ids without those that have been before, and how many these were.
func firsts(ids []string) (once []string, again int) {
	met := map[string]bool{}
	for _, id := range ids {
		if met[id] {
			again++
			continue
		}
		met[id] = true
		once = append(once, id)
	}
	return once, again
}

func (p *peer) how() manner {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.manner
}

func (p *peer) enter() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, time.Now())
	p.inside++
	p.most = max(p.most, p.inside)
}

func (p *peer) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inside--
}

// id makes an id of something of the peer's.
func (p *peer) id(what string, n int) string {
	return fmt.Sprintf("http://%s/%s/%d", p.host, strings.ToLower(what), n)
}
