package text

import "testing"

func TestP09_HostsInMixedScriptsAreMarked(t *testing.T) {
	for host, want := range map[string]bool{
		"north.example":            false,
		"north.example:8443":       false,
		"127.0.0.1:8001":           false,
		"xn--bcher-kva.example":    false,
		"xn--fiqs8s.example":       false,
		"xn--e1afmkfd.example":     false,
		"xn--nrth-55d.example":     true,  // n, Cyrillic o, r, t, h
		"xn--80ak6aa92e.com":       true,  // Cyrillic letters that all look Latin
		"xn--80ak6aa92e.xn--p1ai":  false, // the same under a Cyrillic top level
		"allowed.nhs.uk.evil.test": false,
		"xn--zz":                   false,
		"":                         false,
		"[::1]:8080":               false,
		"пример.example":           false,
		"abcの漢字カナ.example":         false,
		"한국abc.example":            false,
		"\u0430llowed.nhs.example": true, // Cyrillic a
		"xn--llowed-4nf.example":   true, // the same in punycode
		"n\u03bfrth.example":       true, // Greek omicron
		"カナ한국.example":             true,
	} {
		if got := MixedScript(host); got != want {
			t.Errorf("MixedScript(%q) = %v", host, got)
		}
	}
	for host, want := range map[string]bool{
		"日本ラーメン.example": false, "한국한자漢.example": false, "abc漢字.example": false, "漢а.example": true, "ひ한.example": true, "αβγ.example": false, "aβc.example": true,
		"ไทย.example": false, "עברית.example": false, "latinไทย.example": true,
	} {
		if got := MixedScript(host); got != want {
			t.Errorf("MixedScript(%q) = %v", host, got)
		}
	}
}
