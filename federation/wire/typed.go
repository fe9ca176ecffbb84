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

// IsActivity tells whether documents of this type say that somebody did something. A type that the
// vocabulary does not know may be a verb.
func IsActivity(name string) bool {
	t := typed(name)
	return t == nil || streams.IsOrExtendsActivityStreamsActivity(t)
}

// IsActor tells whether documents of this type describe an actor: a person, a community, a program.
func IsActor(name string) bool {
	_, err := actorKind(name)
	return err == nil
}

// isCollection tells whether documents of this type are collections or pages of one.
func isCollection(name string) bool {
	t := typed(name)
	return t != nil && (streams.IsOrExtendsActivityStreamsCollection(t) || streams.IsOrExtendsActivityStreamsOrderedCollection(t))
}
