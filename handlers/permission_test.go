package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/handlers"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// The roles in whose name every route is tried, in the order of the columns of the table: a visitor, somebody of the site,
// a member, a facilitator and an organiser of the community, an admin of the site, and somebody who is banned from the
// community.
const roles = "vpmfoab"

// What comes back:
//
//	y  it is shown or done, or the form comes back with what is wrong in it, or it cannot be done just now
//	s  sign in first (401)
//	n  not yours to do (403)
//	0  nothing here (404)
//	g  gone, used up or ended (410)
type cell struct {
	route  string // method and route, as the router has it
	want   string // one letter for each role
	fields string // of the form, for posts
}

// table is every route for people, with what each role may do there: in a public community that is open to join, with a
// post and a reply that somebody else wrote. Routes that begin with "own " are tried on what the role itself wrote.
var table = []cell{
	{"GET /", "yyyyyyy", ""},
	{"GET /page/:n", "syyyyyy", ""},
	{"GET /communities", "yyyyyyy", ""},
	{"GET /communities/new", "snnnnyn", ""},
	{"POST /communities/new", "snnnnyn", "name=fresh&title=Fresh&visibility=public&joining=open"},
	{"GET /about", "yyyyyyy", ""},
	{"GET /how-it-works", "yyyyyyy", ""},
	{"GET /privacy", "yyyyyyy", ""},
	{"GET /accessibility", "yyyyyyy", ""},
	{"GET /theme.css", "yyyyyyy", ""},
	{"GET /robots.txt", "yyyyyyy", ""},
	{"GET /.well-known/security.txt", "yyyyyyy", ""},
	{"GET /healthz", "yyyyyyy", ""},
	{"GET /readyz", "yyyyyyy", ""},

	{"GET /c/:name", "yyyyyyy", ""},
	{"GET /c/:name/discussions", "yyyyyyy", ""},
	{"GET /c/:name/discussions/page/:n", "yyyyyyy", ""},
	{"GET /c/:name/people", "yyyyyyy", ""},
	{"GET /c/:name/people/page/:n", "yyyyyyy", ""},
	{"GET /c/:name/people/requests", "yyyyyyy", ""},
	{"GET /c/:name/about", "yyyyyyy", ""},
	{"GET /c/:name/about/page/:n", "yyyyyyy", ""},
	{"GET /c/:name/feed.atom", "yyyyyyy", ""},
	{"GET /c/:name/new", "syyyyyn", ""},
	{"POST /c/:name/new", "syyyyyn", "title=New&body=Words"},
	{"POST /c/:name/join", "syyyyyn", ""},
	{"GET /c/:name/leave", "syyyyyy", ""},
	{"POST /c/:name/leave", "syyyyyy", ""},
	{"POST /c/:name/follow", "syyyyyy", ""},
	{"POST /c/:name/unfollow", "syyyyyy", ""},
	{"GET /c/:name/settings", "snnnyyn", ""},
	{"POST /c/:name/settings", "snnnyyn", "title=Changed&joining=open"},
	{"POST /c/:name/people/accept", "snnyyyn", "actor=ASKER"},
	{"POST /c/:name/people/decline", "snnyyyn", "actor=ASKER"},
	{"POST /c/:name/people/role", "snnnyyn", "actor=MEMBER&role=facilitator"},
	{"GET /c/:name/people/banned", "snnyyyn", ""},
	{"GET /c/:name/people/ban/:id", "snnyyyn", ""},
	{"POST /c/:name/people/ban", "snnyyyn", "actor=writer"},
	{"POST /c/:name/people/unban", "snnyyyn", "actor=MEMBER"},
	{"GET /c/:name/reports", "snnyyyn", ""},
	{"POST /c/:name/reports/:id", "snnyyyn", "outcome=Talked+to+them"},

	{"GET /new", "syyyyyy", ""},
	{"POST /new", "syyyyyn", "title=New&body=Words&in=COMMUNITY"},
	{"GET /post/:id", "yyyyyyy", ""},
	{"GET /post/:id/page/:n", "yyyyyyy", ""},
	{"GET /post/:id/history", "yyyyyyy", ""},
	{"GET /post/:id/reply", "syyyyyn", ""},
	{"POST /post/:id/reply", "syyyyyn", "body=Yes"},
	{"GET /post/:id/edit", "snnnnnn", ""},
	{"POST /post/:id/edit", "snnnnnn", "title=Mine&body=Now"},
	{"GET /post/:id/delete", "snnnnnn", ""},
	{"POST /post/:id/delete", "snnnnnn", ""},
	{"GET /post/:id/report", "syyyyyy", ""},
	{"POST /post/:id/report", "syyyyyn", "reason=spam"},
	{"POST /post/:id/like", "syyyyyn", ""},
	{"POST /post/:id/unlike", "syyyyyn", ""},
	{"POST /post/:id/lock", "snnyyyn", ""},
	{"POST /post/:id/unlock", "snnyyyn", ""},
	{"POST /post/:id/pin", "snnyyyn", ""},
	{"POST /post/:id/unpin", "snnyyyn", ""},
	{"GET /post/:id/remove", "snnyyyn", ""},
	{"POST /post/:id/remove", "snnyyyn", "reason=off+topic"},
	{"POST /post/:id/restore", "snnyyyn", ""},
	{"own GET /post/:id/edit", " yyyyyn", ""},
	{"own POST /post/:id/edit", " yyyyyn", "title=Mine&body=Now"},
	{"own GET /post/:id/delete", " yyyyyy", ""},
	{"own POST /post/:id/delete", " yyyyyy", ""},
	{"own POST /post/:id/lock", " nnyyyn", ""},
	{"own POST /post/:id/pin", " nnyyyn", ""},
	{"own POST /post/:id/remove", " nnyyyn", ""},

	{"GET /comment/:id", "yyyyyyy", ""},
	{"GET /comment/:id/history", "yyyyyyy", ""},
	{"GET /comment/:id/reply", "syyyyyn", ""},
	{"POST /comment/:id/reply", "syyyyyn", "body=Yes"},
	{"GET /comment/:id/edit", "snnnnnn", ""},
	{"POST /comment/:id/edit", "snnnnnn", "body=Now"},
	{"GET /comment/:id/delete", "snnnnnn", ""},
	{"POST /comment/:id/delete", "snnnnnn", ""},
	{"GET /comment/:id/report", "syyyyyy", ""},
	{"POST /comment/:id/report", "syyyyyn", "reason=spam"},
	{"POST /comment/:id/like", "syyyyyn", ""},
	{"POST /comment/:id/unlike", "syyyyyn", ""},
	{"POST /comment/:id/lock", "snnyyyn", ""},
	{"POST /comment/:id/unlock", "snnyyyn", ""},
	{"POST /comment/:id/pin", "snnyyyn", ""},
	{"POST /comment/:id/unpin", "snnyyyn", ""},
	{"GET /comment/:id/remove", "snnyyyn", ""},
	{"POST /comment/:id/remove", "snnyyyn", "reason=off+topic"},
	{"POST /comment/:id/restore", "snnyyyn", ""},

	{"GET /u/:name", "yyyyyyy", ""},
	{"GET /u/:name/page/:n", "yyyyyyy", ""},
	{"POST /u/:name/follow", "syyyyyy", ""},
	{"POST /u/:name/unfollow", "syyyyyy", ""},
	{"GET /u/:name/report", "syyyyyy", ""},
	{"POST /u/:name/report", "syyyyyy", "reason=rude"},

	{"GET /search", "yyyyyyy", ""},
	{"GET /search/page/:n", "yyyyyyy", ""},
	{"GET /similar", "syyyyyy", ""},
	{"GET /tags/:tag", "yyyyyyy", ""},
	{"GET /tags/:tag/page/:n", "yyyyyyy", ""},
	{"GET /notices", "syyyyyy", ""},
	{"GET /notices/page/:n", "syyyyyy", ""},
	{"GET /media/:id", "yyyyyyy", ""},
	{"GET /media/:id/small", "yyyyyyy", ""},

	{"GET /sign-in", "yyyyyyy", ""},
	{"POST /sign-in", "yyyyyyy", ""},
	{"POST /sign-out", "yyyyyyy", ""},
	{"GET /invitation/:token", "ggggggg", ""},
	{"POST /invitation/:token", "ggggggg", ""},
	{"GET /setup/:token", "ggggggg", ""},
	{"POST /setup/:token", "ggggggg", ""},
	{"GET /settings", "syyyyyy", ""},
	{"POST /settings", "syyyyyy", "title=Me"},
	{"POST /settings/password", "syyyyyy", ""},
	{"POST /settings/mail", "syyyyyy", "mail=reminders"},
	{"GET /mail/stop/:ticket", "0000000", ""},
	{"POST /mail/stop/:ticket", "0000000", "List-Unsubscribe=One-Click"},
	{"GET /forgotten", "yyyyyyy", ""},
	{"POST /forgotten", "yyyyyyy", "email=nobody@post.example"},
	{"GET /forgotten/:token", "ggggggg", ""},
	{"POST /forgotten/:token", "ggggggg", "password=four+small+grey+cats"},

	{"GET /admin", "snnnnyn", ""},
	{"GET /admin/federation", "snnnnyn", ""},
	{"POST /admin/federation", "snnnnyn", "host=south.example&rule=deny"},
	{"POST /admin/federation/preview", "snnnnyn", "mode=closed"},
	{"GET /admin/peers", "snnnnyn", ""},
	{"GET /admin/peers/page/:n", "snnnnyn", ""},
	{"POST /admin/peers/retry", "snnnnyn", "host=south.example"},
	{"GET /admin/stuck", "snnnnyn", ""},
	{"POST /admin/stuck/retry", "snnnnyn", "work=1"},
	{"POST /admin/stuck/drop", "snnnnyn", "work=1"},
	{"GET /admin/people", "snnnnyn", ""},
	{"GET /admin/people/page/:n", "snnnnyn", ""},
	{"GET /admin/people/suspend/:id", "snnnnyn", ""},
	{"POST /admin/people/suspend", "snnnnyn", "account=ACCOUNT"},
	{"POST /admin/people/release", "snnnnyn", "account=ACCOUNT"},
	{"GET /admin/invitations", "snnnnyn", ""},
	{"POST /admin/invitations", "snnnnyn", "uses=1&days=1"},
	{"POST /admin/invitations/revoke", "snnnnyn", "invitation=1"},
	{"GET /admin/reports", "snnnnyn", ""},
	{"POST /admin/reports/:id", "snnnnyn", "outcome=Talked+to+them"},
	{"GET /admin/settings", "snnnnyn", ""},
	{"POST /admin/settings", "snnnnyn", "name=North&contact=help@north.example&accent=%231f5f58"},
	{"GET /admin/mail", "snnnnyn", ""},
	{"GET /admin/mail/:id", "snnnn0n", ""},
	{"POST /admin/mail/test", "snnnnyn", ""},
	{"POST /admin/mail/retry", "snnnnyn", "letter=1"},
	{"GET /admin/log", "snnnnyn", ""},
	{"GET /admin/log/page/:n", "snnnnyn", ""},
}

