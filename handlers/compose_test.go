package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestCompose_NothingTypedIsLostWhenSomethingIsWrong(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Community(t, d.site, ana, "ward-safety")
		b := d.as(ana)
		once := fieldOf(b.get("/c/ward-safety/new").body, "once")
		r := b.post("/c/ward-safety/new", "title", "", "body", "Three <b>lines</b>\r\nof *words* & more", "once", once, "do", "send").
			want(http.StatusUnprocessableEntity).says("Enter a title.", `href="#title"`)
		if got := fieldOf(r.body, "body"); got != "Three <b>lines</b>\nof *words* & more" {
			t.Errorf("the body came back as %q", got)
		}
		if once == "" || fieldOf(r.body, "once") != once {
			t.Errorf("once was %q and came back as %q", once, fieldOf(r.body, "once"))
		}
		b.post("/new", "title", "A title", "body", "words", "do", "send").want(http.StatusUnprocessableEntity).says("Choose the community", "A title", "words")
		b.post("/c/ward-safety/settings", "title", "", "purpose", "To be kept", "joining", "open").want(http.StatusUnprocessableEntity).
			says("To be kept", "Enter the name of the community")
	})
}

func TestCompose_SendingTwiceIsHarmless(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		b := d.as(ana)
		once := fieldOf(b.get("/c/ward-safety/new").body, "once")
		first := b.post("/c/ward-safety/new", "title", "Hello", "once", once, "do", "send").want(http.StatusSeeOther).header.Get("Location")
		second := b.post("/c/ward-safety/new", "title", "Hello", "once", once, "do", "send").want(http.StatusSeeOther).header.Get("Location")
		if first != second {
			t.Errorf("sent twice, it is at %s and %s", first, second)
		}
		list, err := d.site.CommunityFeed(t.Context(), models.Viewer{}, ward.ID, 1)
		mt.Must(t, err)
		if list.Total != 1 {
			t.Errorf("%d posts", list.Total)
		}
		again := fieldOf(b.get(first).body, "once")
		b.post(first+"/reply", "body", "yes", "once", again, "do", "send").want(http.StatusSeeOther)
		b.post(first+"/reply", "body", "yes", "once", again, "do", "send").want(http.StatusSeeOther)
		replies, err := d.site.Replies(t.Context(), models.Viewer{}, list.Items[0].ID, 1)
		mt.Must(t, err)
		if replies.Total != 1 {
			t.Errorf("%d replies", replies.Total)
		}
	})
}

func TestCompose_PreviewPublishesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		b := d.as(ana)
		b.post("/c/ward-safety/new", "title", "Hello", "body", "*so* @ana <script>alert(1)</script>", "do", "preview").want(http.StatusOK).
			says("<em>so</em>", `href="https://north.example/u/ana"`, "How it will look").hides("<script>alert")
		part := b.do(form(t, "/c/ward-safety/new", "title", "Hello", "body", "*so*", "do", "preview")).want(http.StatusOK).says("<em>so</em>")
		if strings.Contains(part.body, "<html") {
			t.Error("a script that asks for the preview gets a whole page")
		}
		list, err := d.site.CommunityFeed(t.Context(), models.Viewer{}, ward.ID, 1)
		mt.Must(t, err)
		if list.Total != 0 {
			t.Errorf("%d posts", list.Total)
		}
	})
}

// form is one sent by a script.
func form(t *testing.T, path string, fields ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, path, strings.NewReader(pairs(fields).Encode()))
	mt.Must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("HX-Request", "true")
	r.RequestURI = path
	return r
}

func TestCompose_LikeIsSwappedInPlaceForScripts(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		post := mt.Post(t, d.site, ana, mt.Community(t, d.site, ana, "ward-safety"), "Hello", "x")
		b := d.as(ben)
		b.do(form(t, post.Path()+"/like")).want(http.StatusOK).says(post.Path()+"/unlike", `aria-pressed="true"`).hides("<html")
		b.post(post.Path() + "/unlike").follow().want(http.StatusOK).says(post.Path() + "/like\"")
		d.as(ana).get(post.Path()).hides(post.Path() + "/like\"")
	})
}

func TestCompose_WhoeverNeedNotAskJoinsByPosting(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		mt.Community(t, d.site, ana, "ward-safety")
		asked := mt.Founded(t, d.site, ana, models.Charter{Name: "by-request", Joining: models.JoinRequest})
		post := mt.Post(t, d.site, ana, asked, "Hello", "x")
		b := d.as(ben)
		b.get("/c/ward-safety/new").says("Join and post")
		b.post("/c/ward-safety/new", "title", "From ben", "do", "send").follow().says("From ben")
		b.get(post.Path()).says("Join this community to reply.").hides("Your reply")
		b.post(post.Path()+"/reply", "body", "let me", "do", "send").want(http.StatusForbidden)
		b.post("/c/by-request/join").follow().says("You have asked to join", "Waiting for an answer")
		b.get("/c/by-request/new").want(http.StatusForbidden)
		d.as(ana).get("/c/by-request").says("1 person asks to join")
		d.as(ana).post("/c/by-request/people/accept", "actor", number(ben.ID)).follow().says("ben is in.")
		b.get(post.Path()).says("Your reply")
		b.get("/notices").says("You are in: by-request")
	})
}

func TestCompose_ForeignersWhoAreNamedAreLookedUpFirst(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Community(t, d.site, ana, "ward-safety")
		d.as(ana).post("/c/ward-safety/new", "title", "Hello", "body", "ask @jo@south.example", "do", "send").want(http.StatusSeeOther)
		if len(d.far.looked) != 1 || !strings.Contains(d.far.looked[0], "@jo@south.example") {
			t.Errorf("looked up %q", d.far.looked)
		}
		d.as(ana).post("/c/ward-safety/new", "title", "Hello", "body", "ask @jo@south.example", "do", "preview")
		if len(d.far.looked) != 1 {
			t.Error("a preview makes us ask other sites")
		}
	})
}

func TestCompose_AsksForAsMuchAsTheKindTakes(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		thread := mt.Post(t, d.site, ana, ward, "Morning round", "")
		b := d.as(ana)
		limit := func(k *models.Kind) string { return `data-limit="` + strconv.Itoa(k.Body.Max) + `"` }
		b.get("/c/ward-safety/new").says(`name="title"`, limit(models.Post))
		b.get(thread.Path()+"/edit").says(`name="title"`, limit(models.Post))
		b.get(thread.Path() + "/reply").says(limit(models.Reply)).hides(`name="title"`)
	})
}
