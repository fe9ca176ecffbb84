package pages

import (
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
	"github.com/folkmoot/folkmoot/web"
)

// Community is the front room of a community: its latest threads. For visitors it is kept, since it is asked for more
// than all others.
func (p *Pages) Community(c *gin.Context) error {
	rm, err := p.room(c)
	if err != nil {
		return err
	}
	if rm.visitor.SignedIn() || !rm.standing.Public {
		page, view, err := p.front(c, rm)
		if err != nil {
			return err
		}
		return p.Out.OK(c, page, web.CommunityHome(view))
	}
	key := fmt.Sprintf("%d %s", rm.community.ID, web.Language(c.GetHeader("Accept-Language")))
	kept, err := p.fronts.Get(key, func() (*response.Kept, error) {
		page, view, err := p.front(c, rm)
		if err != nil {
			return nil, err
		}
		return p.Out.Keep(c, page, web.CommunityHome(view))
	})
	if err != nil {
		return err
	}
	p.Out.SendKept(c, kept)
	return nil
}

// front is the front room as one visitor sees it.
func (p *Pages) front(c *gin.Context, rm *room) (page web.Page, view web.CommunityView, err error) {
	ctx, it := c.Request.Context(), rm.community
	list, err := p.Site.CommunityFeed(ctx, rm.visitor.Viewer, it.ID, 1)
	if err != nil {
		return page, view, err
	}
	show, err := p.Out.Show(ctx, rm.visitor, list.Items)
	if err != nil {
		return page, view, err
	}
	keepers, err := p.Site.Facilitators(ctx, it.ID)
	if err != nil {
		return page, view, err
	}
	view = web.CommunityView{URL: it.Path(), Items: show.Inside(rm.standing).Items(list.Items)}
	view.Start, view.WhyNot = p.mayStart(c, rm)
	for _, k := range keepers {
		view.Organisers = append(view.Organisers, response.Person(ctx, k))
	}
	if rm.events {
		if view.ComingUp, err = p.comingUp(ctx, rm); err != nil {
			return page, view, err
		}
	}
	for _, s := range rm.sites {
		view.Sites = append(view.Sites, web.SiteCount{Host: s.Host, Count: s.N})
	}
	if list.Last() > 1 {
		view.More = rm.path("/discussions")
	}
	if g := it.Group; g != nil {
		view.Gain, view.Members, view.Followers = g.Gain, g.MemberCount, g.FollowerCount
	}
	if rm.keeps() && it.Here() {
		if view.Requests, err = p.countRequests(c, rm); err != nil {
			return page, view, err
		}
	}
	page = p.page(c, rm, tabHome, it.Display())
	p.publish(rm, &page, &view)
	return page, view, nil
}

// publish says where else a public community can be read.
func (p *Pages) publish(rm *room, page *web.Page, view *web.CommunityView) {
	if !rm.standing.Public || !rm.community.Here() {
		return
	}
	view.Feed, view.Handle = rm.path("/feed.atom"), rm.community.Handle(p.Site.Host())
	page.Canonical = rm.community.URI
	page.Alternates = []web.Alternate{
		{Type: "application/atom+xml", URL: view.Feed, Title: rm.community.Display()},
		{Type: "application/activity+json", URL: rm.community.URI},
	}
}

// mayStart is the address for starting a thread, or the reason why the visitor may not.
func (p *Pages) mayStart(c *gin.Context, rm *room) (start, why string) {
	if !rm.visitor.SignedIn() {
		return "", ""
	}
	if err := response.MayStart(rm.standing); err != nil {
		return "", err.Error()
	}
	return rm.path("/new"), ""
}

