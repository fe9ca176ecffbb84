package wire

import (
	"context"

	"github.com/go-fed/activity/streams"
	"github.com/go-fed/activity/streams/vocab"
)

// typed gives an empty value of go-fed's type of that name, for its place among the types of the
// vocabulary, or nil for a type that the vocabulary does not know (Lock, EmojiReact, ChatMessage).
//
// Only the type is given to go-fed, never the document: what it would lose of the rest (a map of
// languages beside plain words, fractions of seconds, the spelling of an id) is read by Object's getters.
func typed(name string) vocab.Type {
	t, err := streams.ToType(context.Background(), map[string]any{"@context": activityStreams, "type": name})
	if err != nil {
		return nil
	}
	return t
}

// isActivity tells whether something may have been done with a document of this type. A type that the
// vocabulary does not know may be a verb.
func isActivity(t vocab.Type) bool {
	return t == nil || streams.IsOrExtendsActivityStreamsActivity(t)
}

// isCollection tells whether the type is a collection or a page of one.
func isCollection(t vocab.Type) bool {
	return t != nil && (streams.IsOrExtendsActivityStreamsCollection(t) || streams.IsOrExtendsActivityStreamsOrderedCollection(t))
}
