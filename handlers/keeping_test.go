package handlers_test

import (
	"net/http"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestKeeping_LockPinAndRemoveSayWhatWasDoneAndCanBeTakenBack(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		mt.Join(t, d.site, ben, ward)
		post := mt.Post(t, d.site, ben, ward, "Parking", "x")
		b := d.as(ana)
		b.post(post.Path()+"/lock").follow().says("closed to replies", `action="`+post.Path()+`/unlock"`)
		b.get(post.Path()).says("Your reply</h2>", "You can still reply, since you look after this community.")
		d.as(ben).get(post.Path()).says("This discussion is closed to replies").hides("Your reply</h2>")
		d.as(ben).post(post.Path()+"/reply", "body", "but").want(http.StatusForbidden)
		b.post(post.Path() + "/unlock").want(http.StatusSeeOther)
		b.post(post.Path() + "/pin").follow().says("Pinned")
		b.get(post.Path()+"/remove").says("Remove this?", "Why")
		b.post(post.Path()+"/remove", "reason", "off topic").want(http.StatusSeeOther)
		d.visitor().get(post.Path()).want(http.StatusGone).says("Removed by a facilitator: off topic").hides("Parking")
		d.visitor().get("/c/ward-safety/about").says("ana closed a post to replies", "ana removed a post", "Reason: off topic").hides("Parking")
		b.post(post.Path() + "/restore").want(http.StatusSeeOther)
		d.visitor().get(post.Path()).want(http.StatusOK).says("Parking")
		d.visitor().get("/c/ward-safety/about").says("ana put back “Parking”")
	})
}

func TestKeeping_WhoeverIsKeptOutOrLosesAPostIsToldWhy(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben, cy := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben"), mt.Person(t, d.site, "cy")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		mt.Join(t, d.site, ben, ward)
		mt.Join(t, d.site, cy, ward)
		post := mt.Post(t, d.site, ben, ward, "Parking", "x")
		reply := mt.Reply(t, d.site, cy, post, "y")
		a, b, c := d.as(ana), d.as(ben), d.as(cy)
		a.post(reply.Path()+"/remove", "reason", "names a patient").want(http.StatusSeeOther)
		c.get("/notices").says("Your reply in “Parking” was removed", "Reason: names a patient")
		d.visitor().get("/c/ward-safety/about").says("ana removed a reply").hides("removed a post")
		a.post(post.Path()+"/remove", "reason", "off topic").want(http.StatusSeeOther)
		b.get("/notices").says("Your post in "+ward.Display()+" was removed", "Reason: off topic")
		a.post(post.Path() + "/restore").want(http.StatusSeeOther)
		b.get("/notices").hides("was removed")
		for _, why := range []string{"rude", "rude again"} {
			a.post("/c/ward-safety/people/ban", "actor", "@cy@north.example", "reason", why).want(http.StatusSeeOther)
			c.get("/notices").says("You are kept out of "+ward.Display(), "Reason: "+why)
			a.post("/c/ward-safety/people/unban", "actor", number(cy.ID)).want(http.StatusSeeOther)
		}
	})
}

func TestKeeping_RolesAndBans(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben, cy := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben"), mt.Person(t, d.site, "cy")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		mt.Join(t, d.site, ben, ward)
		mt.Join(t, d.site, cy, ward)
		said := mt.Post(t, d.site, ana, ward, "Parking", "x")
		d.as(cy).get("/c/ward-safety").says(`action="` + said.Path() + `/like"`)
		d.as(cy).get(said.Path()).says("Organiser").hides("Facilitator")
		jo := mt.Remote(t, d.site, models.Person, "jo", "south.example")
		a := d.as(ana)
		a.get("/c/ward-safety/people").says("Make facilitator", "Keep out")
		d.as(ben).get("/c/ward-safety/people").hides("Make facilitator", "Keep out")
		a.post("/c/ward-safety/people/role", "actor", number(ben.ID), "role", "facilitator").follow().says("ben is a facilitator now.")
		a.post("/c/ward-safety/people/role", "actor", number(ben.ID), "role", "king").want(http.StatusNotFound)
		a.post("/c/ward-safety/leave").want(http.StatusConflict).says("A community needs an organiser.")
		b := d.as(ben)
		b.get("/c/ward-safety/people/ban/" + number(cy.ID)).says("Keep cy out?")
		b.post("/c/ward-safety/people/ban", "actor", "@cy@north.example", "reason", "rude").follow().says("cy is kept out.", "Let back in")
		b.post("/c/ward-safety/people/ban", "actor", "@jo@south.example").follow().says("jo is kept out.")
		b.post("/c/ward-safety/people/ban", "actor", "@ana@north.example").want(http.StatusForbidden)
		b.post("/c/ward-safety/people/ban", "actor", "nobody", "reason", "kept").want(http.StatusUnprocessableEntity).says("We found nobody called", "kept")
		d.as(cy).post("/c/ward-safety/new", "title", "x").want(http.StatusForbidden).says("You cannot do this here", "You are kept out")
		d.as(cy).get("/c/ward-safety").says("You cannot take part here").hides(`action="` + said.Path() + `/like"`)
		b.post("/c/ward-safety/people/unban", "actor", number(cy.ID)).follow().says("cy can take part again.")
		b.post("/c/ward-safety/people/unban", "actor", number(jo.ID)).want(http.StatusSeeOther)
		d.visitor().get("/c/ward-safety/about").says("ben keeps cy out", "ben let cy back in", "Reason: rude", "ana asked ben to help")
	})
}

