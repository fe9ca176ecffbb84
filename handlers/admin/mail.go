package admin

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// MailRoom is how letters go out.
type MailRoom interface {
	// Sends tells whether they go to a mail server, and its name, or else the folder where they are kept.
	Sends() (where string, sends bool)
	// Sender is in whose name they go out.
	Sender() string
	// Read is the text of a letter that is kept, without what would let its reader's friends act for them; "" when it is
	// not kept.
	Read(l *models.Letter) (string, error)
}

// letterWords say what each kind of letter is.
var letterWords = map[models.LetterKind]string{
	models.LetterNew: "said.letter_new", models.LetterMoved: "said.letter_moved", models.LetterCancelled: "said.letter_cancelled",
	models.LetterPostponed: "said.letter_postponed", models.LetterReminder: "said.letter_reminder", models.LetterSeat: "said.letter_seat",
	models.LetterAsk: "said.letter_ask", models.LetterPassword: "said.letter_password", models.LetterTest: "said.letter_test",
}

// Mail is how letters go out, and what became of the last ones.
func (a *Rooms) Mail(c *gin.Context) error {
	ctx := c.Request.Context()
	failed := c.Query("show") == "failed"
	letters, err := a.Site.Letters(ctx, request.VisitorOf(c).Viewer, failed)
	if err != nil {
		return err
	}
	view := web.MailView{Failed: failed, Filters: []web.Tab{
		{Name: said(c, "said.all"), URL: "/admin/mail", Active: !failed},
		{Name: said(c, "said.letter_failed"), URL: "/admin/mail?show=failed", Active: failed},
	}}
	if view.Reports, err = a.waiting(c); err != nil {
		return err
	}
	if view.Trouble, err = a.Site.MailTrouble(ctx); err != nil {
		return err
	}
	if where, sends := a.Post.Sends(); sends {
		view.Server, view.Sender = where, a.Post.Sender()
	} else {
		view.Folder = where
	}
	for _, l := range letters {
		view.Letters = append(view.Letters, letterRow(c, l))
	}
	return a.Out.OK(c, a.page(c, said(c, "admin.mail")), web.Mail(view))
}

func letterRow(c *gin.Context, l *models.Letter) web.LetterRow {
	row := web.LetterRow{
		ID: strconv.FormatInt(l.ID, 10), What: said(c, letterWords[l.Kind]), Subject: l.Subject, Address: l.Address,
		At: l.CreatedAt, Error: l.Error, CanRetry: l.State == models.LetterFailed || l.State == models.LetterReturned,
	}
	switch {
	case l.State == models.LetterSent && l.File != "":
		row.State = web.State{Word: said(c, "said.letter_kept"), Tone: web.Good}
	case l.State == models.LetterSent:
		row.State = web.State{Word: said(c, "said.letter_sent"), Tone: web.Good}
	case l.State == models.LetterFailed:
		row.State = web.State{Word: said(c, "said.letter_failed"), Tone: web.Bad}
	case l.State == models.LetterReturned:
		row.State = web.State{Word: said(c, "said.letter_returned"), Tone: web.Bad}
	case l.State == models.LetterDropped:
		row.State = web.State{Word: said(c, "said.letter_dropped"), Tone: web.Quiet}
	default:
		row.State = web.State{Word: said(c, "said.letter_waits"), Tone: web.Quiet}
	}
	if mayRead(l) {
		row.URL = "/admin/mail/" + row.ID
	}
	return row
}

// mayRead tells whether a letter is there to be read: one about what the admin may see, or about nothing. Links for
// passwords are for nobody else.
func mayRead(l *models.Letter) bool {
	return l.File != "" && l.Kind != models.LetterPassword && (l.Item == 0 || l.About != nil)
}

// ReadLetter shows a letter that was kept because there is no mail server.
func (a *Rooms) ReadLetter(c *gin.Context) error {
	id, err := request.ID(c)
	if err != nil {
		return err
	}
	l, err := a.Site.LetterNumbered(c.Request.Context(), request.VisitorOf(c).Viewer, id)
	if err != nil {
		return err
	}
	if !mayRead(l) {
		return request.ErrNothing
	}
	text, err := a.Post.Read(l)
	if err != nil {
		return err
	}
	if text == "" {
		return request.ErrNothing
	}
	reports, err := a.waiting(c)
	if err != nil {
		return err
	}
	return a.Out.OK(c, a.page(c, l.Subject), web.MailLetter(web.MailLetterView{Reports: reports, Subject: l.Subject, To: l.Address, Text: text}))
}

// TestMail sends a letter to the admin who asks for it, or has it kept where all are.
func (a *Rooms) TestMail(c *gin.Context) error {
	v := request.VisitorOf(c)
	if err := a.Limits.Take(c.Request, request.ToTestMail, v.Actor.Name); err != nil {
		return err
	}
	if err := a.Site.TestLetter(c.Request.Context(), v.Actor); err != nil {
		return err
	}
	if folder, sends := a.Post.Sends(); !sends {
		return a.Out.Done(c, "/admin/mail", said(c, "said.test_kept", "Folder", folder))
	}
	return a.Out.Done(c, "/admin/mail", said(c, "said.test_sent"))
}

// RetryLetter has a letter that failed sent again.
func (a *Rooms) RetryLetter(c *gin.Context) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(f.Line("letter"), 10, 64)
	if err != nil {
		return request.ErrNothing
	}
	if err := a.Site.ResendLetter(c.Request.Context(), request.VisitorOf(c).Actor, id); err != nil {
		return err
	}
	return a.Out.Done(c, "/admin/mail", said(c, "said.letter_again"))
}
