package admin

import (
	"cmp"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Settings is where an admin says what the site is.
func (a *Rooms) Settings(c *gin.Context) error {
	set, err := a.Site.Settings(c.Request.Context())
	if err != nil {
		return err
	}
	return a.settings(c, set, web.SiteSettingsView{}, a.Out.OK)
}

func (a *Rooms) settings(c *gin.Context, set models.Settings, view web.SiteSettingsView, send response.Sender) error {
	view.Name, view.Region, view.Contact, view.About, view.Accent = set.Name, set.Region, set.Contact, set.About, set.Accent
	if view.FileMB == "" && view.QuotaMB == "" {
		view.FileMB, view.QuotaMB = strconv.Itoa(cmp.Or(set.FileMB, models.DefaultFileMB)), strconv.Itoa(cmp.Or(set.QuotaMB, models.DefaultQuotaMB))
	}
	var err error
	if view.Reports, err = a.waiting(c); err != nil {
		return err
	}
	return send(c, a.page(c, said(c, "admin.settings")), web.SiteSettings(view))
}

// SetSettings changes it.
func (a *Rooms) SetSettings(c *gin.Context) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	set, err := a.Site.Settings(ctx)
	if err != nil {
		return err
	}
	set.Name, set.Region, set.Contact, set.About, set.Accent = f.Line("name"), f.Line("region"), f.Line("contact"), f.Text("about"), f.Line("accent")
	nearest, wrong := response.Accent(ctx, set.Accent)
	view := web.SiteSettingsView{Nearest: nearest, FileMB: f.Line("file_mb"), QuotaMB: f.Line("quota_mb")}
	set.FileMB, set.QuotaMB = megabytes(view.FileMB), megabytes(view.QuotaMB)
	if wrong == nil {
		err = a.Site.SetSettings(ctx, request.VisitorOf(c).Actor, set)
		wrong = response.Fields(err)
	}
	if view.Errors = wrong; wrong != nil {
		return a.settings(c, set, view, a.Out.Again(err))
	}
	if err != nil {
		return err
	}
	return a.Out.Done(c, "/admin/settings", said(c, "said.saved"))
}

// megabytes reads a figure; -1 is none that can be meant, and 0 the usual one.
func megabytes(typed string) int {
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n <= 0 {
		return -1
	}
	return n
}
