package federation

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// scriptsTogether are the scripts that one word may mix: Japanese, Korean and Chinese are written so,
// and with Latin letters among them ("highly restrictive" in UTS 39).
var scriptsTogether = [][]string{
	{"Latin", "Han", "Hiragana", "Katakana"},
	{"Latin", "Han", "Hangul"},
	{"Latin", "Han", "Bopomofo"},
}

// MixedScript tells whether a label of host mixes scripts as no language does, such as a Cyrillic letter
// among Latin ones. Such a name imitates another: pages mark it, and admins are warned before allowing it.
func MixedScript(host string) bool {
	name, err := idna.ToUnicode(host)
	if err != nil {
		return true
	}
	for label := range strings.SplitSeq(name, ".") {
		if !oneScript(label) {
			return true
		}
	}
	return false
}

func oneScript(label string) bool {
	var found []string
	for _, r := range label {
		if s := script(r); s != "" && !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	if len(found) < 2 {
		return true
	}
	return slices.ContainsFunc(scriptsTogether, func(set []string) bool {
		return !slices.ContainsFunc(found, func(s string) bool { return !slices.Contains(set, s) })
	})
}

// script names the script of a letter, or nothing for what all scripts share (digits, hyphens, accents).
func script(r rune) string {
	if r < unicode.MaxASCII {
		if unicode.IsLetter(r) {
			return "Latin"
		}
		return ""
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			if name == "Common" || name == "Inherited" {
				return ""
			}
			return name
		}
	}
	return "Unknown"
}
