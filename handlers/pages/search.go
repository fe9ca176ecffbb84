package pages

import (
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// maxQuery is how much of a search is read, in bytes; an address is no longer than that.
const maxQuery = 2048

// foundPeople is how many people a search names, and how many communities.
const foundPeople = 12

// Search finds what holds the words somebody is looking for, or what lives at an address elsewhere.
func (p *Pages) Search(c *gin.Context) error {
	q := strings.TrimSpace(c.Query("q"))
	v := request.VisitorOf(c)
	view := web.SearchView{Query: q, Filters: filtersOf(c), Errors: web.Errors{}}
	if len(q) > maxQuery {
		view.Query, view.Errors["q"] = "", said(c, "said.search_long")
		return p.searched(c, view)
	}
	if q == "" {
		return p.searched(c, view)
	}
	if err := p.Limits.Take(c.Request, request.ToSearch, accountOf(v)); err != nil {
		return err
	}
	if isAddress(q) {
		return p.lookUp(c, v, view)
	}
	if err := p.searchWords(c, v, &view); err != nil {
		return err
	}
	return p.searched(c, view)
}

func (p *Pages) searched(c *gin.Context, view web.SearchView) error {
	page := p.Out.Page(c, said(c, "layout.search"))
	page.Place, page.Search, page.NoIndex = web.AtSearch, view.Query, true
	return p.Out.OK(c, page, web.Search(view))
}

// accountOf is under which name an account is counted; "" for nobody.
func accountOf(v *request.Visitor) string {
	if !v.SignedIn() {
		return ""
	}
	return v.Actor.Name
}

// The two sorts of things besides items, as the field kind names them.
const (
	onlyPeople      = "people"
	onlyCommunities = "communities"
)

func (p *Pages) searchWords(c *gin.Context, v *request.Visitor, view *web.SearchView) error {
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	q, err := p.query(c, v, view)
	if err != nil || len(view.Errors) > 0 {
		return err
	}
	list, err := p.Site.Search(c.Request.Context(), v.Viewer, q, n)
	if err != nil {
		return err
	}
	if n > list.Last() {
		return request.ErrNothing
	}
	f := view.Filters
	view.Total, view.More, view.Pages = list.Total, list.More, response.Leaf(list.Page, "/search", searchQuery(view.Query, f))
	if f != (web.SearchFilters{}) {
		view.Wider = "/search?" + response.Query("q", view.Query)
	}
	var people, communities []*models.Actor
	if aside := (web.SearchFilters{Kind: f.Kind, Order: f.Order}); f == aside && n == 1 { // they are in no community and of no date
		if people, err = p.Site.FindPeople(c.Request.Context(), v.Viewer, q.Words(), foundPeople); err != nil {
			return err
		}
		if communities, err = p.Site.FindCommunities(c.Request.Context(), v.Viewer, q.Words(), foundPeople); err != nil {
			return err
		}
	}
	view.Kinds = foundKinds(c, view, list, len(people), len(communities))
	if f.Kind == "" || f.Kind == onlyPeople {
		for _, who := range people {
			view.People = append(view.People, response.Card(c.Request.Context(), who))
		}
	}
	if f.Kind == "" || f.Kind == onlyCommunities {
		view.Communities = cards(communities, nil)
	}
	if f.Kind != onlyPeople && f.Kind != onlyCommunities {
		view.Hits = hits(c, list.Items)
	}
	return nil
}

// foundKinds are the links that narrow a search to one sort of thing.
func foundKinds(c *gin.Context, view *web.SearchView, list *models.Found, people, communities int) []web.FoundKind {
	link := func(name, label, icon string, count int) web.FoundKind {
		f := view.Filters
		f.Kind = name
		return web.FoundKind{Label: label, Icon: icon, Count: count, URL: "/search?" + searchQuery(view.Query, f), Here: view.Filters.Kind == name}
	}
	all := []web.FoundKind{link("", said(c, "search.all"), "search", list.All()+people+communities)}
	for _, k := range models.Kinds {
		if n := list.Of(k); n > 0 || view.Filters.Kind == string(k.Name) {
			all = append(all, link(string(k.Name), said(c, pageOf(k).many), web.KindIcon(k.Name), n))
		}
	}
	if people > 0 || view.Filters.Kind == onlyPeople {
		all = append(all, link(onlyPeople, said(c, "search.people"), "person", people))
	}
	if communities > 0 || view.Filters.Kind == onlyCommunities {
		all = append(all, link(onlyCommunities, said(c, "layout.communities"), "people", communities))
	}
	return all
}

// hits shows what was found.
func hits(c *gin.Context, found []*models.Hit) []web.Hit {
	all := make([]web.Hit, len(found))
	for n, h := range found {
		it := h.Item
		all[n] = web.Hit{
			Kind: said(c, pageOf(models.KindNamed(it.Kind)).one), Icon: web.KindIcon(it.Kind), URL: it.Path(), Title: h.Title, Thread: h.Thread, Words: h.Text,
			Author: response.Person(c.Request.Context(), it.Author), Community: response.Link(it.Community), At: it.PublishedAt,
		}
	}
	return all
}
