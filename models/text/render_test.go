package text

import (
	"fmt"
	"strings"
	"testing"
)

// north is a Linker of a site with two people, a community and a page for every hashtag.
type north struct{}

func (north) Mention(m Mention) (string, bool) {
	switch strings.ToLower(m.String()) {
	case "@amina", "@amina@north.example":
		return "https://north.example/u/amina", true
	case "@jo_b@south.example:8443":
		return "https://south.example:8443/u/jo_b", true
	case "!ward-safety", "!ward-safety@north.example":
		return "https://north.example/c/ward-safety", true
	}
	return "", false
}

func (north) Hashtag(tag string) string { return "https://north.example/tags/" + strings.ToLower(tag) }
func (north) Base() string              { return "https://north.example" }

const (
	rel   = ` rel="nofollow noopener ugc">`
	amina = `<a class="u-url mention" href="https://north.example/u/amina"` + rel
	ward  = `<a class="u-url mention" href="https://north.example/c/ward-safety"` + rel
)

func hashtag(tag string) string {
	return `<a class="mention hashtag" href="https://north.example/tags/` + tag + `" rel="tag nofollow noopener ugc">`
}

func TestRender_MakesOfMarkdownWhatPeopleMeant(t *testing.T) {
	for name, c := range map[string]struct{ markdown, want string }{
		"a line break stays":          {"one\ntwo", "<p>one<br/>\ntwo</p>"},
		"headings start at the third": {"# a\n## b\n### c\n#### d\n##### e\n###### f", "<h3>a</h3><h4>b</h4><h5>c</h5><h6>d</h6><h6>e</h6><h6>f</h6>"},
		"tags are shown as typed":     {"a <b>b</b> List<T> <script>x</script>", "<p>a &lt;b&gt;b&lt;/b&gt; List&lt;T&gt; &lt;script&gt;x&lt;/script&gt;</p>"},
		"a block of tags too":         {"<div onclick=x>\nhello\n</div>", "<p>&lt;div onclick=x&gt;<br/>\nhello<br/>\n&lt;/div&gt;</p>"},
		"table":                       {"|a|b|\n|-|-:|\n|1|2|", "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"},
		"struck out":                  {"~~no~~", "<p><del>no</del></p>"},
		"numbered list from three":    {"3. c\n4. d", `<ol start="3"><li>c</li><li>d</li></ol>`},
		"code keeps its signs":        {"`@amina #x` and\n\n    !ward-safety\n", "<p><code>@amina #x</code> and</p><pre><code>!ward-safety\n</code></pre>"},
		"bare link":                   {"see https://a.example/x_y?z=1&q=2.", `<p>see <a href="https://a.example/x_y?z=1&amp;q=2"` + rel + `https://a.example/x_y?z=1&amp;q=2</a>.</p>`},
		"bare link to an intranet":    {"http://127.0.0.1:8001/c/x and http://wiki/x", `<p><a href="http://127.0.0.1:8001/c/x"` + rel + `http://127.0.0.1:8001/c/x</a> and <a href="http://wiki/x"` + rel + `http://wiki/x</a></p>`},
		"mail address":                {"write to amina@north.example", `<p>write to <a href="mailto:amina@north.example"` + rel + `amina@north.example</a></p>`},
		"path of this site":           {"[ours](/c/ward-safety)", `<p><a href="https://north.example/c/ward-safety"` + rel + `ours</a></p>`},
		"link without scheme":         {"[x](//evil.example) [y](javascript:alert(1)) [z](data:text/html,x)", "<p>x y z</p>"},
		"own picture":                 {"![A map](/media/1.jpg)", `<p><img alt="A map" loading="lazy" src="https://north.example/media/1.jpg"/></p>`},
		"picture from elsewhere":      {"![A map](https://a.example/1.jpg)", `<p><a href="https://a.example/1.jpg"` + rel + `A map</a></p>`},
		"own picture with a way out":  {"![x](/media/../admin)", `<p><a href="https://north.example/media/../admin"` + rel + `x</a></p>`},
		"the same in other spelling":  {"![x](/media/%2E%2e/admin)", `<p><a href="https://north.example/media/%2E%2e/admin"` + rel + `x</a></p>`},
		"link that says another host": {"[nhs.example](https://evil.example/)", `<p><a href="https://evil.example/"` + rel + `nhs.example [evil.example]</a></p>`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Render(c.markdown, north{}).HTML.String(); got != c.want {
				t.Errorf("Render(%q)\n got %s\nwant %s", c.markdown, got, c.want)
			}
		})
	}
}

