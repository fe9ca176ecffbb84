package pages

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// maxFilter bounds one filter of a search, in bytes.
const maxFilter = 512

// filtersOf reads how a search is narrowed.
func filtersOf(c *gin.Context) web.SearchFilters {
	field := func(name string) string {
		if s := strings.TrimSpace(c.Query(name)); len(s) <= maxFilter {
			return s
		}
		return ""
	}
	return web.SearchFilters{
		Kind: field("kind"), In: field("in"), Site: strings.ToLower(field("site")), By: field("by"), Since: field("since"), Until: field("until"), Order: field("order"),
	}
}

// searchQuery is a search as part of an address.
func searchQuery(q string, f web.SearchFilters) string {
	all := url.Values{"q": {q}}
	for name, value := range map[string]string{"kind": f.Kind, "in": f.In, "site": f.Site, "by": f.By, "since": f.Since, "until": f.Until, "order": f.Order} {
		if value != "" {
			all.Set(name, value)
		}
	}
	return all.Encode()
}

// query makes of what was typed what the site is asked. What makes no sense is noted at its field.
func (p *Pages) query(c *gin.Context, v *request.Visitor, view *web.SearchView) (q models.Query, err error) {
	f := view.Filters
	q = models.Ask(view.Query)
	q.Newest, q.Host = f.Order == "newest", f.Site
	if q.Kind = models.KindNamed(models.KindName(f.Kind)); q.Kind == nil && !slices.Contains([]string{"", onlyPeople, onlyCommunities}, f.Kind) {
		view.Filters.Kind = ""
	}
	if q.In, err = p.named(c, v, f.In, models.Group); err != nil {
		return q, err
	}
	if f.In != "" && q.In == nil {
		view.Errors["in"] = said(c, "search.no_community")
	}
	if q.By, err = p.named(c, v, f.By, models.Person); err != nil {
		return q, err
	}
	if f.By != "" && q.By == nil {
		view.Errors["by"] = said(c, "search.no_person")
	}
	since, until := p.day(c, f.Since, "since", view.Errors), p.day(c, f.Until, "until", view.Errors)
	if q.Since = since; !until.IsZero() {
		q.Until = until.AddDate(0, 0, 1)
	}
	if !since.IsZero() && !until.IsZero() && until.Before(since) {
		view.Errors["until"] = said(c, "search.days_swapped")
	}
	return q, nil
}

// named is somebody known here whom a filter names, and whom the visitor may see; nil for nobody.
func (p *Pages) named(c *gin.Context, v *request.Visitor, ref string, kind models.ActorKind) (*models.Actor, error) {
	name, host, _ := strings.Cut(strings.TrimLeft(ref, "@!"), "@")
	if name == "" {
		return nil, nil
	}
	who, err := p.Site.ActorNamed(c.Request.Context(), name, strings.ToLower(host))
	if models.CodeOf(err) == models.NotFound || err == nil && (who.Kind != kind || who.Silenced() || !who.Here() && !p.Site.Allows(who.Host)) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if sees, err := p.Site.MaySee(c.Request.Context(), v.Viewer, who); err != nil || !sees {
		return nil, err
	}
	return who, nil
}

// day reads a day of the site's calendar; zero for none.
func (p *Pages) day(c *gin.Context, typed, field string, wrong web.Errors) time.Time {
	if typed == "" {
		return time.Time{}
	}
	day, err := time.ParseInLocation(time.DateOnly, typed, p.Out.Location())
	if err != nil {
		wrong[field] = said(c, "search.no_day")
	}
	return day.UTC()
}
