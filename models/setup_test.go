package models_test

import (
	"errors"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func eachUnset(t *testing.T, fn func(t *testing.T, s *models.Site)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := models.NewSite(models.Config{DB: d, Base: "https://north.example", Host: "north.example"})
		mt.Must(t, s.Start(t.Context()))
		fn(t, s)
	})
}

var (
	firstSettings = models.Settings{Name: "North Academy", Region: "The North", Contact: "help@north.example", Accent: "#1f5f5b"}
	firstAdmin    = models.NewAccount{Name: "asha", Title: "Asha Patel", Email: "asha@north.example", Password: mt.Password}
)

func TestSetUp_MakesSettingsPolicyAndAdminAtOnce(t *testing.T) {
	eachUnset(t, func(t *testing.T, s *models.Site) {
		token, err := s.SetupToken(t.Context())
		mt.Must(t, err)
		mt.Must(t, s.MaySetUp(t.Context(), token))
		acc, err := s.SetUp(t.Context(), token, firstSettings, firstAdmin, models.ModeClosed)
		mt.Must(t, err)
		set, err := s.Settings(t.Context())
		mt.Must(t, err)
		if !acc.Admin || !set.SetUp || set.Name != "North Academy" || s.Policy(t.Context()).Mode != models.ModeClosed {
			t.Errorf("account %+v, settings %+v, policy %+v", acc, set, s.Policy(t.Context()))
		}
		if _, err := s.SignIn(t.Context(), "asha@north.example", mt.Password); err != nil {
			t.Errorf("the first admin cannot sign in: %v", err)
		}
	})
}

func TestSetUp_LinkWorksOnceAndOnlyTheNewest(t *testing.T) {
	eachUnset(t, func(t *testing.T, s *models.Site) {
		old, err := s.SetupToken(t.Context())
		mt.Must(t, err)
		token, err := s.SetupToken(t.Context())
		mt.Must(t, err)
		for _, wrong := range []string{old, "", "0123"} {
			if _, err := s.SetUp(t.Context(), wrong, firstSettings, firstAdmin, models.ModeOpen); models.CodeOf(err) != models.NotFound {
				t.Errorf("token %q: err = %v", wrong, err)
			}
		}
		_, err = s.SetUp(t.Context(), token, firstSettings, firstAdmin, models.ModeOpen)
		mt.Must(t, err)
		second := firstAdmin
		second.Name, second.Email = "mal", "mal@south.example"
		if _, err := s.SetUp(t.Context(), token, firstSettings, second, models.ModeOpen); models.CodeOf(err) != models.NotFound {
			t.Errorf("the link worked twice: %v", err)
		}
		if again, err := s.SetupToken(t.Context()); again != "" || err != nil {
			t.Errorf("a new token %q was made for a site that has an admin, err = %v", again, err)
		}
	})
}

func TestSetUp_NamesEachWrongFieldAndKeepsNothing(t *testing.T) {
	eachUnset(t, func(t *testing.T, s *models.Site) {
		token, err := s.SetupToken(t.Context())
		mt.Must(t, err)
		_, err = s.SetUp(t.Context(), token, models.Settings{}, models.NewAccount{}, "")
		var e *models.Error
		if !errors.As(err, &e) {
			t.Fatalf("err = %v", err)
		}
		for _, field := range []string{"site", "contact", "mode", "name", "email", "password"} {
			if e.Fields[field] == "" {
				t.Errorf("nothing is said about %s: %v", field, e.Fields)
			}
		}
		if has, err := s.HasAccounts(t.Context()); has || err != nil {
			t.Errorf("an account was made, err = %v", err)
		}
	})
}
