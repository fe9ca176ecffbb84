package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/limits"
)

// At once is said as a ratio to what the standard library takes for the same bytes, so that it holds on any machine.
func TestD02_HostileJSONIsRefusedAtOnce(t *testing.T) {
	const id = `"id":"https://south.example/x"`
	hostile := map[string]string{
		"nested 10,000 deep":     strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000),
		"arrays 10,000 deep":     `{"a":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + "}",
		"a million brackets":     strings.Repeat("[", 1_000_000),
		"100,000 keys":           "{" + numbered(100_000, `"k%d":1`) + "}",
		"100,000 addressees":     `{"type":"Create","actor":"https://south.example/u","to":[` + strings.Repeat(`"as:",`, 99_999) + `""]}`,
		"more addressees":        `{"type":"Create","actor":"https://south.example/u","to":[` + numbered(limits.Recipients+1, `"https://south.example/u/%d"`) + `]}`,
		"an id twice":            `{` + id + `,` + id + `}`,
		"an id under two names":  `{` + id + `,"@id":"https://south.example/y"}`,
		"an actor by prefix":     `{"actor":"https://south.example/u","as:actor":"https://south.example/v"}`,
		"an object by IRI":       `{"object":"https://south.example/u","https://www.w3.org/ns/activitystreams#object":"https://south.example/v"}`,
		"a key twice, deep down": `{"object":{"object":{"name":"a","name":"b"}}}`,
		"a key twice by escape":  `{"type":"Like","\u0074ype":"Create"}`,
		"a lone high surrogate":  `{"name":"\ud83d"}`,
		"a lone low surrogate":   `{"name":"\udc00"}`,
		"surrogates swapped":     `{"name":"\udc00\ud83d"}`,
		"two high surrogates":    `{"name":"\ud83d\ud83d\udc00"}`,
		"a number out of range":  `{"width":1e400}`,
		"NaN":                    `{"width":NaN}`,
		"no UTF-8":               "{\"name\":\"\xff\"}",
		"more than fits":         `{"name":"` + strings.Repeat("a", limits.FetchBytes) + `"}`,
		"two documents":          `{}{}`,
		"a comma too many":       `{"to":["https://south.example/u",]}`,
		"an array":               `[{}]`,
		"a string":               `"https://south.example/x"`,
		"nothing":                ``,
	}
	for name, raw := range hostile {
		if _, err := ReadActivity([]byte(raw)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v, want ErrMalformed", name, err)
		}
		ours := fastest(func() { _, _ = ReadActivity([]byte(raw)) })
		plain := fastest(func() { _ = json.Unmarshal([]byte(raw), new(any)) })
		if ours > 10*plain+2*time.Second { // what grows with the square of these sizes takes far longer, on any machine
			t.Errorf("%s: took %v, where encoding/json takes %v", name, ours, plain)
		}
	}
}

// fastest is the shortest of a few runs: the machine may be busy with something else.
func fastest(f func()) time.Duration {
	best := time.Hour
	for range 5 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

// numbered repeats a part with a running number, with commas between.
func numbered(n int, part string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, part, i)
	}
	return b.String()
}

func TestParse_TakesWhatIsUnusualButClear(t *testing.T) {
	for name, raw := range map[string]string{
		"a surrogate pair":                      `{"name":"\ud83d\ude00"}`,
		"an escaped backslash":                  `{"name":"\\ud83d"}`,
		"brackets within a string":              `{"name":"` + strings.Repeat("[{", 100) + `"}`,
		"definitions that look like properties": `{"@context":[{"id":"@id","@id":"x","as:type":"@type","type":"@type"}]}`,
	} {
		if _, err := Parse([]byte(raw)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParse_DropsNULWhichNoDatabaseTakes(t *testing.T) {
	o, err := Parse([]byte(`{"name":"a\u0000b","x\u0000":1}`))
	if err != nil || o.String("name") != "ab" {
		t.Errorf("got %q, %v", o.String("name"), err)
	}
}

func TestParse_KeepsTheBytesOfEachPart(t *testing.T) {
	inner := `{ "b" : [ 1.50, "é\u00e9" ],  "id":"https://south.example/y","zz":{"@context":"x"} }`
	raw := ` {"a":1, "object": ` + inner + ` } `
	o, err := Parse([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(o.Inline("object").Raw); got != inner {
		t.Errorf("inner bytes are %s", got)
	}
	if got := string(o.Raw); got != strings.TrimSpace(raw) {
		t.Errorf("bytes are %s", got)
	}
}
