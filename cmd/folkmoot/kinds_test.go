package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
)

// A kind is one word that names a file, a segment of addresses and a form on the wire. What is missing of one in
// any room is named here, so that adding a kind means mending this test until it is silent.

func TestKinds_EachHasItsFileAndItsFacts(t *testing.T) {
	segments := map[string]models.KindName{}
	for _, k := range models.Kinds {
		inRepository(t, k, "models/"+string(k.Name)+".go", "the kind itself")
		if other, taken := segments[k.Segment]; taken || k.Segment == "" || k.Segment != strings.ToLower(k.Segment) {
			t.Errorf("%s: its segment %q is empty, not in small letters, or that of %q", k.Name, k.Segment, other)
		}
		segments[k.Segment] = k.Name
		if k.Title == models.None && k.Body == models.None {
			t.Errorf("%s has neither title nor body", k.Name)
		}
		if models.KindNamed(k.Name) != k {
			t.Errorf("%s is not found by its name", k.Name)
		}
	}
}

func TestKinds_EachHasOneFormOnTheWireAndAGoldenFile(t *testing.T) {
	for _, k := range models.Kinds {
		var form *wire.Form
		for _, f := range wire.Forms {
			if f.Kind != k {
				continue
			}
			if form != nil {
				t.Errorf("%s has two forms in federation/wire/forms.go", k.Name)
			}
			form = f
		}
		if form == nil || form.Type == "" {
			t.Errorf("%s has no form in federation/wire/forms.go, so it cannot be sent", k.Name)
			continue
		}
		inRepository(t, k, "federation/wire/testdata/folkmoot/object-"+strings.ToLower(form.Type)+".txtar", "the golden file of what is sent")
	}
}

func inRepository(t *testing.T, k *models.Kind, path, what string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(path))); err != nil {
		t.Errorf("%s lacks %s: %s", k.Name, path, what)
	}
}

func TestKinds_EachIsAnsweredToPeopleAndToServers(t *testing.T) {
	s, items := siteWithEveryKind(t)
	for _, it := range items {
		doc := ask(t, s, it.Path(), federation.ActivityType)
		var typed struct {
			ID, Type string
		}
		if err := json.Unmarshal(doc.Body.Bytes(), &typed); err != nil || doc.Code != http.StatusOK || typed.ID != it.URI || typed.Type == "" {
			t.Errorf("%s: other servers get %d %s at %s", it.Kind, doc.Code, doc.Body, it.Path())
		}
		page := ask(t, s, it.Path(), "text/html")
		if to, _, _ := strings.Cut(page.Header().Get("Location"), "#"); to != "" {
			page = ask(t, s, to, "text/html") // a reply is shown in its thread
		}
		if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "Words of a "+string(it.Kind)) {
			t.Errorf("%s: people get %d at %s, without its words", it.Kind, page.Code, it.Path())
		}
		for _, verb := range []string{"edit", "history", "delete", "report", "reply", "remove"} {
			if got := ask(t, s, it.Path()+"/"+verb, "text/html").Code; got == http.StatusNotFound || got >= 500 {
				t.Errorf("%s: %s/%s answers %d; its routes are in handlers/routes.go", it.Kind, it.Path(), verb, got)
			}
		}
	}
}

// ask asks a site for a path, as somebody who is not signed in.
func ask(t *testing.T, s *server, path, accept string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, s.conf.URL+strings.TrimPrefix(path, s.conf.URL), nil)
	r.Header.Set("Accept", accept)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// siteWithEveryKind is a site, open to all, with one item of each kind in a public community.
func siteWithEveryKind(t *testing.T) (*server, []*models.Item) {
	t.Helper()
	ctx := t.Context()
	conf, err := loadConfig(settingFlags{}, []string{"FOLKMOOT_URL=http://127.0.0.1:4000", "FOLKMOOT_DATA=" + t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	s, err := newServer(ctx, conf, outfit{log: conf.logger(&bytes.Buffer{})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.site.SetPolicy(ctx, nil, models.PolicyChange{Mode: models.ModeOpen}); err != nil {
		t.Fatal(err)
	}
	acc, err := s.site.AddAccount(ctx, models.NewAccount{Name: "ana", Email: "ana@post.example", Password: secret})
	if err != nil {
		t.Fatal(err)
	}
	in, err := s.site.FoundCommunity(ctx, acc.Actor, models.Charter{Name: "all-kinds", Title: "All kinds", Visibility: models.Public, Joining: models.JoinOpen})
	if err != nil {
		t.Fatal(err)
	}
	var items []*models.Item
	for _, k := range models.Kinds {
		d := models.Draft{Kind: k, By: acc.Actor, In: in, Source: fmt.Sprintf("Words of a %s", k.Name)}
		if k.Title != models.None {
			d.Title = "A " + string(k.Name)
		}
		if !k.Thread {
			d.InReplyTo = items[0] // the first kind starts a thread
		}
		if k == models.DocumentKind {
			f, err := s.site.TakeFile(ctx, acc.Actor, in, "words.txt", strings.NewReader("Words of a file"))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.site.FileDone(ctx, f.ID, models.FileFacts{State: models.FileReady}); err != nil {
				t.Fatal(err)
			}
			d.Detail = &models.Document{FileID: f.ID}
		}
		if k == models.EventKind {
			d.Detail = &models.Event{Begins: "2027-01-15T12:00", Ends: "2027-01-15T13:00", Zone: "Europe/London"}
		}
		it, err := s.site.Publish(ctx, d)
		if err != nil {
			t.Fatalf("%s cannot be published: %v", k.Name, err)
		}
		items = append(items, it)
	}
	return s, items
}
