package handlers_test

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// textOf is what a page says, without its markup, for messages of tests.
func textOf(page string) string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return page
	}
	var out strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			if words := strings.Join(strings.Fields(n.Data), " "); words != "" {
				out.WriteString(words + "\n")
			}
		}
	}
	return out.String()
}

// flaws are what is wrong with a page for those who do not see it: not one first heading, fields without labels, pictures
// without a text for them, links and buttons without words, ids that stand twice.
func flaws(page string) (wrong []string) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	ids, labels, headings := map[string]int{}, map[string]bool{}, 0
	var fields []*html.Node
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		switch n.Data {
		case "h1":
			headings++
		case "label":
			labels[attr(n, "for")] = true
		case "input", "textarea", "select":
			if kind := attr(n, "type"); kind != "hidden" {
				fields = append(fields, n)
			}
		case "img":
			if !has(n, "alt") {
				wrong = append(wrong, "a picture has no alt: "+attr(n, "src"))
			}
		case "a", "button":
			if strings.TrimSpace(innerText(n)) == "" && attr(n, "aria-label") == "" {
				wrong = append(wrong, fmt.Sprintf("%s %s has no words", n.Data, attr(n, "href")))
			}
		}
	}
	if headings != 1 {
		wrong = append(wrong, fmt.Sprintf("%d first headings", headings))
	}
	for _, n := range fields {
		if !labels[attr(n, "id")] && attr(n, "aria-label") == "" {
			wrong = append(wrong, "a field has no label: "+attr(n, "name"))
		}
	}
	for id, n := range ids {
		if n > 1 {
			wrong = append(wrong, fmt.Sprintf("%d times id %q", n, id))
		}
	}
	return wrong
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func innerText(n *html.Node) string {
	var out strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			out.WriteString(d.Data)
		}
	}
	return out.String()
}

// fieldOf is the value of a field of a page's forms.
func fieldOf(page, name string) string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return ""
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && attr(n, "name") == name {
			if n.Data == "textarea" {
				return innerText(n)
			}
			return attr(n, "value")
		}
	}
	return ""
}
