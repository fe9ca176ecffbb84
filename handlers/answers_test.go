package handlers_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/handlers"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestHeaders_EveryAnswerKeepsBrowsersFromBeingTurned(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.config.Ready = func(context.Context) error { return nil }
		for _, path := range []string{"/", "/sign-in", "/nothing-here", "/theme.css", "/static/nothing.css", "/healthz", "/inbox", "/c/nobody/outbox"} {
			h := d.visitor().get(path).header
			for name, want := range map[string]string{
				"X-Content-Type-Options":       "nosniff",
				"Referrer-Policy":              "same-origin",
				"Cross-Origin-Opener-Policy":   "same-origin",
				"Cross-Origin-Resource-Policy": "same-origin",
				"Strict-Transport-Security":    "max-age=63072000",
			} {
				if h.Get(name) != want {
					t.Errorf("%s: %s: %q", path, name, h.Get(name))
				}
			}
			csp := h.Get("Content-Security-Policy")
			for _, part := range []string{
				"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "form-action 'self'",
				"connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'",
			} {
				if !strings.Contains(csp, part) {
					t.Errorf("%s: the policy lacks %s: %s", path, part, csp)
				}
			}
			if strings.Contains(csp, "unsafe") {
				t.Errorf("%s: the policy is unsafe: %s", path, csp)
			}
		}
		d.config.Secure = false
		d.handler = handlers.New(d.config)
		if sts := d.visitor().get("/").header.Get("Strict-Transport-Security"); sts != "" {
			t.Errorf("a site without https asks for it: %s", sts)
		}
	})
}

func TestA03_FormsOfOtherSitesAreRefused(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Community(t, d.site, ana, "ward-safety")
		b := d.as(mt.Person(t, d.site, "ben"))
		routes := handlers.Routes(d.config)
		tried := 0
		for _, route := range routes {
			if route.Method != http.MethodPost {
				continue
			}
			path := strings.NewReplacer(":name", "ward-safety", ":id", "1", ":token", "0").Replace(route.Path)
			for _, from := range [][]string{
				{"Sec-Fetch-Site", "cross-site"},
				{"Sec-Fetch-Site", "same-site"},
				{"Origin", "https://evil.example"},
				{"Origin", "null"},
				{"Origin", "https://north.example.evil.example"},
			} {
				tried++
				r := b.do(request(t, http.MethodPost, path, from...))
				if r.status != http.StatusForbidden || !strings.Contains(r.body, "another site") {
					t.Errorf("POST %s with %v: %d", path, from, r.status)
				}
			}
		}
		if tried < 200 {
			t.Errorf("only %d tries", tried)
		}
		ward, err := d.site.CommunityNamed(t.Context(), "ward-safety", "")
		mt.Must(t, err)
		if ward.Group.MemberCount != 1 {
			t.Error("somebody was made to join from another site")
		}
		r := d.visitor().do(request(t, http.MethodOptions, "/c/ward-safety/join", "Origin", "https://evil.example", "Access-Control-Request-Method", "POST"))
		for name := range r.header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("a preflight from another site is answered with %s", name)
			}
		}
		b.post("/c/ward-safety/join").want(http.StatusSeeOther)
	})
}

func TestA03_InboxesTakeWhatOtherSitesSend(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for _, path := range []string{"/inbox", "/c/ward-safety/inbox", "/u/ana/inbox"} {
			d.visitor().do(request(t, http.MethodPost, path, "Origin", "https://south.example")).want(http.StatusOK).says("for")
		}
	})
}

