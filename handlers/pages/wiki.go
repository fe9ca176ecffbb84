package pages

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
	"github.com/folkmoot/folkmoot/web"
)

// Wiki is the index of the wiki of a community.
func (p *Pages) Wiki(c *gin.Context) error {
	rm, err := p.room(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	lines, err := p.Site.Wiki(ctx, rm.visitor.Viewer, rm.community.ID)
	if err != nil {
		return err
	}
	due, err := p.Site.ToReview(ctx, rm.visitor.Viewer, rm.community.ID)
	if err != nil {
		return err
	}
	view := web.WikiIndex{Title: said(c, "said.tab_wiki"), Nodes: nodes(rm, lines), Count: len(lines), Reviews: len(due)}
	view.New, view.WhyNot = p.mayWrite(c, rm)
	if len(lines) > 0 {
		view.Feed = rm.wikiFeed()
	}
	if len(due) > 0 {
		view.Review = rm.path("/wiki/review")
	}
	view.Empty = web.Empty{Drawing: "shelf", Title: said(c, "wiki.empty_title"), Text: said(c, "wiki.empty_text")}
	if view.New != "" {
		view.Empty.Act = &web.ActButton{Label: said(c, "wiki.new"), URL: view.New, Link: true}
		if len(lines) == 0 {
			view.New = ""
		}
	}
	page := p.page(c, rm, tabWiki, view.Title)
	if page.Band.Small, view.Title = false, ""; view.Feed != "" {
		page.Alternates = []web.Alternate{{Type: "application/atom+xml", URL: view.Feed, Title: said(c, "wiki.feed_of", "Name", rm.community.Display())}}
	}
	return p.Out.OK(c, page, web.WikiIndexPage(view))
}

// WikiReview lists the pages of which the day has come to look at them again.
func (p *Pages) WikiReview(c *gin.Context) error {
	rm, err := p.room(c)
	if err != nil {
		return err
	}
	due, err := p.Site.ToReview(c.Request.Context(), rm.visitor.Viewer, rm.community.ID)
	if err != nil {
		return err
	}
	view := web.WikiIndex{
		Title: said(c, "wiki.review_title"), Lead: said(c, "wiki.review_lead"), Back: rm.path("/wiki"),
		Empty: web.Empty{Drawing: "cup", Title: said(c, "wiki.review_none"), Text: said(c, "wiki.review_none_text")},
	}
	for _, l := range due {
		day, _ := time.Parse(time.DateOnly, l.ReviewOn) // checked when it was stored
		view.Nodes = append(view.Nodes, web.WikiNode{Title: l.Title, URL: rm.community.PagePath(l.Slug), ReviewOn: web.SpokenDay(c.Request.Context(), day)})
	}
	return p.Out.OK(c, p.page(c, rm, tabWiki, view.Title), web.WikiIndexPage(view))
}

// nodes makes a tree of lines in its order.
func nodes(rm *room, lines []models.PageLine) []web.WikiNode {
	var build func(depth int) []web.WikiNode
	build = func(depth int) (all []web.WikiNode) {
		for len(lines) > 0 && lines[0].Depth >= depth {
			l := lines[0]
			lines = lines[1:]
			n := web.WikiNode{Title: l.Title, URL: rm.community.PagePath(l.Slug), At: l.At}
			n.Below = build(depth + 1)
			all = append(all, n)
		}
		return all
	}
	return build(0)
}

// mayWrite is the address for writing a page, or the reason why the visitor may not. On another site there is none: pages
// begin where they live.
func (p *Pages) mayWrite(c *gin.Context, rm *room) (address, why string) {
	if !rm.visitor.SignedIn() || !rm.community.Here() {
		return "", ""
	}
	if err := response.MayCreate(models.WikiPageKind, rm.standing); err != nil {
		return "", err.Error()
	}
	return rm.path("/wiki/new"), ""
}

// wikiPage is the page that the path names, with its room. One that was renamed answers with where it is now, and one that
// nobody has written with nil.
func (p *Pages) wikiPage(c *gin.Context) (*found, error) {
	rm, err := p.room(c)
	if err != nil {
		return nil, err
	}
	it, err := p.Site.PageAt(c.Request.Context(), rm.visitor.Viewer, rm.community.ID, c.Param("page"))
	if err != nil {
		return &found{room: rm}, err
	}
	return &found{item: it, room: rm}, nil
}

// moved leads to where a page is now; false when it is there already.
func (p *Pages) moved(c *gin.Context, f *found) bool {
	now, ok := f.item.Detail.(*models.WikiPage)
	if !ok || now.Slug == c.Param("page") {
		return false
	}
	rest := strings.TrimPrefix(c.Request.URL.Path, f.room.path("/wiki/"+c.Param("page")))
	if f.item.Visibility != models.Public {
		response.Private(c.Writer.Header()) // no memory between here and others learns what a page of theirs is called now
	}
	c.Redirect(http.StatusMovedPermanently, f.room.community.PagePath(now.Slug)+rest)
	return true
}

// WikiPage is a page of a wiki, and what people say about it.
func (p *Pages) WikiPage(c *gin.Context) error {
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	f, err := p.wikiPage(c)
	switch {
	case models.CodeOf(err) == models.NotFound && f != nil:
		return p.unwritten(c, f.room)
	case err != nil:
		return err
	case f.item.Withdrawn():
		return p.thread(c, f, n)
	case p.moved(c, f):
		return nil
	}
	view, page, err := p.wikiView(c, f, n)
	if err != nil {
		return err
	}
	return p.Out.OK(c, page, web.WikiPage(view))
}

// unwritten stands in the place of a page that there is not yet.
func (p *Pages) unwritten(c *gin.Context, rm *room) error {
	name := strings.TrimSpace(strings.ReplaceAll(c.Param("page"), "-", " "))
	if slug := text.Slug(name); slug == "" || slug != c.Param("page") {
		return request.ErrNothing
	}
	first := []rune(name)
	name = strings.ToUpper(string(first[:1])) + string(first[1:])
	view := web.WikiMissingView{Name: name, Wiki: rm.path("/wiki")}
	view.New, view.WhyNot = p.mayWrite(c, rm)
	if view.New != "" {
		view.New += "?" + response.Query("title", name)
	}
	page := p.page(c, rm, tabWiki, name)
	page.NoIndex = true
	return p.Out.HTML(c, http.StatusNotFound, page, web.WikiMissing(view))
}

func (p *Pages) wikiView(c *gin.Context, f *found, n int) (view web.WikiPageView, page web.Page, err error) {
	v := request.VisitorOf(c)
	thread, err := p.threadView(c, f, n)
	if err != nil {
		return view, page, err
	}
	detail := f.item.Detail.(*models.WikiPage)
	view = web.WikiPageView{Thread: thread, Number: detail.Number, Locked: detail.Protected, At: f.item.PublishedAt, Site: f.item.Host}
	view.Thread.Pages.Base = f.room.community.PagePath(detail.Slug)
	view.History, view.Links = view.Thread.Pages.Base+"/history", view.Thread.Pages.Base+"/links"
	if r := detail.Latest; r != nil {
		view.By, view.At, view.Note = p.editor(c, r), r.At, r.Note
	}
	view.ReviewOn, _ = time.Parse(time.DateOnly, detail.ReviewOn) // zero when there is no such day
	view.Due = !view.ReviewOn.IsZero() && !view.ReviewOn.After(p.Site.DB().Now())
	if view.Body, view.Contents, err = p.dressed(c, f.room.community, detail.Slug, f.item.Content); err != nil {
		return view, page, err
	}
	if err := p.wikiAround(c, f, detail, &view); err != nil {
		return view, page, err
	}
	if err := p.wikiActs(c, f, v, &view); err != nil {
		return view, page, err
	}
	page = p.page(c, f.room, tabWiki, f.item.Title)
	page.Description = f.item.Lead(200)
	if !page.NoIndex {
		page.Canonical = f.room.community.PageAddress(detail.Slug)
		page.Alternates = []web.Alternate{{Type: "application/activity+json", URL: f.item.URI}}
	}
	return view, page, nil
}

// wikiAround finds what stands around a page: those above and below it, and what links to it.
func (p *Pages) wikiAround(c *gin.Context, f *found, detail *models.WikiPage, view *web.WikiPageView) error {
	ctx, v := c.Request.Context(), request.VisitorOf(c)
	links, err := p.Site.LinksTo(ctx, v.Viewer, f.item)
	if err != nil {
		return err
	}
	view.Linked = len(links)
	lines, err := p.Site.Wiki(ctx, v.Viewer, f.room.community.ID)
	if err != nil {
		return err
	}
	byID := map[int64]models.PageLine{}
	for _, l := range lines {
		byID[l.ID] = l
		if l.ParentID == f.item.ID {
			view.Below = append(view.Below, web.WikiNode{Title: l.Title, URL: f.room.community.PagePath(l.Slug), At: l.At})
		}
	}
	for up, steps := byID[f.item.ID].ParentID, 0; up != 0 && steps < 50; steps++ {
		l := byID[up]
		view.Above = append([]web.Tab{{Name: l.Title, URL: f.room.community.PagePath(l.Slug)}}, view.Above...)
		up = l.ParentID
	}
	return nil
}

// wikiActs are what the visitor may do with a page.
func (p *Pages) wikiActs(c *gin.Context, f *found, v *request.Visitor, view *web.WikiPageView) error {
	path := f.item.Path()
	st := f.standing(v)
	if st == nil {
		return nil
	}
	if err := models.May(*st, models.ToWrite, false); err != nil {
		view.WhyNot = err.Error()
	} else {
		view.Edit = path + "/edit"
	}
	if f.item.Here() && models.May(*st, models.ToModerate, false) == nil {
		view.Protect = path + "/protect"
		if view.Locked {
			view.Protect = path + "/unprotect"
		}
	}
	var err error
	if view.Watching, err = p.Site.Watches(c.Request.Context(), f.item.ID, v.Actor); err != nil {
		return err
	}
	view.Watch = path + "/watch"
	if view.Watching {
		view.Watch = path + "/unwatch"
	}
	if f.item.Here() {
		return nil
	}
	view.Offers, err = p.offers(c, f.item, v.Actor)
	return err
}

// offers are the edits of a page that cross between sites: those of one person, or, for nil, of everybody elsewhere.
func (p *Pages) offers(c *gin.Context, it *models.Item, who *models.Actor) (all []web.WikiOffer, err error) {
	found, err := p.Site.Offers(c.Request.Context(), it.ID, who)
	for n, o := range found {
		if n < 5 || o.State == models.Offered {
			all = append(all, offerView(c, it, o, who == nil))
		}
	}
	return all, err
}

func offerView(c *gin.Context, it *models.Item, o *models.WikiOffer, named bool) web.WikiOffer {
	shown := web.WikiOffer{State: o.State, At: o.At, Reason: o.Reason, URL: it.Path() + "/offer/" + strconv.FormatInt(o.ID, 10)}
	if named {
		who := response.Person(c.Request.Context(), o.By)
		shown.By = &who
	}
	return shown
}

// editor is whoever wrote a revision. Of somebody who is not known here there is only the site.
func (p *Pages) editor(c *gin.Context, r *models.WikiRevision) web.Person {
	if r.By != nil || r.ByURI == "" {
		return response.Person(c.Request.Context(), r.By)
	}
	_, rest, _ := strings.Cut(r.ByURI, "://")
	host, path, _ := strings.Cut(rest, "/")
	return web.Person{Name: strings.TrimPrefix(path[strings.LastIndexByte(path, '/')+1:], "@"), Site: host}
}

// dressed is the text of a page as it is shown: with anchors, and with links to pages of its wiki that lead to them here, or
// say that there is none.
func (p *Pages) dressed(c *gin.Context, community *models.Actor, own string, content text.HTML) (text.HTML, []text.Heading, error) {
	var slugs []string
	for _, address := range content.Links() {
		if slug := community.PageNamed(address); slug != "" && len(slugs) < 2*text.MaxPages { // what is beyond is said to be missing
			slugs = append(slugs, slug)
		}
	}
	known, err := p.Site.PagesKnown(c.Request.Context(), community.ID, slugs)
	if err != nil {
		return content, nil, err
	}
	body, headings := content.Dress(func(address string) *text.Lead {
		switch slug := community.PageNamed(address); {
		case slug == "":
			return nil
		case slug == own:
			return &text.Lead{}
		default:
			return &text.Lead{To: community.PagePath(slug), Own: true, Missing: known[slug] == 0}
		}
	})
	return body, headings, nil
}

// ToWikiPage leads from the number of a page to its address. What is withdrawn is said at the number.
func (p *Pages) ToWikiPage(c *gin.Context) error {
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	f, err := p.item(c)
	if err != nil {
		return err
	}
	detail, ok := f.item.Detail.(*models.WikiPage)
	if !ok || f.item.Withdrawn() || f.room == nil {
		return p.thread(c, f, n)
	}
	to := f.room.community.PagePath(detail.Slug)
	if n > 1 {
		to += "/page/" + strconv.Itoa(n)
	}
	return p.Out.Redirect(c, to)
}

// ToWikiPart leads from the number of a page to its history, and to its revisions.
func (p *Pages) ToWikiPart(c *gin.Context) error {
	f, err := p.item(c)
	if err != nil {
		return err
	}
	if err := withdrawn(c, f.item); err != nil {
		return err
	}
	detail, ok := f.item.Detail.(*models.WikiPage)
	if !ok || f.room == nil {
		return request.ErrNothing
	}
	rest := strings.TrimPrefix(c.Request.URL.Path, f.item.Path())
	return p.Out.Redirect(c, f.room.community.PagePath(detail.Slug)+rest)
}
