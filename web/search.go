package web

import (
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// SearchView is what was found here, and on another site when its address was given.
//
// Form: GET /search. Fields: q; kind (the name of a kind, "people" or "communities"), in (a community: name, or name@host), site
// (a host), by (a person: name, or name@host), since and until (days, "2026-03-05"), order ("newest", or empty for the best
// first). All but q may be missing.
type SearchView struct {
	Query       string
	Filters     SearchFilters
	Errors      Errors
	Kinds       []FoundKind // to narrow by; the first is all of them
	Communities []CommunityCard
	People      []PersonCard
	Hits        []Hit
	Pages       Pagination // of the hits
	Total       int        // of the hits
	More        bool       // there are more, older ones, than were looked at
	Wider       string     // address of the same search without filters; empty: there are none
	// Looked says that an address or a link was looked up on another site. Then Refused, Failed or one result says
	// how it ended.
	Looked  bool
	Refused string // in a sentence: this site does not talk with that one
	Failed  string // in a sentence: the other site did not answer, or has no such thing
	SignIn  string // address for signing in, when looking up elsewhere needs it; empty otherwise
}

// SearchFilters are the fields of the form besides q, as typed.
type SearchFilters struct {
	Kind, In, Site, By, Since, Until, Order string
}

// narrowed tells whether any of the fields is used that are not shown at first.
func (f SearchFilters) narrowed() bool {
	return f != SearchFilters{Kind: f.Kind}
}

// FoundKind is one sort of what was found, with how many there are.
type FoundKind struct {
	Label string
	Icon  string
	URL   string
	Count int
	Here  bool // what is shown now
}

// Hit is an item that was found.
type Hit struct {
	Kind      string // its name, "Event"
	Icon      string
	URL       string
	Title     []models.Part
	Thread    string // for a reply: the title of its thread
	Words     []models.Part
	Author    Person
	Community *CommunityLink // nil: none
	At        time.Time
}

// KindIcon is the drawing beside the name of a kind.
func KindIcon(name models.KindName) string {
	switch name {
	case models.Post.Name:
		return "quote"
	case models.Reply.Name:
		return "reply"
	case models.EventKind.Name:
		return "calendar"
	case models.WikiPageKind.Name:
		return "book"
	case models.ArticleKind.Name:
		return "article"
	case models.DocumentKind.Name:
		return "file"
	}
	return "list"
}
