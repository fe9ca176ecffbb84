package models

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/text"
)

// linker turns the mentions of a text into the actors that they name, as far as they are known here.
// Whoever publishes has people of other sites looked up beforehand, never within the change.
type linker struct {
	ctx   context.Context
	site  *Site
	idb   bun.IDB
	in    *Actor // the community to whose wiki [[names]] lead; nil: none
	page  *Item  // in which the text stands
	found []*Actor
	err   error
}

// Mention finds the actor that m names. A fault of the database is kept in err; the text then shows the
// mention as it was typed and the change is given up.
func (l *linker) Mention(m text.Mention) (string, bool) {
	if l.err != nil {
		return "", false
	}
	host := m.Host
	if host == l.site.host {
		host = ""
	}
	a, err := l.site.actorWhere(l.ctx, l.idb, "a.name = ? AND a.host = ? AND a.gone_at IS NULL", strings.ToLower(m.Name), host)
	if err != nil {
		if !IsRefusal(err) {
			l.err = err
		}
		return "", false
	}
	if !a.Public() {
		return "", false
	}
	if a.Kind == Person {
		l.found = append(l.found, a)
	}
	if a.Here() || a.URL == "" {
		return a.URI, true
	}
	return a.URL, true
}

// Hashtag is the page that gathers a hashtag.
func (l *linker) Hashtag(tag string) string { return l.site.address("/tags/%s", tag) }

// Page is the address of a page of the wiki of the community. A wiki page may name one that is still to be written;
// elsewhere only what is there becomes a link. What names its own page is no link.
func (l *linker) Page(name string) (string, bool) {
	slug := pageSlug(name)
	if l.err != nil || l.in == nil || slug == "" {
		return "", false
	}
	if l.page.Kind == wikiPageName {
		if p, ok := l.page.Detail.(*WikiPage); ok && p.Slug == slug {
			return "", true
		}
		return l.in.PageAddress(slug), true
	}
	known, err := pagesKnown(l.ctx, l.idb, l.in.ID, []string{slug})
	if err != nil {
		l.err = err
	}
	return l.in.PageAddress(slug), known[slug] != 0
}

// Base is the address of this site.
func (l *linker) Base() string { return l.site.base }
