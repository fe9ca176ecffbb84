package handlers_test

import (
	"net/http"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestSearch_FindsPostsCommunitiesAndPeople(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Must(t, d.site.SetProfile(t.Context(), ana, models.ProfileForm{Title: "Ana Lund", Role: "Falls nurse"}))
		ward := mt.Founded(t, d.site, ana, models.Charter{Name: "ward-safety", Title: "Ward safety", Purpose: "Fewer falls"})
		mt.Post(t, d.site, ana, ward, "A checklist", "for falls at night")
		d.as(ana).get("/search?q=FALLS").want(http.StatusOK).says("A checklist", "Ward safety", "Ana Lund", `value="FALLS"`)
		d.visitor().get("/search?q=falls").says("A checklist", "Ward safety").hides("Falls nurse</p>")
		d.visitor().get("/search?q=falls+sunshine").says("Nothing found")
		d.visitor().get("/search?q=%25").says("Nothing found")
		d.visitor().get("/search").want(http.StatusOK).hides("Nothing found")
		d.visitor().get("/search?q=" + escape(`"><script>alert(1)</script>`)).hides("<script>alert")
	})
}

func TestSearch_NarrowsByFiltersAndKeepsThemAcrossPages(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		for range models.FoundSize {
			mt.Post(t, d.site, ana, ward, "Needle here", "x")
		}
		post := mt.Post(t, d.site, ana, mt.Community(t, d.site, ana, "gardens"), "Needle yonder", "in a haystack <b>")
		mt.Reply(t, d.site, ana, post, "another needle")
		closed := mt.Founded(t, d.site, ana, models.Charter{Name: "ward-shut", Visibility: models.MembersOnly})
		mt.Post(t, d.site, ana, closed, "Needle secret", "x")
		d.visitor().get("/search?q=needles").want(http.StatusOK).says("<mark>Needle</mark>", `href="/search/page/2?q=needles"`, `/search?kind=reply&amp;q=needles`, "Replies", `content="noindex`).hides("secret")
		d.visitor().get("/search?q=needle&kind=post&in=ward-safety").says("here").hides("yonder", `page/2`, "A reply in")
		d.visitor().get("/search?q=needle&kind=reply").says("Needle yonder", "another <mark>needle</mark>").hides("haystack")
		d.visitor().get("/search?q=needle&in=gardens&order=newest").says("haystack &lt;b&gt;", "A reply in").hides("here</a>")
		d.visitor().get("/search?q=needle&by=nobody-here").want(http.StatusOK).says("Nobody of this name is known here.", `value="nobody-here"`)
		d.visitor().get("/search?q=needle&since=soon&until=2020-01-01").says("Enter a day, such as 2026-03-05.", `value="soon"`)
		d.visitor().get("/search?q=needle&since=2020-01-02&until=2020-01-01").says("Enter a day that comes after the first one.")
		d.visitor().get("/search?q=needle&until=2020-01-01").says("Nothing found", `href="/search?q=needle"`)
		d.visitor().get("/search?q=needle&in=ward-shut").says("No community of this name is known here.")
		d.visitor().get("/search?q=needle&in=no-such").says("No community of this name is known here.")
		d.as(ana).get("/search?q=needle&in=ward-shut").says("secret")
		d.visitor().get("/search?q=safety&kind=communities").says("About ward-safety").hides("Nothing found")
		d.as(ana).get("/search?q=ana&kind=people").says("/u/ana")
	})
}

func TestSimilar_StandsUnderTheTitleAndNeverInTheWay(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		closed := mt.Founded(t, d.site, ana, models.Charter{Name: "ward-shut", Visibility: models.MembersOnly})
		mt.Post(t, d.site, ana, ward, "Preventing falls", "x")
		mt.Post(t, d.site, ana, closed, "Preventing falls, a secret", "x")
		b := d.as(ben)
		b.get("/c/ward-safety/new").says(`hx-get="/similar"`).hides("Is it here already?")
		b.get("/similar?title=Prevention+of+a+fall", "HX-Request", "true").want(http.StatusOK).says("Is it here already?", "<mark>Preventing</mark>").hides("secret", "<html")
		b.get("/similar?title=sunshine", "HX-Request", "true").want(http.StatusOK).hides("Is it here already?")
		d.visitor().get("/similar?title=Prevention+of+falls").want(http.StatusUnauthorized)
		b.post("/c/ward-safety/new", "title", "How to prevent falls?", "body", "We try.", "do", "preview").says("Is it here already?", "<mark>Preventing</mark>", "We try.").hides("secret")
		d.limited()
		for range 121 {
			b.get("/similar?title=Prevention+of+falls", "HX-Request", "true").want(http.StatusOK)
		}
		b.get("/similar?title=Prevention+of+falls", "HX-Request", "true").want(http.StatusOK).hides("Is it here already?")
	})
}

func TestSettings_SomebodyDecidesWhetherStrangersFindWhatTheyWrite(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Post(t, d.site, ana, mt.Community(t, d.site, ana, "ward-safety"), "Walnut trees", "x")
		b := d.as(ana)
		b.get("/settings").says("People who are not signed in may find what I write here")
		d.visitor().get("/search?q=walnut").says("trees")
		b.post("/settings", "title", "Ana").want(http.StatusSeeOther)
		d.visitor().get("/search?q=walnut").says("Nothing found")
		d.as(ana).get("/search?q=walnut").says("trees")
		d.visitor().get("/u/ana").says(`content="noindex`)
		b.post("/settings", "title", "Ana", "indexable", "yes").want(http.StatusSeeOther)
		d.visitor().get("/search?q=walnut").says("trees")
	})
}

