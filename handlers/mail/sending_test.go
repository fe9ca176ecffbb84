package mail_test

import (
	"context"
	"fmt"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/folkmoot/folkmoot/handlers/mail"
	"github.com/folkmoot/folkmoot/handlers/mail/mailtest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/queue"
)

func TestWay_IsReadAndItsPasswordIsNeverSaid(t *testing.T) {
	for address, want := range map[string]string{
		"smtp://u:p%40ss@mail.example":           "mail.example:587 (STARTTLS)",
		"smtps://mail.example":                   "mail.example:465 (TLS)",
		"smtp://mail.example:25?tls=off":         "mail.example:25 (no encryption)",
		"smtp://localhost:2525":                  "localhost:2525 (no encryption)",
		"smtp://[::1]":                           "[::1]:587 (no encryption)",
		"smtp://127.0.0.1:587?tls=required":      "127.0.0.1:587 (STARTTLS)",
		"http://mail.example":                    "",
		"mail.example:587":                       "",
		"smtp://":                                "",
		"smtp://u:secret@mail.example/x":         "",
		"smtp://u:secret@mail.example:99999":     "",
		"smtp://u:secret@mail.example?tls=maybe": "",
		"smtps://u:secret@mail.example?tls=off":  "",
		"smtp://u:se/cret@mail.example":          "",
	} {
		way, err := mail.ReadWay(address)
		if want == "" {
			if err == nil || strings.Contains(err.Error(), "cret") {
				t.Errorf("%s: %v, %v", address, way, err)
			}
			continue
		}
		if err != nil || way.String() != want {
			t.Errorf("%s is %v (%v), want %s", address, way, err, want)
		}
	}
}

func TestSending_SignsInOverSTARTTLSAndTrustsNobodyElse(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		sink := mailtest.New(t, mailtest.Options{TLS: true, User: "folk", Password: "p@ss/word"})
		s.through(sink, "smtp://folk:p%%40ss%%2Fword@%s?tls=required")
		id := s.write(models.LetterTest, s.ben, nil, "")
		s.work()
		if l := s.letter(id); l.State != models.LetterSent || sink.Secure() != 1 {
			t.Fatalf("%+v; %d came encrypted", l, sink.Secure())
		}
		mt.Must(t, s.config.Way.Check(t.Context(), sink.Roots, time.Minute))
		if err := s.config.Way.Check(t.Context(), nil, time.Minute); err == nil || !strings.Contains(err.Error(), "certificate") {
			t.Errorf("with a certificate that nobody vouches for: %v", err)
		}
		s.through(sink, "smtp://folk:wrong-word@%s?tls=required")
		err := s.config.Way.Check(t.Context(), sink.Roots, time.Minute)
		if err == nil || !strings.Contains(err.Error(), "does not take the user") || strings.Contains(err.Error(), "wrong-word") {
			t.Errorf("with a wrong password: %v", err)
		}
		wrong := s.write(models.LetterTest, s.ben, nil, "")
		s.work()
		if l := s.letter(wrong); l.State != models.LetterWaiting || l.Tries != 1 || l.Error == "" {
			t.Errorf("a wrong password fails letters for good: %+v", l)
		}
	})
}

func TestSending_EncryptionThatIsNotOfferedIsNotDoneWithout(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		sink := mailtest.New(t, mailtest.Options{User: "folk", Password: "word"})
		s.through(sink, "smtp://folk:word@%s?tls=required")
		if err := s.config.Way.Check(t.Context(), nil, time.Minute); err == nil || !strings.Contains(err.Error(), "offers no encryption") {
			t.Errorf("%v", err)
		}
		s.through(sink, "smtp://folk:word@%s")
		mt.Must(t, s.config.Way.Check(t.Context(), nil, time.Minute))
		way, err := mail.ReadWay("smtp://127.0.0.1:1")
		mt.Must(t, err)
		if err := way.Check(t.Context(), nil, time.Minute); err == nil || !strings.Contains(err.Error(), "Nothing answers") {
			t.Errorf("a port where nobody is: %v", err)
		}
	})
}

func TestSending_ATemporaryNoIsTriedAgainAndALastingOneIsShown(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		tries := 0
		sink := mailtest.New(t, mailtest.Options{Rcpt: func(to string) error {
			if to == "ben@post.example" {
				return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox here"}
			}
			if tries++; tries == 1 {
				return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted"}
			}
			return nil
		}})
		s.through(sink, "smtp://%s")
		lasting, temporary := s.write(models.LetterTest, s.ben, nil, ""), s.write(models.LetterTest, s.ana, nil, "")
		s.work()
		if l := s.letter(lasting); l.State != models.LetterFailed || !strings.Contains(l.Error, "No such mailbox here") {
			t.Errorf("%+v", l)
		}
		if l := s.letter(temporary); l.State != models.LetterWaiting || !strings.Contains(l.Error, "Greylisted") {
			t.Errorf("%+v", l)
		}
		if why, err := s.site.MailTrouble(t.Context()); err != nil || !strings.Contains(why, "Greylisted") {
			t.Errorf("the trouble is %q (%v)", why, err)
		}
		s.clock.Add(time.Hour)
		s.work()
		if l := s.letter(temporary); l.State != models.LetterSent || l.Error != "" || len(sink.Letters()) != 1 {
			t.Errorf("%+v, %d letters", l, len(sink.Letters()))
		}
		if n, err := s.site.FailedLetters(t.Context()); err != nil || n != 1 {
			t.Errorf("%d failed (%v)", n, err)
		}
		admin := mt.Admin(t, s.site, "sam")
		mt.Must(t, s.site.ResendLetter(t.Context(), admin, lasting))
		s.work()
		if l := s.letter(lasting); l.State != models.LetterFailed || l.Tries != 1 {
			t.Errorf("sent again: %+v", l)
		}
	})
}

