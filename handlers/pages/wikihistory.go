package pages

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// wikiStanding is a page of which the words may be read; done tells that the visitor was led elsewhere.
func (p *Pages) wikiStanding(c *gin.Context) (f *found, detail *models.WikiPage, done bool, err error) {
	if f, err = p.wikiPage(c); err != nil {
		return nil, nil, false, request.Hidden(err)
	}
	if err := withdrawn(c, f.item); err != nil {
		return nil, nil, false, err
	}
	if p.moved(c, f) {
		return nil, nil, true, nil
	}
	detail, ok := f.item.Detail.(*models.WikiPage)
	if !ok {
		return nil, nil, false, request.ErrNothing
	}
	return f, detail, false, nil
}

// WikiHistory lists the revisions of a page.
func (p *Pages) WikiHistory(c *gin.Context) error {
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	f, detail, done, err := p.wikiStanding(c)
	if done || err != nil {
		return err
	}
	list, err := p.Site.Revisions(c.Request.Context(), f.item.ID, n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	base := f.room.community.PagePath(detail.Slug)
	if a, b := c.Query("a"), c.Query("b"); a != "" && b != "" {
		return p.compare(c, base, a, b)
	}
	view := web.WikiHistoryView{Title: f.item.Title, Back: base, Site: f.item.Host, Pages: response.Leaf(list, base+"/history", "")}
	for _, r := range list.Items {
		view.Rows = append(view.Rows, p.revisionRow(c, base, detail, r))
	}
	if len(list.Items) > 1 {
		view.Compare = base + "/history"
	}
	if st := f.standing(request.VisitorOf(c)); f.item.Here() && st != nil && models.May(*st, models.ToWrite, false) == nil {
		if view.Offers, err = p.offers(c, f.item, nil); err != nil {
			return err
		}
	}
	page := p.page(c, f.room, tabWiki, said(c, "wiki.history_title"))
	page.NoIndex = true
	return p.Out.OK(c, page, web.WikiHistory(view))
}

// compare leads to the comparison of two revisions, the older first.
func (p *Pages) compare(c *gin.Context, base, a, b string) error {
	from, err := strconv.Atoi(a)
	if err != nil {
		return request.ErrNothing
	}
	to, err := strconv.Atoi(b)
	if err != nil {
		return request.ErrNothing
	}
	return p.Out.Redirect(c, diffPath(base, min(from, to), max(from, to)))
}

func diffPath(base string, from, to int) string {
	return base + "/diff/" + strconv.Itoa(from) + ".." + strconv.Itoa(to)
}

func (p *Pages) revisionRow(c *gin.Context, base string, now *models.WikiPage, r *models.WikiRevision) web.WikiRevisionRow {
	row := web.WikiRevisionRow{
		Number: r.Number, By: p.editor(c, r), At: r.At, Note: r.Note, Now: r.Number == now.Number, First: r.Number == 1,
		Merged: r.Base > 0 && r.Base < r.Number-1,
	}
	if r.Whole {
		row.URL = base + "/rev/" + strconv.Itoa(r.Number)
		if r.Number > 1 {
			row.Diff = diffPath(base, r.Number-1, r.Number)
		}
	}
	return row
}

// revision reads one revision of a page, with its words.
func (p *Pages) revision(c *gin.Context, f *found, number string) (*models.WikiRevision, error) {
	n, err := strconv.Atoi(number)
	if err != nil || strconv.Itoa(n) != number {
		return nil, request.ErrNothing
	}
	r, err := p.Site.Revision(c.Request.Context(), f.item.ID, n)
	if err == nil && !r.Whole {
		err = request.ErrNothing
	}
	return r, request.Hidden(err)
}

// WikiRevision shows a page as it once was.
func (p *Pages) WikiRevision(c *gin.Context) error {
	f, detail, done, err := p.wikiStanding(c)
	if done || err != nil {
		return err
	}
	r, err := p.revision(c, f, c.Param("rev"))
	if err != nil {
		return err
	}
	rendered, err := p.Site.PreviewIn(c.Request.Context(), f.room.community, r.Source)
	if err != nil {
		return err
	}
	base := f.room.community.PagePath(detail.Slug)
	view := web.WikiRevisionView{
		Title: r.Title, Back: base, History: base + "/history", Row: p.revisionRow(c, base, detail, r), Number: r.Number,
		Restore: p.restoring(c, f, detail, r.Number),
	}
	if view.Body, _, err = p.dressed(c, f.room.community, detail.Slug, rendered); err != nil {
		return err
	}
	page := p.page(c, f.room, tabWiki, r.Title)
	page.NoIndex = true
	return p.Out.OK(c, page, web.WikiRevision(view))
}

// restoring is where a revision is made the newest; "" when the visitor may not, or when it is.
func (p *Pages) restoring(c *gin.Context, f *found, now *models.WikiPage, number int) string {
	st := f.standing(request.VisitorOf(c))
	if st == nil || number == now.Number || models.May(*st, models.ToWrite, false) != nil {
		return ""
	}
	return f.item.Path() + "/restore-revision"
}

// WikiDiff compares two revisions word by word.
func (p *Pages) WikiDiff(c *gin.Context) error {
	f, detail, done, err := p.wikiStanding(c)
	if done || err != nil {
		return err
	}
	a, b, both := strings.Cut(c.Param("range"), "..")
	if !both {
		return request.ErrNothing
	}
	from, err := p.revision(c, f, a)
	if err != nil {
		return err
	}
	to, err := p.revision(c, f, b)
	if err != nil {
		return err
	}
	base := f.room.community.PagePath(detail.Slug)
	view := web.WikiDiffView{
		Title: f.item.Title, History: base + "/history", From: p.revisionRow(c, base, detail, from), To: p.revisionRow(c, base, detail, to),
		Parts: diff(from.Source, to.Source), Same: from.Source == to.Source && from.Title == to.Title,
		Restore: p.restoring(c, f, detail, from.Number),
	}
	if from.Title != to.Title {
		view.Name = diff(from.Title, to.Title)
	}
	page := p.page(c, f.room, tabWiki, said(c, "wiki.diff_title", "From", a, "To", b))
	page.NoIndex = true
	return p.Out.OK(c, page, web.WikiDiff(view))
}

// WikiLinks lists what links to a page.
func (p *Pages) WikiLinks(c *gin.Context) error {
	f, detail, done, err := p.wikiStanding(c)
	if done || err != nil {
		return err
	}
	links, err := p.Site.LinksTo(c.Request.Context(), f.room.visitor.Viewer, f.item)
	if err != nil {
		return err
	}
	view := web.WikiIndex{
		Title: said(c, "wiki.links_title", "Title", f.item.Title), Back: f.room.path("/wiki"),
		Empty: web.Empty{Drawing: "shelf", Title: said(c, "wiki.linked_by_none"), Text: said(c, "wiki_form.links_hint")},
	}
	for _, l := range links {
		view.Nodes = append(view.Nodes, web.WikiNode{Title: l.Title, URL: f.room.community.PagePath(l.Slug), At: l.At})
	}
	page := p.page(c, f.room, tabWiki, view.Title)
	page.NoIndex, _ = true, detail
	return p.Out.OK(c, page, web.WikiIndexPage(view))
}

// RestoreRevision makes an earlier revision the newest.
func (p *Pages) RestoreRevision(c *gin.Context) error {
	v, f, err := p.changing(c)
	if err != nil {
		return err
	}
	form, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(form.Line("revision"))
	if err != nil {
		return request.ErrNothing
	}
	done, err := p.Site.RestorePage(c.Request.Context(), v.Actor, f.item, number)
	if err != nil {
		return err
	}
	words := said(c, "wiki.restored", "Number", strconv.Itoa(number))
	if done.Offer != nil {
		words = said(c, "wiki.offered", "Site", f.item.Host)
	}
	return p.Out.Done(c, f.item.Path(), words)
}

// changing is a page that the visitor means to change.
func (p *Pages) changing(c *gin.Context) (*request.Visitor, *found, error) {
	v, err := p.acting(c, request.ToPublish)
	if err != nil {
		return nil, nil, err
	}
	f, err := p.item(c)
	if err != nil {
		return nil, nil, err
	}
	if err := withdrawn(c, f.item); err != nil {
		return nil, nil, err
	}
	return v, f, models.May(*f.standing(v), models.ToWrite, false)
}

// Watch has the visitor told of edits of a page, or no longer.
func (p *Pages) Watch(on bool) response.Handler {
	return func(c *gin.Context) error {
		v, err := p.acting(c, request.ToReact)
		if err != nil {
			return err
		}
		f, err := p.item(c)
		if err != nil {
			return err
		}
		if err := p.Site.Watch(c.Request.Context(), v.Actor, f.item, on); err != nil {
			return err
		}
		words := "wiki.watching"
		if !on {
			words = "wiki.watching_not"
		}
		return p.Out.Done(c, f.item.Path(), said(c, words))
	}
}

// Protect leaves a page to the facilitators, or gives it back to all members.
func (p *Pages) Protect(on bool) response.Handler {
	return func(c *gin.Context) error {
		v, err := p.acting(c, request.ToPublish)
		if err != nil {
			return err
		}
		f, err := p.item(c)
		if err != nil {
			return err
		}
		if err := p.Site.Protect(c.Request.Context(), v.Actor, f.item, on); err != nil {
			return err
		}
		words := "wiki.protected_now"
		if !on {
			words = "wiki.protected_not"
		}
		return p.Out.Done(c, f.item.Path(), said(c, words))
	}
}

// offer is an edit that crossed between sites, which its author may read, and on the page's own site whoever may change it.
func (p *Pages) offer(c *gin.Context) (*found, *models.WikiOffer, error) {
	v, err := signedIn(c)
	if err != nil {
		return nil, nil, err
	}
	f, err := p.item(c)
	if err != nil {
		return nil, nil, err
	}
	if err := withdrawn(c, f.item); err != nil {
		return nil, nil, err
	}
	id, err := strconv.ParseInt(c.Param("offer"), 10, 64)
	if err != nil {
		return nil, nil, request.ErrNothing
	}
	o, err := p.Site.Offer(c.Request.Context(), f.item.ID, id)
	if err != nil {
		return nil, nil, request.Hidden(err)
	}
	mine := o.ByID == v.Actor.ID
	if !mine && (!f.item.Here() || models.May(*f.standing(v), models.ToWrite, false) != nil) {
		return nil, nil, request.ErrNothing
	}
	return f, o, nil
}

// WikiOffer shows such an edit beside the page as it is.
func (p *Pages) WikiOffer(c *gin.Context) error {
	f, o, err := p.offer(c)
	if err != nil {
		return err
	}
	v := request.VisitorOf(c)
	mine := o.ByID == v.Actor.ID
	view := web.WikiOfferView{
		Title: o.Title, Back: f.item.Path(), Offer: offerView(c, f.item, o, !mine), Note: o.Note, Words: o.Source, Parts: diff(f.item.Source, o.Source), Site: f.item.Host,
	}
	if mine && o.State == models.OfferRejected {
		view.Again = f.item.Path() + "/edit?offer=" + strconv.FormatInt(o.ID, 10)
	}
	if mine && o.State != models.Offered {
		view.Drop = view.Offer.URL + "/drop"
	}
	page := p.page(c, f.room, tabWiki, o.Title)
	page.NoIndex = true
	return p.Out.HTML(c, http.StatusOK, page, web.WikiOfferPage(view))
}

// DropOffer forgets an edit for which its author has no more use.
func (p *Pages) DropOffer(c *gin.Context) error {
	f, o, err := p.offer(c)
	if err != nil {
		return err
	}
	if err := p.Site.DropOffer(c.Request.Context(), request.VisitorOf(c).Actor, f.item.ID, o.ID); err != nil {
		return err
	}
	return p.Out.Done(c, f.item.Path(), said(c, "wiki.dropped"))
}
