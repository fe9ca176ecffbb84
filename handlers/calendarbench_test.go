package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// BenchmarkCalendarFeed sends the calendar of a community with 500 events. It counts the time of one processor; the measure
// of the site is 5 ms: on average over requests, of which few come after a change.
func BenchmarkCalendarFeed(b *testing.B) {
	d := newDesk(b, dbtest.Open(b, nil))
	ana := mt.Person(b, d.site, "ana")
	ward := mt.Community(b, d.site, ana, "ward-safety")
	words := strings.Repeat("What we are going to talk about on the ward, and who brings the cake. ", 6)
	var last *models.Item
	for n := range 500 {
		begins := time.Date(2090, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		it, err := d.site.Publish(b.Context(), models.Draft{
			Kind: models.EventKind, By: ana, In: ward, Title: fmt.Sprintf("Ward round, part %d", n), Source: words, Language: "en",
			Detail: &models.Event{Begins: begins.Format("2006-01-02T15:04"), Zone: "Europe/London", Place: "The long room"},
		})
		mt.Must(b, err)
		last = it
	}
	ask := func(b *testing.B, status int, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/c/ward-safety/events.ics", nil)
		for n := 0; n+1 < len(headers); n += 2 {
			r.Header.Set(headers[n], headers[n+1])
		}
		w := httptest.NewRecorder()
		if d.handler.ServeHTTP(w, r); w.Code != status {
			b.Fatalf("status %d", w.Code)
		}
		return w
	}
	tag := ask(b, http.StatusOK).Header().Get("ETag")
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			ask(b, http.StatusNotModified, "If-None-Match", tag)
		}
	})
	b.Run("kept", func(b *testing.B) {
		for b.Loop() {
			ask(b, http.StatusOK, "Accept-Encoding", "gzip")
		}
	})
	b.Run("after one was changed", func(b *testing.B) {
		title := 0
		for b.Loop() {
			b.StopTimer()
			title++
			_, err := d.site.Revise(b.Context(), last, models.Draft{By: ana, Title: fmt.Sprintf("Ward round, changed %d times", title), Source: words, Detail: last.Detail})
			mt.Must(b, err)
			b.StartTimer()
			ask(b, http.StatusOK, "Accept-Encoding", "gzip")
		}
	})
	b.Run("after a change", func(b *testing.B) {
		for b.Loop() {
			mt.Must(b, d.site.DB().Change(b.Context(), func(*db.Tx) error { return nil }))
			ask(b, http.StatusOK, "Accept-Encoding", "gzip")
		}
	})
}

// BenchmarkCalendarPages shows a month of a site with 10,000 events, and the events of a community with 1,000. The measure of
// the site is 3 ms for each.
func BenchmarkCalendarPages(b *testing.B) {
	d := newDesk(b, dbtest.Open(b, nil))
	ana := mt.Person(b, d.site, "ana")
	words := strings.Repeat("What we are going to talk about on the ward. ", 4)
	for n := range 10 {
		ward := mt.Community(b, d.site, ana, fmt.Sprintf("ward-%d", n))
		for e := range 1000 {
			begins := time.Date(2090, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, e)
			_, err := d.site.Publish(b.Context(), models.Draft{
				Kind: models.EventKind, By: ana, In: ward, Title: fmt.Sprintf("Ward round, part %d", e), Source: words, Language: "en",
				Detail: &models.Event{Begins: begins.Format("2006-01-02T15:04"), Zone: "Europe/London", Place: "The long room"},
			})
			mt.Must(b, err)
		}
	}
	for _, path := range []string{"/events/2090-06", "/c/ward-3/events/2090-06", "/c/ward-3/events", "/events", "/c/ward-3"} {
		b.Run("kept_"+strings.ReplaceAll(path[1:], "/", "_"), func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.Header.Set("Accept", "text/html")
				w := httptest.NewRecorder()
				if d.handler.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatalf("status %d", w.Code)
				}
			}
		})
		b.Run(strings.ReplaceAll(path[1:], "/", "_"), func(b *testing.B) {
			for b.Loop() {
				mt.Must(b, d.site.DB().Change(b.Context(), func(*db.Tx) error { return nil })) // so that nothing is kept
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.Header.Set("Accept", "text/html")
				w := httptest.NewRecorder()
				if d.handler.ServeHTTP(w, r); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Ward round") {
					b.Fatalf("status %d", w.Code)
				}
			}
		})
	}
}
