package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A browser looks at a site: as a visitor, or as somebody who has signed in there.
type browser struct {
	t       *testing.T
	site    *moottest.Site
	cookies []*http.Cookie
}

// browse opens a browser; who is nil for a visitor.
func browse(t *testing.T, site *moottest.Site, who *models.Actor) *browser {
	t.Helper()
	b := &browser{t: t, site: site}
	if who != nil {
		got := b.post("/sign-in", url.Values{"email": {who.Name + "@post.example"}, "password": {mt.Password}})
		if got.Code != http.StatusSeeOther {
			t.Fatalf("%s cannot sign in: %d", who.Name, got.Code)
		}
		b.cookies = got.Result().Cookies()
	}
	return b
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.ask(httptest.NewRequestWithContext(b.t.Context(), http.MethodGet, b.site.Base()+path, nil))
}

func (b *browser) post(path string, form url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, b.site.Base()+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.ask(r)
}

func (b *browser) ask(r *http.Request) *httptest.ResponseRecorder {
	if r.Header.Get("Accept") == "" {
		r.Header.Set("Accept", "text/html")
	}
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	return b.site.Answer(r)
}
