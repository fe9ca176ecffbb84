package handlers_test

import (
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// shelve adds a document with a file of these words, which is looked through at once.
func shelve(t testing.TB, site *models.Site, by, in *models.Actor, title, words string, d models.Document) *models.Item {
	t.Helper()
	file := fileOf(t, site, by, in, "words.txt", words)
	d.FileID = file.ID
	it, err := site.Publish(t.Context(), models.Draft{Kind: models.DocumentKind, By: by, In: in, Title: title, Source: "Words of a document", Detail: &d, Language: "en"})
	mt.Must(t, err)
	mt.Must(t, site.FileDone(t.Context(), file.ID, models.FileFacts{State: models.FileReady}))
	return it
}

func fileOf(t testing.TB, site *models.Site, by, in *models.Actor, name, words string) *models.File {
	t.Helper()
	f, err := site.TakeFile(t.Context(), by, in, name, strings.NewReader(words))
	mt.Must(t, err)
	return f
}

// another gives a document a further version.
func another(t testing.TB, site *models.Site, by *models.Actor, it *models.Item, words, note string) {
	t.Helper()
	f := fileOf(t, site, by, it.Community, "words.txt", words)
	_, err := site.AddVersion(t.Context(), by, it, f.ID, note)
	mt.Must(t, err)
	mt.Must(t, site.FileDone(t.Context(), f.ID, models.FileFacts{State: models.FileReady}))
}

// documentTable goes on with table: what each role may do with a document of two versions that somebody else added.
var documentTable = []cell{
	{"GET /c/:name/library", "yyyyyyy", ""},
	{"GET /c/:name/library/page/:n", "yyyyyyy", ""},
	{"GET /c/:name/library/folder/:id", "yyyyyyy", ""},
	{"GET /c/:name/library/folder/:id/page/:n", "yyyyyyy", ""},
	{"GET /c/:name/library/folder/:id/edit", "snnyyyn", ""},
	{"POST /c/:name/library/folder/:id/edit", "snnyyyn", "do=rename&name=Other"},
	{"GET /c/:name/library/new", "syyyyyn", ""},
	{"POST /c/:name/library/new", "syyyyyn", "title=New"},
	{"GET /document/:id", "yyyyyyy", ""},
	{"GET /document/:id/page/:n", "yyyyyyy", ""},
	{"GET /document/:id/history", "yyyyyyy", ""},
	{"GET /document/:id/v/:n", "yyyyyyy", ""},
	{"GET /document/:id/v/:n/:file", "yyyyyyy", ""},
	{"POST /document/:id/v/:n/:file", "syyyyyy", ""},
	{"GET /document/:id/preview/:n", "0000000", ""}, // there is none of a text
	{"GET /document/:id/versions/new", "snnyyyn", ""},
	{"POST /document/:id/versions/new", "snnyyyn", "note=Shorter"},
	{"GET /document/:id/v/:n/withdraw", "snnyyyn", ""},
	{"POST /document/:id/v/:n/withdraw", "snnyyyn", ""},
	{"POST /document/:id/use", "syyyyyn", "line=On+my+ward"},
	{"GET /document/:id/edit", "snnyyyn", ""},
	{"POST /document/:id/edit", "snnyyyn", "title=New"},
	{"GET /document/:id/reply", "syyyyyn", ""},
	{"POST /document/:id/reply", "syyyyyn", "body=Yes"},
	{"GET /document/:id/delete", "snnnnnn", ""},
	{"POST /document/:id/delete", "snnnnnn", ""},
	{"GET /document/:id/report", "syyyyyy", ""},
	{"POST /document/:id/report", "syyyyyn", "reason=spam"},
	{"POST /document/:id/like", "syyyyyn", ""},
	{"POST /document/:id/unlike", "syyyyyn", ""},
	{"POST /document/:id/lock", "snnyyyn", ""},
	{"POST /document/:id/unlock", "snnyyyn", ""},
	{"POST /document/:id/pin", "snnyyyn", ""},
	{"POST /document/:id/unpin", "snnyyyn", ""},
	{"GET /document/:id/remove", "snnyyyn", ""},
	{"POST /document/:id/remove", "snnyyyn", "reason=off+topic"},
	{"POST /document/:id/restore", "snnyyyn", ""},
}

// document adds a document of two versions, which somebody used.
func (m *matrixRun) document(org, group, member *models.Actor, word func(string) string) *models.Item {
	m.t.Helper()
	it := shelve(m.t, m.d.site, org, group, word("documenttitle"), word("filewords"), models.Document{
		Authors: word("authors"), Licence: word("licence"), Cite: word("cite"), Note: word("firstnote"), Folder: []string{word("folder")},
	})
	another(m.t, m.d.site, org, it, "more "+word("laterwords"), word("note"))
	mt.Must(m.t, m.d.site.UseDocument(m.t.Context(), member, it, true, word("useline"), true))
	return it
}

// fileTable goes on with table: the files of that document, and those that are just being sent.
var fileTable = []cell{
	{"GET /file/:id/:name", "yyyyyyy", ""},
	{"GET /thumb/:id", "0000000", ""}, // there is none of a text
	{"OPTIONS /uploads", "yyyyyyy", ""},
	{"POST /uploads", "syyyyyy", ""},
	{"PATCH /uploads/:upload", "s000000", ""}, // of somebody else
	{"DELETE /uploads/:upload", "s000000", ""},
}

// fileOf is the file of the newest version of a document.
func (s *stage) fileOf(document *models.Item) int64 {
	s.t.Helper()
	all, err := s.d.site.Versions(s.t.Context(), document.ID)
	mt.Must(s.t, err)
	return all[0].FileID
}
