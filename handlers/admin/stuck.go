package admin

import (
	"context"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// stuckWords say what each sort of work is.
var stuckWords = map[string]string{
	models.JobIntake:    "said.work_intake",
	models.JobBackfill:  "said.work_backfill",
	models.JobPicture:   "said.work_picture",
	models.JobCopy:      "said.work_copy",
	models.JobPeer:      "said.work_peer",
	models.JobMail:      "said.work_mail",
	models.JobForgotten: "said.work_forgotten",
}

// Stuck lists the work that failed too often and was given up.
func (a *Rooms) Stuck(c *gin.Context) error {
	jobs, err := a.Site.Stuck(c.Request.Context())
	if err != nil {
		return err
	}
	reports, err := a.waiting(c)
	if err != nil {
		return err
	}
	view := web.StuckView{Reports: reports}
	for _, j := range jobs {
		view.Work = append(view.Work, web.StuckWork{
			ID: strconv.FormatInt(j.ID, 10), What: workName(c, j.Kind), Error: j.LastError, Tries: j.Attempts, Since: j.CreatedAt, GivenUpAt: j.ParkedAt,
		})
	}
	return a.Out.OK(c, a.page(c, said(c, "admin.stuck")), web.Stuck(view))
}

// workName says what a sort of work is.
func workName(c *gin.Context, kind string) string {
	if key := stuckWords[kind]; key != "" {
		return said(c, key)
	}
	return kind
}

// RetryStuck has a piece of work done again.
func (a *Rooms) RetryStuck(c *gin.Context) error {
	return a.settleStuck(c, a.Site.RetryStuck, "said.stuck_retried")
}

// DropStuck gives a piece of work up for good.
func (a *Rooms) DropStuck(c *gin.Context) error {
	return a.settleStuck(c, a.Site.DropStuck, "said.stuck_dropped")
}

func (a *Rooms) settleStuck(c *gin.Context, settle func(context.Context, *models.Actor, int64) error, done string) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(f.Line("work"), 10, 64)
	if err != nil {
		return request.ErrNothing
	}
	if err := settle(c.Request.Context(), request.VisitorOf(c).Actor, id); err != nil {
		return err
	}
	return a.Out.Done(c, "/admin/stuck", said(c, done))
}
