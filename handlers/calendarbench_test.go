package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A meter sums up the processor time of what it measures: on a machine that does other things too, the time that passes says
// little.
type meter struct{ begun, sum time.Duration }

func spent() time.Duration {
	var of syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &of)
	return time.Duration(of.Utime.Nano() + of.Stime.Nano())
}

func (m *meter) start() { m.begun = spent() }
func (m *meter) stop()  { m.sum += spent() - m.begun }

func (m *meter) report(b *testing.B) {
	b.ReportMetric(m.sum.Seconds()*1000/float64(b.N), "CPU-ms/op")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkCalendarFeed sends the calendar of a community with 500 events. It counts processor time; the measure
// of the site is 5 ms.
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
	m := new(meter)
	ask := func(b *testing.B, status int, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/c/ward-safety/events.ics", nil)
		for n := 0; n+1 < len(headers); n += 2 {
			r.Header.Set(headers[n], headers[n+1])
		}
		w := httptest.NewRecorder()
		m.start()
		d.handler.ServeHTTP(w, r)
		m.stop()
		if w.Code != status {
			b.Fatalf("status %d", w.Code)
		}
		return w
	}
	tag := ask(b, http.StatusOK).Header().Get("ETag")
	run := func(name string, before func(n int), status int, headers ...string) {
		b.Run(name, func(b *testing.B) {
			*m = meter{}
			for n := 0; b.Loop(); n++ {
				before(n)
				ask(b, status, headers...)
			}
			m.report(b)
		})
	}
	run("unchanged", func(int) {}, http.StatusNotModified, "If-None-Match", tag)
	run("kept", func(int) {}, http.StatusOK, "Accept-Encoding", "gzip")
	run("after one was changed", func(n int) {
		_, err := d.site.Revise(b.Context(), last, models.Draft{By: ana, Title: fmt.Sprintf("Ward round, changed %d times", n), Source: words, Detail: last.Detail})
		mt.Must(b, err)
	}, http.StatusOK, "Accept-Encoding", "gzip")
	run("after another change", func(int) {
		mt.Must(b, d.site.DB().Change(b.Context(), func(*db.Tx) error { return nil }))
	}, http.StatusOK, "Accept-Encoding", "gzip")
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
	show := func(name, path string, before func()) {
		b.Run(name+strings.ReplaceAll(path, "/", "_"), func(b *testing.B) {
			var m meter
			for b.Loop() {
				before()
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.Header.Set("Accept", "text/html")
				w := httptest.NewRecorder()
				m.start()
				d.handler.ServeHTTP(w, r)
				m.stop()
				if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Ward round") {
					b.Fatalf("status %d", w.Code)
				}
			}
			m.report(b)
		})
	}
	for _, path := range []string{"/events/2090-06", "/c/ward-3/events/2090-06", "/c/ward-3/events", "/events", "/c/ward-3"} {
		show("kept", path, func() {})
		show("anew", path, func() { mt.Must(b, d.site.DB().Change(b.Context(), func(*db.Tx) error { return nil })) })
	}
}