func TestSearch_AnAddressLeadsToItsPage(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		post := mt.Post(t, d.site, ana, ward, "Hello", "x")
		jo := mt.Remote(t, d.site, models.Person, "jo", "south.example")
		far := mt.Remote(t, d.site, models.Group, "gardens", "south.example:8443")
		for q, want := range map[string]string{
			"@ana": "/u/ana", "ana@north.example": "/u/ana", "@ANA@NORTH.EXAMPLE": "/u/ana", "!ward-safety": "", "@ward-safety@north.example": "/c/ward-safety",
			"https://north.example/c/ward-safety": "/c/ward-safety", "https://north.example" + post.Path(): post.Path(),
			"@jo@south.example": "/u/jo@south.example", jo.URI: "/u/jo@south.example", "!gardens@south.example:8443": "/c/gardens@south.example:8443", far.URI: "/c/gardens@south.example:8443",
		} {
			r := d.visitor().get("/search?q=" + escape(q))
			if want == "" {
				r.want(http.StatusOK)
				continue
			}
			if got := r.want(http.StatusSeeOther).header.Get("Location"); got != want {
				t.Errorf("%s leads to %s, want %s", q, got, want)
			}
			d.as(ana).get(want).want(http.StatusOK)
		}
		d.as(ana).get("/u/jo@south.example").says("Follow", "south.example")
		d.as(ana).get("/c/gardens@south.example:8443").says("Follow")
		if len(d.far.asked) != 0 {
			t.Errorf("others were asked for what is known: %q", d.far.asked)
		}
	})
}

func TestSearch_OnlyWhoIsSignedInMakesUsAskOthers(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		jo := mt.Remote(t, d.site, models.Person, "jo", "south.example")
		d.visitor().get("/search?q=@new@south.example").want(http.StatusOK).says("Sign in to look for things on other sites.")
		d.visitor().get("/search?q=" + escape("https://south.example/post/1")).want(http.StatusOK).says("Sign in to look")
		if len(d.far.asked) != 0 {
			t.Fatalf("a visitor makes us ask: %q", d.far.asked)
		}
		d.far.actors = map[string]*models.Actor{"@new@south.example": jo}
		b := d.as(ana)
		b.get("/search?q=@new@south.example").want(http.StatusSeeOther)
		b.get("/search?q=@nobody@south.example").want(http.StatusOK).says("There is no such thing at that address")
		b.get("/search?q=@nobody@north.example").want(http.StatusOK).says("There is no such thing at that address")
		d.far.err = &models.Error{Code: models.Refused, Message: "This site does not talk with west.example."}
		b.get("/search?q=@x@west.example").want(http.StatusOK).says("This site does not talk with west.example.")
		if len(d.far.asked) != 3 {
			t.Errorf("asked %q", d.far.asked)
		}
	})
}

func TestSearch_NothingOfSitesThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Remote(t, d.site, models.Person, "jo", "south.example")
		mt.Remote(t, d.site, models.Group, "allotments", "south.example")
		d.visitor().get("/communities").says("allotments")
		mt.Must(t, d.site.SetPolicy(t.Context(), nil, models.PolicyChange{Host: "south.example"}))
		d.visitor().get("/u/jo@south.example").want(http.StatusNotFound)
		d.visitor().get("/c/allotments@south.example").want(http.StatusNotFound)
		d.visitor().get("/communities").hides("allotments")
		d.as(ana).get("/search?q=@jo@south.example").want(http.StatusOK)
	})
}

func TestPaging_GoesByPathAndTellsHowManyThereAre(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		var post, last *models.Item
		for range models.PageSize + 3 {
			post = mt.Post(t, d.site, ana, ward, "One of many #many", "needle #many")
		}
		for range models.PageSize + 1 {
			last = mt.Reply(t, d.site, ana, post, "a reply")
		}
		d.visitor().get("/c/ward-safety").says(`href="/c/ward-safety/discussions"`)
		d.visitor().get("/c/ward-safety/discussions").says(`href="/c/ward-safety/discussions/page/2"`, "53 in all")
		d.visitor().get("/c/ward-safety/discussions/page/2").want(http.StatusOK).says(`href="/c/ward-safety/discussions"`)
		d.visitor().get("/search?q=needle").says(`href="/search/page/2?q=needle"`)
		d.visitor().get("/search/page/2?q=needle").want(http.StatusOK)
		d.visitor().get("/tags/many").says(`href="/tags/many/page/2"`)
		d.visitor().get("/u/ana").says(`href="/u/ana/page/2"`)
		d.as(ana).get("/").says(`href="/page/2"`)
		d.as(ana).get("/page/2").want(http.StatusOK)
		want := post.Path() + "/page/2#r" + number(last.ID)
		if got := d.visitor().get(last.Path()).want(http.StatusSeeOther).header.Get("Location"); got != want {
			t.Errorf("the last reply is at %s, want %s", got, want)
		}
	})
}
