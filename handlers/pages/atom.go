package pages

import (
	"encoding/xml"
	"fmt"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
)

// feedLength is how many posts a feed holds.
const feedLength = 30

// The parts of an Atom feed that we send (RFC 4287).
type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle,omitempty"`
		Updated  string      `xml:"updated"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID        string      `xml:"id"`
		Title     string      `xml:"title"`
		Published string      `xml:"published"`
		Updated   string      `xml:"updated"`
		Author    atomPerson  `xml:"author"`
		Link      atomLink    `xml:"link"`
		Content   atomContent `xml:"content"`
	}
	atomPerson struct {
		Name string `xml:"name"`
		URI  string `xml:"uri,omitempty"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		Body string `xml:",chardata"`
	}
)

// Feed is the latest posts of a community for feed readers.
func (p *Pages) Feed(c *gin.Context) error {
	rm, err := p.room(c)
	if err != nil {
		return err
	}
	items, err := p.Site.NewestThreads(c.Request.Context(), rm.visitor.Viewer, rm.community.ID, feedLength)
	if err != nil {
		return err
	}
	body, err := xml.Marshal(p.atom(c, rm.community, items))
	if err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	open := rm.standing.Public && !rm.visitor.SignedIn()
	p.Out.Feed(c, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...), open)
	return nil
}

func (p *Pages) atom(c *gin.Context, community *models.Actor, items []*models.Item) atomFeed {
	page := p.Site.Base() + community.Path()
	feed := atomFeed{ID: community.URI, Title: community.Display(), Updated: atomTime(community.UpdatedAt), Links: []atomLink{
		{Rel: "self", Type: "application/atom+xml", Href: page + "/feed.atom"},
		{Rel: "alternate", Type: "text/html", Href: page},
	}}
	if community.Group != nil {
		feed.Subtitle = community.Group.Purpose
	}
	latest := community.UpdatedAt
	for _, it := range items {
		at := it.PublishedAt
		if it.EditedAt.After(at) {
			at = it.EditedAt
		}
		if at.After(latest) {
			latest = at
		}
		who := response.Person(c.Request.Context(), it.Author)
		feed.Entries = append(feed.Entries, atomEntry{
			ID: it.URI, Title: it.Title, Published: atomTime(it.PublishedAt), Updated: atomTime(at),
			Author: atomPerson{Name: who.Name, URI: it.Author.URI}, Content: atomContent{Type: "html", Body: it.Content.String()},
			Link: atomLink{Rel: "alternate", Type: "text/html", Href: p.Site.Base() + it.Path()},
		})
	}
	feed.Updated = atomTime(latest)
	return feed
}

func atomTime(at time.Time) string { return at.UTC().Format(time.RFC3339) }