func TestRender_LinksMentionsAndHashtags(t *testing.T) {
	for name, c := range map[string]struct{ markdown, want string }{
		"person":                    {"@amina hi", "<p>" + amina + "@amina</a> hi</p>"},
		"person with host":          {"hi @Amina@North.example.", "<p>hi " + amina + "@Amina@North.example</a>.</p>"},
		"person with port":          {"(@jo_b@south.example:8443)", `<p>(<a class="u-url mention" href="https://south.example:8443/u/jo_b"` + rel + `@jo_b@south.example:8443</a>)</p>`},
		"community":                 {"ask !ward-safety, please", "<p>ask " + ward + "!ward-safety</a>, please</p>"},
		"community with host":       {"!ward-safety@north.example: hello", "<p>" + ward + "!ward-safety@north.example</a>: hello</p>"},
		"nobody we know":            {"@nobody and !important", "<p>@nobody and !important</p>"},
		"hashtag":                   {"#Sepsis2 and #größe_x-ray", "<p>" + hashtag("sepsis2") + "#Sepsis2</a> and " + hashtag("gr%C3%B6%C3%9Fe_x") + "#größe_x</a>-ray</p>"},
		"number":                    {"#123 and C#sharp", "<p>#123 and C#sharp</p>"},
		"heading with hashtag":      {"# about #x", "<h3>about " + hashtag("x") + "#x</a></h3>"},
		"in a link":                 {"[by @amina #x](https://a.example/)", `<p><a href="https://a.example/"` + rel + `by @amina #x</a></p>`},
		"in brackets that are none": {"[@amina] wrote", "<p>[" + amina + "@amina</a>] wrote</p>"},
		"in an address":             {"https://a.example/@amina#x", `<p><a href="https://a.example/@amina#x"` + rel + `https://a.example/@amina#x</a></p>`},
		"in a mail address":         {"amina@amina.example", `<p><a href="mailto:amina@amina.example"` + rel + `amina@amina.example</a></p>`},
		"in bold":                   {"**@amina**", "<p><strong>" + amina + "@amina</a></strong></p>"},
		"escaped":                   {`\@amina \#x`, "<p>@amina #x</p>"},
		"exclamation and picture":   {"wow! ![x](https://a.example/y)", `<p>wow! <a href="https://a.example/y"` + rel + `x</a></p>`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Render(c.markdown, north{}).HTML.String(); got != c.want {
				t.Errorf("Render(%q)\n got %s\nwant %s", c.markdown, got, c.want)
			}
		})
	}
}

func TestRender_ListsEachMentionAndHashtagOnce(t *testing.T) {
	r := Render("@amina @AMINA `@jo_b@south.example:8443` !ward-safety #Sepsis #sepsis #CPR [#not](https://a.example)", north{})
	if len(r.Mentions) != 2 || r.Mentions[0].Name != "amina" || !r.Mentions[1].Community || r.Mentions[1].Address != "https://north.example/c/ward-safety" {
		t.Errorf("mentions: %+v", r.Mentions)
	}
	if strings.Join(r.Hashtags, " ") != "Sepsis CPR" {
		t.Errorf("hashtags: %q", r.Hashtags)
	}
}

func TestMentionsIn_ListsTheUnknownToo(t *testing.T) {
	got := MentionsIn("@amina @stranger@far.example @Stranger@far.example !group@far.example `@code` [@link](https://a.example) #tag")
	var handles []string
	for _, m := range got {
		handles = append(handles, m.String())
	}
	if want := "@amina @stranger@far.example !group@far.example"; strings.Join(handles, " ") != want {
		t.Errorf("%q, want %q", handles, want)
	}
}

func TestRender_NamesNoMoreThanItMay(t *testing.T) {
	var markdown strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&markdown, "@p%d #t%d ", i, i)
	}
	counting := &collector{}
	r := Render(markdown.String(), everybody{counting})
	if len(r.Mentions) != MaxMentions || len(r.Hashtags) != MaxHashtags || len(counting.found) > MaxMentions+MaxHashtags {
		t.Errorf("%d mentions, %d hashtags, %d look-ups", len(r.Mentions), len(r.Hashtags), len(counting.found))
	}
}

// everybody is a Linker that knows all people.
type everybody struct{ *collector }

func (e everybody) Mention(m Mention) (string, bool) {
	e.collector.Mention(m)
	return "https://north.example/u/" + m.Name, true
}

func (everybody) Hashtag(tag string) string { return "https://north.example/tags/" + tag }
