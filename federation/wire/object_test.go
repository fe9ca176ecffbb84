package wire

import (
	"testing"
	"time"
)

func TestObject_TheTypeIsTheFirstThatIsKnownOrElseTheFirst(t *testing.T) {
	for types, want := range map[string]string{
		`"Note"`:     "Note",
		`["Lock"]`:   "Lock",
		`"as:Note"`:  "Note",
		`"@id"`:      "id",
		`7`:          "",
		`[null,"X"]`: "X",
		`["https://x.example/ns#A","Note","Page"]`: "Note",
		`["Lock","https://x.example/ns#A"]`:        "Lock",
	} {
		if got := parse(t, `{"type":`+types+`}`).Type(); got != want {
			t.Errorf("%s is %q, want %q", types, got, want)
		}
	}
}

func TestObject_TimesAreMomentsInUTCOrNothing(t *testing.T) {
	for s, want := range map[string]time.Time{
		"2026-04-01T10:00:00.123456789Z": time.Date(2026, 4, 1, 10, 0, 0, 123456789, time.UTC),
		"2026-04-01T10:00:00+05:30":      time.Date(2026, 4, 1, 4, 30, 0, 0, time.UTC),
		"9999-12-31T23:59:59-01:00":      {},
		"0001-01-01T00:00:00+01:00":      {},
		"10000-01-01T00:00:00Z":          {},
		"2026-04-01":                     {},
		"yesterday":                      {},
		"":                               {},
	} {
		if got := parse(t, `{"published":"`+s+`"}`).Time("published"); !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("%q is %v, want %v", s, got, want)
		}
	}
}

func TestObject_WordsHaveTheLanguageOfTheirMap(t *testing.T) {
	for raw, want := range map[string][2]string{
		`{"content":"a","contentMap":{"en":"a","cy":"b"}}`: {"a", "en"},
		`{"content":"a","contentMap":{"cy":"b"}}`:          {"a", "cy"},
		`{"content":"a","contentMap":{"cy":"b","de":"c"}}`: {"a", ""},
		`{"contentMap":{"cy":"b","de":"c"}}`:               {"c", "de"},
		`{"contentMap":{"cy":"b","fr":"c"}}`:               {"b", "cy"},
		`{"content":null,"contentMap":{"und":"b"}}`:        {"b", ""},
		`{"contentMap":{"<b>":"b"}}`:                       {"b", ""},
		`{"content":7,"contentMap":7}`:                     {"", ""},
	} {
		if words, language := parse(t, raw).Text("content", "de"); words != want[0] || language != want[1] {
			t.Errorf("%s is %q in %q, want %q", raw, words, language, want)
		}
	}
}
