package wire

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// An Object is a document, or a part of one, as it was received. Its getters take every spelling in use,
// a bare value or an array of one, a missing value or null, and never guess: what they cannot read as
// what it should be is absent, or where it matters an error.
type Object struct {
	Raw    json.RawMessage // its bytes as received
	values map[string]any  // *Object, []any, string, float64, bool or nil, by short name
}

// Type is the type. Of several it is the first that the vocabulary knows, or else the first.
func (o *Object) Type() string {
	types := o.Strings("type")
	if len(types) == 0 {
		return ""
	}
	if len(types) > 1 {
		for _, t := range types {
			if typed(term(t)) != nil {
				return term(t)
			}
		}
	}
	return term(types[0])
}

// Has tells whether there is a value other than null.
func (o *Object) Has(key string) bool { return len(o.all(key)) > 0 }

// String is the one string at key, or "".
func (o *Object) String(key string) string {
	s, _ := o.one(key).(string)
	return s
}

// Strings are the strings at key; what is not a string is left out.
func (o *Object) Strings(key string) []string {
	var found []string
	for _, v := range o.all(key) {
		if s, ok := v.(string); ok {
			found = append(found, s)
		}
	}
	return found
}

// Bool is the boolean at key, or nil where there is none.
func (o *Object) Bool(key string) *bool {
	b, ok := o.one(key).(bool)
	if !ok {
		return nil
	}
	return &b
}

// Is tells whether key is true.
func (o *Object) Is(key string) bool {
	b := o.Bool(key)
	return b != nil && *b
}

// Count is the whole number at key, or -1 where there is none that can be counted to.
func (o *Object) Count(key string) int {
	f, ok := o.one(key).(float64)
	if !ok || f < 0 || f > 1<<53 {
		return -1
	}
	return int(f)
}

// Time is the moment at key, to the fraction of a second and in UTC, or the zero time.
func (o *Object) Time(key string) time.Time {
	t, err := time.Parse(time.RFC3339, o.String(key))
	if t = t.UTC(); err != nil || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// Inline is the one object at key, or nil.
func (o *Object) Inline(key string) *Object {
	in, _ := o.one(key).(*Object)
	return in
}

// Inlines are the objects at key; bare ids and other values are left out.
func (o *Object) Inlines(key string) []*Object {
	var found []*Object
	for _, v := range o.all(key) {
		if in, ok := v.(*Object); ok {
			found = append(found, in)
		}
	}
	return found
}

// Text is the words at key with their language: those of the plain property, or else of its map, where
// prefer names the language to take if it is there. The language is "" when it is not told.
func (o *Object) Text(key, prefer string) (words, language string) {
	words = o.String(key)
	m, _ := o.one(key + "Map").(*Object)
	if m == nil {
		return words, ""
	}
	languages := slices.Sorted(maps.Keys(m.values))
	if words != "" { // the map only tells which language this is
		for _, l := range languages {
			if m.String(l) == words || len(languages) == 1 {
				return words, languageTag(l)
			}
		}
		return words, ""
	}
	if m.String(prefer) == "" && len(languages) > 0 {
		prefer = languages[0]
	}
	return m.String(prefer), languageTag(prefer)
}

// languageTag gives a language as a short tag such as "en" or "pt-br", or "" for what is none.
func languageTag(s string) string {
	s = strings.ToLower(s)
	wrong := strings.ContainsFunc(s, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	if wrong || len(s) < 2 || len(s) > 20 || s == "und" {
		return ""
	}
	return s
}

// one is the value at key if there is exactly one, an array of one included.
func (o *Object) one(key string) any {
	if all := o.all(key); len(all) == 1 {
		return all[0]
	}
	return nil
}

// all is the values at key: none for null, and those of an array.
func (o *Object) all(key string) []any {
	switch v := o.values[key].(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}
