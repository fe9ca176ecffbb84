package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A hall is a site with an event at noon of 15 January 2027, London time, that ben answers a month before.
type hall struct {
	*models.Site
	clock          *dbtest.Clock
	ana, ben, ward *models.Actor
	it             *models.Item
}

func eachHall(t *testing.T, fn func(t *testing.T, h *hall)) {
	dbtest.EachWithClock(t, func(t *testing.T, store *db.DB, clock *dbtest.Clock) {
		h := &hall{Site: mt.Site(t, store, "north.example"), clock: clock}
		clock.Set(time.Date(2026, 12, 15, 9, 0, 0, 0, time.UTC))
		h.ana, h.ben = mt.Person(t, h.Site, "ana"), mt.Person(t, h.Site, "ben")
		h.ward = mt.Community(t, h.Site, h.ana, "ward-safety")
		mt.Join(t, h.Site, h.ben, h.ward)
		var err error
		h.it, err = h.Publish(t.Context(), models.Draft{Kind: models.EventKind, By: h.ana, In: h.ward, Title: "Winter webinar", Detail: event("2027-01-15T12:00", "2027-01-15T13:00")})
		mt.Must(t, err)
		_, err = say(t, h.Site, h.it, "ben", models.SaysYes)
		mt.Must(t, err)
		fn(t, h)
	})
}

// letters are what ben was written since the last call.
func (h *hall) letters(t *testing.T) []string {
	t.Helper()
	var all []string
	err := h.DB().Read().NewRaw("SELECT kind || ' ' || note FROM letters WHERE to_id = ? ORDER BY id", h.ben.ID).Scan(t.Context(), &all)
	mt.Must(t, err)
	return all
}

func (h *hall) at(t *testing.T, at string) {
	t.Helper()
	when, err := time.Parse("2006-01-02 15:04", at)
	mt.Must(t, err)
	h.clock.Set(when)
	mt.Must(t, h.DoDue(t.Context()))
	mt.Must(t, h.DoDue(t.Context()))
}

func (h *hall) change(t *testing.T, fn func(e *models.Event)) {
	t.Helper()
	now, err := h.Item(t.Context(), models.Viewer{}, h.it.ID)
	mt.Must(t, err)
	e := *detail(now)
	fn(&e)
	h.it, err = h.Revise(t.Context(), now, models.Draft{By: h.ana, Title: "Winter webinar", Source: fmt.Sprint(e.Sequence), Detail: &e})
	mt.Must(t, err)
}

func wrote(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("the letters are %q, want %q", got, want)
	}
}

func TestEvent39_AReminderGoesOnceForEachTime(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.at(t, "2027-01-07 12:00")
		wrote(t, h.letters(t), "new ", "seat coming")
		h.at(t, "2027-01-08 12:01")
		h.at(t, "2027-01-14 12:01")
		h.at(t, "2027-01-15 11:01")
		h.at(t, "2027-01-15 11:30")
		wrote(t, h.letters(t), "new ", "seat coming", "reminder 7d", "reminder 1d", "reminder 1h")
		h.change(t, func(e *models.Event) { e.Begins, e.Ends = "2027-01-22T12:00", "2027-01-22T13:00" })
		h.at(t, "2027-01-16 12:00")
		wrote(t, h.letters(t)[5:], "moved 2027-01-15T12:00", "reminder 7d")
	})
}

func TestEvent39_NobodyIsRemindedOfWhatIsCancelledOrWhatTheyDoNotGoTo(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.change(t, func(e *models.Event) { e.Status = models.Cancelled })
		h.at(t, "2027-01-14 12:30")
		wrote(t, h.letters(t), "new ", "seat coming", "cancelled 2027-01-15T12:00")
	})
	eachHall(t, func(t *testing.T, h *hall) {
		_, err := say(t, h.Site, h.it, "ben", models.SaysNo)
		mt.Must(t, err)
		h.at(t, "2027-01-14 12:30")
		wrote(t, h.letters(t), "new ", "seat coming")
	})
}

func TestEvent10_ABetterWordingWritesToNobodyAndAMoveOnce(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		before := detail(h.it).Sequence
		h.change(t, func(e *models.Event) { e.Access = "There is a ramp." })
		wrote(t, h.letters(t), "new ", "seat coming")
		if got := detail(h.it).Sequence; got != before {
			t.Errorf("the sequence went from %d to %d", before, got)
		}
		h.change(t, func(e *models.Event) { e.Place = "Tarnside Library" })
		h.change(t, func(e *models.Event) { e.Status = models.Postponed })
		h.change(t, func(e *models.Event) { e.Status, e.Begins, e.Ends = models.Planned, "2027-02-15T12:00", "" })
		wrote(t, h.letters(t)[2:], "moved 2027-01-15T12:00", "postponed 2027-01-15T12:00", "moved 2027-01-15T12:00")
		if e := detail(h.it); e.Sequence != before+3 || e.MovedFrom.IsZero() {
			t.Errorf("it is %+v", e)
		}
		list, err := h.Notices(t.Context(), mt.As(h.ben), 1)
		mt.Must(t, err)
		var kinds []models.NoticeKind
		for _, n := range list.Items {
			kinds = append(kinds, n.Kind)
		}
		if want := []models.NoticeKind{models.NoticeBack, models.NoticeAdded}; !slices.Equal(kinds, want) {
			t.Errorf("the notices are %v, want %v", kinds, want)
		}
	})
}

