package models

import (
	"strings"
	"unicode/utf8"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// A Part is a piece of a text. The parts of a hit, one after the other, are the text; those that were looked for are Found.
type Part struct {
	Text  string
	Found bool
}

// A marker finds the words of a query in texts as the index did.
type marker struct {
	stems  []stemmed
	words  int       // that are looked for
	begins [256]bool // with which bytes a word can begin that is looked for
}

type stemmed struct {
	nth        int // of the words of the query
	stem, word string
	prefix     bool
}

func newMarker(q Query) *marker {
	m := &marker{}
	for _, t := range q.wanted() {
		for i, w := range t.words {
			m.stems = append(m.stems, stemmed{m.words, text.Stem(w), w, t.begins && i == len(t.words)-1})
			m.begins[w[0]] = true
			m.words++
		}
		for _, w := range t.ends {
			m.stems = append(m.stems, stemmed{m.words - 1, text.Stem(w), w, false})
		}
	}
	return m
}

// a span is where a word stands that was looked for, and for which of them.
type span struct{ from, to, which int }

// snippetBytes is about how long a snippet is; leadBytes, how much of it stands before the first word that was found.
const (
	snippetBytes = 220
	leadBytes    = 60
)

// spans finds the words in a text.
func (m *marker) spans(s string) (found []span) {
	start := -1
	for at, r := range s {
		switch in := inWord(r); {
		case in && start < 0:
			start = at
		case !in && start >= 0:
			found = m.note(found, s, start, at)
			start = -1
		}
	}
	if start >= 0 {
		found = m.note(found, s, start, len(s))
	}
	return found
}

func (m *marker) note(found []span, s string, from, to int) []span {
	// A letter beyond ASCII may be any other once it is folded.
	if first := s[from]; first < utf8.RuneSelf && !m.begins[first|0x20] && !m.begins[first] {
		return found
	}
	word := db.Fold(s[from:to])
	stem := text.Stem(word)
	for _, looked := range m.stems {
		if stem == looked.stem || looked.prefix && strings.HasPrefix(word, looked.word) {
			return append(found, span{from, to, looked.nth})
		}
	}
	return found
}

// share is how many of the words stand in a title, from 0 to 1.
func (m *marker) share(title string) float64 {
	seen := map[int]bool{}
	for _, f := range m.spans(title) {
		seen[f.which] = true
	}
	return float64(len(seen)) / float64(m.words)
}

// marked cuts a text where words are that were looked for.
func (m *marker) marked(s string) []Part { return parts(s, m.spans(s), 0, len(s)) }

// snippet is the part of a text in which most of the words stand, on one line.
func (m *marker) snippet(s string) []Part {
	s = strings.Join(strings.Fields(s), " ")
	found := m.spans(s)
	best, most := 0, 0
	for n, f := range found {
		seen := map[int]bool{}
		for _, g := range found[n:] {
			if g.to > f.from+snippetBytes-leadBytes {
				break
			}
			seen[g.which] = true
		}
		if len(seen) > most {
			best, most = f.from, len(seen)
		}
	}
	from := best - leadBytes
	if from <= leadBytes/2 {
		from = 0
	} else {
		from += 1 + strings.IndexByte(s[from:], ' ')
	}
	to := from + snippetBytes
	if to >= len(s) {
		to = len(s)
	} else if space := strings.LastIndexByte(s[from:to], ' '); space > snippetBytes/2 {
		to = from + space
	}
	for from < to && !utf8.RuneStart(s[from]) {
		from++
	}
	for to < len(s) && !utf8.RuneStart(s[to]) {
		to++
	}
	out := parts(s, found, from, to)
	if from > 0 {
		out = append([]Part{{Text: "… "}}, out...)
	}
	if to < len(s) {
		out = append(out, Part{Text: " …"})
	}
	return out
}

// parts cuts a text from one place to another at the words that were found.
func parts(s string, found []span, from, to int) (all []Part) {
	for _, f := range found {
		if f.from < from || f.to > to {
			continue
		}
		if f.from > from {
			all = append(all, Part{Text: s[from:f.from]})
		}
		all = append(all, Part{Text: s[f.from:f.to], Found: true})
		from = f.to
	}
	if from < to {
		all = append(all, Part{Text: s[from:to]})
	}
	return all
}

// Text puts parts together again.
func Text(parts []Part) string {
	var out strings.Builder
	for _, p := range parts {
		out.WriteString(p.Text)
	}
	return out.String()
}
