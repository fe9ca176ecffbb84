package wire

import (
	"slices"

	"github.com/folkmoot/folkmoot/models"
)

// A Form says how one kind looks on the wire, beyond what item.go says for all of them. Where a kind has
// a title, and whether it answers something, its models.Kind says already.
type Form struct {
	Kind  *models.Kind
	Type  string   // the type that we send
	Takes []string // the types that mean this kind when nothing else says so
	// Is tells a kind from others that go out as the same type, by what stands in it; nil: the type says it.
	Is func(*Object) bool
	// Read and Write are for kinds with fields of their own; nil for the others. Write gives terms that stand in place
	// of those of item.go; Read sets the item's Detail, and fails when it can be no such thing.
	Read  func(*Object, *Item) error
	Write func(Writer, *models.Item) document
}

// Forms is the list of all forms, one for each kind.
var Forms = []*Form{
	// Threads are pages and replies are notes, as group software expects; a note to a community that
	// answers nothing is how microblogs start a thread there.
	{Kind: models.Post, Type: "Page", Takes: []string{"Page", "Article", "Note"}},
	{Kind: models.Reply, Type: "Note"},
	eventForm,
	wikiForm,
	articleForm,
	documentForm,
}

// converted are the types that become a post with a title, the first words and a link to the original,
// as Mastodon does it: there is no kind for them here.
var converted = []string{"Video", "Audio", "Image", "Document", "Question"}

// kindTerm names the kind of an item among sites of our own software.
const kindTerm = "kind"

// formOf gives the form of a kind.
func formOf(name models.KindName) *Form {
	for _, f := range Forms {
		if f.Kind.Name == name {
			return f
		}
	}
	return nil
}

// kindOf decides of what kind an item is: what a site of our software says; or a reply, when it answers
// something; or the kind whose form takes its type; or a post that links to what cannot be shown here. It
// is nil for other types.
//
// Several kinds share the type Article. Which one it is only the first of these tells: an Article that does not say so is
// from a blog, or, with a community that it is for, from a forum, and a post here. A revision of a page is no item, whatever
// else it says.
func kindOf(o *Object, answers bool) (kind *models.Kind, asLink bool) {
	if isRevision(o) {
		return nil, false
	}
	for _, f := range Forms {
		if f.Is != nil && f.Type == o.Type() && !answers && f.Is(o) {
			return f.Kind, false
		}
	}
	if k := models.KindNamed(models.KindName(ourString(o, kindTerm))); k != nil && k.Thread != answers {
		if f := formOf(k.Name); f != nil && f.Is == nil {
			return k, false
		}
	}
	taken := slices.IndexFunc(Forms, func(f *Form) bool { return slices.Contains(f.Takes, o.Type()) })
	asLink = slices.Contains(converted, o.Type())
	switch {
	case taken < 0 && !asLink:
		return nil, false
	case answers:
		return models.Reply, asLink
	case asLink:
		return models.Post, true
	}
	return Forms[taken].Kind, false
}
