package response

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Page is what stands around the content of every page: the site, who is signed in, and what has just happened.
func (r *Responder) Page(c *gin.Context, title string) web.Page {
	ctx := c.Request.Context()
	set, err := r.site.Settings(ctx)
	if err != nil {
		r.log.Error("read settings for a page", "error", err) // the page can do without
	}
	p := web.Page{
		Title: title, Site: siteView(set), Zone: r.zone, Now: r.site.DB().Now(),
		Lang: web.Language(c.GetHeader("Accept-Language")),
	}
	v := request.VisitorOf(c)
	if !v.SignedIn() {
		return p
	}
	p.Viewer = viewerView(v, r.site.Host())
	if p.Viewer.Unread, err = r.site.Unread(ctx, v.Actor.ID); err != nil {
		r.log.Error("count notices for a page", "error", err)
	}
	if c.GetHeader("HX-Request") == "" {
		p.Flash = r.sessions.TakeFlash(ctx)
	}
	return p
}

func siteView(set models.Settings) web.Site {
	s := web.Site{Name: set.Name, Region: set.Region, Contact: set.Contact}
	if set.Accent != "" && !strings.EqualFold(set.Accent, web.DefaultAccent) {
		s.ThemeURL = ThemeURL(set.Accent)
	}
	return s
}

// ThemeURL is the address of the stylesheet of an accent; it changes with it, so that browsers may keep what they have.
func ThemeURL(accent string) string {
	return "/theme.css?v=" + strings.TrimPrefix(strings.ToLower(accent), "#")
}

func viewerView(v *request.Visitor, host string) *web.Viewer {
	return &web.Viewer{
		Name: v.Actor.Display(), Handle: v.Actor.Handle(host), URL: v.Actor.Path(),
		Picture: picture(v.Actor.IconMediaID), Admin: v.Admin,
	}
}

// Leaf is the links to the pages of a list.
func Leaf[T any](list models.Page[T], base, query string) web.Pagination {
	return web.Pagination{Base: base, Query: query, Page: list.Number, Pages: list.Last(), Total: list.Total, More: list.More}
}

// picture is the address of a small picture, "" for none.
func picture(mediaID int64) string {
	if mediaID == 0 {
		return ""
	}
	return fmt.Sprintf("/media/%d/small", mediaID)
}

// Query is one value as part of an address; "" when there is none.
func Query(name, value string) string {
	if value == "" {
		return ""
	}
	return url.Values{name: {value}}.Encode()
}
