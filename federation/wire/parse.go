package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/folkmoot/folkmoot/models/limits"
)

// Why a document is refused.
var (
	// ErrMalformed is for bytes that are no document, or ids that are none. Answer 400.
	ErrMalformed = errors.New("malformed document")
	// ErrUnsupported is for a document of a type that we have no use for. Ignore it.
	ErrUnsupported = errors.New("unsupported type")
	// ErrForeign is for a document that speaks for another server than its own. Drop it.
	ErrForeign = errors.New("speaks for another server")
)

// Parse reads one JSON object. It fails with ErrMalformed for anything else, for more than the limits on
// size, depth and count allow, and for what two programs could read differently: a key twice, half a
// surrogate pair, a number out of range.
func Parse(raw []byte) (*Object, error) {
	if len(raw) > limits.FetchBytes {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrMalformed, limits.FetchBytes)
	}
	if !utf8.Valid(raw) {
		return nil, fmt.Errorf("%w: not UTF-8", ErrMalformed)
	}
	p := &parser{raw: raw, tokens: json.NewDecoder(bytes.NewReader(raw))}
	if err := p.scan(); err != nil {
		return nil, err
	}
	if !json.Valid(raw) {
		return nil, fmt.Errorf("%w: not JSON", ErrMalformed)
	}
	p.tokens.UseNumber()
	v, err := p.value()
	if err != nil {
		return nil, err
	}
	o, ok := v.(*Object)
	if !ok {
		return nil, fmt.Errorf("%w: not an object", ErrMalformed)
	}
	return o, nil
}

// A parser builds the tree of a document that is known to be valid JSON.
type parser struct {
	raw         []byte
	tokens      *json.Decoder
	keys, items int
	defining    bool // inside @context, whose keys are definitions and no properties
}

// scan looks over the bytes once, before anything is allocated for them: how deep they nest, and
// whether an escape is half of a surrogate pair, which encoding/json would silently replace.
func (p *parser) scan() error {
	depth, quoted := 0, false
	for i := 0; i < len(p.raw); i++ {
		switch c := p.raw[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			n, err := p.escape(i)
			if err != nil {
				return err
			}
			i += n - 1
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > limits.JSONDepth {
				return fmt.Errorf("%w: nested more than %d deep", ErrMalformed, limits.JSONDepth)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// escape gives the length of the escape that begins at i; of a surrogate pair, of both halves.
func (p *parser) escape(i int) (int, error) {
	high, isHex := hex4(p.raw[i:])
	switch {
	case !isHex:
		return 2, nil
	case high < 0xD800 || high > 0xDFFF:
		return 6, nil
	case high <= 0xDBFF:
		if low, ok := hex4(p.raw[i+6:]); ok && low >= 0xDC00 && low <= 0xDFFF {
			return 12, nil
		}
	}
	return 0, fmt.Errorf("%w: half a surrogate pair", ErrMalformed)
}

// hex4 reads an escape at the beginning of b: \u and four hexadecimal digits.
func hex4(b []byte) (uint64, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return n, err == nil
}

// value reads the next value: *Object, []any, string, float64, bool or nil.
func (p *parser) value() (any, error) {
	t, err := p.tokens.Token()
	if err != nil {
		return nil, fmt.Errorf("%w: not JSON", ErrMalformed)
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '[' {
			return p.array()
		}
		return p.object()
	case string:
		return strings.ReplaceAll(t, "\x00", ""), nil // PostgreSQL takes no NUL
	case json.Number:
		f, err := t.Float64()
		if err != nil || math.IsInf(f, 0) {
			return nil, fmt.Errorf("%w: number out of range", ErrMalformed)
		}
		return f, nil
	}
	return t, nil
}

func (p *parser) object() (any, error) {
	start := int(p.tokens.InputOffset()) - 1
	o := &Object{values: map[string]any{}}
	for p.tokens.More() {
		name, v, err := p.property()
		if err != nil {
			return nil, err
		}
		if _, twice := o.values[name]; twice {
			return nil, fmt.Errorf("%w: %.40q twice", ErrMalformed, name)
		}
		o.values[name] = v
	}
	if _, err := p.tokens.Token(); err != nil {
		return nil, fmt.Errorf("%w: not JSON", ErrMalformed)
	}
	o.Raw = p.raw[start:p.tokens.InputOffset()]
	return o, nil
}

func (p *parser) property() (string, any, error) {
	if p.keys++; p.keys > limits.JSONKeys {
		return "", nil, fmt.Errorf("%w: more than %d keys", ErrMalformed, limits.JSONKeys)
	}
	key, err := p.value()
	if err != nil {
		return "", nil, err
	}
	name, within := key.(string), p.defining
	if !within {
		name = term(name)
	}
	p.defining = within || name == "@context"
	v, err := p.value()
	p.defining = within
	return name, v, err
}

func (p *parser) array() (any, error) {
	all := []any{}
	for p.tokens.More() {
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		if p.items++; p.items > limits.JSONItems {
			return nil, fmt.Errorf("%w: more than %d items", ErrMalformed, limits.JSONItems)
		}
		if v != nil {
			all = append(all, v)
		}
	}
	if _, err := p.tokens.Token(); err != nil {
		return nil, fmt.Errorf("%w: not JSON", ErrMalformed)
	}
	return all, nil
}

const (
	activityStreams = "https://www.w3.org/ns/activitystreams"
	public          = activityStreams + "#Public"
)

// term gives the short name of a property or type of ActivityStreams, however it is spelt: "as:Note", the
// full IRI, "@type". Names of other vocabularies stay as they are.
func term(s string) string {
	switch s {
	case "@id":
		return "id"
	case "@type":
		return "type"
	}
	for _, prefix := range []string{"as:", activityStreams + "#"} {
		if short, ok := strings.CutPrefix(s, prefix); ok && short != "" {
			return short
		}
	}
	return s
}
