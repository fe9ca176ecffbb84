package models_test

import (
	"testing"

	"github.com/folkmoot/folkmoot/models"
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
