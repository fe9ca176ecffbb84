package text

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Markdown has constructs whose reading takes the square of their number: emphasis that is never closed, brackets in
// brackets, quotes in quotes, wide tables with short rows. What follows bounds each of them, far above what anybody
// writes; what is beyond a bound stays as it was typed.
const (
	maxEmphasis   = 400 // runs of * _ ~ in one paragraph
	maxBrackets   = 200 // brackets in one paragraph
	maxCode       = 400 // runs of backticks in one paragraph
	maxAncestors  = 2 * maxDepth
	maxCells      = 5000    // cells of all tables together, with those that short rows lack
	maxReferences = 100     // lines of a paragraph that defines links: "[label]: address"
	maxExpanded   = 100_000 // bytes of the addresses that such labels stand for, each time that they are used
)

// Counted kinds of inline parsers.
const (
	emphasis = iota
	brackets
	code
	countedKinds
)

// A reading is the state of one rendering: what goldmark keeps, whom the text names, and how much was done.
type reading struct {
	parser.Context
	named    *named
	tries    [countedKinds]int // in this paragraph
	cells    int
	expanded int
}

// Reference looks up a link by its label, until the labels have become too many bytes of addresses.
func (r *reading) Reference(label string) (parser.Reference, bool) {
	ref, ok := r.Context.Reference(label)
	if ok {
		r.expanded += len(ref.Destination())
		ok = r.expanded <= maxExpanded
	}
	return ref, ok
}

// counted lets an inline parser try so many times in one paragraph.
type counted struct {
	parser.InlineParser
	kind, limit int
}

func (c counted) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	tries := &pc.(*reading).tries[c.kind]
	if *tries++; *tries > c.limit {
		return nil
	}
	return c.InlineParser.Parse(parent, block, pc)
}

// CloseBlock ends the paragraph for the parser within.
func (c counted) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	pc.(*reading).tries[c.kind] = 0
	if closer, ok := c.InlineParser.(parser.CloseBlocker); ok {
		closer.CloseBlock(parent, block, pc)
	}
}

// shallow keeps quotes and lists from nesting too deep.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for up := parent; up != nil; up = up.Parent() {
		if depth++; depth > maxAncestors {
			return nil, parser.NoChildren
		}
	}
	return s.BlockParser.Open(parent, reader, pc)
}

// smallTables leaves tables as text where they would have more than maxCells cells.
type smallTables struct{ parser.ParagraphTransformer }

func (s smallTables) Transform(paragraph *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, columns := paragraph.Lines(), 0
	for i := range lines.Len() {
		line := lines.At(i)
		columns = max(columns, bytes.Count(line.Value(reader.Source()), []byte("|"))+1)
	}
	if columns > 1 {
		r := pc.(*reading)
		if r.cells += columns * lines.Len(); r.cells > maxCells {
			return
		}
	}
	s.ParagraphTransformer.Transform(paragraph, reader, pc)
}

// fewReferences reads definitions of links only in short paragraphs.
type fewReferences struct{ parser.ParagraphTransformer }

func (f fewReferences) Transform(paragraph *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if paragraph.Lines().Len() <= maxReferences {
		f.ParagraphTransformer.Transform(paragraph, reader, pc)
	}
}

// bareLinks looks for links without markup only where a word may be one, for it is asked at every word.
type bareLinks struct{ parser.InlineParser }

func (b bareLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	word := bytes.TrimLeft(line[:min(len(line), 70)], " *_~(")
	switch {
	case bytes.HasPrefix(word, []byte("http")), bytes.HasPrefix(word, []byte("www.")):
	case bytes.IndexByte(word, '@') > 0:
	default:
		return nil
	}
	return b.InlineParser.Parse(parent, block, pc)
}