func TestSending_IsGivenUpAfterHalfADayAndShownAsFailed(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		sink := mailtest.New(t, mailtest.Options{Data: func(*netmail.Message) error {
			return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1}, Message: "Disk full"}
		}})
		s.through(sink, "smtp://%s")
		id := s.write(models.LetterTest, s.ben, nil, "")
		for range 30 {
			s.work()
			s.clock.Add(2 * time.Hour)
		}
		if l := s.letter(id); l.State != models.LetterFailed || !strings.Contains(l.Error, "Disk full") || l.Tries != 18 {
			t.Errorf("%+v", l)
		}
		if n, err := s.site.CountStuck(t.Context()); err != nil || n != 0 {
			t.Errorf("%d jobs are parked as well (%v)", n, err)
		}
	})
}

func TestSending_AServerThatDoesNotAnswerIsNotWaitedFor(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		over := make(chan struct{})
		sink := mailtest.New(t, mailtest.Options{Rcpt: func(string) error {
			<-over
			return nil
		}})
		defer close(over)
		s.through(sink, "smtp://%s")
		s.config.Patience = 50 * time.Millisecond
		id := s.write(models.LetterTest, s.ben, nil, "")
		s.work()
		if l := s.letter(id); l.State != models.LetterWaiting || !strings.Contains(l.Error, "in time") {
			t.Errorf("%+v", l)
		}
	})
}

func TestSending_TwoRunnersSendEachLetterOnce(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		sink := mailtest.New(t, mailtest.Options{})
		way, err := mail.ReadWay("smtp://" + sink.Address)
		mt.Must(t, err)
		first := mt.Site(t, dbtest.OpenURL(t, url, nil), "north.example")
		sam := mt.Admin(t, first, "sam")
		for range 20 {
			mt.Must(t, first.TestLetter(t.Context(), sam))
		}
		ctx, stop := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for range 2 {
			site := mt.Site(t, dbtest.OpenURL(t, url, nil), "north.example")
			r := queue.NewRunner(site.DB(), queue.Config{Log: dbtest.Log(t), Poll: 20 * time.Millisecond})
			mail.New(mail.Config{Site: site, Way: way, From: netmail.Address{Address: "a@north.example"}}).Register(r)
			all.Go(func() {
				if err := r.Run(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		sent := func() (n int) {
			letters, err := first.Letters(t.Context(), models.Viewer{}, false)
			mt.Must(t, err)
			for _, l := range letters {
				if l.State == models.LetterSent {
					n++
				}
			}
			return n
		}
		for end := time.Now().Add(20 * time.Second); sent() < 20 && time.Now().Before(end); {
			time.Sleep(10 * time.Millisecond)
		}
		stop()
		all.Wait()
		ids := map[string]bool{}
		for _, l := range sink.Letters() {
			ids[l.Message(t).Header.Get("Message-ID")] = true
		}
		if len(sink.Letters()) != 20 || len(ids) != 20 {
			t.Errorf("%d letters arrived, %d of them different", len(sink.Letters()), len(ids))
		}
	})
}

func TestFolder_KeepsTheLastThousand(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		mt.Must(t, os.MkdirAll(s.config.Folder, 0o700))
		for n := range 1005 {
			mt.Must(t, os.WriteFile(filepath.Join(s.config.Folder, fmt.Sprintf("%019d.eml", n)), nil, 0o600))
		}
		mt.Must(t, os.WriteFile(filepath.Join(s.config.Folder, "notes.txt"), nil, 0o600))
		id := s.write(models.LetterTest, s.ben, nil, "")
		s.work()
		names, err := filepath.Glob(s.config.Folder + "/*.eml")
		mt.Must(t, err)
		if len(names) != 1000 || filepath.Base(names[999]) != s.letter(id).File || filepath.Base(names[0]) != fmt.Sprintf("%019d.eml", 6) {
			t.Errorf("%d letters, from %s to %s", len(names), names[0], names[len(names)-1])
		}
		if _, err := os.Stat(filepath.Join(s.config.Folder, "notes.txt")); err != nil {
			t.Errorf("what is no letter was deleted: %v", err)
		}
	})
}
