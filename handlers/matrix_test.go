package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/federation/federationtest"
	"github.com/folkmoot/folkmoot/handlers"
	"github.com/folkmoot/folkmoot/handlers/activitypub"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/queue"
)

// Words that stand nowhere but in the closed communities, each in one place.
type secrets struct {
	name       string // of the community
	words      []string
	people     []string // display names
	tag        string
	posts      []int64
	replies    []int64
	pictures   []int64
	draft      int64
	acts       []int64
	banned     int64
	visibility models.Visibility
}

func TestL01_L02_L03_L04_L05_L06_NothingClosedLeavesByAnyDoor(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		m := newMatrix(t, d)
		for _, r := range handlers.Routes(d.config) {
			if r.Method == http.MethodGet && !m.classified(r.Path) {
				t.Errorf("GET %s is not in the matrix: say what it is about", r.Path)
			}
		}
		cells := 0
		for _, s := range m.closed {
			for _, v := range m.viewers {
				if !v.sees[s.name] {
					cells += m.visitAll(v, s)
				}
			}
			m.mustBeSeenByMembers(s)
		}
		if cells < 2000 {
			t.Errorf("only %d cells were looked at", cells)
		}
		t.Logf("%d cells", cells)
	})
}

type matrixRun struct {
	t       *testing.T
	d       *desk
	closed  []*secrets
	viewers []*viewer
	keepers map[string]*browser
}

// A viewer is a browser with what may be seen from it.
type viewer struct {
	name string
	b    *browser
	sees map[string]bool
}

func newMatrix(t *testing.T, d *desk) *matrixRun {
	t.Helper()
	m := &matrixRun{t: t, d: d, keepers: map[string]*browser{}}
	m.realDocuments()
	admin := mt.Admin(t, d.site, "sam")
	open := mt.Community(t, d.site, admin, "open-to-all")
	outsider := mt.Person(t, d.site, "outsider")
	mt.Join(t, d.site, outsider, open)
	m.closed = []*secrets{m.build("quillon", models.MembersOnly, outsider), m.build("tambour", models.SiteOnly, outsider)}
	signedIn := map[string]bool{"tambour": true}
	m.viewers = []*viewer{
		{"a visitor", d.visitor(), nil},
		{"somebody of the site", d.as(mt.Person(t, d.site, "stranger")), signedIn},
		{"a member of another community", d.as(outsider), signedIn},
		{"somebody who asks to join", d.as(m.person("asker")), signedIn},
		{"somebody who has left", d.as(m.person("leaver")), signedIn},
		{"somebody who is banned", d.as(m.person("bannee")), signedIn},
	}
	return m
}

// realDocuments puts the real answers to other servers behind the desk, and the real writer of deliveries.
func (m *matrixRun) realDocuments() {
	net := federationtest.NewNet(1)
	gate := federation.NewGate(federation.GateConfig{Policy: m.d.site, Base: net, UserAgent: "test", Now: m.d.site.DB().Now})
	fed, err := federation.New(federation.Config{Site: m.d.site, Gate: gate, Log: m.d.config.Log})
	mt.Must(m.t, err)
	m.d.config.ActivityPub = activitypub.New(m.d.site, fed, m.d.config.Log, "test")
	m.d.handler = handlers.New(m.d.config)
}

func (m *matrixRun) person(name string) *models.Actor {
	m.t.Helper()
	a, err := m.d.site.ActorNamed(m.t.Context(), name, "")
	if models.CodeOf(err) == models.NotFound {
		return mt.Person(m.t, m.d.site, name)
	}
	mt.Must(m.t, err)
	return a
}

