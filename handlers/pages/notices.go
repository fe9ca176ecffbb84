package pages

import (
	"cmp"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Notices lists what is new for somebody. Having looked at it, they have been told.
func (p *Pages) Notices(c *gin.Context) error {
	v, err := signedIn(c)
	if err != nil {
		return err
	}
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	list, err := p.Site.Notices(ctx, v.Viewer, n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	items := make([]*models.Item, len(list.Items))
	for n, notice := range list.Items {
		items[n] = notice.Item
	}
	threads, err := p.Site.Threads(ctx, v.Viewer, items)
	if err != nil {
		return err
	}
	view := web.NoticesView{Pages: response.Leaf(list, "/notices", "")}
	unread := false
	for _, notice := range list.Items {
		unread = unread || notice.ReadAt.IsZero()
		view.Notices = append(view.Notices, noticeView(c, notice, threads))
	}
	page := p.Out.Page(c, said(c, "notices.title"))
	page.Place, page.NoIndex = web.AtNotices, true
	if unread && c.GetHeader("Sec-Purpose") == "" { // not when a browser only guesses that this comes next
		if err := p.Site.ReadNotices(ctx, v.Actor.ID); err != nil {
			return err
		}
	}
	return p.Out.OK(c, page, web.Notices(view))
}

// fileNotice says what is wrong with a file that somebody added.
func fileNotice(c *gin.Context, n *models.Notice, shown web.Notice) web.Notice {
	shown.URL, shown.Words = cmp.Or(shown.URL, "/notices"), n.File.Reason
	shown.Text = said(c, "notices.file_refused", "Name", n.File.Name)
	if n.File.State == models.FileInfected {
		shown.Text = said(c, "notices.file_infected", "Name", n.File.Name)
	}
	return shown
}

func noticeView(c *gin.Context, n *models.Notice, threads map[int64]string) web.Notice {
	shown := web.Notice{Kind: string(n.Kind), At: n.At, New: n.ReadAt.IsZero()}
	if n.By != nil {
		shown.By = response.Person(c.Request.Context(), n.By)
	}
	switch {
	case n.Item != nil:
		shown.What, shown.URL, shown.Words = n.Item.Title, n.Item.Path(), n.Item.Lead(140)
		if shown.What == "" || n.Item.Withdrawn() {
			shown.What = cmp.Or(threads[n.Item.ThreadID], said(c, "said.a_discussion"))
		}
	case n.Community != nil:
		shown.What, shown.URL = n.Community.Display(), n.Community.Path()
	case n.By != nil:
		shown.What, shown.URL = n.By.Display(), n.By.Path()
	}
	if n.Kind == models.NoticeRemoved && n.Item != nil {
		shown.Text = said(c, "notices.removed", "What", n.Item.Community.Display())
		if !n.Item.Starts() {
			shown.Text = said(c, "notices.removed_reply", "What", shown.What)
		}
	}
	if n.Kind == models.NoticeFile && n.File != nil {
		return fileNotice(c, n, shown)
	}
	if n.Reason != "" {
		shown.Words = said(c, "log.reason", "Words", n.Reason)
	}
	if n.Kind == models.NoticeAsked {
		shown.URL += "/people"
	}
	if n.Kind == models.NoticeWantsSeat {
		shown.URL += "/people"
	}
	if n.Kind == models.NoticeWantsOut || n.Kind == models.NoticeReturned {
		shown.URL = "/drafts"
	}
	if n.Kind == models.NoticeReported && n.Community != nil {
		shown.URL = n.Community.Path() + "/reports"
	} else if n.Kind == models.NoticeReported {
		shown.URL = "/admin/reports"
	}
	return shown
}
