package text

import "strings"

// Stem cuts the ending off an English word in small letters, so that "connected" and "connection" are the same: the algorithm
// of M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), which SQLite's index follows too. PostgreSQL's
// follows its successor, which differs in few words. A word with anything but a to z in it stays as it is.
func Stem(word string) string {
	if len(word) < 3 || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
		return word
	}
	w := stem{[]byte(word)}
	w.plural()
	w.past()
	if w.ends("y") && w.vowel(len(w.b)-1) {
		w.b[len(w.b)-1] = 'i'
	}
	w.replace(secondEndings, 1)
	w.replace(thirdEndings, 1)
	w.last()
	w.tidy()
	return string(w.b)
}

// A stem is a word of which endings are being cut.
type stem struct{ b []byte }

// consonant tells whether the letter at n sounds like one: "y" does at the beginning and after a vowel.
func (w *stem) consonant(n int) bool {
	switch w.b[n] {
	case 'a', 'e', 'i', 'o', 'u':
		return false
	case 'y':
		return n == 0 || !w.consonant(n-1)
	}
	return true
}

// vowel tells whether there is a vowel among the first n letters.
func (w *stem) vowel(n int) bool {
	for i := range n {
		if !w.consonant(i) {
			return true
		}
	}
	return false
}

// measure counts how often consonants follow vowels in the first n letters.
func (w *stem) measure(n int) (m int) {
	after := false // a vowel
	for i := range n {
		c := w.consonant(i)
		if c && after {
			m++
		}
		after = !c
	}
	return m
}

func (w *stem) ends(with string) bool { return strings.HasSuffix(string(w.b), with) }

// cut takes n letters off and puts others in their place.
func (w *stem) cut(n int, instead string) { w.b = append(w.b[:len(w.b)-n], instead...) }

// double tells whether the word ends in one consonant twice.
func (w *stem) double() bool {
	n := len(w.b)
	return n > 1 && w.b[n-1] == w.b[n-2] && w.consonant(n-1)
}

// short tells whether the first n letters end in consonant, vowel, consonant, the last none of w, x and y: as in "hop".
func (w *stem) short(n int) bool {
	return n > 2 && w.consonant(n-1) && !w.consonant(n-2) && w.consonant(n-3) && !strings.ContainsRune("wxy", rune(w.b[n-1]))
}

func (w *stem) plural() {
	switch {
	case w.ends("sses"), w.ends("ies"):
		w.cut(2, "")
	case w.ends("s") && !w.ends("ss"):
		w.cut(1, "")
	}
}

func (w *stem) past() {
	n := len(w.b)
	switch {
	case w.ends("eed"):
		if w.measure(n-3) > 0 {
			w.cut(1, "")
		}
		return
	case w.ends("ed") && w.vowel(n-2):
		w.cut(2, "")
	case w.ends("ing") && w.vowel(n-3):
		w.cut(3, "")
	default:
		return
	}
	switch {
	case w.ends("at"), w.ends("bl"), w.ends("iz"):
		w.cut(0, "e")
	case w.double() && !w.ends("l") && !w.ends("s") && !w.ends("z"):
		w.cut(1, "")
	case w.measure(len(w.b)) == 1 && w.short(len(w.b)):
		w.cut(0, "e")
	}
}

// An ending and what comes in its place. Of those that fit, the longest stands first.
type ending struct{ is, instead string }

var secondEndings = []ending{
	{"ational", "ate"},
	{"ization", "ize"},
	{"iveness", "ive"},
	{"fulness", "ful"},
	{"ousness", "ous"},
	{"tional", "tion"},
	{"biliti", "ble"},
	{"entli", "ent"},
	{"ousli", "ous"},
	{"ation", "ate"},
	{"alism", "al"},
	{"aliti", "al"},
	{"iviti", "ive"},
	{"enci", "ence"},
	{"anci", "ance"},
	{"izer", "ize"},
	{"alli", "al"},
	{"ator", "ate"},
	{"logi", "log"},
	{"bli", "ble"},
	{"eli", "e"},
}

var thirdEndings = []ending{
	{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ness", ""}, {"ful", ""},
}

// lastEndings are cut off altogether; "ion" only after s and t.
var lastEndings = []ending{
	{"ement", ""},
	{"ance", ""},
	{"ence", ""},
	{"able", ""},
	{"ible", ""},
	{"ment", ""},
	{"ant", ""},
	{"ent", ""},
	{"ion", ""},
	{"ism", ""},
	{"ate", ""},
	{"iti", ""},
	{"ous", ""},
	{"ive", ""},
	{"ize", ""},
	{"al", ""},
	{"er", ""},
	{"ic", ""},
	{"ou", ""},
}

// replace does it with the first ending that fits, if what is before it has that measure at least.
func (w *stem) replace(all []ending, measure int) {
	for _, e := range all {
		if w.ends(e.is) {
			if w.measure(len(w.b)-len(e.is)) >= measure {
				w.cut(len(e.is), e.instead)
			}
			return
		}
	}
}

func (w *stem) last() {
	if w.ends("ion") && !w.ends("sion") && !w.ends("tion") {
		return
	}
	w.replace(lastEndings, 2)
}

// tidy takes off a last e, and one of two l.
func (w *stem) tidy() {
	if n := len(w.b) - 1; w.ends("e") {
		if m := w.measure(n); m > 1 || m == 1 && !w.short(n) {
			w.cut(1, "")
		}
	}
	if w.ends("ll") && w.measure(len(w.b)-1) > 1 {
		w.cut(1, "")
	}
}
