package pages

import (
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// AskSignIn is the form for signing in.
func (p *Pages) AskSignIn(c *gin.Context) error {
	next := response.Local(c.Query("next"), "/")
	if request.VisitorOf(c).SignedIn() {
		return p.Out.Redirect(c, next)
	}
	return p.signInForm(c, web.SignInView{Next: next}, p.Out.OK)
}

func (p *Pages) signInForm(c *gin.Context, view web.SignInView, send response.Sender) error {
	page := p.Out.Page(c, said(c, "layout.sign_in"))
	page.NoIndex = true
	return send(c, page, web.SignIn(view))
}

// SignIn begins a session for who knows the password. The answer does not tell whether the address or the password was
// wrong.
func (p *Pages) SignIn(c *gin.Context) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	view := web.SignInView{Email: f.Line("email"), Next: response.Local(f.Line("next"), "/")}
	if err := p.Limits.Take(c.Request, request.ToSignIn, strings.ToLower(view.Email)); err != nil {
		return err
	}
	acc, err := p.Site.SignIn(c.Request.Context(), view.Email, f.Secret("password"))
	if wrong := response.Fields(err); wrong != nil {
		view.Errors = wrong
		return p.signInForm(c, view, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	if err := p.Sessions.SignIn(c.Request.Context(), acc); err != nil {
		return err
	}
	return p.Out.Redirect(c, view.Next)
}

// SignOut ends the session.
func (p *Pages) SignOut(c *gin.Context) error {
	if err := p.Sessions.SignOut(c.Request.Context()); err != nil {
		return err
	}
	return p.Out.Redirect(c, "/")
}

// invitation is the one whose token stands in the path.
func (p *Pages) invitation(c *gin.Context) (*models.Invitation, error) {
	if err := p.Limits.Take(c.Request, request.ToEnter, ""); err != nil {
		return nil, err
	}
	return p.Site.Invitation(c.Request.Context(), c.Param("token"))
}

// AskAccept is the form with which somebody who was invited makes an account.
func (p *Pages) AskAccept(c *gin.Context) error {
	inv, err := p.invitation(c)
	if models.CodeOf(err) == models.NotFound {
		return p.ended(c, err)
	}
	if err != nil {
		return err
	}
	if request.VisitorOf(c).SignedIn() {
		return p.Out.Done(c, "/", said(c, "said.has_account"))
	}
	return p.acceptForm(c, inv, web.AcceptView{}, p.Out.OK)
}

// ended says that an invitation cannot be used, which is no secret to who has its link.
func (p *Pages) ended(c *gin.Context, err error) error {
	return &models.Error{Code: models.Gone, Message: err.Error()}
}

func (p *Pages) acceptForm(c *gin.Context, inv *models.Invitation, view web.AcceptView, send response.Sender) error {
	view.Action, view.Host = c.Request.URL.Path, p.Site.Host()
	if inv.By != nil {
		view.By = inv.By.Display()
	}
	view.Community = response.Link(inv.Community)
	page := p.Out.Page(c, said(c, "accept.title", "Site", p.Out.Page(c, "").Site.Name))
	page.NoIndex = true
	return send(c, page, web.Accept(view))
}

// TakeInvitation makes the account, uses the invitation and signs its owner in.
func (p *Pages) TakeInvitation(c *gin.Context) error {
	inv, err := p.invitation(c)
	if models.CodeOf(err) == models.NotFound {
		return p.ended(c, err)
	}
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	n := newAccount(f)
	n.Invitation = c.Param("token")
	ctx := c.Request.Context()
	acc, err := p.Site.AddAccount(ctx, n)
	if wrong := response.Fields(err); wrong != nil {
		return p.acceptForm(c, inv, web.AcceptView{Title: n.Title, Name: n.Name, Email: n.Email, Errors: wrong}, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	if err := p.Sessions.SignIn(ctx, acc); err != nil {
		return err
	}
	if inv.Community != nil {
		return p.Out.Done(c, inv.Community.Path(), said(c, "said.welcome", "Name", acc.Actor.Display()))
	}
	return p.Out.Done(c, "/", said(c, "said.welcome", "Name", acc.Actor.Display()))
}

func newAccount(f *request.Form) models.NewAccount {
	return models.NewAccount{Name: f.Line("name"), Title: f.Line("title"), Email: f.Line("email"), Password: f.Secret("password")}
}
