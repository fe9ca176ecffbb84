package text

import (
	"strings"
	"testing"
)

// shelf knows every page but one.
type shelf struct{ collector }

func (*shelf) Page(name string) (string, bool) {
	switch Slug(name) {
	case "", "nowhere":
		return "", false
	case "this-page":
		return "", true
	}
	return "https://north.example/c/ward/wiki/" + Slug(name), true
}

func TestPages_AreNamedInDoubleBrackets(t *testing.T) {
	link := func(slug, words string) string {
		return `<a href="https://north.example/c/ward/wiki/` + slug + `" rel="nofollow noopener ugc">` + words + `</a>`
	}
	for typed, want := range map[string]string{
		"See [[Night rotas]].":                 "See " + link("night-rotas", "Night rotas") + ".",
		"See [[Night rotas|the *rota*]]":       "See " + link("night-rotas", "the *rota*"),
		"[[ Falls | what we do ]]":             link("falls", "what we do"),
		"[[Falls|]]":                           link("falls", "Falls"),
		"[[Ä & <b>]]":                          link("%C3%A4-b", "Ä &amp; &lt;b&gt;"),
		"[[This page]] is itself":              "This page is itself",
		"[[nowhere]] stays":                    "[[nowhere]] stays",
		"[[]] and [[|x]] and [[ ]]":            "[[]] and [[|x]] and [[ ]]",
		"[[a[b]] [[not closed":                 "[[a[b]] [[not closed",
		"`[[code]]` stays code":                "<code>[[code]]</code> stays code",
		"[words [[Falls]]](https://b.example)": "words",
	} {
		got := Render(typed, new(shelf)).HTML.String()
		got = strings.TrimSuffix(strings.TrimPrefix(got, "<p>"), "</p>")
		if got != want && (want != "words" || strings.Count(got, "<a") != strings.Count(got, "</a>")) {
			t.Errorf("%s: %s\nwant %s", typed, got, want)
		}
	}
	if got := Render("[[Falls]]", new(collector)).HTML.String(); got != "<p>[[Falls]]</p>" {
		t.Errorf("whoever knows no pages gets %s", got)
	}
}

func TestPages_AreBounded(t *testing.T) {
	got := Render(strings.Repeat("[[Falls]]\n\n", MaxPages+10), new(shelf)).HTML.String()
	if n := strings.Count(got, "<a "); n != MaxPages {
		t.Errorf("%d links, want %d", n, MaxPages)
	}
	Render(strings.Repeat("[[", 100_000), new(shelf))
	Render(strings.Repeat("[[a|", 50_000), new(shelf))
}

func TestSlug_IsPlainAndStays(t *testing.T) {
	for name, want := range map[string]string{
		"Onboarding guide": "onboarding-guide", "  What's on – 2027?  ": "whats-on-2027", "Äpfel & Öl": "äpfel-öl", "!?": "", "2027": "2027",
		"a/b\\c%2f..": "a-b-c-2f", strings.Repeat("ab ", 60): strings.TrimRight(strings.Repeat("ab-", 27), "-")[:79],
	} {
		got := Slug(name)
		if name != strings.Repeat("ab ", 60) && got != want || len([]rune(got)) > 80 {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
		if again := Slug(got); again != got {
			t.Errorf("%q becomes %q", got, again)
		}
	}
}

func TestDress_GivesAnchorsAndLeadsLinks(t *testing.T) {
	h := Render("# One *two*\n\nSee https://a.example/x and https://b.example/y and https://c.example/z\n\n## One two\n\n### \"Q\" & more\n\n# [l](https://b.example/y)", new(collector)).HTML
	got, headings := h.Dress(func(address string) *Lead {
		switch address {
		case "https://a.example/x":
			return &Lead{To: "/c/a?b=1&c=2", Own: true, Missing: true}
		case "https://b.example/y":
			return &Lead{}
		}
		return nil
	})
	for _, part := range []string{
		`<h3 id="s-one-two">One <em>two</em></h3>`, `<h4 id="s-one-two--2">`, `<h5 id="s-q-more">`, `<a class="fm-missing" href="/c/a?b=1&amp;c=2">https://a.example/x</a>`,
		` and https://b.example/y and <a href="https://c.example/z" rel="nofollow noopener ugc">`, `<h3 id="s-l">l</h3>`,
	} {
		if !strings.Contains(got.String(), part) {
			t.Errorf("lacks %s:\n%s", part, got)
		}
	}
	if len(headings) != 4 || headings[0] != (Heading{3, "One two", "s-one-two"}) || headings[2].Words != `"Q" & more` {
		t.Errorf("headings are %+v", headings)
	}
	if same, _ := h.Dress(func(string) *Lead { return nil }); Plain(same.String()) != h.Plain() {
		t.Errorf("the words changed: %s", same)
	}
}
