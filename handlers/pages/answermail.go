package pages

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// answerPurpose is what the tickets in e-mails about events are sealed for; they name the event and who was written to.
const answerPurpose = "answer"

// AskSayByMail is where the link of an e-mail leads: the event, and the buttons. It changes nothing, since programs that
// look at what is behind links come here too.
func (p *Pages) AskSayByMail(c *gin.Context) error {
	f, who, err := p.ticketed(c)
	if err != nil {
		return err
	}
	return p.showTicket(c, f, who)
}

// SayByMail notes the answer of whoever got the e-mail, who need not be signed in.
func (p *Pages) SayByMail(c *gin.Context) error {
	f, who, err := p.ticketed(c)
	if err != nil {
		return err
	}
	if err := p.Limits.Take(c.Request, request.ToReact, who.Name); err != nil {
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
	_, err = p.Site.Answer(c.Request.Context(), models.Answer{ItemID: f.item.ID, ActorID: who.ID, Says: says, Shown: form.Is("shown", "yes")}, nil)
	if err != nil {
		return err
	}
	if f, who, err = p.ticketed(c); err != nil { // answering has changed how many places are taken
		return err
	}
	return p.showTicket(c, f, who)
}

// ticketed is the event of a ticket, as the one to whom it was sent sees it, and that person. Whatever is wrong with a
// ticket, there is nothing there.
func (p *Pages) ticketed(c *gin.Context) (*found, *models.Actor, error) {
	id, err := request.ID(c)
	if err != nil {
		return nil, nil, err
	}
	ids, ok := p.Site.ReadTicket(answerPurpose, c.Param("ticket"))
	if !ok || len(ids) != 2 || ids[0] != id {
		return nil, nil, request.ErrNothing
	}
	who, err := p.Site.Actor(c.Request.Context(), ids[1])
	if err != nil || !who.Here() || who.Silenced() {
		return nil, nil, request.ErrNothing
	}
	it, err := p.Site.Item(c.Request.Context(), models.Viewer{Actor: who}, id)
	if err != nil {
		return nil, nil, err
	}
	if _, ok := it.Detail.(*models.Event); !ok || it.Withdrawn() {
		return nil, nil, request.ErrNothing
	}
	return &found{item: it}, who, nil
}

func (p *Pages) showTicket(c *gin.Context, f *found, who *models.Actor) error {
	ctx := c.Request.Context()
	mine, err := p.Site.AnswerOf(ctx, f.item.ID, who)
	if err != nil {
		return err
	}
	t, err := p.Site.Turnout(ctx, f.item.ID, who)
	if err != nil {
		return err
	}
	e := response.Event(f.item, p.Site.DB().Now())
	box := answerAs(c, f, &models.Standing{Here: true, Role: models.Member, Public: true}, e, mine, t)
	if box.Action != "" {
		box.Action = c.Request.URL.Path
	}
	if byHTMX(c) {
		return p.Out.Part(c, p.Out.Page(c, ""), web.Answer(box))
	}
	page := p.Out.Page(c, f.item.Title)
	page.NoIndex = true
	return p.Out.OK(c, page, web.AnswerByMail(web.AnswerByMailView{Event: e, Name: who.Display(), Answer: box}))
}
