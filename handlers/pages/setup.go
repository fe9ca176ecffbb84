package pages

import (
	"maps"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// AskSetUp is the page on which the first admin sets the site up. Whoever has its link may; there is nobody else yet.
func (p *Pages) AskSetUp(c *gin.Context) error {
	if err := p.maySetUp(c); err != nil {
		return err
	}
	return p.setUpForm(c, web.SetupView{Accent: web.DefaultAccent, Mode: string(models.ModeAllowlist)}, p.Out.OK)
}

func (p *Pages) maySetUp(c *gin.Context) error {
	if err := p.Limits.Take(c.Request, request.ToEnter, ""); err != nil {
		return err
	}
	err := p.Site.MaySetUp(c.Request.Context(), c.Param("token"))
	if models.CodeOf(err) != models.NotFound {
		return err
	}
	has, failed := p.Site.HasAccounts(c.Request.Context())
	if failed != nil {
		return failed
	}
	if has {
		return response.ErrIsSetUp
	}
	return p.ended(c, err)
}

func (p *Pages) setUpForm(c *gin.Context, view web.SetupView, send response.Sender) error {
	view.Action, view.Host = c.Request.URL.Path, p.Site.Host()
	page := p.Out.Page(c, said(c, "setup.title"))
	page.NoIndex = true
	return send(c, page, web.Setup(view))
}

// SetUp makes the site and its first admin, who is signed in at once.
func (p *Pages) SetUp(c *gin.Context) error {
	if err := p.maySetUp(c); err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	n := newAccount(f)
	view := web.SetupView{
		Site: f.Line("site"), Region: f.Line("region"), Contact: f.Line("contact"), Accent: f.Line("accent"),
		Mode: f.Line("mode"), Title: n.Title, Name: n.Name, Email: n.Email,
	}
	ctx := c.Request.Context()
	set, mode := models.Settings{Name: view.Site, Region: view.Region, Contact: view.Contact, Accent: view.Accent}, models.Mode(view.Mode)
	var wrong web.Errors
	view.Nearest, wrong = response.Accent(ctx, view.Accent)
	if wrong != nil {
		view.Errors = response.Fields(p.Site.CheckSetUp(set, n, mode)) // so that all is said at once
		if view.Errors == nil {
			view.Errors = web.Errors{}
		}
		maps.Copy(view.Errors, wrong)
		return p.setUpForm(c, view, p.Out.Again(err))
	}
	acc, err := p.Site.SetUp(ctx, c.Param("token"), set, n, mode)
	if wrong := response.Fields(err); wrong != nil {
		view.Errors = wrong
		return p.setUpForm(c, view, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	if err := p.Sessions.SignIn(ctx, acc); err != nil {
		return err
	}
	return p.Out.Done(c, "/communities/new", said(c, "said.set_up"))
}
