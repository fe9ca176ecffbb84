package pages

import (
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// person is somebody whom the path names, here or on a site that this one deals with.
func (p *Pages) person(c *gin.Context) (*models.Actor, error) {
	name, host, _ := strings.Cut(c.Param("name"), "@")
	who, err := p.Site.ActorNamed(c.Request.Context(), name, host)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return nil, err
	}
	switch {
	case err != nil, who.Kind != models.Person, !who.Here() && !p.Site.Allows(who.Host):
		return nil, request.ErrNothing
	case who.Silenced():
		return nil, &models.Error{Code: models.Gone, Message: said(c, "said.person_gone")}
	}
	return who, nil
}

// Person is the page of somebody: who they are, and what they wrote that the visitor may see.
func (p *Pages) Person(c *gin.Context) error {
	who, err := p.person(c)
	if err != nil {
		return err
	}
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	ctx, v := c.Request.Context(), request.VisitorOf(c)
	list, err := p.Site.AuthorFeed(ctx, v.Viewer, who.ID, n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	show, err := p.Out.Show(ctx, v, list.Items)
	if err != nil {
		return err
	}
	view := web.ProfileView{
		Person: response.Person(ctx, who), About: who.Summary, Items: show.Items(list.Items),
		Pages: response.Leaf(list, who.Path(), ""), Home: away(who),
	}
	view.Handle = who.Handle(p.Site.Host())
	if who.Here() {
		view.Since = who.CreatedAt
	}
	if pr := who.Profile; pr != nil {
		view.Place, view.AskAbout = pr.Place, response.Subjects(pr.AskAbout)
	}
	if err := p.knowing(c, who, v, &view); err != nil {
		return err
	}
	if tells, err := p.Site.HasArticles(ctx, v.Viewer, models.Blog{Author: who}); err != nil {
		return err
	} else if tells || view.Own {
		view.Blog = who.Path() + "/blog"
	}
	page := p.Out.Page(c, who.Display())
	page.NoIndex = !who.Here() || !who.Indexable
	if who.Here() {
		page.Alternates = []web.Alternate{{Type: "application/activity+json", URL: who.URI}}
	}
	return p.Out.OK(c, page, web.Profile(view))
}

// away is the page of somebody on their own site, "" for people of this one.
func away(who *models.Actor) string {
	if who.Here() {
		return ""
	}
	return who.URL
}

// knowing fills in what only those who are signed in see of somebody: what is between the two, and where they belong.
func (p *Pages) knowing(c *gin.Context, who *models.Actor, v *request.Visitor, view *web.ProfileView) error {
	if !v.SignedIn() {
		return nil
	}
	ctx := c.Request.Context()
	view.Own = v.Actor.ID == who.ID
	view.CanFollow, view.CanReport = !view.Own, !view.Own
	theirs, err := p.Site.Memberships(ctx, who.ID)
	if err != nil {
		return err
	}
	for _, community := range theirs {
		if view.Own || community.Group == nil || community.Group.Visibility != models.MembersOnly {
			view.Communities = append(view.Communities, *response.Link(community))
		}
	}
	f, err := p.Site.Following(ctx, v.Actor.ID, who.ID)
	if err != nil || f == nil {
		return err
	}
	view.Standing = web.Following
	if f.State == models.Pending {
		view.Standing = web.Waiting
	}
	return nil
}

// FollowPerson brings what somebody writes to one's front page.
func (p *Pages) FollowPerson(c *gin.Context) error {
	v, err := p.acting(c, request.ToReact)
	if err != nil {
		return err
	}
	who, err := p.person(c)
	if err != nil {
		return err
	}
	if who.ID == v.Actor.ID {
		return &models.Error{Code: models.Conflict, Message: said(c, "said.not_yourself")}
	}
	f, err := p.Site.Follow(c.Request.Context(), v.Actor, who, nil)
	if err != nil {
		return err
	}
	return p.Out.DoneUndo(c, who.Path(), web.Flash{Text: said(c, followed(f), "Name", who.Display()), Undo: who.Path() + "/unfollow"})
}

// UnfollowPerson ends it.
func (p *Pages) UnfollowPerson(c *gin.Context) error {
	v, err := p.acting(c, request.ToReact)
	if err != nil {
		return err
	}
	who, err := p.person(c)
	if err != nil {
		return err
	}
	if err := p.Site.Unfollow(c.Request.Context(), v.Actor, who, nil); err != nil {
		return err
	}
	return p.Out.DoneUndo(c, who.Path(), web.Flash{Text: said(c, "said.unfollowed", "Name", who.Display()), Undo: who.Path() + "/follow"})
}
