package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A story is what the stories of moderation and policy begin with: north, where ana has the community
// ward-safety; and south and east, where jo and eve follow it.
type story struct {
	*testing.T
	*moottest.Moot
	north, south, east *moottest.Site
	ana, jo, eve       *models.Actor
	ward               *models.Actor // as north has it
}

func tell(t *testing.T, fn func(s *story)) {
	t.Helper()
	tellWith(t, nil, fn)
}

// tellWith is tell where the sites keep their files elsewhere than in folders.
func tellWith(t *testing.T, files func(testing.TB) blob.Store, fn func(s *story)) {
	t.Helper()
	moottest.Each(t, func(t *testing.T, m *moottest.Moot, open func(string) *moottest.Site) {
		m.Files = files
		s := &story{T: t, Moot: m, north: open("north.example"), south: open("south.example"), east: open("east.example")}
		s.ana, s.jo, s.eve = mt.Person(t, s.north.Site, "ana"), mt.Person(t, s.south.Site, "jo"), mt.Person(t, s.east.Site, "eve")
		s.ward = mt.Community(t, s.north.Site, s.ana, "ward-safety")
		s.follow(s.south, s.jo)
		s.follow(s.east, s.eve)
		fn(s)
	})
}

// follow lets somebody of another site follow ward.
func (s *story) follow(there *moottest.Site, who *models.Actor) {
	s.Helper()
	_, err := there.Follow(s.Context(), who, s.wardAt(there), nil)
	s.settled(err)
}

// wardAt is ward as another site knows it.
func (s *story) wardAt(there *moottest.Site) *models.Actor {
	s.Helper()
	a, err := there.Fed.Actor(s.Context(), "@ward-safety@north.example")
	mt.Must(s.T, err)
	return a
}

// settled ends the test when err is not nil, and lets all sites work.
func (s *story) settled(err error) {
	s.Helper()
	mt.Must(s.T, err)
	s.Settle()
}

// post starts a thread in ward by ana.
func (s *story) post(title string) *models.Item {
	s.Helper()
	it := mt.Post(s.T, s.north.Site, s.ana, s.ward, title, "Words about it.")
	s.Settle()
	return it
}

// at is an item as a site has it, or nil.
func (s *story) at(there *moottest.Site, it *models.Item) *models.Item {
	s.Helper()
	found, err := there.ItemByURI(s.Context(), it.URI)
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	mt.Must(s.T, err)
	return found
}

// everywhere fails the test unless all three sites find an item to be so.
func (s *story) everywhere(what string, it *models.Item, so func(*models.Item) bool) {
	s.Helper()
	for _, site := range []*moottest.Site{s.north, s.south, s.east} {
		if found := s.at(site, it); found == nil || !so(found) {
			s.Errorf("%s: not so on %s: %+v", what, site.Host(), found)
		}
	}
}

// actorAt is an actor as a site knows them.
func (s *story) actorAt(there *moottest.Site, a *models.Actor) *models.Actor {
	s.Helper()
	found, err := there.Fed.Actor(s.Context(), a.URI)
	mt.Must(s.T, err)
	return found
}

// reads fails the test unless the pages of a thread, on all three sites, say something, or say it no more.
func (s *story) reads(thread *models.Item, words string, want bool) {
	s.Helper()
	for _, site := range []*moottest.Site{s.north, s.south, s.east} {
		page := get(s.T, site, http.MethodGet, s.at(site, thread).Path(), "text/html")
		if page.Code != http.StatusOK || strings.Contains(page.Body.String(), words) != want {
			s.Errorf("the page on %s is %d; that it says %q should be %v", site.Host(), page.Code, words, want)
		}
	}
}
