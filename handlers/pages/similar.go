package pages

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/web"
)

// shownSimilar is how many similar things stand under a title.
const shownSimilar = 5

// Similar answers a script with what there is already like the title that somebody is typing.
func (p *Pages) Similar(c *gin.Context) error {
	if _, err := signedIn(c); err != nil {
		return err
	}
	view, err := p.similar(c, c.Query("title"))
	if err != nil {
		return err
	}
	page := p.Out.Page(c, said(c, "similar.label"))
	page.NoIndex = true
	return p.Out.Part(c, page, web.Similar(view))
}

// similar is nothing for who asks too often: it is of help, and never in the way.
func (p *Pages) similar(c *gin.Context, title string) (view web.SimilarView, err error) {
	v := request.VisitorOf(c)
	if len(title) > maxQuery || p.Limits.Take(c.Request, request.ToSuggest, accountOf(v)) != nil {
		return view, nil
	}
	found, err := p.Site.Similar(c.Request.Context(), v.Viewer, title, shownSimilar)
	view.Hits = hits(c, found)
	return view, err
}
