package web

import (
	"regexp"
	"testing"
)

var iconNamed = regexp.MustCompile(`@icon\("([a-z]+)"\)`)

func TestIcons_AllThatAreUsedExist(t *testing.T) {
	for name, text := range sources(t) {
		for _, m := range iconNamed.FindAllStringSubmatch(text, -1) {
			if icons[m[1]] == nil {
				t.Errorf("%s shows the icon %q, which static/icons.svg does not have", name, m[1])
			}
		}
	}
	for _, tone := range []Tone{"", Good, Warn, Bad, Quiet} {
		if icons[toneIcon(tone)] == nil {
			t.Errorf("the tone %q has no icon", tone)
		}
	}
}