// build makes a closed community in which everything that can leak has a word of its own.
func (m *matrixRun) build(name string, seen models.Visibility, remember *models.Actor) *secrets {
	t, site, ctx := m.t, m.d.site, m.t.Context()
	t.Helper()
	s := &secrets{name: name, tag: name + "tag", visibility: seen}
	word := func(part string) string { s.words = append(s.words, name+part); return name + part }
	named := func(part string) *models.Actor {
		a := mt.Person(t, site, name[:3]+part)
		mt.Must(t, site.SetProfile(ctx, a, models.ProfileForm{Title: "Person " + name[:3] + part + "surname"}))
		s.people = append(s.people, name[:3]+part+"surname")
		return a
	}
	org, member := named("org"), named("member")
	group := mt.Founded(t, site, org, models.Charter{
		Name: name, Title: word("title"), Purpose: word("purpose"), Gain: word("gain"), Domain: word("domain"),
		Community: word("for"), Practice: word("practice"), Agreement: word("agreement"), Visibility: seen, Joining: models.JoinOpen,
	})
	for _, who := range []*models.Actor{member, m.person("leaver"), m.person("bannee")} {
		mt.Join(t, site, who, group)
	}
	jo := mt.Remote(t, site, models.Person, "jo", "south.example")
	_, err := site.Follow(ctx, jo, member, &models.Origin{URI: "https://south.example/follow/" + name, Host: "south.example", Raw: []byte(`{"type":"Follow"}`)})
	mt.Must(t, err)
	before := m.waiting()

	b := m.d.as(member)
	m.keepers[name] = m.d.as(org)
	b.upload("/c/"+name+"/new", "picture1", picture(t, 30, 20), "title", word("posttitle"), "alt1", word("alt"),
		"body", word("body")+" @outsider @jo@south.example #"+s.tag).want(http.StatusSeeOther)
	feed, err := site.CommunityFeed(ctx, mt.As(member), group.ID, 1)
	mt.Must(t, err)
	post := feed.Items[0]
	reply := mt.Reply(t, site, m.person("leaver"), post, word("replybody"))
	mt.Reply(t, site, org, reply, word("nested"))
	m.d.as(member).post(post.Path()+"/edit", "title", word("newtitle"), "body", word("newbody")+" #"+s.tag, "keep", number(post.Attachments[0].MediaID),
		"alt-"+number(post.Attachments[0].MediaID), word("newalt")).want(http.StatusSeeOther)
	second := mt.Post(t, site, org, group, word("second"), "x")
	mt.Must(t, site.Lock(ctx, org, second, true, word("lockreason"), nil))
	mt.Must(t, site.Pin(ctx, org, post, true, "", nil))
	third := mt.Post(t, site, member, group, word("third"), "x")
	mt.Must(t, site.Remove(ctx, org, third, true, word("removereason"), nil))
	mt.Must(t, site.Like(ctx, org, post, models.Likes, nil))
	mt.Must(t, site.Report(ctx, org, post, nil, word("report"), nil))
	mt.Must(t, site.Ban(ctx, org, group, models.BanOrder{Who: m.person("bannee"), On: true, Reason: word("banreason")}, nil))
	event := m.event(org, group, member, word)
	page := m.page(org, group, member, word)
	article := m.blog(s, org, group, member, word)
	document := m.document(org, group, member, word)
	mt.Must(t, site.Leave(ctx, m.person("leaver"), group))
	m.askToJoin(group)
	if after := m.waiting(); after != before {
		t.Errorf("%d deliveries were made for what happened in %s", after-before, name)
	}
	s.posts, s.replies = []int64{post.ID, second.ID, third.ID, event.ID, page.ID, article.ID, document.ID, document.Detail.(*models.Document).FolderID}, []int64{reply.ID}
	s.pictures, s.banned = []int64{post.Attachments[0].MediaID}, m.person("bannee").ID
	s.acts = m.actsOf(group)
	if remember == nil || len(s.acts) == 0 {
		t.Fatal("nothing was logged")
	}
	return s
}

// waiting is how many deliveries wait for other sites.
func (m *matrixRun) waiting() (n int) {
	m.t.Helper()
	hosts, err := queue.Backlog(m.t.Context(), m.d.site.DB())
	mt.Must(m.t, err)
	for _, h := range hosts {
		n += h.Waiting
	}
	return n
}

// askToJoin has somebody wait for a yes.
func (m *matrixRun) askToJoin(group *models.Actor) {
	m.t.Helper()
	ch := group.Charter()
	ch.Joining = models.JoinRequest
	mt.Must(m.t, m.d.site.SetCharter(m.t.Context(), nil, group, ch))
	mt.Join(m.t, m.d.site, m.person("asker"), group)
}

// actsOf are the numbers of all that was done in a community.
func (m *matrixRun) actsOf(group *models.Actor) []int64 {
	m.t.Helper()
	var ids []int64
	err := m.d.site.DB().Read().NewSelect().TableExpr("acts").Column("id").Where("community_id = ?", group.ID).Scan(m.t.Context(), &ids)
	mt.Must(m.t, err)
	return ids
}

