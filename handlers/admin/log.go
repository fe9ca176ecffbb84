package admin

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// logWords say what each change of the site was. {{.What}} is the host, the mode or the person.
var logWords = map[models.Verb]string{
	models.VerbMode:     "admin_log.mode",
	models.VerbAllow:    "admin_log.allow",
	models.VerbDeny:     "admin_log.deny",
	models.VerbForget:   "admin_log.forget",
	models.VerbRetry:    "admin_log.retry",
	models.VerbSettings: "admin_log.settings",
	models.VerbInvite:   "admin_log.invite",
	models.VerbRevoke:   "admin_log.revoke",
	models.VerbSuspend:  "admin_log.suspend",
	models.VerbRelease:  "admin_log.release",
	models.VerbPassword: "admin_log.password",
	models.VerbEntrust:  "admin_log.entrust",
	models.VerbRelieve:  "admin_log.relieve",
	models.VerbEmail:    "admin_log.email",
	models.VerbRedo:     "admin_log.redo",
	models.VerbDrop:     "admin_log.drop",
}

// SiteLog lists every change of policy, settings and accounts.
func (a *Rooms) SiteLog(c *gin.Context) error {
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	list, err := a.Site.SiteLog(ctx, n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	view := web.LogView{Pages: response.Leaf(list, "/admin/log", "")}
	if view.Reports, err = a.waiting(c); err != nil {
		return err
	}
	for _, act := range list.Items {
		who, what := said(c, "admin_log.command"), act.Note
		if act.By != nil {
			who = act.By.Display()
		}
		if act.Target != nil {
			what = act.Target.Display()
		}
		switch act.Verb {
		case models.VerbMode:
			what = web.ModeName(ctx, act.Note)
		case models.VerbRedo, models.VerbDrop:
			what = workName(c, act.Note)
		}
		view.Entries = append(view.Entries, web.LogEntry{At: act.At, Reason: act.Reason, Text: said(c, logWords[act.Verb], "Name", who, "What", what)})
	}
	return a.Out.OK(c, a.page(c, said(c, "admin.log")), web.Log(view))
}
