package models

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// A Query is what somebody searches for. What is zero besides Said does not narrow it.
type Query struct {
	Said   string    // as it was typed
	Kind   *Kind     // of this kind
	In, By *Actor    // in this community; written by this person
	Host   string    // from this site; its own host means this one
	Since  time.Time // published then or later
	Until  time.Time // published before
	Newest bool      // the newest first; else the best

	terms []term
}

// A term is a word or a phrase that must stand in what is found, or must not.
type term struct {
	words   []string // folded
	begins  bool     // of the last one, the beginning is enough
	ends    []string // whole words that the last one may become, of which the index keeps less than was typed
	without bool
}

// What is read of a query: terms, words of a phrase, runes of a word. What is beyond is left out.
const (
	maxTerms     = 8
	maxPhrase    = 8
	maxWordRunes = 64
)

// shortestBeginning is how many bytes a word must have for its beginning to be enough: half of all words begin with "a".
const shortestBeginning = 3

// Ask reads what somebody typed: words, "phrases in quotes", and -words that shall not be in it. Of the last word its beginning
// is enough, as it may not be typed to the end. There is nothing that it doesn't read; a query may be Empty, though.
func Ask(said string) Query {
	q := Query{Said: said}
	rest := strings.Map(straight, said)
	for rest != "" && len(q.terms) < maxTerms {
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		t := term{}
		if after, is := strings.CutPrefix(rest, "-"); is {
			t.without, rest = true, after
		}
		var said string
		if phrase, after, closed := strings.Cut(strings.TrimPrefix(rest, `"`), `"`); strings.HasPrefix(rest, `"`) && closed {
			said, rest = phrase, after
		} else {
			rest = strings.TrimPrefix(rest, `"`)
			end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
			t.begins = end < 0
			if end < 0 {
				end = len(rest)
			}
			said, rest = rest[:end], rest[end:]
		}
		if t.words = wordsIn(said); len(t.words) > 0 {
			last := t.words[len(t.words)-1]
			typing := t.begins && !t.without
			if t.begins = typing && unfinished(last); typing {
				t.ends = finished(last, t.begins)
			}
			q.terms = append(q.terms, t)
		}
	}
	return q
}

// straight makes all sorts of quotes one, and of a minus what people type.
func straight(r rune) rune {
	switch r {
	case '“', '”', '„', '«', '»', '‟':
		return '"'
	case '−', '–':
		return '-'
	}
	return r
}

// wordsIn splits a text into its words, folded.
func wordsIn(s string) []string {
	words := allWords(s)
	words = words[:min(len(words), maxPhrase)]
	for n, w := range words {
		words[n] = cut(w, maxWordRunes)
	}
	return words
}

func allWords(s string) []string {
	return strings.FieldsFunc(db.Fold(s), func(r rune) bool { return !inWord(r) })
}

// inWord tells whether a word has this in it, as both indexes see it.
func inWord(r rune) bool {
	return r < 0x80 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z') ||
		r >= 0x80 && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r))
}

// unfinished tells whether a word may be the beginning of another. One with an ending is whole: what begins as the stem of
// "planning" is about plants too.
func unfinished(word string) bool {
	return len(word) >= shortestBeginning && len(word)-len(text.Stem(word)) <= 1
}

// endings are those that stemming takes off words.
var endings = []string{"ing", "ed", "er", "ity", "ive", "ion", "ation", "al", "able", "ance", "ence", "ment", "ness", "ful", "ly"}

// shortestEnding is how many bytes must be typed before an ending is looked for: of "mali", nobody means "males".
const shortestEnding = 6

