package moottest

import (
	"bytes"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
)

// A Peer is a server of somebody else, as a test scripts it: it has actors and documents, signs what it
// sends, and keeps what it is sent.
type Peer struct {
	Host     string
	Software string
	base     string // of its addresses: https://HOST
	moot     *Moot

	mu       sync.Mutex
	docs     map[string]func(w http.ResponseWriter, r *http.Request) // by path
	keys     map[string]*rsa.PrivateKey                              // by actor id
	actors   map[string]map[string]any                               // by id
	received []Received
	ids      int // made so far
}

// Received is an activity that a peer was sent.
type Received struct {
	Path string
	Body []byte
	Doc  map[string]any
	Key  *federation.Key
}

// Peer puts a scripted server on the network that says in NodeInfo that it runs software.
func (m *Moot) Peer(host, software string) *Peer {
	p := m.peer("https://"+host, host, software)
	m.Net.Serve(host, p)
	return p
}

// PeerAt makes a scripted server of which a test sees to it that it is found: at http://HOST:PORT, perhaps.
func (m *Moot) PeerAt(base, software string) *Peer { return m.peer(base, hostOf(base), software) }

func (m *Moot) peer(base, host, software string) *Peer {
	p := &Peer{
		Host: host, Software: software, base: base, moot: m, docs: map[string]func(http.ResponseWriter, *http.Request){}, keys: map[string]*rsa.PrivateKey{},
		actors: map[string]map[string]any{},
	}
	p.JSON("/.well-known/nodeinfo", map[string]any{"links": []any{map[string]any{
		"rel": "http://nodeinfo.diaspora.software/ns/schema/2.1", "href": p.URL("/nodeinfo/2.1"),
	}}})
	p.JSON("/nodeinfo/2.1", map[string]any{"version": "2.1", "software": map[string]any{"name": software, "version": "1.0"}})
	return p
}

// URL is an address of the peer.
func (p *Peer) URL(path string) string { return p.base + path }

var (
	keysMu sync.Mutex
	spare  []*rsa.PrivateKey // keys are dear to make: all tests of a run share a few
)

// newID makes an id below a path or address of the peer.
func (p *Peer) newID(below string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ids++
	if !strings.HasPrefix(below, "https://") {
		below = p.URL(below)
	}
	return fmt.Sprintf("%s/%d", below, p.ids)
}

// now is the time as documents tell it.
func (p *Peer) now() string { return p.moot.Clock.Now().UTC().Format(time.RFC3339) }

// path is an id without its host, and hostOf is its host.
func path(id string) string {
	_, rest, _ := strings.Cut(id, "://")
	_, rest, _ = strings.Cut(rest, "/")
	return "/" + rest
}

