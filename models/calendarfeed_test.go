package models_test

import (
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestFeedOwner_IsWhoeverHasTheAddressLastMade(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx, amina, bo := t.Context(), mt.Person(t, s, "amina"), mt.Person(t, s, "bo")
		if at, err := s.FeedSince(ctx, amina); err != nil || !at.IsZero() {
			t.Fatalf("an address at %v, %v before one was made", at, err)
		}
		first, err := s.OpenFeed(ctx, amina)
		mt.Must(t, err)
		others, err := s.OpenFeed(ctx, bo)
		mt.Must(t, err)
		second, err := s.OpenFeed(ctx, amina)
		mt.Must(t, err)
		if len(first) != 32 || first == second || first == others {
			t.Errorf("the addresses are %s, %s and %s", first, second, others)
		}
		owns := func(token string, want *models.Actor) {
			t.Helper()
			who, err := s.FeedOwner(ctx, token)
			if want == nil && models.CodeOf(err) != models.NotFound || want != nil && (err != nil || who.ID != want.ID) {
				t.Errorf("%s is of %v, %v", token, who, err)
			}
		}
		owns(first, nil)
		owns("", nil)
		owns(second, amina)
		owns(others, bo)
		acc, err := s.AccountNamed(ctx, "bo")
		mt.Must(t, err)
		mt.Must(t, s.Suspend(ctx, mt.Admin(t, s, "sam"), acc, true, ""))
		owns(others, nil)
		mt.Must(t, s.CloseFeed(ctx, amina))
		owns(second, nil)
	})
}
