package web

import (
	"context"
	"embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// DefaultLang is the language of a reader who asks for none that we have.
const DefaultLang = "en"

//go:embed locales
var localeFiles embed.FS

// The catalogues are read by go-i18n, which knows the file format that translators use. The messages are taken apart
// once, at start, because a page of fifty posts asks for some five hundred of them.
var catalogues, matcher = loadCatalogues()

type catalogue struct {
	tag      language.Tag
	messages map[string]*message
}

// A message has a form for each plural category of its language that needs one; other is always there.
type message struct {
	forms [plural.Many + 1][]piece
	other []piece
}

// A piece is literal text, or the name of a value to put in its place.
type piece struct {
	text, name string
}

func loadCatalogues() (map[string]*catalogue, language.Matcher) {
	files, err := localeFiles.ReadDir("locales")
	if err != nil {
		panic("web: embedded locales are missing: " + err.Error()) // a broken build, not input
	}
	found, tags := map[string]*catalogue{}, []language.Tag{language.Make(DefaultLang)}
	for _, f := range files {
		path := "locales/" + f.Name()
		raw, err := localeFiles.ReadFile(path)
		if err != nil {
			panic("web: " + err.Error())
		}
		parsed, err := i18n.ParseMessageFileBytes(raw, path, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
		if err != nil {
			panic("web: " + path + ": " + err.Error())
		}
		c := &catalogue{tag: parsed.Tag, messages: map[string]*message{}}
		for _, m := range parsed.Messages {
			c.messages[m.ID] = newMessage(m)
		}
		found[parsed.Tag.String()] = c
		if parsed.Tag.String() != DefaultLang {
			tags = append(tags, parsed.Tag)
		}
	}
	return found, language.NewMatcher(tags)
}

func newMessage(m *i18n.Message) *message {
	built := &message{other: takeApart(m.Other)}
	for form, text := range map[plural.Form]string{
		plural.Zero: m.Zero, plural.One: m.One, plural.Two: m.Two, plural.Few: m.Few, plural.Many: m.Many,
	} {
		if text != "" {
			built.forms[form] = takeApart(text)
		}
	}
	return built
}

// takeApart splits "Hello {{.Name}}" into its pieces.
func takeApart(s string) (pieces []piece) {
	for {
		before, rest, found := strings.Cut(s, "{{.")
		if before != "" {
			pieces = append(pieces, piece{text: before})
		}
		if !found {
			return pieces
		}
		name, after, closed := strings.Cut(rest, "}}")
		if !closed {
			panic("web: a message opens {{. and does not close it: " + s)
		}
		pieces = append(pieces, piece{name: strings.TrimSpace(name)})
		s = after
	}
}

// Language returns the one of our languages that suits an Accept-Language header or a stored preference best.
func Language(accept string) string {
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return DefaultLang
	}
	_, index, sure := matcher.Match(tags...)
	if sure == language.No || index == 0 {
		return DefaultLang
	}
	tag, _, _ := matcher.Match(tags...)
	base, _ := tag.Base()
	return base.String()
}

// T is the words for key in the reader's language, with values put in: T(ctx, "item.replies", "Count", 3). Values come
// in pairs of name and value; the pair Count also chooses between singular and plural. Numbers get thousands
// separators. A key that does not exist shows itself, and words_test.go fails.
func T(ctx context.Context, key string, pairs ...any) string {
	return translate(readerFrom(ctx).lang, key, pairs)
}

func translate(lang, key string, pairs []any) string {
	c := catalogues[lang]
	if c == nil {
		c = catalogues[DefaultLang]
	}
	m := c.messages[key]
	if m == nil {
		if m = catalogues[DefaultLang].messages[key]; m == nil {
			return key
		}
	}
	pieces := m.other
	if count, ok := lookUp(pairs, "Count").(int); ok {
		if form := m.forms[plural.Cardinal.MatchPlural(c.tag, max(count, -count), 0, 0, 0, 0)]; form != nil {
			pieces = form
		}
	}
	if len(pieces) == 1 && pieces[0].name == "" {
		return pieces[0].text
	}
	var out strings.Builder
	for _, p := range pieces {
		if p.name == "" {
			out.WriteString(p.text)
			continue
		}
		writeValue(&out, lookUp(pairs, p.name))
	}
	return out.String()
}

func lookUp(pairs []any, name string) any {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == name {
			return pairs[i+1]
		}
	}
	return nil
}

func writeValue(out *strings.Builder, v any) {
	switch v := v.(type) {
	case nil:
	case string:
		out.WriteString(v)
	case int:
		out.WriteString(Number(v))
	default:
		fmt.Fprint(out, v)
	}
}

// Number writes n as people read it: 1,204.
func Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}
