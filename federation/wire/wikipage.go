package wire

import (
	"cmp"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-fed/activity/streams"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// wikiForm is an Article of the community. It takes no type: an Article is a wiki page only when it says so, since most are
// what somebody has written on a blog. See kindOf.
var wikiForm = &Form{Kind: models.WikiPageKind, Type: "Article", Read: readPage, Write: Writer.pageTerms}

// digestTerm is the SHA-256 of the words of a page, as Markdown, or of one of its revisions: see models.DigestOf.
const digestTerm = "digestMultibase"

// summaryRunes is how much of the words of a page its summary has, in characters.
const summaryRunes = 300

// pageTerms gives what a wiki page says besides title and text: which revision this is, who wrote it, and where those before
// it are. The summary says so in words, since microblogs show nothing else.
func (w Writer) pageTerms(it *models.Item) document {
	p, ok := it.Detail.(*models.WikiPage)
	if !ok || it.Community == nil {
		return nil
	}
	more := document{
		"url": it.Community.PageAddress(p.Slug), "history": it.URI + "/history", "dct:hasVersion": versionOf(it, p),
		"folkmoot:revision": p.Number, "folkmoot:protected": p.Protected, digestTerm: models.DigestOfWords(it.Source),
		"summary": "<p>" + html.EscapeString(pageSummary(it, p)) + "</p>",
		"preview": document{"type": "Note", "content": "<p>" + anchor(it.Community.PageAddress(p.Slug), it.Title) + "</p><p>" + html.EscapeString(pageSummary(it, p)) + "</p>"},
	}
	if r := p.Latest; r != nil {
		if who := editor(r); who != "" {
			more["folkmoot:editor"] = who
		}
		if r.Note != "" {
			more["folkmoot:note"] = r.Note
		}
	}
	if p.ParentID != 0 {
		more["folkmoot:parent"] = fmt.Sprintf("%s/%s/%d", w.Base, models.WikiPageKind.Segment, p.ParentID)
	}
	return more
}

func versionOf(it *models.Item, p *models.WikiPage) string {
	if p.Latest != nil {
		return p.Latest.URI
	}
	return fmt.Sprintf("%s/rev/%d", it.URI, p.Number)
}

// editor is the id of whoever wrote a revision; "" when it is not known.
func editor(r *models.WikiRevision) string {
	if r.By != nil {
		return r.By.URI
	}
	return r.ByURI
}

// pageSummary says in a line what a page is about and what was changed last.
func pageSummary(it *models.Item, p *models.WikiPage) string {
	lead := text.Summary(it.Plain, summaryRunes)
	r := p.Latest
	if r == nil {
		return lead
	}
	by := "somebody"
	if r.By != nil {
		by = r.By.Display()
	}
	changed := fmt.Sprintf("Revision %d by %s, %s", p.Number, by, r.At.UTC().Format("2 Jan 2006"))
	if r.Note != "" {
		changed += ": " + r.Note
	}
	if lead != "" && !strings.ContainsAny(lead[len(lead)-1:], ".!?") && !strings.HasSuffix(lead, "…") {
		lead += "."
	}
	return strings.TrimSpace(lead + " " + strings.TrimRight(changed, ".") + ".")
}

// readPage reads what another site of ours says of a wiki page.
func readPage(o *Object, it *Item) error {
	if o.Count("folkmoot:revision") > maxVersionNumber {
		return fmt.Errorf("%w: the number of a revision", ErrMalformed)
	}
	p := &models.WikiPage{Number: max(0, o.Count("folkmoot:revision")), Protected: o.Is("folkmoot:protected"), Above: ourString(o, "parent")}
	if len(it.Audience) == 0 {
		return fmt.Errorf("%w: a wiki page of no community", ErrMalformed)
	}
	page, err := url.Parse(it.URL)
	if err != nil {
		return fmt.Errorf("%w: the address of a wiki page", ErrMalformed)
	}
	p.Slug = page.Path[strings.LastIndexByte(page.Path, '/')+1:]
	if p.Slug != text.Slug(p.Slug) || p.Slug == "" {
		p.Slug = text.Slug(cmp.Or(it.Title, "page"))
	}
	version := o.link("dct:hasVersion")
	if !isOn(hostOf(it.URI), version) {
		version = ""
	}
	who := ourString(o, "editor")
	if checkID("editor", who) != nil {
		who = ""
	}
	p.Read(version, who, text.CleanLine(ourString(o, "note"), limits.NoteRunes))
	it.Detail = p
	return nil
}

// isRevision tells whether an object is one state of a page, which is no item of its own.
func isRevision(o *Object) bool { return o.Has("dct:isVersionOf") }

// Revision writes one state of a page of this site, whole, as it stays.
func (w Writer) Revision(it *models.Item, r *models.WikiRevision) ([]byte, error) {
	doc, err := w.revision(it, r, true)
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

func (w Writer) revision(it *models.Item, r *models.WikiRevision, whole bool) (document, error) {
	o, err := begin[object]("Article", r.URI)
	if err != nil {
		return nil, err
	}
	mail{to: []string{public}, cc: []string{w.followers(it.Community)}, audience: it.Community.URI}.address(o)
	o.SetActivityStreamsAttributedTo(iris(streams.NewActivityStreamsAttributedToProperty(), cmp.Or(editor(r), it.Community.URI)))
	o.SetActivityStreamsName(words(streams.NewActivityStreamsNameProperty(), r.Title))
	o.SetActivityStreamsSummary(words(streams.NewActivityStreamsSummaryProperty(), r.Note))
	stamp(o, r.At, r.At)
	more := document{"dct:isVersionOf": it.URI, "folkmoot:revision": r.Number}
	if r.Number > 1 {
		more["dct:replaces"] = fmt.Sprintf("%s/rev/%d", it.URI, r.Number-1)
	}
	if r.Base > 0 {
		more["folkmoot:baseVersion"] = fmt.Sprintf("%s/rev/%d", it.URI, r.Base)
	}
	if whole {
		more["content"], more["mediaType"] = text.Render(r.Source, noLinks{}).HTML.String(), "text/html"
		more["source"], more[digestTerm] = document{"content": r.Source, "mediaType": "text/markdown"}, models.DigestOfWords(r.Source)
	}
	return finish(o, "Article", more, "to", "cc")
}

// HistoryPage is how many revisions a page of the history of a wiki page has.
const HistoryPage = 20

// History writes where the states of a page are listed, newest first.
func (w Writer) History(it *models.Item, total int) ([]byte, error) {
	o := streams.NewActivityStreamsOrderedCollection()
	identify(o, it.URI+"/history")
	o.SetActivityStreamsTotalItems(count(total))
	o.SetActivityStreamsAttributedTo(iris(streams.NewActivityStreamsAttributedToProperty(), it.Community.URI))
	doc, err := finish(o, "OrderedCollection", document{"first": it.URI + "/history/page/1"})
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

// HistoryPart writes one page of it: what made each revision, with all that is known of it but its words, which are at its
// id. last tells that no page follows.
func (w Writer) HistoryPart(it *models.Item, page int, revisions []*models.WikiRevision, last bool) ([]byte, error) {
	items := []any{}
	for _, r := range revisions {
		doc, err := w.revision(it, r, false)
		if err != nil {
			return nil, err
		}
		p := act{by: it.Community, object: doc, mail: mail{to: []string{public}, audience: it.Community.URI}, more: document{"published": moment(r.At)}}
		made, err := p.document(map[bool]string{true: "Create", false: "Update"}[r.Number == 1], r.URI+"#made")
		if err != nil {
			return nil, err
		}
		items = append(items, made)
	}
	part := streams.NewActivityStreamsOrderedCollectionPage()
	id := func(n int) string { return it.URI + "/history/page/" + strconv.Itoa(n) }
	identify(part, id(page))
	more := document{"partOf": it.URI + "/history", "orderedItems": items}
	if !last {
		more["next"] = id(page + 1)
	}
	doc, err := finish(part, "OrderedCollectionPage", more, "orderedItems")
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

// ReadRevision reads one state of a page of another site. whole is false when its words are not with it.
func ReadRevision(o *Object) (r *models.WikiRevision, of string, err error) {
	r = &models.WikiRevision{Number: o.Count("folkmoot:revision"), Title: o.String("name"), Note: o.String("summary"), At: o.Time("published")}
	if r.URI, err = o.ID(); err != nil {
		return nil, "", err
	}
	if of, err = o.OneID("dct:isVersionOf"); err != nil {
		return nil, "", err
	}
	if r.ByURI, err = o.OneID("attributedTo"); err != nil {
		return nil, "", err
	}
	if of == "" || r.URI == "" || r.Number < 1 || r.Number > maxVersionNumber || r.At.IsZero() {
		return nil, "", fmt.Errorf("%w: no revision", ErrMalformed)
	}
	if s := o.Inline("source"); s != nil && isMarkdown(s) {
		r.Source, r.Whole = s.String("content"), true
	}
	if sum := o.String(digestTerm); r.Whole && sum != "" && sum != models.DigestOfWords(r.Source) {
		return nil, "", fmt.Errorf("%w: the words of a revision are not those of its digest", ErrMalformed)
	}
	if n, err := strconv.Atoi(o.String("folkmoot:baseVersion")[strings.LastIndexByte(o.String("folkmoot:baseVersion"), '/')+1:]); err == nil && n > 0 && n < r.Number {
		r.Base = n
	}
	return r, of, nil
}

// offering proposes an edit to the community of a page, with the whole new text and the revision with which it began. It is
// for the community alone.
func (w Writer) offering(a *models.Act, _ Extra) (act, error) {
	if a.Offer == nil || a.Item == nil || a.Target == nil || a.By == nil {
		return act{}, orIncomplete(nil)
	}
	o := a.Offer
	return act{name: "Offer", by: a.By, target: a.Item.URI, mail: mail{to: []string{a.Target.URI}}, object: document{
		"type": "Article", "attributedTo": a.By.URI, "name": o.Title, "summary": o.Note, "folkmoot:baseVersion": o.BaseURI,
		"source": document{"content": o.Source, "mediaType": "text/markdown"},
	}}, nil
}

// judging tells somebody what became of the edit that they offered, with the revision that it became or did not fit.
func (w Writer) judging(a *models.Act, _ Extra) (act, error) {
	if a.Offer == nil || a.Item == nil || a.Target == nil || a.By == nil {
		return act{}, orIncomplete(nil)
	}
	p := act{name: "Reject", by: a.By, mail: mail{to: []string{a.Target.URI}}, more: document{"result": a.Offer.Result}, object: document{
		"id": a.Offer.URI, "type": "Offer", "actor": a.Target.URI, "target": a.Item.URI,
	}}
	if a.Offer.State == models.OfferAccepted {
		p.name = "Accept"
	}
	if a.Offer.Reason != "" {
		p.more["summary"] = a.Offer.Reason
	}
	return p, nil
}

// ReadOffer reads an edit of a page that somebody offers. why says what is wrong with one that can be read but not taken.
func ReadOffer(a *Activity) (o models.WikiOffer, base, why string, err error) {
	o.URI = a.ID
	in := a.Object.Inline
	if in == nil || a.ID == "" || a.Target == "" {
		return o, "", "", fmt.Errorf("%w: an offer of nothing", ErrMalformed)
	}
	if who, err := in.OneID("attributedTo"); err != nil || who != "" && who != a.Actor {
		return o, "", "", fmt.Errorf("%w: an offer of what somebody else wrote", ErrMalformed)
	}
	o.Title, o.Note = text.CleanLine(in.String("name"), limits.TitleRunes), text.CleanLine(in.String("summary"), limits.NoteRunes)
	source := in.Inline("source")
	if source == nil || !isMarkdown(source) {
		return o, "", "It lacks its text as Markdown.", nil
	}
	o.Source = source.String("content")
	if n := len([]rune(o.Source)); n > limits.PageRunes {
		why = fmt.Sprintf("It is too long: %d characters, of which %d are taken.", n, limits.PageRunes)
	}
	return o, ourString(in, "baseVersion"), why, nil
}

// Result is the id of what came of what an Accept or a Reject answers; "" when it does not say.
func (a *Activity) Result() string {
	o, err := Parse(a.Raw)
	if err != nil {
		return ""
	}
	id, err := o.OneID("result")
	if err != nil {
		return ""
	}
	return id
}
