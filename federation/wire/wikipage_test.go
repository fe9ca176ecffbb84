package wire

import (
	"bytes"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
)

// guide is a page of the wiki of the community, changed last by Ben.
func guide() *models.Item {
	it := thread()
	it.ID, it.ThreadID, it.Kind, it.Title, it.Attachments, it.Tags = 306, 306, "wikipage", "Onboarding guide", nil, nil
	it.Source = "How new members join. See [[Rotas]]."
	it.Content = rendered(it.Source)
	it.Plain = it.Content.Plain()
	it.EditedAt = at.AddDate(0, 0, 4)
	it.URI = writer.Base + it.Path()
	it.URL = it.URI
	it.Detail = &models.WikiPage{ItemID: 306, Community: 102, Here: true, Slug: "onboarding-guide", ParentID: 307, Number: 7, Protected: true, Latest: guideRevision()}
	return it
}

func guideRevision() *models.WikiRevision {
	return &models.WikiRevision{
		ID: 501, ItemID: 306, Number: 7, Base: 5, ByID: 103, By: ben(), Title: "Onboarding guide", Source: "How new members join. See [[Rotas]].", Whole: true,
		Note: "fixed links", URI: "https://north.example/wiki/306/rev/7", At: at.AddDate(0, 0, 4),
	}
}

// onGuide is something that Amina did to the page.
func onGuide(verb models.Verb) *models.Act {
	a := &models.Act{ID: 406, Verb: verb, By: amina(), Item: guide(), Target: wardSafety(), Community: wardSafety(), URI: writer.Base + "/act/406", At: at.AddDate(0, 0, 4)}
	if verb == models.VerbOffer {
		a.Offer = &models.WikiOffer{Title: "Onboarding guide", Source: "How new members come in.", Note: "shorter", URI: a.URI, BaseURI: guideRevision().URI}
	}
	return a
}

// judged tells Ben what became of his edit.
func judged(state models.OfferState) *models.Act {
	a := onGuide(models.VerbVerdict)
	a.By, a.Target = wardSafety(), ben()
	a.Offer = &models.WikiOffer{URI: "https://south.example/offers/9", State: state, Result: guideRevision().URI}
	if state == models.OfferRejected {
		a.Offer.Reason = "Somebody else has changed the same lines meanwhile."
	}
	return a
}

func TestWiki_APageIsReadAsItWasWritten(t *testing.T) {
	it, err := ReadItem(parsed(t, must(t)(writer.Item(guide()))))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := it.Detail.(*models.WikiPage)
	if !ok || it.Kind != models.WikiPageKind || p.Slug != "onboarding-guide" || p.Number != 7 || !p.Protected || p.Above != "https://north.example/wiki/307" || p.Editor() != ben().URI {
		t.Errorf("it is %+v", p)
	}
	if it.URL != "https://north.example/c/ward-safety/wiki/onboarding-guide" || it.Markdown != guide().Source || strings.Contains(it.HTML, "<h2>") || it.Audience[0] != wardSafety().URI {
		t.Errorf("it is %+v", it)
	}
}

func TestWiki_ARevisionIsNoItem(t *testing.T) {
	o := parsed(t, must(t)(writer.Revision(guide(), guideRevision())))
	if it, err := ReadItem(o); err == nil {
		t.Errorf("it is read as %+v", it)
	}
	r, of, err := ReadRevision(o)
	if err != nil || of != guide().URI || r.Number != 7 || r.Base != 5 || r.ByURI != ben().URI || r.Note != "fixed links" || r.Source != guide().Source || !r.Whole || r.Title != "Onboarding guide" {
		t.Errorf("%v: %s %+v", err, of, r)
	}
}

func TestWiki_ARevisionHasTheWordsOfItsDigest(t *testing.T) {
	whole := must(t)(writer.Revision(guide(), guideRevision()))
	if got := parsed(t, whole).String("digestMultibase"); got != models.DigestOfWords(guide().Source) || got == "" {
		t.Errorf("its digest is %q", got)
	}
	forged := bytes.Replace(whole, []byte(models.DigestOfWords(guide().Source)), []byte(models.DigestOfWords("other words")), 1)
	if r, _, err := ReadRevision(parsed(t, forged)); err == nil {
		t.Errorf("it is read as %+v", r)
	}
}

func TestWiki_AnArticleIsAPageOnlyWhenItSaysSo(t *testing.T) {
	for doc, want := range map[string]*models.Kind{
		`"type":"Article","folkmoot:kind":"wikipage","audience":"https://a.example/c/w"`: models.WikiPageKind,
		`"type":"Article"`: models.ArticleKind,
		`"type":"Article","audience":"https://a.example/c/w"`: models.Post,
		`"type":"Article","history":"https://a.example/h"`:    models.Post,
		`"type":"Article","inReplyTo":"https://a.example/1"`:  models.Reply,
	} {
		it, err := ReadItem(parsed(t, []byte(`{"id":"https://a.example/1","attributedTo":"https://a.example/u/a","name":"N",`+doc+`}`)))
		if err != nil || it.Kind != want {
			t.Errorf("%s is %v %v", doc, it, err)
		}
	}
	for _, doc := range []string{`"folkmoot:kind":"wikipage"`, `"dct:isVersionOf":"https://a.example/2"`} {
		if it, err := ReadItem(parsed(t, []byte(`{"id":"https://a.example/1","type":"Article","attributedTo":"https://a.example/u/a","name":"N",`+doc+`}`))); err == nil {
			t.Errorf("%s is %+v", doc, it)
		}
	}
}

func parsed(t *testing.T, raw []byte) *Object {
	t.Helper()
	o, err := Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return o
}
