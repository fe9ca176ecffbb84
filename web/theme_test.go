package web

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNearestAccent_KeepsAColourThatPasses(t *testing.T) {
	for _, hex := range []string{DefaultAccent, "#7a1f4b", "#2b3a8c", "#000000"} {
		if ok, got := NearestAccent(hex); !ok || got != hex {
			t.Errorf("NearestAccent(%s) = %v, %s; want it kept", hex, ok, got)
		}
	}
}

func TestNearestAccent_OffersAShadeOfTheSameHueForAPaleColour(t *testing.T) {
	ok, got := NearestAccent("#ffcc00")
	if ok {
		t.Fatal("yellow passed as the colour of links on paper")
	}
	asked, offered := mustColour("#ffcc00").oklch(), mustColour(got).oklch()
	if d := asked.h - offered.h; d > 12 || d < -12 {
		t.Errorf("the hue moved by %.0f degrees, to %s", d, got)
	}
	if again, _ := NearestAccent(got); !again {
		t.Errorf("the shade offered, %s, does not pass itself", got)
	}
}

func TestNearestAccent_RefusesWhatIsNoColour(t *testing.T) {
	for _, s := range []string{"", "blue", "#12", "#12345g", "#1234567", "red;}body{display:none"} {
		if ok, got := NearestAccent(s); ok || got != DefaultAccent {
			t.Errorf("NearestAccent(%q) = %v, %s", s, ok, got)
		}
	}
}

var cssColour = regexp.MustCompile(`--fm-([a-z-]+):(#[0-9a-f]{6});`)

func TestTheme_PassesContrastInBothSchemesForAnyAccent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		asked := rapid.StringMatching(`#[0-9a-f]{6}`).Draw(t, "accent")
		got := map[string]colour{}
		for _, m := range cssColour.FindAllStringSubmatch(Theme(asked), -1) {
			got[m[1]] = mustColour(m[2])
		}
		for _, pair := range []struct {
			name string
			a, b colour
		}{
			{"light link on paper", got["accent-light"], lightPaper},
			{"light link on card", got["accent-light"], lightCard},
			{"light link on tint", got["accent-light"], got["soft-light"]},
			{"light words on a button", got["accent-ink-light"], got["accent-light"]},
			{"light words on a hovered button", got["accent-ink-light"], got["accent-deep-light"]},
			{"light tag", got["accent-deep-light"], got["soft-light"]},
			{"quiet words on the light tint", mustColour("#645b4f"), got["soft-light"]},
			{"dark link on paper", got["accent-dark"], darkPaper},
			{"dark link on card", got["accent-dark"], darkCard},
			{"dark link on tint", got["accent-dark"], got["soft-dark"]},
			{"dark words on a button", got["accent-ink-dark"], got["accent-dark"]},
			{"dark words on a hovered button", got["accent-ink-dark"], got["accent-deep-dark"]},
			{"dark tag", got["accent-deep-dark"], got["soft-dark"]},
			{"quiet words on the dark tint", mustColour("#b8ad9d"), got["soft-dark"]},
		} {
			if c := contrast(pair.a, pair.b); c < enough {
				t.Fatalf("%s: %s on %s is %.2f : 1", pair.name, pair.a.hex(), pair.b.hex(), c)
			}
		}
	})
}

func TestTheme_SaysTheSamePaperAndDefaultsAsTheStylesheet(t *testing.T) {
	tokens, err := os.ReadFile("build/styles/_tokens.scss")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"--fm-paper: #fbf8f2;", "--fm-card: #fffdf9;", "--fm-paper: #191714;", "--fm-card: #211e1a;",
		"--fm-quiet: #645b4f;", "--fm-quiet: #b8ad9d;",
	} {
		if !strings.Contains(string(tokens), want) {
			t.Errorf("_tokens.scss no longer says %s: change theme.go with it", want)
		}
	}
	for _, m := range cssColour.FindAllStringSubmatch(Theme(DefaultAccent), -1) {
		if want := "var(--fm-" + m[1] + ", " + m[2] + ")"; !strings.Contains(string(tokens), want) {
			t.Errorf("_tokens.scss has no %s", want)
		}
	}
}

// The fixed pairs of the palette that carry words.
func TestTokens_PassContrast(t *testing.T) {
	for _, p := range []struct{ name, ink, paper string }{
		{"ink", "#26221d", "#f3eee4"},
		{"quiet", "#645b4f", "#f3eee4"},
		{"good", "#2a6640", "#e6f0e3"},
		{"warn", "#80520a", "#faeed6"},
		{"bad", "#a5311f", "#fae8e2"},
		{"bad on paper", "#a5311f", "#fbf8f2"},
		{"warning button", "#fffdf9", "#a5311f"},
		{"dark ink", "#efe9de", "#211e1a"},
		{"dark quiet", "#b8ad9d", "#211e1a"},
		{"dark good", "#93cf9f", "#1e2b20"},
		{"dark warn", "#e6b968", "#2f2616"},
		{"dark bad", "#f09a87", "#351e19"},
		{"dark warning button", "#211e1a", "#f09a87"},
	} {
		if c := contrast(mustColour(p.ink), mustColour(p.paper)); c < enough {
			t.Errorf("%s: %s on %s is %.2f : 1", p.name, p.ink, p.paper, c)
		}
	}
	for _, p := range []struct{ name, edge, paper string }{
		{"edge of a field", "#8c8272", "#fffdf9"}, {"edge of a field in the dark", "#8f8575", "#211e1a"},
	} {
		if c := contrast(mustColour(p.edge), mustColour(p.paper)); c < 3 {
			t.Errorf("%s is %.2f : 1", p.name, c)
		}
	}
}
