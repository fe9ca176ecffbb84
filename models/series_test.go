package models_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// teller notes what others are told.
type teller struct{ told []string }

func (h *teller) Tell(_ context.Context, _ *db.Tx, a *models.Act) error {
	if a.Item != nil {
		h.told = append(h.told, string(a.Verb)+" "+a.Item.Detail.(*models.Event).Begins)
	}
	return nil
}

func (h *teller) heard() string {
	said := strings.Join(h.told, ", ")
	h.told = nil
	return said
}

// A programme is a community with a monthly series that begins a fortnight from the clock's now.
type programme struct {
	*models.Site
	clock *dbtest.Clock
	teller
	ana, ben, ward *models.Actor
	first          *models.Item
}

func eachProgramme(t *testing.T, rule string, fn func(t *testing.T, p *programme)) {
	dbtest.EachWithClock(t, func(t *testing.T, store *db.DB, clock *dbtest.Clock) {
		p := &programme{Site: mt.Site(t, store, "north.example"), clock: clock}
		p.ana, p.ben = mt.Person(t, p.Site, "ana"), mt.Person(t, p.Site, "ben")
		p.ward = mt.Community(t, p.Site, p.ana, "ward-safety")
		mt.Join(t, p.Site, p.ben, p.ward)
		p.SetHerald(&p.teller)
		clock.Set(time.Date(2027, 1, 7, 9, 0, 0, 0, time.UTC))
		d := models.Draft{Kind: models.EventKind, By: p.ana, In: p.ward, Title: "Case clinic", Once: "a form", Detail: event("2027-01-21T12:00", "2027-01-21T13:30")}
		var err error
		p.first, err = p.PublishSeries(t.Context(), d, rule)
		mt.Must(t, err)
		again, err := p.PublishSeries(t.Context(), d, rule)
		mt.Must(t, err)
		if again.ID != p.first.ID {
			t.Error("the same form made two series")
		}
		fn(t, p)
	})
}

func (p *programme) all(t *testing.T) []*models.Item {
	t.Helper()
	all, err := p.Calendar(t.Context(), models.Viewer{}, models.Calendar{CommunityID: p.ward.ID}, 100)
	mt.Must(t, err)
	return all
}

func detail(it *models.Item) *models.Event { return it.Detail.(*models.Event) }

func begins(items []*models.Item) string {
	var all []string
	for _, it := range items {
		all = append(all, detail(it).Begins)
	}
	return strings.Join(all, " ")
}

const monthly = "FREQ=MONTHLY;BYDAY=3TH;COUNT=30"

func TestEvent36_AMonthlySeriesHasTwelveOccurrencesAndTellsOfThoseThatAreNear(t *testing.T) {
	eachProgramme(t, monthly, func(t *testing.T, p *programme) {
		all := p.all(t)
		if want := "2027-01-21T12:00 2027-02-18T12:00 2027-03-18T12:00 2027-04-15T12:00"; len(all) != 12 || !strings.HasPrefix(begins(all), want) {
			t.Fatalf("there are %d: %s", len(all), begins(all))
		}
		if summer := detail(all[3]); summer.StartsAt.Hour() != 11 || summer.Ends != "2027-04-15T13:30" {
			t.Errorf("in summer it is at %s until %s", summer.StartsAt, summer.Ends)
		}
		if got := p.heard(); got != "create 2027-01-21T12:00" {
			t.Errorf("others heard of %q", got)
		}
		feed, err := p.CommunityFeed(t.Context(), models.Viewer{}, p.ward.ID, 1)
		mt.Must(t, err)
		if got := begins(feed.Items); got != "2027-01-21T12:00" {
			t.Errorf("the feed is flooded: %s", got)
		}
		mt.Must(t, p.Like(t.Context(), p.ben, all[1], models.Likes, nil))
		if got := p.heard(); got != "" {
			t.Errorf("others heard of what they do not know: %q", got)
		}
		p.clock.Set(time.Date(2027, 1, 22, 9, 0, 0, 0, time.UTC))
		mt.Must(t, p.DoDue(t.Context()))
		mt.Must(t, p.DoDue(t.Context()))
		if got := p.heard(); got != "create 2027-02-18T12:00" {
			t.Errorf("four weeks ahead others heard of %q", got)
		}
		if all = p.all(t); len(all) != 13 || detail(all[12]).Begins != "2028-01-20T12:00" {
			t.Errorf("after the first there are %d: %s", len(all), begins(all))
		}
	})
}

