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
		Rel    string `xml:"rel,attr"`
		Type   string `xml:"type,attr"`
		Href   string `xml:"href,attr"`
		Length int64  `xml:"length,attr,omitempty"`
	}
	atomEntry struct {
		ID        string      `xml:"id"`
		Title     string      `xml:"title"`
		Published string      `xml:"published"`
		Updated   string      `xml:"updated"`
		Author    atomPerson  `xml:"author"`
		Links     []atomLink  `xml:"link"`
		Summary   string      `xml:"summary,omitempty"`
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
	feed := atomFeed{ID: community.URI, Title: community.Display(), Links: []atomLink{
		{Rel: "self", Type: "application/atom+xml", Href: page + "/feed.atom"},
		{Rel: "alternate", Type: "text/html", Href: page},
	}}
	if community.Group != nil {
		feed.Subtitle = community.Group.Purpose
	}
	return p.atomOf(c, feed, community.UpdatedAt, items)
}

// atomOf puts items into a feed, which is as new as the newest of them, and not older than since.
func (p *Pages) atomOf(c *gin.Context, feed atomFeed, since time.Time, items []*models.Item) atomFeed {
	latest := since
	for _, it := range items {
		at := later(it.PublishedAt, it)
		latest = later(latest, it)
		who := response.Person(c.Request.Context(), it.Author)
		entry := atomEntry{
			ID: it.URI, Title: it.Title, Published: atomTime(it.PublishedAt), Updated: atomTime(at),
			Author: atomPerson{Name: who.Name, URI: it.Author.URI}, Content: atomContent{Type: "html", Body: it.Content.String()},
			Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: p.Site.Base() + it.Path()}},
		}
		if a, ok := it.Detail.(*models.Article); ok {
			entry.Summary = a.Summary
			if audio, plays := p.enclosure(a); plays {
				entry.Links = append(entry.Links, atomLink{Rel: "enclosure", Type: audio.Type, Href: audio.URL, Length: audio.Length})
			}
		}
		feed.Entries = append(feed.Entries, entry)
	}
	feed.Updated = atomTime(latest)
	return feed
}

// later is when an item was published or last changed, unless that is before another time.
func later(than time.Time, it *models.Item) time.Time {
	for _, at := range []time.Time{it.PublishedAt, it.EditedAt} {
		if at.After(than) {
			than = at
		}
	}
	return than
}

func atomTime(at time.Time) string { return at.UTC().Format(time.RFC3339) }
