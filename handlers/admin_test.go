package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestAdmin_PolicyIsPreviewedThenSetThenLogged(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		sam, ana := mt.Admin(t, d.site, "sam"), mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		jo := mt.Remote(t, d.site, models.Person, "jo", "south.example")
		_, err := d.site.Follow(t.Context(), jo, ward, &models.Origin{URI: "https://south.example/f/1", Host: "south.example", Raw: []byte(`{}`)})
		mt.Must(t, err)
		b := d.as(sam)
		b.get("/admin/federation").says("All sites but those you deny")
		b.post("/admin/federation/preview", "host", "south.example", "rule", "deny", "reason", "spam").want(http.StatusOK).
			says("Deny south.example?", "This change cuts off 1 site:", "Followers lost", `value="south.example"`)
		if !d.site.Allows("south.example") {
			t.Fatal("the preview did it")
		}
		b.post("/admin/federation", "host", "south.example", "rule", "deny", "reason", "spam").follow().says("Done.", "south.example", "spam")
		if d.site.Allows("south.example") {
			t.Error("south.example is still allowed")
		}
		b.post("/admin/federation/preview", "host", "https://South.example/c/x", "rule", "allow").says("Allow south.example?")
		b.post("/admin/federation/preview", "mode", "allowlist").says("Change to: Only sites on your list?")
		b.post("/admin/federation", "mode", "allowlist").follow().says("An empty list means nobody.")
		for _, wrong := range [][]string{
			{"host", "not a host", "rule", "deny"},
			{"host", "", "rule", "deny"},
			{"host", "south.example", "rule", ""},
			{"host", "north.example", "rule", "deny"},
			{"host", "*.uk", "rule", "deny"},
			{"mode", "sometimes"},
		} {
			b.post("/admin/federation/preview", wrong...).want(http.StatusUnprocessableEntity)
			b.post("/admin/federation", wrong...).want(http.StatusUnprocessableEntity)
		}
		b.post("/admin/federation/preview", "host", "so uth", "rule", "deny", "reason", "kept words").says("kept words", "so uth")
		b.get("/admin/log").says("sam denied south.example", "Reason: spam", "sam changed whom the site talks with: Only sites on your list")
	})
}

func TestAdmin_WorkThatFailedIsTriedAgainOrGivenUp(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.as(mt.Admin(t, d.site, "sam"))
		b.get("/admin").says("Nothing needs you now")
		b.get("/admin/stuck").says("Nothing has failed")
		for id, kind := range map[int]string{1: models.JobIntake, 2: models.JobPicture} {
			d.exec("INSERT INTO jobs (id, kind, payload, run_at, created_at, parked_at, attempts, last_error) VALUES (?, ?, ?, ?, ?, ?, 20, ?)",
				id, kind, []byte("1"), d.site.DB().Now(), d.site.DB().Now(), d.site.DB().Now(), "the disk is full")
		}
		b.get("/admin").says("2 pieces of work failed and were given up")
		b.get("/admin/stuck").says("Take in what another site sent", "Fetch a picture", "the disk is full")
		b.post("/admin/stuck/retry", "work", "1").follow().says("tried again now").hides("Take in what another site sent")
		b.post("/admin/stuck/drop", "work", "2").follow().says("given up", "Nothing has failed")
		b.post("/admin/stuck/drop", "work", "two").want(http.StatusNotFound)
		b.post("/admin/stuck/drop", "work", "2").follow() // by somebody who was quicker
		if log := b.get("/admin/log").says("sam had work that failed tried again: Take in", "sam gave up work that failed: Fetch a picture"); strings.Count(log.body, "sam gave up") != 1 {
			t.Error("what was given up already is in the log twice")
		}
		var left []int
		mt.Must(t, d.site.DB().Read().NewRaw("SELECT id FROM jobs WHERE parked_at IS NULL").Scan(t.Context(), &left))
		if len(left) != 1 || left[0] != 1 {
			t.Errorf("left are %v, want the one that is tried again", left)
		}
	})
}

func TestAdmin_PeersTellHowThingsGo(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		sam := mt.Admin(t, d.site, "sam")
		mt.Remote(t, d.site, models.Person, "jo", "south.example")
		mt.Remote(t, d.site, models.Person, "jo", "west.example")
		mt.Must(t, d.site.SetPeerSoftware(t.Context(), "south.example", "mastodon", "4.5", models.DialectBare))
		mt.Must(t, d.site.SetPolicy(t.Context(), nil, models.PolicyChange{Host: "west.example"}))
		d.exec("INSERT INTO delivery_hosts (host, fails, failing_since, last_error) VALUES (?, ?, ?, ?)", "south.example", 3, d.site.DB().Now(), "connection refused")
		b := d.as(sam)
		b.get("/admin/peers").says("south.example", "mastodon 4.5", "Not answering", "connection refused", "west.example", "Denied")
		b.get("/admin/peers?show=trouble").says("south.example").hides("west.example")
		b.post("/admin/peers/retry", "host", "south.example").follow().says("tried again now")
		b.post("/admin/peers/retry", "host", "nobody.example").want(http.StatusNotFound)
		b.get("/admin").says("Nothing needs you now")
	})
}

