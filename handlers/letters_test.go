package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/handlers/mail"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/queue"
)

// post has all letters written and put into the folder.
func (d *desk) post() {
	d.t.Helper()
	r := queue.NewRunner(d.site.DB(), queue.Config{Log: dbtest.Log(d.t)})
	d.config.Mail.(*mail.Room).Register(r)
	_, err := r.Drain(d.t.Context())
	mt.Must(d.t, err)
}

// letter is the latest letter of a kind.
func (d *desk) letter(kind models.LetterKind) *models.Letter {
	d.t.Helper()
	all, err := d.site.Letters(d.t.Context(), models.Viewer{}, false)
	mt.Must(d.t, err)
	for _, l := range all {
		if l.Kind == kind {
			return l
		}
	}
	d.t.Fatalf("no letter of kind %s among %d", kind, len(all))
	return nil
}

func TestForgotten_AnswersTheSameWhoeverAsksAndTheLinkWorksOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		before := d.as(ana)
		d.visitor().get("/sign-in").says(`href="/forgotten"`)
		d.visitor().get("/forgotten").want(http.StatusOK).says("Enter your e-mail address")
		d.visitor().post("/forgotten", "email", "nonsense").want(http.StatusUnprocessableEntity).says("Enter an e-mail address, such as")
		known := d.visitor().post("/forgotten", "email", "Ana@post.example").want(http.StatusOK).body
		unknown := d.visitor().post("/forgotten", "email", "eve@post.example").want(http.StatusOK).body
		if strings.ReplaceAll(known, "Ana@", "X@") != strings.ReplaceAll(unknown, "eve@", "X@") {
			t.Error("the answer tells who has an account")
		}
		d.post()
		if all, err := d.site.Letters(t.Context(), models.Viewer{}, false); err != nil || len(all) != 1 {
			t.Fatalf("%d letters (%v)", len(all), err)
		}
		if l := d.letter(models.LetterPassword); l.State != models.LetterSent || l.Address != "ana@post.example" {
			t.Errorf("%+v", l)
		}
		folder, _ := d.config.Mail.Sends()
		kept, err := os.ReadFile(filepath.Join(folder, d.letter(models.LetterPassword).File))
		mt.Must(t, err)
		path := regexp.MustCompile("/forgotten/[0-9a-f]{32}").FindString(string(kept))
		b := d.visitor()
		b.get(path).want(http.StatusOK).says("Choose a new password", "ana@post.example")
		b.post(path, "password", "short").want(http.StatusUnprocessableEntity).says("Use at least 10 characters")
		b.post(path, "password", "five small grey geese").follow().says("Your password is changed.")
		b.get("/settings").want(http.StatusOK)
		before.get("/settings").want(http.StatusUnauthorized)
		d.visitor().get(path).want(http.StatusGone)
		d.visitor().post(path, "password", "six small grey geese").want(http.StatusGone)
	})
}

func TestForgotten_IsLimitedPerAddressAndPerHousehold(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.limited()
		for range 3 {
			d.visitor().post("/forgotten", "email", "eve@post.example").want(http.StatusOK)
		}
		d.visitor().post("/forgotten", "email", "EVE@post.example").want(http.StatusTooManyRequests)
		for n := range 16 {
			d.visitor().post("/forgotten", "email", fmt.Sprintf("x%d@post.example", n)).want(http.StatusOK)
		}
		d.visitor().post("/forgotten", "email", "last@post.example").want(http.StatusTooManyRequests)
	})
}

func TestStopMail_AGetChangesNothingAndAMailProgramNeedsNoSession(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		wishes := func() models.MailWishes {
			acc, err := d.site.AccountNamed(t.Context(), "ana")
			mt.Must(t, err)
			return acc.Wishes()
		}
		path := "/mail/stop/" + d.site.StopTicket(&models.Letter{Kind: models.LetterReminder, To: ana.ID})
		r := d.visitor().get(path).want(http.StatusOK).says("Stop these e-mails?", "no more reminders", "Stop them")
		if w := wishes(); !w.Reminders || len(r.from.cookies) > 0 {
			t.Errorf("looking at it stopped them, or set a cookie: %+v", w)
		}
		req := httptest.NewRequest(http.MethodPost, path, strings.NewReader("List-Unsubscribe=One-Click")) // as RFC 8058 says: no cookie, no origin
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		d.visitor().do(req).want(http.StatusOK).says("Done", "/settings#e-mails")
		if w := wishes(); w.Reminders || !w.News {
			t.Errorf("now wanted: %+v", w)
		}
		d.visitor().post("/mail/stop/" + d.site.StopTicket(&models.Letter{Kind: models.LetterNew, To: ana.ID})).want(http.StatusOK)
		d.visitor().post("/mail/stop/nonsense").want(http.StatusNotFound)
		if w := wishes(); w.News {
			t.Errorf("now wanted: %+v", w)
		}
	})
}

func TestSettings_SayWhichEmailsOneGets(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.as(mt.Person(t, d.site, "ana"))
		b.get("/settings").want(http.StatusOK).says(`value="reminders" checked`, `value="news" checked`, `<select class="govuk-select" id="timezone"`, `<option value="" selected>`)
		b.post("/settings/mail", "mail", "news", "timezone", "Mars/Base").want(http.StatusUnprocessableEntity).
			says("Choose a time zone", "Mars/Base", `value="news" checked`).hides(`value="reminders" checked`)
		b.post("/settings/mail", "mail", "news", "timezone", "Europe/London").follow().
			says(`value="news" checked`, `<option value="Europe/London" selected>`, "Saved").hides(`value="reminders" checked`)
	})
}

