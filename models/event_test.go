package models_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// event is an event at that wall time in London, an hour long.
func event(begins, ends string) *models.Event {
	return &models.Event{Begins: begins, Ends: ends, Zone: "Europe/London"}
}

func TestEvent_KeepsWallTimeAcrossTheChangeOfClocks(t *testing.T) {
	for begins, want := range map[string]string{
		"2027-03-27T12:00": "2027-03-27T12:00:00Z", "2027-03-29T12:00": "2027-03-29T11:00:00Z",
		"2027-10-30T12:00": "2027-10-30T11:00:00Z", "2027-11-01T12:00": "2027-11-01T12:00:00Z",
		"2027-10-31T01:30+01:00": "2027-10-31T00:30:00Z", "2027-10-31T01:30+00:00": "2027-10-31T01:30:00Z",
	} {
		e := event(begins, "")
		if wrong := e.Check(nil, true); len(wrong) > 0 {
			t.Errorf("%s: %v", begins, wrong)
		}
		if got := e.StartsAt.Format(time.RFC3339); got != want || e.Begins != begins[:16] {
			t.Errorf("%s is %s (%s), want %s", begins, got, e.Begins, want)
		}
	}
}

func TestEvent_SaysAtItsFieldWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		event models.Event
		field string
		words string
	}{
		"end before start":        {*event("2027-01-15T12:00", "2027-01-15T11:00"), "end", "after the start"},
		"no such day":             {*event("2027-02-30T12:00", ""), "start", "a date and a time"},
		"before there was time":   {*event("0000-01-01T12:00", ""), "start", "a date and a time"},
		"after its end":           {*event("2027-01-15T12:00", "9999-12-31T12:00"), "end", "a date and a time"},
		"hour left out":           {*event("2027-03-28T01:30", ""), "start", "does not exist"},
		"hour that comes twice":   {*event("2027-10-31T01:30", ""), "start", "+00:00 or +01:00"},
		"wrong offset":            {*event("2027-01-15T12:00+05:00", ""), "start", "offset"},
		"no zone":                 {models.Event{Begins: "2027-01-15T12:00", Zone: "Europe/Londonium"}, "timezone", "Europe/London"},
		"script for a link":       {models.Event{Begins: "2027-01-15T12:00", Zone: "UTC", Online: "javascript:alert(1)"}, "online", "https://"},
		"elsewhere, nowhere":      {models.Event{Begins: "2027-01-15T12:00", Zone: "UTC", Joining: models.JoinElsewhere}, "link", "address"},
		"a paper without address": {models.Event{Begins: "2027-01-15T12:00", Zone: "UTC", Papers: "Notes https://north.example/a.pdf\nThe agenda"}, "papers", "whole address"},
		"places below nothing":    {models.Event{Begins: "2027-01-15T12:00", Zone: "UTC", Capacity: -1}, "capacity", "places"},
	} {
		if wrong := c.event.Check(nil, true); !strings.Contains(wrong[c.field], c.words) {
			t.Errorf("%s: %v, want %q at %s", name, wrong, c.words, c.field)
		}
	}
}

func TestEvent_FromElsewhereIsRepaired(t *testing.T) {
	at := time.Date(2027, 1, 15, 12, 0, 0, 0, time.UTC)
	e := &models.Event{StartsAt: at, EndsAt: at.Add(-time.Hour), Zone: "Mars/Base", Online: "javascript:x", Capacity: -4, Papers: "Evil javascript:x\nNotes  https://north.example/a.pdf"}
	if wrong := e.Check(nil, false); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	if e.Zone != "UTC" || !e.EndsAt.IsZero() || e.Online != "" || e.Capacity != 0 || e.Papers != "Notes https://north.example/a.pdf" || e.Begins != "2027-01-15T12:00" {
		t.Errorf("%+v", e)
	}
	for _, at := range []time.Time{{}, at.AddDate(-2027, 0, 0), at.AddDate(9000, 0, 0)} {
		if wrong := (&models.Event{StartsAt: at}).Check(nil, false); len(wrong) == 0 {
			t.Errorf("an event at %s was taken", at)
		}
	}
	e = &models.Event{StartsAt: at, EndsAt: at.AddDate(9000, 0, 0), MovedFrom: at.AddDate(-2027, 0, 0), Coming: 1 << 53}
	if wrong := e.Check(nil, false); len(wrong) > 0 || !e.EndsAt.IsZero() || !e.MovedFrom.IsZero() || e.Coming > 1<<31 {
		t.Errorf("what no database takes is kept: %v %+v", wrong, e)
	}
}

func TestEvent_IsPublishedRevisedFoundAndDeletedLikeAnyItem(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		ward := mt.Community(t, s, ana, "ward-safety")
		mt.Join(t, s, ben, ward)
		d := models.Draft{Kind: models.EventKind, By: ben, In: ward, Title: "Winter webinar", Detail: event("2027-01-15T12:00", "2027-01-15T13:00")}
		if _, err := s.Publish(ctx, d); models.CodeOf(err) != models.Forbidden {
			t.Errorf("a member added an event: %v", err)
		}
		d.By = ana
		it, err := s.Publish(ctx, d)
		mt.Must(t, err)
		again := *event("2027-01-16T12:00", "2027-01-16T13:00")
		again.Place = "Tarnside Library"
		_, err = s.Revise(ctx, it, models.Draft{By: ana, Title: "Winter webinar", Detail: &again})
		mt.Must(t, err)
		_, err = s.Revise(ctx, it, models.Draft{By: ana, Title: "The winter webinar"})
		mt.Must(t, err)

		feed, err := s.CommunityFeed(ctx, models.Viewer{}, ward.ID, 1)
		mt.Must(t, err)
		e, ok := feed.Items[0].Detail.(*models.Event)
		if !ok || e.Begins != "2027-01-16T12:00" || e.Sequence != 1 || e.MovedFrom.IsZero() || e.Place != "Tarnside Library" {
			t.Fatalf("the feed has %+v", feed.Items[0].Detail)
		}
		found, err := s.Search(ctx, models.Viewer{}, models.Ask("tarnside"), 1)
		mt.Must(t, err)
		if found.Total != 1 {
			t.Errorf("search finds %d events by their place", found.Total)
		}
		mt.Must(t, s.Delete(ctx, ana, it, nil))
		gone, err := s.ItemByURI(ctx, it.URI)
		mt.Must(t, err)
		if gone.Detail != nil {
			t.Errorf("what was deleted still has its time: %+v", gone.Detail)
		}
	})
}

