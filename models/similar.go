package models

import (
	"cmp"
	"context"
	"slices"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

const (
	// mostSimilar is how many of the longest words of a title are looked for: each pair of them makes the index work.
	mostSimilar = 6
	// similarFrom is how many of what holds two of them are ranked, the newest.
	similarFrom = 100
	// tellingBytes is how long a word must be to tell what something is about, with those left out that stand everywhere.
	tellingBytes = 4
)

// everywhere are the stems of long words that say nothing of what a title is about.
var everywhere = []string{
	"about", "after", "also", "anybodi", "anyon", "been", "best", "could", "does", "every", "from", "give", "good", "have", "help", "here", "into", "just",
	"like", "look", "make", "mani", "more", "most", "much", "need", "question", "should", "some", "somebodi", "someon", "than", "that", "their", "them", "then", "there",
	"thei", "thi", "want", "were", "what", "when", "where", "which", "who", "will", "with", "would", "your",
}

// Similar lists a few things that viewer may see and that begin a thread about what a title says, for somebody who is about to
// write it: those with at least two of its words, or with its only one.
func (s *Site) Similar(ctx context.Context, v Viewer, title string, limit int) ([]*Hit, error) {
	q := Query{Said: title, terms: telling(title)}
	if q.Empty() {
		return nil, nil
	}
	found, err := s.candidates(ctx, v, q, pairs(q.terms), similarFrom)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(c candidate) bool { return !KindNamed(c.Kind).Thread })
	order(found, q, s.db.Now())
	return s.hits(ctx, v, q, found[:min(limit, len(found))])
}

// telling are the words of a title that tell what it is about, the longest first.
func telling(title string) (terms []term) {
	seen := map[string]bool{}
	for _, w := range allWords(cut(title, 500)) {
		stem := text.Stem(w)
		if len(w) < tellingBytes || seen[stem] || slices.Contains(everywhere, stem) {
			continue
		}
		seen[stem] = true
		terms = append(terms, term{words: []string{cut(w, maxWordRunes)}})
	}
	slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(len(b.words[0]), len(a.words[0])) })
	return terms[:min(len(terms), mostSimilar)]
}

// pairs matches what holds any two of the words.
func pairs(terms []term) db.Match {
	one := func(t term) db.Match { return db.Match{Phrase: t.words} }
	if len(terms) == 1 {
		return one(terms[0])
	}
	var m db.Match
	for n, a := range terms {
		for _, b := range terms[n+1:] {
			m.Any = append(m.Any, db.Match{All: []db.Match{one(a), one(b)}})
		}
	}
	return m
}
