package models_test

import (
	"context"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestPolicy_NothingIsBegunWithASiteThatIsRefused(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Remote(t, s, models.Group, "ward-safety", "south.example")
		f, err := s.Follow(t.Context(), ana, ward, nil)
		mt.Must(t, err)
		mt.Must(t, s.FollowAnswered(t.Context(), ward, f, true))
		mt.Post(t, s, ana, ward, "Before", "It is sent.")

		mt.Must(t, s.SetPolicy(t.Context(), nil, models.PolicyChange{Host: "south.example", Reason: "Spam"}))
		_, err = s.Publish(t.Context(), models.Draft{Kind: models.Post, By: ana, In: ward, Title: "After", Source: "It would never arrive."})
		if models.CodeOf(err) != models.Refused {
			t.Errorf("a post: %v", err)
		}
		for _, kind := range []models.ActorKind{models.Group, models.Person} {
			other := mt.Remote(t, s, kind, "other-"+string(kind), "south.example")
			if _, err := s.Follow(t.Context(), ana, other, nil); models.CodeOf(err) != models.Refused {
				t.Errorf("a follow of a %s: %v", kind, err)
			}
		}
	})
}

// A door that closes when the database stumbles would turn allowed servers away for good, and cancel what is on its way
// to them.
func TestPolicy_WhileItCannotBeReadTheLastOneHolds(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := mt.Site(t, d, "north.example")
		away, cancel := context.WithCancel(t.Context())
		cancel() // no query succeeds with it
		for _, step := range []struct {
			change models.PolicyChange
			allows bool
		}{
			{models.PolicyChange{Mode: models.ModeOpen}, true},
			{models.PolicyChange{Host: "south.example", Reason: "Spam"}, false},
			{models.PolicyChange{Host: "south.example", Forget: true}, true},
		} {
			mt.Must(t, s.SetPolicy(t.Context(), nil, step.change))
			for _, later := range []time.Duration{0, 2 * time.Second, time.Hour} {
				clock.Add(later)
				if got := s.Policy(away).Allows("south.example"); got != step.allows {
					t.Errorf("%s after %+v: allows is %v", later, step.change, got)
				}
			}
		}
	})
}
