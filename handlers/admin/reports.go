package admin

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Reports lists what was reported anywhere on the site.
func (a *Rooms) Reports(c *gin.Context) error { return a.reports(c, nil, a.Out.OK) }

func (a *Rooms) reports(c *gin.Context, wrong map[string]string, send response.Sender) error {
	closed := c.Query("show") == "closed"
	ctx := c.Request.Context()
	list, err := a.Site.Reports(ctx, request.VisitorOf(c).Viewer, nil, !closed)
	if err != nil {
		return err
	}
	view := web.ReportsView{Admin: true, Heading: said(c, "admin.reports"), Filters: []web.Tab{
		{Name: said(c, "said.open"), URL: "/admin/reports", Active: !closed},
		{Name: said(c, "said.closed"), URL: "/admin/reports?show=closed", Active: closed},
	}}
	view.Rows = response.Reports(ctx, list, func(r *models.Report) string { return "/admin/reports/" + strconv.FormatInt(r.ID, 10) }, wrong)
	if view.Reports, err = a.waiting(c); err != nil {
		return err
	}
	return send(c, a.page(c, view.Heading), web.Reports(view))
}

// CloseReport notes what came of a report.
func (a *Rooms) CloseReport(c *gin.Context) error {
	id, err := request.ID(c)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	if f.Text("outcome") == "" {
		return a.reports(c, map[string]string{c.Param("id"): said(c, "said.outcome_wanted")}, a.Out.Again(err))
	}
	ctx := c.Request.Context()
	r, err := a.Site.ReportNumbered(ctx, id)
	if err != nil {
		return err
	}
	if err := a.Site.CloseReport(ctx, request.VisitorOf(c).Actor, r, f.Text("outcome")); err != nil {
		return err
	}
	return a.Out.Done(c, "/admin/reports", said(c, "said.report_closed"))
}