func TestEvent36_OneChangedOccurrenceLeavesTheRest(t *testing.T) {
	eachProgramme(t, monthly, func(t *testing.T, p *programme) {
		ctx, all := t.Context(), p.all(t)
		alone := *detail(all[1])
		alone.Begins, alone.Ends = "2027-02-19T15:00", "2027-02-19T16:00"
		_, err := p.Revise(ctx, all[1], models.Draft{By: p.ana, Title: "Case clinic with a guest", Detail: &alone})
		mt.Must(t, err)
		cancelled := *detail(all[2])
		cancelled.Status = models.Cancelled
		_, err = p.Revise(ctx, all[2], models.Draft{By: p.ana, Title: "Case clinic", Detail: &cancelled})
		mt.Must(t, err)
		later := *detail(all[3])
		later.Begins, later.Ends, later.Place = "2027-04-15T14:00", "2027-04-15T15:00", "Tarnside Library"
		_, err = p.ReviseFollowing(ctx, all[3], models.Draft{By: p.ana, Title: "Case clinic in the afternoon", Detail: &later})
		mt.Must(t, err)
		now := p.all(t)
		for n, want := range []string{
			"Case clinic 2027-01-21T12:00", "Case clinic with a guest 2027-02-19T15:00", "Case clinic 2027-03-18T12:00",
			"Case clinic in the afternoon 2027-04-15T14:00", "Case clinic in the afternoon 2027-05-20T14:00",
		} {
			if got := now[n].Title + " " + detail(now[n]).Begins; got != want {
				t.Errorf("the %d. is %q, want %q", n+1, got, want)
			}
		}
		if e := detail(now[11]); e.Place != "Tarnside Library" || e.Ends != "2027-12-16T15:00" || e.Alone {
			t.Errorf("the last one is %+v", e)
		}
		if detail(now[2]).Status != models.Cancelled || detail(now[4]).Status != models.Planned {
			t.Error("it is not the third alone that is cancelled")
		}
		p.clock.Set(time.Date(2027, 2, 22, 9, 0, 0, 0, time.UTC))
		mt.Must(t, p.DoDue(ctx))
		if now = p.all(t); detail(now[len(now)-1]).Begins != "2028-02-17T14:00" {
			t.Errorf("what is made later does not follow: %s", begins(now))
		}
	})
}

func TestSeries_EndsWithItsRuleAndWhenTheRestIsCancelled(t *testing.T) {
	eachProgramme(t, "FREQ=WEEKLY;COUNT=3", func(t *testing.T, p *programme) {
		if got := begins(p.all(t)); got != "2027-01-21T12:00 2027-01-28T12:00 2027-02-04T12:00" {
			t.Fatal(got)
		}
		p.clock.Set(time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC))
		mt.Must(t, p.DoDue(t.Context()))
		if n := len(p.all(t)); n != 3 {
			t.Errorf("there are %d", n)
		}
	})
	eachProgramme(t, monthly, func(t *testing.T, p *programme) {
		all := p.all(t)
		e := *detail(all[1])
		e.Status = models.Cancelled
		_, err := p.ReviseFollowing(t.Context(), all[1], models.Draft{By: p.ana, Title: "Case clinic", Detail: &e})
		mt.Must(t, err)
		p.clock.Set(time.Date(2027, 6, 1, 9, 0, 0, 0, time.UTC))
		mt.Must(t, p.DoDue(t.Context()))
		now := p.all(t)
		if len(now) != 12 || detail(now[0]).Status != models.Planned || detail(now[11]).Status != models.Cancelled {
			t.Errorf("there are %d, and the last is %s", len(now), detail(now[len(now)-1]).Status)
		}
	})
}

