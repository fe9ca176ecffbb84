package models_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// webinar is an event in a community of ana's, to which ben has said yes.
func webinar(t *testing.T, s *models.Site) (it *models.Item, ana, ben *models.Actor) {
	t.Helper()
	ana, ben = mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
	ward := mt.Community(t, s, ana, "ward-safety")
	mt.Join(t, s, ben, ward)
	it, err := s.Publish(t.Context(), models.Draft{
		Kind: models.EventKind, By: ana, In: ward, Title: "Winter webinar",
		Detail: &models.Event{Begins: "2037-01-15T12:00", Zone: "Europe/London"},
	})
	mt.Must(t, err)
	_, err = s.Answer(t.Context(), models.Answer{ItemID: it.ID, ActorID: ben.ID, Says: models.SaysYes}, nil)
	mt.Must(t, err)
	return it, ana, ben
}

// letters are the letters that were written, the oldest first, without those that other parts of the site write.
func letters(t *testing.T, s *models.Site, kinds ...models.LetterKind) []*models.Letter {
	t.Helper()
	all, err := s.Letters(t.Context(), models.Viewer{}, false)
	mt.Must(t, err)
	slices.Reverse(all)
	return slices.DeleteFunc(all, func(l *models.Letter) bool { return !slices.Contains(kinds, l.Kind) })
}

func TestLetters_AreWrittenOnceAndOnlyToWhoWantsThem(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		it, _, ben := webinar(t, s)
		far := mt.Remote(t, s, models.Person, "jo", "south.example")
		reminder := func(to *models.Actor) models.Letter {
			return models.Letter{Kind: models.LetterReminder, To: to.ID, Item: it.ID, Note: "1d"}
		}
		mt.Must(t, s.Post(ctx, reminder(ben)))
		mt.Must(t, s.Post(ctx, reminder(ben)))
		mt.Must(t, s.Post(ctx, reminder(far)))
		mt.Must(t, s.Post(ctx, models.Letter{Kind: models.LetterReminder, To: ben.ID, Item: it.ID, Note: "1h"}))
		if got := letters(t, s, models.LetterReminder); len(got) != 2 || got[0].Address != "ben@post.example" || got[0].State != models.LetterWaiting {
			t.Fatalf("%d letters: %+v", len(got), got)
		}
		acc, err := s.AccountNamed(ctx, "ben")
		mt.Must(t, err)
		mt.Must(t, s.SetMailWishes(ctx, acc, models.MailWishes{News: true}))
		mt.Must(t, s.Post(ctx, models.Letter{Kind: models.LetterReminder, To: ben.ID, Item: it.ID, Note: "7d"}))
		mt.Must(t, s.Post(ctx, models.Letter{Kind: models.LetterNew, To: ben.ID, Item: it.ID}))
		mt.Must(t, s.Post(ctx, models.Letter{Kind: models.LetterPostponed, To: ben.ID, Item: it.ID}))
		if got := letters(t, s, models.LetterReminder, models.LetterNew, models.LetterPostponed); len(got) != 4 {
			t.Errorf("%d letters after reminders were switched off", len(got))
		}
		if err := s.SetMailWishes(ctx, acc, models.MailWishes{Zone: "Mars/Base"}); models.CodeOf(err) != models.Invalid {
			t.Errorf("a zone on Mars: %v", err)
		}
		mt.Must(t, s.Suspend(ctx, mt.Admin(t, s, "sam"), acc, true, ""))
		mt.Must(t, s.Post(ctx, models.Letter{Kind: models.LetterCancelled, To: ben.ID, Item: it.ID}))
		if got := letters(t, s, models.LetterCancelled); len(got) != 0 {
			t.Errorf("a letter to a closed account: %+v", got[0])
		}
	})
}

