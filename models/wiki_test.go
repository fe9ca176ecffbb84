package models_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A study is a site with a community in whose wiki ana, who organises it, and ben, a member, write.
type study struct {
	*testing.T
	*models.Site
	clock               *dbtest.Clock
	told                *counting
	ana, ben, bea, ward *models.Actor
}

// counting counts what others are told of.
type counting struct{ verbs []models.Verb }

func (c *counting) Tell(_ context.Context, _ *db.Tx, a *models.Act) error {
	c.verbs = append(c.verbs, a.Verb)
	return nil
}

func inStudy(t *testing.T, fn func(s *study)) {
	t.Helper()
	dbtest.EachWithClock(t, func(t *testing.T, store *db.DB, clock *dbtest.Clock) {
		clock.Set(time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC))
		s := &study{T: t, Site: mt.Site(t, store, "north.example"), clock: clock, told: new(counting)}
		s.ana, s.ben, s.bea = mt.Person(t, s.Site, "ana"), mt.Person(t, s.Site, "ben"), mt.Person(t, s.Site, "bea")
		s.ward = mt.Community(t, s.Site, s.ana, "ward")
		mt.Join(t, s.Site, s.ben, s.ward)
		s.SetHerald(s.told)
		s.told.verbs = nil
		fn(s)
	})
}

func (s *study) write(title, source string) *models.Item {
	s.Helper()
	it, err := s.WritePage(s.Context(), models.Draft{By: s.ana, In: s.ward, Title: title, Source: source}, "begun")
	mt.Must(s.T, err)
	return it
}

func (s *study) edit(it *models.Item, by *models.Actor, base int, title, source string) (*models.Edited, error) {
	s.Helper()
	return s.EditPage(s.Context(), it, models.Draft{By: by, Title: title, Source: source}, base, "note of "+by.Name)
}

func (s *study) edited(it *models.Item, by *models.Actor, base int, title, source string) *models.Edited {
	s.Helper()
	done, err := s.edit(it, by, base, title, source)
	mt.Must(s.T, err)
	return done
}

func (s *study) page(it *models.Item) (*models.Item, *models.WikiPage) {
	s.Helper()
	now, err := s.Item(s.Context(), models.Viewer{}, it.ID)
	mt.Must(s.T, err)
	return now, now.Detail.(*models.WikiPage)
}

func TestWiki_EditsOfOneTextAreMergedOrBothKept(t *testing.T) {
	inStudy(t, func(s *study) {
		it := s.write("Night rota", "one\ntwo\nthree\nfour")
		if done := s.edited(it, s.ben, 1, "Night rota", "ONE\ntwo\nthree\nfour"); done.Number != 2 || done.With != nil {
			s.Errorf("the first edit is %+v", done)
		}
		done := s.edited(it, s.ana, 1, "Night rota", "one\ntwo\nthree\nFOUR")
		if done.Number != 3 || done.With == nil || done.With.By.Name != "ben" || done.Item.Source != "ONE\ntwo\nthree\nFOUR" {
			s.Errorf("the second edit is %+v with %+v: %q", done, done.With, done.Item.Source)
		}
		if _, err := s.edit(it, s.ben, 2, "Night rota", "ONE\ntwo\nthree\nvier"); !models.IsClash(err) || models.CodeOf(err) != models.Conflict {
			s.Errorf("lines that both changed give %v", err)
		}
		if done := s.edited(it, s.ben, 2, "Night rota", "ONE\ntwo\nthree\nFOUR"); !done.Same || done.Number != 3 {
			s.Errorf("the same text again is %+v", done)
		}
		list, err := s.Revisions(s.Context(), it.ID, 1)
		mt.Must(s.T, err)
		var got []string
		for _, r := range list.Items {
			got = append(got, fmt.Sprint(r.Number, " ", r.Base, " ", r.By.Name, ": ", r.Note))
		}
		if want := "3 1 ana: note of ana, 2 1 ben: note of ben, 1 0 ana: begun"; strings.Join(got, ", ") != want {
			s.Errorf("history is %q, want %q", got, want)
		}
		first, err := s.Revision(s.Context(), it.ID, 1)
		mt.Must(s.T, err)
		if first.Source != "one\ntwo\nthree\nfour" || first.URI != it.URI+"/rev/1" {
			s.Errorf("the first revision is %+v", first)
		}
	})
}

