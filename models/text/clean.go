package text

import (
	"strings"
	"unicode/utf8"
)

// Clean makes foreign HTML safe to show. What it keeps is text, paragraphs, headings from the third rank on, quotes,
// lists, tables, code, emphasis and links over http and https; everything else goes, its text stays. Pictures become
// links to them. A link whose words name another host than it leads to has the real one added: "nhs.uk [evil.example]".
//
// What it gives is at most MaxHTML long, properly nested, and the same when cleaned again.
func Clean(foreign string) HTML {
	return cleaned(shortened(foreign, MaxForeign), source{})
}

// cleaned is the one way to an HTML: read, tidy, cut to size, write, and have it checked.
func cleaned(markup string, from source) HTML {
	root := build(strings.ToValidUTF8(markup, "\uFFFD"), from)
	root.tidy(from)
	r := room{bytes: MaxHTML, nodes: maxNodesKept}
	r.fit(root)
	if r.cut {
		root.tidy(from)
	}
	var out strings.Builder
	root.write(&out)
	return HTML{policy.Sanitize(out.String())}
}

// shortened gives at most size bytes of s, and no half character.
func shortened(s string, size int) string {
	if len(s) <= size {
		return s
	}
	for size > 0 && !utf8.RuneStart(s[size]) {
		size--
	}
	return s[:size]
}
