package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A canary is a listener inside our own network that must never be reached. north may reach one address
// of its network only, 127.0.0.1, where near.example is; the name canary.example leads to 0.0.0.0, by
// which the canary would be reached too.
type canary struct {
	*moottest.Moot
	t     *testing.T
	north *moottest.Site
	ana   *models.Actor
	ward  *models.Actor
	near  *moottest.Peer
	nia   string // of near.example
	den   string // a community there, which ana follows
	port  string // of the canary
	leave func() // ends the connections to near.example that are kept open
	sung  atomic.Int64
	moved atomic.Bool // near.example now leads to where the canary is
}

// withCanary runs fn beside a canary, on each database, and wants it silent to the end.
func withCanary(t *testing.T, fn func(c *canary)) {
	t.Helper()
	dbtest.EachServer(t, func(t *testing.T, open func(now func() time.Time) *db.DB) {
		c := &canary{Moot: moottest.New(t), t: t}
		c.listen()
		server := httptest.NewUnstartedServer(nil)
		_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
		c.near = c.PeerAt("http://near.example:"+port, "lemmy")
		server.Config.Handler = c.near
		server.Start()
		t.Cleanup(server.Close)
		c.leave = server.CloseClientConnections
		c.north = c.SiteBehind("north.example", open(c.Clock.Now), federation.GateConfig{
			PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Lookup: c.lookUp,
		})
		c.nia, c.den = c.near.Person("nia"), c.near.Group("den")
		c.ana = mt.Person(t, c.north.Site, "ana")
		c.ward = mt.Community(t, c.north.Site, c.ana, "ward")
		c.followDen()
		fn(c)
		if n := c.sung.Load(); n != 0 {
			t.Errorf("the canary was reached %d times", n)
		}
	})
}

func (c *canary) listen() {
	c.t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	mt.Must(c.t, err)
	c.t.Cleanup(func() { _ = l.Close() })
	_, c.port, _ = net.SplitHostPort(l.Addr().String())
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			c.sung.Add(1)
			_ = conn.Close()
		}
	}()
}

func (c *canary) lookUp(_ context.Context, name string) ([]netip.Addr, error) {
	if name == "near.example" && !c.moved.Load() {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	return []netip.Addr{netip.MustParseAddr("0.0.0.0")}, nil
}

func (c *canary) followDen() {
	c.t.Helper()
	den, err := c.north.Fed.Actor(c.t.Context(), c.den)
	mt.Must(c.t, err)
	f, err := c.north.Follow(c.t.Context(), c.ana, den, nil)
	mt.Must(c.t, err)
	c.near.MustSend(c.north, c.den, c.near.Activity("Accept", c.den, 1, f.URI, nil))
}

// inside are addresses of the canary.
func (c *canary) inside(path string) (all []string) {
	for _, scheme := range []string{"http", "https"} {
		for _, host := range []string{"canary.example", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]", "[::1]", "127.1", "0x7f000001"} {
			all = append(all, scheme+"://"+host+":"+c.port+path)
		}
	}
	return all
}

var said int64 // activities of all canaries

func (c *canary) act(kind, actor string, object any) doc {
	return c.near.Activity(kind, actor, int(100+atomic.AddInt64(&said, 1)), object, doc{"to": []any{moottest.Public}})
}

func (c *canary) note(name string, more doc) doc {
	n := doc{
		"@context": "https://www.w3.org/ns/activitystreams", "id": c.near.URL("/notes/" + name), "type": "Note", "attributedTo": c.nia,
		"to": []any{moottest.Public}, "cc": []any{c.ward.URI}, "content": "<p>" + name + "</p>",
	}
	return with(n, more)
}

func TestN01_NothingThatOthersSayMakesTheSiteAskItsOwnNetwork(t *testing.T) {
	withCanary(t, func(c *canary) {
		for n, address := range c.inside("/users/x") {
			c.signedWith(address)
			c.lookedUp(address)
			c.named(n, address)
			c.redirected(n, address)
		}
		if len(c.near.Received("")) == 0 {
			t.Error("near.example was sent nothing, so this shows nothing")
		}
	})
}

// signedWith has a key at the canary sign a delivery and a question.
func (c *canary) signedWith(address string) {
	c.t.Helper()
	body, _ := json.Marshal(doc{"id": address + "/like", "type": "Like", "actor": address, "object": c.ward.URI})
	for method, r := range map[string]*http.Request{
		"POST": c.near.Posting(c.north, "/inbox", "", body), "GET": httptest.NewRequest(http.MethodGet, c.ward.URI, nil),
	} {
		signer := federation.Signer{KeyID: address + "#main-key", Private: c.near.Sign(c.nia).Private}
		if method == "GET" {
			body = nil
			r.Header.Set("Accept", federation.AcceptActivity)
		}
		mt.Must(c.t, signer.Cavage(r, body, c.Clock.Now()))
		if got := c.north.Answer(r); method == "POST" && got.Code != http.StatusUnauthorized && got.Code != http.StatusServiceUnavailable {
			c.t.Errorf("N01: %s signed by %s: %d", method, address, got.Code)
		}
	}
}

func (c *canary) lookedUp(address string) {
	c.t.Helper()
	ctx := c.t.Context()
	host := strings.Split(address, "/")[2]
	if a, err := c.north.Fed.Actor(ctx, address); err == nil {
		c.t.Errorf("N01: %s: %+v", address, a)
	}
	if it, err := c.north.Fed.Item(ctx, address); err == nil {
		c.t.Errorf("N01: %s: %+v", address, it)
	}
	if a, err := c.north.Fed.Actor(ctx, "@x@"+host); err == nil {
		c.t.Errorf("N01: @x@%s: %+v", host, a)
	}
	c.north.Fed.LookUp(ctx, "Ask @x@"+host+".")
}

