package text

import (
	"strings"
	"testing"
)

func TestPlain_KeepsTheWordsAndTheLines(t *testing.T) {
	for foreign, want := range map[string]string{
		"":                                  "",
		"<p>one <b>two</b>\nthree</p>":      "one two three",
		"<p>one<br>two</p><p>three</p>":     "one\ntwo\n\nthree",
		"<h2>head</h2><p>body</p>":          "head\n\nbody",
		"<ul><li>a</li><li>b</li></ul>c":    "- a\n- b\n\nc",
		"x<ul><li><p>a</p><p>b</p></ul>":    "x\n\n- a\n\nb",
		"<table><tr><td>a<td>b<tr><td>c":    "a\tb\nc",
		"<pre>a  b\n  c</pre>d":             "a  b\n  c\n\nd",
		"a&amp;b &lt;i&gt; <i>x</i>y":       "a&b <i> xy",
		"<a href=https://a.example>x </a>y": "x y",
	} {
		if got := Plain(foreign); got != want {
			t.Errorf("Plain(%q) = %q, want %q", foreign, got, want)
		}
	}
}

func TestSummary_CutsAtAWord(t *testing.T) {
	for _, c := range []struct {
		plain string
		limit int
		want  string
	}{
		{"short", 10, "short"},
		{"two\nlines", 20, "two lines"},
		{"a list:\n\n- one\n- two - or so", 40, "a list: • one • two - or so"},
		{"one two three", 9, "one two…"},
		{"one two, three", 10, "one two…"},
		{"abcdefghij", 5, "abcd…"},
		{"äöüäöü", 4, "äöü…"},
		{"", 5, ""},
		{"abc", 0, ""},
		{"abc", 1, "…"},
	} {
		if got := Summary(c.plain, c.limit); got != c.want {
			t.Errorf("Summary(%q, %d) = %q, want %q", c.plain, c.limit, got, c.want)
		}
	}
}

func TestRow87_ATitleIsTheFirstLineWithoutTheHandleOfTheGroup(t *testing.T) {
	mention := `<span class="h-card"><a href="https://north.example/c/ward-safety" class="u-url mention">@<span>ward-safety</span></a></span>`
	for foreign, want := range map[string]string{
		"<p>" + mention + " Who checks the <b>crash trolley</b>?</p><p>More</p>": "Who checks the crash trolley?",
		"<p>Hello " + mention + ", a question</p>":                               "Hello a question",
		"<p>" + mention + "</p><p>Second line<br>third</p>":                      "Second line",
		"<p>" + mention + "<br>Second line</p>":                                  "Second line",
		"<p>@ward-safety@north.example: hello</p>":                               "hello",
		"<p>!ward-safety hello @amina</p>":                                       "hello @amina",
		"<p>@WARD-SAFETY@North.example hi</p>":                                   "hi",
		"<p>@ward-safety-two hi</p>":                                             "@ward-safety-two hi",
		"<p>" + mention + "</p>":                                                 "",
		"":                                                                       "",
	} {
		if got := TitleFrom(Clean(foreign), "@ward-safety@north.example"); got != want {
			t.Errorf("TitleFrom(%q) = %q, want %q", foreign, got, want)
		}
	}
	if got := TitleFrom(Clean(strings.Repeat("wörd ", 100))); len([]rune(got)) > maxTitle || !strings.HasSuffix(got, "wörd…") {
		t.Errorf("a long title: %q", got)
	}
}