func TestMailPage_ShowsWhatBecameOfLettersAndOnlyWhatTheAdminMayRead(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, sam := mt.Person(t, d.site, "ana"), mt.Admin(t, d.site, "sam")
		b := d.as(sam)
		b.get("/admin/mail").want(http.StatusOK).says("No mail server is named", "No e-mails yet")
		b.get("/admin/mail?show=failed").want(http.StatusOK).says("No e-mail failed")
		folder, _ := d.config.Mail.Sends()
		b.post("/admin/mail/test").follow().says("the test mail is put into the folder "+folder, "Waits").hides("on its way")
		d.visitor().post("/forgotten", "email", "ana@post.example").want(http.StatusOK)
		closed := mt.Founded(t, d.site, ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		open := mt.Community(t, d.site, ana, "open-to-all")
		secret, shown := d.event(ana, closed, "Secret supper"), d.event(ana, open, "Open supper")
		d.exec("DELETE FROM letters WHERE item_id IS NOT NULL")
		hidden, read := d.write(ana, secret), d.write(ana, shown)
		d.post()
		page := b.get("/admin/mail").want(http.StatusOK)
		page.says("In the folder", "A test from", "A new password for", "Open supper", "ana@post.example").hides("Secret supper")
		b.get("/admin/mail/"+number(read)).want(http.StatusOK).says("Open supper", "/answer/…", "/mail/stop/…")
		b.get("/admin/mail/" + number(hidden)).want(http.StatusNotFound)
		b.get("/admin/mail/" + number(d.letter(models.LetterPassword).ID)).want(http.StatusNotFound)
		b.get("/admin/mail/" + number(d.letter(models.LetterTest).ID)).want(http.StatusOK).says("This is a test.")

		d.exec("UPDATE letters SET state = 'failed', error = 'No such mailbox' WHERE id = ?", read)
		b.get("/admin").want(http.StatusOK).says("1 e-mail could not be sent", "/admin/mail?show=failed")
		b.get("/admin/mail?show=failed").says("Failed", "No such mailbox", "Try again").hides("A test from")
		b.post("/admin/mail/retry", "letter", number(read)).follow().says("It is tried again now.")
		d.post()
		b.get("/admin").hides("could not be sent")
	})
}

func TestMailPage_TestsAreLimited(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.limited().as(mt.Admin(t, d.site, "sam"))
		for range 5 {
			b.post("/admin/mail/test").want(http.StatusSeeOther)
		}
		b.post("/admin/mail/test").want(http.StatusTooManyRequests)
	})
}

// event adds an event to a community.
func (d *desk) event(by, in *models.Actor, title string) *models.Item {
	d.t.Helper()
	it, err := d.site.Publish(d.t.Context(), models.Draft{
		Kind: models.EventKind, By: by, In: in, Title: title,
		Detail: &models.Event{Begins: d.site.DB().Now().AddDate(0, 1, 0).Format("2006-01-02") + "T12:00", Zone: "UTC"},
	})
	mt.Must(d.t, err)
	return it
}

// write puts word of an event where the site puts its letters.
func (d *desk) write(to *models.Actor, it *models.Item) (id int64) {
	d.t.Helper()
	ctx := d.t.Context()
	mt.Must(d.t, d.site.DB().Change(ctx, func(tx *db.Tx) error {
		id = tx.NewID()
		l := &models.Letter{ID: id, Kind: models.LetterNew, To: to.ID, Item: it.ID, Once: number(id), State: models.LetterWaiting, CreatedAt: tx.Now}
		if _, err := tx.NewInsert().Model(l).Exec(ctx); err != nil {
			return err
		}
		return queue.Enqueue(ctx, tx, queue.Job{Kind: models.JobMail, Lane: "mail", Payload: fmt.Append(nil, id)})
	}))
	return id
}

func TestTicket_LeadsNowhereOnceTheAccountIsSuspended(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, ann := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "ann")
		closed := mt.Founded(t, d.site, org, models.Charter{Name: "closed", Visibility: models.MembersOnly, Joining: models.JoinOpen})
		mt.Join(t, d.site, ann, closed)
		e := d.event(org, closed, "Secret supper")
		path := e.Path() + "/answer/" + d.site.Ticket("answer", e.ID, ann.ID)
		d.visitor().get(path).want(http.StatusOK).says("Secret supper")
		acc, err := d.site.AccountNamed(t.Context(), "ann")
		mt.Must(t, err)
		mt.Must(t, d.site.Suspend(t.Context(), mt.Admin(t, d.site, "sam"), acc, true, ""))
		d.visitor().get(path).want(http.StatusNotFound).hides("Secret supper")
		d.visitor().post(path, "says", "yes").want(http.StatusNotFound)
	})
}

func TestForgotten_TheLinkEndsWhenThePasswordIsChangedOtherwise(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		mt.Person(t, d.site, "ana")
		acc, err := d.site.AccountNamed(t.Context(), "ana")
		mt.Must(t, err)
		token, err := d.site.PasswordLink(t.Context(), acc)
		mt.Must(t, err)
		d.visitor().get("/forgotten/" + token).want(http.StatusOK)
		mt.Must(t, d.site.ReplacePassword(t.Context(), acc, "seven green bottles"))
		d.visitor().get("/forgotten/" + token).want(http.StatusGone)
	})
}
