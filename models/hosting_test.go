package models_test

import (
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func account(t *testing.T, s *models.Site, name string) *models.Account {
	t.Helper()
	acc, err := s.AccountNamed(t.Context(), name)
	mt.Must(t, err)
	return acc
}

// logged fails unless the newest entries of the site's log are these, newest first.
func logged(t *testing.T, s *models.Site, verbs ...models.Verb) {
	t.Helper()
	log, err := s.SiteLog(t.Context(), 1)
	mt.Must(t, err)
	if len(log.Items) < len(verbs) {
		t.Fatalf("%d entries in the log, want %v", len(log.Items), verbs)
	}
	for n, verb := range verbs {
		if log.Items[n].Verb != verb || log.Items[n].Target == nil || log.Items[n].By != nil {
			t.Errorf("entry %d of the log is %+v, want %s", n, log.Items[n], verb)
		}
	}
}

func TestSetAdmin_NeverLeavesTheSiteWithoutAnybodyWhoRunsIt(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		mt.Person(t, s, "ana")
		mt.Person(t, s, "ben")
		mt.Must(t, s.SetAdmin(ctx, account(t, s, "ana"), true))
		mt.Must(t, s.SetAdmin(ctx, account(t, s, "ana"), true)) // changes nothing, so nothing is told
		if err := s.SetAdmin(ctx, account(t, s, "ana"), false); models.CodeOf(err) != models.Conflict {
			t.Errorf("the last one was dismissed: %v", err)
		}
		mt.Must(t, s.SetAdmin(ctx, account(t, s, "ben"), true))
		mt.Must(t, s.SetAdmin(ctx, account(t, s, "ana"), false))
		if account(t, s, "ana").Admin || !account(t, s, "ben").Admin {
			t.Error("the wrong one runs the site")
		}
		logged(t, s, models.VerbRelieve, models.VerbEntrust, models.VerbEntrust)
	})
}

func TestSetAdmin_OneWhoCannotSignInDoesNotCount(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana := mt.Person(t, s, "ana")
		mt.Person(t, s, "ben")
		mt.Must(t, s.SetAdmin(ctx, account(t, s, "ana"), true))
		mt.Must(t, s.SetAdmin(ctx, account(t, s, "ben"), true))
		mt.Must(t, s.Suspend(ctx, ana, account(t, s, "ben"), true, "Away."))
		if err := s.SetAdmin(ctx, account(t, s, "ana"), false); models.CodeOf(err) != models.Conflict {
			t.Errorf("only a suspended one is left: %v", err)
		}
	})
}

func TestSetEmail_IsTheAddressForSigningInAndOfNobodyElse(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		mt.Person(t, s, "ana")
		mt.Person(t, s, "ben")
		ana := account(t, s, "ana")
		mt.Must(t, s.ReplacePassword(ctx, ana, "seven green bottles"))
		for _, wrong := range []string{"", "ana", account(t, s, "ben").Email} {
			if err := s.SetEmail(ctx, ana, wrong); models.CodeOf(err) != models.Invalid {
				t.Errorf("%q was taken: %v", wrong, err)
			}
		}
		mt.Must(t, s.SetEmail(ctx, ana, " Ana@New.Example "))
		_, err := s.SignIn(ctx, "ana@new.example", "seven green bottles")
		mt.Must(t, err)
		logged(t, s, models.VerbEmail, models.VerbPassword)
	})
}
