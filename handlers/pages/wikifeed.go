package pages

import (
	"encoding/xml"
	"fmt"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/models"
)

// wikiFeed is where the changes of the wiki of a community are read; "" on another site, which has its own.
func (rm *room) wikiFeed() string {
	if !rm.standing.Public || !rm.community.Here() {
		return ""
	}
	return rm.path("/wiki/feed.atom")
}

// WikiFeed is the latest changes of a wiki for feed readers: an entry for each edit.
func (p *Pages) WikiFeed(c *gin.Context) error {
	rm, err := p.room(c)
	if err != nil {
		return err
	}
	changes, err := p.Site.WikiChanges(c.Request.Context(), rm.visitor.Viewer, rm.community.ID, feedLength)
	if err != nil {
		return err
	}
	page, latest := p.Site.Base()+rm.path("/wiki"), rm.community.CreatedAt
	feed := atomFeed{ID: page, Title: said(c, "wiki.feed_of", "Name", rm.community.Display()), Links: []atomLink{
		{Rel: "self", Type: "application/atom+xml", Href: page + "/feed.atom"},
		{Rel: "alternate", Type: "text/html", Href: page},
	}}
	for _, change := range changes {
		if change.At.After(latest) {
			latest = change.At
		}
		feed.Entries = append(feed.Entries, p.changeEntry(c, rm, change))
	}
	feed.Updated = atomTime(latest)
	body, err := xml.Marshal(feed)
	if err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	p.Out.Feed(c, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...), rm.standing.Public && !rm.visitor.SignedIn())
	return nil
}

// changeEntry is one edit in a feed. It leads to what was changed; the words are there.
func (p *Pages) changeEntry(c *gin.Context, rm *room, change models.WikiChange) atomEntry {
	who, slug := p.editor(c, change.WikiRevision), ""
	if now, ok := change.Page.Detail.(*models.WikiPage); ok {
		slug = now.Slug
	}
	at := p.Site.Base() + rm.community.PagePath(slug)
	if n := change.Number; n > 1 {
		at += "/diff/" + strconv.Itoa(n-1) + ".." + strconv.Itoa(n)
	}
	words := said(c, "wiki.revision", "Number", strconv.Itoa(change.Number))
	if change.Note != "" {
		words += ": " + change.Note
	}
	entry := atomEntry{
		ID: change.URI, Title: change.Title, Published: atomTime(change.At), Updated: atomTime(change.At), Author: atomPerson{Name: who.Name},
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: at}}, Content: atomContent{Type: "text", Body: words},
	}
	if change.By != nil {
		entry.Author.URI = change.By.URI
	}
	return entry
}
