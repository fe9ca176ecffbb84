package models_test

import (
	"fmt"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A community of another site says what it likes about itself; it must not make ours tell the names of closed ones.
func TestModeration_IsOfPeopleOnly(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana := mt.Person(t, s, "ana")
		closed := mt.Founded(t, s, ana, models.Charter{Name: "union", Title: "Workers in secret", Visibility: models.MembersOnly})
		far := mt.Remote(t, s, models.Group, "prober", "south.example")
		from := func(n int) *models.Origin {
			return &models.Origin{URI: fmt.Sprintf("https://south.example/act/%d", n), Host: "south.example", Raw: []byte("{}")}
		}
		if err := s.Ban(ctx, far, far, models.BanOrder{Who: closed, On: true}, from(1)); models.CodeOf(err) != models.NotFound {
			t.Errorf("a community was banned: %v", err)
		}
		if err := s.Appoint(ctx, far, far, closed, models.Facilitator, from(2)); models.CodeOf(err) != models.NotFound {
			t.Errorf("a community became facilitator: %v", err)
		}
		mt.Must(t, s.SetModerators(ctx, far, []*models.Actor{closed, ana}))
		keepers, err := s.Facilitators(ctx, far.ID)
		mt.Must(t, err)
		if len(keepers) != 0 {
			t.Errorf("%d facilitators were taken from a list that names who never followed", len(keepers))
		}
	})
}

func TestAppoint_MakesNobodyHereFollowACommunityElsewhere(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana, far := mt.Person(t, s, "ana"), mt.Remote(t, s, models.Group, "spammers", "south.example")
		err := s.Appoint(ctx, far, far, ana, models.Facilitator, &models.Origin{URI: "https://south.example/act/1", Host: "south.example", Raw: []byte("{}")})
		if models.CodeOf(err) != models.Forbidden {
			t.Errorf("somebody was enrolled without being asked: %v", err)
		}
		f, err := s.Following(ctx, ana.ID, far.ID)
		mt.Must(t, err)
		if f != nil {
			t.Errorf("they follow it now: %+v", f)
		}
	})
}

func TestRevise_KeepsSoManyEarlierWordingsAndNoMore(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana := mt.Person(t, s, "ana")
		it := mt.Post(t, s, ana, mt.Community(t, s, ana, "ward-safety"), "Falls checklist", "First")
		for n := range 40 {
			_, err := s.Revise(ctx, it, models.Draft{By: ana, Title: it.Title, Source: fmt.Sprintf("Wording %d", n)})
			mt.Must(t, err)
		}
		old, err := s.History(ctx, it.ID)
		mt.Must(t, err)
		if len(old) != 30 || old[0].Source != "Wording 38" {
			t.Errorf("%d earlier wordings, the latest %q", len(old), old[0].Source)
		}
	})
}