func TestWiki_ManyWhoSaveAtOnceLoseNothing(t *testing.T) {
	inStudy(t, func(s *study) {
		var lines []string
		for n := range 8 {
			lines = append(lines, fmt.Sprint("line ", n), "")
		}
		it := s.write("List", strings.Join(lines, "\n"))
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for n := range errs {
			wg.Go(func() {
				mine := strings.Replace(strings.Join(lines, "\n"), fmt.Sprint("line ", 2*n), fmt.Sprint("changed ", 2*n), 1)
				_, errs[n] = s.EditPage(s.Context(), it, models.Draft{By: s.ana, Title: "List", Source: mine}, 1, "")
			})
		}
		wg.Wait()
		now, p := s.page(it)
		for n, err := range errs {
			if err != nil || !strings.Contains(now.Source, fmt.Sprint("changed ", 2*n)) {
				s.Errorf("edit %d: %v\n%s", n, err, now.Source)
			}
		}
		if p.Number != 5 {
			s.Errorf("it is revision %d, want 5", p.Number)
		}
	})
}

func TestWiki_ARenamedPageIsFoundByItsFormerAddress(t *testing.T) {
	inStudy(t, func(s *study) {
		it := s.write("Night rota", "words")
		s.write("Day rota", "see [[Night rota]] and [[Day rota]] and [[nothing yet|this]]")
		if _, err := s.WritePage(s.Context(), models.Draft{By: s.ana, In: s.ward, Title: "night  ROTA!"}, ""); models.CodeOf(err) != models.Invalid {
			s.Errorf("a second page of the name gives %v", err)
		}
		if _, err := s.edit(it, s.ben, 1, "Day rota", "words"); models.CodeOf(err) != models.Invalid {
			s.Errorf("renaming it to another's name gives %v", err)
		}
		s.edited(it, s.ben, 1, "Rota for nights", "words")
		for _, slug := range []string{"night-rota", "rota-for-nights"} {
			found, err := s.PageAt(s.Context(), models.Viewer{}, s.ward.ID, slug)
			mt.Must(s.T, err)
			if found.ID != it.ID || found.Detail.(*models.WikiPage).Slug != "rota-for-nights" {
				s.Errorf("%s is %q", slug, found.Title)
			}
		}
		now, _ := s.page(it)
		links, err := s.LinksTo(s.Context(), models.Viewer{}, now)
		mt.Must(s.T, err)
		if len(links) != 1 || links[0].Title != "Day rota" {
			s.Errorf("it is linked from %+v", links)
		}
		taken := s.write("Night rota", "a new one takes the address")
		found, err := s.PageAt(s.Context(), models.Viewer{}, s.ward.ID, "night-rota")
		mt.Must(s.T, err)
		if found.ID != taken.ID {
			s.Errorf("the address leads to %q", found.Title)
		}
	})
}

func TestWiki_IsATreeWithoutCircles(t *testing.T) {
	inStudy(t, func(s *study) {
		top := s.write("Top", "x")
		below := func(title string, parent int64) *models.Item {
			s.Helper()
			it, err := s.WritePage(s.Context(), models.Draft{By: s.ben, In: s.ward, Title: title, Detail: &models.WikiPage{ParentID: parent, ReviewOn: "2027-03-01"}}, "")
			mt.Must(s.T, err)
			return it
		}
		b := below("B", top.ID)
		below("A", top.ID)
		below("C", b.ID)
		circle := &models.WikiPage{ParentID: b.ID}
		_, err := s.EditPage(s.Context(), top, models.Draft{By: s.ana, Title: "Top", Source: "x", Detail: circle}, 1, "")
		mt.Must(s.T, err)
		lines, err := s.Wiki(s.Context(), models.Viewer{}, s.ward.ID)
		mt.Must(s.T, err)
		var got []string
		for _, l := range lines {
			got = append(got, strings.Repeat("-", l.Depth)+l.Title)
		}
		if strings.Join(got, " ") != "Top -A -B --C" {
			s.Errorf("the tree is %q", got)
		}
		due, err := s.ToReview(s.Context(), models.Viewer{}, s.ward.ID)
		mt.Must(s.T, err)
		if len(due) != 3 {
			s.Errorf("to be reviewed: %+v", due)
		}
		_, err = s.WritePage(s.Context(), models.Draft{By: s.ana, In: s.ward, Title: "D", Detail: &models.WikiPage{ReviewOn: "soon"}}, "")
		if models.CodeOf(err) != models.Invalid {
			s.Errorf("a day that is none gives %v", err)
		}
	})
}

func TestWiki_MembersWriteAndFacilitatorsProtect(t *testing.T) {
	inStudy(t, func(s *study) {
		it := s.write("Rules", "one")
		if _, err := s.edit(it, s.bea, 1, "Rules", "two"); models.CodeOf(err) != models.Forbidden {
			s.Errorf("somebody who has not joined gets %v", err)
		}
		if err := s.Protect(s.Context(), s.ben, it, true); models.CodeOf(err) != models.Forbidden {
			s.Errorf("a member who protects gets %v", err)
		}
		mt.Must(s.T, s.Protect(s.Context(), s.ana, it, true))
		if _, err := s.edit(it, s.ben, 1, "Rules", "two"); models.CodeOf(err) != models.Forbidden || !strings.Contains(err.Error(), "protected") {
			s.Errorf("a member gets %v", err)
		}
		if done := s.edited(it, s.ana, 1, "Rules", "two"); done.Number != 2 {
			s.Errorf("protecting made a revision: %+v", done)
		}
		mt.Must(s.T, s.Protect(s.Context(), s.ana, it, false))
		s.edited(it, s.ben, 2, "Rules", "three")
	})
}

