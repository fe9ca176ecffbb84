package text

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Pieces of which a text of many can cost a careless reader the square of their number, or worse.
var (
	costlyMarkdown = []string{
		"[", "![", "[]", "[a](", "[a](b", "[a](<b ", `[a]("b `, `[a](b "c `, "[a][", "[a]: b\n", "[a]: b\n\n", "[a]\n\n", "[x]: <",
		"*a ", "*a_", "**a _b ", "a*b*c_d_", "_a", "***a", "~~a", "`", "`a``b", "```\n", "\\", "&#x202e;", "> ", "\n> - ", "> > > a\n",
		"- ", "- - - a\n", "1. ", "* a\n", "\t", "    a\n", "a\n===\n", "# ", "---\n", "a  \n", "|a", "|a\n|-\n", "a|b\n-|-\n`\\|`\n",
		"<a ", "<http://a", "<a@b", "(", "http://a ", "http://a(", "www.a.b ", "a@b.c ", "@a@b.", "@amina ", "#a", "#a ", "![a](/media/x)",
	}
	costlyHTML = []string{
		"a.", "a\u0301", "\u200d", "👩\u200d", "\u00a0", "漢", "&", "&amp;amp;", "<", "<!--", "<![CDATA[", "<?", "<b", "<a href='", "<a a a a a ",
		"<b>", "<i><p>", "x<p>", "</b>", "</p>", "<p/>", "<a href=http://a.b>nhs.uk", "<a href=http://a.b>a.b.c.d@", "<table>", "<tr>", "<td>",
		"<ul>", "<li>", "</li>", "<li><b>", "<blockquote>", "<div>", "<math>", "<template>", "<svg><style>", "<script>", "<pre>", "<pre>\n",
		"<ruby><rt>", "<br>", "<b> </b>", "<img src=http://a.b>", "<select><option>", "<b><i><u><s><em><strong><code><sub><sup><ruby>x<p>",
	}
)

// within fails when f is not done in the time, which is some hundred times what it takes.
func within(t *testing.T, limit time.Duration, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(limit):
		t.Fatalf("%s: not done after %v", what, limit)
	}
}

func TestD07_AMebibyteOfMarkdownIsBoundedWork(t *testing.T) {
	for _, piece := range costlyMarkdown {
		hostile := strings.Repeat(piece, (1<<20)/len(piece)+1)
		within(t, 20*time.Second, fmt.Sprintf("%q", piece), func() {
			r := Render(hostile, north{})
			if size := len(r.HTML.String()); size > MaxHTML || len(r.Plain) > MaxHTML {
				t.Errorf("%q: %d bytes of HTML, %d of words", piece, size, len(r.Plain))
			}
			if len(r.Mentions) > MaxMentions || len(r.Hashtags) > MaxHashtags {
				t.Errorf("%q: %d mentions, %d hashtags", piece, len(r.Mentions), len(r.Hashtags))
			}
		})
	}
}

func TestD07_AMebibyteOfHTMLIsBoundedWork(t *testing.T) {
	for _, piece := range costlyHTML {
		hostile := strings.Repeat(piece, (1<<20)/len(piece)+1)
		within(t, 20*time.Second, fmt.Sprintf("%q", piece), func() {
			clean := Clean(hostile)
			if size := len(clean.String()); size > MaxHTML || len(clean.Plain()) > MaxHTML {
				t.Errorf("%q: %d bytes", piece, size)
			}
			if Clean(clean.String()) != clean {
				t.Errorf("%q: not the same when cleaned again", piece)
			}
			if title := TitleFrom(clean, "ward-safety"); len([]rune(title)) > maxTitle {
				t.Errorf("%q: a title of %d characters", piece, len([]rune(title)))
			}
			if line := CleanLine(hostile, 500); len([]rune(line)) > 500 {
				t.Errorf("%q: a line of %d characters", piece, len([]rune(line)))
			}
			if ValidName(hostile) == nil {
				t.Errorf("%q: a valid name", piece)
			}
		})
	}
}

