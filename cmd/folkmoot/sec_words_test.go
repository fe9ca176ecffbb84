package main

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// hostileWords are what breaks out of a query, a header, a template, a spreadsheet or a page, where these
// are put together carelessly.
var hostileWords = []string{
	`'; DROP TABLE items; --`, `" OR ""="`, `Robert'); DELETE FROM actors WHERE ('a'='a`, `%' OR 1=1 /*`, `*)(uid=*))(|(uid=*`, `=cmd|' /C calc'!A0`,
	`+1+1`, `@SUM(1+1)`, `-2+3`, `%0d%0aSet-Cookie: a=b`, `{{7*7}}${7*7}<%= 7 %>#{7}`, `<script>alert(1)</script>`, `]]><x>`, `<!--`, `\'\"\\`, `$(id)`, "`id`", `../../etc/passwd`, `%s%n%x`,
}

func TestX06_HostileWordsAreShownAsWordsEverywhere(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		visitor, ana := browse(t, s.north, nil), browse(t, s.north, s.ana)
		for n, words := range hostileWords {
			name := "hostile" + string(rune('a'+n))
			id := s.evil.Actor("Person", "/users/"+name, name, doc{"name": words, "summary": html.EscapeString(words), "attachment": []any{
				doc{"type": "PropertyValue", "name": "Role", "value": html.EscapeString(words)},
			}})
			page := with(s.note(s.evil, name, id, ""), doc{
				"type": "Page", "name": words, "audience": s.ward.URI, "cc": []any{s.ward.URI}, "content": "<p>" + html.EscapeString(words) + "</p>",
				"tag":        []any{doc{"type": "Hashtag", "name": "#" + words}, doc{"type": "Mention", "name": words, "href": s.ana.URI}},
				"attachment": []any{doc{"type": "Image", "mediaType": "image/png", "url": s.evil.URL("/a.png"), "name": words}},
			})
			s.evil.MustSend(s.north, id, s.act(s.evil, "Follow", id, s.ward.URI))
			s.evil.MustSend(s.north, id, s.act(s.evil, "Create", id, page))
			s.evil.MustSend(s.north, id, with(s.act(s.evil, "Flag", id, s.post.URI), doc{"content": words}))
			it := s.item(page["id"].(string))
			if it.Title != words || it.Plain != words || it.Author.Title != words {
				t.Errorf("X06: %q is kept as %q, %q by %q", words, it.Title, it.Plain, it.Author.Title)
			}
			for _, b := range []*browser{visitor, ana} {
				s.showsWords(b, it.Path(), words)
			}
			if got := ana.get("/search?q=" + url.QueryEscape("zzz "+words)); got.Code != http.StatusOK && got.Code != http.StatusTooManyRequests && got.Code != http.StatusSeeOther {
				t.Errorf("X06: searching for %q: %d", words, got.Code)
			}
		}
		for _, path := range []string{"/c/ward", "/c/ward/discussions", "/c/ward/feed.atom", "/c/ward/people", "/c/ward/reports", "/notices", "/"} {
			if got := ana.get(path); got.Code != http.StatusOK || strings.Contains(got.Body.String(), "<script>alert") {
				t.Errorf("X06: %s: %d", path, got.Code)
			}
		}
		reports, err := s.north.Reports(t.Context(), models.Viewer{}, s.ward, true)
		if mt.Must(t, err); len(reports) != len(hostileWords) {
			t.Errorf("X06: %d reports", len(reports))
		}
	})
}

// showsWords wants a page that shows words as they are, and headers that they did not get into.
func (s *siege) showsWords(b *browser, path, words string) {
	s.t.Helper()
	got := b.get(path)
	if got.Code != http.StatusOK || !strings.Contains(html.UnescapeString(got.Body.String()), words) || strings.Contains(got.Body.String(), "<script>alert") {
		s.t.Errorf("X06: the page with %q: %d", words, got.Code)
	}
	for name, values := range got.Result().Header {
		if name == "Set-Cookie" && strings.Contains(strings.Join(values, ""), "a=b") {
			s.t.Errorf("X06: %q set a cookie", words)
		}
	}
}