func TestKeeping_ReportsAreReadByKeepersAndClosedWithAnOutcome(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		ward, other := mt.Community(t, d.site, ana, "ward-safety"), mt.Community(t, d.site, ben, "other")
		cara := mt.Person(t, d.site, "cara")
		mt.Join(t, d.site, cara, ward)
		post := mt.Post(t, d.site, cara, ward, "Parking", "x")
		b := d.as(ben)
		b.get(post.Path()+"/report").says("What is wrong?", "Parking")
		b.post(post.Path()+"/report", "words", "he named a patient").want(http.StatusUnprocessableEntity).says("Choose what is wrong.", "he named a patient")
		b.post(post.Path()+"/report", "reason", "private", "words", "he named a patient").follow().says("Thank you.")
		a := d.as(ana)
		page := a.get("/c/ward-safety/reports").says("he named a patient", "Private things")
		path := linkAfter(t, page.body, "/c/ward-safety/reports/")
		b.post("/c/other/reports/"+path[len("/c/ward-safety/reports/"):], "outcome", "mine").want(http.StatusNotFound)
		if other == nil {
			t.Fatal("no other community")
		}
		a.post(path, "outcome", "").want(http.StatusUnprocessableEntity).says("Say in a sentence what came of it.")
		a.post(path, "outcome", "Removed the name").follow().says("The report is closed.").hides("he named a patient")
		a.get("/c/ward-safety/reports?show=closed").says("he named a patient", "Removed the name", "Closed by ana")
		a.get("/notices").says("Somebody reported")
	})
}

// Who reported somebody stays hidden from them, also when they look after the community.
func TestKeeping_NobodyIsShownWhoReportedThem(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben, sam := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben"), mt.Admin(t, d.site, "sam")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		post := mt.Post(t, d.site, ana, ward, "Parking", "x")
		d.as(ben).post(post.Path()+"/report", "reason", "private", "words", "she named a patient").follow().says("Thank you.")
		a := d.as(ana)
		a.get("/c/ward-safety/reports").hides("ben", "she named a patient")
		a.get("/notices").hides("Somebody reported")
		page := d.as(sam).get("/c/ward-safety/reports").says("ben", "she named a patient")
		path := linkAfter(t, page.body, "/c/ward-safety/reports/")
		a.post(path, "outcome", "Nothing to see").want(http.StatusForbidden)
		d.as(sam).get("/notices").says("Somebody reported")
	})
}

func TestKeeping_DeletionSaysThatCopiesElsewhereCanOnlyBeAskedFor(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		post := mt.Post(t, d.site, ana, ward, "Parking", "x")
		d.as(ana).get(post.Path() + "/delete").hides("Copies")
		copies := []map[string]any{
			{"item_id": post.ID, "inbox": "https://south.example/inbox", "host": "south.example"},
			{"item_id": post.ID, "inbox": "https://west.example/inbox", "host": "west.example"},
		}
		for _, row := range copies {
			d.exec("INSERT INTO copies (item_id, inbox, host) VALUES (?, ?, ?)", row["item_id"], row["inbox"], row["host"])
		}
		d.as(ana).get(post.Path() + "/delete").says("Copies were sent to 2 other sites. We ask them to delete theirs, but cannot make them.")
	})
}
