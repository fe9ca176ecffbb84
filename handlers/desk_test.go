package handlers_test

import (
	"bytes"
	"context"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/handlers"
	"github.com/folkmoot/folkmoot/handlers/mail"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A desk is a whole site in front of which browsers can be put.
type desk struct {
	t       testing.TB
	site    *models.Site
	kept    string // the folder of its files
	config  handlers.Config
	handler http.Handler
	far     *far
}

// each runs fn on a fresh site on each database: https://north.example, without rate limits.
func each(t *testing.T, fn func(t *testing.T, d *desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, store *db.DB) { fn(t, newDesk(t, store)) })
}

func newDesk(t testing.TB, store *db.DB) *desk {
	t.Helper()
	kept := t.TempDir()
	files, err := blob.NewDisk(kept)
	mt.Must(t, err)
	t.Cleanup(func() { mt.Must(t, files.Close()) })
	parts, err := blob.NewParts(t.TempDir())
	mt.Must(t, err)
	t.Cleanup(func() { mt.Must(t, parts.Close()) })
	site := models.NewSite(models.Config{DB: store, Base: "https://north.example", Host: "north.example", Files: files, Parts: parts, Dear: mt.Cheap})
	mt.Must(t, site.Start(t.Context()))
	mt.Must(t, site.SetPolicy(t.Context(), nil, models.PolicyChange{Mode: models.ModeOpen}))
	d := &desk{t: t, site: site, kept: kept, far: &far{}}
	d.config = handlers.Config{
		Site: site, Federation: d.far, Secure: true, Version: "test", Zone: time.UTC,
		Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
		ActivityPub: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/activity+json")
			_, _ = w.Write([]byte(`{"for":"servers"}`))
		}),
	}
	d.config.Mail = mail.New(mail.Config{Site: site, From: netmail.Address{Address: "site@north.example"}, Folder: t.TempDir() + "/mail"})
	d.handler = handlers.New(d.config)
	return d
}

// limited puts the rate limits in force.
func (d *desk) limited() *desk {
	d.config.Limits = true
	d.handler = handlers.New(d.config)
	return d
}

// far stands for all other sites: it knows what the test tells it, and counts what it is asked.
type far struct {
	asked  []string
	actors map[string]*models.Actor
	items  map[string]*models.Item
	err    error
	looked []string
}

func (f *far) Actor(_ context.Context, ref string) (*models.Actor, error) {
	f.asked = append(f.asked, ref)
	if a := f.actors[ref]; a != nil {
		return a, nil
	}
	return nil, f.orMissing()
}

func (f *far) Item(_ context.Context, ref string) (*models.Item, error) {
	f.asked = append(f.asked, ref)
	if it := f.items[ref]; it != nil {
		return it, nil
	}
	return nil, f.orMissing()
}

func (f *far) LookUp(_ context.Context, markdown string) { f.looked = append(f.looked, markdown) }

func (f *far) orMissing() error {
	if f.err != nil {
		return f.err
	}
	return &models.Error{Code: models.NotFound, Message: "There is nothing there."}
}

// A browser keeps the cookies that it is given.
type browser struct {
	d       *desk
	cookies map[string]string
	address string
}

func (d *desk) visitor() *browser {
	return &browser{d: d, cookies: map[string]string{}, address: "192.0.2.1:1"}
}

// as is the browser of somebody who has signed in.
func (d *desk) as(who *models.Actor) *browser {
	d.t.Helper()
	b := d.visitor()
	b.post("/sign-in", "email", who.Name+"@post.example", "password", mt.Password).want(http.StatusSeeOther)
	return b
}

func (b *browser) do(r *http.Request) *reply {
	b.d.t.Helper()
	r.Host = "north.example"
	r.RemoteAddr = b.address
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.d.handler.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return &reply{t: b.d.t, status: res.StatusCode, header: res.Header, body: w.Body.String(), asked: r.Method + " " + r.URL.String(), from: b}
}

// get asks for a page; headers come in pairs of name and value.
func (b *browser) get(path string, headers ...string) *reply {
	b.d.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for n := 0; n+1 < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	return b.do(r)
}

// post sends a form as a browser does from a page of the site; fields come in pairs.
func (b *browser) post(path string, fields ...string) *reply {
	b.d.t.Helper()
	return b.do(sentForm(b.d.t, path, fields...))
}

// sentForm is a form as a browser sends it from a page of the site; fields come in pairs.
func sentForm(t testing.TB, path string, fields ...string) *http.Request {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(pairs(fields).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

// upload is post with one file in it.
func (b *browser) upload(path, field string, file []byte, fields ...string) *reply {
	b.d.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range pairs(fields) {
		for _, v := range values {
			mt.Must(b.d.t, w.WriteField(name, v))
		}
	}
	part, err := w.CreateFormFile(field, "x.png")
	mt.Must(b.d.t, err)
	_, err = part.Write(file)
	mt.Must(b.d.t, err)
	mt.Must(b.d.t, w.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func pairs(fields []string) url.Values {
	v := url.Values{}
	for n := 0; n+1 < len(fields); n += 2 {
		v.Add(fields[n], fields[n+1])
	}
	return v
}

// A reply is what came back.
type reply struct {
	t      testing.TB
	status int
	header http.Header
	body   string
	asked  string
	from   *browser
}

func (r *reply) want(status int) *reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("%s: status %d, want %d; location %q\n%s", r.asked, r.status, status, r.header.Get("Location"), textOf(r.body))
	}
	return r
}

// follow goes where a redirect leads.
func (r *reply) follow() *reply {
	r.t.Helper()
	r.want(http.StatusSeeOther)
	to, _, _ := strings.Cut(r.header.Get("Location"), "#")
	return r.from.get(to)
}

// says fails when a part is not on the page.
func (r *reply) says(parts ...string) *reply {
	r.t.Helper()
	for _, part := range parts {
		if !strings.Contains(r.body, part) {
			r.t.Errorf("%s does not say %q:\n%s", r.asked, part, textOf(r.body))
		}
	}
	return r
}

// hides fails when a part is on the page.
func (r *reply) hides(parts ...string) *reply {
	r.t.Helper()
	for _, part := range parts {
		if strings.Contains(r.body, part) {
			r.t.Errorf("%s says %q:\n%s", r.asked, part, textOf(r.body))
		}
	}
	return r
}

// request is one with headers in pairs.
func request(t *testing.T, method, path string, headers ...string) *http.Request {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for n := 0; n+1 < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	return r
}

func escape(s string) string { return url.QueryEscape(s) }

func number(id int64) string { return strconv.FormatInt(id, 10) }

// linkAfter is the first link of a page that begins so.
func linkAfter(t *testing.T, page, begins string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, begins)
	if !found {
		t.Fatalf("no %s on the page:\n%s", begins, textOf(page))
	}
	end := strings.IndexAny(rest, `"< `)
	return begins + rest[:max(end, 0)]
}

// exec changes the database in a way that the domain does only when other sites answer.
func (d *desk) exec(query string, args ...any) {
	d.t.Helper()
	mt.Must(d.t, d.site.DB().Change(d.t.Context(), func(tx *db.Tx) error {
		_, err := tx.NewRaw(query, args...).Exec(d.t.Context())
		return err
	}))
}
