package wire

import (
	"maps"

	"github.com/go-fed/activity/streams"
	"github.com/go-fed/activity/streams/vocab"

	"github.com/folkmoot/folkmoot/models"
)

// Followers writes how many follow an actor. Who they are is nobody's business.
func (w Writer) Followers(a *models.Actor, total int) ([]byte, error) {
	return w.Collection(w.followers(a), total)
}

// Following writes how many an actor follows.
func (w Writer) Following(a *models.Actor, total int) ([]byte, error) {
	return w.Collection(a.URI+"/following", total)
}

// Collection writes a collection that tells its size and hides its items.
func (w Writer) Collection(id string, total int) ([]byte, error) {
	o := streams.NewActivityStreamsCollection()
	identify(o, id)
	o.SetActivityStreamsTotalItems(count(total))
	doc, err := finish(o, "Collection", nil, "items")
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

// Moderators writes who looks after a community.
func (w Writer) Moderators(community *models.Actor, mods []*models.Actor) ([]byte, error) {
	return w.ordered(w.moderators(community), ids(mods), listing{total: len(mods), by: community.URI})
}

// Outbox writes what an actor did last, newest first, in documents of this Writer: a community's
// announces, a person's activities. total is how many there ever were.
func (w Writer) Outbox(a *models.Actor, total int, newest [][]byte) ([]byte, error) {
	return w.ordered(a.Outbox, embedded(newest), listing{total: total, by: a.URI})
}

// Featured writes the pinned threads of a community, whole: Lemmy reads no ids there.
func (w Writer) Featured(community *models.Actor, items [][]byte) ([]byte, error) {
	return w.ordered(w.featured(community), embedded(items), listing{total: len(items), by: community.URI})
}

// Context writes the thread: the ids of the post that starts it and of its replies as they came. It
// belongs to the community, so that others may fill gaps from it (FEP-7888, FEP-f228). id is the context
// that the thread's items name.
func (w Writer) Context(id string, thread *models.Item, items []string) ([]byte, error) {
	of := listing{total: len(items), name: thread.Title}
	if thread.Community != nil {
		of.by, of.audience = thread.Community.URI, thread.Community.URI
	}
	return w.ordered(id, anys(items), of)
}

// Replies writes the ids of the direct answers to an item, as they came.
func (w Writer) Replies(it *models.Item, answers []string) ([]byte, error) {
	return w.ordered(it.URI+"/replies", anys(answers), listing{total: len(answers)})
}

// A listing is what a collection says besides its items.
type listing struct {
	total        int
	by, audience string // whose it is, and for which community; "" for none
	name         string
	more         document // terms of its own
}

// ordered writes a collection with its items: ids, or documents as json.RawMessage.
func (w Writer) ordered(id string, items []any, of listing) ([]byte, error) {
	o := streams.NewActivityStreamsOrderedCollection()
	identify(o, id)
	o.SetActivityStreamsTotalItems(count(of.total))
	if of.by != "" {
		o.SetActivityStreamsAttributedTo(iris(streams.NewActivityStreamsAttributedToProperty(), of.by))
	}
	if of.audience != "" {
		o.SetActivityStreamsAudience(iris(streams.NewActivityStreamsAudienceProperty(), of.audience))
	}
	if of.name != "" {
		o.SetActivityStreamsName(words(streams.NewActivityStreamsNameProperty(), of.name))
	}
	more := document{"orderedItems": items}
	maps.Copy(more, of.more)
	doc, err := finish(o, "OrderedCollection", more, "orderedItems")
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

func count(n int) vocab.ActivityStreamsTotalItemsProperty {
	p := streams.NewActivityStreamsTotalItemsProperty()
	p.Set(n)
	return p
}

func ids(actors []*models.Actor) []any {
	all := make([]any, len(actors))
	for n, a := range actors {
		all[n] = a.URI
	}
	return all
}

func anys(ids []string) []any {
	all := make([]any, len(ids))
	for n, id := range ids {
		all[n] = id
	}
	return all
}

// embedded makes documents parts of another, which has the context for all.
func embedded(docs [][]byte) []any {
	all := make([]any, len(docs))
	for n, doc := range docs {
		all[n] = withoutContext(doc)
	}
	return all
}
