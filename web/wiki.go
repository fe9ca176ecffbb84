package web

import (
	"context"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// WikiNode is a page in the index of a wiki, with those below it.
type WikiNode struct {
	Title, URL string
	At         time.Time // when it was last written
	ReviewOn   string    // the day on which it was to be looked at; only where that has come
	Below      []WikiNode
}

// WikiIndex is the front page of a wiki: its pages as a tree, or a list of some of them.
type WikiIndex struct {
	Title, Lead string // empty on the front page, where the community's name is the heading
	Nodes       []WikiNode
	Count       int
	New         string // address for writing a page; empty: the reader may not
	WhyNot      string
	Feed        string // Atom, of all changes; may be empty
	Review      string // address of those that are to be reviewed; empty: none are
	Reviews     int
	Back        string // address of the whole wiki, on its other lists
	Empty       Empty
}

// WikiTab is one of the views of a page.
type WikiTab = Tab

// WikiPageView is a page of a wiki, with what people say about it below.
type WikiPageView struct {
	Thread   ThreadView // the post without its body, and the discussion
	Above    []Tab      // the pages above it, from the top
	Body     HTML
	Contents []text.Heading
	By       Person // who wrote what it shows
	At       time.Time
	Note     string
	Number   int
	Below    []WikiNode
	Links    string // address of what links here
	Linked   int    // how many pages do
	History  string
	Edit     string // empty: the reader may not
	WhyNot   string
	Offered  bool // an edit goes to the page's own site
	Watch    string
	Watching bool
	Protect  string // empty: the reader may not
	Locked   bool   // it is protected
	ReviewOn time.Time
	Due      bool
	Offers   []WikiOffer
	Site     string // host of its own site, when that is another
}

// WikiOffer is an edit that crosses between sites, for its author, or, where By is set, for those who look after the page.
type WikiOffer struct {
	State  models.OfferState
	At     time.Time
	Reason string
	URL    string // its words
	By     *Person
}

// WikiRevisionRow is one line of the history of a page.
type WikiRevisionRow struct {
	Number     int
	By         Person
	At         time.Time
	Note       string
	URL        string // its words; empty: they are on the page's own site alone
	Diff       string // what it changed; empty for the first
	Merged     bool   // it was merged with what others wrote meanwhile
	Now, First bool
}

// WikiHistoryView lists the revisions of a page, newest first.
type WikiHistoryView struct {
	Title, Back string
	Rows        []WikiRevisionRow
	Pages       Pagination
	Compare     string // where a form with "a" and "b" leads; empty: there is but one
	Offers      []WikiOffer
	Site        string
}

// WikiRevisionView is one state of a page as it was.
type WikiRevisionView struct {
	Title, Back, History string
	Row                  WikiRevisionRow
	Body                 HTML
	Restore              string // empty: the reader may not, or it is the newest
	Number               int
}

// WikiDiffView compares two states of a page word by word.
type WikiDiffView struct {
	Title, History string
	From, To       WikiRevisionRow
	Name           []DiffPart // empty when the title did not change
	Parts          []DiffPart
	Same           bool
	Restore        string // makes From the newest; empty: the reader may not
}

// WikiMissingView stands where nobody has written a page yet.
type WikiMissingView struct {
	Name, Wiki, New, WhyNot string
}

// WikiOfferView is an edit that crossed between sites, with its words.
type WikiOfferView struct {
	Title, Back string
	Offer       WikiOffer
	Note        string
	Words       string
	Parts       []DiffPart // against the page as it is
	Again, Drop string     // empty: not for the reader
	Site        string
}

// WikiFields are the fields of the form for a page.
type WikiFields struct {
	Base             int // the revision with which one began; 0 for a new page
	Note             string
	Parent, ReviewOn string
	Parents          []Choice
	Clash            *Clash
	Site             string // the page's own site, when that is another: the edit is offered there
	Done             string // what became of it, once it is saved
}

// Clash is what somebody changes as it stands now, when it was changed elsewhere and cannot be merged with what one wrote.
type Clash struct {
	Own   bool   // it was oneself, in another window
	URL   string // where it is shown as it is now; may be empty
	By    Person
	At    time.Time
	Title string
	Words string
	Parts []DiffPart // what they changed since one began
}

// Above stands over the words: what others wrote meanwhile.
func (f *WikiFields) Above(Errors) templ.Component { return wikiFieldsAbove(f) }

// Below are the note and the place of the page.
func (f *WikiFields) Below(errs Errors) templ.Component { return wikiFieldsBelow(f, errs) }

// Order names the fields in the order of the page.
func (f *WikiFields) Order() (above, below []string) {
	return nil, []string{"note", "parent", "review"}
}

const noteRunes = limits.NoteRunes

// WikiMark says in lists that something is a page of a wiki.
type WikiMark struct{ Number int }

// InList says which revision it is.
func (m *WikiMark) InList() templ.Component { return wikiMark(m) }

// Above adds nothing: a wiki page has a page of its own making.
func (m *WikiMark) Above() templ.Component { return templ.NopComponent }

// Below adds nothing.
func (m *WikiMark) Below() templ.Component { return templ.NopComponent }

// Beside adds nothing.
func (m *WikiMark) Beside() templ.Component { return templ.NopComponent }

func offerTone(s models.OfferState) (icon string, tone string) {
	switch s {
	case models.OfferAccepted:
		return "tick", "fm-tag--good"
	case models.OfferRejected:
		return "warn", "fm-tag--warn"
	}
	return "clock", ""
}

func offerIcon(s models.OfferState) string { icon, _ := offerTone(s); return icon }

func offerClass(s models.OfferState) string { _, tone := offerTone(s); return tone }

func offerWord(ctx context.Context, s models.OfferState) string {
	switch s {
	case models.OfferAccepted:
		return T(ctx, "wiki.offer_accepted")
	case models.OfferRejected:
		return T(ctx, "wiki.offer_rejected")
	}
	return T(ctx, "wiki.offer_pending")
}

func revisionName(ctx context.Context, n int) string {
	return T(ctx, "wiki.revision", "Number", strconv.Itoa(n))
}

func headingClass(h text.Heading) string { return "fm-toc__" + strconv.Itoa(h.Level) }

func wikiMissingEmpty(ctx context.Context, v WikiMissingView) Empty {
	e := Empty{Drawing: "shelf", Title: T(ctx, "wiki.missing_title"), Text: T(ctx, "wiki.missing_text")}
	if v.New != "" {
		e.Act = &ActButton{Label: T(ctx, "wiki.write_it"), URL: v.New, Link: true}
	} else if v.WhyNot != "" {
		e.Text = v.WhyNot
	}
	return e
}