func (m *matrixRun) classified(route string) bool {
	for about, routes := range matrix {
		if about != "documents" && slices.Contains(routes, route) {
			return true
		}
	}
	return false
}

// A door is an address of something closed, the same for something that is not there, and how it is asked for.
type door struct {
	path, missing string
	accept        string
	allowed       []string // words that may stand there all the same: what was asked for, or a person's name on their own page
}

// visitAll goes through every door that there could be to a closed community, and counts them.
func (m *matrixRun) visitAll(v *viewer, s *secrets) int {
	m.t.Helper()
	doors, cells := m.doors(s, v), 0
	for _, d := range doors {
		cells++
		r := v.b.get(d.path, "Accept", d.accept)
		said := r.body + "\n" + fmt.Sprint(r.header)
		for _, word := range append(append([]string{s.tag}, s.words...), s.people...) {
			if strings.Contains(strings.ToLower(said), strings.ToLower(word)) && !slices.Contains(d.allowed, word) {
				m.t.Errorf("%s: %s (%s) tells %q:\n%s", v.name, d.path, d.accept, word, textOf(r.body))
			}
		}
		if d.missing == "" {
			continue
		}
		cells++
		if got, want := trace(r, d.path), trace(v.b.get(d.missing, "Accept", d.accept), d.missing); got != want {
			m.t.Errorf("%s: %s differs from %s, which is not there: %s", v.name, d.path, d.missing, difference(got, want))
		}
	}
	return cells
}

// trace is all that can be told from an answer, without the address that was asked for.
func trace(r *reply, path string) string {
	all := fmt.Sprint(r.status, r.header, r.body)
	path, query, _ := strings.Cut(path, "?")
	if q, err := url.ParseQuery(query); err == nil && q.Get("q") != "" {
		all = strings.ReplaceAll(all, q.Get("q"), "WORD")
	}
	for _, part := range strings.Split(path, "/") {
		if len(part) > 4 && !strings.HasPrefix(part, "people") {
			all = strings.ReplaceAll(all, part, "PART")
		}
	}
	return all
}

// difference shows where two texts part.
func difference(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	from := max(0, n-40)
	return fmt.Sprintf("%.120q\nis not\n%.120q", a[from:], b[from:])
}

const (
	asPage     = "text/html"
	asDocument = "application/activity+json"
)

func (m *matrixRun) doors(s *secrets, v *viewer) (all []door) {
	const gone = "1511111111111111111" // a number like ours, of nothing
	fill := func(route, name string, id int64, missing bool) string {
		number := fmt.Sprint(id)
		if missing {
			name, number = "xxxxxxx", gone
		}
		return strings.NewReplacer(":name", name, ":id", number, ":n", "1", ":tag", s.tag, ":file", "words.txt", ":month", "2099-01", ":token", "0123", ":page", name+"wikititle", ":rev", "2", ":range", "1..2", "NAME", name).Replace(route)
	}
	pair := func(route, name string, id int64, accept string) {
		all = append(all, door{path: fill(route, name, id, false), missing: fill(route, name, id, true), accept: accept})
	}
	for _, about := range []string{"plain", "admin"} {
		for _, route := range matrix[about] {
			d := door{path: fill(route, s.name, s.posts[0], false), accept: asPage}
			if strings.HasPrefix(route, "/notices") {
				d.allowed = s.words[:1] // whoever was shut out is told of what, and why
				if v.name == "somebody who is banned" {
					why := slices.IndexFunc(s.words, func(w string) bool { return strings.HasSuffix(w, "banreason") })
					d.allowed = []string{s.words[0], s.words[why]}
				}
			}
			all = append(all, d)
		}
	}
	for _, route := range matrix["community"] {
		pair(route, s.name, s.banned, asPage)
	}
	for _, route := range matrix["draft"] {
		pair(strings.ReplaceAll(route, ":number", "1"), s.name, s.draft, asPage)
	}
	for _, route := range append(slices.Clone(matrix["item"]), matrix["documents"]...) {
		accept := asPage
		if slices.Contains(matrix["documents"], route) {
			accept = asDocument
		}
		ids := slices.Concat(s.posts, s.replies)
		if strings.HasPrefix(route, "/act/") {
			ids = s.acts
		}
		for _, id := range ids {
			pair(route, s.name, id, accept)
			if !strings.Contains(route, ":id") {
				break
			}
		}
	}
	for _, route := range matrix["picture"] {
		pair(route, "", s.pictures[0], asPage)
	}
	return append(all, m.namedDoors(s, v, fill)...)
}

