package wire

import (
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// An Item is a post, a reply or the like as another server describes it. Nothing in it is safe to show
// yet, and nothing is believed.
type Item struct {
	URI          string // its id
	URL          string // its page, on the host of its id
	Type         string
	Kind         *models.Kind // nil for a Tombstone
	AttributedTo string
	InReplyTo    string
	To, CC       []string
	Audience     []string // communities that it says it is for
	Public       bool     // addressed to anyone, visibly or not

	Title    string // one clean line; "" for kinds without a title
	Named    bool   // Title is its own name; otherwise see TitleFor
	HTML     string // what to show, foreign and not cleaned
	Markdown string // its source, where that is Markdown
	Summary  string // HTML; on a Note it warns of the content
	Language string // "en"; "" when not told

	Detail    models.Detail // what its kind has besides
	Sensitive bool
	Published time.Time // zero when not told
	Updated   time.Time // zero when never, or not told
	Pictures  []models.Picture
	Mentions  []Mention
	Tags      []string // hashtags in lower case, without their sign
	Context   string   // the conversation that it belongs to
	Tombstone bool     // it was deleted; only URI is set besides
	Companion bool     // it goes out beside an event, which comes by itself

	content *text.HTML // HTML, made safe; nil: not yet
}

// A Mention names somebody in an item.
type Mention struct {
	Href string // the id of whom it names
	Name string // "@name@host" as the other server writes it
}

// ReadItem reads an item. It fails with ErrUnsupported for what cannot be an item, and with ErrMalformed
// when its ids are none or it has no author.
func ReadItem(o *Object) (*Item, error) {
	it := &Item{Type: o.Type(), Tombstone: o.Type() == "Tombstone", Companion: ourString(o, companionTerm) != ""}
	var err error
	if it.URI, err = o.ID(); err != nil {
		return nil, err
	}
	if it.URI == "" {
		return nil, fmt.Errorf("%w: %.40q without an id", ErrMalformed, it.Type)
	}
	if it.Tombstone {
		return it, nil
	}
	if it.InReplyTo, err = o.OneID("inReplyTo"); err != nil {
		return nil, err
	}
	var asLink bool
	if it.Kind, asLink = kindOf(o, it.InReplyTo != ""); it.Kind == nil {
		return nil, fmt.Errorf("%w: %.40q is no item", ErrUnsupported, it.Type)
	}
	if err := it.readParties(o); err != nil {
		return nil, err
	}
	it.readFacts(o)
	it.readTags(o)
	it.readWords(o, asLink)
	if form := formOf(it.Kind.Name); form.Read != nil {
		if err := form.Read(o, it); err != nil {
			return nil, err
		}
	}
	return it, nil
}

// readParties reads who wrote it and for whom.
func (it *Item) readParties(o *Object) (err error) {
	if it.Audience, err = o.IDs("audience"); err != nil {
		return err
	}
	if err := it.readAuthor(o); err != nil {
		return err
	}
	if it.To, it.CC, err = o.addressees(); err != nil {
		return err
	}
	it.Public = isPublic(it.To, it.CC)
	return nil
}

// readAuthor reads the one author. Two programs have more there: PeerTube names the channel, a Group,
// beside the author, and Mobilizon names the group alone and has the author in actor; the groups are the
// audience then. Two authors are refused, since one of them would be believed for the other.
func (it *Item) readAuthor(o *Object) error {
	authors, err := o.Refs("attributedTo")
	if err != nil {
		return err
	}
	for _, a := range authors {
		switch {
		case len(authors) > 1 && a.Inline != nil && a.Inline.Type() == "Group":
			it.Audience = append(it.Audience, a.ID)
		case it.AttributedTo == "":
			it.AttributedTo = a.ID
		default:
			return fmt.Errorf("%w: more than one author", ErrMalformed)
		}
	}
	if it.AttributedTo == "" {
		return fmt.Errorf("%w: no author", ErrMalformed)
	}
	by, err := o.OneID("actor")
	if err != nil {
		return err
	}
	if by != "" && by != it.AttributedTo && hostOf(by) == hostOf(it.AttributedTo) {
		it.Audience, it.AttributedTo = append(it.Audience, it.AttributedTo), by
	}
	return nil
}

// readFacts reads what is neither words nor people.
func (it *Item) readFacts(o *Object) {
	it.URL = it.URI
	if page := o.link("url"); isOn(hostOf(it.URI), page) {
		it.URL = page
	}
	if c, err := o.Ref("context"); err == nil {
		it.Context = c.ID
	}
	it.Sensitive, it.Published, it.Updated = o.Is("sensitive"), o.Time("published"), o.Time("updated")
}

// readTags reads mentions and hashtags, up to the limits; more have no effect.
func (it *Item) readTags(o *Object) {
	tags := o.Inlines("tag")
	for _, t := range tags[:min(len(tags), limits.Tags)] {
		name := text.CleanLine(t.String("name"), limits.TitleRunes)
		switch t.Type() {
		case "Mention":
			if href := t.String("href"); checkID("href", href) == nil && len(it.Mentions) < limits.Mentions {
				it.Mentions = append(it.Mentions, Mention{Href: href, Name: name})
			}
		case "Hashtag":
			if tag := strings.ToLower(strings.TrimPrefix(name, "#")); tag != "" && !strings.ContainsAny(tag, " /#") {
				it.Tags = append(it.Tags, tag)
			}
		}
	}
}

// readWords reads title, text, language and what is attached to the text.
func (it *Item) readWords(o *Object, asLink bool) {
	if l := o.Inline("language"); l != nil { // Lemmy
		it.Language = languageTag(l.String("identifier"))
	}
	content, language := o.Text("content", it.Language)
	name, _ := o.Text("name", it.Language)
	it.Summary, _ = o.Text("summary", it.Language)
	if it.Language == "" {
		it.Language = language
	}
	if s := o.Inline("source"); s != nil && isMarkdown(s) {
		it.Markdown = s.String("content")
	}
	switch {
	case asLink && it.Summary != "":
		it.HTML = it.Summary
	case isMarkdown(o):
		it.Markdown, it.HTML = content, text.Render(content, noLinks{}).HTML.String()
	case content == "" && it.Markdown != "":
		it.HTML = text.Render(it.Markdown, noLinks{}).HTML.String()
	case o.String("mediaType") == "text/plain":
		it.HTML = "<p>" + html.EscapeString(content) + "</p>"
	default:
		it.HTML = content
	}
	it.readAttachments(o, asLink)
	it.readTitle(name)
}

// noLinks leaves the names in Markdown of another server as they are: whom they mean only it knows.
type noLinks struct{}

func (noLinks) Mention(text.Mention) (string, bool) { return "", false }
func (noLinks) Hashtag(string) string               { return "" }
func (noLinks) Base() string                        { return "" }

func isMarkdown(o *Object) bool {
	mediaType, _, _ := strings.Cut(o.String("mediaType"), ";")
	return mediaType == "text/markdown"
}

// readTitle takes the title from the name, or else makes one. Where the text begins with the title as a
// heading, as ours does for software that shows no names, the heading is taken off again.
func (it *Item) readTitle(name string) {
	if it.Kind.Title == models.None {
		return
	}
	it.Title = text.CleanLine(name, limits.TitleRunes)
	if it.Named = it.Title != ""; it.Named {
		it.HTML = strings.TrimPrefix(it.HTML, heading(it.Title))
		return
	}
	it.Title = it.TitleFor()
}

// Content is what it says, made safe. It is cleaned once, so HTML must not be changed afterwards.
func (it *Item) Content() text.HTML {
	if it.content == nil {
		clean := text.Clean(it.HTML)
		it.content = &clean
	}
	return *it.content
}

// TitleFor is the title in communities with these handles: its name; or, for what came without one, as
// microblogs send it, its warning, so that the title gives nothing away; or its first line without the
// handles; or what its first picture shows.
func (it *Item) TitleFor(handles ...string) string {
	if it.Named {
		return it.Title
	}
	if it.Type == "Note" {
		if title := text.TitleFrom(text.Clean(it.Summary)); title != "" {
			return title
		}
	}
	title := text.TitleFrom(it.Content(), handles...)
	if title == "" && len(it.Pictures) > 0 {
		title = text.CleanLine(it.Pictures[0].Alt, limits.TitleRunes)
	}
	return title
}

// heading is how a title stands at the head of the text.
func heading(title string) string { return "<h2>" + html.EscapeString(title) + "</h2>" }
