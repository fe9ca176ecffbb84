package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// page writes a page in the wiki of ward, by ana.
func (s *story) page(title, source string) *models.Item {
	s.Helper()
	it, err := s.north.WritePage(s.Context(), models.Draft{By: s.ana, In: s.ward, Title: title, Source: source, Language: "en"}, "begun")
	s.settled(err)
	return it
}

// pageAt is a page as a site has it.
func (s *story) pageAt(there *moottest.Site, it *models.Item) (*models.Item, *models.WikiPage) {
	s.Helper()
	found := s.at(there, it)
	if found == nil {
		s.Fatalf("the page is not on %s", there.Host())
	}
	p, ok := found.Detail.(*models.WikiPage)
	if !ok {
		s.Fatalf("on %s it is %+v", there.Host(), found)
	}
	return found, p
}

// edits saves a page on a site in somebody's name, on top of the revision that they saw.
func (s *story) edits(there *moottest.Site, who *models.Actor, it *models.Item, base int, source, note string) *models.Edited {
	s.Helper()
	found, _ := s.pageAt(there, it)
	done, err := there.EditPage(s.Context(), found, models.Draft{By: who, Title: found.Title, Source: source}, base, note)
	mt.Must(s.T, err)
	return done
}

// later lets time pass on all sites, and what is due be done.
func (s *story) later(d time.Duration) {
	s.Helper()
	s.Clock.Set(s.Clock.Now().Add(d))
	for _, site := range []*moottest.Site{s.north, s.south, s.east} {
		mt.Must(s.T, site.DoDue(s.Context()))
	}
	s.Settle()
}

// offered is what became of the last edit of somebody elsewhere, as a site keeps it.
func (s *story) offered(there *moottest.Site, who *models.Actor, it *models.Item) *models.WikiOffer {
	s.Helper()
	found, _ := s.pageAt(there, it)
	all, err := there.Offers(s.Context(), found.ID, s.actorAt(there, who))
	mt.Must(s.T, err)
	if len(all) == 0 {
		s.Fatalf("%s keeps no offer by %s", there.Host(), who.Name)
	}
	return all[0]
}

// A page of a wiki is edited from two sites at once: lines that only one changed are merged, and what both changed is lost on
// neither side.
func TestStory_AWikiPageIsEditedFromTwoSitesAtOnce(t *testing.T) {
	tell(t, func(s *story) {
		it := s.page("Night rota", "one\n\ntwo\n\nthree\n\nfour [[Other page]]")
		for _, site := range []*moottest.Site{s.south, s.east} {
			found, p := s.pageAt(site, it)
			if p.Number != 1 || p.Slug != "night-rota" || found.CommunityID != s.wardAt(site).ID || found.Source != it.Source {
				s.Errorf("on %s it is %+v %q", site.Host(), p, found.Source)
			}
		}
		done := s.edits(s.south, s.jo, it, 1, "ONE\n\ntwo\n\nthree\n\nfour [[Other page]]", "louder")
		if done.Offer == nil || s.offered(s.south, s.jo, it).State != models.Offered {
			s.Errorf("the edit is %+v", done)
		}
		s.edits(s.north, s.ana, it, 1, "one\n\ntwo\n\nTHREE\n\nfour [[Other page]]", "also louder")
		s.Settle()
		now, p := s.pageAt(s.north, it)
		if now.Source != "ONE\n\ntwo\n\nTHREE\n\nfour [[Other page]]" || p.Number != 3 || p.Latest.By.URI != s.jo.URI || p.Latest.Note != "louder" {
			s.Errorf("at home it is %q, %+v", now.Source, p.Latest)
		}
		for _, site := range []*moottest.Site{s.north, s.south} {
			if o := s.offered(site, s.jo, it); o.State != models.OfferAccepted || o.Result != it.URI+"/rev/3" {
				s.Errorf("on %s the offer is %+v", site.Host(), o)
			}
		}
		if there, q := s.pageAt(s.south, it); there.Source != now.Source || q.Number != 3 {
			s.Errorf("whoever offered it sees %q, revision %d", there.Source, q.Number)
		}
		if there, _ := s.pageAt(s.east, it); there.Source == now.Source {
			s.Error("the others were told at once")
		}
		s.later(11 * time.Minute)
		if there, q := s.pageAt(s.east, it); there.Source != now.Source || q.Number != 3 {
			s.Errorf("later east has %q, revision %d", there.Source, q.Number)
		}
		s.clashes(it)
		s.histories(it)
	})
}

