package text

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Plain gives the words of foreign HTML without markup, for feeds, mails and notifications. See HTML.Plain.
func Plain(foreign string) string { return Clean(foreign).Plain() }

// Plain gives the words without markup: paragraphs apart by an empty line, parts of lists after "- ", cells apart by
// a tab, a picture as what it shows.
func (h HTML) Plain() string {
	p := &plainText{}
	tokens := html.NewTokenizer(strings.NewReader(h.clean))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.TrimRight(p.out.String(), " \t\n")
		case html.TextToken:
			p.text(string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			p.start(token.Data, token.Attr)
		case html.EndTagToken:
			name, _ := tokens.TagName()
			p.end(string(name))
		}
	}
}

// A plainText is written from the start on; the breaks between its parts are written when the next part comes.
type plainText struct {
	out    strings.Builder
	breaks int    // line feeds that stand before the next words
	lead   string // what stands before them on their line
	code   bool   // inside pre, where space counts
	space  bool   // a space stands before the next words
}

func (p *plainText) start(tag string, attrs []html.Attribute) {
	switch tag {
	case "br":
		p.space = false
		p.breaks++
	case "img":
		p.text(attribute(attrs, "alt"))
	case "li":
		p.apart(1)
		p.lead = "- "
	case "tr":
		p.apart(1)
	case "td", "th":
		if p.breaks == 0 {
			p.lead = "\t"
		}
		p.space = false
	default:
		p.code = p.code || tag == "pre"
		if n := (&node{tag: tag}); n.isBlock() && p.lead == "" {
			p.apart(2)
		}
	}
}

func (p *plainText) end(tag string) {
	switch tag {
	case "td", "th", "tr", "li", "thead", "tbody":
		return
	case "pre":
		p.code = false
	}
	if n := (&node{tag: tag}); n.isBlock() {
		p.apart(2)
	}
}

// apart asks for at least so many line feeds before the next words.
func (p *plainText) apart(breaks int) {
	p.breaks = max(p.breaks, breaks)
	p.space = false
}

func (p *plainText) text(s string) {
	if !p.code {
		words := strings.Join(strings.Fields(s), " ")
		p.space = p.space || strings.TrimLeft(s, " \t\n") != s
		if words == "" {
			return
		}
		defer func(after bool) { p.space = after }(strings.TrimRight(s, " \t\n") != s)
		s = words
	}
	if p.out.Len() > 0 {
		p.out.WriteString(strings.Repeat("\n", min(p.breaks, 2)))
		if p.space && p.breaks == 0 && p.lead == "" {
			p.out.WriteByte(' ')
		}
	}
	p.out.WriteString(p.lead)
	p.out.WriteString(s)
	p.breaks, p.lead, p.space = 0, "", false
}

// Summary cuts words to at most limit characters, on one line, at the end of a word where there is one, with "…". The
// points of a list keep their place by a bullet: a dash would read as part of the sentence before it.
func Summary(plain string, limit int) string {
	line := strings.Join(strings.Fields(strings.ReplaceAll("\n"+plain, "\n- ", "\n• ")), " ")
	if utf8.RuneCountInString(line) <= limit {
		return line
	}
	if limit < 1 {
		return ""
	}
	cut := firstRunes(line, limit-1)
	if next := line[len(cut):]; next[0] != ' ' {
		if space := strings.LastIndexByte(cut, ' '); space > len(cut)/2 {
			cut = cut[:space]
		}
	}
	return strings.TrimRight(cut, " ,;:–—-") + "…"
}

// maxTitle is the length in characters of a title that is made from a text.
const maxTitle = 200

// TitleFrom makes a title for a post that came without one: its first line without the handles of the group that it
// was sent to, at most 200 characters. Handles are "ward-safety@north.example" or "ward-safety", with or without their
// sign. Where nothing is left, the title is empty.
func TitleFrom(h HTML, groups ...string) string {
	for line := range strings.Lines(h.Plain()) {
		var kept []string
		for _, word := range strings.Fields(line) {
			if !isHandle(word, groups) {
				kept = append(kept, word)
			}
		}
		title := strings.Trim(strings.Join(kept, " "), " -–—:,")
		if title != "" {
			return Summary(title, maxTitle)
		}
	}
	return ""
}

// isHandle says whether a word is one of these handles, by name alone or with its host.
func isHandle(word string, handles []string) bool {
	if word[0] != '@' && word[0] != '!' {
		return false
	}
	word = strings.TrimRight(word[1:], ".,:;!?")
	for _, handle := range handles {
		handle = strings.TrimLeft(handle, "@!")
		name, _, _ := strings.Cut(handle, "@")
		if strings.EqualFold(word, handle) || strings.EqualFold(word, name) {
			return true
		}
	}
	return false
}
