package web

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
)

// A story is one page with canned content. The test renders every one and checks what every page promises; with the
// environment variable STORIES set to a folder it leaves them there, with their assets, to be looked at in a browser.
type story struct {
	name    string
	page    Page
	content templ.Component
}

func TestStories_KeepWhatEveryPagePromises(t *testing.T) {
	folder := os.Getenv("STORIES")
	if folder != "" {
		writeAssets(t, folder)
	}
	for _, s := range stories() {
		t.Run(s.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := Layout(s.page, s.content).Render(context.Background(), &out); err != nil {
				t.Fatal(err)
			}
			if folder != "" {
				if err := os.WriteFile(filepath.Join(folder, s.name+".html"), out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			doc, err := html.Parse(&out)
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range inspect(doc) {
				t.Error(wrong)
			}
		})
	}
}

func writeAssets(t *testing.T, folder string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(folder, "static"), 0o755); err != nil {
		t.Fatal(err)
	}
	for url, a := range assetsByURL {
		if err := os.WriteFile(filepath.Join(folder, url), a.plain, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, accent := range map[string]string{"theme.css": DefaultAccent, "theme-plum.css": "#7a2f5a", "theme-blue.css": "#2f4b9a"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(Theme(accent)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// inspection walks a page once and remembers what the rules need.
type inspection struct {
	wrong    []string
	headings []string
	ids      map[string]bool
	labels   map[string]bool
	fields   []*html.Node
	refs     []string // ids that are pointed at
}

func inspect(doc *html.Node) []string {
	in := &inspection{ids: map[string]bool{}, labels: map[string]bool{}}
	in.walk(doc)
	h1s := 0
	level := byte('1')
	for _, h := range in.headings {
		if h == "h1" {
			h1s++
		}
		if h[1] > level+1 {
			in.say("a heading jumps to " + h)
		}
		level = h[1]
	}
	if h1s != 1 {
		in.say("the page has not one h1 but " + Number(h1s))
	}
	for _, f := range in.fields {
		if id := attr(f, "id"); !in.labels[id] && attr(f, "aria-label") == "" {
			in.say("no label for the field " + attr(f, "name"))
		}
	}
	for _, id := range in.refs {
		if !in.ids[id] {
			in.say("nothing on the page has the id " + id)
		}
	}
	return in.wrong
}

func (in *inspection) say(what string) { in.wrong = append(in.wrong, what) }

func (in *inspection) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		in.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		in.walk(c)
	}
}

func (in *inspection) element(n *html.Node) {
	for _, a := range n.Attr {
		in.attribute(n, a)
	}
	switch n.Data {
	case "h1", "h2", "h3", "h4":
		in.headings = append(in.headings, n.Data)
		if strings.TrimSpace(words(n)) == "" {
			in.say("an empty " + n.Data)
		}
	case "style":
		in.say("a style element")
	case "script":
		if n.FirstChild != nil {
			in.say("an inline script")
		}
	case "img":
		if _, ok := find(n, "alt"); !ok {
			in.say("a picture without alt: " + attr(n, "src"))
		}
	case "label":
		in.labels[attr(n, "for")] = true
	case "input", "textarea", "select":
		if kind := attr(n, "type"); kind != "hidden" {
			in.fields = append(in.fields, n)
		}
	case "button", "a":
		if strings.TrimSpace(words(n)) == "" {
			in.say("a " + n.Data + " without words: " + attr(n, "href"))
		}
	case "form":
		if m := attr(n, "method"); m != "post" && m != "get" {
			in.say("a form with the method " + m)
		}
	}
}

func (in *inspection) attribute(n *html.Node, a html.Attribute) {
	switch {
	case a.Key == "style":
		in.say("a style attribute on " + n.Data)
	case strings.HasPrefix(a.Key, "on"), a.Key == "hx-on", strings.HasPrefix(a.Key, "hx-on:"):
		in.say("an inline handler: " + a.Key)
	case a.Key == "id":
		if in.ids[a.Val] {
			in.say("the id " + a.Val + " stands twice")
		}
		in.ids[a.Val] = true
	case a.Key == "aria-describedby", a.Key == "aria-labelledby":
		in.refs = append(in.refs, strings.Fields(a.Val)...)
	case a.Key == "for":
		in.refs = append(in.refs, a.Val)
	case a.Key == "src", a.Key == "action", a.Key == "href" && n.Data == "link" && attr(n, "rel") != "canonical":
		if strings.HasPrefix(a.Val, "http:") || strings.HasPrefix(a.Val, "https:") || strings.HasPrefix(a.Val, "//") {
			in.say("a request to somebody else: " + a.Val)
		}
	case a.Key == "href" && strings.HasPrefix(a.Val, "about:"):
		in.say("a link that templ refused")
	case a.Key == "href" && n.Data == "a" && strings.HasPrefix(a.Val, "#") && len(a.Val) > 1:
		in.refs = append(in.refs, a.Val[1:])
	}
}

func attr(n *html.Node, key string) string {
	v, _ := find(n, key)
	return v
}

func find(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// words is what a screen reader would say of n.
func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if n.Data == "img" {
		return attr(n, "alt")
	}
	var all strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		all.WriteString(words(c))
	}
	return all.String()
}
