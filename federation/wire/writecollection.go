package wire

import (
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
	return w.OrderedCollection(w.moderators(community), ids(mods), List{Total: len(mods), By: community.URI})
}

// Outbox writes what an actor did last, newest first, in documents of this Writer: a community's
// announces, a person's activities. total is how many there ever were.
func (w Writer) Outbox(a *models.Actor, total int, newest [][]byte) ([]byte, error) {
	return w.OrderedCollection(a.Outbox, embedded(newest), List{Total: total, By: a.URI})
}

// Featured writes the pinned threads of a community, whole: Lemmy reads no ids there.
func (w Writer) Featured(community *models.Actor, items [][]byte) ([]byte, error) {
	return w.OrderedCollection(w.featured(community), embedded(items), List{Total: len(items), By: community.URI})
}

// Context writes the thread: the ids of the post that starts it and of its replies as they came. It
// belongs to the community, so that others may fill gaps from it (FEP-7888, FEP-f228). id is the context
// that the thread's items name.
func (w Writer) Context(id string, thread *models.Item, items []string) ([]byte, error) {
	list := List{Total: len(items), Name: thread.Title}
	if thread.Community != nil {
		list.By, list.Audience = thread.Community.URI, thread.Community.URI
	}
	return w.OrderedCollection(id, anys(items), list)
}

// Replies writes the ids of the direct answers to an item, as they came.
func (w Writer) Replies(it *models.Item, answers []string) ([]byte, error) {
	return w.OrderedCollection(it.URI+"/replies", anys(answers), List{Total: len(answers)})
}

// A List describes a collection besides its items.
type List struct {
	Total        int
	By, Audience string // whose it is, and for which community; "" for none
	Name         string
}

// OrderedCollection writes a collection with its items: ids, or documents as json.RawMessage.
func (w Writer) OrderedCollection(id string, items []any, list List) ([]byte, error) {
	o := streams.NewActivityStreamsOrderedCollection()
	identify(o, id)
	o.SetActivityStreamsTotalItems(count(list.Total))
	if list.By != "" {
		o.SetActivityStreamsAttributedTo(iris(streams.NewActivityStreamsAttributedToProperty(), list.By))
	}
	if list.Audience != "" {
		o.SetActivityStreamsAudience(iris(streams.NewActivityStreamsAudienceProperty(), list.Audience))
	}
	if list.Name != "" {
		o.SetActivityStreamsName(words(streams.NewActivityStreamsNameProperty(), list.Name))
	}
	doc, err := finish(o, "OrderedCollection", document{"orderedItems": items}, "orderedItems")
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
