package pages

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// keeper is the room that the path names, for who looks after it and means to do something there. For everybody else it
// is not there, or not theirs to change.
func (p *Pages) keeper(c *gin.Context) (*room, error) {
	rm, err := p.room(c)
	if err != nil {
		return nil, err
	}
	if !rm.visitor.SignedIn() {
		return nil, response.ErrSignIn
	}
	return rm, models.May(rm.standing, models.ToModerate, false)
}

// requests are the people who ask to join: of this site, and followers from others who wait for a yes.
func (p *Pages) requests(c *gin.Context, rm *room) ([]web.PersonCard, error) {
	ctx := c.Request.Context()
	members, err := p.Site.Members(ctx, rm.community.ID, models.Pending, 1)
	if err != nil {
		return nil, err
	}
	follows, err := p.Site.Waiting(ctx, rm.community.ID)
	if err != nil {
		return nil, err
	}
	var all []*models.Actor
	for _, m := range members.Items {
		all = append(all, m.Actor)
	}
	for _, f := range follows {
		all = append(all, f.Follower)
	}
	asking := make([]web.PersonCard, len(all))
	for n, a := range all {
		asking[n] = response.Card(ctx, a)
		who := map[string]string{"actor": strconv.FormatInt(a.ID, 10)}
		asking[n].Acts = []web.ActButton{
			{Label: said(c, "said.let_in"), About: a.Display(), URL: rm.path("/people/accept"), Fields: who},
			{Label: said(c, "said.decline"), About: a.Display(), URL: rm.path("/people/decline"), Fields: who, Style: "secondary"},
		}
	}
	return asking, nil
}

func (p *Pages) countRequests(c *gin.Context, rm *room) (int, error) {
	asking, err := p.requests(c, rm)
	return len(asking), err
}

// Accept lets in somebody who asks.
func (p *Pages) Accept(c *gin.Context) error { return p.answer(c, true, "said.was_let_in") }

// Decline does not.
func (p *Pages) Decline(c *gin.Context) error { return p.answer(c, false, "said.was_declined") }

func (p *Pages) answer(c *gin.Context, yes bool, key string) error {
	rm, who, _, err := p.about(c)
	if err != nil {
		return err
	}
	if err := p.Site.Approve(c.Request.Context(), rm.visitor.Actor, rm.community, who, yes); err != nil {
		return err
	}
	return p.Out.Done(c, rm.path("/people"), said(c, key, "Name", who.Display()))
}

// about reads a form about somebody in a community: its field "actor" is their number.
func (p *Pages) about(c *gin.Context) (*room, *models.Actor, *request.Form, error) {
	rm, err := p.keeper(c)
	if err != nil {
		return nil, nil, nil, err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return nil, nil, nil, err
	}
	who, err := p.personNumbered(c, f.Line("actor"))
	return rm, who, f, err
}

// personNumbered is the person of a number. Communities have numbers as well, and closed ones are nobody's to name.
func (p *Pages) personNumbered(c *gin.Context, number string) (*models.Actor, error) {
	a, err := p.numbered(c, number)
	if err == nil && a.Kind != models.Person {
		return nil, request.ErrNothing
	}
	return a, err
}

func (p *Pages) numbered(c *gin.Context, number string) (*models.Actor, error) {
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return nil, request.ErrNothing
	}
	return p.Site.Actor(c.Request.Context(), id)
}

// memberActs are what those who look after a community may do with one of its people.
func memberActs(c *gin.Context, rm *room, m *models.Membership) []web.ActButton {
	var acts []web.ActButton
	st := rm.standing
	st.Target = m.Role
	about, id := m.Actor.Display(), strconv.FormatInt(m.ActorID, 10)
	role := func(key string, r models.Role) {
		acts = append(acts, web.ActButton{
			Label: said(c, key), About: about, URL: rm.path("/people/role"), Style: "quiet",
			Fields: map[string]string{"actor": id, "role": string(r)},
		})
	}
	if models.May(st, models.ToAppoint, false) == nil && m.ActorID != rm.visitor.Actor.ID {
		if m.Role != models.Facilitator {
			role("said.make_facilitator", models.Facilitator)
		}
		if m.Role != models.Organiser && m.Actor.Here() {
			role("said.make_organiser", models.Organiser)
		}
		if m.Role != models.Member {
			role("said.make_member", models.Member)
		}
	}
	if models.May(st, models.ToBan, false) == nil && m.ActorID != rm.visitor.Actor.ID {
		acts = append(acts, web.ActButton{
			Label: said(c, "said.keep_out"), About: about, Style: "quiet", Link: true,
			URL: rm.path("/people/ban/") + id,
		})
	}
	return acts
}

