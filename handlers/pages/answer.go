package pages

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// answers are what the buttons of an event say.
var answers = map[string]models.Says{"yes": models.SaysYes, "maybe": models.SaysMaybe, "no": models.SaysNo, "none": models.SaysWithdrawn}

// answerBox is what the visitor may say to an event, and what became of what they said.
func answerBox(c *gin.Context, f *found, e *web.Event, mine *models.Answer, t models.Turnout) web.AnswerBox {
	return answerAs(c, f, f.standing(request.VisitorOf(c)), e, mine, t)
}

// answerAs is the same for somebody who stands as st in the community of the event; nil is nobody in particular.
func answerAs(c *gin.Context, f *found, st *models.Standing, e *web.Event, mine *models.Answer, t models.Turnout) web.AnswerBox {
	b := web.AnswerBox{Event: e, Waiting: t.Waiting, Line: t.Line, Site: f.item.Host}
	if mine != nil {
		b.Says, b.Seat, b.Shown = mine.Says, mine.State, mine.Shown
	}
	detail := f.item.Detail.(*models.Event)
	switch {
	case e.Status == models.Cancelled:
		b.Why = said(c, "answer.no_more")
	case e.Over:
		b.Why = said(c, "answer.too_late")
	case e.Joining == models.JoinElsewhere:
		b.Link, b.Why = detail.Link, said(c, "answer.elsewhere_why")
	case e.Joining == models.JoinNone:
		b.Why = said(c, "answer.just_come")
	case st == nil:
		b.Why, b.SignIn = said(c, "answer.sign_in"), signInTo(f.item.Path())
	default:
		if err := response.MayAnswer(*st); err != nil {
			b.Why = err.Error()
			return b
		}
		b.Action, b.ToJoin = f.item.Path()+"/answer", joins(*st)
	}
	return b
}

// Say notes what the visitor answers to an event, after joining its community where that is all it needs.
func (p *Pages) Say(c *gin.Context) error {
	v, err := p.acting(c, request.ToReact)
	if err != nil {
		return err
	}
	f, err := p.event(c)
	if err != nil {
		return err
	}
	form, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	says, known := answers[form.Line("says")]
	if !known {
		return &models.Error{Code: models.Invalid, Message: said(c, "answer.choose")}
	}
	ctx := c.Request.Context()
	if f.room != nil && says != models.SaysWithdrawn && joins(f.room.standing) {
		if _, err := p.Site.Join(ctx, v.Actor, f.room.community); err != nil {
			return err
		}
	}
	mine, err := p.Site.Answer(ctx, models.Answer{ItemID: f.item.ID, ActorID: v.Actor.ID, Says: says, Shown: form.Is("shown", "yes")}, nil)
	if err != nil {
		return err
	}
	return p.answered(c, f, mine)
}

// answered shows what became of an answer: to a script the box alone, else the page of the event.
func (p *Pages) answered(c *gin.Context, f *found, mine *models.Answer) error {
	now, err := p.item(c) // joining and answering have changed what it shows
	if err != nil {
		return err
	}
	t, err := p.Site.Turnout(c.Request.Context(), now.item.ID, request.VisitorOf(c).Actor)
	if err != nil {
		return err
	}
	box := answerBox(c, now, response.Event(now.item, p.Site.DB().Now()), mine, t)
	if byHTMX(c) {
		return p.Out.Part(c, p.Out.Page(c, ""), web.Answer(box))
	}
	return p.Out.Done(c, f.item.Path(), web.AnswerNoted(c.Request.Context(), box))
}

// event is the event that the path names, not withdrawn, if the visitor may see it.
func (p *Pages) event(c *gin.Context) (*found, error) {
	f, err := p.item(c)
	if err != nil {
		return nil, err
	}
	if err := withdrawn(c, f.item); err != nil {
		return nil, err
	}
	if _, ok := f.item.Detail.(*models.Event); !ok {
		return nil, request.ErrNothing
	}
	return f, nil
}
