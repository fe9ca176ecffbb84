package pages

import (
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/web"
)

// maxTag is the longest hashtag, in bytes.
const maxTag = 200

// Tag lists what bears a hashtag. One that nobody has used looks like one that is used only where the visitor may not see.
func (p *Pages) Tag(c *gin.Context) error {
	tag := strings.ToLower(c.Param("tag"))
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	if len(tag) > maxTag {
		return request.ErrNothing
	}
	ctx, v := c.Request.Context(), request.VisitorOf(c)
	list, err := p.Site.TagFeed(ctx, v.Viewer, tag, n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	show, err := p.Out.Show(ctx, v, list.Items)
	if err != nil {
		return err
	}
	page := p.Out.Page(c, "#"+tag)
	return p.Out.OK(c, page, web.Tagged(web.TaggedView{
		Tag: tag, Items: show.Items(list.Items),
		Pages: response.Leaf(list, "/tags/"+url.PathEscape(tag), ""),
	}))
}