func TestNegotiation_OneAddressIsAPageOrADocument(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		post := mt.Post(t, d.site, ana, mt.Community(t, d.site, ana, "ward-safety"), "Hello", "x")
		for _, path := range []string{"/", "/c/ward-safety", "/u/ana", post.Path()} {
			page := d.visitor().get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8").want(http.StatusOK)
			document := d.visitor().get(path, "Accept", "application/activity+json").want(http.StatusOK).says("for")
			if !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") || document.header.Get("Content-Type") != "application/activity+json" {
				t.Errorf("%s: %s and %s", path, page.header.Get("Content-Type"), document.header.Get("Content-Type"))
			}
			for _, r := range []*reply{page, document} {
				if !strings.Contains(strings.Join(r.header.Values("Vary"), ","), "Accept") {
					t.Errorf("%s varies by %v", path, r.header.Values("Vary"))
				}
			}
		}
		for _, path := range []string{
			"/c/ward-safety/outbox", "/c/ward-safety/followers", "/u/ana/following", "/act/1", "/.well-known/webfinger?resource=x",
			"/nodeinfo/2.1", "/post/1/context",
		} {
			d.visitor().get(path, "Accept", "text/html").says("for")
		}
		d.visitor().get("/communities", "Accept", "application/activity+json").want(http.StatusOK).says("<!doctype html>")
	})
}

func TestCache_WhatIsForAnybodyMayBeKeptAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		mt.Founded(t, d.site, ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		post := mt.Post(t, d.site, ana, ward, "Hello", "x")
		b := d.as(ana)
		for _, path := range []string{"/", "/communities", "/c/ward-safety", post.Path(), "/c/ward-safety/feed.atom", "/about"} {
			r := d.visitor().get(path).want(http.StatusOK)
			if r.header.Get("Cache-Control") != "public, max-age=0, must-revalidate" || r.header.Get("ETag") == "" {
				t.Errorf("%s for visitors: %s, ETag %s", path, r.header.Get("Cache-Control"), r.header.Get("ETag"))
			}
			again := d.visitor().get(path, "If-None-Match", r.header.Get("ETag")).want(http.StatusNotModified)
			if again.body != "" {
				t.Errorf("%s: 304 with a body", path)
			}
			if !strings.Contains(strings.Join(r.header.Values("Vary"), ","), "Cookie") {
				t.Errorf("%s varies by %v", path, r.header.Values("Vary"))
			}
			private(t, b.get(path))
		}
		for _, r := range []*reply{
			b.get("/c/closed"), b.get("/c/closed/feed.atom"), b.get("/settings"), b.post("/sign-in"), d.visitor().get("/c/closed"), d.visitor().get("/sign-in"),
			d.visitor().get("/search?q=hello"), d.visitor().get("/invitation/x"), d.visitor().get("/nothing"), d.visitor().get("/settings"),
		} {
			private(t, r)
		}
	})
}

func private(t *testing.T, r *reply) {
	t.Helper()
	if got := r.header.Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("%s (%d): Cache-Control %q", r.asked, r.status, got)
	}
	if r.header.Get("ETag") != "" {
		t.Errorf("%s: an ETag", r.asked)
	}
}

func TestRefusals_FaultsShowNoInternalsButANumber(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Community(t, d.site, ana, "ward-safety")
		d.far.err = errors.New("dial tcp 10.0.0.7:443: secret")
		d.as(ana).get("/search?q=@jo@south.example").want(http.StatusOK).hides("secret", "10.0.0.7").says("did not answer")
		mt.Must(t, d.site.DB().Close())
		d.visitor().get("/c/ward-safety").want(http.StatusInternalServerError).says("Something broke on our side", "tell the people who run this site").
			hides("sql", "closed", "database")
	})
}

func TestRefusals_OfMethodsAndAddresses(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		post := mt.Post(t, d.site, ana, ward, "Hello", "x")
		d.visitor().do(request(t, http.MethodDelete, "/c/ward-safety")).want(http.StatusMethodNotAllowed)
		d.visitor().get("/c/ward-safety/join").want(http.StatusMethodNotAllowed)
		d.visitor().do(request(t, http.MethodHead, "/c/ward-safety")).want(http.StatusOK)
		for _, path := range []string{
			"/nothing", "/c/nobody", "/c/ana", "/u/ward-safety", "/u/nobody", "/post/0", "/post/1", "/post/-1", "/post/+" + number(post.ID),
			"/post/0" + number(post.ID), "/post/99999999999999999999", "/post/x", "/comment/" + number(post.ID) + "x", post.Path() + "/page/2", post.Path() + "/page/0",
			post.Path() + "/page/01", "/c/ward-safety/discussions/page/9", "/tags/x/page/3", "/c/ward-safety@south.example", "/u/jo@south.example", "/media/1",
		} {
			d.visitor().get(path).want(http.StatusNotFound)
		}
		for _, path := range []string{"/c/%00", "/c/%ff", "/search?q=%00", "/search?q=%ff", "/search?%ff=x", "/sign-in?next=%zz"} {
			d.visitor().get(path).want(http.StatusNotFound)
		}
		d.visitor().get("/comment/" + number(post.ID)).want(http.StatusSeeOther)
	})
}