// finished are words that a word may become and that would not be found by its beginning: the index has "univers" of a
// university, which does not begin with "universi", and takes "univers" itself for a plural. There is one for each stem.
func finished(word string, begins bool) (all []string) {
	if len(word) < shortestEnding {
		return nil
	}
	stems := map[string]bool{text.Stem(word): true}
	for _, ending := range endings {
		for n := len(ending) - 1; n >= 0; n-- {
			if !strings.HasSuffix(word, ending[:n]) {
				continue
			}
			full := word + ending[n:]
			if stem := text.Stem(full); !stems[stem] && !(begins && strings.HasPrefix(stem, word)) {
				stems[stem], all = true, append(all, full)
			}
		}
	}
	return all
}

// whole are the same terms, of which no beginning is enough.
func whole(terms []term) []term {
	all := slices.Clone(terms)
	for n := range all {
		all[n].begins, all[n].ends = false, nil
	}
	return all
}

// begins tells whether the beginning of a word is enough.
func (q Query) begins() bool {
	return slices.ContainsFunc(q.terms, func(t term) bool { return t.begins })
}

// Empty tells whether there is nothing in the query to be found.
func (q Query) Empty() bool { return len(q.wanted()) == 0 }

// Words are all that must be found, folded, without the order of phrases.
func (q Query) Words() (words []string) {
	for _, t := range q.wanted() {
		words = append(words, t.words...)
	}
	return words[:min(len(words), maxTerms)]
}

func (q Query) wanted() (wanted []term) {
	for _, t := range q.terms {
		if !t.without {
			wanted = append(wanted, t)
		}
	}
	return wanted
}

// match is what the index is asked; in the title alone, or anywhere.
func (q Query) match(title bool) db.Match {
	m := db.Match{Title: title}
	for _, t := range q.terms {
		one := t.match()
		if t.without {
			m.Not = append(m.Not, one)
		} else {
			m.All = append(m.All, one)
		}
	}
	return m
}

// match is what the index is asked for one term.
func (t term) match() db.Match {
	m := db.Match{Phrase: t.words, Begins: t.begins}
	if len(t.ends) == 0 {
		return m
	}
	either := []db.Match{m}
	for _, end := range t.ends {
		words := slices.Clone(t.words)
		words[len(words)-1] = end
		either = append(either, db.Match{Phrase: words})
	}
	return db.Match{Any: either}
}

// narrow makes the filters part of a query of items. It expects the alias "i".
func (q Query) narrow(sel *bun.SelectQuery, here string) *bun.SelectQuery {
	if q.Kind != nil {
		sel = sel.Where("i.kind = ?", q.Kind.Name)
	}
	if q.In != nil {
		sel = sel.Where("i.community_id = ?", q.In.ID)
	}
	if q.By != nil {
		sel = sel.Where("i.author_id = ?", q.By.ID)
	}
	if q.Host != "" {
		sel = sel.Where("i.host = ?", hostOrHere(q.Host, here))
	}
	if !q.Since.IsZero() {
		sel = sel.Where("i.published_at >= ?", q.Since)
	}
	if !q.Until.IsZero() {
		sel = sel.Where("i.published_at < ?", q.Until)
	}
	return sel
}

// facts are the filters of which the index may know.
func (q Query) facts(here string, now time.Time) (facts []db.Fact) {
	if q.Kind != nil {
		facts = append(facts, db.KindFact(string(q.Kind.Name)))
	}
	if q.In != nil {
		facts = append(facts, db.CommunityFact(q.In.ID))
	}
	if q.By != nil {
		facts = append(facts, db.AuthorFact(q.By.ID))
	}
	if q.Host != "" {
		facts = append(facts, db.HostFact(hostOrHere(q.Host, here)))
	}
	if !q.Since.IsZero() || !q.Until.IsZero() {
		since, until := q.Since, q.Until
		if since.Before(time.Unix(0, 0)) {
			since = time.Unix(0, 0) // before that, nobody published anything
		}
		if until.IsZero() || until.After(now) {
			until = now
		}
		facts = append(facts, db.SpanFact(since, until))
	}
	return facts
}

// hostOrHere is how items name a site: this one by nothing.
func hostOrHere(host, here string) string {
	if host == here {
		return ""
	}
	return host
}