func TestAdmin_HomeSaysWhatNeedsSomebody(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		sam, ana := mt.Admin(t, d.site, "sam"), mt.Person(t, d.site, "ana")
		post := mt.Post(t, d.site, ana, mt.Community(t, d.site, ana, "ward-safety"), "Parking", "x")
		mt.Must(t, d.site.Report(t.Context(), sam, post, nil, "look", nil))
		b := d.as(sam)
		b.get("/admin").says("1 report waits for an answer", "Folkmoot test on")
		page := b.get("/admin/reports").says("look", "Parking")
		b.post(linkAfter(t, page.body, "/admin/reports/"), "outcome", "all well").follow().says("The report is closed.")
		b.get("/admin").says("Nothing needs you now")
	})
}

func TestAdmin_PeopleAreFoundSuspendedAndReleased(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		sam, ana := mt.Admin(t, d.site, "sam"), mt.Person(t, d.site, "ana")
		acc, err := d.site.AccountNamed(t.Context(), "ana")
		mt.Must(t, err)
		b := d.as(sam)
		b.get("/admin/people").says("ana@post.example", "sam@post.example", "Runs the site")
		b.get("/admin/people?q=ANA@post").says("ana@post.example").hides("sam@post.example")
		b.get("/admin/people/suspend/" + number(acc.ID)).says("Suspend ana?")
		b.post("/admin/people/suspend", "account", number(acc.ID), "reason", "spam").follow().says("The account of ana is suspended.")
		d.visitor().post("/sign-in", "email", "ana@post.example", "password", mt.Password).want(http.StatusUnprocessableEntity)
		d.visitor().get(ana.Path()).want(http.StatusGone)
		own, err := d.site.AccountNamed(t.Context(), "sam")
		mt.Must(t, err)
		b.post("/admin/people/suspend", "account", number(own.ID)).want(http.StatusConflict)
		b.post("/admin/people/release", "account", number(acc.ID)).follow().says("open again")
		d.as(ana)
		b.get("/admin/log").says("sam suspended ana", "Reason: spam")
	})
}

func TestAdmin_SettingsRefuseAColourThatCannotBeRead(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.as(mt.Admin(t, d.site, "sam"))
		typed := []string{"name", "North Academy", "region", "The North", "contact", "help@north.example", "about", "We are *many*.", "accent", "#ffee00"}
		b.post("/admin/settings", typed...).want(http.StatusUnprocessableEntity).says("too light to read", "North Academy", "We are *many*.")
		typed[9] = "#7a2f5a"
		b.post("/admin/settings", typed...).follow().says("Saved.", "North Academy")
		d.visitor().get("/about").says("<em>many</em>", "The North", "mailto:help@north.example")
		b.post("/admin/settings", "name", "", "contact", "", "accent", "#7a2f5a").want(http.StatusUnprocessableEntity).says("Enter the name of your site.", "Enter an e-mail address")
	})
}

func TestAdmin_FoundsACommunity(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.as(mt.Admin(t, d.site, "sam"))
		b.get("/communities").says("/communities/new")
		d.as(mt.Person(t, d.site, "ana")).get("/communities").hides("/communities/new")
		b.post("/communities/new", "name", "Not A Name", "title", "", "purpose", "To be kept").want(http.StatusUnprocessableEntity).
			says("To be kept", "Choose who can see the community.")
		r := b.post("/communities/new", "name", "peer-support", "title", "Peer support", "purpose", "So that nobody works it out twice.",
			"domain", "Groups & *circles*", "visibility", "public", "joining", "request").follow().says("Peer support", "has begun")
		if !strings.HasSuffix(r.asked, "/c/peer-support") {
			t.Errorf("led to %s", r.asked)
		}
		d.visitor().get("/c/peer-support/about").says("<em>circles</em>", "A facilitator answers those who ask")
		d.visitor().get("/c/peer-support").says("Ask to join", "@peer-support@north.example")
		b.post("/c/peer-support/settings", "title", "Peer support", "purpose", "Changed.", "joining", "open", "visibility", "members").follow().says("Saved.", "Changed.")
		d.visitor().get("/c/peer-support").want(http.StatusOK)
	})
}
