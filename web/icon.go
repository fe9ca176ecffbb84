package web

import (
	"regexp"

	"github.com/a-h/templ"
)

// icons are the drawings of static/icons.svg, as they stand in a page. They are made once: a page of fifty posts shows
// some two hundred.
var icons = func() map[string]templ.Component {
	found := map[string]templ.Component{}
	for _, m := range regexp.MustCompile(`<symbol id="([a-z]+)"`).FindAllSubmatch(assetsByName["icons.svg"].plain, -1) {
		name := string(m[1])
		found[name] = templ.Raw(`<svg class="fm-icon" aria-hidden="true" focusable="false"><use href="` +
			Asset("icons.svg") + "#" + name + `"></use></svg>`)
	}
	return found
}()

// icon shows one of the drawings of static/icons.svg, or nothing when there is none of that name; icon_test.go looks
// for such names. It says nothing to a screen reader: a word goes with every icon.
func icon(name string) templ.Component {
	if drawn, ok := icons[name]; ok {
		return drawn
	}
	return templ.NopComponent
}
