package text

import "testing"

func TestP09_HostsInMixedScriptsAreMarked(t *testing.T) {
	for host, want := range map[string]struct {
		mixed bool
		shown string
	}{
		"north.example":            {false, "north.example"},
		"north.example:8443":       {false, "north.example:8443"},
		"127.0.0.1:8001":           {false, "127.0.0.1:8001"},
		"xn--bcher-kva.example":    {false, "bücher.example"},
		"xn--fiqs8s.example":       {false, "中国.example"},
		"xn--e1afmkfd.example":     {false, "пример.example"},
		"xn--nrth-55d.example":     {true, "xn--nrth-55d.example"}, // n, Cyrillic o, r, t, h
		"xn--80ak6aa92e.com":       {true, "xn--80ak6aa92e.com"},   // Cyrillic letters that all look Latin
		"xn--80ak6aa92e.xn--p1ai":  {false, "аррӏе.рф"},            // the same under a Cyrillic top level
		"allowed.nhs.uk.evil.test": {false, "allowed.nhs.uk.evil.test"},
		"xn--zz":                   {false, "xn--zz"},
		"":                         {false, ""},
	} {
		if got := MixedScript(host); got != want.mixed {
			t.Errorf("MixedScript(%q) = %v", host, got)
		}
		if got := ShowHost(host); got != want.shown {
			t.Errorf("ShowHost(%q) = %q, want %q", host, got, want.shown)
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
