package mail_test

import (
	"encoding/base64"
	"fmt"
	"mime"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/handlers/mail/mailtest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestLetter_TextSaysWhenAndWhereInTheFirstLinesAndLacksNothing(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		sink := mailtest.New(t, mailtest.Options{})
		s.through(sink, "smtp://%s")
		s.config.Calendar = func(it *models.Item) ([]byte, error) { return []byte("BEGIN:VCALENDAR " + it.Title), nil }
		acc, err := s.site.AccountNamed(t.Context(), "ben")
		mt.Must(t, err)
		mt.Must(t, s.site.SetMailWishes(t.Context(), acc, models.MailWishes{Reminders: true, News: true, Zone: "Europe/Berlin"}))
		id := s.write(models.LetterReminder, s.ben, s.event, "1d")
		s.work()
		all := sink.Letters()
		if len(all) != 1 || all[0].To != "ben@post.example" || all[0].From != "events@north.example" {
			t.Fatalf("%+v", all)
		}
		m := all[0].Message(t)
		said := parts(t, m)
		text := said["text/plain"]
		want := []string{
			"This event is a day away.", "",
			"When: Fri 15 January 2027, 12 pm to 1 pm, Europe/London (GMT)",
			"For you: Fri 15 January 2027, 1 pm to 2 pm, Europe/Berlin (CET)",
			"Where: Tarnside Library", "Room: https://meet.example/secret-room",
		}
		if got := strings.Split(text, "\n"); !slices.Equal(got[:len(want)], want) {
			t.Errorf("the text begins:\n%s", strings.Join(got[:8], "\n"))
		}
		page := fmt.Sprintf("https://north.example/event/%d", s.event.ID)
		for _, part := range []string{"Winter webinar", "Bring tea.", "Steps at the door.; A ramp behind.", page + "\n", page + "/answer/", "https://north.example/mail/stop/", "/settings#e-mails"} {
			if !strings.Contains(text, part) {
				t.Errorf("the text lacks %q:\n%s", part, text)
			}
			if html := said["text/html"]; !strings.Contains(html, strings.TrimSpace(part)) {
				t.Errorf("the HTML lacks %q", part)
			}
		}
		if html := said["text/html"]; len(html) > 60<<10 || strings.Contains(html, "<img") || strings.Contains(html, "url(") {
			t.Errorf("the HTML has %d bytes, or fetches something", len(html))
		}
		file, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(said["text/calendar"], "\n", ""))
		if err != nil || string(file) != "BEGIN:VCALENDAR Winter webinar" {
			t.Errorf("the calendar file is %q (%v)", file, err)
		}
		if l := s.letter(id); l.State != models.LetterSent || l.Subject != "Tomorrow: Winter webinar, Fri 15 January 2027" || l.SentAt.IsZero() {
			t.Errorf("%+v", l)
		}
	})
}

func TestLetter_HeadersAreThoseOfRFC8058AndThreadByEvent(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		sink := mailtest.New(t, mailtest.Options{})
		s.through(sink, "smtp://%s")
		id := s.write(models.LetterMoved, s.ben, s.event, "Thursday")
		s.write(models.LetterPassword, s.ben, nil, "")
		s.work()
		h := sink.Letters()[0].Message(t).Header
		thread := fmt.Sprintf("<event-%d@north.example>", s.event.ID)
		for name, want := range map[string]string{
			"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Auto-Submitted": "auto-generated",
			"Message-ID": "<" + s.letter(id).MessageID + ">", "In-Reply-To": thread, "References": thread,
			"Subject": "Changed: Winter webinar, Fri 15 January 2027", "From": `"A new Folkmoot site" <events@north.example>`,
			"Date": s.clock.Now().Format(time.RFC1123Z),
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		stop := h.Get("List-Unsubscribe")
		ticket, ours := strings.CutPrefix(stop, "<https://north.example/mail/stop/")
		if _, err := s.site.StopBy(strings.TrimSuffix(ticket, ">")); !ours || err != nil {
			t.Errorf("List-Unsubscribe is %q: %v", stop, err)
		}
		password := sink.Letters()[1].Message(t).Header
		if password.Get("List-Unsubscribe") != "" || password.Get("In-Reply-To") != "" {
			t.Error("a link for a password belongs to a list")
		}
	})
}

