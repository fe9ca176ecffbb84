package text

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A PageLinker is a Linker that knows the pages of a wiki, which a text names in double brackets: [[Rotas]], or with
// other words [[Rotas|the rota]].
type PageLinker interface {
	// Page gives the address of a page by its name. An address of "" shows the words without a link; false leaves what
	// was typed as it is.
	Page(name string) (address string, ok bool)
}

// MaxPages is how many names of pages one text may hold; further ones stay as they were typed.
const MaxPages = 500

// maxPageLink is the length in bytes of what may stand between the brackets.
const maxPageLink = 500

// Slug makes of a name the part of an address: letters and digits in small letters, joined by single hyphens, at most
// 80 characters. It is the same for a slug, and "" for a name without a letter or digit.
func Slug(name string) string {
	var out strings.Builder
	count, gap := 0, false
	for _, r := range strings.ToLower(CleanLine(name, 400)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r) && out.Len() > 0:
			if gap && out.Len() > 0 {
				out.WriteByte('-')
				count++
			}
			if count++; count > 80 {
				return strings.TrimRight(out.String(), "-")
			}
			out.WriteRune(r)
			gap = false
		case r == '\'' || r == '’': // "people's" is one word
		default:
			gap = true
		}
	}
	return out.String()
}

// pageParser makes links of the names of pages. It runs before the parser of links, which would read the brackets.
type pageParser struct{}

func (pageParser) Trigger() []byte { return []byte{'['} }

func (pageParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	names := pc.(*reading).named
	links, knows := names.links.(PageLinker)
	line, segment := block.PeekLine()
	if !knows || !bytes.HasPrefix(line, []byte("[[")) || names.pages >= MaxPages {
		return nil
	}
	end := bytes.Index(line[:min(len(line), maxPageLink)], []byte("]]"))
	if end < 0 {
		return nil
	}
	inner := line[2:end]
	name, words, said := bytes.Cut(inner, []byte("|"))
	if bytes.ContainsAny(inner, "[]") || !utf8.Valid(name) {
		return nil
	}
	start := segment.Start + 2
	if said && len(bytes.TrimSpace(words)) > 0 {
		start += len(name) + 1
	} else {
		words = name
	}
	address, ok := links.Page(strings.TrimSpace(string(name)))
	if !ok {
		return nil
	}
	names.pages++
	block.Advance(end + 2)
	inside := text.NewSegment(start, start+len(words))
	inside = inside.TrimLeftSpace(block.Source())
	shown := ast.NewTextSegment(inside.TrimRightSpace(block.Source()))
	if address == "" {
		return shown
	}
	link := ast.NewLink()
	link.Destination = []byte(address)
	link.AppendChild(link, shown)
	return link
}