func TestD07_WhatGrowsInReadingIsBounded(t *testing.T) {
	wide := strings.Repeat("|a", 1000) + "\n" + strings.Repeat("|-", 1000) + "\n" + strings.Repeat("|\n", 100_000)
	label := "[a]: http://a.example/" + strings.Repeat("x", 2000) + "\n\n" + strings.Repeat("[a]\n\n", 50_000)
	var ticks, nested strings.Builder
	for i := range 700 {
		ticks.WriteString(strings.Repeat("`", i+1) + " ")
		nested.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	for name, markdown := range map[string]string{
		"rows that are shorter than their table": wide, "labels for a long address": label,
		"code that never ends": ticks.String(), "lists in lists": nested.String(),
	} {
		within(t, 20*time.Second, name, func() {
			if size := len(Render(markdown, north{}).HTML.String()); size > MaxHTML {
				t.Errorf("%s: %d bytes", name, size)
			}
		})
	}
}

func TestX04_NestingStaysShallow(t *testing.T) {
	for _, tag := range []string{"blockquote", "ul", "ol", "table", "b", "div", "p", "math", "template", "svg", "a href=https://a.example", "ruby"} {
		deep := strings.Repeat("<"+tag+">", 10_000) + "in the middle" + strings.Repeat("</"+strings.Fields(tag)[0]+">", 10_000) + "<p>after</p>"
		h := Clean(deep)
		check(t, h.String())
		if plain := h.Plain(); !strings.Contains(plain, "in the middle") || !strings.Contains(plain, "after") {
			t.Errorf("%s: the words are lost: %q", tag, plain)
		}
	}
	r := Render(strings.Repeat("> ", 10_000)+"in the middle", north{})
	check(t, r.HTML.String())
	if !strings.Contains(r.Plain, "in the middle") {
		t.Error("the words of a deep quote are lost")
	}
}

func TestRender_KeepsReadingWhereOrdinaryTextsAreLong(t *testing.T) {
	long := strings.Repeat("**bold** and *slanted* with [a link](https://a.example/) and `code`.\n\n", 500)
	h := Render(long, north{}).HTML.String()
	if n := strings.Count(h, "<strong>bold</strong>"); n != 500 {
		t.Errorf("%d of 500 bold words", n)
	}
	table := "|a|b|c|\n|-|-|-|\n" + strings.Repeat("|1|2|3|\n", 300)
	if n := strings.Count(Render(table, north{}).HTML.String(), "<tr>"); n != 301 {
		t.Errorf("%d of 301 rows", n)
	}
}

func TestClean_CutsALongTextAtAWord(t *testing.T) {
	h := Clean("<p>" + strings.Repeat("word &amp; ", 100_000) + "</p><p>after</p>").String()
	check(t, h)
	if len(h) < MaxHTML/8 || !strings.HasSuffix(h, " word &amp;</p>") && !strings.HasSuffix(h, " &amp; word</p>") {
		t.Errorf("%d bytes, ending in %q", len(h), h[len(h)-40:])
	}
	if plain := Clean(strings.Repeat("漢", 200_000)).Plain(); len(plain) < MaxHTML/8 || strings.Trim(plain, "漢") != "" {
		t.Errorf("a text without spaces: %d bytes", len(plain))
	}
	manyLinks := Clean(strings.Repeat("<a href=https://evil.example/>nhs.example</a> ", 20_000)).String()
	if links := strings.Count(manyLinks, "<a "); links != strings.Count(manyLinks, "[evil.example]") || links < 100 {
		t.Errorf("%d links, of which %d say where they lead", links, strings.Count(manyLinks, "[evil.example]"))
	}
}

// Two texts of the greatest length whose parts are each as dear to compare as one may be take no more than one of them.
func TestD07_AllPartsOfTwoTextsShareTheWork(t *testing.T) {
	var before, after strings.Builder
	for part := range 200 {
		for n := range 370 {
			fmt.Fprintf(&before, "%c ", 'a'+(n*n+part)%23)
			fmt.Fprintf(&after, "%c ", 'a'+(n*n*n+7*part)%23)
		}
		fmt.Fprintf(&before, "\nthe end of %d\n", part)
		fmt.Fprintf(&after, "\nthe end of %d\n", part)
	}
	left := fullEffort()
	segments := diffLong(before.String(), after.String(), left)
	if left.steps > 0 || left.steps < -100_000 {
		t.Errorf("%d steps were left of %d", left.steps, maxSteps)
	}
	var old, now strings.Builder
	for _, s := range segments {
		if s.Change != Added {
			old.WriteString(s.Text)
		}
		if s.Change != Removed {
			now.WriteString(s.Text)
		}
	}
	if old.String() != before.String() || now.String() != after.String() {
		t.Error("what is compared is not what was given")
	}
}
