package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/federation/federationtest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A siege is what an attacker finds: north with the community ward, in which ana and, from honest.example,
// vera talk; the community garden of honest.example, which ana follows; and evil.example, where mallory
// is. Everybody is known to north already, so whatever an attack changes shows.
type siege struct {
	*moottest.Moot
	t            *testing.T
	north        *moottest.Site
	ana          *models.Actor
	ward, garden *models.Actor
	post, hers   *models.Item // ana's thread in ward, and vera's reply there

	honest, evil        *moottest.Peer
	vera, mo, gardenURI string // of honest.example: mo is an ordinary person too
	mallory, den        string // of evil.example: den is a community that ana follows too
	said                int    // activities made up so far
}

// besieged runs fn in a siege of its own on each database.
func besieged(t *testing.T, fn func(t *testing.T, s *siege)) {
	t.Helper()
	moottest.Each(t, func(t *testing.T, m *moottest.Moot, open func(string) *moottest.Site) {
		s := &siege{Moot: m, t: t, north: open("north.example"), honest: m.Peer("honest.example", "lemmy"), evil: m.Peer("evil.example", "lemmy")}
		s.vera, s.mo, s.gardenURI = s.honest.Person("vera"), s.honest.Person("mo"), s.honest.Group("garden")
		s.mallory, s.den = s.evil.Person("mallory"), s.evil.Group("den")
		s.ana = mt.Person(t, s.north.Site, "ana")
		s.ward = mt.Community(t, s.north.Site, s.ana, "ward")
		s.post = mt.Post(t, s.north.Site, s.ana, s.ward, "Falls checklist", "We piloted it.")
		for peer, who := range map[*moottest.Peer][]string{s.honest: {s.vera, s.mo}, s.evil: {s.mallory}} {
			for _, id := range who {
				peer.MustSend(s.north, id, s.act(peer, "Follow", id, s.ward.URI))
			}
		}
		s.garden = s.follows(s.honest, s.gardenURI)
		s.follows(s.evil, s.den)
		s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Create", s.vera, s.note(s.honest, "1", s.vera, s.post.URI)))
		s.hers = s.item(s.honest.URL("/notes/1"))
		s.quiet()
		fn(t, s)
	})
}

// follows lets ana follow a community of a peer, which accepts.
func (s *siege) follows(p *moottest.Peer, group string) *models.Actor {
	s.t.Helper()
	ctx := s.t.Context()
	a, err := s.north.Fed.Actor(ctx, group)
	mt.Must(s.t, err)
	f, err := s.north.Follow(ctx, s.ana, a, nil)
	mt.Must(s.t, err)
	p.MustSend(s.north, group, s.act(p, "Accept", group, f.URI))
	return a
}

// quiet forgets what was sent so far.
func (s *siege) quiet() {
	s.Settle()
	s.honest.Forget()
	s.evil.Forget()
	s.Net.Forget()
}

// act makes up an activity with an id that was not used before.
func (s *siege) act(p *moottest.Peer, kind, actor string, object any) doc {
	s.said++
	return p.Activity(kind, actor, s.said, object, doc{"to": []any{moottest.Public}})
}

// note makes up a note and has its server serve it.
func (s *siege) note(p *moottest.Peer, name, author, inReplyTo string) doc {
	n := doc{
		"@context": "https://www.w3.org/ns/activitystreams", "id": p.URL("/notes/" + name), "type": "Note",
		"attributedTo": author, "to": []any{moottest.Public}, "content": "<p>Words of " + name + "</p>",
		"published": s.Clock.Now().Format("2006-01-02T15:04:05Z07:00"),
	}
	if inReplyTo != "" {
		n["inReplyTo"] = inReplyTo
	}
	p.Object("/notes/"+name, n)
	return n
}

// with is a document with some of its properties changed; nil takes one away.
func with(old, changes doc) doc {
	next := doc{}
	for k, v := range old {
		next[k] = v
	}
	for k, v := range changes {
		if next[k] = v; v == nil {
			delete(next, k)
		}
	}
	return next
}

func (s *siege) item(uri string) *models.Item {
	s.t.Helper()
	it, err := s.north.ItemByURI(s.t.Context(), uri)
	mt.Must(s.t, err)
	return it
}

// none wants no item with this id.
func (s *siege) none(what, uri string) {
	s.t.Helper()
	if it, err := s.north.ItemByURI(s.t.Context(), uri); models.CodeOf(err) != models.NotFound {
		s.t.Errorf("%s: %s is here: %+v, %v", what, uri, it, err)
	}
}

// refuses wants a request refused with a status: no row changed, nothing sent, one refusal counted, and
// an answer that is short and tells nothing of the inside.
func (s *siege) refuses(what string, status int, r *http.Request) {
	s.t.Helper()
	s.north.Unmoved(what, func() { s.turnsAway(what, status, r) })
}

// turnsAway is refuses without looking at what is stored or sent.
func (s *siege) turnsAway(what string, status int, r *http.Request) *httptest.ResponseRecorder {
	s.t.Helper()
	counted := len(s.north.Rejected())
	got := s.north.Answer(r)
	if got.Code != status {
		s.t.Errorf("%s: answered %d %q, want %d", what, got.Code, got.Body, status)
	}
	if r.Method == http.MethodPost && len(s.north.Rejected()) != counted+1 {
		s.t.Errorf("%s: counted %v, want one refusal more than %d", what, s.north.Rejected(), counted)
	}
	body := got.Body.String()
	if len(body) > 4<<10 {
		s.t.Errorf("%s: the answer has %d bytes", what, len(body))
	}
	for _, inside := range []string{".go", "goroutine", "runtime", "sql", "SQL", "postgres", "/home", "/tmp", "0x", "panic"} {
		if strings.Contains(body, inside) {
			s.t.Errorf("%s: the answer tells of the inside: %q", what, body)
		}
	}
	return got
}

// drops wants an activity taken (202) and without effect: no row but the one that keeps it, and no request.
func (s *siege) drops(what string, p *moottest.Peer, actor string, said any) {
	s.t.Helper()
	s.north.Unmoved(what, func() { s.takes(what, p, actor, said) }, "received")
}

// ignores is drops for what may be asked after: requests to the hosts named are no fault.
func (s *siege) ignores(what string, p *moottest.Peer, actor string, said any, asked ...string) {
	s.t.Helper()
	s.unchanged(what, asked, func() { s.takes(what, p, actor, said) }, "received")
}

// unchanged wants no row changed, but in the tables named, and no request to any host but those asked.
func (s *siege) unchanged(what string, asked []string, do func(), but ...string) {
	s.t.Helper()
	before := s.north.Rows().Without(but...)
	s.Net.Forget()
	do()
	s.Settle()
	if changes := before.Changes(s.north.Rows()); len(changes) > 0 {
		s.t.Errorf("%s changed what is stored:\n%s", what, strings.Join(changes, "\n"))
	}
	allowed := 0
	for _, host := range asked {
		allowed += len(s.Net.Requests(host))
	}
	if all := s.Net.Requests(""); len(all) != allowed {
		s.t.Errorf("%s asked others than %v: %v", what, asked, addresses(all))
	}
}

func addresses(requests []federationtest.Request) (found []string) {
	for _, r := range requests {
		found = append(found, r.URL)
	}
	return found
}

func (s *siege) takes(what string, p *moottest.Peer, actor string, said any) {
	s.t.Helper()
	if status := p.Send(s.north, "/inbox", actor, said); status != http.StatusAccepted {
		s.t.Errorf("%s: answered %d", what, status)
	}
	s.Settle()
}
