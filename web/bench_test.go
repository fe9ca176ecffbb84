package web

import (
	"context"
	"io"
	"testing"
)

// A community's page with fifty posts is the one that is asked for most.
func BenchmarkCommunityHome_50Posts(b *testing.B) {
	page := storyPage("Peer support in the North West")
	page.Viewer, page.Band = nil, storyBand("Home", false, Visitor)
	var items []Item
	for len(items) < 50 {
		items = append(items, visitorItems()...)
	}
	view := CommunityView{URL: "/c/peer-support", Items: items[:50], Organisers: []Person{cath, siân}, Members: 214}
	b.ReportAllocs()
	for b.Loop() {
		if err := Layout(page, CommunityHome(view)).Render(context.Background(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