func TestLetters_AChangeIsToldOnceAndTheNextOneToo(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		it, ana, ben := webinar(t, s)
		for n, begins := range []string{"2037-01-16T12:00", "2037-01-15T12:00", "2037-01-16T12:00"} {
			_, err := s.Revise(t.Context(), it, models.Draft{By: ana, Title: it.Title, Detail: &models.Event{Begins: begins, Zone: "Europe/London"}})
			mt.Must(t, err)
			moved := models.Letter{Kind: models.LetterMoved, To: ben.ID, Item: it.ID, Note: "another day"}
			mt.Must(t, s.Post(t.Context(), moved))
			mt.Must(t, s.Post(t.Context(), moved))
			if got := len(letters(t, s, models.LetterMoved)); got < 1 || got > 2*(n+1) {
				t.Errorf("%d letters after %d changes", got, n+1)
			}
		}
		notes := map[string]int{}
		for _, l := range letters(t, s, models.LetterMoved) {
			if l.Note == "another day" {
				notes[l.Note]++
			}
		}
		if notes["another day"] != 3 {
			t.Errorf("%d letters about three changes", notes["another day"])
		}
	})
}

func TestLetters_AboutAnEventThatIsChangedAllTheTimeEndForTheDay(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ben, far := mt.Person(t, s, "ben"), mt.Remote(t, s, models.Group, "ward", "south.example")
		at := time.Date(2037, 1, 15, 12, 0, 0, 0, time.UTC)
		draft := func(n int) models.Draft {
			from := &models.Origin{URI: fmt.Sprintf("https://south.example/act/%d", n), Host: "south.example", Object: "https://south.example/event/1"}
			e := &models.Event{StartsAt: at.Add(time.Duration(n) * time.Hour), Zone: "UTC"}
			if n%2 == 1 {
				e.Status = models.Cancelled
			}
			return models.Draft{Kind: models.EventKind, By: far, In: far, Title: "Falls forum", Detail: e, From: from}
		}
		it, err := s.Publish(ctx, draft(0))
		mt.Must(t, err)
		_, err = s.Answer(ctx, models.Answer{ItemID: it.ID, ActorID: ben.ID, Says: models.SaysMaybe}, nil)
		mt.Must(t, err)
		for n := 1; n < 40; n++ {
			_, err = s.Revise(ctx, it, draft(n))
			mt.Must(t, err)
		}
		if n := len(letters(t, s, models.LetterCancelled)); n != 8 {
			t.Errorf("%d letters say that it is cancelled", n)
		}
		if n := len(letters(t, s, models.LetterMoved)); n != 8 {
			t.Errorf("%d letters say that it takes place", n)
		}
	})
}

func TestLetters_AreDroppedWhenTheReaderMayNotSeeWhatTheyAreAbout(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		closed := mt.Founded(t, s, ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		mt.Join(t, s, ben, closed)
		it, err := s.Publish(ctx, models.Draft{
			Kind: models.EventKind, By: ana, In: closed, Title: "Secret supper", Detail: &models.Event{Begins: "2037-01-15T12:00", Zone: "UTC"},
		})
		mt.Must(t, err)
		mt.Must(t, s.Post(ctx, models.Letter{Kind: models.LetterNew, To: ben.ID, Item: it.ID}))
		id := letters(t, s, models.LetterNew)[0].ID
		l, why, err := s.OpenLetter(ctx, id)
		if err != nil || why != "" || l.About == nil || l.About.Title != "Secret supper" {
			t.Fatalf("a member: %q, %v, %+v", why, err, l)
		}
		mt.Must(t, s.Leave(ctx, ben, closed))
		if l, why, err := s.OpenLetter(ctx, id); err != nil || why == "" || l.About != nil {
			t.Errorf("who has left: %q, %v, %+v", why, err, l)
		}
		l.Subject, l.State = "New: Secret supper", models.LetterSent
		mt.Must(t, s.SettleLetter(ctx, l, nil))
		if l, _, err := s.OpenLetter(ctx, id); l != nil || err != nil {
			t.Errorf("a letter that was sent is opened again: %+v, %v", l, err)
		}
		all, err := s.Letters(ctx, models.Viewer{Actor: mt.Admin(t, s, "sam"), Admin: true}, false)
		mt.Must(t, err)
		if all[0].Subject != "" || all[0].About != nil {
			t.Errorf("an admin who is no member reads %q", all[0].Subject)
		}
	})
}

