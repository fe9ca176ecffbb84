package pages

import (
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// A blog is one blog as somebody looks at it: a community's, the site's or a person's.
type blog struct {
	what    models.Blog
	path    string // "/blog", "/c/NAME/blog", "/u/NAME/blog"
	visitor *request.Visitor
	room    *room         // nil: it is no community's
	person  *models.Actor // nil: it is no person's
	drafts  bool          // the visitor may write a draft for it
	mine    bool          // and publish it
}

// blogAt is the blog that the path names, if the visitor may see it.
func (p *Pages) blogAt(c *gin.Context) (*blog, error) {
	v := request.VisitorOf(c)
	b := &blog{path: "/blog", visitor: v}
	switch {
	case c.Param("name") == "":
		b.mine = v.SignedIn() && v.Admin
		b.drafts = b.mine
	case strings.HasPrefix(c.FullPath(), "/u/"):
		who, err := p.person(c)
		if err != nil {
			return nil, err
		}
		b.person, b.what.Author, b.path = who, who, who.Path()+"/blog"
		b.mine = v.SignedIn() && v.Actor.ID == who.ID
		b.drafts = b.mine
	default:
		rm, err := p.room(c)
		if err != nil {
			return nil, err
		}
		b.room, b.what.Community, b.path = rm, rm.community, rm.path("/blog")
		b.mine = rm.tells()
		b.drafts = v.SignedIn() && rm.community.Here() && models.May(rm.standing, models.ToDraft, false) == nil
	}
	return b, nil
}

// tells tells whether the visitor may publish in the blog of a community of this site.
func (rm *room) tells() bool {
	return rm.visitor.SignedIn() && rm.community.Here() && models.May(rm.standing, models.ToBlog, false) == nil
}

// open tells whether anybody may read a blog, so that it has feeds.
func (b *blog) open() bool {
	switch {
	case b.room != nil:
		return b.room.standing.Public && b.room.community.Here()
	case b.person != nil:
		return b.person.Here()
	}
	return true
}

// blogPage begins a page of a blog.
func (p *Pages) blogPage(c *gin.Context, b *blog, title string) web.Page {
	if b.room != nil {
		return p.page(c, b.room, tabBlog, title)
	}
	page := p.Out.Page(c, title)
	page.NoIndex = b.person != nil && (!b.person.Here() || !b.person.Indexable)
	return page
}

// title is what a blog is called.
func (b *blog) title(c *gin.Context) string {
	switch {
	case b.room != nil:
		return said(c, "blog.of", "Name", b.room.community.Display())
	case b.person != nil:
		return said(c, "blog.by", "Name", b.person.Display())
	}
	return said(c, "blog.title")
}

// Blog lists the articles of a blog, newest first.
func (p *Pages) Blog(c *gin.Context) error {
	b, err := p.blogAt(c)
	if err != nil {
		return err
	}
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	list, err := p.Site.Articles(ctx, b.visitor.Viewer, b.what, n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	show, err := p.Out.Show(ctx, b.visitor, list.Items)
	if err != nil {
		return err
	}
	if b.room != nil {
		show = show.Inside(b.room.standing)
	}
	view := web.BlogView{
		Title: b.title(c), Items: show.Items(list.Items), Pages: response.Leaf(list, b.path, ""), Empty: b.empty(c), InRoom: b.room != nil, Big: n == 1,
	}
	if b.room == nil && b.person == nil && len(list.Items) > 0 {
		view.Lead = said(c, "blog.empty_site")
	}
	if err := p.blogTools(c, b, &view); err != nil {
		return err
	}
	page := p.blogPage(c, b, view.Title)
	if view.Feed != "" {
		page.Alternates = []web.Alternate{{Type: "application/atom+xml", URL: view.Feed, Title: view.Title}}
	}
	return p.Out.OK(c, page, web.Blog(view))
}

func (b *blog) empty(c *gin.Context) string {
	switch {
	case b.room != nil:
		return said(c, "blog.empty_room")
	case b.person != nil:
		return said(c, "blog.empty_person")
	}
	return said(c, "blog.empty_site")
}

// blogTools fills in the feeds, and what the visitor may do.
func (p *Pages) blogTools(c *gin.Context, b *blog, view *web.BlogView) error {
	ctx := c.Request.Context()
	if b.open() {
		view.Feed = b.path + "/feed.atom"
		episodes, err := p.Site.NewestArticles(ctx, models.Viewer{}, b.what, true, 1)
		if err != nil {
			return err
		}
		if len(episodes) > 0 {
			view.Podcast = b.path + "/podcast.rss"
		}
	}
	if !b.drafts {
		return nil
	}
	view.Write = b.path + "/new"
	mine, err := p.Site.ArticleDrafts(ctx, b.visitor.Viewer)
	if err != nil {
		return err
	}
	view.Drafts = len(mine)
	if b.room == nil || !b.mine {
		return nil
	}
	asked, err := p.Site.ArticleDraftsAsked(ctx, b.visitor.Viewer, b.room.community.ID)
	view.Asked = p.draftRows(c, asked)
	return err
}
