package wire

import (
	"fmt"
	"html"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/go-fed/activity/streams"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// leadRunes is the length in characters of the first words of a post, which Mastodon shows in place of it.
const leadRunes = 500

// Item writes a post or a reply of this site, or its Tombstone once it is withdrawn. It must be complete,
// with parent, thread and those whom it mentions; see models.Site.Complete.
func (w Writer) Item(it *models.Item) ([]byte, error) {
	doc, err := w.item(it)
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

func (w Writer) item(it *models.Item) (document, error) {
	form := formOf(it.Kind)
	switch {
	case it.Visibility != models.Public:
		return nil, fmt.Errorf("write item %d: %w", it.ID, ErrPrivate)
	case form == nil || it.Author == nil:
		return nil, fmt.Errorf("%w: item %d of kind %q without form or author", errBuild, it.ID, it.Kind)
	case it.Withdrawn():
		return w.tombstone(it, form)
	}
	o, err := begin[object](form.Type, it.URI)
	if err != nil {
		return nil, err
	}
	w.itemMail(it).address(o)
	o.SetActivityStreamsAttributedTo(iris(streams.NewActivityStreamsAttributedToProperty(), voice(it, form.Kind).URI))
	o.SetActivityStreamsUrl(iris(streams.NewActivityStreamsUrlProperty(), it.URL))
	o.SetActivityStreamsReplies(oneIRI(streams.NewActivityStreamsRepliesProperty(), it.URI+"/replies"))
	if thread := w.thread(it); thread != "" {
		o.SetActivityStreamsContext(iris(streams.NewActivityStreamsContextProperty(), thread+"/context"))
	}
	if it.Parent != nil {
		o.SetActivityStreamsInReplyTo(iris(streams.NewActivityStreamsInReplyToProperty(), it.Parent.URI))
	}
	stamp(o, it.PublishedAt, it.EditedAt)
	content := putWords(o, it, form.Kind)
	return finish(o, form.Type, w.itemTerms(it, form.Kind, content), "to", "cc", "tag", "attachment")
}

// voice is who an item is attributed to: its community for kinds that belong to it, else its author.
func voice(it *models.Item, kind *models.Kind) *models.Actor {
	if kind.Owned && it.Community != nil {
		return it.Community
	}
	return it.Author
}

// putWords sets title and text. A title stands at the head of the text too, since some software loses it
// (GoToSocial takes the summary for a warning, and the name with it); the source, which group software
// prefers, stays without it. Replies have no summary, since it would hide them behind a warning.
func putWords(o object, it *models.Item, kind *models.Kind) (content string) {
	content = it.Content.String()
	if kind.Title != models.None {
		content = heading(it.Title) + content
		o.SetActivityStreamsName(words(streams.NewActivityStreamsNameProperty(), it.Title))
		if lead := leadOf(it.Plain); lead != "" {
			o.SetActivityStreamsSummary(words(streams.NewActivityStreamsSummaryProperty(), "<p>"+html.EscapeString(lead)+"</p>"))
		}
	}
	o.SetActivityStreamsContent(words(streams.NewActivityStreamsContentProperty(), content))
	mediaType := streams.NewActivityStreamsMediaTypeProperty()
	mediaType.Set("text/html")
	o.SetActivityStreamsMediaType(mediaType)
	return content
}

// itemTerms gives what go-fed has no words for, or would lose.
func (w Writer) itemTerms(it *models.Item, kind *models.Kind, content string) document {
	more := document{
		"source":               document{"content": it.Source, "mediaType": "text/markdown"},
		"sensitive":            it.Sensitive,
		"tag":                  w.tags(it),
		"attachment":           w.attachments(it),
		"interactionPolicy":    document{"canQuote": document{"automaticApproval": []string{public}}},
		"folkmoot:" + kindTerm: string(it.Kind),
	}
	if it.Language != "" {
		more["language"] = language(it.Language)
		more["contentMap"] = document{it.Language: content}
	}
	if kind.Owned && it.Community != nil {
		more["actor"] = it.Author.URI
	}
	if form := formOf(kind.Name); form.Write != nil {
		maps.Copy(more, form.Write(w, it))
	}
	if kind.Thread {
		more["commentsEnabled"], more["stickied"] = it.LockedAt.IsZero(), !it.PinnedAt.IsZero()
	}
	return more
}

// itemMail addresses an item, and what its author does with it, to the public and its community, with
// those who follow the author, whom it answers and whom it mentions.
func (w Writer) itemMail(it *models.Item) mail {
	m := mail{to: []string{public}}
	if it.Community != nil {
		m.to, m.audience = append(m.to, it.Community.URI), it.Community.URI
	}
	switch form := formOf(it.Kind); {
	case form != nil && form.Kind.Owned && it.Community != nil:
		m.cc = append(m.cc, w.followers(it.Community))
	case it.Author != nil:
		m.cc = append(m.cc, w.followers(it.Author))
	}
	for _, a := range people(it) {
		m.cc = append(m.cc, a.URI)
	}
	return m
}

// people are those whom an item is for besides its community: the author of what it answers and all whom
// it mentions, each once and without its own author.
func people(it *models.Item) []*models.Actor {
	all := it.Mentioned
	if it.Parent != nil && it.Parent.Author != nil {
		all = append([]*models.Actor{it.Parent.Author}, all...)
	}
	var found []*models.Actor
	for _, a := range all {
		same := func(b *models.Actor) bool { return b.URI == a.URI }
		if it.Author != nil && same(it.Author) || it.Community != nil && same(it.Community) || slices.ContainsFunc(found, same) {
			continue
		}
		found = append(found, a)
	}
	return found
}

// tags are the mentions and the hashtags. The community is mentioned so that a reply from a microblog
// comes back to it, but where it speaks itself; the author of what is answered, since some software keeps only what
// mentions its own.
func (w Writer) tags(it *models.Item) []document {
	tags := []document{}
	mentioned := people(it)
	if form := formOf(it.Kind); it.Community != nil && (form == nil || !form.Kind.Owned) {
		mentioned = append([]*models.Actor{it.Community}, mentioned...)
	}
	for _, a := range mentioned {
		tags = append(tags, document{"type": "Mention", "href": a.URI, "name": a.Handle(w.Host)})
	}
	for _, tag := range it.Tags {
		tags = append(tags, document{"type": "Hashtag", "href": w.Base + "/tags/" + url.PathEscape(tag), "name": "#" + tag})
	}
	return tags
}

// attachments are the pictures, and other files as documents, which need a name.
func (w Writer) attachments(it *models.Item) []document {
	all := []document{}
	for _, a := range it.Attachments {
		doc := document{"type": "Image", "url": a.URL, "mediaType": a.MediaType}
		if a.Media != nil {
			doc["mediaType"], doc["width"], doc["height"] = a.Media.MediaType, a.Media.Width, a.Media.Height
		}
		if a.MediaID != 0 {
			doc["url"] = w.picture(a.MediaID)
		}
		isPicture := strings.HasPrefix(doc["mediaType"].(string), "image/")
		if !isPicture {
			doc["type"] = "Document"
		}
		if a.Alt != "" || !isPicture {
			doc["name"] = a.Alt
		}
		all = append(all, doc)
	}
	return all
}

// thread is the address of the post that starts the thread, as far as it is ours and so has a context that
// can be read here; "" otherwise.
func (w Writer) thread(it *models.Item) string {
	switch {
	case it.Starts():
		return it.URI
	case strings.HasPrefix(it.ThreadURI, w.Base+"/"):
		return it.ThreadURI
	}
	return ""
}

// tombstone stands where a withdrawn item was.
func (w Writer) tombstone(it *models.Item, form *Form) (document, error) {
	o := streams.NewActivityStreamsTombstone()
	identify(o, it.URI)
	o.SetActivityStreamsFormerType(words(streams.NewActivityStreamsFormerTypeProperty(), form.Type))
	at := it.DeletedAt
	if at.IsZero() {
		at = it.RemovedAt
	}
	o.SetActivityStreamsDeleted(when(streams.NewActivityStreamsDeletedProperty(), at))
	return finish(o, "Tombstone", nil)
}

// leadOf gives the first sentences of a text, three at the most.
func leadOf(plain string) string {
	lead := text.Summary(plain, leadRunes)
	sentences, letters := 0, []rune(lead)
	for n := 0; n+1 < len(letters); n++ {
		if strings.ContainsRune(".!?", letters[n]) && letters[n+1] == ' ' {
			if sentences++; sentences == 3 {
				return string(letters[:n+1])
			}
		}
	}
	return lead
}
