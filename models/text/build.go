package text

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
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
	open := b.inLine(tag)
	if tag == "rt" || tag == "rp" {
		ruby := b.inLine("ruby")
		if ruby < 0 {
			return
		}
		b.open = b.open[:ruby+1]
		b.push(&node{tag: tag})
		return
	}
	n := &node{tag: tag}
	if tag == "a" {
		if open >= 0 {
			b.open = b.open[:open]
			open = -1
		}
		address, ok := b.from.address(attribute(attrs, "href"))
		if !ok {
			return
		}
		n.link, n.extra = address, linkClass(attribute(attrs, "class"))
	}
	if open >= 0 {
		return
	}
	b.enterPhrase()
	b.push(n)
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
	shows := CleanLine(attribute(attrs, "alt"), 1500)
	address, ok := b.from.address(attribute(attrs, "src"))
	emoji := strings.Contains(attribute(attrs, "class"), "emoji") || len(shows) > 2 && shows[0] == ':' && shows[len(shows)-1] == ':'
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

// startContainer opens what holds blocks or parts, with the parents that it needs. Where a part has lost its parent, or
// the nesting is too deep, only the paragraph ends.
func (b *builder) startContainer(tag string, attrs []html.Attribute) {
	b.endPhrase()
	switch tag {
	case "blockquote", "ul", "ol", "table":
		b.startOuter(tag, attrs)
	case "li":
		list := b.find([]string{"ul", "ol"}, "td", "th", "blockquote")
		if list >= 0 {
			b.open = b.open[:list+1]
		} else if !b.startOuter("ul", nil) {
			return
		}
		b.push(&node{tag: tag})
	case "thead", "tbody":
		if table := b.find([]string{"table"}); table >= 0 {
			b.open = b.open[:table+1]
			b.push(&node{tag: tag})
		}
	case "tr":
		if part := b.find([]string{"table", "thead", "tbody"}); part >= 0 {
			b.open = b.open[:part+1]
			b.row()
		}
	case "td", "th":
		if part := b.find([]string{"table", "thead", "tbody", "tr"}); part >= 0 {
			b.open = b.open[:part+1]
			if b.top().tag != "tr" {
				b.row()
			}
			b.push(&node{tag: tag})
		}
	}
}

// startOuter opens a quote, a list or a table where the nesting allows it.
func (b *builder) startOuter(tag string, attrs []html.Attribute) bool {
	depth := 0
	for _, n := range b.open {
		switch n.tag {
		case "blockquote", "ul", "ol", "table":
			depth++
		}
	}
	if depth >= maxDepth {
		return false
	}
	b.enterFlow()
	n := &node{tag: tag}
	if first, err := strconv.Atoi(attribute(attrs, "start")); tag == "ol" && err == nil && first > 1 && first < 1_000_000 {
		n.extra = strconv.Itoa(first)
	}
	b.push(n)
	return true
}

// row opens a row of a table, and its body where there is none yet.
func (b *builder) row() {
	if b.top().tag == "table" {
		b.push(&node{tag: "tbody"})
	}
	b.push(&node{tag: "tr"})
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

func (b *builder) top() *node { return b.open[len(b.open)-1] }

func (b *builder) add(n *node) {
	b.nodes++
	top := b.top()
	top.kids = append(top.kids, n)
}

func (b *builder) push(n *node) {
	b.add(n)
	b.open = append(b.open, n)
}

// inLine finds an inline tag among those open in this line; -1 where there is none.
func (b *builder) inLine(tag string) int {
	for i := len(b.open) - 1; b.open[i].role() == inline; i-- {
		if b.open[i].tag == tag {
			return i
		}
	}
	return -1
}

// find looks for the innermost of some open tags, not beyond one of the others; -1 where there is none.
func (b *builder) find(tags []string, beyond ...string) int {
	for i := len(b.open) - 1; i > 0; i-- {
		switch tag := b.open[i].tag; {
		case slices.Contains(tags, tag):
			return i
		case slices.Contains(beyond, tag):
			return -1
		}
	}
	return -1
}

// endPhrase closes the paragraph that is open, and gives the inline tags that were open in it.
func (b *builder) endPhrase() (lines []*node) {
	i := len(b.open)
	for b.open[i-1].role() == inline || b.open[i-1].role() == phrase {
		i--
		if b.open[i].role() == inline {
			lines = append(lines, b.open[i])
		}
	}
	b.open = b.open[:i]
	slices.Reverse(lines)
	return lines
}

// enterFlow opens what is missing between a list or a table and the next block or line.
func (b *builder) enterFlow() {
	for {
		switch b.top().tag {
		case "ul", "ol":
			b.push(&node{tag: "li"})
		case "table", "thead", "tbody":
			b.row()
		case "tr":
			b.push(&node{tag: "td"})
		default:
			return
		}
	}
}

// enterPhrase makes sure that the next characters stand in a line: at the root and in a quote that is a paragraph.
func (b *builder) enterPhrase() {
	switch b.top().role() {
	case inline, phrase:
		return
	}
	b.enterFlow()
	if tag := b.top().tag; tag == "body" || tag == "blockquote" {
		b.push(&node{tag: "p"})
	}
}

func attribute(attrs []html.Attribute, name string) string {
	for _, attr := range attrs {
		if attr.Key == name {
			return attr.Val
		}
	}
	return ""
}
