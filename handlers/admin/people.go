package admin

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Members lists everybody who has an account.
func (a *Rooms) Members(c *gin.Context) error {
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	find := strings.TrimSpace(c.Query("q"))
	list, err := a.Site.FindAccounts(ctx, strings.Fields(find), n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	view := web.MembersView{Find: find, CanFind: true, Pages: response.Leaf(list, "/admin/people", response.Query("q", find))}
	if view.Reports, err = a.waiting(c); err != nil {
		return err
	}
	me := request.VisitorOf(c).Account.ID
	for _, acc := range list.Items {
		view.Members = append(view.Members, memberRow(c, acc, acc.ID == me))
	}
	return a.Out.OK(c, a.page(c, said(c, "admin.members")), web.Members(view))
}

func memberRow(c *gin.Context, acc *models.Account, me bool) web.MemberRow {
	row := web.MemberRow{
		Person: response.Person(c.Request.Context(), acc.Actor), Email: acc.Email, Admin: acc.Admin,
		Suspended: !acc.DisabledAt.IsZero(), Since: acc.CreatedAt, SeenAt: acc.SeenAt,
	}
	id, about := strconv.FormatInt(acc.ID, 10), acc.Actor.Display()
	switch {
	case me:
	case row.Suspended:
		row.Acts = []web.ActButton{{
			Label: said(c, "said.release"), About: about, URL: "/admin/people/release",
			Fields: map[string]string{"account": id}, Style: "secondary",
		}}
	default:
		row.Acts = []web.ActButton{{Label: said(c, "said.suspend"), About: about, URL: "/admin/people/suspend/" + id, Style: "quiet", Link: true}}
	}
	return row
}

// AskSuspend says what suspending means, and asks why.
func (a *Rooms) AskSuspend(c *gin.Context) error {
	acc, err := a.account(c, c.Param("id"))
	if err != nil {
		return err
	}
	name := acc.Actor.Display()
	page := a.page(c, said(c, "said.suspend_title", "Name", name))
	return a.Out.OK(c, page, web.ConfirmPage(web.Confirm{
		Title: page.Title, Lost: []string{said(c, "said.suspend_lost", "Name", name)},
		Kept: said(c, "said.suspend_kept"), Action: "/admin/people/suspend", Fields: map[string]string{"account": c.Param("id")},
		Button: said(c, "said.suspend"), Back: "/admin/people", AskReason: said(c, "banned.reason"), Hint: said(c, "said.log_hint"),
	}))
}

func (a *Rooms) account(c *gin.Context, number string) (*models.Account, error) {
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return nil, request.ErrNothing
	}
	return a.Site.Account(c.Request.Context(), id)
}

// Suspend closes an account.
func (a *Rooms) Suspend(c *gin.Context) error { return a.suspend(c, true, "said.was_suspended") }

// Release opens it again.
func (a *Rooms) Release(c *gin.Context) error { return a.suspend(c, false, "said.was_released") }

func (a *Rooms) suspend(c *gin.Context, on bool, key string) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	acc, err := a.account(c, f.Line("account"))
	if err != nil {
		return err
	}
	if err := a.Site.Suspend(c.Request.Context(), request.VisitorOf(c).Actor, acc, on, f.Text("reason")); err != nil {
		return err
	}
	return a.Out.Done(c, "/admin/people", said(c, key, "Name", acc.Actor.Display()))
}
