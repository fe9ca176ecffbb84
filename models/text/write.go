package text

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// linkRel is on every link: it leads to what people wrote, for which this site does not vouch.
const linkRel = "nofollow noopener ugc"

// The classes of links that name somebody or something. Other servers know them by these words: Mastodon makes no
// preview of a link with u-url, nor of one with rel=tag.
const (
	mentionClass = "u-url mention"
	hashtagClass = "mention hashtag"
)

// linkClass gives the class of ours that a foreign class means, or none.
func linkClass(class string) string {
	found := ""
	for _, word := range strings.Fields(class) {
		switch word {
		case "hashtag":
			return hashtagClass
		case "mention":
			found = mentionClass
		}
	}
	return found
}

// policy is the second opinion: an independent allow-list through which everything that we wrote has to pass, so that
// a mistake in the tree is not a hole in the page. It leaves what is right as it is, to the byte.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for tag, role := range roles {
		switch role {
		case inline, phrase, flow, group, void:
			if tag != "body" && tag != "a" && tag != "img" {
				p.AllowElements(tag)
			}
		}
	}
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^(u-url mention|mention hashtag)$`)).OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^(tag )?nofollow noopener ugc$`)).OnElements("a")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,6}$`)).OnElements("ol")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowAttrs("loading").Matching(regexp.MustCompile(`^lazy$`)).OnElements("img")
	return p
}

// opening is the tag before what n holds.
func (n *node) opening() string {
	switch {
	case n.tag == "body":
		return ""
	case n.tag == "a":
		return n.openLink()
	case n.tag == "img":
		return `<img alt="` + html.EscapeString(n.extra) + `" loading="lazy" src="` + html.EscapeString(n.link) + `"/>`
	case n.tag == "ol" && n.extra != "":
		return `<ol start="` + n.extra + `">`
	case n.role() == void:
		return "<" + n.tag + "/>"
	}
	return "<" + n.tag + ">"
}

func (n *node) openLink() string {
	class, rel := "", linkRel
	if n.extra != "" {
		class = ` class="` + n.extra + `"`
	}
	if n.extra == hashtagClass {
		rel = "tag " + linkRel
	}
	return `<a` + class + ` href="` + html.EscapeString(n.link) + `" rel="` + rel + `">`
}

// closing is the tag after what n holds.
func (n *node) closing() string {
	if n.tag == "body" || n.role() == void {
		return ""
	}
	return "</" + n.tag + ">"
}

func (n *node) write(out *strings.Builder) {
	if n.isText() {
		out.WriteString(html.EscapeString(n.text))
		return
	}
	out.WriteString(n.opening())
	for _, kid := range n.kids {
		kid.write(out)
	}
	out.WriteString(n.closing())
}