func TestX06_NothingThatOthersWriteBreaksAHeader(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		sink := mailtest.New(t, mailtest.Options{})
		s.through(sink, "smtp://%s")
		nasty := "Tea\r\nBcc: all@post.example\r\n\r\nbody \u2028 \x00 “ünïcode”"
		s.exec("UPDATE items SET title = ? WHERE id = ?", strings.ReplaceAll(nasty, "\x00", ""), s.event.ID)
		s.exec("UPDATE actors SET title = ? WHERE id = ?", "Ben\r\nX-Evil: 1\r\n <a@b.example>, \"quoted\"", s.ben.ID)
		s.exec("UPDATE actors SET title = ? WHERE id = ?", "Ward\r\nX-Evil: 2", s.ward.ID)
		mt.Must(t, s.site.SetSettings(t.Context(), nil, models.Settings{Name: "North\r\nX-Evil: 3", Contact: "a@north.example"}))
		s.write(models.LetterNew, s.ben, s.event, "")
		s.write(models.LetterMoved, s.ben, s.event, "then\r\nX-Evil: 4\r\n\r\nnow")
		s.work()
		all := sink.Letters()
		if len(all) != 2 {
			t.Fatalf("%d letters", len(all))
		}
		for _, l := range all {
			h := l.Message(t).Header
			if h.Get("X-Evil") != "" || h.Get("Bcc") != "" || l.To != "ben@post.example" {
				t.Errorf("a header was broken: %v", h)
			}
			to, err := h.AddressList("To")
			if err != nil || len(to) != 1 || to[0].Address != "ben@post.example" {
				t.Errorf("it is for %v (%v)", to, err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
			if err != nil || strings.ContainsAny(subject, "\r\n\u2028") || !strings.Contains(subject, "“ünïcode”") {
				t.Errorf("the subject is %q (%v)", subject, err)
			}
		}
	})
}

func TestLetter_IsNotSentToWhoMayNotSeeTheEvent(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		sink := mailtest.New(t, mailtest.Options{})
		s.through(sink, "smtp://%s")
		closed := mt.Founded(t, s.site, s.ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		mt.Join(t, s.site, s.ben, closed)
		secret := s.publish("Secret supper", closed, &models.Event{Begins: "2027-01-15T12:00", Zone: "UTC"})
		id := s.write(models.LetterNew, s.ben, secret, "")
		mt.Must(t, s.site.Leave(t.Context(), s.ben, closed))
		removed := s.publish("Removed", s.ward, &models.Event{Begins: "2027-01-15T12:00", Zone: "UTC"})
		other := s.write(models.LetterNew, s.ben, removed, "")
		mt.Must(t, s.site.Remove(t.Context(), s.ana, removed, true, "No.", nil))
		s.work()
		if n := len(sink.Letters()); n != 0 {
			t.Fatalf("%d letters were sent: %s", n, sink.Letters()[0].Raw)
		}
		for _, id := range []int64{id, other} {
			if l := s.letter(id); l.State != models.LetterDropped || l.Error == "" {
				t.Errorf("%+v", l)
			}
		}
	})
}

func TestLetter_TheRoomIsForThoseWhoHaveAPlace(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		sink := mailtest.New(t, mailtest.Options{})
		s.through(sink, "smtp://%s")
		cara := mt.Person(t, s.site, "cara")
		mt.Join(t, s.site, cara, s.ward)
		_, err := s.site.Answer(t.Context(), models.Answer{ItemID: s.event.ID, ActorID: cara.ID, Says: models.SaysMaybe}, nil)
		mt.Must(t, err)
		s.exec("DELETE FROM letters")
		s.exec("DELETE FROM jobs")
		s.write(models.LetterReminder, cara, s.event, "1d")
		s.write(models.LetterNew, cara, s.event, "")
		s.work()
		for _, l := range sink.Letters() {
			if strings.Contains(string(l.Raw), "secret-room") {
				t.Errorf("who may come reads the link to the room:\n%s", l.Raw)
			}
		}
		if len(sink.Letters()) != 2 {
			t.Errorf("%d letters", len(sink.Letters()))
		}
	})
}

