package text

import (
	"slices"
	"strconv"

	"golang.org/x/net/html"
)

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