func hostOf(id string) string {
	_, rest, _ := strings.Cut(id, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// keysInAll is how many actors in a row have keys of their own before the first key is given again.
const keysInAll = 12

// keyFor returns the key of the n-th actor of a test.
func keyFor(t testing.TB, n int) *rsa.PrivateKey {
	n %= keysInAll
	keysMu.Lock()
	defer keysMu.Unlock()
	for len(spare) <= n {
		key, err := federation.GenerateKey()
		if err != nil {
			t.Fatal(err)
		}
		spare = append(spare, key)
	}
	return spare[n]
}

func (m *Moot) nextKey() *rsa.PrivateKey {
	m.actors++
	return keyFor(m.T, m.actors)
}

// Person adds a person at /users/NAME, with the shared inbox at /inbox.
func (p *Peer) Person(name string) string { return p.Actor("Person", "/users/"+name, name, nil) }

// Group adds a community at /c/NAME.
func (p *Peer) Group(name string) string {
	id := p.URL("/c/" + name)
	return p.Actor("Group", "/c/"+name, name, map[string]any{"outbox": id + "/outbox", "featured": id + "/featured", "attributedTo": id + "/moderators"})
}

// Actor adds an actor of any type; extra overrides what its document has otherwise.
func (p *Peer) Actor(kind, path, name string, extra map[string]any) string {
	id := p.URL(path)
	key, public := p.newKey()
	doc := map[string]any{
		"@context": []any{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"},
		"id":       id, "type": kind, "preferredUsername": name, "name": strings.ToUpper(name[:1]) + name[1:],
		"inbox": id + "/inbox", "outbox": id + "/outbox", "followers": id + "/followers",
		"endpoints": map[string]any{"sharedInbox": p.URL("/inbox")},
		"publicKey": map[string]any{"id": id + "#main-key", "owner": id, "publicKeyPem": public},
	}
	for k, v := range extra {
		doc[k] = v
	}
	p.mu.Lock()
	p.keys[id] = key
	p.actors[id] = doc
	p.mu.Unlock()
	p.Object(path, doc)
	p.JSONAt("/.well-known/webfinger?resource=acct%3A"+name+"%40"+p.Host, "application/jrd+json", map[string]any{
		"subject": "acct:" + name + "@" + p.Host,
		"links":   []any{map[string]any{"rel": "self", "type": "application/activity+json", "href": id}},
	})
	return id
}

func (p *Peer) newKey() (key *rsa.PrivateKey, public string) {
	key = p.moot.nextKey()
	public, err := federation.EncodePublicKey(&key.PublicKey)
	if err != nil {
		p.moot.T.Fatal(err)
	}
	return key, public
}

// Rekey gives an actor another key under the same id, as a server does that has lost the old one.
func (p *Peer) Rekey(id string) {
	key, public := p.newKey()
	p.mu.Lock()
	doc := p.actors[id]
	p.keys[id] = key
	doc["publicKey"] = map[string]any{"id": id + "#main-key", "owner": id, "publicKeyPem": public}
	p.mu.Unlock()
	p.Object(path(id), doc)
}

// Object serves an ActivityStreams document at a path.
func (p *Peer) Object(path string, doc map[string]any) {
	p.JSONAt(path, federation.ActivityType, doc)
}

// Hold serves a Create and what it holds, each at its id.
func (p *Peer) Hold(create Doc) {
	p.Object(path(create["id"].(string)), create)
	object := with(maps.Clone(create["object"].(Doc)), Doc{"@context": create["@context"]})
	p.Object(path(object["id"].(string)), object)
}

// JSON serves plain JSON at a path.
func (p *Peer) JSON(path string, doc any) { p.JSONAt(path, "application/json", doc) }

// JSONAt serves a document of a type at a path, which may have a query.
func (p *Peer) JSONAt(path, contentType string, doc any) {
	data, err := json.Marshal(doc)
	if err != nil {
		p.moot.T.Fatal(err)
	}
	p.Serve(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(data)
	})
}

// Serve answers a path as the test wants it.
func (p *Peer) Serve(path string, do func(http.ResponseWriter, *http.Request)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.docs[path] = do
}

// Document is how a path is answered now; nil: it is not.
func (p *Peer) Document(path string) func(http.ResponseWriter, *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.docs[path]
}

// Status answers a path with a status alone.
func (p *Peer) Status(path string, status int) {
	p.Serve(path, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
}

// ServeHTTP answers as the script says: documents by path; inboxes take everything.
func (p *Peer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	do := p.docs[r.URL.RequestURI()]
	p.mu.Unlock()
	switch {
	case do != nil:
		do(w, r)
	case r.Method == http.MethodPost:
		body, _ := io.ReadAll(r.Body)
		got := Received{Path: r.URL.Path, Body: body}
		_ = json.Unmarshal(body, &got.Doc)
		p.mu.Lock()
		p.received = append(p.received, got)
		p.mu.Unlock()
		w.WriteHeader(http.StatusAccepted)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

// Received is what the peer was sent so far, of a type ("" for all), oldest first.
func (p *Peer) Received(kind string) []Received {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []Received
	for _, r := range p.received {
		if kind == "" || r.Doc["type"] == kind {
			out = append(out, r)
		}
	}
	return out
}

// Forget empties what was received.
func (p *Peer) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.received = nil
}

// Sign returns a signer in the name of one of the peer's actors.
func (p *Peer) Sign(actor string) federation.Signer {
	p.mu.Lock()
	defer p.mu.Unlock()
	return federation.Signer{KeyID: actor + "#main-key", Private: p.keys[actor]}
}

// Send delivers a document to an inbox of a site, signed by an actor of the peer, and returns the status.
func (p *Peer) Send(to *Site, inbox, actor string, doc any) int {
	p.moot.T.Helper()
	return p.SendRaw(to, inbox, actor, p.bytes(doc), nil)
}

// MustSend is Send for what must be accepted; then all sites settle.
func (p *Peer) MustSend(to *Site, actor string, doc any) {
	p.moot.T.Helper()
	if status := p.Send(to, "/inbox", actor, doc); status != http.StatusAccepted {
		p.moot.T.Fatalf("%s answered %d to %s", to.Host(), status, p.bytes(doc))
	}
	p.moot.Settle()
}

func (p *Peer) bytes(doc any) []byte {
	if raw, ok := doc.([]byte); ok {
		return raw
	}
	data, err := json.Marshal(doc)
	if err != nil {
		p.moot.T.Fatal(err)
	}
	return data
}

// SendRaw is Send with a chance to change the signed request before it leaves.
func (p *Peer) SendRaw(to *Site, inbox, actor string, body []byte, change func(*http.Request)) int {
	p.moot.T.Helper()
	r := p.Posting(to, inbox, actor, body)
	if change != nil {
		change(r)
	}
	return to.Answer(r).Code
}

// Posting is a request that delivers body, signed by an actor of the peer unless that is "".
func (p *Peer) Posting(to *Site, inbox, actor string, body []byte) *http.Request {
	p.moot.T.Helper()
	r := httptest.NewRequestWithContext(p.moot.T.Context(), http.MethodPost, to.Base()+inbox, bytes.NewReader(body))
	r.Header.Set("Content-Type", federation.ActivityType)
	if actor != "" {
		if err := p.Sign(actor).Cavage(r, body, p.moot.Clock.Now()); err != nil {
			p.moot.T.Fatal(err)
		}
	}
	return r
}

// Get fetches a document of a site, signed by an actor of the peer when one is named.
func (p *Peer) Get(from *Site, path, actor string) *httptest.ResponseRecorder {
	p.moot.T.Helper()
	return p.Asked(from, http.MethodGet, path, actor, nil)
}

// Asked is Get with another method, and with a chance to change the signed request before it leaves.
func (p *Peer) Asked(from *Site, method, path, actor string, change func(*http.Request)) *httptest.ResponseRecorder {
	p.moot.T.Helper()
	r := httptest.NewRequestWithContext(p.moot.T.Context(), method, from.Base()+path, nil)
	r.Header.Set("Accept", federation.AcceptActivity)
	if actor != "" {
		if err := p.Sign(actor).Cavage(r, nil, p.moot.Clock.Now()); err != nil {
			p.moot.T.Fatal(err)
		}
	}
	if change != nil {
		change(r)
	}
	return from.Answer(r)
}

// Public is the address that means everybody.
const Public = "https://www.w3.org/ns/activitystreams#Public"

// Activity is an activity of an actor of the peer; n makes its id.
func (p *Peer) Activity(kind, actor string, n int, object any, more map[string]any) map[string]any {
	doc := map[string]any{
		"@context": "https://www.w3.org/ns/activitystreams", "id": p.URL(fmt.Sprintf("/activities/%s/%d", strings.ToLower(kind), n)),
		"type": kind, "actor": actor, "object": object,
	}
	for k, v := range more {
		doc[k] = v
	}
	return doc
}
