package web

import (
	"fmt"
	"strings"
)

// DefaultAccent is the accent of a site that has chosen none. It stands in build/styles/_tokens.scss too.
const DefaultAccent = "#1f5f5b"

// enough is the contrast that text needs (WCAG 2.2, 1.4.3, AA).
const enough = 4.5

// The two papers that an accent is read on; they stand in build/styles/_tokens.scss too.
var (
	lightPaper, lightCard = mustColour("#fbf8f2"), mustColour("#fffdf9")
	darkPaper, darkCard   = mustColour("#191714"), mustColour("#211e1a")
	darkInk               = mustColour("#191714")
	white                 = mustColour("#ffffff")
)

// NearestAccent says whether hex ("#rrggbb" or "#rgb") can be a site's accent: as a link on paper, on the tint that
// is made from it, and under white words on a button, each with a contrast of 4.5 : 1. nearest is hex itself then,
// and otherwise the lightest darker shade of the same hue that passes. What is not a colour at all gives DefaultAccent.
func NearestAccent(hex string) (ok bool, nearest string) {
	c, parsed := parseColour(hex)
	if !parsed {
		return false, DefaultAccent
	}
	if accentPasses(c) {
		return true, c.hex()
	}
	shade := c.oklch()
	for shade.l > 0 {
		shade.l -= 0.005
		// Rounded to what the stylesheet will say, so that the shade that was promised is the one that passes.
		if rounded := mustColour(shade.colour().hex()); accentPasses(rounded) {
			return false, rounded.hex()
		}
	}
	return false, DefaultAccent
}

func accentPasses(c colour) bool {
	return contrast(c, lightPaper) >= enough && contrast(c, lightTint(c)) >= enough && contrast(c, white) >= enough
}

// The tints are a breath of the accent over the warm papers, rounded to what the stylesheet will say.
func lightTint(c colour) colour {
	o := c.oklch()
	tint := oklch{l: 0.915, c: min(o.c*0.25, 0.026), h: o.h}.colour()
	return mustColour(tint.mix(lightPaper, 0.5).hex())
}

func darkTint(c colour) colour {
	o := c.oklch()
	tint := oklch{l: 0.28, c: min(o.c*0.3, 0.032), h: o.h}.colour()
	return mustColour(tint.mix(darkCard, 0.25).hex())
}

// Theme is the stylesheet of one site: its accent and what is made from it, for light and for dark. It defines only
// custom properties and is served at /theme.css. An accent that does not pass is replaced with the nearest that does.
func Theme(accent string) string {
	_, accent = NearestAccent(accent)
	light := mustColour(accent)
	deep := light.oklch()
	deep.l = max(deep.l-0.09, 0.12)
	dark := darkAccent(light)
	bright := dark.oklch()
	bright.l = min(bright.l+0.08, 0.97)

	var css strings.Builder
	css.WriteString(":root{")
	for _, p := range []struct {
		name string
		c    colour
	}{
		{"accent-light", light},
		{"accent-ink-light", white},
		{"accent-deep-light", deep.colour()},
		{"soft-light", lightTint(light)},
		{"accent-dark", dark},
		{"accent-ink-dark", darkInk},
		{"accent-deep-dark", bright.colour()},
		{"soft-dark", darkTint(light)},
	} {
		fmt.Fprintf(&css, "--fm-%s:%s;", p.name, p.c.hex())
	}
	css.WriteString("}\n")
	return css.String()
}

// darkAccent lifts an accent until it can be read on the dark papers and under dark words on a button.
func darkAccent(c colour) colour {
	o := c.oklch()
	o.l, o.c = max(o.l, 0.74), min(o.c, 0.12)
	for {
		got := mustColour(o.colour().hex())
		if o.l >= 1 || contrast(got, darkCard) >= enough && contrast(got, darkTint(c)) >= enough &&
			contrast(got, darkInk) >= enough {
			return got
		}
		o.l += 0.005
	}
}
