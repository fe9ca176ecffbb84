package handlers_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/blob/blobtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// Whoever is asked to publish somebody's draft publishes the words that they have read, and no others.
func TestDraft_OnlyTheWordsThatWereReadArePublished(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, mem := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "mem")
		ward := mt.Community(t, d.site, org, "ward")
		mt.Join(t, d.site, mem, ward)
		draft := writeDraft(t, d.site, mem, ward, "Quillon")
		mt.Must(t, d.site.AskToPublish(t.Context(), mem, draft.ID, true))
		path := "/drafts/" + number(draft.ID)
		page, version := d.as(org), func(r *reply) string {
			return regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(r.body)[1]
		}
		read := version(page.get(path + "/preview").says("Quillon"))
		draft.Source = "Words that nobody has read."
		_, err := d.site.SaveArticleDraft(t.Context(), mem, *draft)
		mt.Must(t, err)
		page.post(path, "do", "publish", "version", read).want(http.StatusConflict)
		page.post(path, "do", "publish").want(http.StatusConflict)
		page.post(path, "do", "publish", "version", version(page.get(path+"/preview"))).want(http.StatusSeeOther)
		d.visitor().get("/c/ward/blog").says("Quillon")
	})
}

// What moderators took out is not shown beside an edit of it that somebody elsewhere offered.
func TestL11_AnOfferedEditShowsNothingOfAPageThatWasTakenOut(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, mem := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "mem")
		ward := mt.Community(t, d.site, org, "ward")
		mt.Join(t, d.site, mem, ward)
		it, err := d.site.WritePage(t.Context(), models.Draft{By: mem, In: ward, Title: "Rota", Source: "Secret words"}, "begun")
		mt.Must(t, err)
		far := mt.Remote(t, d.site, models.Person, "far", "far.example")
		mt.Must(t, d.site.TakeOffer(t.Context(), it, models.WikiOffer{URI: "https://far.example/offer", Title: "Rota", Source: "Other"}, far, "Too long."))
		offers, err := d.site.Offers(t.Context(), it.ID, nil)
		mt.Must(t, err)
		path := it.Path() + "/offer/" + number(offers[0].ID)
		d.as(mem).get(path).says("Secret")
		mt.Must(t, d.site.Remove(t.Context(), org, it, true, "Not for all", nil))
		d.as(mem).get(path).hides("Secret")
	})
}

// Whether a community is there that somebody may not see, no upload tells.
func TestL09_AnUploadDoesNotTellThatAClosedCommunityIsThere(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ben := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ben")
		mt.Founded(t, d.site, org, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		begins := func(who *models.Actor, name string) *reply {
			about := "community " + base64.StdEncoding.EncodeToString([]byte(name)) + ",filename " + base64.StdEncoding.EncodeToString([]byte("a.txt"))
			return d.as(who).part(http.MethodPost, "/uploads", "", "Upload-Length", "5", "Upload-Metadata", about)
		}
		there, not := begins(ben, "closed"), begins(ben, "nothing")
		if there.status != http.StatusNotFound || there.status != not.status || there.body != not.body {
			t.Errorf("of one that is there it says %d %q, of one that is not %d %q", there.status, there.body, not.status, not.body)
		}
		begins(org, "closed").want(http.StatusCreated)
	})
}

// What only some may see no memory on the way to them keeps: not where a page of a closed wiki has gone, and not a file.
func TestL10_NoMemoryKeepsWhatOnlySomeMaySee(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org := mt.Person(t, d.site, "org")
		group := mt.Founded(t, d.site, org, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		page, err := d.site.WritePage(t.Context(), models.Draft{By: org, In: group, Title: "Old name", Source: "Words"}, "begun")
		mt.Must(t, err)
		_, err = d.site.EditPage(t.Context(), page, models.Draft{By: org, Title: "New name", Source: "Words"}, 1, "")
		mt.Must(t, err)
		f, err := d.site.TakeFile(t.Context(), org, group, "a.pdf", bytes.NewReader(blobtest.PDF("Secret")))
		mt.Must(t, err)
		thumb, _, err := blob.Put(t.Context(), d.site.Files(), bytes.NewReader(picture(t, 9, 9)), 1<<20)
		mt.Must(t, err)
		mt.Must(t, d.site.FileDone(t.Context(), f.ID, models.FileFacts{State: models.FileReady, ThumbSum: thumb}))
		it, err := d.site.Publish(t.Context(), models.Draft{Kind: models.DocumentKind, By: org, In: group, Title: "Paper", Detail: &models.Document{FileID: f.ID}})
		mt.Must(t, err)
		member, anybody := d.as(org), d.visitor()
		for path, status := range map[string]int{
			"/c/closed/wiki/old-name": http.StatusMovedPermanently, "/c/closed/wiki/old-name/history": http.StatusMovedPermanently, page.Path(): http.StatusSeeOther,
			"/c/closed/wiki/new-name": http.StatusOK, "/c/closed/library": http.StatusOK, it.Path(): http.StatusOK, it.Path() + "/v/1/a.pdf": http.StatusOK,
			it.Path() + "/preview/1": http.StatusOK, f.Path(): http.StatusOK, "/thumb/" + number(f.ID): http.StatusOK, "/search?q=Words": http.StatusOK,
		} {
			if h := member.get(path).want(status).header; h.Get("Cache-Control") != "private, no-store" {
				t.Errorf("%s is kept as %q", path, h.Get("Cache-Control"))
			}
			if r := anybody.get(path); !strings.HasPrefix(path, "/search") {
				r.want(http.StatusNotFound)
			}
		}
	})
}
