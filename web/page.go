package web

import (
	"context"
	"io"
	"time"

	"github.com/a-h/templ"
)

// A Page is all that stands around the content of one page. The zero value of a field leaves its part out.
type Page struct {
	Title       string // of this page alone; the site's name is added to it in the browser's tab
	Description string // one sentence for search engines and link previews
	Site        Site
	Viewer      *Viewer // nil when nobody is signed in
	Band        *Band   // the community that the page belongs to, or nil
	Place       Place   // which link of the masthead is the present one
	Flash       *Flash  // what has just happened
	Alternates  []Alternate
	Canonical   string // absolute URL of the page, when another address shows it too
	NoIndex     bool   // asks search engines to leave the page out; set it on whatever is not public
	Search      string // what was searched for, kept in the search box

	Lang string         // "en"; see Language. Empty means DefaultLang
	Zone *time.Location // in which times are told; nil means UTC
	Now  time.Time      // when the page is shown; times are told relative to it
}

// Site is how the organisation's site presents itself.
type Site struct {
	Name     string // "North West Academy"
	Region   string // "North West England"; may be empty
	Mission  string // one sentence; may be empty
	Mark     string // URL of the logo; empty means our own mark
	ThemeURL string // "/theme.css?v=…", or empty when the site has the default accent
	Contact  string // e-mail address or absolute URL; may be empty
	RunBy    string // the organisation's full name, for the footer; empty means Name
	Legal    string // charity or company number and the like; may be empty
	Source   string // URL of the source code; empty means the project's own
}

// Runner is the name of the organisation that runs the site.
func (s Site) Runner() string {
	if s.RunBy != "" {
		return s.RunBy
	}
	return s.Name
}

// Viewer is the person who is signed in.
type Viewer struct {
	Name    string // as shown
	Handle  string // "@asha@academy.example"
	URL     string // their own page, "/u/asha"
	Picture string // URL, or empty for a generated face
	Unread  int    // notices not yet seen
	Admin   bool   // shows the way to the admin's pages
	Theme   string // "", "light" or "dark": what they chose in their settings
}

// Place names a link of the masthead.
type Place string

// The places of the masthead.
const (
	AtHome        Place = "home"
	AtCommunities Place = "communities"
	AtEvents      Place = "events"
	AtNotices     Place = "notices"
	AtSearch      Place = "search"
	AtAdmin       Place = "admin"
)

// Flash says what has just happened and offers the way back.
type Flash struct {
	Text string
	Undo string // the address that a POST form goes to in order to undo it; empty when there is no way back
	// UndoFields are sent with it, hidden.
	UndoFields map[string]string
	Tone       Tone // Good when empty
}

// Tone is how something is said: its colour always comes with an icon or a word that says the same.
type Tone string

// The tones.
const (
	Good  Tone = "good"
	Warn  Tone = "warn"
	Bad   Tone = "bad"
	Quiet Tone = "quiet"
)

// Alternate is the same content in another form: a feed, an ActivityPub document.
type Alternate struct {
	Type, URL, Title string
}

// Band is the strip under the masthead that says in which community one is.
type Band struct {
	Name     string // "Peer support in the North West"
	URL      string // "/c/peer-support"
	Mark     string // URL of its picture; empty means a generated emblem
	Purpose  string // one sentence
	Audience Audience
	Tabs     []Tab
	Small    bool // inside a thread or a form: name and tabs only

	// What the viewer is to this community decides which of its buttons are shown. The forms post to URL followed by
	// /join, /leave, /follow or /unfollow, with no fields.
	Standing Standing
	CanJoin  bool // whether Join is offered to somebody who is no member
	ByAsking bool // joining needs an organiser's yes
	// Elsewhere is the handle to follow from another site ("@peer-support@academy.example"), shown to visitors;
	// empty when the community is not public.
	Elsewhere string
	// Home is the host of the community's own site when it is not this one.
	Home string
}

// Standing is what the viewer is to a community.
type Standing string

// The standings. The zero value is a visitor who is signed in or not, and neither a member nor a follower.
const (
	Visitor   Standing = ""
	Waiting   Standing = "waiting" // asked to join (or follow), not answered yet
	Following Standing = "following"
	Joined    Standing = "joined"
	Keeper    Standing = "keeper" // organiser or facilitator
	Barred    Standing = "barred"
)

// A Tab is one room of a community. The caller lists those in use.
type Tab struct {
	Name   string
	URL    string
	Active bool
	Count  int // shown when above 0
}

// Layout is the whole page with content in it. Render it once, as the answer to a request.
func Layout(p Page, content templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return document(p, content).Render(withPage(ctx, &p), w)
	})
}

// Fragment is content alone, for an answer to htmx; p gives language, clock and site.
func Fragment(p Page, content templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return content.Render(withPage(ctx, &p), w)
	})
}

// reader is what every component needs to know about who reads; it travels in the context.
type reader struct {
	lang string
	zone *time.Location
	now  time.Time
	page *Page
}

type readerKey struct{}

var plainReader = &reader{lang: DefaultLang, zone: time.UTC, page: &Page{}}

func withPage(ctx context.Context, p *Page) context.Context {
	r := &reader{lang: p.Lang, zone: p.Zone, now: p.Now, page: p}
	if r.lang == "" {
		r.lang = DefaultLang
	}
	if r.zone == nil {
		r.zone = time.UTC
	}
	return context.WithValue(ctx, readerKey{}, r)
}

func readerFrom(ctx context.Context) *reader {
	if r, ok := ctx.Value(readerKey{}).(*reader); ok {
		return r
	}
	return plainReader
}

func siteFrom(ctx context.Context) Site { return readerFrom(ctx).page.Site }

func viewerFrom(ctx context.Context) *Viewer { return readerFrom(ctx).page.Viewer }