func TestA01_EveryRouteDoesForEachRoleWhatTheTableSays(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		s := newStage(t, d)
		known := map[string]bool{}
		for _, c := range slices.Concat(table, eventTable, wikiTable, blogTable, documentTable, fileTable) {
			route, own := strings.CutPrefix(c.route, "own ")
			known[route] = true
			for n, role := range roles {
				want := c.want[n]
				if want == ' ' {
					continue
				}
				if got := s.try(byte(role), route, c.fields, own); got != want {
					t.Errorf("%s as %c: %c, want %c", c.route, role, got, want)
				}
			}
		}
		for _, r := range handlers.Routes(d.config) {
			if r.Method != http.MethodHead && !known[r.Method+" "+r.Path] {
				t.Errorf("%s %s is not in the table: say what each role may do there", r.Method, r.Path)
			}
		}
	})
}

// A stage makes a new community whenever something was done in the last, so that no try sees what another has done.
type stage struct {
	t       *testing.T
	d       *desk
	n       int
	still   *scene // in which nothing was done yet
	people  map[byte]*models.Actor
	second  *models.Actor // an organiser, so that the first may leave
	writer  *models.Actor // of what the roles find
	asker   *models.Actor
	victim  *models.Account // whom an admin may suspend
	picture *models.Media
	draft   int64 // of the last scene

	browsers map[byte]*browser // of those who are signed in
}

