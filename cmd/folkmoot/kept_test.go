package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestDocumentsOfActors_AreNeverOlderThanWhatWasDone(t *testing.T) {
	moottest.Each(t, func(t *testing.T, m *moottest.Moot, open func(string) *moottest.Site) {
		ctx, north := t.Context(), open("north.example")
		sam, ana := mt.Admin(t, north.Site, "sam"), mt.Person(t, north.Site, "ana")
		charter := models.Charter{Name: "ward-safety", Title: "Ward safety", Visibility: models.Public, Joining: models.JoinOpen}
		ward := mt.Founded(t, north.Site, ana, charter)
		finger := "/.well-known/webfinger?resource=acct:ward-safety@north.example"
		look := func(path string, status int, words string) {
			t.Helper()
			for range 2 { // as it is made and as it is kept
				w := get(t, north, http.MethodGet, path, "application/activity+json")
				if w.Code != status || !strings.Contains(w.Body.String(), words) {
					t.Errorf("%s: answered %d without %q: %s", path, w.Code, words, w.Body)
				}
			}
		}
		look("/c/ward-safety", http.StatusOK, "Ward safety")
		look(finger, http.StatusOK, ward.URI)
		charter.Title = "Safer wards"
		mt.Must(t, north.SetCharter(ctx, ana, ward, charter))
		look("/c/ward-safety", http.StatusOK, "Safer wards")

		look("/u/ana", http.StatusOK, "ana")
		mt.Must(t, north.SetProfile(ctx, ana, models.ProfileForm{Title: "Ana Lund"}))
		look("/u/ana", http.StatusOK, "Ana Lund")

		mt.Must(t, north.SetPolicy(ctx, sam, models.PolicyChange{Mode: models.ModeAllowlist}))
		w := get(t, north, http.MethodGet, "/u/ana", "application/activity+json")
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "Ana Lund") {
			t.Errorf("whoever is not on the list is answered %d %s", w.Code, w.Body)
		}
		mt.Must(t, north.SetPolicy(ctx, sam, models.PolicyChange{Mode: models.ModeOpen}))
		look("/u/ana", http.StatusOK, "Ana Lund")

		ben, err := north.AddAccount(ctx, models.NewAccount{Name: "ben", Email: "ben@post.example", Password: mt.Password})
		mt.Must(t, err)
		finger = "/.well-known/webfinger?resource=acct:ben@north.example"
		look("/u/ben", http.StatusOK, "ben")
		look(finger, http.StatusOK, ben.Actor.URI)
		mt.Must(t, north.Suspend(ctx, sam, ben, true, "leaves us"))
		look("/u/ben", http.StatusNotFound, "")
		look(finger, http.StatusNotFound, "")
	})
}
