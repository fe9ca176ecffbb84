package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// BenchmarkCommunityPage shows a community of fifty posts by twenty people, ten of them from elsewhere, to a visitor. It
// counts the time of one processor; the measure of the site is 1 ms.
func BenchmarkCommunityPage(b *testing.B) {
	d := newDesk(b, dbtest.Open(b, nil))
	ana := mt.Person(b, d.site, "ana")
	ward := mt.Community(b, d.site, ana, "ward-safety")
	people := []*models.Actor{ana}
	for n := range 19 {
		people = append(people, mt.Person(b, d.site, fmt.Sprintf("person-%d", n)))
		mt.Join(b, d.site, people[n+1], ward)
	}
	words := strings.Repeat("What we learned on the ward about falls at night, and what we would do again. ", 6)
	for n := range models.PageSize {
		post := mt.Post(b, d.site, people[n%len(people)], ward, fmt.Sprintf("Learning from falls, part %d", n), words)
		if n%3 == 0 {
			mt.Reply(b, d.site, people[(n+1)%len(people)], post, words)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/c/ward-safety", nil)
	r.Header.Set("Accept", "text/html")
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		w := httptest.NewRecorder()
		d.handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Body.Len() < 10_000 {
			b.Fatalf("status %d, %d bytes", w.Code, w.Body.Len())
		}
	}
}
