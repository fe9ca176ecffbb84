package handlers_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/text"
)

func TestFronts_AreNeverOlderThanWhatWasDone(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx, sam := t.Context(), mt.Admin(t, d.site, "sam")
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		far := mt.Remote(t, d.site, models.Person, "jo", "south.example")
		look := func() *reply { return d.visitor().get("/c/ward-safety").want(http.StatusOK) }
		look().says("Nobody has spoken yet")
		post := mt.Post(t, d.site, ana, ward, "Parking", "the first words")
		look().says("Parking", "the first words")
		_, err := d.site.Revise(ctx, post, models.Draft{By: ana, Title: "Parking", Source: "other words"})
		mt.Must(t, err)
		look().says("other words")
		mt.Join(t, d.site, ben, ward)
		look().says("2 members")
		mt.Must(t, d.site.Like(ctx, ben, post, models.Likes, nil))
		look().says("1 like")
		mt.Must(t, d.site.Pin(ctx, ana, post, true, "", nil))
		look().says("Pinned")
		mt.Must(t, d.site.SetProfile(ctx, ana, models.ProfileForm{Title: "Ana Lund"}))
		look().says("Ana Lund")
		mt.Must(t, d.site.SetSettings(ctx, sam, models.Settings{Name: "North Academy", Contact: "help@north.example"}))
		look().says("North Academy")
		_, err = d.site.Publish(ctx, models.Draft{
			Kind: models.Post, By: far, In: ward, Title: "From jo", HTML: text.Clean("<p>x</p>"),
			From: &models.Origin{URI: "https://south.example/a/1", Object: "https://south.example/o/1", Host: "south.example", Raw: []byte(`{}`)},
		})
		mt.Must(t, err)
		look().says("From jo")
		mt.Must(t, d.site.SetPolicy(ctx, sam, models.PolicyChange{Host: "south.example"}))
		look().hides("From jo")
		mt.Must(t, d.site.Remove(ctx, ana, post, true, "", nil))
		look().hides("Parking")
	})
}

func TestFronts_AreASecondOldAtMostWhateverChangesWithoutAnAct(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, store *db.DB, clock *dbtest.Clock) {
		ctx, d := t.Context(), newDesk(t, store)
		ward := mt.Community(t, d.site, mt.Person(t, d.site, "ana"), "ward-safety")
		far := mt.Remote(t, d.site, models.Person, "jo", "south.example")
		_, err := d.site.Publish(ctx, models.Draft{
			Kind: models.Post, By: far, In: ward, Title: "From jo", HTML: text.Clean("<p>x</p>"),
			From: &models.Origin{URI: "https://south.example/a/1", Object: "https://south.example/o/1", Host: "south.example", Raw: []byte(`{}`)},
		})
		mt.Must(t, err)
		d.visitor().get("/c/ward-safety").says("From jo").hides("Jo Lund")
		renamed := *far
		renamed.Title = "Jo Lund"
		_, err = d.site.SaveActor(ctx, models.RemoteActor{Actor: renamed})
		mt.Must(t, err)
		clock.Add(time.Second)
		d.visitor().get("/c/ward-safety").says("Jo Lund")
	})
}

func TestFronts_AreTheSameForAllVisitorsAndForNobodyElse(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Post(t, d.site, ana, mt.Community(t, d.site, ana, "ward-safety"), "Parking", "x")
		b := d.as(ana)
		b.get("/c/ward-safety").says("Menu for ana", "Start a discussion")
		d.visitor().get("/c/ward-safety").hides("Menu for").says("Sign in")
		b.get("/c/ward-safety").says("Menu for ana")
		d.visitor().get("/c/ward-safety", "Cookie", sessionCookie+"=planted").hides("Menu for")
	})
}
