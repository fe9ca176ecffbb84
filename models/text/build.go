package text

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/folkmoot/folkmoot/models/limits"
)

// A builder makes a tree of our tags out of any markup, well-formed or not. It reads tokens and never trees, so that
// its work is linear and its depth is its own choice.
type builder struct {
	open  []*node // from the root to where the next thing goes
	nodes int
	from  source
}

// build reads markup into a tree whose root has the tag body.
func build(markup string, from source) *node {
	root := &node{tag: "body"}
	b := &builder{open: []*node{root}, from: from}
	tokens := html.NewTokenizer(strings.NewReader(markup))
	raw := false // the next text is the inside of a script, a style and the like
	for b.nodes < maxNodesRead {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		token := tokens.Token()
		wasRaw := raw
		raw = false
		switch kind {
		case html.TextToken:
			if !wasRaw {
				b.text(token.Data)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			raw = b.start(token)
		case html.EndTagToken:
			b.end(token.Data)
		}
	}
	return root
}

// start takes an opening tag. It reports whether what follows is raw text that nobody should see.
func (b *builder) start(token html.Token) (raw bool) {
	tag, kind := tagOf(token.Data)
	switch kind {
	case swallowed:
		return true
	case divider:
		b.endPhrase()
	case inline:
		b.startInline(tag, token.Attr)
	case void:
		b.startVoid(tag, token.Attr)
	case phrase:
		lines := b.endPhrase()
		b.enterFlow()
		b.push(&node{tag: tag})
		for _, line := range lines {
			b.push(&node{tag: line.tag, link: line.link, extra: line.extra})
		}
	case flow, group:
		b.startContainer(tag, token.Attr)
	}
	return false
}

func (b *builder) startInline(tag string, attrs []html.Attribute) {
	switch tag {
	case "a":
		b.startLink(attrs)
	case "rt", "rp":
		if ruby := b.inLine("ruby"); ruby >= 0 {
			b.open = b.open[:ruby+1]
			b.push(&node{tag: tag})
		}
	default:
		if b.inLine(tag) < 0 { // strong in strong is no stronger
			b.enterPhrase()
			b.push(&node{tag: tag})
		}
	}
}

// startLink ends the link that is open, for links do not nest, and opens one where the address may be followed.
func (b *builder) startLink(attrs []html.Attribute) {
	if open := b.inLine("a"); open >= 0 {
		b.open = b.open[:open]
	}
	if address, ok := b.from.address(attribute(attrs, "href")); ok {
		b.enterPhrase()
		b.push(&node{tag: "a", link: address, extra: linkClass(attribute(attrs, "class"))})
	}
}

func (b *builder) startVoid(tag string, attrs []html.Attribute) {
	switch tag {
	case "br":
		b.enterPhrase()
		b.add(&node{tag: tag})
	case "hr":
		b.endPhrase()
		b.enterFlow()
		b.add(&node{tag: tag})
	case "img":
		b.picture(attrs)
	}
}

// picture shows a picture of this site; any other becomes a link to it, since a page must load nothing from elsewhere.
func (b *builder) picture(attrs []html.Attribute) {
	shows := CleanLine(attribute(attrs, "alt"), limits.AltRunes)
	address, ok := b.from.address(attribute(attrs, "src"))
	emoji := strings.Contains(attribute(attrs, "class"), "emoji") ||
		len(shows) > 2 && shows[0] == ':' && shows[len(shows)-1] == ':'
	switch {
	case ok && b.from.ownPicture(address):
		b.enterPhrase()
		b.add(&node{tag: "img", link: address, extra: shows})
	case emoji:
		b.text(shows)
	default:
		if shows == "" {
			shows = "picture"
		}
		if !ok || b.inLine("a") >= 0 {
			b.text(shows)
			return
		}
		b.enterPhrase()
		b.push(&node{tag: "a", link: address})
		b.text(shows)
		b.open = b.open[:len(b.open)-1]
	}
}

// end takes a closing tag; one that closes nothing is left out.
func (b *builder) end(name string) {
	tag, kind := tagOf(name)
	at := -1
	switch kind {
	case divider:
		b.endPhrase()
	case inline:
		at = b.inLine(tag)
	case phrase:
		at = b.phraseEnding(tag)
	case flow, group:
		switch tag {
		case "li":
			at = b.find([]string{tag}, "ul", "ol", "td", "th")
		case "blockquote", "ul", "ol":
			at = b.find([]string{tag}, "td", "th")
		case "table":
			at = b.find([]string{tag})
		default:
			at = b.find([]string{tag}, "table")
		}
	}
	if at > 0 {
		b.open = b.open[:at]
	}
}

// phraseEnding finds the open paragraph that a closing tag means. Any heading closes any other, as in HTML.
func (b *builder) phraseEnding(tag string) int {
	for i := len(b.open) - 1; i > 0; i-- {
		switch n := b.open[i]; n.role() {
		case inline:
			continue
		case phrase:
			if n.tag == tag || n.tag[0] == 'h' && tag[0] == 'h' {
				return i
			}
		}
		break
	}
	return -1
}

// text takes characters. Space between blocks is left out.
func (b *builder) text(s string) {
	if s == "" {
		return
	}
	if strings.TrimSpace(s) == "" {
		switch top := b.top(); {
		case top.role() == group, top.tag == "body", top.tag == "blockquote":
			return
		}
	}
	b.enterPhrase()
	b.add(&node{text: s})
}

func attribute(attrs []html.Attribute, name string) string {
	for _, attr := range attrs {
		if attr.Key == name {
			return attr.Val
		}
	}
	return ""
}
