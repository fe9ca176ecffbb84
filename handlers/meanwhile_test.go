package handlers_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

var writtenField = regexp.MustCompile(`name="was" value="(\d+)"`)

// was is when what a form changes was written.
func (r *reply) was() string {
	r.t.Helper()
	m := writtenField.FindStringSubmatch(r.body)
	if m == nil {
		r.t.Fatalf("%s does not say when it was written", r.asked)
	}
	return m[1]
}

func TestEdit_InTwoWindowsWarnsAndLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		ward := mt.Community(t, d.site, ana, "ward")
		mt.Join(t, d.site, ben, ward)
		mt.Must(t, d.site.Appoint(t.Context(), ana, ward, ben, models.Facilitator, nil))
		it := tellArticle(t, d.site, ana, ward, "What we learned", models.Article{Summary: "In short."})
		edit := it.Path() + "/edit"
		one, other := d.as(ana), d.as(ben)
		began := one.get(edit).want(http.StatusOK).was()
		if second := other.get(edit).want(http.StatusOK).was(); second != began {
			t.Fatalf("two windows begin at %s and %s", began, second)
		}
		other.post(edit, "was", began, "title", "What we learned", "body", "The text of ben", "summary", "In ben's words.").want(http.StatusSeeOther)
		clash := one.post(edit, "was", began, "title", "What we learned", "body", "The text of ana", "summary", "In ana's words.").want(http.StatusConflict).
			says("This was changed elsewhere while you wrote.", "has changed the same lines", "The text of ben", "The text of ana", "In ana&#39;s words.", "See it as it is now")
		if now, err := d.site.Item(t.Context(), mt.As(ana), it.ID); err != nil || now.Source != "The text of ben" {
			t.Errorf("kept is %v %v", now, err)
		}
		// A preview does not make one agree to what one has not read.
		one.post(edit, "was", began, "do", "preview", "title", "What we learned", "body", "The text of ana").want(http.StatusOK).says(`name="was" value="` + began + `"`)
		after := clash.was()
		if after == began {
			t.Error("the form still says the old time")
		}
		one.post(edit, "was", after, "title", "What we learned", "body", "The text of both", "summary", "In short.").want(http.StatusSeeOther)
		one.get(it.Path() + "/history").want(http.StatusOK).says("ben</del>")
		one.get(it.Path()).want(http.StatusOK).says("The text of both")
		// One's own other window is told as that.
		one.post(edit, "was", after, "title", "What we learned", "body", "Once more").want(http.StatusConflict).says("You have changed this in another window")
		// A form that says nothing of it replaces what is there, as programs do.
		one.post(edit, "title", "What we learned", "body", "Without").want(http.StatusSeeOther)
	})
}
