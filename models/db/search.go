package db

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/uptrace/bun"
	"golang.org/x/text/unicode/norm"
)

// The index of words is a table "search" beside items, kept by triggers; see migration 0011. A row is there for each item
// that is neither deleted nor removed. Its words are folded, and stemmed as English.
//
// SQLite has FTS5. Its own ranking, bm25, reads all rows that hold a word, however rare the others of the query are:
// 5 CPU-ms for each word that is in half of 100,000 items. So nothing here ranks; rows come newest first.
//
// PostgreSQL has tsvector with a dictionary of ours, that of English without its stop words, so that both databases find
// "to be or not to be". Accents are folded by a function of ours: the extension unaccent may be added by few, and folds "ß"
// where SQLite doesn't.

// A Match says what must stand in an item: a phrase, or all or any of further matches.
type Match struct {
	Phrase []string // these words one after the other; letters and digits only, folded by Fold
	Begins bool     // of the last of them, the beginning is enough
	Title  bool     // in the title; else in title or text
	All    []Match
	Any    []Match
	Not    []Match // none of these besides
}

// A Fact is what the index knows of an item besides its words, so that few rows are looked at on SQLite; PostgreSQL does
// without. The query must ask for it all the same: two facts may look alike.
type Fact struct{ any []string } // one of these

// KindFact says of which kind an item is.
func KindFact(kind string) Fact { return fact("k" + kind) }

// CommunityFact says in which community an item is.
func CommunityFact(id int64) Fact { return fact(fmt.Sprint("c", id)) }

// AuthorFact says who wrote an item.
func AuthorFact(id int64) Fact { return fact(fmt.Sprint("a", id)) }

// HostFact says from which site an item came. A host that is written unlike others narrows nothing.
func HostFact(host string) Fact {
	if strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789.:-") != "" {
		return Fact{}
	}
	return fact("h" + strings.NewReplacer(".", "x", "-", "x", ":", "x").Replace(host))
}

// SpanFact says between which days an item was published. The index knows years and months.
func SpanFact(since, until time.Time) Fact {
	var span []string
	month := time.Date(since.UTC().Year(), since.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
	for !month.After(until) {
		if year := month.AddDate(1, 0, 0); month.Month() == time.January && !year.After(until) {
			span, month = append(span, month.Format("y2006")), year
			continue
		}
		span, month = append(span, month.Format("m200601")), month.AddDate(0, 1, 0)
	}
	return Fact{span}
}

func fact(one string) Fact { return Fact{[]string{one}} }

func (f Fact) fts5() string { return ` AND {facts} : ("` + strings.Join(f.any, `" OR "`) + `")` }

// mostLookedAt is how many rows of the index a search looks at on SQLite, the newest, when a filter of the query lets few of
// them through: 4 CPU-µs each.
const mostLookedAt = 20_000

// Search makes q a query of the items, as "i", that match, the newest first.
func (d *DB) Search(q *bun.SelectQuery, m Match, facts ...Fact) *bun.SelectQuery {
	if d.kind == SQLite {
		words := "{title words} : " + fts5(m)
		for _, f := range facts {
			if len(f.any) > 0 {
				words += f.fts5()
			}
		}
		// The order is that of the subquery, which is read only as far as the limit of q needs.
		return q.TableExpr("(SELECT rowid AS item_id FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?) AS f", words, mostLookedAt).
			Join("CROSS JOIN items AS i").Where("i.id = f.item_id")
	}
	words := bun.SafeQuery("to_tsquery('folkmoot', ?)", tsquery(m, false))
	return q.TableExpr("search AS f").Join("JOIN items AS i ON i.id = f.item_id").
		Where("f.words @@ (?)", words).OrderExpr("f.item_id DESC")
}

// fts5 writes a match as FTS5 reads it. What stands in quotes is taken literally there.
func fts5(m Match) string {
	out := ""
	switch {
	case len(m.Phrase) > 0:
		out = `"` + strings.Join(m.Phrase, " ") + `"`
		if m.Begins {
			out += "*"
		}
	case len(m.Any) > 0:
		out = joined(m.Any, " OR ", fts5)
	default:
		out = joined(m.All, " AND ", fts5)
	}
	if m.Title {
		out = "({title} : " + out + ")"
	}
	if len(m.Not) > 0 {
		out = "(" + out + " NOT " + joined(m.Not, " OR ", fts5) + ")"
	}
	return out
}

// tsquery writes a match as to_tsquery reads it. The words hold nothing that has a meaning there.
func tsquery(m Match, title bool) string {
	title = title || m.Title
	deeper := func(m Match) string { return tsquery(m, title) }
	out := ""
	switch {
	case len(m.Phrase) > 0:
		parts := make([]string, len(m.Phrase))
		for n, word := range m.Phrase {
			parts[n] = "'" + word + "'" + label(m.Begins && n == len(m.Phrase)-1, title)
		}
		out = "(" + strings.Join(parts, " <-> ") + ")"
	case len(m.Any) > 0:
		out = joined(m.Any, " | ", deeper)
	default:
		out = joined(m.All, " & ", deeper)
	}
	if len(m.Not) > 0 {
		out = "(" + out + " & !" + joined(m.Not, " | ", deeper) + ")"
	}
	return out
}

func label(begins, title bool) string {
	switch {
	case begins && title:
		return ":*A"
	case begins:
		return ":*"
	case title:
		return ":A"
	}
	return ""
}

func joined(all []Match, by string, write func(Match) string) string {
	parts := make([]string, len(all))
	for n, m := range all {
		parts[n] = write(m)
	}
	return "(" + strings.Join(parts, by) + ")"
}

// accents are what stands on letters of alphabets that can do without: those that both databases fold.
var accents = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x0300, Hi: 0x036F, Stride: 1}}}

// Fold makes small letters of all, without accents: "Schöne" and "schone" are the same then.
func Fold(s string) string {
	plain := true
	for n := 0; n < len(s) && plain; n++ {
		plain = s[n] < 0x80
	}
	if plain {
		return strings.ToLower(s)
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(accents, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
	return norm.NFC.String(bare)
}
