package pages

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// reasons are what can be wrong, in the order of the form.
var reasons = []string{"harm", "rude", "private", "spam", "elsewhere", "other"}

var reasonKeys = map[string]string{
	"harm": "said.reason_harm", "rude": "said.reason_rude", "private": "said.reason_private",
	"spam": "said.reason_spam", "elsewhere": "said.reason_elsewhere", "other": "said.reason_other",
}

// reported is what a report is about: an item, or a person.
type reported struct {
	item  *models.Item
	about *models.Actor
	view  web.ReportView
	page  web.Page
}

func (p *Pages) reportedItem(c *gin.Context) (*reported, error) {
	if _, err := signedIn(c); err != nil {
		return nil, err
	}
	f, err := p.item(c)
	if err != nil {
		return nil, err
	}
	if err := withdrawn(c, f.item); err != nil {
		return nil, err
	}
	r := &reported{item: f.item, about: f.item.Author, page: p.itemPage(c, f, said(c, "report.title"))}
	r.view = web.ReportView{Action: f.item.Path() + "/report", Back: f.item.Path(), Quote: *response.Quote(c.Request.Context(), f.item)}
	return r, nil
}

func (p *Pages) reportedPerson(c *gin.Context) (*reported, error) {
	if _, err := signedIn(c); err != nil {
		return nil, err
	}
	who, err := p.person(c)
	if err != nil {
		return nil, err
	}
	r := &reported{about: who, page: p.Out.Page(c, said(c, "report.title"))}
	r.view = web.ReportView{
		Action: who.Path() + "/report", Back: who.Path(),
		Quote: web.Quote{Name: who.Display(), URL: who.Path(), Text: who.Handle(p.Site.Host())},
	}
	return r, nil
}

func (p *Pages) reportForm(c *gin.Context, r *reported, send response.Sender) error {
	for _, name := range reasons {
		r.view.Reasons = append(r.view.Reasons, web.Choice{Value: name, Label: said(c, reasonKeys[name])})
	}
	r.page.NoIndex = true
	return send(c, r.page, web.Report(r.view))
}

// AskReport is the form for reporting an item.
func (p *Pages) AskReport(c *gin.Context) error {
	r, err := p.reportedItem(c)
	if err != nil {
		return err
	}
	return p.reportForm(c, r, p.Out.OK)
}

// AskReportPerson is the form for reporting a person.
func (p *Pages) AskReportPerson(c *gin.Context) error {
	r, err := p.reportedPerson(c)
	if err != nil {
		return err
	}
	return p.reportForm(c, r, p.Out.OK)
}

// Report tells those who keep order that something is wrong with an item.
func (p *Pages) Report(c *gin.Context) error {
	r, err := p.reportedItem(c)
	if err != nil {
		return err
	}
	return p.report(c, r)
}

// ReportPerson tells the admins that something is wrong with a person.
func (p *Pages) ReportPerson(c *gin.Context) error {
	r, err := p.reportedPerson(c)
	if err != nil {
		return err
	}
	return p.report(c, r)
}

func (p *Pages) report(c *gin.Context, r *reported) error {
	v, err := p.acting(c, request.ToPublish)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	r.view.Reason, r.view.Words = f.Line("reason"), f.Text("words")
	key := reasonKeys[r.view.Reason]
	if key == "" {
		r.view.Errors = web.Errors{"reason": said(c, "said.choose_reason")}
		return p.reportForm(c, r, p.Out.Again(err))
	}
	words := strings.TrimSpace(said(c, key) + "\n" + r.view.Words)
	err = p.Site.Report(c.Request.Context(), v.Actor, r.item, r.about, words, nil)
	if wrong := response.Fields(err); wrong != nil {
		r.view.Errors = wrong
		return p.reportForm(c, r, p.Out.Again(err))
	}
	if err != nil {
		return err
	}
	return p.Out.Done(c, r.view.Back, said(c, "said.reported"))
}

// Reports lists what was reported in a community, for those who look after it.
func (p *Pages) Reports(c *gin.Context) error {
	rm, err := p.keeper(c)
	if err != nil {
		return err
	}
	return p.reports(c, rm, nil, p.Out.OK)
}

func (p *Pages) reports(c *gin.Context, rm *room, wrong map[string]string, send response.Sender) error {
	closed := c.Query("show") == "closed"
	list, err := p.Site.Reports(c.Request.Context(), rm.visitor.Viewer, rm.community, !closed)
	if err != nil {
		return err
	}
	base := rm.path("/reports")
	view := web.ReportsView{
		Heading: said(c, "said.tab_reports"), Back: rm.path(""), BackName: rm.community.Display(),
		Filters: []web.Tab{{Name: said(c, "said.open"), URL: base, Active: !closed}, {Name: said(c, "said.closed"), URL: base + "?show=closed", Active: closed}},
		Rows:    response.Reports(c.Request.Context(), list, func(r *models.Report) string { return base + "/" + strconv.FormatInt(r.ID, 10) }, wrong),
	}
	page := p.page(c, rm, tabReports, view.Heading)
	page.NoIndex = true
	return send(c, page, web.Reports(view))
}

// CloseReport notes what came of a report.
func (p *Pages) CloseReport(c *gin.Context) error {
	rm, err := p.keeper(c)
	if err != nil {
		return err
	}
	id, err := request.ID(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	r, err := p.Site.ReportNumbered(ctx, id)
	if err != nil {
		return err
	}
	if r.CommunityID != rm.community.ID {
		return request.ErrNothing
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	if f.Text("outcome") == "" {
		return p.reports(c, rm, map[string]string{c.Param("id"): said(c, "said.outcome_wanted")}, p.Out.Again(err))
	}
	if err := p.Site.CloseReport(ctx, rm.visitor.Actor, r, f.Text("outcome")); err != nil {
		return err
	}
	return p.Out.Done(c, rm.path("/reports"), said(c, "said.report_closed"))
}
