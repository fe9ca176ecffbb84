package ical

import "strings"

// clean makes words fit for a file, before the library escapes them: whatever some program takes for the end of a line
// becomes one, what no file may hold is left out, and what is no letter becomes the sign for that.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case endsLine(r):
			return '\n'
		case r < ' ' && r != '\t' || r == 0x7f:
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}

func endsLine(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

// quoted is a parameter's value between quotation marks, in which no quotation mark may stand (RFC 5545, 3.2). Some programs
// take a backslash for a sign that escapes the next one.
func quoted(s string) string {
	return `"` + strings.Map(func(r rune) rune {
		switch {
		case r == '"' || r == '\\':
			return '\''
		case endsLine(r) || r < ' ' || r >= 0x7f && r <= 0x9f:
			return ' '
		}
		return r
	}, s) + `"`
}

// address writes what may not stand in an address (RFC 3986, 2) in hexadecimal.
func address(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for n := range len(s) {
		if c := s[n]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
