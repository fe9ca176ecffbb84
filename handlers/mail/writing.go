package mail

import (
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
	"github.com/folkmoot/folkmoot/web"
)

// maxText is how much of an event's text a letter holds, in characters; the rest is behind the link.
const maxText = 6000

// answerPurpose is that of the tickets with which somebody answers an event without signing in: the numbers of the event
// and of the person.
const answerPurpose = "answer"

func (w *writing) say(key string, pairs ...any) string { return web.T(w.ctx, key, pairs...) }

// view is what the letter says.
func (w *writing) view() (web.LetterView, error) {
	view := web.LetterView{Site: w.site, Home: w.Site.Base()}
	switch w.l.Kind {
	case models.LetterPassword:
		return view, w.password(&view)
	case models.LetterTest:
		view.Subject, view.Lead = w.say("mail.test_subject", "Site", w.site), w.say("mail.test_lead")
		view.Title, view.Why = view.Subject, w.say("mail.test_why")
		return view, nil
	}
	w.event(&view, w.l.About.Detail.(*models.Event))
	return view, nil
}

// password makes a link that works for an hour, from now: the letter may have waited.
func (w *writing) password(view *web.LetterView) error {
	token, err := w.Site.PasswordLink(w.ctx, w.l.Account)
	if err != nil {
		return err
	}
	view.Subject = w.say("mail.password_subject", "Site", w.site)
	view.Title, view.Lead, view.Why = view.Subject, w.say("mail.password_lead"), w.say("mail.password_why")
	view.Acts = []web.LetterLink{{Label: w.say("mail.password_act"), URL: w.Site.Base() + "/forgotten/" + token}}
	return nil
}

// event is about an event: what has happened, when and where it is, and what is said of it.
func (w *writing) event(view *web.LetterView, e *models.Event) {
	it := w.l.About
	view.Title = text.CleanLine(it.Title, 200)
	view.Subject, view.Lead = w.reason(view.Title, e)
	view.Facts = w.facts(e)
	view.Paragraphs = paragraphs(it.Said())
	if agenda := strings.TrimSpace(e.Agenda); agenda != "" && w.l.Kind != models.LetterAsk {
		view.Paragraphs = append([]string{w.say("mail.agenda") + "\n" + agenda}, view.Paragraphs...)
	}
	page := w.Site.Base() + it.Path()
	view.Acts = []web.LetterLink{{Label: w.say("mail.open"), URL: page}}
	if w.canAnswer(e) {
		view.Acts = append(view.Acts, web.LetterLink{Label: w.say("mail.answer"), URL: page + "/answer/" + w.Site.Ticket(answerPurpose, it.ID, w.l.To)})
	}
	community := ""
	if it.Community != nil {
		community = it.Community.Display()
	}
	why := map[models.MailSort]string{models.SortNews: "mail.why_news", models.SortReminders: "mail.why_reminder", models.SortEvent: "mail.why_event"}
	stop := map[models.MailSort]string{models.SortNews: "mail.stop_news", models.SortReminders: "mail.stop_reminders", models.SortEvent: "mail.stop_event"}
	view.Why = w.say(why[w.l.Kind.Sort()], "Community", community)
	view.Foot = []web.LetterLink{
		{Label: w.say(stop[w.l.Kind.Sort()]), URL: w.stopURL()},
		{Label: w.say("mail.settings"), URL: w.Site.Base() + "/settings#e-mails"},
	}
}

func (w *writing) canAnswer(e *models.Event) bool {
	return w.l.Kind != models.LetterAsk && e.Status != models.Cancelled && (e.Joining == models.JoinFree || e.Joining == models.JoinApproval)
}