// say has somebody of the site answer an event.
func say(t *testing.T, s *models.Site, it *models.Item, name string, what models.Says) (*models.Answer, error) {
	t.Helper()
	who, err := s.ActorNamed(t.Context(), name, "")
	mt.Must(t, err)
	return s.Answer(t.Context(), models.Answer{ItemID: it.ID, ActorID: who.ID, Says: what}, nil)
}

// seats fails unless these are the answers, in the order in which they were given, and one person comes at the most.
func seats(t *testing.T, s *models.Site, it *models.Item, want ...string) {
	t.Helper()
	all, err := s.Answers(t.Context(), it.ID)
	mt.Must(t, err)
	var got []string
	for _, a := range all {
		got = append(got, a.Actor.Name+" "+string(a.Says)+" "+string(a.State))
	}
	now, err := s.ItemByURI(t.Context(), it.URI)
	mt.Must(t, err)
	if coming := now.Detail.(*models.Event).Coming; !slices.Equal(got, want) || coming > 1 {
		t.Errorf("%v, %d come; want %v", got, coming, want)
	}
}

func TestAnswers_AFullEventHasALineThatMovesUpByItself(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		e := event("2027-01-15T12:00", "2027-01-15T13:00")
		e.Capacity = 1
		it, err := s.Publish(ctx, models.Draft{Kind: models.EventKind, By: ana, In: ward, Title: "Winter webinar", Detail: e})
		mt.Must(t, err)
		says := func(name string, what models.Says) {
			t.Helper()
			_, err := say(t, s, it, name, what)
			mt.Must(t, err)
		}
		for _, name := range []string{"ben", "cara", "dev"} {
			mt.Join(t, s, mt.Person(t, s, name), ward)
			says(name, models.SaysYes)
			says(name, models.SaysYes) // again changes nothing
		}
		seats(t, s, it, "ben yes coming", "cara yes waiting", "dev yes waiting")
		says("cara", models.SaysMaybe)
		says("ben", models.SaysNo)
		seats(t, s, it, "dev yes coming", "cara maybe ", "ben no ")
		says("cara", models.SaysYes)
		wider := *e
		wider.Capacity = 2
		it, err = s.Revise(ctx, it, models.Draft{By: ana, Title: it.Title, Detail: &wider})
		mt.Must(t, err)
		if it.Detail.(*models.Event).Coming != 2 {
			t.Errorf("a second place was not filled: %+v", it.Detail)
		}
		narrower := *e
		_, err = s.Revise(ctx, it, models.Draft{By: ana, Title: it.Title, Detail: &narrower})
		if models.CodeOf(err) != models.Invalid {
			t.Errorf("a place was taken away from somebody who has it: %v", err)
		}
		says("cara", models.SaysNo)
		wider.Capacity, wider.Status = 0, models.Cancelled
		_, err = s.Revise(ctx, it, models.Draft{By: ana, Title: it.Title, Detail: &wider})
		mt.Must(t, err)
		if _, err := say(t, s, it, "cara", models.SaysYes); models.CodeOf(err) != models.Gone {
			t.Errorf("a cancelled event was answered: %v", err)
		}
	})
}

func TestAnswers_WhereAFacilitatorDecides(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		ward := mt.Community(t, s, ana, "ward-safety")
		mt.Join(t, s, ben, ward)
		e := event("2027-01-15T12:00", "")
		e.Joining = models.JoinApproval
		it, err := s.Publish(ctx, models.Draft{Kind: models.EventKind, By: ana, In: ward, Title: "Winter webinar", Detail: e})
		mt.Must(t, err)
		a, err := s.Answer(ctx, models.Answer{ItemID: it.ID, ActorID: ben.ID, Says: models.SaysYes}, nil)
		mt.Must(t, err)
		if a.State != models.Asked {
			t.Errorf("state %q before anybody decided", a.State)
		}
		if err := s.DecideSeat(ctx, ben, it.ID, ben.ID, true); models.CodeOf(err) != models.Forbidden {
			t.Errorf("somebody let themselves in: %v", err)
		}
		mt.Must(t, s.DecideSeat(ctx, ana, it.ID, ben.ID, true))
		now, err := s.AnswerOf(ctx, it.ID, ben)
		mt.Must(t, err)
		if now.State != models.Coming {
			t.Errorf("state %q after the yes", now.State)
		}
		notices, err := s.Notices(ctx, mt.As(ben), 1)
		mt.Must(t, err)
		if len(notices.Items) == 0 || notices.Items[0].Kind != models.NoticeComing {
			t.Errorf("ben was told %+v", notices.Items)
		}
	})
}