// clashes lets jo change a line that ana has changed as well.
func (s *story) clashes(it *models.Item) {
	s.Helper()
	s.edits(s.north, s.ana, it, 3, "ONE\n\ntwo of ana\n\nTHREE\n\nfour [[Other page]]", "")
	mine := "ONE\n\ntwo of jo\n\nTHREE\n\nfour [[Other page]]"
	s.edits(s.south, s.jo, it, 3, mine, "mine")
	s.Settle()
	for _, site := range []*moottest.Site{s.north, s.south} {
		if o := s.offered(site, s.jo, it); o.State != models.OfferRejected || o.Result != it.URI+"/rev/4" || o.Source != mine || o.Reason == "" {
			s.Errorf("on %s the offer is %+v", site.Host(), o)
		}
	}
	if there, p := s.pageAt(s.south, it); p.Number != 4 || !strings.Contains(there.Source, "two of ana") {
		s.Errorf("south shows revision %d: %q", p.Number, there.Source)
	}
	notices, err := s.south.Notices(s.Context(), mt.As(s.jo), 1)
	mt.Must(s.T, err)
	if len(notices.Items) == 0 || notices.Items[0].Kind != models.NoticeUnfit {
		s.Errorf("jo is told %+v", notices.Items)
	}
	s.later(11 * time.Minute)
}

// histories are the same on all sites, whichever of the updates a site was sent.
func (s *story) histories(it *models.Item) {
	s.Helper()
	want := "4 ana , 3 jo louder, 2 ana also louder, 1 ana begun"
	for _, site := range []*moottest.Site{s.north, s.south, s.east} {
		found, _ := s.pageAt(site, it)
		list, err := site.Revisions(s.Context(), found.ID, 1)
		mt.Must(s.T, err)
		var got []string
		for _, r := range list.Items {
			full, err := site.Revision(s.Context(), found.ID, r.Number)
			mt.Must(s.T, err)
			if !full.Whole || full.Source == "" || full.URI != it.URI+"/rev/"+string(rune('0'+r.Number)) {
				s.Errorf("on %s revision %d is %+v", site.Host(), r.Number, full)
			}
			name := "?"
			if r.By != nil {
				name = r.By.Name
			}
			got = append(got, string(rune('0'+r.Number))+" "+name+" "+r.Note)
		}
		if strings.Join(got, ", ") != want && site != s.east {
			s.Errorf("on %s the history is %q, want %q", site.Host(), got, want)
		}
		if len(got) != 4 {
			s.Errorf("on %s there are %q", site.Host(), got)
		}
	}
	page := get(s.T, s.south, http.MethodGet, "/c/ward-safety@north.example/wiki/night-rota", "text/html")
	if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), `class="fm-missing" href="/c/ward-safety@north.example/wiki/other-page"`) {
		s.Errorf("the page on south is %d: %s", page.Code, page.Body)
	}
}

// A page is read, found and followed elsewhere like all else, and gone there when it is deleted.
func TestStory_AWikiPageIsRenamedProtectedAndDeletedEverywhere(t *testing.T) {
	tell(t, func(s *story) {
		top, it := s.page("Guides", "All of them."), s.page("Night rota", "words")
		_, err := s.north.EditPage(s.Context(), it, models.Draft{By: s.ana, Title: "Rota for nights", Source: "words", Detail: &models.WikiPage{ParentID: top.ID}}, 1, "a better name")
		mt.Must(s.T, err)
		mt.Must(s.T, s.north.Protect(s.Context(), s.ana, it, true))
		s.later(11 * time.Minute)
		found, p := s.pageAt(s.south, it)
		above := s.at(s.south, top)
		if found.Title != "Rota for nights" || p.Slug != "rota-for-nights" || !p.Protected || p.ParentID != above.ID {
			s.Errorf("south has %q %+v", found.Title, p)
		}
		if _, err := s.south.EditPage(s.Context(), found, models.Draft{By: s.jo, Title: found.Title, Source: "more"}, p.Number, ""); models.CodeOf(err) != models.Forbidden {
			s.Errorf("jo may offer an edit of a protected page: %v", err)
		}
		old := get(s.T, s.south, http.MethodGet, "/c/ward-safety@north.example/wiki/night-rota", "text/html")
		if old.Code != http.StatusMovedPermanently || old.Header().Get("Location") != "/c/ward-safety@north.example/wiki/rota-for-nights" {
			s.Errorf("its former address answers %d %v", old.Code, old.Header())
		}
		s.settled(s.north.Delete(s.Context(), s.ana, it, nil))
		s.everywhere("deleted", it, func(it *models.Item) bool { return !it.DeletedAt.IsZero() && it.Detail == nil })
	})
}
