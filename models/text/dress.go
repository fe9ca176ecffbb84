package text

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// A Heading is one that stands in a text, for a table of what is in it.
type Heading struct {
	Level int    // 3 to 6
	Words string // without markup
	ID    string // its anchor
}

// A Lead says where a link leads on the page on which it is shown.
type Lead struct {
	To      string // "" leaves the words without a link
	Own     bool   // it stays on this site, which vouches for it
	Missing bool   // there is nothing yet; it is marked so
}

// maxHeadings is how many headings get an anchor.
const maxHeadings = 500

// Dress gives the same text as it is shown on a page of its own: headings have anchors, and are listed; links lead where
// lead says, and stay as they are where that is nil.
func (h HTML) Dress(lead func(address string) *Lead) (HTML, []Heading) {
	d := &dresser{lead: lead, taken: map[string]int{}}
	tokens := html.NewTokenizer(strings.NewReader(h.clean))
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		raw := string(tokens.Raw())
		if kind == html.StartTagToken || kind == html.EndTagToken || kind == html.TextToken {
			raw = d.token(tokens.Token(), raw)
		}
		d.to().WriteString(raw)
	}
	return HTML{d.out.String()}, d.headings
}

// Links are the addresses to which a text links, in its order, each as often as it stands there.
func (h HTML) Links() (all []string) {
	tokens := html.NewTokenizer(strings.NewReader(h.clean))
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		if kind != html.StartTagToken {
			continue
		}
		if token := tokens.Token(); token.Data == "a" {
			all = append(all, attribute(token.Attr, "href"))
		}
	}
	return all
}

// A dresser writes what it reads, and holds back a heading until it knows its words.
type dresser struct {
	lead     func(string) *Lead
	out      strings.Builder
	held     strings.Builder // the inside of the heading that is open
	words    strings.Builder
	level    int  // of that heading; 0: none is open
	bare     bool // the link that is open is left out
	headings []Heading
	taken    map[string]int
}

func (d *dresser) to() *strings.Builder {
	if d.level > 0 {
		return &d.held
	}
	return &d.out
}

// token gives what is written in the place of a token, of which raw are the bytes.
func (d *dresser) token(t html.Token, raw string) string {
	switch level := headingLevel(t.Data); {
	case t.Type == html.TextToken:
		if d.level > 0 {
			d.words.WriteString(t.Data)
		}
	case t.Data == "a" && t.Type == html.StartTagToken:
		return d.link(t, raw)
	case t.Data == "a" && d.bare:
		d.bare = false
		return ""
	case level > 0 && t.Type == html.StartTagToken && len(d.headings) < maxHeadings:
		d.level = level
		return ""
	case level > 0 && d.level > 0:
		d.closeHeading()
	}
	return raw
}

func (d *dresser) link(t html.Token, raw string) string {
	to := d.lead(attribute(t.Attr, "href"))
	switch {
	case to == nil:
		return raw
	case to.To == "":
		d.bare = true
		return ""
	}
	class, rel := "", ` rel="`+linkRel+`"`
	if to.Missing {
		class = ` class="` + MissingClass + `"`
	}
	if to.Own {
		rel = ""
	}
	return `<a` + class + ` href="` + html.EscapeString(to.To) + `"` + rel + `>`
}

// MissingClass is the class of links to pages that nobody has written yet.
const MissingClass = "fm-missing"

func (d *dresser) closeHeading() {
	words := strings.Join(strings.Fields(d.words.String()), " ")
	id := "s-" + Slug(words)
	if d.taken[id]++; d.taken[id] > 1 {
		id += "--" + strconv.Itoa(d.taken[id])
	}
	d.headings = append(d.headings, Heading{Level: d.level, Words: words, ID: id})
	d.out.WriteString("<h" + strconv.Itoa(d.level) + ` id="` + html.EscapeString(id) + `">` + d.held.String())
	d.level = 0
	d.held.Reset()
	d.words.Reset()
}

// headingLevel is the rank of a heading's tag, 0 for other tags.
func headingLevel(tag string) int {
	if len(tag) == 2 && tag[0] == 'h' && tag[1] >= '3' && tag[1] <= '6' {
		return int(tag[1] - '0')
	}
	return 0
}