func TestLetter_EveryKindHasItsWords(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		s.write(models.LetterTest, s.ben, nil, "")
		for _, note := range []string{"7d", "1d", "1h", "other"} {
			s.write(models.LetterReminder, s.ben, s.event, note)
		}
		s.write(models.LetterSeat, s.ben, s.event, string(models.Coming))
		s.write(models.LetterAsk, s.ben, s.event, "")
		s.write(models.LetterNew, s.ben, s.event, "")
		for _, state := range []models.EventStatus{models.Cancelled, models.Postponed} {
			it := s.publish(string(state), s.ward, &models.Event{Begins: "2027-01-15T12:00", Zone: "Europe/London", Status: state})
			s.exec("DELETE FROM letters WHERE item_id = ?", it.ID)
			s.write(models.LetterKind(state), s.ben, it, "")
		}
		s.work()
		names, err := filepath.Glob(s.config.Folder + "/*.eml")
		mt.Must(t, err)
		if len(names) != 10 {
			t.Errorf("%d letters in the folder", len(names))
		}
		all, err := s.site.Letters(t.Context(), models.Viewer{Actor: s.ana}, false)
		mt.Must(t, err)
		subjects := map[string]bool{}
		for _, l := range all {
			if l.State != models.LetterSent || l.Subject == "" || strings.Contains(l.Subject, "mail.") || subjects[l.Subject] {
				t.Errorf("%s %s: %s %q %s", l.Kind, l.Note, l.State, l.Subject, l.Error)
			}
			subjects[l.Subject] = true
		}
		for _, name := range names {
			info, err := os.Stat(name)
			mt.Must(t, err)
			if info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %o", name, info.Mode())
			}
		}
		if info, err := os.Stat(s.config.Folder); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("the folder: %v, %v", info.Mode(), err)
		}
	})
}

func TestLetter_AChangeSaysWhatItWasBefore(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		sink := mailtest.New(t, mailtest.Options{})
		s.through(sink, "smtp://%s")
		for note, want := range map[string]string{
			"2027-01-14T18:30": "Before: Thu 14 January 2027, 6:30 pm, Europe/London (GMT)", "2027-01-15T12:00": "", "in the other hall": "Before: in the other hall",
		} {
			s.write(models.LetterMoved, s.ben, s.event, note)
			s.work()
			all := sink.Letters()
			said := parts(t, all[len(all)-1].Message(t))["text/plain"]
			if strings.Contains(said, "Before: ") != (want != "") || !strings.Contains(said, want) {
				t.Errorf("%s: want %q in\n%s", note, want, said)
			}
		}
	})
}

func TestLetter_OfAnEventThatCrossesMidnightOrChangesClocksSaysBothDays(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		sink := mailtest.New(t, mailtest.Options{})
		s.through(sink, "smtp://%s")
		for begins, want := range map[string]string{
			"2027-03-27T22:00": "Sat 27 March 2027, 10 pm to Sun 28 March 2027, 3 am, Europe/London (GMT)",
			"2027-10-30T22:00": "Sat 30 October 2027, 10 pm to Sun 31 October 2027, 3 am, Europe/London (BST)",
		} {
			day := map[string]string{"2027-03-27T22:00": "2027-03-28T03:00", "2027-10-30T22:00": "2027-10-31T03:00"}[begins]
			it := s.publish("Night walk", s.ward, &models.Event{Begins: begins, Ends: day, Zone: "Europe/London"})
			s.exec("DELETE FROM letters")
			s.write(models.LetterNew, s.ben, it, "")
			s.work()
			all := sink.Letters()
			if said := parts(t, all[len(all)-1].Message(t))["text/plain"]; !strings.Contains(said, want) {
				t.Errorf("%s: want %q in\n%s", begins, want, said)
			}
		}
	})
}