func TestLetters_AreDroppedWhenThingsHaveMovedOn(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		it, ana, ben := webinar(t, s)
		open := func(kind models.LetterKind, note string) string {
			t.Helper()
			mt.Must(t, s.Post(ctx, models.Letter{Kind: kind, To: ben.ID, Item: it.ID, Note: note}))
			all := letters(t, s, kind)
			_, why, err := s.OpenLetter(ctx, all[len(all)-1].ID)
			mt.Must(t, err)
			return why
		}
		for kind, note := range map[models.LetterKind]string{models.LetterReminder: "7d", models.LetterSeat: "coming", models.LetterAsk: ""} {
			if why := open(kind, note); why != "" {
				t.Errorf("%s is dropped: %s", kind, why)
			}
		}
		if why := open(models.LetterCancelled, ""); why == "" {
			t.Error("word that it is cancelled, which it is not")
		}
		_, err := s.Answer(ctx, models.Answer{ItemID: it.ID, ActorID: ben.ID, Says: models.SaysNo}, nil)
		mt.Must(t, err)
		if why := open(models.LetterReminder, "1d"); why == "" {
			t.Error("a reminder to who does not come")
		}
		mt.Must(t, s.Delete(ctx, ana, it, nil))
		if why := open(models.LetterNew, ""); why == "" {
			t.Error("word of an event that was deleted")
		}
	})
}

func TestTickets_HoldForTheirPurposeAndNothingElse(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		one, other := mt.Site(t, dbtest.OpenURL(t, url, nil), "north.example"), mt.Site(t, dbtest.OpenURL(t, url, nil), "north.example")
		ticket := one.Ticket("mail", 7, -1, 1<<62)
		ids, ok := other.ReadTicket("mail", ticket)
		if !ok || !slices.Equal(ids, []int64{7, -1, 1 << 62}) {
			t.Fatalf("another process reads %v, %v", ids, ok)
		}
		changed := "A" + ticket[1:]
		if ticket[0] == 'A' {
			changed = "B" + ticket[1:]
		}
		for _, wrong := range []string{"", "x", changed, ticket[:len(ticket)-2], ticket + "AA", ticket + "=", strings.Repeat("A", 5000), one.Ticket("answer", 7, -1, 1<<62)} {
			if ids, ok := one.ReadTicket("mail", wrong); ok {
				t.Errorf("%.60q is taken: %v", wrong, ids)
			}
		}
	})
}