// reasons are the words of the subject and of the first sentence, for each kind of letter and where it matters its note.
var reasons = map[string][2]string{
	"new":          {"mail.new_subject", "mail.new_lead"},
	"moved":        {"mail.moved_subject", "mail.moved_lead"},
	"cancelled":    {"mail.cancelled_subject", "mail.cancelled_lead"},
	"postponed":    {"mail.postponed_subject", "mail.postponed_lead"},
	"reminder":     {"mail.reminder_subject", "mail.reminder_lead"},
	"reminder 7d":  {"mail.reminder_7d_subject", "mail.reminder_7d_lead"},
	"reminder 1d":  {"mail.reminder_1d_subject", "mail.reminder_1d_lead"},
	"reminder 1h":  {"mail.reminder_1h_subject", "mail.reminder_1h_lead"},
	"seat coming":  {"mail.seat_coming_subject", "mail.seat_coming_lead"},
	"seat waiting": {"mail.seat_waiting_subject", "mail.seat_waiting_lead"},
	"seat asked":   {"mail.seat_asked_subject", "mail.seat_asked_lead"},
	"seat turned":  {"mail.seat_turned_subject", "mail.seat_turned_lead"},
	"ask":          {"mail.ask_subject", "mail.ask_lead"},
}

// reason is the subject, and the first sentence.
func (w *writing) reason(title string, e *models.Event) (subject, lead string) {
	words, ok := reasons[string(w.l.Kind)+" "+w.l.Note]
	if !ok {
		words = reasons[string(w.l.Kind)]
	}
	community := w.site
	if w.l.About.Community != nil {
		community = w.l.About.Community.Display()
	}
	pairs := []any{"Title", title, "Community", community, "Day", web.DayWithYear(w.ctx, e.Start())}
	return w.say(words[0], pairs...), w.say(words[1], pairs...)
}

// facts are when and where, in the first lines.
func (w *writing) facts(e *models.Event) (all []web.Fact) {
	add := func(key, value, url string) {
		if value != "" {
			all = append(all, web.Fact{Label: w.say(key), Value: value, URL: url})
		}
	}
	if e.Status != models.Postponed {
		add("mail.when", web.SpokenTime(w.ctx, e.Start(), e.End()), "")
		add("mail.for_you", w.ownTime(e), "")
	} else {
		add("mail.when", w.say("mail.when_unknown"), "")
	}
	if w.l.Kind == models.LetterMoved {
		add("mail.before", w.before(e), "")
	}
	add("mail.where", e.Place, "")
	add("mail.online", e.Online, e.Online)
	room := w.room(e)
	add("mail.room", room, room)
	if e.Joining == models.JoinElsewhere {
		add("mail.join", e.Link, e.Link)
	}
	add("mail.access", oneLine(e.Access), "")
	add("mail.speakers", oneLine(e.Speakers), "")
	if w.l.Kind == models.LetterAsk {
		add("mail.recording", e.Recording, e.Recording)
	}
	return all
}

// before is when it was to begin until now, "" when that has not changed. A note that is no time is told as it is.
func (w *writing) before(e *models.Event) string {
	was, err := time.ParseInLocation("2006-01-02T15:04", w.l.Note, e.Start().Location())
	if err != nil {
		return text.CleanLine(w.l.Note, 500)
	}
	if was.Equal(e.Start()) {
		return ""
	}
	return web.SpokenTime(w.ctx, was, time.Time{})
}

// room is the link to the room, for those who have a place.
func (w *writing) room(e *models.Event) string {
	if w.l.Answer == nil || w.l.Answer.State != models.Coming || e.Status != models.Planned || w.l.Kind == models.LetterAsk {
		return ""
	}
	if w.l.Answer.Room != "" {
		return w.l.Answer.Room
	}
	return e.Room
}

// ownTime is when it is in the reader's zone, "" when that is the same or is not known.
func (w *writing) ownTime(e *models.Event) string {
	name := w.l.Account.Zone
	zone, err := time.LoadLocation(name)
	if name == "" || err != nil {
		return ""
	}
	start, end := e.Start(), e.End()
	if start.In(zone).Format(time.DateTime+" MST") == start.Format(time.DateTime+" MST") {
		return ""
	}
	if !end.IsZero() {
		end = end.In(zone)
	}
	return web.SpokenTime(w.ctx, start.In(zone), end)
}

func oneLine(s string) string {
	var parts []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			parts = append(parts, line)
		}
	}
	return strings.Join(parts, "; ")
}

// paragraphs are the words of an event, as far as a letter holds them.
func paragraphs(plain string) (all []string) {
	if short := []rune(plain); len(short) > maxText {
		plain = string(short[:maxText]) + " …"
	}
	for p := range strings.SplitSeq(plain, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}
