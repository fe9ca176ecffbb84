package text

import (
	"testing"
	"unicode/utf8"
)

func TestStem_CutsEndingsAsPorterDoes(t *testing.T) {
	for word, want := range map[string]string{
		"caresses": "caress", "ponies": "poni", "ties": "ti", "cats": "cat", "feed": "feed", "agreed": "agre", "plastered": "plaster",
		"motoring": "motor", "sing": "sing", "conflated": "conflat", "troubled": "troubl", "sized": "size", "hopping": "hop", "falling": "fall",
		"hissing": "hiss", "fizzed": "fizz", "failing": "fail", "filing": "file", "happy": "happi", "sky": "sky", "relational": "relat",
		"conditional": "condit", "rational": "ration", "digitizer": "digit", "conformably": "conform", "vietnamization": "vietnam",
		"operator": "oper", "hopefulness": "hope", "formality": "formal", "triplicate": "triplic", "electricity": "electr", "goodness": "good",
		"revival": "reviv", "allowance": "allow", "inference": "infer", "airliner": "airlin", "adjustable": "adjust", "defensible": "defens",
		"replacement": "replac", "adoption": "adopt", "communism": "commun", "effective": "effect", "bowdlerize": "bowdler", "probate": "probat",
		"rate": "rate", "cease": "ceas", "controll": "control", "roll": "roll", "communities": "commun", "nurses": "nurs", "nursing": "nurs",
		"as": "as", "42nd": "42nd", "schöne": "schöne", "union": "union",
	} {
		if got := Stem(word); got != want {
			t.Errorf("%s is stemmed as %s, want %s", word, got, want)
		}
	}
}

func FuzzStem(f *testing.F) {
	for _, seed := range []string{"ing", "eed", "ied", "yyy", "sses", "llll", "ization"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if got := Stem(word); utf8.ValidString(word) && !utf8.ValidString(got) || len(got) > len(word)+1 {
			t.Errorf("%q is stemmed as %q", word, got)
		}
	})
}