func TestTickets_TwoProcessesThatBeginTogetherHaveOneSecret(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		mt.Site(t, dbtest.OpenURL(t, url, nil), "north.example")
		d := dbtest.OpenURL(t, url, nil)
		mt.Must(t, d.Change(t.Context(), func(tx *db.Tx) error {
			_, err := tx.NewRaw("DELETE FROM settings WHERE name = 'tickets'").Exec(t.Context())
			return err
		}))
		sites := make([]*models.Site, 4)
		var all sync.WaitGroup
		for n := range sites {
			sites[n] = models.NewSite(models.Config{DB: dbtest.OpenURL(t, url, nil), Base: "https://north.example", Host: "north.example"})
			all.Go(func() {
				if err := sites[n].Start(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, s := range sites {
			if s.Ticket("mail", 1) != sites[0].Ticket("mail", 1) {
				t.Error("the secrets differ")
			}
		}
	})
}

func TestStop_EndsASortOfLettersOrThoseAboutOneEvent(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		it, _, ben := webinar(t, s)
		stop := func(kind models.LetterKind) {
			t.Helper()
			st, err := s.StopBy(s.StopTicket(&models.Letter{Kind: kind, To: ben.ID, Item: it.ID}))
			mt.Must(t, err)
			mt.Must(t, s.StopLetters(ctx, st))
			mt.Must(t, s.StopLetters(ctx, st))
		}
		stop(models.LetterNew)
		stop(models.LetterReminder)
		acc, err := s.AccountNamed(ctx, "ben")
		mt.Must(t, err)
		if w := acc.Wishes(); w.News || w.Reminders {
			t.Errorf("still wanted: %+v", w)
		}
		stop(models.LetterMoved)
		mt.Must(t, s.Post(ctx, models.Letter{Kind: models.LetterPostponed, To: ben.ID, Item: it.ID}))
		mt.Must(t, s.Post(ctx, models.Letter{Kind: models.LetterCancelled, To: ben.ID, Item: it.ID}))
		if got := letters(t, s, models.LetterPostponed, models.LetterCancelled); len(got) != 1 || got[0].Kind != models.LetterCancelled {
			t.Errorf("%d letters; only that it is cancelled should arrive", len(got))
		}
		if s.StopTicket(&models.Letter{Kind: models.LetterPassword, To: ben.ID}) != "" {
			t.Error("links for passwords can be stopped")
		}
		if _, err := s.StopBy("nonsense"); models.CodeOf(err) != models.NotFound {
			t.Errorf("nonsense: %v", err)
		}
	})
}

func TestForgotten_ALinkWorksOnceForAnHourAndEndsSessions(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := mt.Site(t, d, "north.example")
		ctx := t.Context()
		mt.Person(t, s, "ana")
		none := func(context.Context, *db.Tx) error { return nil }
		for _, email := range []string{"ana@post.example", "nobody@post.example"} {
			mt.Must(t, s.Forgot(ctx, email))
			mt.Must(t, s.PostForgotten(ctx, email, none))
		}
		if got := letters(t, s, models.LetterPassword); len(got) != 1 || got[0].Address != "ana@post.example" {
			t.Fatalf("%d letters", len(got))
		}
		if err := s.Forgot(ctx, "no address"); models.CodeOf(err) != models.Invalid {
			t.Errorf("no address: %v", err)
		}
		acc, err := s.AccountNamed(ctx, "ana")
		mt.Must(t, err)
		link := func() string {
			token, err := s.PasswordLink(ctx, acc)
			mt.Must(t, err)
			return token
		}
		first, second := link(), link()
		if _, err := s.RenewPassword(ctx, first, "short"); models.CodeOf(err) != models.Invalid {
			t.Errorf("a short password: %v", err)
		}
		changed, err := s.RenewPassword(ctx, first, "seven green bottles")
		mt.Must(t, err)
		if changed.Stamp == acc.Stamp {
			t.Error("sessions go on")
		}
		_, err = s.SignIn(ctx, "ana@post.example", "seven green bottles")
		mt.Must(t, err)
		for _, used := range []string{first, second, "nonsense"} {
			if _, err := s.RenewPassword(ctx, used, "eight green bottles"); models.CodeOf(err) != models.Gone {
				t.Errorf("a link that is used up: %v", err)
			}
		}
		late := link()
		clock.Add(61 * time.Minute)
		if _, err := s.RenewPassword(ctx, late, "eight green bottles"); models.CodeOf(err) != models.Gone {
			t.Errorf("a link of an hour ago: %v", err)
		}
	})
}

func TestTidy_DropsOldLettersAndLinks(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := mt.Site(t, d, "north.example")
		mt.Must(t, s.TestLetter(t.Context(), mt.Admin(t, s, "sam")))
		clock.Add(91 * 24 * time.Hour)
		mt.Must(t, s.Tidy(t.Context()))
		if got := letters(t, s, models.LetterTest); len(got) != 0 {
			t.Errorf("%d letters are kept", len(got))
		}
		if err := s.TestLetter(t.Context(), mt.Person(t, s, "ben")); models.CodeOf(err) != models.Forbidden {
			t.Errorf("somebody else sends a test letter: %v", err)
		}
	})
}
