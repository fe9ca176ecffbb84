package pages

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// filePath is where the file of a version is downloaded.
func filePath(it *models.Item, number int, name string) string {
	return it.Path() + models.VersionPath(number) + "/" + url.PathEscape(name)
}

// number is the number of a version in the path.
func number(c *gin.Context) (int, error) {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil || n < 1 {
		return 0, request.ErrNothing
	}
	return n, nil
}

// version is the version that the path names, with its document, if the visitor may see them.
func (p *Pages) version(c *gin.Context) (*models.Item, *models.DocumentVersion, error) {
	id, err := request.ID(c)
	if err != nil {
		return nil, nil, err
	}
	n, err := number(c)
	if err != nil {
		return nil, nil, err
	}
	it, v, err := p.Site.Version(c.Request.Context(), request.VisitorOf(c).Viewer, id, n)
	if err == nil && !v.WithdrawnAt.IsZero() {
		err = &models.Error{Code: models.Gone, Message: said(c, "document.withdrawn")}
	}
	return it, v, err
}

// Download gives the file of a version. One of another site is fetched first, for those who are signed in; others are led
// there.
func (p *Pages) Download(c *gin.Context) error {
	it, v, err := p.version(c)
	if err != nil {
		return err
	}
	visitor := request.VisitorOf(c)
	switch {
	case v.Here():
		if countable(c.Request) && p.Limits.Take(c.Request, request.ToCount, "") == nil { // each costs a write, which others wait for
			if err := p.Site.Downloaded(c.Request.Context(), visitor.Actor, v); err != nil {
				return err
			}
		}
		return p.sendFile(c, v.File, it.Visibility == models.Public)
	case it.Here():
		return request.ErrNothing
	case !visitor.SignedIn():
		c.Redirect(http.StatusSeeOther, v.URL)
		return nil
	}
	return p.fetching(c, it, v)
}

// countable tells whether an answer to a request is a download: not the rest of one that was cut off, and not a question
// whether it has changed.
func countable(r *http.Request) bool {
	part := r.Header.Get("Range")
	return r.Method == http.MethodGet && (part == "" || strings.HasPrefix(part, "bytes=0-")) &&
		r.Header.Get("If-None-Match") == "" && r.Header.Get("If-Modified-Since") == ""
}

// fetching asks for a file of another site, and shows a page that asks again by itself until it is here.
func (p *Pages) fetching(c *gin.Context, it *models.Item, v *models.DocumentVersion) error {
	trouble, err := p.Site.WantCopy(c.Request.Context(), v, c.Request.Method == http.MethodPost)
	if err != nil {
		return err
	}
	f, err := p.around(c, it)
	if err != nil {
		return err
	}
	view := web.FetchView{
		Title: said(c, "document.fetch_title"), Back: it.Path(), Site: it.Host, Name: v.Name, Trouble: trouble,
		Again: filePath(it, v.Number, v.Name), Original: v.URL,
	}
	page := p.itemPage(c, f, view.Title)
	page.NoIndex = true
	status := http.StatusAccepted
	if trouble != "" {
		status = http.StatusBadGateway
	} else if c.Request.Method == http.MethodGet {
		c.Header("Refresh", "3")
	}
	return p.Out.HTML(c, status, page, web.Fetching(view))
}

// FetchAgain asks for a file once more that could not be had.
func (p *Pages) FetchAgain(c *gin.Context) error {
	if _, err := p.acting(c, request.ToLookUp); err != nil {
		return err
	}
	it, v, err := p.version(c)
	if err != nil {
		return err
	}
	if !it.Here() && !v.Here() {
		if _, err := p.Site.WantCopy(c.Request.Context(), v, true); err != nil {
			return err
		}
	}
	return p.Out.Redirect(c, filePath(it, v.Number, v.Name))
}

// PreviewOf is the picture of a version: its first page, or the picture itself made small.
func (p *Pages) PreviewOf(c *gin.Context) error {
	_, v, err := p.version(c)
	if err != nil {
		return err
	}
	if !v.Here() || v.File.ThumbSum == "" {
		return request.ErrNothing
	}
	return p.thumb(c, v.File)
}

// AskWithdraw asks whether a version is to be withdrawn.
func (p *Pages) AskWithdraw(c *gin.Context) error {
	f, err := p.amended(c)
	if err != nil {
		return err
	}
	n, err := number(c)
	if err != nil {
		return err
	}
	view := web.Confirm{
		Title: said(c, "document.withdraw_title", "Number", n), Lost: []string{said(c, "document.withdraw_lost")}, Kept: said(c, "document.withdraw_kept"),
		Action: f.item.Path() + models.VersionPath(n) + "/withdraw", Back: f.item.Path(), Button: said(c, "document.withdraw_yes"),
	}
	if f.item.Visibility == models.Public {
		view.Lost = append(view.Lost, said(c, "document.withdraw_copies"))
	}
	return p.ask(c, f, view)
}

// Withdraw takes the file of a version away.
func (p *Pages) Withdraw(c *gin.Context) error {
	v, err := p.acting(c, request.ToPublish)
	if err != nil {
		return err
	}
	f, err := p.amended(c)
	if err != nil {
		return err
	}
	n, err := number(c)
	if err != nil {
		return err
	}
	if err := p.Site.WithdrawVersion(c.Request.Context(), v.Actor, f.item, n); err != nil {
		return err
	}
	return p.Out.Done(c, f.item.Path(), said(c, "document.withdraw_done", "Number", n))
}

// sendFile sends the file of a version to those who may see its document.
func (p *Pages) sendFile(c *gin.Context, f *models.File, open bool) error {
	content, err := p.Site.OpenFile(c.Request.Context(), f)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // it was only read
	return p.Out.Stored(c, f, open, content)
}
