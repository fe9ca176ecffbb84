package text

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Rendered is what became of a Markdown text.
type Rendered struct {
	HTML     HTML
	Mentions []Mention // those whom the Linker knew, each once, in the order of the text
	Hashtags []string  // without their sign and as first written; each once, however it is capitalised
	Plain    string    // the words without markup, for search, summaries and mails
}

// A Linker knows whom a text names and where things are. Render asks it once for each different name.
type Linker interface {
	// Mention gives the address of the page of a person or community; false where there is none, and the text stays.
	Mention(m Mention) (address string, ok bool)
	// Hashtag gives the address of the page that gathers a hashtag, without its sign; "" for none.
	Hashtag(tag string) string
	// Base is the address of this site without a slash at the end: "https://north.example".
	Base() string
}

// Render turns Markdown as people write it into HTML: CommonMark with tables, strikethrough, bare links, mentions
// (@name, @name@host, !community, !community@host) and hashtags. A line break stays one, tags are shown as they were
// typed, a heading of the first rank becomes the third, for the first two belong to the page. Pictures of this site
// (paths under /media/) are shown, all others become links, so that no page loads anything from elsewhere.
func Render(markdown string, links Linker) Rendered {
	markdown = seen(strings.ToValidUTF8(shortened(markdown, MaxSource), "\uFFFD"))
	named := newNamed(links)
	ctx := &reading{Context: parser.NewContext(), named: named}
	var out bytes.Buffer
	if err := converter.Convert([]byte(markdown), &out, parser.WithContext(ctx)); err != nil {
		// Writing to a buffer does not fail, and neither does anything else here: show the text as it is.
		out.Reset()
		out.Write(util.EscapeHTML([]byte(markdown)))
	}
	h := cleaned(out.String(), source{base: strings.TrimSuffix(links.Base(), "/")})
	return Rendered{HTML: h, Mentions: named.mentions, Hashtags: named.hashtags, Plain: h.Plain()}
}

// bareLink is what becomes a link without any markup. Unlike GitHub's it takes hosts without a top level and
// addresses in numbers, since intranets have such.
var bareLink = regexp.MustCompile(`^https?://[-\pL\pN._]+(:[0-9]{1,5})?([/?#][^\s<>"` + "`" + `]*)?`)

// bareMail is bounded, so that looking for it at every word stays linear.
var bareMail = regexp.MustCompile(`^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}`)

// converter is safe for concurrent use. It has no parsers for raw HTML, so that "a <b" and "List<T>" stay readable.
var converter = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(blockParsers()...),
		parser.WithInlineParsers(inlineParsers()...),
		parser.WithParagraphTransformers(
			util.Prioritized(fewReferences{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(smallTables{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(nameLinker{}, 100),
			util.Prioritized(lowerHeadings{}, 200),
		),
	)),
	goldmark.WithRendererOptions(
		html.WithHardWraps(),
		renderer.WithNodeRenderers(
			util.Prioritized(extension.NewTableHTMLRenderer(), 500),
			util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
		),
	),
)

func blockParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(shallow{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
}

func inlineParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(counted{parser.NewCodeSpanParser(), code, maxCode}, 100),
		util.Prioritized(nameParser{}, 150),
		util.Prioritized(counted{pageParser{}, brackets, maxBrackets}, 160),
		util.Prioritized(counted{parser.NewLinkParser(), brackets, maxBrackets}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(counted{parser.NewEmphasisParser(), emphasis, maxEmphasis}, 500),
		util.Prioritized(counted{extension.NewStrikethroughParser(), emphasis, maxEmphasis}, 500),
		util.Prioritized(bareLinks{extension.NewLinkifyParser(
			extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
			extension.WithLinkifyURLRegexp(bareLink),
			extension.WithLinkifyEmailRegexp(bareMail),
		)}, 999),
	}
}
