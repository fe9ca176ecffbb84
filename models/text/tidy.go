package text

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// tidy brings a tree into the one form that we write: texts joined and without unseen characters, nothing empty, no
// space at the ends of lines, links that say where they lead.
func (n *node) tidy(from source) {
	kids := n.kids[:0:0]
	for _, kid := range n.kids {
		if kid.isText() {
			kids = append(kids, kid)
			continue
		}
		kid.tidy(from)
		switch {
		case kid.role() == inline && blank(kid.kids):
			kids = append(kids, kid.kids...)
		case kid.role() == phrase && blank(kid.kids):
		case len(kid.kids) > 0 || kid.role() == void || kid.tag == "td" || kid.tag == "th":
			kids = append(kids, kid)
		}
	}
	n.kids = joined(fewerBreaks(filtered(joined(kids))))
	switch {
	case n.tag == "pre":
		n.trimCode()
	case n.role() == flow:
		n.dropSpaceBetweenBlocks()
		n.trim()
	case n.role() == phrase:
		n.trim()
	case n.tag == "a":
		n.nameHost(from)
	}
}

// blank says whether there is only space, or nothing.
func blank(kids []*node) bool {
	for _, kid := range kids {
		if !kid.isText() || strings.TrimSpace(kid.text) != "" {
			return false
		}
	}
	return true
}

// joined makes one text of those that stand side by side.
func joined(kids []*node) []*node {
	var out []*node
	for i := 0; i < len(kids); {
		end := i + 1
		if kids[i].isText() {
			for end < len(kids) && kids[end].isText() {
				end++
			}
		}
		if end == i+1 {
			out = append(out, kids[i])
		} else {
			var all strings.Builder
			for _, kid := range kids[i:end] {
				all.WriteString(kid.text)
			}
			out = append(out, &node{text: all.String()})
		}
		i = end
	}
	return out
}

// filtered takes the unseen characters out of the texts, and the texts that held nothing else.
func filtered(kids []*node) []*node {
	return slices.DeleteFunc(kids, func(kid *node) bool {
		if !kid.isText() {
			return false
		}
		kid.text = seen(kid.text)
		return kid.text == ""
	})
}

// fewerBreaks leaves no more than maxBreaks line breaks in a row.
func fewerBreaks(kids []*node) []*node {
	run := 0
	return slices.DeleteFunc(kids, func(kid *node) bool {
		switch {
		case kid.tag == "br":
			run++
		case !kid.isText() || strings.TrimSpace(kid.text) != "":
			run = 0
		}
		return kid.tag == "br" && run > maxBreaks
	})
}

// trim takes space and line breaks off both ends of what n holds.
func (n *node) trim() {
	for len(n.kids) > 0 {
		first := n.kids[0]
		if first.isText() {
			first.text = strings.TrimLeft(first.text, " \t\n")
		}
		if first.tag != "br" && (!first.isText() || first.text != "") {
			break
		}
		n.kids = n.kids[1:]
	}
	for len(n.kids) > 0 {
		last := n.kids[len(n.kids)-1]
		if last.isText() {
			last.text = strings.TrimRight(last.text, " \t\n")
		}
		if last.tag != "br" && (!last.isText() || last.text != "") {
			break
		}
		n.kids = n.kids[:len(n.kids)-1]
	}
}

// trimCode takes the first line breaks off preformatted text, of which browsers take one themselves.
func (n *node) trimCode() {
	for len(n.kids) > 0 && n.kids[0].isText() {
		n.kids[0].text = strings.TrimLeft(n.kids[0].text, "\n")
		if n.kids[0].text != "" {
			return
		}
		n.kids = n.kids[1:]
	}
}

func (n *node) dropSpaceBetweenBlocks() {
	kids := n.kids
	var out []*node
	for i, kid := range kids {
		space := kid.isText() && strings.TrimSpace(kid.text) == ""
		if space && (i > 0 && kids[i-1].isBlock() || i+1 < len(kids) && kids[i+1].isBlock()) {
			continue
		}
		out = append(out, kid)
	}
	n.kids = out
}

// words gives the characters that n shows, without any tag.
func (n *node) words() string {
	var out strings.Builder
	var walk func(*node)
	walk = func(n *node) {
		switch {
		case n.isText():
			out.WriteString(n.text)
		case n.tag == "br":
			out.WriteByte(' ')
		}
		for _, kid := range n.kids {
			walk(kid)
		}
	}
	walk(n)
	return out.String()
}

// A room is how much may still be written.
type room struct {
	bytes, nodes int
	cut          bool // something was left out; nothing may follow it
}

// fit leaves out of n what there is no room for, and reports whether n itself is kept. A link is kept whole or not at
// all, so that the host named at its end cannot be cut off.
func (r *room) fit(n *node) bool {
	if r.cut {
		return false
	}
	if n.isText() || n.tag == "a" {
		size, nodes := n.size()
		if size > r.bytes || nodes > r.nodes {
			r.cut = true
			if !n.isText() || r.nodes == 0 {
				return false
			}
			n.text = wordsWithin(n.text, r.bytes/maxEscape)
			return n.text != ""
		}
		r.bytes -= size
		r.nodes -= nodes
		return true
	}
	r.bytes -= len(n.opening()) + len(n.closing())
	r.nodes--
	if r.bytes < 0 || r.nodes < 0 {
		r.cut = true
		return false
	}
	n.kids = slices.DeleteFunc(n.kids, func(kid *node) bool { return !r.fit(kid) })
	return true
}

// size is what n takes when it is written, in bytes and nodes.
func (n *node) size() (size, nodes int) {
	if n.isText() {
		return len(html.EscapeString(n.text)), 1
	}
	size, nodes = len(n.opening())+len(n.closing()), 1
	for _, kid := range n.kids {
		s, k := kid.size()
		size, nodes = size+s, nodes+k
	}
	return size, nodes
}

// wordsWithin gives the whole words at the start of s that take at most size bytes; of a text without spaces, as
// Chinese is, the characters.
func wordsWithin(s string, size int) string {
	if size <= 0 {
		return ""
	}
	if size < len(s) {
		s = shortened(s, size)
		if space := strings.LastIndexAny(s, " \n\t"); space > 0 {
			s = s[:space]
		}
	}
	return strings.TrimRight(s, " \t\n\u200C\u200D")
}
