package handlers_test

import (
	"encoding/base64"
	"net/http"
	"regexp"
	"testing"

	"github.com/folkmoot/folkmoot/models"
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
