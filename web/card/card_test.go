package card

import (
	"bytes"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func clinic() Card {
	return Card{
		Day: "15", Month: "Jan", Title: "Compassionate leadership: winter webinar", When: "Fri 15 Jan 2027, 12:00–13:00 GMT (Europe/London)",
		Where: "Tarnside Library, 1 High Street", By: "Ward safety · North Academy", Accent: color.RGBA{0x1f, 0x5f, 0x5b, 0xff},
	}
}

func TestCard_IsAPictureOfItsSizeThatIsNotHeavy(t *testing.T) {
	for name, c := range map[string]Card{
		"one":           clinic(),
		"nothing":       {},
		"a long title":  {Title: strings.Repeat("Learning together on the ward ", 40), Day: "31", Month: "Dec"},
		"one long word": {Title: strings.Repeat("m", 500), Where: strings.Repeat("W", 500), By: strings.Repeat("y", 500)},
		"other letters": {Title: "日本語 العربية 👩‍⚕️ Ægir", Note: "Cancelled"},
	} {
		drawn, err := c.PNG()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		seen, err := png.Decode(bytes.NewReader(drawn))
		if err != nil || seen.Bounds().Dx() != Width || seen.Bounds().Dy() != Height || len(drawn) > 150_000 {
			t.Errorf("%s: %v, %d bytes", name, err, len(drawn))
		}
	}
}

func TestCard_SaysWhatItIsGiven(t *testing.T) {
	all := map[string]bool{}
	for _, change := range []func(c *Card){
		func(*Card) {}, func(c *Card) { c.Title = "Another" }, func(c *Card) { c.When = "later" }, func(c *Card) { c.Where = "Online" },
		func(c *Card) { c.Day = "16" }, func(c *Card) { c.Month = "Feb" }, func(c *Card) { c.By = "Others" }, func(c *Card) { c.Note = "Cancelled" },
	} {
		c := clinic()
		change(&c)
		drawn, err := c.PNG()
		if err != nil {
			t.Fatal(err)
		}
		if all[string(drawn)] {
			t.Errorf("%+v looks like another", c)
		}
		all[string(drawn)] = true
	}
}

func BenchmarkCard(b *testing.B) {
	for b.Loop() {
		if _, err := clinic().PNG(); err != nil {
			b.Fatal(err)
		}
	}
}