func TestWiki_OthersAreToldOnceInTenMinutesAndOfTheLastState(t *testing.T) {
	inStudy(t, func(s *study) {
		it := s.write("Rota", "0")
		tick := func(d time.Duration, want string) {
			s.Helper()
			s.clock.Set(s.DB().Now().Add(d))
			mt.Must(s.T, s.DoDue(s.Context()))
			mt.Must(s.T, s.DoDue(s.Context()))
			if got := fmt.Sprint(s.told.verbs); got != want {
				s.Errorf("after %v others were told %s, want %s", d, got, want)
			}
		}
		tick(0, "[create]")
		for n := range 5 {
			s.edited(it, s.ben, n+1, "Rota", fmt.Sprint(n+1))
			tick(time.Minute, "[create]")
		}
		tick(6*time.Minute, "[create update]")
		tick(20*time.Minute, "[create update]")
		s.edited(it, s.ben, 6, "Rota", "six")
		tick(0, "[create update update]")
		s.edited(it, s.ben, 7, "Rota", "seven")
		tick(9*time.Minute, "[create update update]")
		tick(2*time.Minute, "[create update update update]")
	})
}

func TestWiki_WhoWatchesAPageHearsOfEdits(t *testing.T) {
	inStudy(t, func(s *study) {
		it := s.write("Rota", "0")
		mt.Must(s.T, s.Watch(s.Context(), s.bea, it, true))
		s.edited(it, s.ben, 1, "Rota", "1")
		s.edited(it, s.ana, 2, "Rota", "2")
		notices := func(who *models.Actor) (kinds []string) {
			s.Helper()
			all, err := s.Notices(s.Context(), mt.As(who), 1)
			mt.Must(s.T, err)
			for _, n := range all.Items {
				kinds = append(kinds, string(n.Kind)+" by "+n.By.Name)
			}
			return kinds
		}
		if got := notices(s.bea); fmt.Sprint(got) != "[edited by ana]" {
			s.Errorf("bea hears %q", got)
		}
		if got := notices(s.ana); fmt.Sprint(got) != "[edited by ben]" {
			s.Errorf("ana, who began the page, hears %q", got)
		}
		mt.Must(s.T, s.Watch(s.Context(), s.bea, it, false))
		mt.Must(s.T, s.ReadNotices(s.Context(), s.bea.ID))
		s.edited(it, s.ben, 3, "Rota", "3")
		if n, err := s.Unread(s.Context(), s.bea.ID); err != nil || n != 0 {
			s.Errorf("bea still hears: %d %v", n, err)
		}
	})
}

func TestEvent45_RestoringMakesANewRevision(t *testing.T) {
	inStudy(t, func(s *study) {
		it := s.write("Rota", "first")
		s.edited(it, s.ben, 1, "Rota of nights", "second")
		done, err := s.RestorePage(s.Context(), s.ana, it, 1)
		mt.Must(s.T, err)
		now, p := s.page(it)
		if done.Number != 3 || p.Number != 3 || now.Source != "first" || now.Title != "Rota" || p.Slug != "rota" || p.Latest.Note != "Back to revision 1" {
			s.Errorf("restored: %+v %+v %q", p, p.Latest, now.Source)
		}
		second, err := s.Revision(s.Context(), it.ID, 2)
		mt.Must(s.T, err)
		if second.Source != "second" {
			s.Errorf("the one between is %q", second.Source)
		}
		if again, err := s.RestorePage(s.Context(), s.ana, it, 1); err != nil || !again.Same {
			s.Errorf("restoring it again: %+v %v", again, err)
		}
	})
}

func TestWiki_DeletedWithAllThatHangsOnIt(t *testing.T) {
	inStudy(t, func(s *study) {
		it := s.write("Rota", "see [[Other]]")
		s.edited(it, s.ben, 1, "New rota", "2")
		mt.Must(s.T, s.Delete(s.Context(), s.ana, it, nil))
		for _, table := range []string{"wiki_pages", "wiki_revisions", "wiki_links", "wiki_slugs", "wiki_watches"} {
			n, err := s.DB().Read().NewSelect().TableExpr(table).Where("item_id = ?", it.ID).Count(s.Context())
			mt.Must(s.T, err)
			if n != 0 {
				s.Errorf("%d rows are left in %s", n, table)
			}
		}
		mt.Must(s.T, s.DoDue(s.Context()))
		s.write("Rota", "the name is free")
	})
}
