package wire

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-fed/activity/streams"
	"github.com/go-fed/activity/streams/vocab"
)

// These are what go-fed's generated types have in common, which its own interfaces do not say: everything
// is an object, and some are besides activities, actors or collections.
type (
	object interface {
		vocab.Type
		SetActivityStreamsAttributedTo(vocab.ActivityStreamsAttributedToProperty)
		SetActivityStreamsAudience(vocab.ActivityStreamsAudienceProperty)
		SetActivityStreamsCc(vocab.ActivityStreamsCcProperty)
		SetActivityStreamsContent(vocab.ActivityStreamsContentProperty)
		SetActivityStreamsContext(vocab.ActivityStreamsContextProperty)
		SetActivityStreamsEndTime(vocab.ActivityStreamsEndTimeProperty)
		SetActivityStreamsInReplyTo(vocab.ActivityStreamsInReplyToProperty)
		SetActivityStreamsMediaType(vocab.ActivityStreamsMediaTypeProperty)
		SetActivityStreamsName(vocab.ActivityStreamsNameProperty)
		SetActivityStreamsPublished(vocab.ActivityStreamsPublishedProperty)
		SetActivityStreamsReplies(vocab.ActivityStreamsRepliesProperty)
		SetActivityStreamsSummary(vocab.ActivityStreamsSummaryProperty)
		SetActivityStreamsTo(vocab.ActivityStreamsToProperty)
		SetActivityStreamsUpdated(vocab.ActivityStreamsUpdatedProperty)
		SetActivityStreamsUrl(vocab.ActivityStreamsUrlProperty)
	}
	activity interface {
		object
		SetActivityStreamsActor(vocab.ActivityStreamsActorProperty)
		SetActivityStreamsObject(vocab.ActivityStreamsObjectProperty)
		SetActivityStreamsTarget(vocab.ActivityStreamsTargetProperty)
	}
	actor interface {
		object
		SetActivityStreamsFollowers(vocab.ActivityStreamsFollowersProperty)
		SetActivityStreamsFollowing(vocab.ActivityStreamsFollowingProperty)
		SetActivityStreamsIcon(vocab.ActivityStreamsIconProperty)
		SetActivityStreamsInbox(vocab.ActivityStreamsInboxProperty)
		SetActivityStreamsOutbox(vocab.ActivityStreamsOutboxProperty)
		SetActivityStreamsPreferredUsername(vocab.ActivityStreamsPreferredUsernameProperty)
		SetTootDiscoverable(vocab.TootDiscoverableProperty)
		SetTootFeatured(vocab.TootFeaturedProperty)
		SetW3IDSecurityV1PublicKey(vocab.W3IDSecurityV1PublicKeyProperty)
	}
)

// errBuild is why a document cannot be written: a fault of ours.
var errBuild = errors.New("cannot write document")

// begin makes an empty document of a type that is known by its name, with its id. T says which properties it must be able to have.
// Types that go-fed does not know are activities to it (Lock); their name is put back by finish.
func begin[T object](name, id string) (T, error) {
	t := typed(name)
	if t == nil {
		t = streams.NewActivityStreamsActivity()
	}
	o, ok := t.(T)
	if !ok {
		return o, fmt.Errorf("%w: %s", errBuild, name)
	}
	identify(o, id)
	return o, nil
}

// identify sets the id.
func identify(t vocab.Type, id string) {
	t.SetJSONLDId(oneIRI(streams.NewJSONLDIdProperty(), id))
}

// iri carries an id through go-fed as it is spelt, where url.Parse and String would spell some anew: an id
// with "ö" or an empty fragment is another id then.
func iri(id string) *url.URL {
	scheme, rest, _ := strings.Cut(id, ":")
	return &url.URL{Scheme: scheme, Opaque: rest}
}

// iris fills a property that holds any number of ids.
func iris[P interface{ AppendIRI(*url.URL) }](p P, ids ...string) P {
	for _, id := range ids {
		p.AppendIRI(iri(id))
	}
	return p
}

// oneIRI fills a property that holds one id.
func oneIRI[P interface{ SetIRI(*url.URL) }](p P, id string) P {
	p.SetIRI(iri(id))
	return p
}

// words fills a property that holds text.
func words[P interface{ AppendXMLSchemaString(string) }](p P, s string) P {
	p.AppendXMLSchemaString(s)
	return p
}

// when fills a property that holds a moment. Others order by it and read no fractions, so it has none.
func when[P interface{ Set(time.Time) }](p P, t time.Time) P {
	p.Set(t.UTC().Truncate(time.Second))
	return p
}

// stamp sets when something was published and, unless it never was, changed.
func stamp(o object, published, updated time.Time) {
	o.SetActivityStreamsPublished(when(streams.NewActivityStreamsPublishedProperty(), published))
	if !updated.IsZero() {
		o.SetActivityStreamsUpdated(when(streams.NewActivityStreamsUpdatedProperty(), updated))
	}
}

// A mail says to whom a document is addressed. Lemmy's parser wants both lists, even when they are empty.
type mail struct {
	to, cc   []string
	audience string // the community, or ""
}

func (m mail) address(o object) {
	o.SetActivityStreamsTo(iris(streams.NewActivityStreamsToProperty(), m.to...))
	o.SetActivityStreamsCc(iris(streams.NewActivityStreamsCcProperty(), m.cc...))
	if m.audience != "" {
		o.SetActivityStreamsAudience(iris(streams.NewActivityStreamsAudienceProperty(), m.audience))
	}
}

// A document is one that is about to be sent, or a part of it.
type document map[string]any

// lists are the properties that are arrays for every reader, though go-fed makes a bare value of one.
var lists = []string{"to", "cc", "tag", "attachment", "items", "orderedItems"}

// finish turns a typed object into a document and puts back what go-fed loses: more is what its
// vocabulary has no words for, or what it would leave out (a map of languages beside plain words), and
// lists become arrays again. needs names lists that must be there even when they are empty.
func finish(o object, name string, more document, needs ...string) (document, error) {
	doc, err := o.Serialize()
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", errBuild, name, err)
	}
	dropContexts(doc)
	doc["type"] = name
	for key, v := range more {
		doc[key] = v
	}
	for _, key := range lists {
		if v, has := doc[key]; has {
			doc[key] = list(v)
		}
	}
	for _, key := range needs {
		if doc[key] == nil {
			doc[key] = []any{}
		}
	}
	return doc, nil
}

// dropContexts takes out what go-fed repeats in every part: seal sets the one of the whole.
func dropContexts(doc map[string]any) {
	delete(doc, "@context")
	for _, v := range doc {
		if part, ok := v.(map[string]any); ok {
			dropContexts(part)
		}
	}
}

func list(v any) any {
	switch v.(type) {
	case []any, []string, []document:
		return v
	}
	return []any{v}
}
