package pages

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// founder is who may start communities: those who look after the site.
func (p *Pages) founder(c *gin.Context) (*request.Visitor, error) {
	v, err := signedIn(c)
	if err != nil {
		return nil, err
	}
	return v, models.May(models.Standing{Here: true, Admin: v.Admin}, models.ToRun, false)
}

// AskFound is the form with which a community is started.
func (p *Pages) AskFound(c *gin.Context) error {
	if _, err := p.founder(c); err != nil {
		return err
	}
	return p.newCharter(c, models.Charter{Visibility: models.Public, Joining: models.JoinOpen}, nil, p.Out.OK)
}

func (p *Pages) newCharter(c *gin.Context, ch models.Charter, wrong web.Errors, send response.Sender) error {
	view := charterView(ch)
	view.New, view.Action, view.Back, view.Site, view.Errors = true, "/communities/new", "/communities", p.Site.Host(), wrong
	page := p.Out.Page(c, said(c, "charter.new"))
	page.NoIndex = true
	return send(c, page, web.Charter(view))
}

// Found starts a community; whoever starts it is its first organiser.
func (p *Pages) Found(c *gin.Context) error {
	v, err := p.founder(c)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	ch := charterFrom(f)
	community, err := p.Site.FoundCommunity(c.Request.Context(), v.Actor, ch)
	if wrong := response.Fields(err); wrong != nil {
		return p.newCharter(c, ch, wrong, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	return p.Out.Done(c, community.Path(), said(c, "said.founded", "Name", community.Display()))
}

// AskCharter is the form with which a community's charter is changed.
func (p *Pages) AskCharter(c *gin.Context) error {
	rm, err := p.organiser(c)
	if err != nil {
		return err
	}
	return p.charter(c, rm, rm.community.Charter(), nil, p.Out.OK)
}

func (p *Pages) organiser(c *gin.Context) (*room, error) {
	rm, err := p.room(c)
	if err != nil {
		return nil, err
	}
	if !rm.visitor.SignedIn() {
		return nil, response.ErrSignIn
	}
	if !rm.community.Here() {
		return nil, request.ErrNothing // its own site keeps its charter
	}
	return rm, models.May(rm.standing, models.ToSettle, false)
}

func (p *Pages) charter(c *gin.Context, rm *room, ch models.Charter, wrong web.Errors, send response.Sender) error {
	view := charterView(ch)
	view.Action, view.Back, view.Audience, view.Errors = rm.path("/settings"), rm.path("/about"), rm.audience(), wrong
	page := p.page(c, rm, "settings", said(c, "charter.edit"))
	page.NoIndex = true
	return send(c, page, web.Charter(view))
}

// SetCharter changes a community's charter.
func (p *Pages) SetCharter(c *gin.Context) error {
	rm, err := p.organiser(c)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	ch := charterFrom(f)
	ch.Name, ch.Visibility = rm.community.Name, rm.community.Group.Visibility
	err = p.Site.SetCharter(c.Request.Context(), rm.visitor.Actor, rm.community, ch)
	if wrong := response.Fields(err); wrong != nil {
		return p.charter(c, rm, ch, wrong, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	return p.Out.Done(c, rm.path("/about"), said(c, "said.saved"))
}

func charterFrom(f *request.Form) models.Charter {
	return models.Charter{
		Name: f.Line("name"), Title: f.Line("title"), Purpose: f.Line("purpose"), Gain: f.Text("gain"), Domain: f.Text("domain"),
		Community: f.Text("community"), Practice: f.Text("practice"), Agreement: f.Text("agreement"),
		Visibility: models.Visibility(f.Line("visibility")), Joining: models.Joining(f.Line("joining")), Restricted: f.Is("restricted", "yes"),
		Companions: f.Is("companions", "yes"),
	}
}

func charterView(ch models.Charter) web.CharterView {
	return web.CharterView{
		Name: ch.Name, Title: ch.Title, Purpose: ch.Purpose, Gain: ch.Gain, Domain: ch.Domain, Community: ch.Community,
		Practice: ch.Practice, Agreement: ch.Agreement, Visibility: web.Seen(ch.Visibility), Joining: string(ch.Joining), Restricted: ch.Restricted,
		Companions: ch.Companions,
	}
}
