package mail_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/handlers/mail"
	"github.com/folkmoot/folkmoot/handlers/mail/mailtest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// report is the word of a mail server about a letter, as RFC 3464 has it.
func report(messageID, action, status, said string) string {
	return strings.ReplaceAll(fmt.Sprintf(`From MAILER-DAEMON Fri Jan 15 12:00:00 2027
Return-Path: <>
From: MAILER-DAEMON@mail.north.example (Mail Delivery System)
To: events@north.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_north"

--=_north
Content-Type: text/plain; charset=us-ascii

We are sorry.

--=_north
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.north.example
Arrival-Date: Fri, 15 Jan 2027 11:59:00 +0000

Final-Recipient: rfc822; ben@post.example
Action: %s
Status: %s
Remote-MTA: dns; mx.post.example
Diagnostic-Code: smtp; %s

--=_north
Content-Type: text/rfc822-headers

From: North Academy <events@north.example>
To: ben <ben@post.example>
Message-ID: <%s>
Subject: Winter webinar

--=_north--
`, action, status, said, messageID), "\n", "\r\n")
}

// plain is the same as older programs say it.
func plain(messageID, said string) string {
	return fmt.Sprintf(`Return-Path: <>
From: MAILER-DAEMON@mail.north.example
To: events@north.example
Subject: failure notice

Hi. This is the program at mail.north.example.

<ben@post.example>:
%s

--- Below this line is a copy of the message.

From: events@north.example
To: ben@post.example
Message-ID: <%s>
Subject: Winter webinar

Dear ben
`, said, messageID)
}

// eachSent runs fn where a letter to ben was sent, on each database.
func eachSent(t *testing.T, fn func(s *scene, l *models.Letter)) {
	each(t, func(t *testing.T, s *scene) {
		s.through(mailtest.New(t, mailtest.Options{}), "smtp://%s")
		id := s.write(models.LetterReminder, s.ben, s.event, "7d")
		s.work()
		l := s.letter(id)
		if l.State != models.LetterSent {
			t.Fatalf("%+v", l)
		}
		fn(s, l)
	})
}

func (s *scene) bounce(message string) string {
	s.t.Helper()
	said, err := mail.TakeBounce(s.t.Context(), s.site, strings.NewReader(message))
	mt.Must(s.t, err)
	return said
}

// stateOf is what becomes of a letter that is written now.
func (s *scene) stateOf(kind models.LetterKind, it *models.Item, note string) models.LetterState {
	s.t.Helper()
	id := s.write(kind, s.ben, it, note)
	s.work()
	return s.letter(id).State
}

func TestBounce_ALastingOneIsShownAndNothingMoreGoesToTheAddress(t *testing.T) {
	for _, message := range []func(id string) string{
		func(id string) string {
			return report(id, "failed", "5.1.1", "550 5.1.1 <ben@post.example>: No such mailbox here")
		},
		func(id string) string { return plain(id, "550 5.1.1 No such mailbox here (#5.1.1)") },
	} {
		eachSent(t, func(s *scene, l *models.Letter) {
			if said := s.bounce(message(l.MessageID)); !strings.Contains(said, "nothing more goes") {
				s.t.Errorf("said %q", said)
			}
			now := s.letter(l.ID)
			if now.State != models.LetterReturned || !strings.Contains(now.Error, "No such mailbox here") {
				s.t.Errorf("%+v", now)
			}
			if n, err := s.site.FailedLetters(s.t.Context()); err != nil || n != 1 {
				s.t.Errorf("%d failed (%v)", n, err)
			}
			if state := s.stateOf(models.LetterReminder, s.event, "1d"); state != models.LetterDropped {
				s.t.Errorf("the next reminder is %s", state)
			}
			if state := s.stateOf(models.LetterPassword, nil, ""); state != models.LetterSent {
				s.t.Errorf("a link for a password is %s", state)
			}
			acc, err := s.site.AccountNamed(s.t.Context(), "ben")
			mt.Must(s.t, err)
			mt.Must(s.t, s.site.SetEmail(s.t.Context(), acc, "ben@home.example"))
			if state := s.stateOf(models.LetterReminder, s.event, "1d"); state != models.LetterSent {
				s.t.Errorf("a reminder to the new address is %s", state)
			}
			if said := s.bounce(message(l.MessageID)); s.letter(l.ID).Error != now.Error {
				s.t.Errorf("told twice: %q, %+v", said, s.letter(l.ID))
			}
		})
	}
}

func TestBounce_AnAdminSendsItAgain(t *testing.T) {
	eachSent(t, func(s *scene, l *models.Letter) {
		s.bounce(report(l.MessageID, "failed", "5.2.2", "552 5.2.2 Mailbox full"))
		mt.Must(s.t, s.site.ResendLetter(s.t.Context(), mt.Admin(s.t, s.site, "sam"), l.ID))
		s.work()
		if now := s.letter(l.ID); now.State != models.LetterSent || now.Error != "" {
			s.t.Errorf("%+v", now)
		}
	})
}