func newStage(t *testing.T, d *desk) *stage {
	t.Helper()
	s := &stage{t: t, d: d, people: map[byte]*models.Actor{}, browsers: map[byte]*browser{}}
	for role, name := range map[byte]string{'p': "person", 'm': "mem", 'f': "fac", 'o': "org", 'b': "ban"} {
		s.people[role] = mt.Person(t, d.site, name)
	}
	s.people['a'] = mt.Admin(t, d.site, "sam")
	s.writer, s.asker, s.second = mt.Person(t, d.site, "writer"), mt.Person(t, d.site, "asker"), mt.Person(t, d.site, "second")
	mt.Remote(t, d.site, models.Person, "jo", "south.example")
	mt.Must(t, d.site.SetSettings(t.Context(), s.people['a'], models.Settings{Name: "North", Contact: "help@north.example"}))
	var err error
	s.victim, err = d.site.AccountNamed(t.Context(), mt.Person(t, d.site, "victim").Name)
	mt.Must(t, err)
	r := d.as(s.writer).upload("/settings", "picture", picture(t, 60, 40), "title", "Writer")
	r.want(http.StatusSeeOther)
	face, err := d.site.Actor(t.Context(), s.writer.ID)
	mt.Must(t, err)
	s.picture = &models.Media{ID: face.IconMediaID}
	return s
}

