package mail

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	netmail "net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
	"github.com/folkmoot/folkmoot/web"
)

// messageIDStart begins the Message-ID of each letter. What follows cannot be guessed: by it a letter that comes back is known.
const messageIDStart = "letter-"

// maxSubject is the longest subject, in characters.
const maxSubject = 150

// compose makes the whole letter, and notes in l its subject and message id.
func (r *Room) compose(ctx context.Context, l *models.Letter) (*gomail.Msg, error) {
	set, err := r.Site.Settings(ctx)
	if err != nil {
		return nil, err
	}
	w := &writing{Room: r, ctx: ctx, l: l, site: text.CleanLine(set.Name, maxSubject)}
	view, err := w.view()
	if err != nil {
		return nil, err
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := w.addresses(m); err != nil {
		return nil, err
	}
	w.headers(m, view.Subject)
	if err := w.bodies(m, view); err != nil {
		return nil, err
	}
	return m, w.attach(m)
}

// A writing is one letter while it is made.
type writing struct {
	*Room
	ctx  context.Context
	l    *models.Letter
	site string
}

func (w *writing) addresses(m *gomail.Msg) error {
	to, err := netmail.ParseAddress(w.l.Address)
	if err != nil {
		return fmt.Errorf("read the address of the reader: %w", err)
	}
	to.Name = text.CleanLine(w.l.Account.Actor.Display(), 80)
	from := w.From
	from.Name = cmp.Or(from.Name, w.site)
	m.FromMailAddress(&from)
	m.ToMailAddress(to)
	return nil
}

// headers say what the letter is to programs. Nothing in them has a line of its own but what is made here.
func (w *writing) headers(m *gomail.Msg, subject string) {
	w.l.Subject = text.CleanLine(subject, maxSubject)
	w.l.MessageID = messageIDStart + w.Site.BackTicket(w.l) + "@" + w.idHost()
	m.Subject(w.l.Subject)
	m.SetMessageIDWithValue(w.l.MessageID)
	m.SetDateWithValue(w.Site.DB().Now())
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's holiday answers it
	if w.l.Item != 0 {
		thread := fmt.Sprintf("<event-%d@%s>", w.l.Item, w.idHost())
		m.SetGenHeader(gomail.HeaderInReplyTo, thread)
		m.SetGenHeader(gomail.HeaderReferences, thread)
	}
	// RFC 8058. There is no mailto beside it: some programs prefer that, and nobody would read it.
	if stop := w.stopURL(); stop != "" {
		m.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribe, "<"+stop+">")
		m.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
}

// idHost is the right side of message ids: the host without its port.
func (w *writing) idHost() string {
	host, _, _ := strings.Cut(w.Site.Host(), ":")
	return cmp.Or(strings.Trim(host, "[]"), "localhost")
}

func (w *writing) stopURL() string {
	ticket := w.Site.StopTicket(w.l)
	if ticket == "" {
		return ""
	}
	return w.Site.Base() + "/mail/stop/" + ticket
}

func (w *writing) bodies(m *gomail.Msg, view web.LetterView) error {
	var html bytes.Buffer
	if err := web.Letter(view).Render(w.ctx, &html); err != nil {
		return fmt.Errorf("render letter: %w", err)
	}
	m.SetBodyString(gomail.TypeTextPlain, web.LetterText(view))
	m.AddAlternativeString(gomail.TypeTextHTML, html.String())
	return nil
}

// attach adds the event for calendars, where the letter says when it is.
func (w *writing) attach(m *gomail.Msg) error {
	if w.Calendar == nil || w.l.About == nil || w.l.Kind == models.LetterAsk {
		return nil
	}
	file, err := w.Calendar(w.l.About)
	if err != nil {
		return fmt.Errorf("make the calendar file: %w", err)
	}
	return m.AttachReader("event.ics", bytes.NewReader(file), gomail.WithFileContentType("text/calendar; charset=utf-8; method=PUBLISH"))
}
