package text

import (
	"strings"
	"unicode"
)

// unseen are characters that show nothing and are used to deceive: controls, those that turn the direction of the
// text, spaces without width, fillers. They are dropped wherever they stand.
var unseen = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x0000, 0x0008, 1},
		{0x000E, 0x001F, 1},
		{0x007F, 0x009F, 1}, // controls that are not space
		{0x00AD, 0x00AD, 1},
		{0x034F, 0x034F, 1},
		{0x061C, 0x061C, 1},
		{0x115F, 0x1160, 1},
		{0x17B4, 0x17B5, 1},
		{0x180B, 0x180F, 1},
		{0x200B, 0x200B, 1},
		{0x200E, 0x200F, 1},
		{0x202A, 0x202E, 1},
		{0x2060, 0x206F, 1},
		{0x3164, 0x3164, 1},
		{0xFEFF, 0xFEFF, 1},
		{0xFFA0, 0xFFA0, 1},
		{0xFFF0, 0xFFFC, 1},
		{0xFFFE, 0xFFFF, 1},
	},
	R32: []unicode.Range32{
		{0x1BCA0, 0x1BCA3, 1}, {0x1D173, 0x1D17A, 1}, {0xE0000, 0xE001F, 1}, {0xE0080, 0xE0FFF, 1},
	},
}

const (
	nonJoiner    = '\u200C'
	joiner       = '\u200D'
	blackFlag    = '\U0001F3F4' // the flags of England, Scotland and Wales are spelt after it in unseen letters
	firstFlagTag = '\U000E0020'
	lastFlagTag  = '\U000E007F'
	blankBraille = '\u2800' // looks like a space and is none
)

// seen leaves out of s the characters that nobody sees, and all accents beyond maxMarks on one letter. Whatever ends
// a line becomes a line feed. A joiner stays between letters of scripts that need it and in emoji.
func seen(s string) string {
	if plainASCII(s) {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	var last rune
	marks := 0
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case r == '\r' && i+1 < len(runes) && runes[i+1] == '\n':
			continue
		case r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			r = '\n'
		case r == '\v' || r == '\f':
			r = ' '
		case unicode.Is(unseen, r):
			continue
		case r == joiner || r == nonJoiner:
			if !joins(last) || i+1 == len(runes) || !joins(runes[i+1]) || unicode.Is(unicode.M, runes[i+1]) {
				continue
			}
		case firstFlagTag <= r && r <= lastFlagTag:
			if last != blackFlag && (last < firstFlagTag || last > lastFlagTag) {
				continue
			}
		}
		if !unicode.Is(unicode.Mn, r) {
			marks = 0
		} else if marks++; marks > maxMarks {
			continue
		}
		out.WriteRune(r)
		last = r
	}
	return out.String()
}

// plainASCII says whether s holds only what is printed, tabs and line feeds, as most texts do.
func plainASCII(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7F || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// joins says whether a joiner beside r has a meaning: in emoji and in scripts whose letters change shape. In Latin,
// Greek and Cyrillic it only makes two names look the same.
func joins(r rune) bool {
	if r < 0x0590 {
		return false
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r)
}

// CleanLine makes one clean line of foreign text, such as a name or a title: no unseen characters, space folded, at
// most limit characters. It is text, not HTML: a template escapes it.
func CleanLine(s string, limit int) string {
	s = strings.ToValidUTF8(shortened(s, MaxForeign), "\uFFFD")
	words := strings.FieldsFunc(seen(s), func(r rune) bool { return unicode.IsSpace(r) || r == blankBraille })
	return firstRunes(strings.Join(words, " "), limit)
}

// firstRunes gives at most limit characters of s, without space or half an emoji at the end.
func firstRunes(s string, limit int) string {
	count := 0
	for at := range s {
		if count == limit {
			return strings.TrimRight(s[:at], " \n\t\u200C\u200D")
		}
		count++
	}
	return s
}
