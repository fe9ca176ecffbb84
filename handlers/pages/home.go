package pages

import (
	"context"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// How much the front page shows a visitor.
const (
	landingCommunities = 6
	landingItems       = 4
)

// homeEvents is how many of the next events of one's communities the front page shows.
const homeEvents = 3

// Home is the front page: what people say in one's communities, or for visitors what this place is.
func (p *Pages) Home(c *gin.Context) error {
	v := request.VisitorOf(c)
	if !v.SignedIn() {
		return p.landing(c, v)
	}
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	list, err := p.Site.HomeFeed(ctx, v.Viewer, n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	mine, err := p.Site.Memberships(ctx, v.Actor.ID)
	if err != nil {
		return err
	}
	show, err := p.Out.Show(ctx, v, list.Items)
	if err != nil {
		return err
	}
	page := p.Out.Page(c, said(c, "home.title"))
	page.Place = web.AtHome
	view := web.HomeView{Items: show.Items(list.Items), Pages: response.Leaf(list, "/", ""), Steps: firstSteps(ctx, v.Actor, mine)}
	for _, community := range mine {
		view.Communities = append(view.Communities, *response.Link(community))
	}
	if len(mine) > 0 {
		view.Start = "/new"
	}
	if n == 1 {
		next, err := p.Site.ComingUp(ctx, v.Viewer, mine, homeEvents)
		if err != nil {
			return err
		}
		for _, it := range next {
			view.ComingUp = append(view.ComingUp, *response.Event(it, p.Site.DB().Now()))
		}
	}
	return p.Out.OK(c, page, web.Home(view))
}

// firstSteps are what a newcomer may do first; nothing once all is done.
func firstSteps(ctx context.Context, me *models.Actor, mine []*models.Actor) []web.Step {
	known := me.IconMediaID != 0 || me.Source != ""
	if me.Profile != nil && (me.Profile.Role != "" || me.Profile.Organisation != "" || me.Profile.AskAbout != "") {
		known = true
	}
	if known && len(mine) > 0 {
		return nil
	}
	return []web.Step{
		{Title: web.T(ctx, "said.step_profile"), Text: web.T(ctx, "said.step_profile_text"), URL: "/settings", Done: known},
		{Title: web.T(ctx, "said.step_join"), Text: web.T(ctx, "said.step_join_text"), URL: "/communities", Done: len(mine) > 0},
	}
}

func (p *Pages) landing(c *gin.Context, v *request.Visitor) error {
	if c.Param("n") != "" {
		return response.ErrSignIn // the pages of a feed that only who is signed in has
	}
	ctx := c.Request.Context()
	all, err := p.Site.Communities(ctx, v.Viewer, false)
	if err != nil {
		return err
	}
	list, err := p.Site.SiteFeed(ctx, v.Viewer, 1)
	if err != nil {
		return err
	}
	items := list.Items[:min(len(list.Items), landingItems)]
	show, err := p.Out.Show(ctx, v, items)
	if err != nil {
		return err
	}
	view := web.LandingView{Communities: cards(all[:min(len(all), landingCommunities)], nil), Items: show.Items(items), SignIn: true}
	if len(all) > 0 {
		view.Handle = all[0].Handle(p.Site.Host())
	}
	page := p.Out.Page(c, "")
	page.Place, page.Canonical = web.AtHome, p.Site.Base()+"/"
	page.Description = said(c, "landing.lead", "Site", page.Site.Name)
	return p.Out.OK(c, page, web.Landing(view))
}

// Communities lists the communities that the visitor may see, of this site and of others that people here follow.
func (p *Pages) Communities(c *gin.Context) error {
	ctx, v := c.Request.Context(), request.VisitorOf(c)
	here, err := p.Site.Communities(ctx, v.Viewer, false)
	if err != nil {
		return err
	}
	elsewhere, err := p.Site.Communities(ctx, v.Viewer, true)
	if err != nil {
		return err
	}
	joined := map[int64]bool{}
	if v.SignedIn() {
		mine, err := p.Site.Memberships(ctx, v.Actor.ID)
		if err != nil {
			return err
		}
		for _, a := range mine {
			joined[a.ID] = true
		}
	}
	page := p.Out.Page(c, said(c, "communities.title"))
	page.Place = web.AtCommunities
	return p.Out.OK(c, page, web.Communities(web.CommunitiesView{Here: cards(here, joined), Elsewhere: cards(elsewhere, joined), CanFound: v.Admin}))
}

func cards(all []*models.Actor, joined map[int64]bool) []web.CommunityCard {
	shown := make([]web.CommunityCard, len(all))
	for n, a := range all {
		shown[n] = web.CommunityCard{
			Name: a.Display(), URL: a.Path(), Mark: response.Mark(a), Site: a.Host,
			Audience: response.Audience(a, 0), Joined: joined[a.ID],
		}
		if a.Group != nil {
			shown[n].Purpose, shown[n].Members, shown[n].LastAt = a.Group.Purpose, a.Group.MemberCount, a.Group.LastActiveAt
		}
	}
	return shown
}
