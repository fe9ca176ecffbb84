package pages

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
)

// The parts of a podcast feed that we send: RSS 2.0 with the terms of Apple's podcast directory, which all others read, and
// with that of the Podcast Namespace for what is said in an episode.
type (
	rssFeed struct {
		XMLName xml.Name   `xml:"rss"`
		Version string     `xml:"version,attr"`
		ITunes  string     `xml:"xmlns:itunes,attr"`
		Atom    string     `xml:"xmlns:atom,attr"`
		Podcast string     `xml:"xmlns:podcast,attr"`
		Channel rssChannel `xml:"channel"`
	}
	rssChannel struct {
		Title       string      `xml:"title"`
		Link        string      `xml:"link"`
		Self        rssSelf     `xml:"atom:link"`
		Description string      `xml:"description"`
		Language    string      `xml:"language"`
		Built       string      `xml:"lastBuildDate"`
		Author      string      `xml:"itunes:author"`
		Explicit    string      `xml:"itunes:explicit"`
		Category    rssCategory `xml:"itunes:category"`
		Image       *rssImage   `xml:"itunes:image"`
		Items       []rssItem   `xml:"item"`
	}
	rssSelf struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	rssCategory struct {
		Text string `xml:"text,attr"`
	}
	rssImage struct {
		Href string `xml:"href,attr"`
	}
	rssItem struct {
		Title       string         `xml:"title"`
		Link        string         `xml:"link"`
		GUID        rssGUID        `xml:"guid"`
		Published   string         `xml:"pubDate"`
		Description string         `xml:"description"`
		Enclosure   rssEnclosure   `xml:"enclosure"`
		Author      string         `xml:"itunes:author"`
		Duration    string         `xml:"itunes:duration,omitempty"`
		Explicit    string         `xml:"itunes:explicit"`
		Image       *rssImage      `xml:"itunes:image"`
		Transcript  *rssTranscript `xml:"podcast:transcript"`
	}
	rssGUID struct {
		Permanent bool   `xml:"isPermaLink,attr"`
		ID        string `xml:",chardata"`
	}
	rssTranscript struct {
		URL  string `xml:"url,attr"`
		Type string `xml:"type,attr"`
	}
	rssEnclosure struct {
		URL    string `xml:"url,attr"`
		Length int64  `xml:"length,attr"`
		Type   string `xml:"type,attr"`
	}
)

// BlogFeed is the latest articles of a blog for feed readers.
func (p *Pages) BlogFeed(c *gin.Context) error {
	b, items, err := p.blogItems(c, false)
	if err != nil {
		return err
	}
	page := p.Site.Base() + b.path
	feed := p.atomOf(c, atomFeed{ID: page, Title: b.title(c), Subtitle: b.purpose(), Updated: atomTime(b.begun(p)), Links: []atomLink{
		{Rel: "self", Type: "application/atom+xml", Href: page + "/feed.atom"},
		{Rel: "alternate", Type: "text/html", Href: page},
	}}, b.begun(p), items)
	return p.sendXML(c, b, "application/atom+xml; charset=utf-8", feed)
}

// Podcast is the latest episodes of a blog for programs that play them.
func (p *Pages) Podcast(c *gin.Context) error {
	b, items, err := p.blogItems(c, true)
	if err != nil {
		return err
	}
	page, title := p.Site.Base()+b.path, b.title(c)
	ch := rssChannel{
		Title: title, Link: page, Self: rssSelf{Rel: "self", Type: "application/rss+xml", Href: page + "/podcast.rss"},
		Description: cmp.Or(b.purpose(), title), Language: "en", Author: b.owner(p), Explicit: "false", Category: rssCategory{Text: "Education"},
	}
	latest := b.begun(p)
	if mark := b.mark(); mark != 0 {
		ch.Image = &rssImage{Href: fmt.Sprintf("%s/media/%d", p.Site.Base(), mark)}
	}
	for _, it := range items {
		latest = later(latest, it)
		if episode, plays := p.rssItem(c, it); plays {
			ch.Items = append(ch.Items, episode)
		}
	}
	ch.Built = latest.UTC().Format(time.RFC1123Z)
	feed := rssFeed{Version: "2.0", ITunes: "http://www.itunes.com/dtds/podcast-1.0.dtd", Atom: "http://www.w3.org/2005/Atom", Podcast: "https://podcastindex.org/namespace/1.0", Channel: ch}
	return p.sendXML(c, b, "application/rss+xml; charset=utf-8", feed)
}

