package pages

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// hosted is the event of this site that the path names, for those who may change it.
func (p *Pages) hosted(c *gin.Context) (*found, error) {
	v, err := signedIn(c)
	if err != nil {
		return nil, err
	}
	f, err := p.event(c)
	if err != nil {
		return nil, err
	}
	if !f.item.Here() { // who comes to it is between them and its own site
		return nil, request.ErrNothing
	}
	return f, models.May(*f.standing(v), models.ToHost, v.Actor.ID == f.item.AuthorID)
}

// AskCancel says what cancelling an event means, for whom.
func (p *Pages) AskCancel(c *gin.Context) error {
	return p.askStatus(c, "cancel", web.Confirm{
		Title: said(c, "event_state.cancel_title"), Lost: []string{said(c, "event_state.cancel_lost")}, Kept: said(c, "event_state.cancel_kept"),
		Button: said(c, "event_state.cancel_button"),
	})
}

// AskPostpone says the same of putting it off.
func (p *Pages) AskPostpone(c *gin.Context) error {
	return p.askStatus(c, "postpone", web.Confirm{
		Title: said(c, "event_state.postpone_title"), Lost: []string{said(c, "event_state.postpone_lost")}, Kept: said(c, "event_state.postpone_kept"),
		Button: said(c, "event_state.postpone_button"), Harmless: true,
	})
}

func (p *Pages) askStatus(c *gin.Context, verb string, view web.Confirm) error {
	f, err := p.hosted(c)
	if err != nil {
		return err
	}
	t, err := p.Site.Turnout(c.Request.Context(), f.item.ID, nil)
	if err != nil {
		return err
	}
	if told := t.Coming + t.Waiting + t.Asked + t.Maybe; told > 0 {
		view.Lost = append(view.Lost, said(c, "event_state.told", "Count", told))
	}
	if e := f.item.Detail.(*models.Event); e.SeriesID != 0 && verb == "cancel" {
		view.Ask = &web.Choices{Name: "reach", Label: said(c, "event_form.reach"), Picked: []string{web.ThisOne}, Options: []web.Choice{
			{Value: web.ThisOne, Label: said(c, "event_form.reach_one")}, {Value: web.AllThatFollow, Label: said(c, "event_form.reach_all")},
		}}
	}
	view.Action, view.Back = f.item.Path()+"/"+verb, f.item.Path()
	return p.ask(c, f, view)
}

// SetStatus postpones an event, cancels it, or brings it back.
func (p *Pages) SetStatus(status models.EventStatus) response.Handler {
	done := map[models.EventStatus]string{
		models.Cancelled: "event_state.cancelled", models.Postponed: "event_state.postponed", models.Planned: "event_state.resumed",
	}[status]
	return func(c *gin.Context) error {
		v, err := p.acting(c, request.ToPublish)
		if err != nil {
			return err
		}
		f, err := p.hosted(c)
		if err != nil {
			return err
		}
		form, err := request.ReadForm(c)
		if err != nil {
			return err
		}
		following := form.Is("reach", web.AllThatFollow)
		if _, err := p.Site.SetStatus(c.Request.Context(), v.Actor, f.item, status, following); err != nil {
			return err
		}
		return p.Out.Done(c, f.item.Path(), said(c, done))
	}
}
