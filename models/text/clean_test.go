package text

import (
	"strings"
	"testing"
)

func TestClean_KeepsWhatPeopleOfOtherServersWrote(t *testing.T) {
	const link = `<a href="https://a.example/x"` + rel
	for name, c := range map[string]struct{ foreign, want string }{
		"nothing":                      {"", ""},
		"words alone":                  {"hello", "<p>hello</p>"},
		"words and blocks":             {"hello<p>world</p>!", "<p>hello</p><p>world</p><p>!</p>"},
		"paragraphs":                   {"<p>one</p>\n<p>two<br>three</p>\n", "<p>one</p><p>two<br/>three</p>"},
		"divisions":                    {"<div>one</div><div>two <span>three</span></div>", "<p>one</p><p>two three</p>"},
		"emphasis":                     {"<strong>a</strong><em>b</em><strike>c</strike><ins>d</ins>", "<p><strong>a</strong><em>b</em><s>c</s><u>d</u></p>"},
		"high headings":                {"<h1>a</h1><h2>b</h2><h5>c</h5>", "<h3>a</h3><h3>b</h3><h5>c</h5>"},
		"a mention":                    {`<span class="h-card"><a href="https://a.example/x" class="u-url mention">@<span>jo</span></a></span>`, `<p><a class="u-url mention" href="https://a.example/x"` + rel + `@jo</a></p>`},
		"a hashtag":                    {`<a href="https://a.example/x" class="mention hashtag" rel="tag">#<span>cpr</span></a>`, `<p><a class="mention hashtag" href="https://a.example/x" rel="tag nofollow noopener ugc">#cpr</a></p>`},
		"a link in parts":              {`<a href="https://a.example/x"><span class="invisible">https://</span><span>a.example/x</span></a>`, "<p>" + link + "https://a.example/x</a></p>"},
		"a link round a heading":       {`<a href="https://a.example/x"><h3>head</h3></a>`, "<h3>" + link + "head</a></h3>"},
		"a picture":                    {`<img src="https://a.example/x" alt="A map">`, "<p>" + link + "A map</a></p>"},
		"a picture without words":      {`<p>see <img src="https://a.example/x"></p>`, "<p>see " + link + "picture</a></p>"},
		"a picture in a link":          {`<a href="https://a.example/x"><img src="https://b.example/y"></a>`, "<p>" + link + "picture</a></p>"},
		"a picture without address":    {`<img alt="A map">`, "<p>A map</p>"},
		"own emoji":                    {`hi <img class="emoji" src="https://a.example/e.png" alt=":wave:">`, "<p>hi :wave:</p>"},
		"a picture of this site":       {`<img src="https://north.example/media/x" alt="ours">`, `<p><a href="https://north.example/media/x"` + rel + `ours</a></p>`},
		"a list":                       {"<ul>\n<li>a</li>\n<li>b<ul><li>c</li></ul></li>\n</ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"},
		"a list without end tags":      {"<ol start=3><li>a<li>b</ol>c", `<ol start="3"><li>a</li><li>b</li></ol><p>c</p>`},
		"a list of nothing":            {"<ul><li></li><li> </li></ul>", ""},
		"list item alone":              {"<li>a<li>b", "<ul><li>a</li><li>b</li></ul>"},
		"a table":                      {"<table><caption>c</caption><tr><th scope=col>a<td>b</table>", "<table><tbody><tr><td>c</td></tr><tr><th>a</th><td>b</td></tr></tbody></table>"},
		"an empty cell":                {"<table><tr><td></td><td>b</td></tr></table>", "<table><tbody><tr><td></td><td>b</td></tr></tbody></table>"},
		"a quote":                      {"<blockquote>a<p>b</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"},
		"code":                         {"<pre><code class=language-go>a  &lt;b&gt;\n\n  c</code></pre>", "<pre><code>a  &lt;b&gt;\n\n  c</code></pre>"},
		"readings above words":         {"<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>"},
		"a line":                       {"a<hr>b", "<p>a</p><hr/><p>b</p>"},
		"many breaks":                  {"<p><br>a<br><br> <br><br>b<br></p>", "<p>a<br/><br/> b</p>"},
		"empty paragraphs":             {"<p></p><p>a</p><p> </p><p>&nbsp;</p><p><b></b><br></p>", "<p>a</p>"},
		"a script with its words":      {"a<script>b</script>c<style>d</style>", "<p>ac</p>"},
		"formulas":                     {"<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", "<p>x=2</p>"},
		"entities":                     {"a &amp;amp; b &lt; c &copy; \"'", "<p>a &amp;amp; b &lt; c © &#34;&#39;</p>"},
		"a link in a link":             {`<a href="https://a.example/x">a<a href="https://a.example/x">b</a>c</a>`, "<p>" + link + "a</a>" + link + "b</a>c</p>"},
		"a part of the page in a cell": {"<table><tr><td><h1>a</h1><ul><li>b", "<table><tbody><tr><td><h3>a</h3><ul><li>b</li></ul></td></tr></tbody></table>"},
	} {
		t.Run(name, func(t *testing.T) {
			got := Clean(c.foreign).String()
			if got != c.want {
				t.Errorf("Clean(%q)\n got %s\nwant %s", c.foreign, got, c.want)
			}
			check(t, got)
		})
	}
}

func TestHTML_IsStoredAndReadBackAsItIs(t *testing.T) {
	h := Clean("<p>a &amp; b</p>")
	stored, err := h.Value()
	if err != nil || stored != "<p>a &amp; b</p>" {
		t.Fatalf("Value: %v, %v", stored, err)
	}
	for _, src := range []any{stored, []byte(stored.(string))} {
		var back HTML
		if err := back.Scan(src); err != nil || back != h || back.IsZero() {
			t.Errorf("Scan(%T): %q, %v", src, back, err)
		}
	}
	back := h
	if err := back.Scan(nil); err != nil || !back.IsZero() {
		t.Errorf("Scan(nil): %q, %v", back, err)
	}
	if err := back.Scan(42); err == nil || !strings.Contains(err.Error(), "int") {
		t.Errorf("Scan(42): %v", err)
	}
}
