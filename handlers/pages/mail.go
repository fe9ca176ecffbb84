package pages

import (
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

func mailWishes(w models.MailWishes) web.MailWishesView {
	return web.MailWishesView{Reminders: w.Reminders, News: w.News, Zone: w.Zone}
}

// SetMailWishes changes which e-mails somebody gets.
func (p *Pages) SetMailWishes(c *gin.Context) error {
	v, err := signedIn(c)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	wishes := models.MailWishes{Reminders: f.Is("mail", "reminders"), News: f.Is("mail", "news"), Zone: f.Line("timezone")}
	err = p.Site.SetMailWishes(c.Request.Context(), v.Account, wishes)
	if wrong := response.Fields(err); wrong != nil {
		view := web.SettingsView{Errors: wrong, Mail: mailWishes(wishes)}
		view.Mail.Error = wrong["timezone"]
		return p.settings(c, v, profileOf(v.Actor), view, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	return p.Out.Done(c, "/settings#e-mails", said(c, "said.saved"))
}

// stopWords say what the reader of an e-mail has no more of.
var stopWords = map[models.MailSort]string{
	models.SortReminders: "said.stop_reminders", models.SortNews: "said.stop_news", models.SortEvent: "said.stop_event",
}

// AskStopMail is where the link of an e-mail leads. It changes nothing: programs that look at what is behind links do so
// too.
func (p *Pages) AskStopMail(c *gin.Context) error { return p.stopMail(c, false) }

// StopMail ends a sort of e-mails. Who asks need not be signed in, and may be a mail program (RFC 8058).
func (p *Pages) StopMail(c *gin.Context) error { return p.stopMail(c, true) }

func (p *Pages) stopMail(c *gin.Context, do bool) error {
	stop, err := p.Site.StopBy(c.Param("ticket"))
	if err != nil {
		return err
	}
	view := web.StopMailView{Action: c.Request.URL.Path, What: said(c, stopWords[stop.Sort]), Done: do}
	if do {
		if err := p.Site.StopLetters(c.Request.Context(), stop); err != nil {
			return err
		}
	}
	page := p.Out.Page(c, said(c, "stop_mail.title"))
	page.NoIndex = true
	return p.Out.OK(c, page, web.StopMail(view))
}

// AskForgotten is the form for whoever has forgotten their password.
func (p *Pages) AskForgotten(c *gin.Context) error {
	return p.forgotten(c, web.ForgottenView{}, p.Out.OK)
}

func (p *Pages) forgotten(c *gin.Context, view web.ForgottenView, send response.Sender) error {
	page := p.Out.Page(c, said(c, "forgotten.title"))
	page.NoIndex = true
	return send(c, page, web.Forgotten(view))
}

// Forgotten has a link for a new password sent. The answer is the same whether anybody has the address.
func (p *Pages) Forgotten(c *gin.Context) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	view := web.ForgottenView{Email: f.Line("email")}
	if err := p.Limits.Take(c.Request, request.ToRecover, strings.ToLower(view.Email)); err != nil {
		return err
	}
	err = p.Site.Forgot(c.Request.Context(), view.Email)
	if wrong := response.Fields(err); wrong != nil {
		view.Errors = wrong
		return p.forgotten(c, view, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	view.Sent = true
	return p.forgotten(c, view, p.Out.OK)
}

// forgetter is whose link stands in the path.
func (p *Pages) forgetter(c *gin.Context) (*models.Account, error) {
	if err := p.Limits.Take(c.Request, request.ToEnter, ""); err != nil {
		return nil, err
	}
	return p.Site.ForgottenBy(c.Request.Context(), c.Param("token"))
}

// AskRenew is where the link leads.
func (p *Pages) AskRenew(c *gin.Context) error {
	acc, err := p.forgetter(c)
	if err != nil {
		return err
	}
	return p.renew(c, acc, nil, p.Out.OK)
}

func (p *Pages) renew(c *gin.Context, acc *models.Account, wrong web.Errors, send response.Sender) error {
	page := p.Out.Page(c, said(c, "forgotten.renew"))
	page.NoIndex = true
	return send(c, page, web.Renew(web.RenewView{Action: c.Request.URL.Path, Email: acc.Email, Errors: wrong}))
}

// Renew sets the new password, ends all sessions and begins one.
func (p *Pages) Renew(c *gin.Context) error {
	acc, err := p.forgetter(c)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	changed, err := p.Site.RenewPassword(ctx, c.Param("token"), f.Secret("password"))
	if wrong := response.Fields(err); wrong != nil {
		return p.renew(c, acc, wrong, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	if err := p.Sessions.SignIn(ctx, changed); err != nil {
		return err
	}
	return p.Out.Done(c, "/", said(c, "said.password_changed"))
}
