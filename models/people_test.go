package models_test

import (
	"fmt"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestFindPeople_ByAnyWordOfTheirProfileAndForThoseSignedInOnly(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		mt.Must(t, s.SetProfile(t.Context(), ben, models.ProfileForm{Title: "Ben Ash", Role: "District nurse", Place: "Årdal", AskAbout: "falls, dementia"}))
		for words, want := range map[string]int{"nurse": 1, "årdal": 1, "FALLS": 1, "ben": 1, "nobody": 0} {
			found, err := s.FindPeople(t.Context(), mt.As(ana), []string{words}, 10)
			mt.Must(t, err)
			if len(found) != want {
				t.Errorf("%q finds %d people, want %d", words, len(found), want)
			}
		}
		both, err := s.FindPeople(t.Context(), mt.As(ana), []string{"nurse", "dementia"}, 10)
		mt.Must(t, err)
		if len(both) != 1 || both[0].Profile.Role != "District nurse" {
			t.Errorf("two words find %+v", both)
		}
		hidden, err := s.FindPeople(t.Context(), models.Viewer{}, []string{"nurse"}, 10)
		mt.Must(t, err)
		if len(hidden) != 0 {
			t.Error("people are found by visitors")
		}
	})
}

func TestFindMembers_AmongMembersOnly(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		mt.Person(t, s, "benedict")
		ward := mt.Community(t, s, ana, "ward-safety")
		mt.Join(t, s, ben, ward)
		found, err := s.FindMembers(t.Context(), ward.ID, []string{"ben"}, 1)
		mt.Must(t, err)
		if found.Total != 1 || found.Items[0].Actor.Name != "ben" {
			t.Errorf("found %+v", found)
		}
		all, err := s.FindMembers(t.Context(), ward.ID, nil, 1)
		mt.Must(t, err)
		if all.Total != 2 || all.Items[0].Actor.Name != "ana" {
			t.Errorf("without words: %+v", all)
		}
	})
}

func TestPageOf_IsThePageThatShowsTheReply(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		post := mt.Post(t, s, ana, ward, "Long", "thread")
		var last *models.Item
		for n := range models.PageSize + 1 {
			last = mt.Reply(t, s, ana, post, fmt.Sprint("reply ", n))
		}
		thread, page, err := s.PageOf(t.Context(), models.Viewer{}, last)
		mt.Must(t, err)
		shown, err := s.Replies(t.Context(), models.Viewer{}, post.ID, page)
		mt.Must(t, err)
		if thread.ID != post.ID || page != 2 || len(shown.Items) != 1 || shown.Items[0].ID != last.ID {
			t.Errorf("page %d shows %d replies", page, len(shown.Items))
		}
	})
}

func TestNumbers_TellNothingOfHiddenCommunities(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		mt.Founded(t, s, ana, models.Charter{Name: "secret", Visibility: models.MembersOnly})
		jo := mt.Remote(t, s, models.Person, "jo", "south.example")
		_, err := s.Follow(t.Context(), jo, ward, &models.Origin{URI: "https://south.example/f/1", Host: "south.example"})
		mt.Must(t, err)
		n, err := s.Numbers(t.Context())
		mt.Must(t, err)
		if n != (models.Numbers{Communities: 1, People: 1, Sites: 1}) {
			t.Errorf("numbers = %+v", n)
		}
		sites, err := s.SitesTakingPart(t.Context(), ward.ID)
		mt.Must(t, err)
		if len(sites) != 1 || sites[0] != (models.HostCount{Host: "south.example", N: 1}) {
			t.Errorf("sites = %+v", sites)
		}
		post := mt.Post(t, s, ana, ward, "Hello", "x")
		copies, err := s.CopiesElsewhere(t.Context(), post.ID)
		mt.Must(t, err)
		reports, err := s.OpenReports(t.Context(), 0)
		mt.Must(t, err)
		if copies != 0 || reports != 0 {
			t.Errorf("%d copies, %d reports", copies, reports)
		}
	})
}