// namedDoors are those at which one must say a word of the community to get anywhere.
func (m *matrixRun) namedDoors(s *secrets, v *viewer, fill func(string, string, int64, bool) string) (all []door) {
	for _, route := range matrix["person"] {
		for n, part := range []string{"org", "member"} {
			all = append(all, door{path: fill(route, s.name[:3]+part, 0, false), accept: asPage, allowed: []string{s.people[n]}})
		}
	}
	for _, path := range []string{"/u/" + s.name[:3] + "member", "/u/" + s.name[:3] + "member/outbox", "/u/" + s.name[:3] + "member/followers"} {
		all = append(all, door{path: path, accept: asDocument, allowed: []string{s.people[1]}})
	}
	for _, route := range matrix["tag"] {
		all = append(all, door{path: fill(route, "", 0, false), accept: asPage, allowed: []string{s.tag}})
	}
	for _, word := range s.words {
		for _, filter := range []string{"kind=post", "kind=event", "kind=reply", "in=" + s.name, "by=" + s.name[:3] + "member", "site=north.example", "since=2000-01-01&until=2099-01-01", "order=newest"} {
			all = append(all, door{path: "/search?q=" + url.QueryEscape(word) + "&" + filter, accept: asPage, allowed: []string{word, s.name, s.name[:3] + "member"}})
		}
		all = append(all, door{path: "/similar?title=" + url.QueryEscape(word), accept: asPage, allowed: []string{word}})
	}
	for _, route := range matrix["search"] {
		for _, word := range append(append([]string{s.tag, s.name}, s.words...), s.people...) {
			d := door{path: fill(route, "", 0, false) + "?q=" + url.QueryEscape(word), accept: asPage, allowed: []string{word}}
			if v.b.cookies[sessionCookie] == "" { // those who are signed in find people of the site by name
				d.missing = fill(route, "", 0, false) + "?q=" + strings.Repeat("x", len(word))
			}
			all = append(all, d)
		}
		for _, q := range []string{"@" + s.name, "@" + s.name + "@north.example", "https://north.example/c/" + s.name, "https://north.example/post/" + fmt.Sprint(s.posts[0])} {
			all = append(all, door{path: fill(route, "", 0, false) + "?q=" + url.QueryEscape(q), accept: asPage})
		}
	}
	return all
}

// mustBeSeenByMembers makes sure that the words are there to be leaked.
func (m *matrixRun) mustBeSeenByMembers(s *secrets) {
	m.t.Helper()
	b := m.keepers[s.name]
	var all strings.Builder
	for _, path := range []string{
		"/c/" + s.name, "/c/" + s.name + "/about", "/c/" + s.name + "/people", "/c/" + s.name + "/reports", "/c/" + s.name + "/feed.atom",
		"/post/" + fmt.Sprint(s.posts[0]), "/post/" + fmt.Sprint(s.posts[0]) + "/history", "/post/" + fmt.Sprint(s.posts[2]),
		"/event/" + fmt.Sprint(s.posts[3]), "/c/" + s.name + "/wiki/" + s.name + "wikititle", "/c/" + s.name + "/wiki/" + s.name + "wikititle/diff/1..2",
		"/article/" + fmt.Sprint(s.posts[5]), "/drafts",
		"/c/" + s.name + "/library", "/document/" + fmt.Sprint(s.posts[6]),
		"/document/" + fmt.Sprint(s.posts[6]) + "/v/1", "/document/" + fmt.Sprint(s.posts[6]) + "/v/2/words.txt",
	} {
		all.WriteString(b.get(path).body)
	}
	for _, word := range append(append([]string{s.tag}, s.words...), s.people...) {
		if !strings.Contains(all.String(), word) && !strings.HasSuffix(word, "third") && !strings.HasSuffix(word, "alt") {
			m.t.Errorf("%q is not to be seen by members of %s either", word, s.name)
		}
	}
	for _, id := range s.pictures {
		b.get(fmt.Sprintf("/media/%d", id)).want(http.StatusOK)
	}
}
