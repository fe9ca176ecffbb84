package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// BenchmarkLibrary shows the first fifty of 500 documents in twenty folders to a visitor. It counts processor time; the measure
// of the site is 2 ms.
func BenchmarkLibrary(b *testing.B) {
	d := newDesk(b, dbtest.Open(b, nil))
	ana := mt.Person(b, d.site, "ana")
	ward := mt.Community(b, d.site, ana, "ward-safety")
	for n := range 500 {
		f, err := d.site.TakeFile(b.Context(), ana, ward, fmt.Sprintf("checklist-%d.txt", n), strings.NewReader(fmt.Sprintf("The words of checklist %d.", n)))
		mt.Must(b, err)
		mt.Must(b, d.site.FileDone(b.Context(), f.ID, models.FileFacts{State: models.FileReady, Words: "The words."}))
		_, err = d.site.Publish(b.Context(), models.Draft{
			Kind: models.DocumentKind, By: ana, In: ward, Title: fmt.Sprintf("Ward round checklist, part %d", n), Language: "en",
			Source: fmt.Sprintf("What to do on the ward, and who does it. #falls #part%d", n%15),
			Detail: &models.Document{FileID: f.ID, Folder: []string{fmt.Sprintf("Policies %d", n%20)}, Authors: "Ana Bell and others", Licence: models.Licences[n%8].URL},
		})
		mt.Must(b, err)
	}
	show := func(name, path string, before func()) {
		b.Run(name, func(b *testing.B) {
			var m meter
			for b.Loop() {
				before()
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.Header.Set("Accept", "text/html")
				w := httptest.NewRecorder()
				m.start()
				d.handler.ServeHTTP(w, r)
				m.stop()
				if w.Code != http.StatusOK || strings.Count(w.Body.String(), "fm-shelf__row") != 50 {
					b.Fatalf("status %d", w.Code)
				}
			}
			m.report(b)
		})
	}
	changed := func() { mt.Must(b, d.site.DB().Change(b.Context(), func(*db.Tx) error { return nil })) }
	show("kept", "/c/ward-safety/library", func() {})
	show("anew", "/c/ward-safety/library", changed)
	show("second page, anew", "/c/ward-safety/library/page/2", changed)
	show("by use, anew", "/c/ward-safety/library?sort=used", changed)
}
