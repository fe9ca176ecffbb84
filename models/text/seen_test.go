package text

import (
	"strings"
	"testing"
)

func TestX05_UnseenCharactersAreDropped(t *testing.T) {
	for s, want := range map[string]string{
		"a\x00b\x07c\x1b[31m":              "abc[31m",
		"user\u202egnp.exe":                "usergnp.exe",
		"\u2066a\u2069\u200e\u200f\u061cb": "ab",
		"a\u200b\u2060\ufeff\u00adb":       "ab",
		"pay\u200dpal":                     "paypal",
		"\u3164":                           "",
		"a\u2028b\u0085c\r\nd\re\vf":       "a\nb\nc\nd\ne f",
		"می\u200cخواهم":                    "می\u200cخواهم",
		"क्\u200dष":                        "क्\u200dष",
		"👩\u200d👩\u200d👧":                  "👩\u200d👩\u200d👧",
		"👩\u200d":                          "👩",
		"\U0001F3F4\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F": "\U0001F3F4\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F",
		"a\U000E0067\U000E0062":       "a",
		"e" + strings.Repeat("́", 50): "e" + strings.Repeat("́", maxMarks),
		"naïve 漢字 ⚕️ 1️⃣ e\u0301":     "naïve 漢字 ⚕️ 1️⃣ e\u0301",
	} {
		if got := seen(s); got != want {
			t.Errorf("seen(%+q) = %+q, want %+q", s, got, want)
		}
		if got := seen(seen(s)); got != seen(s) {
			t.Errorf("seen(%+q) is not the same again", s)
		}
	}
}

func TestCleanLine_IsOneShortLine(t *testing.T) {
	for _, c := range []struct {
		s     string
		limit int
		want  string
	}{
		{"  Ward\n\tsafety \u00a0 group ", 50, "Ward safety group"},
		{"äöü", 2, "äö"},
		{"ab cd", 3, "ab"},
		{"", 5, ""},
		{"x", 0, ""},
		{"\u2800\u2800", 5, ""},
		{"a\xffb", 5, "a\uFFFDb"},
		{"<b>&amp;", 20, "<b>&amp;"},
		{"👩\u200d👩", 2, "👩"},
	} {
		if got := CleanLine(c.s, c.limit); got != c.want {
			t.Errorf("CleanLine(%+q, %d) = %+q, want %+q", c.s, c.limit, got, c.want)
		}
	}
}
