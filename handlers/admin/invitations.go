package admin

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Invitations lists the invitations, with the form for a new one.
func (a *Rooms) Invitations(c *gin.Context) error {
	return a.invitations(c, web.InvitationsView{Uses: "1", Days: "14"}, a.Out.OK)
}

func (a *Rooms) invitations(c *gin.Context, view web.InvitationsView, send response.Sender) error {
	ctx := c.Request.Context()
	all, err := a.Site.Invitations(ctx)
	if err != nil {
		return err
	}
	for _, inv := range all {
		view.Invitations = append(view.Invitations, a.invitationRow(c, inv))
	}
	communities, err := a.Site.Communities(ctx, request.VisitorOf(c).Viewer, false)
	if err != nil {
		return err
	}
	for _, community := range communities {
		view.Communities = append(view.Communities, web.Choice{Value: strconv.FormatInt(community.ID, 10), Label: community.Display()})
	}
	if view.Reports, err = a.waiting(c); err != nil {
		return err
	}
	return send(c, a.page(c, said(c, "admin.invitations")), web.Invitations(view))
}

func (a *Rooms) invitationRow(c *gin.Context, inv *models.Invitation) web.InvitationRow {
	row := web.InvitationRow{ID: strconv.FormatInt(inv.ID, 10), Note: inv.Note, UsesLeft: inv.UsesLeft, Used: inv.Used, EndsAt: inv.ExpiresAt}
	if inv.By != nil {
		row.By = inv.By.Display()
	}
	if inv.Community != nil {
		row.Community = inv.Community.Display()
	}
	switch {
	case !inv.RevokedAt.IsZero():
		row.State = web.State{Word: said(c, "said.taken_back"), Tone: web.Quiet}
	case inv.UsesLeft < 1:
		row.State = web.State{Word: said(c, "said.used_up"), Tone: web.Quiet}
	case a.Site.DB().Now().After(inv.ExpiresAt):
		row.State = web.State{Word: said(c, "said.ended"), Tone: web.Quiet}
	default:
		row.State, row.Open = web.State{Word: said(c, "said.open"), Tone: web.Good}, true
	}
	return row
}

// Invite makes an invitation, whose link is shown on the answer and never again.
func (a *Rooms) Invite(c *gin.Context) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	view := web.InvitationsView{Note: f.Line("note"), Community: f.Line("community"), Uses: f.Line("uses"), Days: f.Line("days")}
	var community *models.Actor
	if view.Community != "" {
		id, err := strconv.ParseInt(view.Community, 10, 64)
		if err != nil {
			return request.ErrNothing
		}
		if community, err = a.Site.Actor(ctx, id); err != nil {
			return err
		}
		if community.Kind != models.Group || !community.Here() {
			return request.ErrNothing
		}
	}
	token, err := a.Site.Invite(ctx, request.VisitorOf(c).Actor, community, view.Note, number(view.Uses), number(view.Days))
	if wrong := response.Fields(err); wrong != nil {
		view.Errors = wrong
		return a.invitations(c, view, a.Out.Again(err))
	}
	if err != nil {
		return err
	}
	return a.invitations(c, web.InvitationsView{Uses: "1", Days: "14", Link: a.Site.Base() + "/invitation/" + token}, a.Out.OK)
}

// Revoke takes an invitation back.
func (a *Rooms) Revoke(c *gin.Context) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(f.Line("invitation"), 10, 64)
	if err != nil {
		return request.ErrNothing
	}
	if err := a.Site.RevokeInvitation(c.Request.Context(), request.VisitorOf(c).Actor, id); err != nil {
		return err
	}
	return a.Out.Done(c, "/admin/invitations", said(c, "said.revoked"))
}