func TestBounce_WhatIsNotTheFaultOfTheAddressFailsOneLetter(t *testing.T) {
	for _, message := range []func(id string) string{
		func(id string) string { return report(id, "failed", "4.4.7", "451 4.4.7 Given up after five days") },
		func(id string) string { return report(id, "failed", "5.7.1", "550 5.7.1 Looks like junk") },
		func(id string) string { return plain(id, "It could not be delivered.") },
	} {
		eachSent(t, func(s *scene, l *models.Letter) {
			s.bounce(message(l.MessageID))
			if now := s.letter(l.ID); now.State != models.LetterFailed || !strings.HasPrefix(now.Error, "It came back") {
				s.t.Errorf("%+v", now)
			}
			if state := s.stateOf(models.LetterReminder, s.event, "1d"); state != models.LetterSent {
				s.t.Errorf("the next reminder is %s", state)
			}
		})
	}
}

func TestBounce_WhatSaysNothingOfALetterThatCameBackChangesNothing(t *testing.T) {
	eachSent(t, func(s *scene, l *models.Letter) {
		answer := "Return-Path: <ben@post.example>\r\nFrom: ben@post.example\r\nSubject: Re: Winter webinar\r\n\r\nMessage-ID: <" + l.MessageID + ">\r\n"
		late := strings.Replace(plain(l.MessageID, "5.1.1"), "failure notice", "Warning: message delayed 4 hours", 1)
		for name, message := range map[string]string{
			"nothing": "", "noise": "\x00\x01\xff", "an answer of a person": answer, "late, in words": late,
			"late":    report(l.MessageID, "delayed", "4.4.1", "451 4.4.1 Not yet"),
			"arrived": report(l.MessageID, "delivered", "2.0.0", "250 OK"),
		} {
			if said := s.bounce(message); !strings.HasPrefix(said, "Nothing was changed") || s.letter(l.ID).State != models.LetterSent {
				s.t.Errorf("%s: %q, %+v", name, said, s.letter(l.ID))
			}
		}
	})
}

func TestBounce_AForgedOneSilencesNobody(t *testing.T) {
	eachSent(t, func(s *scene, l *models.Letter) {
		other := s.letter(s.write(models.LetterReminder, s.ana, s.event, "7d"))
		another := *l
		another.Address = "ben@home.example" // to which this letter did not go
		ticket, _, _ := strings.Cut(strings.TrimPrefix(l.MessageID, "letter-"), "@")
		for _, id := range []string{
			fmt.Sprintf("letter-%d@north.example", l.ID), "letter-@north.example", "letter-" + ticket[1:] + "@north.example",
			"letter-" + s.site.StopTicket(l) + "@north.example", "letter-" + s.site.BackTicket(other) + "@north.example",
			"letter-" + s.site.BackTicket(&another) + "@north.example",
		} {
			if said := s.bounce(report(id, "failed", "5.1.1", "550 5.1.1 No such mailbox")); !strings.HasPrefix(said, "Nothing was changed") {
				s.t.Errorf("%s: %q", id, said)
			}
		}
		if s.letter(l.ID).State != models.LetterSent || s.letter(other.ID).State != models.LetterWaiting {
			s.t.Errorf("%+v, %+v", s.letter(l.ID), s.letter(other.ID))
		}
	})
}

func TestBounce_IsReadToAMegabyteAndNoFurther(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(plain("x", "5.1.1")), neverEnds{})
	done := make(chan error, 1)
	go func() {
		_, err := mail.ReadBounce(endless)
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			t.Error("it names no letter")
		}
	case <-time.After(20 * time.Second):
		t.Error("it is read without end")
	}
}

type neverEnds struct{}

func (neverEnds) Read(p []byte) (int, error) {
	for n := range p {
		p[n] = 'x'
	}
	return len(p), nil
}

func FuzzReadBounce(f *testing.F) {
	f.Add(report("letter-abc@north.example", "failed", "5.1.1", "550 5.1.1 No such mailbox"))
	f.Add(plain("letter-abc@north.example", "Sorry (#5.1.1)"))
	f.Add("From x\nContent-Type: multipart/report; boundary=a\n\n--a\nContent-Type: message/delivery-status\n\n: \n\nAction: failed")
	f.Fuzz(func(t *testing.T, message string) {
		b, err := mail.ReadBounce(strings.NewReader(message))
		if err != nil {
			return
		}
		if len(b.Tickets) == 0 || len(b.Tickets) > 20 || len(b.Why) > 4*300 || strings.ContainsAny(b.Why, "\r\n\x00") || b.Dead && !b.Failed {
			t.Errorf("%+v", b)
		}
	})
}