// SetRole makes somebody a facilitator, an organiser, or a plain member again.
func (p *Pages) SetRole(c *gin.Context) error {
	rm, who, f, err := p.about(c)
	if err != nil {
		return err
	}
	role := models.Role(f.Line("role"))
	key := map[models.Role]string{models.Member: "said.is_member", models.Facilitator: "said.is_facilitator", models.Organiser: "said.is_organiser"}[role]
	if key == "" {
		return request.ErrNothing
	}
	if err := p.Site.Appoint(c.Request.Context(), rm.visitor.Actor, rm.community, who, role, nil); err != nil {
		return err
	}
	return p.Out.Done(c, rm.path("/people"), said(c, key, "Name", who.Display()))
}

// Banned lists who is kept out of a community.
func (p *Pages) Banned(c *gin.Context) error {
	rm, err := p.keeper(c)
	if err != nil {
		return err
	}
	return p.banned(c, rm, web.BannedView{}, p.Out.OK)
}

func (p *Pages) banned(c *gin.Context, rm *room, view web.BannedView, send response.Sender) error {
	list, err := p.Site.Members(c.Request.Context(), rm.community.ID, models.Banned, 1)
	if err != nil {
		return err
	}
	view.Base = rm.path("/people")
	for _, m := range list.Items {
		card := response.Card(c.Request.Context(), m.Actor)
		card.Acts = []web.ActButton{{
			Label: said(c, "said.let_back"), About: m.Actor.Display(), URL: rm.path("/people/unban"),
			Fields: map[string]string{"actor": strconv.FormatInt(m.ActorID, 10)}, Style: "secondary",
		}}
		view.People = append(view.People, card)
	}
	page := p.page(c, rm, "banned", said(c, "banned.title"))
	page.NoIndex = true
	return send(c, page, web.Banned(view))
}

// AskBan asks once more before somebody is kept out.
func (p *Pages) AskBan(c *gin.Context) error {
	rm, err := p.keeper(c)
	if err != nil {
		return err
	}
	who, err := p.personNumbered(c, c.Param("id"))
	if err != nil {
		return err
	}
	page := p.page(c, rm, "banned", said(c, "said.ban_title", "Name", who.Display()))
	return p.Out.OK(c, page, web.ConfirmPage(web.Confirm{
		Title: page.Title, Lost: []string{said(c, "said.ban_lost", "Name", who.Display())}, Kept: said(c, "said.ban_kept", "Name", who.Display()),
		Action: rm.path("/people/ban"), Fields: map[string]string{"actor": who.Handle(p.Site.Host())},
		Button: said(c, "banned.act"), Back: rm.path("/people"), AskReason: said(c, "banned.reason"), Hint: said(c, "banned.reason_hint"),
	}))
}

// Ban keeps somebody out, named by their handle or the address of their page.
func (p *Pages) Ban(c *gin.Context) error {
	rm, err := p.keeper(c)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	view := web.BannedView{Actor: f.Line("actor"), Reason: f.Text("reason")}
	who, err := p.find(c, rm.visitor, view.Actor)
	if err == nil && who.Kind != models.Person {
		err = request.ErrNothing
	}
	if models.IsRefusal(err) {
		view.Errors = web.Errors{"actor": said(c, "said.nobody_found", "Words", view.Actor)}
		return p.banned(c, rm, view, p.Out.Again(nil))
	}
	if err != nil {
		return err
	}
	order := models.BanOrder{Who: who, On: true, Reason: view.Reason}
	if err := p.Site.Ban(c.Request.Context(), rm.visitor.Actor, rm.community, order, nil); err != nil {
		return err
	}
	return p.Out.DoneUndo(c, rm.path("/people/banned"), web.Flash{
		Text: said(c, "said.was_banned", "Name", who.Display()),
		Undo: rm.path("/people/unban"), UndoFields: map[string]string{"actor": strconv.FormatInt(who.ID, 10)},
	})
}

// Unban lets somebody back.
func (p *Pages) Unban(c *gin.Context) error {
	rm, who, _, err := p.about(c)
	if err != nil {
		return err
	}
	if err := p.Site.Ban(c.Request.Context(), rm.visitor.Actor, rm.community, models.BanOrder{Who: who}, nil); err != nil {
		return err
	}
	return p.Out.Done(c, rm.path("/people/banned"), said(c, "said.was_unbanned", "Name", who.Display()))
}