// rssItem is one episode; plays is false while there is nothing to play.
func (p *Pages) rssItem(c *gin.Context, it *models.Item) (episode rssItem, plays bool) {
	a, ok := it.Detail.(*models.Article)
	if !ok {
		return episode, false
	}
	audio, plays := p.enclosure(a)
	episode = rssItem{
		Title: it.Title, Link: p.Site.Base() + it.Path(), GUID: rssGUID{ID: it.URI}, Published: it.PublishedAt.UTC().Format(time.RFC1123Z),
		Description: it.Lead(1000), Enclosure: audio, Author: response.Person(c.Request.Context(), it.Author).Name, Explicit: "false",
	}
	if a.AudioSeconds > 0 {
		episode.Duration = strconv.Itoa(a.AudioSeconds)
	}
	if a.Transcript != "" {
		episode.Transcript = &rssTranscript{URL: episode.Link + "#transcript", Type: "text/html"}
	}
	if cover := it.Cover(); cover != nil && cover.MediaID != 0 {
		episode.Image = &rssImage{Href: fmt.Sprintf("%s/media/%d", p.Site.Base(), cover.MediaID)}
	}
	return episode, plays
}

// enclosure is where the recording of an article can be had. How long one is that lies elsewhere may not be known; programs
// take 0 for that.
func (p *Pages) enclosure(a *models.Article) (e rssEnclosure, plays bool) {
	switch {
	case a.Audio != nil && a.Audio.State == models.FileReady:
		return rssEnclosure{URL: p.Site.Base() + a.Audio.Path(), Length: a.Audio.Size, Type: a.Audio.MediaType}, true
	case a.AudioURL != "":
		return rssEnclosure{URL: a.AudioURL, Length: a.AudioBytes, Type: cmp.Or(a.AudioType, "audio/mpeg")}, true
	}
	return e, false
}

// blogItems are the blog that the path names and its latest articles.
func (p *Pages) blogItems(c *gin.Context, audio bool) (*blog, []*models.Item, error) {
	b, err := p.blogAt(c)
	if err != nil {
		return nil, nil, err
	}
	if b.what.Author != nil && !b.what.Author.Here() || b.room != nil && !b.room.community.Here() {
		return nil, nil, request.ErrNothing // its own site has its feeds
	}
	items, err := p.Site.NewestArticles(c.Request.Context(), b.visitor.Viewer, b.what, audio, feedLength)
	return b, items, err
}

func (p *Pages) sendXML(c *gin.Context, b *blog, mediaType string, feed any) error {
	body, err := xml.Marshal(feed)
	if err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	p.Out.Feed(c, mediaType, append([]byte(xml.Header), body...), b.open() && !b.visitor.SignedIn())
	return nil
}

// actor is whose blog it is; nil for the site's.
func (b *blog) actor() *models.Actor {
	if b.room != nil {
		return b.room.community
	}
	return b.person
}

// begun is a time from which the blog has been there, for feeds without articles.
func (b *blog) begun(p *Pages) time.Time {
	if a := b.actor(); a != nil {
		return a.CreatedAt
	}
	return p.Site.Self().CreatedAt
}

func (b *blog) owner(p *Pages) string {
	if a := b.actor(); a != nil {
		return a.Display()
	}
	return p.Site.Host()
}

func (b *blog) purpose() string {
	if b.room != nil && b.room.community.Group != nil {
		return b.room.community.Group.Purpose
	}
	return ""
}

func (b *blog) mark() int64 {
	if a := b.actor(); a != nil {
		return a.IconMediaID
	}
	return 0
}
