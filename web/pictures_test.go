package web

import (
	"context"
	"strings"
	"testing"
)

func TestPictures_ThatMayUpsetAreShownWhenAskedFor(t *testing.T) {
	shown := func(it Item) string {
		var b strings.Builder
		if err := FeedItem(it).Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	it := Item{Title: "A fall", Pictures: []Picture{{URL: "/media/1/small", Alt: "A bruise"}}}
	if strings.Contains(shown(it), "<details") {
		t.Error("a picture that upsets nobody is held back")
	}
	it.Sensitive = true
	if page := shown(it); !strings.Contains(page, "<details") || !strings.Contains(page, "A bruise") {
		t.Error("a picture that may upset is not held back behind its own words")
	}
}

func TestPictures_OfWhichWeHaveNoCopyAreLinkedTo(t *testing.T) {
	var b strings.Builder
	far := Picture{Full: "https://far.example/p.png", Site: "far.example", Alt: "A map"}
	if err := itemPictures(Item{}, []Picture{far}).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if strings.Contains(page, "<img") || !strings.Contains(page, `href="https://far.example/p.png"`) || !strings.Contains(page, "A map") {
		t.Errorf("the page loads a picture from another site, or does not name it: %s", page)
	}
}
