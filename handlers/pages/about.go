package pages

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/web"
)

// AboutSite says who runs the site.
func (p *Pages) AboutSite(c *gin.Context) error {
	ctx := c.Request.Context()
	set, err := p.Site.Settings(ctx)
	if err != nil {
		return err
	}
	about, err := p.Site.Preview(ctx, set.About)
	if err != nil {
		return err
	}
	n, err := p.Site.Numbers(ctx)
	if err != nil {
		return err
	}
	return p.plain(c, "footer.about", web.AboutSite(web.AboutSiteView{
		About: about, Communities: n.Communities, People: n.People,
		Sites: n.Sites, Mode: string(p.Site.Policy(ctx).Mode),
	}))
}

// plain sends a page of plain words. The key is that of the link that leads to it.
func (p *Pages) plain(c *gin.Context, key string, content templ.Component) error {
	page := p.Out.Page(c, "")
	page.Title = said(c, key, "Site", page.Site.Name)
	return p.Out.OK(c, page, content)
}

// HowItWorks explains the site to who has never seen one like it.
func (p *Pages) HowItWorks(c *gin.Context) error {
	return p.plain(c, "footer.how", web.HowItWorks(p.Site.Host()))
}

// Privacy says what is kept about people.
func (p *Pages) Privacy(c *gin.Context) error {
	return p.plain(c, "footer.privacy", web.Privacy(web.PrivacyView{SessionDays: int(request.SessionTime.Hours()) / 24}))
}

// Accessibility says how accessible the site is.
func (p *Pages) Accessibility(c *gin.Context) error {
	return p.plain(c, "footer.accessibility", web.Accessibility())
}

// Theme is the stylesheet of the site's colour.
func (p *Pages) Theme(c *gin.Context) error {
	set, err := p.Site.Settings(c.Request.Context())
	if err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", "no-cache")
	if c.Request.URL.RequestURI() == response.ThemeURL(set.Accent) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	c.Data(http.StatusOK, "text/css; charset=utf-8", []byte(web.Theme(set.Accent)))
	return nil
}

// Robots tells search engines what is not for them.
func (p *Pages) Robots(c *gin.Context) error {
	c.Header("Cache-Control", "public, max-age=3600")
	c.String(http.StatusOK, "User-agent: *\nDisallow: /search\nDisallow: /sign-in\nDisallow: /invitation/\nDisallow: /setup/\nDisallow: /admin\nDisallow: /settings\nDisallow: /notices\n")
	return nil
}

// Security tells whom to write to about a hole in the site's security (RFC 9116). It is good until the end of the next
// month but one, and made anew with every request.
func (p *Pages) Security(c *gin.Context) error {
	set, err := p.Site.Settings(c.Request.Context())
	if err != nil {
		return err
	}
	if set.Contact == "" {
		return request.ErrNothing
	}
	contact := set.Contact
	if strings.Contains(contact, "@") && !strings.Contains(contact, "/") {
		contact = "mailto:" + contact
	}
	now := p.Site.DB().Now().UTC()
	expires := now.AddDate(0, 3, 1-now.Day()).Format("2006-01-02") + "T00:00:00Z"
	c.String(http.StatusOK, fmt.Sprintf("Contact: %s\nExpires: %s\nPreferred-Languages: en\nCanonical: %s/.well-known/security.txt\n",
		contact, expires, p.Site.Base()))
	return nil
}
