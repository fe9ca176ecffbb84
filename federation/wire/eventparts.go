package wire

import (
	"html"
	"strings"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// eventParts are what an event says that no vocabulary has words for. Sites of our software read them as terms of ours;
// for all others they stand at the end of the text, each under its heading.
var eventParts = []struct {
	term, heading string
	field         func(e *models.Event) *string
	write         func(e *models.Event) string
}{
	{"agenda", "Agenda", func(e *models.Event) *string { return &e.Agenda }, func(e *models.Event) string { return listed(e.Agenda) }},
	{"papers", "Papers", func(e *models.Event) *string { return &e.Papers }, linked},
	{"speakers", "Who speaks", func(e *models.Event) *string { return &e.Speakers }, func(e *models.Event) string { return listed(e.Speakers) }},
	{"access", "Access", func(e *models.Event) *string { return &e.Access }, func(e *models.Event) string { return listed(e.Access) }},
	{"recording", "Recording", func(e *models.Event) *string { return &e.Recording }, func(e *models.Event) string {
		return "<p>" + anchor(e.Recording, e.Recording) + "</p>"
	}},
	{"notes", "Afterwards", func(e *models.Event) *string { return &e.Notes }, func(e *models.Event) string {
		return text.Render(e.Notes, noLinks{}).HTML.String()
	}},
}

// partsOf is the end of the text of an event.
func partsOf(e *models.Event) string {
	var out strings.Builder
	for _, part := range eventParts {
		if *part.field(e) != "" {
			out.WriteString("<h3>" + part.heading + "</h3>" + part.write(e))
		}
	}
	return out.String()
}

// putParts adds the terms of ours to a document.
func putParts(more document, e *models.Event) {
	for _, part := range eventParts {
		if s := *part.field(e); s != "" {
			more["folkmoot:"+part.term] = s
		}
	}
}

// readParts reads them, and takes them off the end of the text, where they would stand a second time.
func readParts(o *Object, it *Item, e *models.Event) {
	for _, part := range eventParts {
		*part.field(e) = ourString(o, part.term)
	}
	it.HTML = strings.TrimSuffix(it.HTML, partsOf(e))
}

func listed(lines string) string {
	var out strings.Builder
	out.WriteString("<ul>")
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line != "" {
			out.WriteString("<li>" + html.EscapeString(line) + "</li>")
		}
	}
	return out.String() + "</ul>"
}

func linked(e *models.Event) string {
	var out strings.Builder
	out.WriteString("<ul>")
	for _, paper := range e.PaperLinks() {
		out.WriteString("<li>" + anchor(paper.URL, paper.Title) + "</li>")
	}
	return out.String() + "</ul>"
}

func anchor(address, words string) string {
	return `<a href="` + html.EscapeString(address) + `">` + html.EscapeString(words) + `</a>`
}