// Discussions lists the threads of a community, page by page.
func (p *Pages) Discussions(c *gin.Context) error {
	rm, err := p.room(c)
	if err != nil {
		return err
	}
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	list, err := p.Site.CommunityFeed(ctx, rm.visitor.Viewer, rm.community.ID, n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	show, err := p.Out.Show(ctx, rm.visitor, list.Items)
	if err != nil {
		return err
	}
	view := web.DiscussionsView{Items: show.Inside(rm.standing).Items(list.Items), Pages: response.Leaf(list, rm.path("/discussions"), "")}
	view.Start, view.WhyNot = p.mayStart(c, rm)
	return p.Out.OK(c, p.page(c, rm, tabTalk, said(c, "discussions.title")), web.Discussions(view))
}

// About is the charter of a community and the log of how order was kept in it.
func (p *Pages) About(c *gin.Context) error {
	rm, err := p.room(c)
	if err != nil {
		return err
	}
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	log, err := p.Site.ModerationLog(c.Request.Context(), rm.community.ID, n)
	if err != nil {
		return err
	}
	if n > log.Last() {
		return request.ErrNothing
	}
	view := web.AboutView{
		URL: rm.community.Path(), Log: logEntries(c, log.Items), LogPages: response.Leaf(log, rm.path("/about"), ""),
		Facts: p.facts(c, rm), CanEdit: rm.settles(),
	}
	if rm.standing.Public {
		view.Handle = rm.community.Handle(p.Site.Host())
	}
	if err := p.charterParts(c, rm.community, &view); err != nil {
		return err
	}
	return p.Out.OK(c, p.page(c, rm, tabAbout, said(c, "said.tab_about")), web.CommunityAbout(view))
}

// charterParts renders the charter. Of a community of another site, all that is known is its description.
func (p *Pages) charterParts(c *gin.Context, community *models.Actor, view *web.AboutView) error {
	if !community.Here() || community.Group == nil {
		view.Purpose = community.Summary
		return nil
	}
	g := community.Group
	for _, part := range []struct {
		into *text.HTML
		from string
	}{
		{&view.Domain, g.Domain},
		{&view.Community, g.Community},
		{&view.Practice, g.Practice},
		{&view.Purpose, g.Purpose},
		{&view.Gain, g.Gain},
		{&view.Agreement, g.Agreement},
	} {
		if part.from == "" {
			continue
		}
		rendered, err := p.Site.Preview(c.Request.Context(), part.from)
		if err != nil {
			return err
		}
		*part.into = rendered
	}
	return nil
}

func (p *Pages) facts(c *gin.Context, rm *room) []web.Fact {
	it, ctx := rm.community, c.Request.Context()
	all := []web.Fact{{Label: said(c, "said.fact_audience"), Value: rm.audience().Sentence(ctx)}}
	if it.Here() {
		all = append(all, web.Fact{Label: said(c, "said.fact_started"), Value: web.SpokenDay(ctx, it.CreatedAt)})
	}
	if g := it.Group; g != nil {
		joining := "said.joining_open"
		if g.Joining == models.JoinRequest {
			joining = "said.joining_request"
		}
		all = append(all, web.Fact{Label: said(c, "said.fact_joining"), Value: web.T(ctx, joining)})
		if g.Restricted {
			all = append(all, web.Fact{Label: said(c, "charter.starting"), Value: said(c, "charter.restricted")})
		}
	}
	if it.Here() {
		return all
	}
	return append(all, web.Fact{Label: said(c, "said.fact_home"), Value: it.Host, URL: it.URL})
}

// People lists who belongs to a community, and for those who look after it who asks to.
func (p *Pages) People(c *gin.Context) error {
	rm, err := p.room(c)
	if err != nil {
		return err
	}
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	find := strings.TrimSpace(c.Query("q"))
	list, err := p.Site.FindMembers(c.Request.Context(), rm.community.ID, wordsOf(find), n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	view := web.PeopleView{
		Count: list.Total, Find: find, Base: rm.path("/people"), Manage: rm.keeps() && rm.community.Here(),
		Pages: response.Leaf(list, rm.path("/people"), response.Query("q", find)),
	}
	for _, m := range list.Items {
		card := p.memberCard(c, rm, m)
		if m.Role.AtLeast(models.Facilitator) && find == "" {
			view.Keepers = append(view.Keepers, card)
		} else {
			view.Members = append(view.Members, card)
		}
	}
	if view.Manage && n == 1 {
		if view.Requests, err = p.requests(c, rm); err != nil {
			return err
		}
	}
	page := p.page(c, rm, tabPeople, said(c, "said.tab_people"))
	page.NoIndex = true // who belongs here is no business of search engines
	return p.Out.OK(c, page, web.CommunityPeople(view))
}

func (p *Pages) memberCard(c *gin.Context, rm *room, m *models.Membership) web.PersonCard {
	card := response.Card(c.Request.Context(), m.Actor)
	card.Since, card.Part = m.Since, part(c, m.Role)
	if rm.visitor.SignedIn() && rm.community.Here() {
		card.Acts = memberActs(c, rm, m)
	}
	return card
}

// part says what somebody is in a community; "" for plain members.
func part(c *gin.Context, r models.Role) string {
	switch r {
	case models.Organiser:
		return said(c, "said.organiser")
	case models.Facilitator:
		return said(c, "said.facilitator")
	}
	return ""
}
