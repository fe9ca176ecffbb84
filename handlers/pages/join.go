package pages

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// entering is the room that somebody who is signed in means to join, follow or leave.
func (p *Pages) entering(c *gin.Context) (*room, error) {
	if _, err := p.acting(c, request.ToReact); err != nil {
		return nil, err
	}
	return p.room(c)
}

// Join makes somebody a member, or asks those who look after the community.
func (p *Pages) Join(c *gin.Context) error {
	rm, err := p.entering(c)
	if err != nil {
		return err
	}
	state, err := p.Site.Join(c.Request.Context(), rm.visitor.Actor, rm.community)
	if err != nil {
		return err
	}
	key := "said.joined"
	if state == models.Pending {
		key = "said.asked_to_join"
	}
	return p.Out.DoneUndo(c, rm.path(""), web.Flash{Text: said(c, key, "Name", rm.community.Display()), Undo: rm.path("/leave")})
}

// AskLeave says what leaving means.
func (p *Pages) AskLeave(c *gin.Context) error {
	if _, err := signedIn(c); err != nil {
		return err
	}
	rm, err := p.room(c)
	if err != nil {
		return err
	}
	view := web.Confirm{
		Title: said(c, "said.leave_title", "Name", rm.community.Display()), Kept: said(c, "said.leave_kept"),
		Action: rm.path("/leave"), Button: said(c, "band.leave"), Back: rm.path(""),
	}
	view.Lost = []string{said(c, "said.leave_lost")}
	if rm.community.Group != nil && rm.community.Group.Visibility == models.MembersOnly {
		view.Lost = append(view.Lost, said(c, "said.leave_lost_sight"))
	}
	page := p.page(c, rm, "leave", view.Title)
	page.NoIndex = true
	return p.Out.OK(c, page, web.ConfirmPage(view))
}

// Leave ends a membership, and a request that was not answered yet.
func (p *Pages) Leave(c *gin.Context) error {
	rm, err := p.entering(c)
	if err != nil {
		return err
	}
	if err := p.Site.Leave(c.Request.Context(), rm.visitor.Actor, rm.community); err != nil {
		return err
	}
	flash := web.Flash{Text: said(c, "said.left", "Name", rm.community.Display()), Undo: rm.path("/join")}
	back := rm.path("")
	if rm.community.Group != nil && rm.community.Group.Visibility == models.MembersOnly && !rm.visitor.Admin {
		back, flash.Undo = "/communities", "" // it cannot be seen any more
	}
	return p.Out.DoneUndo(c, back, flash)
}

// Follow brings what is new in a community to one's front page.
func (p *Pages) Follow(c *gin.Context) error {
	rm, err := p.entering(c)
	if err != nil {
		return err
	}
	f, err := p.Site.Follow(c.Request.Context(), rm.visitor.Actor, rm.community, nil)
	if err != nil {
		return err
	}
	return p.Out.DoneUndo(c, rm.path(""), web.Flash{Text: said(c, followed(f), "Name", rm.community.Display()), Undo: rm.path("/unfollow")})
}

// followed says what came of following somebody.
func followed(f *models.Follow) string {
	if f.State == models.Pending {
		return "said.asked_to_follow"
	}
	return "said.followed"
}

// Unfollow ends it.
func (p *Pages) Unfollow(c *gin.Context) error {
	rm, err := p.entering(c)
	if err != nil {
		return err
	}
	if err := p.Site.Unfollow(c.Request.Context(), rm.visitor.Actor, rm.community, nil); err != nil {
		return err
	}
	return p.Out.DoneUndo(c, rm.path(""), web.Flash{Text: said(c, "said.unfollowed", "Name", rm.community.Display()), Undo: rm.path("/follow")})
}
