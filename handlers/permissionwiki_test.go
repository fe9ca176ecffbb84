package handlers_test

import (
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// write publishes a page of a wiki.
func write(t testing.TB, site *models.Site, by, in *models.Actor, title, body string) *models.Item {
	t.Helper()
	it, err := site.WritePage(t.Context(), models.Draft{By: by, In: in, Title: title, Source: body, Language: "en"}, "begun")
	mt.Must(t, err)
	return it
}

// wikiTable goes on with table: what each role may do with a page that somebody else began.
var wikiTable = []cell{
	{"GET /c/:name/wiki", "yyyyyyy", ""},
	{"GET /c/:name/wiki/review", "yyyyyyy", ""},
	{"GET /c/:name/wiki/feed.atom", "yyyyyyy", ""},
	{"GET /c/:name/wiki/new", "syyyyyn", ""},
	{"POST /c/:name/wiki/new", "syyyyyn", "title=New&body=Words"},
	{"GET /c/:name/wiki/:page", "yyyyyyy", ""},
	{"GET /c/:name/wiki/:page/page/:n", "yyyyyyy", ""},
	{"GET /c/:name/wiki/:page/history", "yyyyyyy", ""},
	{"GET /c/:name/wiki/:page/history/page/:n", "yyyyyyy", ""},
	{"GET /c/:name/wiki/:page/rev/:rev", "yyyyyyy", ""},
	{"GET /c/:name/wiki/:page/diff/:range", "yyyyyyy", ""},
	{"GET /c/:name/wiki/:page/links", "yyyyyyy", ""},
	{"GET /wiki/:id", "yyyyyyy", ""},
	{"GET /wiki/:id/page/:n", "yyyyyyy", ""},
	{"GET /wiki/:id/history", "yyyyyyy", ""},
	{"GET /wiki/:id/history/page/:n", "yyyyyyy", ""},
	{"GET /wiki/:id/rev/:rev", "yyyyyyy", ""},
	{"GET /wiki/:id/edit", "snyyyyn", ""},
	{"POST /wiki/:id/edit", "snyyyyn", "title=Mine&body=Now&base=1"},
	{"POST /wiki/:id/restore-revision", "snyyyyn", "revision=1"},
	{"POST /wiki/:id/watch", "syyyyyy", ""},
	{"POST /wiki/:id/unwatch", "syyyyyy", ""},
	{"POST /wiki/:id/protect", "snnyyyn", ""},
	{"POST /wiki/:id/unprotect", "snnyyyn", ""},
	{"GET /wiki/:id/offer/:offer", "s000000", ""},
	{"POST /wiki/:id/offer/:offer/drop", "s000000", ""},
	{"GET /wiki/:id/reply", "syyyyyn", ""},
	{"POST /wiki/:id/reply", "syyyyyn", "body=Yes"},
	{"GET /wiki/:id/delete", "snnnnnn", ""},
	{"POST /wiki/:id/delete", "snnnnnn", ""},
	{"GET /wiki/:id/report", "syyyyyy", ""},
	{"POST /wiki/:id/report", "syyyyyn", "reason=spam"},
	{"POST /wiki/:id/like", "syyyyyn", ""},
	{"POST /wiki/:id/unlike", "syyyyyn", ""},
	{"POST /wiki/:id/lock", "snnyyyn", ""},
	{"POST /wiki/:id/unlock", "snnyyyn", ""},
	{"POST /wiki/:id/pin", "snnyyyn", ""},
	{"POST /wiki/:id/unpin", "snnyyyn", ""},
	{"GET /wiki/:id/remove", "snnyyyn", ""},
	{"POST /wiki/:id/remove", "snnyyyn", "reason=off+topic"},
	{"POST /wiki/:id/restore", "snnyyyn", ""},
}

// page writes and changes a page in the wiki of a closed community.
func (m *matrixRun) page(org, group, member *models.Actor, word func(string) string) *models.Item {
	m.t.Helper()
	title := word("wikititle")
	page := write(m.t, m.d.site, member, group, title, word("wikibody")+" [["+word("wikilink")+"]]")
	_, err := m.d.site.EditPage(m.t.Context(), page, models.Draft{By: org, Title: title, Source: word("wikiedit")}, 1, word("wikinote"))
	mt.Must(m.t, err)
	mt.Must(m.t, m.d.site.DoDue(m.t.Context()))
	return page
}