func TestSeries_OfWhoeverMayNoLongerAddEventsStops(t *testing.T) {
	eachProgramme(t, monthly, func(t *testing.T, p *programme) {
		ctx := t.Context()
		mt.Must(t, p.Appoint(ctx, p.ana, p.ward, p.ben, models.Organiser, nil))
		mt.Must(t, p.Leave(ctx, p.ana, p.ward))
		p.clock.Set(time.Date(2027, 2, 22, 9, 0, 0, 0, time.UTC))
		mt.Must(t, p.DoDue(ctx))
		if n := len(p.all(t)); n != 12 {
			t.Errorf("there are %d", n)
		}
	})
}

func TestSeries_SaysWhatIsWrongAtItsField(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		d := models.Draft{Kind: models.EventKind, By: ana, In: ward, Title: "Clinic", Detail: event("2027-01-21T12:00", "2027-01-21T11:00")}
		_, err := s.PublishSeries(t.Context(), d, "FREQ=WEEKLY")
		var refused *models.Error
		if !errors.As(err, &refused) || refused.Fields["rule"] == "" || refused.Fields["end"] == "" {
			t.Errorf("it says %v", err)
		}
		d.Detail = event("2027-01-21T12:00", "2027-01-21T13:00")
		d.By = mt.Person(t, s, "ben")
		if _, err := s.PublishSeries(t.Context(), d, "FREQ=WEEKLY;COUNT=3"); models.CodeOf(err) != models.Forbidden {
			t.Errorf("somebody else began a series: %v", err)
		}
		all, err := s.Calendar(t.Context(), models.Viewer{}, models.Calendar{}, 10)
		mt.Must(t, err)
		if len(all) > 0 {
			t.Error("something of it was kept")
		}
	})
}

func TestSeries_ThatBeganInThePastMakesAndTellsOnlyWhatIsYetToCome(t *testing.T) {
	eachProgramme(t, "FREQ=WEEKLY;COUNT=2", func(t *testing.T, p *programme) {
		p.heard()
		d := models.Draft{Kind: models.EventKind, By: p.ana, In: p.ward, Title: "Old clinic", Detail: event("2026-01-08T12:00", "2026-01-08T13:00")}
		first, err := p.PublishSeries(t.Context(), d, "FREQ=WEEKLY;COUNT=60")
		mt.Must(t, err)
		mt.Must(t, p.DoDue(t.Context()))
		mt.Must(t, p.DoDue(t.Context()))
		all, err := p.Calendar(t.Context(), models.Viewer{}, models.Calendar{Series: detail(first).SeriesID}, 100)
		mt.Must(t, err)
		want := "2026-01-08T12:00 2027-01-07T12:00 2027-01-14T12:00 2027-01-21T12:00 2027-01-28T12:00 2027-02-04T12:00 2027-02-11T12:00 2027-02-18T12:00 2027-02-25T12:00"
		if got := begins(all); got != want {
			t.Errorf("there are %s", got)
		}
		if got := p.heard(); strings.Contains(got, "2026-01-15") || !strings.HasPrefix(got, "create 2026-01-08T12:00, create 2027-01-07T12:00") {
			t.Errorf("others heard of %q", got)
		}
		if se, err := p.Series(t.Context(), detail(first).SeriesID); err != nil || se.EndedAt.IsZero() {
			t.Errorf("all is made, and it goes on: %+v (%v)", se, err)
		}
	})
}

func TestSeries_EndsWhenNothingOfItIsLeft(t *testing.T) {
	eachProgramme(t, monthly, func(t *testing.T, p *programme) {
		ctx, id := t.Context(), detail(p.first).SeriesID
		for _, it := range p.all(t) {
			mt.Must(t, p.Delete(ctx, p.ana, it, nil))
		}
		mt.Must(t, p.DoDue(ctx))
		se, err := p.Series(ctx, id)
		mt.Must(t, err)
		if se.EndedAt.IsZero() || len(p.all(t)) != 0 {
			t.Errorf("it goes on: %+v, %s", se, begins(p.all(t)))
		}
	})
}
