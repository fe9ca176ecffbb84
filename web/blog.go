package web

import (
	"context"
	"time"

	"github.com/a-h/templ"
)

// Article is an article as lists and its own page show it. It is the Detail of such an Item.
type Article struct {
	Summary string   // plain text, in a sentence or two; may be empty
	Cover   *Picture // nil: none
	Minutes int      // to read
	Episode *Episode // nil: there is nothing to listen to

	Page *ArticlePage // what only its own page shows; nil in lists
}

// Episode is a recording to listen to. One that lies elsewhere is linked to: no page loads anything from another site.
type Episode struct {
	URL      string // on this site; empty: it is elsewhere, or not looked through yet
	Link     string // where it is elsewhere
	Site     string // the host of Link
	Type     string // media type
	Length   time.Duration
	Checking bool // it is being looked through
}

// ArticlePage is what the page of an article shows besides.
type ArticlePage struct {
	Transcript HTML // empty: none
	Related    []Item
	Blog       BlogLink
}

// BlogLink leads to the blog in which an article stands.
type BlogLink struct{ Name, URL string }

// InList is how long it takes; the summary stands in the item's Excerpt.
func (a *Article) InList() templ.Component { return articleFacts(a) }

// Above is the summary and the cover, over the words.
func (a *Article) Above() templ.Component { return articleHead(a) }

// Below is nothing: an article ends with its words.
func (a *Article) Below() templ.Component { return templ.NopComponent }

// Beside are related articles, and where more stand.
func (a *Article) Beside() templ.Component { return articleSide(a) }

// length is how long an episode takes: "24 minutes".
func (e *Episode) length(ctx context.Context) string {
	minutes := int(e.Length.Round(time.Minute) / time.Minute)
	if e.Length > 0 && minutes == 0 {
		minutes = 1
	}
	return T(ctx, "article.minutes", "Count", minutes)
}

// BlogView lists the articles of a blog.
type BlogView struct {
	Title    string
	Lead     string // one sentence; may be empty
	Items    []Item // with their Article as Detail
	Pages    Pagination
	Write    string // address of the page for a new one; empty: the viewer may not
	Drafts   int    // how many drafts the viewer has; links to /drafts
	Asked    []DraftRow
	Feed     string // Atom; may be empty
	Podcast  string // empty: there are no episodes
	Empty    string // what belongs here
	InRoom   bool   // under the band of a community, which has said its name
	Big      bool   // the first one is shown larger
	ByPerson bool   // of one person, who is not named in each
}

// article is the Article of an item of a blog.
func article(it Item) *Article {
	if a, ok := it.Detail.(*Article); ok && a != nil {
		return a
	}
	return &Article{}
}

// DraftRow is one draft in a list.
type DraftRow struct {
	URL, Title string
	For        string // the blog that it is for
	By         Person // empty: the viewer
	SavedAt    time.Time
	Due        time.Time // when it is published by itself; zero: never
	Zone       string    // of Due
	AskedAt    time.Time // when the facilitators were asked; zero: they were not
	Note       string    // why it was handed back
	Delete     string    // address of the page that asks; empty: not offered
}

// state is what becomes of a draft, in a few words; "" when nothing does yet.
func (d DraftRow) state(ctx context.Context) string {
	switch {
	case !d.Due.IsZero():
		return T(ctx, "drafts.due", "When", DueWords(ctx, d.Due, d.Zone))
	case !d.AskedAt.IsZero():
		return T(ctx, "drafts.asked")
	case d.Note != "":
		return T(ctx, "drafts.back")
	}
	return ""
}

// DueWords is a time in its own zone, which is named.
func DueWords(ctx context.Context, at time.Time, zone string) string {
	return T(ctx, "drafts.when", "Day", eventDay(ctx, at), "Clock", clock(ctx, at), "Zone", zoneWords(ctx, zone))
}

// DraftsView lists one's drafts, and those that one is asked to publish.
type DraftsView struct {
	Mine, Asked []DraftRow
	Write       string
}

// ArticleFields are the fields of an article as somebody typed them, or as they are stored. They are the Extra of a Composer.
// Fields: summary, audio (a file), audio_id, audio_off, audio_url, length, transcript.
type ArticleFields struct {
	Summary, AudioURL, Length, Transcript string
	AudioID                               string // decimal; empty: none
	AudioName                             string // of that file
	Checking                              bool   // it is being looked through
}

// Above is the summary.
func (f *ArticleFields) Above(errs Errors) templ.Component { return articleFieldsAbove(f, errs) }

// Below is the episode.
func (f *ArticleFields) Below(errs Errors) templ.Component { return articleFieldsBelow(f, errs) }

// Order names the fields as they stand over and under the words.
func (f *ArticleFields) Order() (above, below []string) {
	return []string{"summary", "cover", "cover_alt"}, []string{"audio", "audio_url", "length", "transcript", "at", "timezone"}
}

// opened tells whether the fields of the episode must be seen.
func (f *ArticleFields) opened(errs Errors) bool {
	for _, name := range []string{"audio", "audio_url", "length", "transcript"} {
		if errs[name] != "" {
			return true
		}
	}
	return f.AudioID+f.AudioURL+f.Length+f.Transcript != ""
}

// ArticleEditor is the page on which one writes an article.
// Form: POST to Composer.Action, multipart. Fields: those of a Composer with a Cover, version, at and timezone; do is the
// button that was pressed: save, preview, publish, ask, take_back, or, sent by the script, autosave. That is answered with
// JSON: action and version for what is sent next, and words to show; status 409 says that it was saved elsewhere meanwhile.
type ArticleEditor struct {
	Composer   Composer
	Heading    string
	For        string // the blog that it is for, in a sentence
	Version    int    // of the draft; 0: there is none yet
	At, Zone   string // wall time at which it is to be published, as typed
	Row        DraftRow
	MayPublish bool
	MayAsk     bool
	Conflict   string // address of the version that was saved elsewhere; empty: there is none
}

func (v ArticleEditor) scheduleOpen() bool {
	return v.At != "" || v.Composer.Errors["at"] != "" || v.Composer.Errors["timezone"] != ""
}

// ArticlePreview is a draft as it will look, for its author and for those who are asked to publish it.
type ArticlePreview struct {
	Article Item // with Body and an Article as Detail
	Row     DraftRow
	Back    string // to the editor; empty for who reads somebody else's
	Publish string // POST here with do = publish, or back with a reason; empty: not offered
	Version string // of the words that are shown; sent along, so that no others are published
	Errors  Errors
}
