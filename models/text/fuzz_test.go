package text

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// check fails where markup is not what every page may show. It reads the markup as a browser does, with the tree
// builder of HTML5, and so judges what would stand in the page and not only what was written.
func check(t *testing.T, markup string) {
	t.Helper()
	if len(markup) > MaxHTML {
		t.Fatalf("%d bytes", len(markup))
	}
	root := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	body, err := html.ParseFragment(strings.NewReader(markup), root)
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	var again strings.Builder
	for _, n := range body {
		checkNode(t, n, markup)
		if err := html.Render(&again, n); err != nil {
			t.Fatalf("render: %v", err)
		}
	}
	if again.String() != markup {
		t.Fatalf("a browser reads it otherwise\nwrote %q\n read %q", markup, again.String())
	}
}

func checkNode(t *testing.T, n *html.Node, markup string) {
	t.Helper()
	switch n.Type {
	case html.TextNode:
		if strings.ContainsAny(n.Data, "\x00\u202E\u2066\u200B\uFEFF") {
			t.Fatalf("unseen characters in %q", n.Data)
		}
	case html.ElementNode:
		if role := roles[n.Data]; role < inline || n.Data == "body" || n.Namespace != "" {
			t.Fatalf("tag %q in %q", n.Data, markup)
		}
		for _, a := range n.Attr {
			checkAttribute(t, n.Data, a)
		}
	default:
		t.Fatalf("node of type %v in %q", n.Type, markup)
	}
	for kid := n.FirstChild; kid != nil; kid = kid.NextSibling {
		checkNode(t, kid, markup)
	}
}

func checkAttribute(t *testing.T, tag string, a html.Attribute) {
	t.Helper()
	ok := false
	switch tag + " " + a.Key {
	case "a href":
		ok = strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "mailto:")
	case "a rel":
		ok = strings.HasSuffix(a.Val, linkRel)
	case "a class":
		ok = a.Val == mentionClass || a.Val == hashtagClass
	case "img src":
		ok = strings.HasPrefix(a.Val, north{}.Base()+"/media/")
	case "img loading", "img alt", "ol start":
		ok = true
	}
	if !ok {
		t.Fatalf("attribute %s=%q on %s", a.Key, a.Val, tag)
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		"", "hello", "<p>a<p>b", "<b><i>x</b></i>", "<a href=https://evil.example>nhs.uk</a>", "<ul>a<li>b<ul><li>c</ul>",
		"<table>x<td>y<tr><th>z<table><td>w</table>v</table>", "<pre>\n\n x</pre>", "<ruby>漢<rt>kan</rt></ruby>",
		"<math><mi><style><img src=x onerror=alert(1)>", "<svg><p><style><a title='</style><img src=x>'>",
		"a<br><br>\u200b<br> <br>b", "👩\u200d👩\u200d👧 e\u0301\u0301\u200d", "<img src=https://a.example/x alt=y>", "\x00<\x00p>",
		"<h1>x<h2>y</h1><blockquote>q<hr></blockquote>", "<a href='https://x.example/?a=\"<>'>x</a>", "<ol start=5><li>x",
		"<template><p>x</template><select><option>y", "&lt;script&gt;&#x202e;&amp;lt;", "<plaintext><p>", "<li><b> </b><p>x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, foreign string) {
		once := Clean(foreign)
		check(t, once.String())
		if twice := Clean(once.String()); twice != once {
			t.Fatalf("not the same again\n once %q\ntwice %q", once, twice)
		}
		if again := policy.Sanitize(once.String()); again != once.String() {
			t.Fatalf("the policy changes it\n before %q\n after %q", once, again)
		}
	})
}

func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		"", "# a\n\n> b\n> - c\n\n| a | b |\n|---|---|\n| c |", "@amina !ward-safety #tag", "![x](/media/y) [nhs.uk](http://evil.example)",
		"<b onclick=x>", "`````", "[a]: https://a.example 'b'\n[a] **b *c _d_* e**", "www.a.example https://b.example/(c)", "1. a\n   ```\n   b\n",
		"a  \nb\\\nc", "[[[[[", "![![![", "*a **b _c __d", "@a@b@c!d#e", "~~x~~", "&#x202e;&nbsp;&lt;", "\x00\ufeff", "***\n---\n===\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, markdown string) {
		r := Render(markdown, north{})
		check(t, r.HTML.String())
		if r.Plain != r.HTML.Plain() {
			t.Fatalf("plain %q", r.Plain)
		}
	})
}

func FuzzName(f *testing.F) {
	for _, seed := range []string{"amina", "ward-safety", "a..b", "-a", "admin", "A", "é", "a_", strings.Repeat("a", 31), "a-.-b", "@a!b@c.example:80"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		valid := ValidName(name) == nil
		if valid != (namePattern.MatchString(name) && len(name) <= MaxName && len(name) >= MinName && !reservedNames[name]) {
			t.Fatalf("%q valid: %v", name, valid)
		}
		if !valid {
			return
		}
		if size, m := readMention("@" + name + "@north.example"); size != len(name)+15 || m.Name != name {
			t.Fatalf("%q cannot be mentioned: %+v", name, m)
		}
	})
}
