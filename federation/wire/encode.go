package wire

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// seal makes the bytes of a document that is to be sent: with its @context, which go-fed makes up from
// what it knows and which would lack our terms, and with its properties in an order that people can read.
func seal(doc document) ([]byte, error) {
	doc["@context"] = contextOf(doc)
	e := &encoder{}
	e.strings = json.NewEncoder(&e.out)
	e.strings.SetEscapeHTML(false)
	if err := e.value(doc); err != nil {
		return nil, fmt.Errorf("%w: %w", errBuild, err)
	}
	return e.out.Bytes(), nil
}

// An encoder writes JSON. Unlike encoding/json it copies a json.RawMessage byte for byte, so that what
// others sent is passed on as it was, white space and all.
type encoder struct {
	out     bytes.Buffer
	strings *json.Encoder
}

func (e *encoder) value(v any) error {
	switch v := v.(type) {
	case json.RawMessage:
		e.out.Write(v)
		return nil
	case document:
		return e.object(v)
	case map[string]any:
		return e.object(v)
	case []any:
		return array(e, v)
	case []string:
		return array(e, v)
	case []document:
		return array(e, v)
	case []json.RawMessage:
		return array(e, v)
	}
	if err := e.strings.Encode(v); err != nil {
		return err
	}
	e.out.Truncate(e.out.Len() - 1) // the line feed that Encode adds
	return nil
}

func (e *encoder) object(doc document) error {
	keys := slices.SortedFunc(maps.Keys(doc), func(a, b string) int {
		return cmp.Or(cmp.Compare(places[a], places[b]), cmp.Compare(a, b))
	})
	e.out.WriteByte('{')
	for n, key := range keys {
		if n > 0 {
			e.out.WriteByte(',')
		}
		if err := e.value(any(key)); err != nil {
			return err
		}
		e.out.WriteByte(':')
		if err := e.value(doc[key]); err != nil {
			return err
		}
	}
	e.out.WriteByte('}')
	return nil
}

func array[T any](e *encoder, all []T) error {
	e.out.WriteByte('[')
	for n, v := range all {
		if n > 0 {
			e.out.WriteByte(',')
		}
		if err := e.value(any(v)); err != nil {
			return err
		}
	}
	e.out.WriteByte(']')
	return nil
}

// places are where properties stand that do not stand by their name: before the others (negative) or after.
var places = func() map[string]int {
	first := []string{
		"@context", "id", "type", "identifier", "actor", "preferredUsername", "attributedTo", "name",
		"href", "owner", "inReplyTo", "audience", "to", "cc",
	}
	last := []string{"attachment", "tag", "publicKey", "object", "totalItems", "items", "orderedItems"}
	all := map[string]int{}
	for n, key := range first {
		all[key] = n - len(first)
	}
	for n, key := range last {
		all[key] = n + 1
	}
	return all
}()
