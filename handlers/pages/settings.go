package pages

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// AskSettings is where somebody says who they are.
func (p *Pages) AskSettings(c *gin.Context) error {
	v, err := signedIn(c)
	if err != nil {
		return err
	}
	return p.settings(c, v, profileOf(v.Actor), web.SettingsView{}, p.Out.OK)
}

func (p *Pages) settings(c *gin.Context, v *request.Visitor, f models.ProfileForm, view web.SettingsView,
	send response.Sender,
) error {
	view.Name, view.Title, view.About = v.Actor.Name, f.Title, f.About
	view.Organisation, view.Role, view.Place, view.AskAbout = f.Organisation, f.Role, f.Place, f.AskAbout
	view.Picture, view.Hidden = response.Mark(v.Actor), f.Hidden
	var err error
	if view.Calendar.Since, err = p.Site.FeedSince(c.Request.Context(), v.Actor); err != nil {
		return err
	}
	if view.Mail.Error == "" {
		view.Mail = mailWishes(v.Account.Wishes())
	}
	page := p.Out.Page(c, said(c, "settings.title"))
	page.NoIndex = true
	return send(c, page, web.Settings(view))
}

func profileOf(a *models.Actor) models.ProfileForm {
	f := models.ProfileForm{Title: a.Title, About: a.Source, Hidden: !a.Indexable}
	if a.Profile != nil {
		f.Organisation, f.Role, f.Place, f.AskAbout = a.Profile.Organisation, a.Profile.Role, a.Profile.Place, a.Profile.AskAbout
	}
	return f
}

// SetProfile changes what somebody says of themselves.
func (p *Pages) SetProfile(c *gin.Context) error {
	v, err := signedIn(c)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	form := models.ProfileForm{
		Title: f.Line("title"), About: f.Text("about"), Organisation: f.Line("organisation"),
		Role: f.Line("role"), Place: f.Line("place"), AskAbout: f.Line("ask_about"),
		Hidden: !f.Is("indexable", "yes"),
	}
	if file := f.File("picture"); file != nil {
		m, err := p.keepPicture(c, v, file)
		if words, bad := wrongPicture(err); bad {
			return p.settings(c, v, form, web.SettingsView{Errors: web.Errors{"picture": words}}, p.Out.Again(err))
		}
		if err != nil {
			return err
		}
		form.IconMediaID = m.ID
	}
	err = p.Site.SetProfile(c.Request.Context(), v.Actor, form)
	if wrong := response.Fields(err); wrong != nil {
		return p.settings(c, v, form, web.SettingsView{Errors: wrong}, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	return p.Out.Done(c, "/settings", said(c, "said.saved"))
}

// SetPassword changes a password. All other sessions end; this one goes on.
func (p *Pages) SetPassword(c *gin.Context) error {
	v, err := p.acting(c, request.ToSignIn) // trying passwords is limited wherever it is done
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	stamp, err := p.Site.SetPassword(ctx, v.Account, f.Secret("present"), f.Secret("password"))
	if wrong := response.Fields(err); wrong != nil {
		return p.settings(c, v, profileOf(v.Actor), web.SettingsView{Errors: wrong, Password: true}, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	if err := p.Sessions.Restamp(ctx, stamp); err != nil {
		return err
	}
	return p.Out.Done(c, "/settings", said(c, "said.password_changed"))
}