// tell sends what may be refused or taken, but not fail.
func (c *canary) tell(by string, said doc) {
	c.t.Helper()
	if status := c.near.Send(c.north, "/inbox", by, said); status != http.StatusAccepted && status != http.StatusBadRequest {
		c.t.Errorf("N01: %v is answered %d", said["type"], status)
	}
	c.Settle()
}

// named has near.example name the address in all that it sends and serves.
func (c *canary) named(n int, address string) {
	c.t.Helper()
	at := fmt.Sprint("named", n)
	picture := doc{"type": "Image", "mediaType": "image/png", "url": address}
	c.tell(c.nia, c.act("Create", c.nia, c.note(at+"reply", doc{"inReplyTo": address})))
	c.tell(c.nia, c.act("Create", c.nia, c.note(at, doc{
		"attachment": []any{picture}, "image": picture, "icon": picture, "preview": address, "url": address, "context": address, "replies": address,
		"tag": []any{doc{"type": "Mention", "href": address}, doc{"type": "Emoji", "name": ":x:", "icon": picture}},
	})))
	for _, said := range []doc{
		c.act("Create", c.nia, address), c.act("Like", c.nia, address), c.act("Update", c.nia, address), c.act("Delete", c.nia, address),
		c.act("Undo", c.nia, address), c.act("Flag", c.nia, address), c.act("Follow", c.nia, address),
		with(c.act("Add", c.den, address), doc{"target": c.den + "/featured"}), with(c.act("Add", c.den, address), doc{"target": c.den + "/moderators"}),
		c.act("Announce", c.den, address), c.act("Announce", c.den, doc{"id": address, "type": "Like", "actor": address, "object": c.ward.URI}),
	} {
		c.tell(said["actor"].(string), said)
	}
	c.actorNaming(at, address)
}

// actorNaming has an actor say that parts of them are at the address, and be followed all the same.
func (c *canary) actorNaming(name, address string) {
	c.t.Helper()
	more := doc{
		"outbox": address, "featured": address, "followers": address, "attributedTo": address, "url": address, "movedTo": address,
		"icon": doc{"type": "Image", "url": address}, "image": doc{"type": "Image", "url": address},
	}
	id := c.near.Actor("Group", "/c/"+name, name, more)
	a, err := c.north.Fed.Actor(c.t.Context(), id)
	mt.Must(c.t, err)
	_, err = c.north.Follow(c.t.Context(), c.ana, a, nil)
	mt.Must(c.t, err)
	c.Settle()
	for _, inbox := range []doc{{"inbox": address}, {"endpoints": doc{"sharedInbox": address}}, {"publicKey": doc{"id": address, "owner": id}}} {
		id := c.near.Actor("Person", "/users/"+name, name, inbox)
		if a, err := c.north.Fed.Actor(c.t.Context(), id); err == nil {
			c.t.Errorf("N01: %v: %+v", inbox, a)
		}
	}
}

// redirected has near.example send on to the address whatever is asked for.
func (c *canary) redirected(n int, address string) {
	c.t.Helper()
	to := func(path string) string {
		c.near.Serve(path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, address, http.StatusFound) })
		return c.near.URL(path)
	}
	at := fmt.Sprint("/to/", n)
	if a, err := c.north.Fed.Actor(c.t.Context(), to(at+"/actor")); err == nil {
		c.t.Errorf("N01: by redirect: %+v", a)
	}
	name := fmt.Sprint("to", n)
	to("/.well-known/webfinger?resource=acct%3A" + name + "%40" + strings.ReplaceAll(c.near.Host, ":", "%3A"))
	if a, err := c.north.Fed.Actor(c.t.Context(), "@"+name+"@"+c.near.Host); err == nil {
		c.t.Errorf("N01: by redirect: %+v", a)
	}
	c.near.MustSend(c.north, c.nia, c.act("Create", c.nia, c.note(name, doc{
		"inReplyTo": to(at + "/parent"),
	})))
	c.near.MustSend(c.north, c.nia, c.act("Create", c.nia, c.note(name+"p", doc{
		"attachment": []any{doc{"type": "Image", "mediaType": "image/png", "url": to(at + "/picture")}},
	})))
	group := c.near.Actor("Group", "/c/"+name, name, doc{
		"outbox": to(at + "/outbox"), "featured": to(at + "/featured"), "attributedTo": to(at + "/moderators"), "inbox": to(at + "/inbox"),
		"endpoints": doc{}, "icon": doc{"type": "Image", "url": to(at + "/face")},
	})
	a, err := c.north.Fed.Actor(c.t.Context(), group)
	mt.Must(c.t, err)
	_, err = c.north.Follow(c.t.Context(), c.ana, a, nil)
	mt.Must(c.t, err)
	c.Settle()
}

func TestN04_APeerThatMovesIntoOurNetworkIsNotFollowed(t *testing.T) {
	withCanary(t, func(c *canary) {
		c.near.MustSend(c.north, c.nia, c.act("Follow", c.nia, c.ward.URI))
		c.near.Forget()
		c.moved.Store(true)
		c.leave()
		c.Clock.Add(25 * time.Hour)
		for _, path := range []string{"/users/new", "/notes/new"} {
			if _, err := c.north.Fed.Actor(t.Context(), c.near.URL(path)); err == nil {
				t.Errorf("N04: %s was fetched", path)
			}
		}
		mt.Post(t, c.north.Site, c.ana, c.ward, "To nobody who moved", "x")
		c.Settle()
		if sent := c.near.Received(""); len(sent) != 0 {
			t.Errorf("N04: it was sent %s where it should not be", sent[0].Body)
		}
	})
}