func TestAttendance_IsNotedByHostsAndThoseWhoCameAreAskedOnce(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		ctx := t.Context()
		if err := h.Attend(ctx, h.ana, h.it.ID, []int64{h.ben.ID}); models.CodeOf(err) != models.Conflict {
			t.Errorf("somebody came before it began: %v", err)
		}
		if err := h.Learned(ctx, h.ben, h.it.ID, "Ask first."); models.CodeOf(err) != models.Forbidden {
			t.Errorf("somebody learned before they came: %v", err)
		}
		h.at(t, "2027-01-15 12:30")
		if err := h.Attend(ctx, h.ben, h.it.ID, []int64{h.ben.ID}); models.CodeOf(err) != models.Forbidden {
			t.Errorf("a member noted who came: %v", err)
		}
		mt.Must(t, h.Attend(ctx, h.ana, h.it.ID, []int64{h.ben.ID}))
		h.at(t, "2027-01-15 14:00")
		wrote(t, h.letters(t)[2:], "ask ")
		mt.Must(t, h.Learned(ctx, h.ben, h.it.ID, "Ask first.\nThen act."))
		n, err := h.Turnout(ctx, h.it.ID, h.ben)
		mt.Must(t, err)
		all, err := h.Answers(ctx, h.it.ID)
		mt.Must(t, err)
		if n.Attended != 1 || n.Coming != 1 || all[0].Learned != "Ask first. Then act." {
			t.Errorf("%+v, %+v", n, all[0])
		}
		mt.Must(t, h.Attend(ctx, h.ana, h.it.ID, nil))
		if n, _ = h.Turnout(ctx, h.it.ID, nil); n.Attended != 0 {
			t.Errorf("%+v", n)
		}
	})
}

func TestTurnout_CountsAnswersAndThePlaceInLine(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		ctx := t.Context()
		h.change(t, func(e *models.Event) { e.Capacity = 1 })
		for _, name := range []string{"cara", "dev", "eli", "fay"} {
			mt.Join(t, h.Site, mt.Person(t, h.Site, name), h.ward)
			_, err := say(t, h.Site, h.it, name, map[string]models.Says{"eli": models.SaysMaybe, "fay": models.SaysNo}[name])
			if name == "cara" || name == "dev" {
				_, err = say(t, h.Site, h.it, name, models.SaysYes)
			}
			mt.Must(t, err)
		}
		for name, line := range map[string]int{"ben": 0, "cara": 1, "dev": 2, "eli": 0} {
			who, err := h.ActorNamed(ctx, name, "")
			mt.Must(t, err)
			n, err := h.Turnout(ctx, h.it.ID, who)
			mt.Must(t, err)
			if want := (models.Turnout{Coming: 1, Waiting: 2, Maybe: 1, No: 1, Line: line}); n != want {
				t.Errorf("%s sees %+v, want %+v", name, n, want)
			}
		}
		n, err := h.Turnout(ctx, 1, nil)
		mt.Must(t, err)
		if n != (models.Turnout{}) {
			t.Errorf("an event that is not there: %+v", n)
		}
	})
}

func TestSeats_OfWhatIsCancelledAreGivenToNobody(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.change(t, func(e *models.Event) { e.Capacity = 1 })
		mt.Join(t, h.Site, mt.Person(t, h.Site, "cara"), h.ward)
		_, err := say(t, h.Site, h.it, "cara", models.SaysYes)
		mt.Must(t, err)
		h.change(t, func(e *models.Event) { e.Status = models.Cancelled })
		_, err = say(t, h.Site, h.it, "ben", models.SaysNo)
		mt.Must(t, err)
		n, err := h.Turnout(t.Context(), h.it.ID, nil)
		mt.Must(t, err)
		if n.Coming != 0 || n.Waiting != 1 {
			t.Errorf("%+v", n)
		}
	})
}

func TestSeats_OfWhatOnlyMembersSeeAreGivenUpByLeaving(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana, ben, cara := mt.Person(t, s, "ana"), mt.Person(t, s, "ben"), mt.Person(t, s, "cara")
		closed := mt.Founded(t, s, ana, models.Charter{Name: "closed", Visibility: models.MembersOnly, Joining: models.JoinOpen})
		open := mt.Community(t, s, ana, "open-to-all")
		held := map[*models.Actor]*models.Item{}
		for _, in := range []*models.Actor{closed, open} {
			e := &models.Event{Begins: "2099-01-15T12:00", Zone: "UTC", Capacity: 1, Room: "https://rooms.example/1"}
			it, err := s.Publish(ctx, models.Draft{Kind: models.EventKind, By: ana, In: in, Title: "Supper", Detail: e})
			mt.Must(t, err)
			held[in] = it
			for _, who := range []*models.Actor{ben, cara} {
				answer := models.Answer{ItemID: it.ID, ActorID: who.ID, Says: models.SaysYes}
				if _, err := s.Answer(ctx, answer, nil); in == closed && models.CodeOf(err) != models.Forbidden {
					t.Errorf("%s answers what only members see: %v", who.Name, err)
				}
				mt.Join(t, s, who, in)
				_, err = s.Answer(ctx, answer, nil)
				mt.Must(t, err)
			}
			mt.Must(t, s.Leave(ctx, ben, in))
		}
		for in, want := range map[*models.Actor]string{closed: "/ yes/coming", open: "yes/coming yes/waiting"} {
			var got []string
			for _, who := range []*models.Actor{ben, cara} {
				a, err := s.AnswerOf(ctx, held[in].ID, who)
				mt.Must(t, err)
				got = append(got, string(a.Says)+"/"+string(a.State))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("in %s: %s, want %s", in.Name, got, want)
			}
		}
	})
}