// try does one thing in the name of one role, and says with a letter what came back.
func (s *stage) try(role byte, route, fields string, own bool) byte {
	s.t.Helper()
	return s.letter(s.answer(role, route, fields, own))
}

func (s *stage) answer(role byte, route, fields string, own bool) *reply {
	s.t.Helper()
	method, path, _ := strings.Cut(route, " ")
	made := s.still
	if own || made == nil {
		made = s.scene(role, own)
	}
	name, id := made.ward.Name, made.post.ID
	switch {
	case strings.HasPrefix(path, "/comment/"):
		id = made.reply.ID
	case strings.HasPrefix(path, "/event/"):
		id = made.event.ID
	case strings.HasPrefix(path, "/wiki/"):
		id = made.page.ID
	case strings.HasPrefix(path, "/article/"):
		id = made.article.ID
	case strings.HasPrefix(path, "/drafts/"):
		id = made.draft.ID
	case strings.HasPrefix(path, "/document/"):
		id = made.document.ID
	case strings.HasPrefix(path, "/file/"), strings.HasPrefix(path, "/thumb/"):
		name, id = "words.txt", s.fileOf(made.document)
	case strings.Contains(path, "/library/folder/"):
		id = made.document.Detail.(*models.Document).FolderID
	case strings.HasPrefix(path, "/media/"):
		id = s.picture.ID
	case strings.HasPrefix(path, "/u/"):
		name = s.writer.Name
	case strings.HasSuffix(path, "/reports/:id"):
		id = made.report.ID
	case strings.HasSuffix(path, "/ban/:id"):
		id = s.writer.ID
	case strings.HasSuffix(path, "/suspend/:id"):
		id = s.victim.ID
	}
	path = strings.NewReplacer(":name", name, ":id", number(id), ":number", "1", ":n", "1", ":file", "words.txt", ":month", "2099-01", ":tag", "falls", ":token", "0123", ":page", "somebodys-page", ":rev", "1", ":range", "1..1").Replace(path)
	fields = strings.NewReplacer("ASKER", number(s.asker.ID), "MEMBER", number(s.writer.ID), "COMMUNITY", number(made.ward.ID),
		"ACCOUNT", number(s.victim.ID), "fresh", fmt.Sprintf("fresh-%d", s.n)).Replace(fields)
	r := s.send(role, method, path, fields)
	if own || method != http.MethodGet && r.status < http.StatusBadRequest {
		made = nil
	}
	s.still = made
	return r
}

func (s *stage) send(role byte, method, path, fields string) *reply {
	s.t.Helper()
	b := s.browsers[role]
	if role == 'v' {
		b = s.d.visitor()
	} else if b == nil || b.cookies[sessionCookie] == "" {
		b = s.d.as(s.people[role])
		s.browsers[role] = b
	}
	switch method {
	case http.MethodGet:
		return b.get(path)
	case http.MethodPost:
	default:
		return b.part(method, path, "", "Content-Type", "application/offset+octet-stream", "Upload-Offset", "0")
	}
	var all []string
	for _, pair := range strings.Split(fields, "&") {
		name, value, _ := strings.Cut(pair, "=")
		all = append(all, name, strings.NewReplacer("+", " ", "%23", "#").Replace(value))
	}
	return b.post(path, all...)
}

func (s *stage) letter(r *reply) byte {
	s.t.Helper()
	switch r.status {
	case http.StatusOK, http.StatusNoContent, http.StatusSeeOther, http.StatusUnprocessableEntity, http.StatusConflict:
		return 'y'
	case http.StatusUnauthorized:
		return 's'
	case http.StatusForbidden:
		return 'n'
	case http.StatusNotFound:
		return '0'
	case http.StatusGone:
		return 'g'
	}
	s.t.Errorf("%s: status %d\n%s", r.asked, r.status, textOf(r.body))
	return '?'
}
