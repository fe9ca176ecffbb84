package text

import (
	"strings"
	"testing"
)

// A post of about 2 KB, such as people write.
var (
	markdownPost = strings.Repeat("We **checked** the crash trolley on *ward 7*, with @amina and !ward-safety. See https://a.example/list for the\n"+
		"list, [our notes](/c/ward-safety) and `code`.\n\n- first thing\n- second thing #Sepsis\n\n> What did you find?\n\n", 9)
	foreignPost = Render(markdownPost, north{}).HTML.String()
)

func BenchmarkRender(b *testing.B) {
	b.SetBytes(int64(len(markdownPost)))
	b.ReportAllocs()
	for b.Loop() {
		Render(markdownPost, north{})
	}
}

func BenchmarkClean(b *testing.B) {
	b.SetBytes(int64(len(foreignPost)))
	b.ReportAllocs()
	for b.Loop() {
		Clean(foreignPost)
	}
}

func BenchmarkDiff(b *testing.B) {
	after := strings.ReplaceAll(markdownPost, "checked", "counted")
	b.ReportAllocs()
	for b.Loop() {
		Diff(markdownPost, after)
	}
}