func TestHealth_SaysWellAndReadyAndNoMore(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		if body := d.visitor().get("/healthz").want(http.StatusOK).body; body != "ok\n" {
			t.Errorf("healthz says %q", body)
		}
		d.visitor().get("/readyz").want(http.StatusOK)
		d.config.Ready = func(context.Context) error { return errors.New("the database is at 10.0.0.7") }
		d.handler = handlers.New(d.config)
		if body := d.visitor().get("/readyz").want(http.StatusServiceUnavailable).body; body != "not ready\n" {
			t.Errorf("readyz says %q", body)
		}
		for _, path := range []string{"/metrics", "/debug/pprof/", "/debug/vars"} {
			d.visitor().get(path).want(http.StatusNotFound)
		}
	})
}

func TestWellKnown_SecurityAndRobots(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.visitor().get("/.well-known/security.txt").want(http.StatusNotFound)
		admin := mt.Admin(t, d.site, "sam")
		mt.Must(t, d.site.SetSettings(t.Context(), admin, models.Settings{Name: "North", Contact: "help@north.example", Accent: "#7a2f5a"}))
		d.visitor().get("/.well-known/security.txt").want(http.StatusOK).says("Contact: mailto:help@north.example\n", "Expires: 20", "Canonical: https://north.example/.well-known/security.txt")
		d.visitor().get("/robots.txt").want(http.StatusOK).says("Disallow: /admin")
		d.visitor().get("/").says(`href="/theme.css?v=7a2f5a"`)
		if r := d.visitor().get("/theme.css?v=7a2f5a").want(http.StatusOK).says("--fm-accent-light:#7a2f5a"); !strings.Contains(r.header.Get("Cache-Control"), "immutable") {
			t.Errorf("the theme is kept for %s", r.header.Get("Cache-Control"))
		}
		if r := d.visitor().get("/theme.css?v=000000"); r.header.Get("Cache-Control") != "no-cache" {
			t.Errorf("a theme that is not the present one is kept for %s", r.header.Get("Cache-Control"))
		}
	})
}

func TestPages_AreCompressedForWhoTakesThat(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Post(t, d.site, ana, mt.Community(t, d.site, ana, "ward-safety"), "Parking", "x")
		for _, b := range []*browser{d.visitor(), d.as(ana)} {
			for _, path := range []string{"/c/ward-safety", "/communities", "/c/ward-safety/feed.atom"} {
				r := b.get(path, "Accept-Encoding", "br, gzip;q=0.8").want(http.StatusOK)
				plain := b.get(path, "Accept-Encoding", "gzip;q=0").want(http.StatusOK)
				if r.header.Get("Content-Encoding") != "gzip" && len(plain.body) > 1400 || plain.header.Get("Content-Encoding") != "" {
					t.Errorf("%s: %q, and %q for who does not take it", path, r.header.Get("Content-Encoding"), plain.header.Get("Content-Encoding"))
				}
				if !strings.Contains(strings.Join(r.header.Values("Vary"), ","), "Accept-Encoding") {
					t.Errorf("%s varies by %v", path, r.header.Values("Vary"))
				}
				if r.header.Get("Content-Encoding") == "" {
					continue
				}
				unzipped, err := gzip.NewReader(strings.NewReader(r.body))
				mt.Must(t, err)
				body, err := io.ReadAll(unzipped)
				mt.Must(t, err)
				if string(body) != plain.body {
					t.Errorf("%s is another page when it is compressed", path)
				}
			}
		}
	})
}
