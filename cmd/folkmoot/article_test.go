package main

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCommands_AnArticleIsPublishedNowOrLater(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana", "ben")
		d.do("community", "create", "--name", "ward-safety", "--title", "Ward safety", "--organiser", "ana")
		dir := t.TempDir()
		text, cover := filepath.Join(dir, "text.md"), filepath.Join(dir, "cover.png")
		if err := os.WriteFile(text, []byte("# What we learned\n\nThat it *works*. #falls"), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(cover)
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, image.NewRGBA(image.Rect(0, 0, 64, 36))); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		publish := func(as string, more ...string) []string {
			return append([]string{"article", "publish", "--as", as, "--title", "What we learned"}, more...)
		}
		url := d.do(publish("ana", "--in", "ward-safety", "--summary", "In short", "--cover", cover, "--alt", "A ward", text)...)
		if !strings.HasPrefix(url, "https://north.example/article/") {
			t.Errorf("the last line is %q", url)
		}
		if own := d.do(publish("ben", text)...); !strings.HasPrefix(own, "https://north.example/article/") {
			t.Errorf("of one's own: %q", own)
		}
		later := d.do(publish("ana", "--in", "ward-safety", "--at", "2037-01-15T08:00", "--timezone", "Europe/London", text)...)
		if !strings.HasPrefix(later, "https://north.example/drafts/") {
			t.Errorf("of one for later: %q", later)
		}
		d.do("follow", "--as", "ben", "@ward-safety@north.example")
		d.refused([]string{"facilitators"}, publish("ben", "--in", "ward-safety", text)...)
		d.refused([]string{"At", "still to come"}, publish("ana", "--at", "2001-01-15T08:00", "--timezone", "UTC", text)...)
		d.refused([]string{"cannot be opened"}, publish("ana", filepath.Join(dir, "nothing.md"))...)
		d.refused([]string{"recording"}, publish("ana", "--audio", cover, text)...)
	})
}
