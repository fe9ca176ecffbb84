package text

// A role says how a tag takes part in the tree that we build. It is what keeps the tree one that every browser reads
// as we wrote it: blocks never stand inside lines, nor cells outside tables.
type role int

const (
	unwrapped role = iota // not a tag of ours: left out, its content stays
	swallowed             // left out together with the raw text in it
	divider               // left out, but ends the paragraph: div and the like
	inline                // part of a line: strong, a, code…
	phrase                // holds one line of text: p, h3, pre…
	flow                  // holds paragraphs and blocks: blockquote, li, td…
	group                 // holds only its own parts: ul, table, tr…
	void                  // holds nothing: br, hr, img
)

var roles = map[string]role{
	"body": flow, "blockquote": flow, "li": flow, "td": flow, "th": flow,
	"ul": group, "ol": group, "table": group, "thead": group, "tbody": group, "tr": group,
	"p": phrase, "pre": phrase, "h3": phrase, "h4": phrase, "h5": phrase, "h6": phrase,
	"a": inline, "strong": inline, "em": inline, "b": inline, "i": inline, "u": inline, "s": inline, "del": inline,
	"code": inline, "sub": inline, "sup": inline, "ruby": inline, "rt": inline, "rp": inline,
	"br": void, "hr": void, "img": void,

	"script": swallowed, "style": swallowed, "title": swallowed, "textarea": swallowed, "iframe": swallowed,
	"xmp": swallowed, "noembed": swallowed, "noframes": swallowed, "noscript": swallowed, "plaintext": swallowed,

	"div": divider, "section": divider, "article": divider, "aside": divider, "header": divider, "footer": divider,
	"main": divider, "nav": divider, "figure": divider, "figcaption": divider, "address": divider, "center": divider,
	"details": divider, "summary": divider, "dl": divider, "dt": divider, "dd": divider, "caption": divider,
	"form": divider, "fieldset": divider, "legend": divider, "option": divider,
}

// otherNames maps tags to those of ours that mean the same. The two highest headings belong to the page.
var otherNames = map[string]string{
	"h1": "h3", "h2": "h3", "strike": "s", "ins": "u", "kbd": "code", "samp": "code", "tt": "code", "var": "i",
	"cite": "i", "dfn": "i", "image": "img", "tfoot": "tbody", "menu": "ul", "listing": "pre",
}

// tagOf gives our name for a tag and its role.
func tagOf(name string) (string, role) {
	if other, ok := otherNames[name]; ok {
		name = other
	}
	return name, roles[name]
}

// A node is a tag of ours with what it holds, or, where tag is empty, a text.
type node struct {
	tag   string
	text  string // of a text: the characters themselves, not escaped
	link  string // of a link or picture: its address, checked
	extra string // of a link: its class; of a picture: what it shows; of a numbered list: its first number
	kids  []*node
}

func (n *node) role() role { return roles[n.tag] }

// isText says whether n is a text and not a tag.
func (n *node) isText() bool { return n.tag == "" }

// isBlock says whether n ends the line that stands before it.
func (n *node) isBlock() bool {
	switch n.role() {
	case phrase, flow, group:
		return true
	}
	return n.tag == "hr"
}
