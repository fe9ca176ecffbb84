package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

type doc = moottest.Doc

// A scene is what most rows of the checklist begin with: the site north, whose community ward-safety is
// followed by lena of a Lemmy and by max of a Mastodon.
type scene struct {
	*testing.T
	*moottest.Moot
	north *moottest.Site
	ana   *models.Actor // organiser of ward
	ward  *models.Actor
	group string // the id of ward
	lemmy moottest.Lemmy
	masto moottest.Mastodon
	lena  string
	max   string
}

// onStage runs fn with a scene on each kind of database.
func onStage(t *testing.T, fn func(s *scene)) {
	t.Helper()
	moottest.Each(t, func(t *testing.T, m *moottest.Moot, open func(string) *moottest.Site) {
		s := &scene{T: t, Moot: m, north: open("north.example"), lemmy: m.Lemmy("lemmy.example"), masto: m.Mastodon("masto.example")}
		s.ana = mt.Person(t, s.north.Site, "ana")
		s.ward = mt.Founded(t, s.north.Site, s.ana, models.Charter{
			Name: "ward-safety", Title: "Ward safety",
			Purpose: "Learning from incidents on wards.",
		})
		s.group = s.ward.URI
		s.lena, s.max = s.lemmy.Person("lena"), s.masto.Person("max")
		s.lemmy.MustSend(s.north, s.lena, s.lemmy.Follow(s.lena, s.group))
		s.masto.MustSend(s.north, s.max, s.masto.Follow(s.max, s.group))
		s.forget()
		fn(s)
	})
}

// forget empties what the peers were sent so far.
func (s *scene) forget() {
	s.lemmy.Forget()
	s.masto.Forget()
	s.Net.Forget()
}

// settled ends the test when err is not nil, and lets all sites work.
func (s *scene) settled(err error) {
	s.Helper()
	mt.Must(s.T, err)
	s.Settle()
}

// post starts a thread in ward by ana.
func (s *scene) post(title string) *models.Item {
	s.Helper()
	it := mt.Post(s.T, s.north.Site, s.ana, s.ward, title, "We piloted it on three wards. It took a week.")
	s.Settle()
	return it
}

// actor is somebody as north knows them.
func (s *scene) actor(id string) *models.Actor {
	s.Helper()
	a, err := s.north.ActorByURI(s.Context(), id)
	mt.Must(s.T, err)
	return a
}

// item is an item as north has it, by its id on the wire.
func (s *scene) item(id string) *models.Item {
	s.Helper()
	it, err := s.north.ItemByURI(s.Context(), id)
	mt.Must(s.T, err)
	return it
}

// absent fails the test when north has taken an item in.
func (s *scene) absent(id string) {
	s.Helper()
	if it, err := s.north.ItemByURI(s.Context(), id); err == nil {
		s.Errorf("%s was taken in: %q by %s in %+v", id, it.Title, it.Author.URI, it.Community)
	} else if models.CodeOf(err) != models.NotFound {
		s.Error(err)
	}
}

// quiet fails the test when a peer was sent anything.
func (s *scene) quiet() {
	s.Helper()
	for _, p := range []*moottest.Peer{s.lemmy.Peer, s.masto.Peer} {
		for _, got := range p.Received("") {
			s.Errorf("%s was sent %s", p.Host, got.Body)
		}
	}
}

// dropped sends what must have no effect: it is answered 202 or refused, and nothing is told to anybody.
func (s *scene) dropped(p *moottest.Peer, who string, activity doc) {
	s.Helper()
	status := p.Send(s.north, "/inbox", who, activity)
	if status != http.StatusAccepted && (status < 400 || status > 499) {
		s.Errorf("answered %d", status)
	}
	s.Settle()
	s.quiet()
}

// idOf is the id of a document, or of the object of an activity.
func idOf(activity doc) string { return activity["id"].(string) }

func objectOf(activity doc) string { return idOf(activity["object"].(doc)) }

// only is the one activity of a type that a peer was sent.
func only(t *testing.T, p *moottest.Peer, kind string) doc {
	t.Helper()
	got := p.Received(kind)
	if len(got) != 1 {
		t.Fatalf("%s was sent %d of %q, not one: %v", p.Host, len(got), kind, kinds(p))
	}
	return got[0].Doc
}

// kinds are the types of what a peer was sent, those inside an Announce after a slash.
func kinds(p *moottest.Peer) []string {
	var all []string
	for _, got := range p.Received("") {
		kind, _ := got.Doc["type"].(string)
		if inner, ok := got.Doc["object"].(doc); ok && kind == "Announce" {
			kind += "/" + inner["type"].(string)
		}
		all = append(all, kind)
	}
	slices.Sort(all)
	return all
}

// wrapped is what the one Announce that a peer was sent holds.
func wrapped(t *testing.T, p *moottest.Peer, group string) doc {
	t.Helper()
	outer := only(t, p, "Announce")
	inner, ok := outer["object"].(doc)
	if !ok || outer["actor"] != group || !slices.Contains(list(outer["to"]), moottest.Public) {
		t.Fatalf("the announce is %v", outer)
	}
	return inner
}

// same tells whether a document has come through as it was sent.
func same(t *testing.T, got, sent any) {
	t.Helper()
	if g, s := reread(t, got), reread(t, sent); !reflect.DeepEqual(g, s) {
		t.Errorf("it came through changed:\n got %v\nsent %v", g, s)
	}
}

func reread(t *testing.T, v any) (out any) {
	t.Helper()
	mt.Must(t, json.Unmarshal(mustJSON(t, v), &out))
	return out
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	mt.Must(t, err)
	return data
}

// list is a list of ids in a document that was read from JSON; nil when it is none.
func list(v any) []string {
	all, ok := v.([]any)
	if !ok {
		return nil
	}
	out := make([]string, len(all))
	for n, one := range all {
		out[n], _ = one.(string)
	}
	return out
}

// get asks a site for a path with an Accept header, unsigned.
func get(t *testing.T, from *moottest.Site, method, path, accept string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, from.Base()+path, nil)
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	w := httptest.NewRecorder()
	from.Handler.ServeHTTP(w, r)
	return w
}

// document fetches an ActivityStreams document of a site, unsigned, by its id or its path.
func document(t *testing.T, from *moottest.Site, id string) doc {
	t.Helper()
	if len(id) > len(from.Base()) && id[:len(from.Base())] == from.Base() {
		id = id[len(from.Base()):]
	}
	w := get(t, from, http.MethodGet, id, federation.AcceptActivity)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != federation.ActivityType {
		t.Fatalf("GET %s: %d %s", id, w.Code, w.Header().Get("Content-Type"))
	}
	return parsed(t, w)
}

func parsed(t *testing.T, w *httptest.ResponseRecorder) doc {
	t.Helper()
	var out doc
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	return out
}
