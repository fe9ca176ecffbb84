package pages

import (
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// A room is a community with somebody who looks at it.
type room struct {
	community *models.Actor
	visitor   *request.Visitor
	standing  models.Standing // what the visitor is here; only Public and Open are set when nobody is signed in
	shown     web.Standing
	sites     []models.HostCount
	events    bool // there are any, or the visitor may add some
	wiki      bool // likewise
	blog      bool // there are articles, or the visitor may publish some
	library   bool // likewise of documents
}

// The tabs of a community.
const (
	tabHome    = "home"
	tabTalk    = "discussions"
	tabEvents  = "events"
	tabWiki    = "wiki"
	tabBlog    = "blog"
	tabLibrary = "library"
	tabPeople  = "people"
	tabAbout   = "about"
	tabReports = "reports"
)

// room is the community that the path names, if the visitor may see it. Whether it is not there or may not be seen, the
// answer is the same.
func (p *Pages) room(c *gin.Context) (*room, error) {
	community, err := p.communityNamed(c, c.Param("name"))
	if err != nil {
		return nil, err
	}
	return p.enter(c, community)
}

func (p *Pages) communityNamed(c *gin.Context, path string) (*models.Actor, error) {
	ctx := c.Request.Context()
	name, host, _ := strings.Cut(path, "@")
	community, err := p.Site.CommunityNamed(ctx, name, host)
	if models.CodeOf(err) == models.NotFound {
		return nil, request.ErrNothing
	}
	if err != nil {
		return nil, err
	}
	if !community.Here() && !p.Site.Allows(community.Host) || !community.GoneAt.IsZero() {
		return nil, request.ErrNothing
	}
	return community, nil
}

// enter is room for a community that is known already.
func (p *Pages) enter(c *gin.Context, community *models.Actor) (*room, error) {
	ctx := c.Request.Context()
	rm := &room{community: community, visitor: request.VisitorOf(c)}
	if community.Group != nil {
		rm.standing.Public, rm.standing.Open = community.Group.Visibility == models.Public, community.Group.Joining == models.JoinOpen
	}
	sees, err := p.Site.MaySee(ctx, rm.visitor.Viewer, community)
	if err != nil {
		return nil, err
	}
	if !sees {
		return nil, request.ErrNothing
	}
	if rm.sites, err = p.sitesIn(ctx, community); err != nil {
		return nil, err
	}
	if err := p.place(c, rm); err != nil {
		return nil, err
	}
	if rm.events = rm.hosts(); !rm.events {
		if rm.events, err = p.Site.HasEvents(ctx, rm.visitor.Viewer, models.Calendar{CommunityID: community.ID}); err != nil {
			return nil, err
		}
	}
	if rm.blog = rm.tells(); !rm.blog {
		rm.blog, err = p.Site.HasArticles(ctx, rm.visitor.Viewer, models.Blog{Community: community})
		if err != nil {
			return nil, err
		}
	}
	if rm.library = rm.adds(); !rm.library {
		rm.library, err = p.Site.HasLibrary(ctx, rm.visitor.Viewer, community.ID)
	}
	if rm.wiki = rm.writes(); !rm.wiki && err == nil {
		rm.wiki, err = p.Site.HasWiki(ctx, rm.visitor.Viewer, community.ID)
	}
	return rm, err
}

// place finds out what a visitor is to a community.
func (p *Pages) place(c *gin.Context, rm *room) (err error) {
	if !rm.visitor.SignedIn() {
		return nil
	}
	ctx, me, it := c.Request.Context(), rm.visitor.Actor, rm.community
	if rm.standing, err = p.Site.Standing(ctx, me, it); err != nil {
		return err
	}
	switch st := rm.standing; {
	case st.Banned:
		rm.shown = web.Barred
	case st.Role.AtLeast(models.Facilitator):
		rm.shown = web.Keeper
	case st.Role == models.Member:
		rm.shown = web.Joined
	case st.Role == models.Follower:
		rm.shown = web.Following
	}
	if rm.standing.Role.AtLeast(models.Member) || rm.shown == web.Barred {
		return nil
	}
	m, err := p.Site.Membership(ctx, it.ID, me.ID)
	if err != nil {
		return err
	}
	f, err := p.Site.Following(ctx, me.ID, it.ID)
	if err != nil {
		return err
	}
	if m != nil && m.State == models.Pending || f != nil && f.State == models.Pending {
		rm.shown = web.Waiting
	}
	return nil
}

// keeps tells whether the visitor looks after the community.
func (rm *room) keeps() bool {
	return rm.visitor.SignedIn() && models.May(rm.standing, models.ToModerate, false) == nil
}

// writes tells whether the visitor may write pages in its wiki as what they are now.
func (rm *room) writes() bool {
	return rm.visitor.SignedIn() && rm.community.Here() && models.May(rm.standing, models.ToWrite, false) == nil
}

// settles tells whether the visitor may change its charter.
func (rm *room) settles() bool {
	return rm.visitor.SignedIn() && rm.community.Here() && models.May(rm.standing, models.ToSettle, false) == nil
}

func (rm *room) path(more string) string { return rm.community.Path() + more }

// audience says who can see the room.
func (rm *room) audience() web.Audience { return response.Audience(rm.community, len(rm.sites)) }

// page begins a page in a room, under one of its tabs.
func (p *Pages) page(c *gin.Context, rm *room, tab, title string) web.Page {
	page := p.Out.Page(c, title)
	page.Band = p.band(c, rm, tab)
	open := rm.community.Group != nil && rm.community.Group.Visibility == models.Public
	page.NoIndex = !open || !rm.community.Here()
	if open && rm.community.Group.Purpose != "" {
		page.Description = rm.community.Group.Purpose
	}
	return page
}

func (p *Pages) band(c *gin.Context, rm *room, tab string) *web.Band {
	it := rm.community
	b := &web.Band{
		Name: it.Display(), URL: it.Path(), Mark: response.Mark(it), Audience: rm.audience(),
		Standing: rm.shown, CanJoin: it.Here(), Home: it.Host, Small: tab != tabHome && tab != tabTalk && tab != tabEvents && tab != tabBlog && tab != tabLibrary && tab != tabPeople && tab != tabAbout,
	}
	if it.Group != nil {
		b.Purpose, b.ByAsking = it.Group.Purpose, it.Group.Joining == models.JoinRequest
	}
	if rm.standing.Public {
		b.Elsewhere = it.Handle(p.Site.Host())
	}
	for _, t := range []struct{ id, path, key string }{
		{tabHome, "", "said.tab_home"},
		{tabTalk, "/discussions", "said.tab_discussions"},
		{tabEvents, "/events", "said.tab_events"},
		{tabLibrary, "/library", "said.tab_library"},
		{tabWiki, "/wiki", "said.tab_wiki"},
		{tabBlog, "/blog", "said.tab_blog"},
		{tabPeople, "/people", "said.tab_people"},
		{tabAbout, "/about", "said.tab_about"},
		{tabReports, "/reports", "said.tab_reports"},
	} {
		if t.id == tabReports && !rm.keeps() || t.id == tabEvents && !rm.events || t.id == tabBlog && !rm.blog || t.id == tabLibrary && !rm.library || t.id == tabWiki && !rm.wiki {
			continue
		}
		b.Tabs = append(b.Tabs, web.Tab{Name: said(c, t.key), URL: it.Path() + t.path, Active: t.id == tab})
	}
	return b
}

// signInTo is the address for signing in and coming back to a path of ours.
func signInTo(path string) string { return "/sign-in?next=" + url.QueryEscape(path) }
