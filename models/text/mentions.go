package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A Mention names a person or a community in a text.
type Mention struct {
	Community bool   // written with an exclamation mark instead of an at sign
	Name      string // as it was written; names are compared without regard to case
	Host      string // lower case, with the port where one was written; "" when only the name was
	Address   string // of their page, from the Linker; "" in what the Linker is asked
}

// String is the handle: "@name", "!community@host".
func (m Mention) String() string {
	handle := "@" + m.Name
	if m.Community {
		handle = "!" + m.Name
	}
	if m.Host != "" {
		handle += "@" + m.Host
	}
	return handle
}

// MentionsIn lists whom a Markdown text names, up to MaxMentions, so that those unknown here can be looked up before
// it is rendered. Nothing is left out for being unknown.
func MentionsIn(markdown string) []Mention {
	var all collector
	Render(markdown, &all)
	return all.found
}

// A collector is a Linker that knows nobody and remembers whom it was asked for.
type collector struct{ found []Mention }

func (c *collector) Mention(m Mention) (string, bool) {
	if len(c.found) < MaxMentions {
		c.found = append(c.found, m)
	}
	return "", false
}

func (*collector) Hashtag(string) string { return "" }
func (*collector) Base() string          { return "" }

// named gathers whom and what one text names.
type named struct {
	links    Linker
	asked    map[string]string // handles and hashtags in lower case, with their addresses; "" for unknown ones
	mentions []Mention
	hashtags []string
	pages    int // names of pages of a wiki
}

func newNamed(links Linker) *named { return &named{links: links, asked: map[string]string{}} }

// mention gives the address of somebody, asking only once for each and not beyond MaxMentions.
func (n *named) mention(m Mention) string {
	key := strings.ToLower(m.String())
	address, known := n.asked[key]
	if known || len(n.asked) >= MaxMentions+MaxHashtags {
		return address
	}
	address, ok := n.links.Mention(m)
	if !ok || len(n.mentions) >= MaxMentions {
		address = ""
	}
	n.asked[key] = address
	if address != "" {
		m.Address = address
		n.mentions = append(n.mentions, m)
	}
	return address
}

// hashtag gives the address of a hashtag, up to MaxHashtags different ones.
func (n *named) hashtag(tag string) string {
	key := "#" + strings.ToLower(tag)
	address, known := n.asked[key]
	if known || len(n.hashtags) >= MaxHashtags {
		return address
	}
	address = n.links.Hashtag(tag)
	n.asked[key] = address
	n.hashtags = append(n.hashtags, tag)
	return address
}

// A nameNode is a mention or a hashtag in the tree of a Markdown text.
type nameNode struct {
	ast.BaseInline
	written text.Segment
	mention Mention
	hashtag string // without its sign; "" when it is a mention
}

var nameKind = ast.NewNodeKind("Name")

func (n *nameNode) Kind() ast.NodeKind { return nameKind }

func (n *nameNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Written": string(n.written.Value(source))}, nil)
}

// nameParser finds mentions and hashtags. It runs after code and before links, so that code keeps its signs and an
// underscore in a name starts no emphasis.
type nameParser struct{}

func (nameParser) Trigger() []byte { return []byte{'@', '!', '#'} }

func (nameParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	if !mayPrecedeName(block.PrecendingCharacter()) {
		return nil
	}
	line, segment := block.PeekLine()
	n := &nameNode{}
	size := 0
	if line[0] == '#' {
		size = hashtagSize(line[1:])
		n.hashtag = string(line[1 : 1+size])
	} else {
		size, n.mention = readMention(string(line[:min(len(line), 400)]))
	}
	if size == 0 {
		return nil
	}
	if line[0] == '#' {
		size++
	}
	n.written = segment.WithStop(segment.Start + size)
	block.Advance(size)
	return n
}

// mayPrecedeName says whether a name can start after r: not inside a word, an address or another name.
func mayPrecedeName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("@!#/&=_.-+%", r)
}

// hashtagSize is the length of the hashtag at the start of b: letters, marks, digits and underscores, not only digits.
func hashtagSize(b []byte) int {
	size, count, letters := 0, 0, false
	for size < len(b) {
		r, width := utf8.DecodeRune(b[size:])
		if unicode.IsLetter(r) {
			letters = true
		} else if r != '_' && !unicode.IsNumber(r) && !(size > 0 && unicode.Is(unicode.M, r)) {
			break
		}
		size += width
		count++
	}
	if !letters || count > MaxHashtag {
		return 0
	}
	return size
}

// readMention reads the mention at the start of s, and gives its length; 0 where there is none.
func readMention(s string) (int, Mention) {
	m := Mention{Community: s[0] == '!'}
	end := 1 + wordsSize(s[1:], func(r rune) bool { return r == '_' || isASCIIWord(r) })
	m.Name = s[1:end]
	if m.Name == "" || len(m.Name) > 64 {
		return 0, m
	}
	if end == len(s) || s[end] != '@' {
		return end, m
	}
	isHost := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r) }
	size := wordsSize(s[end+1:], isHost)
	host, ok := hostASCII(s[end+1 : end+1+size])
	if size == 0 || !ok {
		return 0, m
	}
	end += 1 + size
	if port := portSize(s[end:]); port > 0 {
		host += s[end : end+port]
		end += port
	}
	m.Host = host
	return end, m
}

// wordsSize is the length of the words at the start of s, which may be joined by dots and hyphens.
func wordsSize(s string, isWord func(rune) bool) int {
	size := 0
	for at, r := range s {
		switch {
		case isWord(r):
			size = at + utf8.RuneLen(r)
		case at == 0 || r != '.' && r != '-':
			return size
		}
	}
	return size
}

// portSize is the length of a port with its colon at the start of s.
func portSize(s string) int {
	end := 1
	for end < len(s) && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	if s == "" || s[0] != ':' || end == 1 || end > 6 {
		return 0
	}
	return end
}

// nameLinker makes links of the names that the Linker knows, and text of the others and of those inside links.
type nameLinker struct{}

func (nameLinker) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	var found []*nameNode
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if name, ok := n.(*nameNode); ok && entering {
			found = append(found, name)
		}
		return ast.WalkContinue, nil
	})
	names := pc.(*reading).named
	for _, n := range found {
		written := ast.NewTextSegment(n.written)
		address, class := "", ""
		if !insideLink(n) {
			if n.hashtag != "" {
				address, class = names.hashtag(n.hashtag), hashtagClass
			} else {
				address, class = names.mention(n.mention), mentionClass
			}
		}
		if address == "" {
			n.Parent().ReplaceChild(n.Parent(), n, written)
			continue
		}
		link := ast.NewLink()
		link.Destination = []byte(address)
		link.SetAttributeString("class", []byte(class))
		link.AppendChild(link, written)
		n.Parent().ReplaceChild(n.Parent(), n, link)
	}
}

func insideLink(n ast.Node) bool {
	for up := n.Parent(); up != nil; up = up.Parent() {
		switch up.(type) {
		case *ast.Link, *ast.Image:
			return true
		}
	}
	return false
}

// lowerHeadings moves headings two ranks down, since a page has the first and its parts the second.
type lowerHeadings struct{}

func (lowerHeadings) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if heading, ok := n.(*ast.Heading); ok && entering {
			heading.Level = min(heading.Level+2, 6)
		}
		return ast.WalkContinue, nil
	})
}
