package admin

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Rooms are the admin's pages.
type Rooms struct {
	Site    *models.Site
	Out     *response.Responder
	Version string
	Limits  *request.Limits
	Post    MailRoom
}

// Admin lets in who looks after the site, and nobody else.
func (a *Rooms) Admin(c *gin.Context) {
	v := request.VisitorOf(c)
	switch {
	case !v.SignedIn():
		a.Out.Refuse(c, response.ErrSignIn)
	case !v.Admin:
		a.Out.Refuse(c, models.May(models.Standing{Here: true}, models.ToRun, false))
	default:
		c.Next()
	}
}

// page begins one of the admin's pages.
func (a *Rooms) page(c *gin.Context, title string) web.Page {
	p := a.Out.Page(c, title)
	p.Place, p.NoIndex = web.AtAdmin, true
	return p
}

// waiting is how many reports are open; it stands in the navigation of every room.
func (a *Rooms) waiting(c *gin.Context) (int, error) {
	return a.Site.OpenReports(c.Request.Context(), 0)
}

func said(c *gin.Context, key string, pairs ...any) string {
	return web.T(c.Request.Context(), key, pairs...)
}

// Home is how the site is, and what waits for somebody.
func (a *Rooms) Home(c *gin.Context) error {
	ctx := c.Request.Context()
	reports, err := a.waiting(c)
	if err != nil {
		return err
	}
	n, err := a.Site.Numbers(ctx)
	if err != nil {
		return err
	}
	peers, err := a.Site.Peers(ctx)
	if err != nil {
		return err
	}
	view := web.AdminHomeView{Reports: reports, Version: a.Version, Database: string(a.Site.DB().Kind()), Tiles: []web.Tile{
		{Label: said(c, "search.people"), Value: web.Number(n.People), Meaning: said(c, "about_site.people_meaning")},
		{Label: said(c, "layout.communities"), Value: web.Number(n.Communities), Meaning: said(c, "said.communities_meaning")},
		{Label: said(c, "about_site.sites"), Value: web.Number(n.Sites), Meaning: said(c, "about_site.sites_meaning")},
	}}
	if reports > 0 {
		view.Attend = append(view.Attend, web.Attention{Text: said(c, "said.attend_reports", "Count", reports), URL: "/admin/reports", Tone: web.Warn})
	}
	failing, parked := 0, 0
	for _, p := range peers {
		if p.Queue != nil && p.Queue.Fails > 0 && p.Allowed {
			failing++
		}
		if p.Queue != nil {
			parked += p.Queue.Parked
		}
	}
	if failing > 0 {
		view.Attend = append(view.Attend, web.Attention{Text: said(c, "said.attend_failing", "Count", failing), URL: "/admin/peers?show=trouble", Tone: web.Warn})
	}
	if parked > 0 {
		view.Attend = append(view.Attend, web.Attention{Text: said(c, "said.attend_parked", "Count", parked), URL: "/admin/peers?show=trouble", Tone: web.Bad})
	}
	letters, err := a.Site.FailedLetters(ctx)
	if err != nil {
		return err
	}
	if letters > 0 {
		view.Attend = append(view.Attend, web.Attention{Text: said(c, "said.attend_letters", "Count", letters), URL: "/admin/mail?show=failed", Tone: web.Bad})
	}
	stuck, err := a.Site.CountStuck(ctx)
	if err != nil {
		return err
	}
	if stuck > 0 {
		view.Attend = append(view.Attend, web.Attention{Text: said(c, "said.attend_stuck", "Count", stuck), URL: "/admin/stuck", Tone: web.Bad})
	}
	return a.Out.OK(c, a.page(c, said(c, "layout.admin")), web.Admin(view))
}

// number is a whole number of a form, or -1.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
