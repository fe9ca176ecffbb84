package ical

import (
	"strings"
	"time"
	"unicode/utf8"
)

// maxLine is the longest line, in octets without its end (RFC 5545, 3.1).
const maxLine = 75

// A writer writes content lines: one after another with start and end, or whole ones with line.
type writer struct {
	out   []byte
	from  int // where the line that is being written begins in out
	feed  Feed
	zones []*zone
}

// start begins a line with its name, and parameters where it has any.
func (w *writer) start(name string) {
	w.from = len(w.out)
	w.out = append(w.out, name...)
}

// end ends a line, folded where it is too long: never within a letter.
func (w *writer) end() {
	if len(w.out)-w.from > maxLine {
		whole := string(w.out[w.from:])
		w.out = w.out[:w.from]
		for room := maxLine; len(whole) > room; room = maxLine - 1 { // the space is of the line
			cut := room
			for !utf8.RuneStart(whole[cut]) {
				cut--
			}
			w.out = append(append(w.out, whole[:cut]...), "\r\n "...)
			whole = whole[cut:]
		}
		w.out = append(w.out, whole...)
	}
	w.out = append(w.out, '\r', '\n')
}

// line writes a whole line whose value is ours and needs no escaping.
func (w *writer) line(name, value string) {
	w.start(name)
	w.out = append(append(w.out, ':'), value...)
	w.end()
}

// text writes a property of text, escaped (RFC 5545, 3.3.11). An empty one is left out.
func (w *writer) text(name, value string) {
	if value == "" {
		return
	}
	w.start(name)
	w.out = append(w.out, ':')
	w.escape(value)
	w.end()
}

// escape appends text so that it stays text. Besides the signs that mean something, it turns every sign that some program
// takes for the end of a line into one, and leaves out what no file may hold.
func (w *writer) escape(s string) {
	clean := 0 // what stands before it has been written
	for n := 0; n < len(s); {
		if harmless[s[n]] {
			n++
			continue
		}
		r, size := rune(s[n]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[n:])
		}
		if instead, special := escaped(r, size); special {
			w.out = append(append(w.out, s[clean:n]...), instead...)
			if r == '\r' && strings.HasPrefix(s[n:], "\r\n") {
				size = 2
			}
			clean = n + size
		}
		n += size
	}
	w.out = append(w.out, s[clean:]...)
}

// harmless are the octets that are letters by themselves and mean nothing.
var harmless = func() (all [256]bool) {
	for b := range utf8.RuneSelf {
		_, special := escaped(rune(b), 1)
		all[b] = !special
	}
	return all
}()

func escaped(r rune, size int) (instead string, special bool) {
	switch r {
	case '\\':
		return `\\`, true
	case ';':
		return `\;`, true
	case ',':
		return `\,`, true
	case '\n', '\r', '\v', '\f', 0x85, 0x2028, 0x2029:
		return `\n`, true
	case '\t':
		return "", false
	case utf8.RuneError:
		return "\uFFFD", size == 1
	}
	return "", r < ' ' || r == 0x7f
}

// uri writes a property that holds an address. What may not stand in one (RFC 3986, 2) is written in hexadecimal.
func (w *writer) uri(name, value string) {
	if value == "" {
		return
	}
	w.start(name)
	w.out = append(w.out, ':')
	w.address(value)
	w.end()
}

func (w *writer) address(s string) {
	const hex = "0123456789ABCDEF"
	for n := range len(s) {
		if b := s[n]; b <= ' ' || b >= 0x7f || strings.IndexByte("\"<>\\^`{|}", b) >= 0 {
			w.out = append(w.out, '%', hex[b>>4], hex[b&15])
		} else {
			w.out = append(w.out, b)
		}
	}
}

// quoted appends a parameter's value between quotation marks, in which no quotation mark may stand (RFC 5545, 3.2). Some
// programs take a backslash for a sign that escapes the next one.
func (w *writer) quoted(s string) {
	w.out = append(w.out, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			r = '\''
		case r < ' ' || r >= 0x7f && r <= 0x9f || r == 0x2028 || r == 0x2029:
			r = ' '
		}
		w.out = utf8.AppendRune(w.out, r)
	}
	w.out = append(w.out, '"')
}

// The forms of times (RFC 5545, 3.3.5).
const (
	utcTime   = "20060102T150405Z"
	localTime = "20060102T150405"
)

// moment writes a property that is an instant.
func (w *writer) moment(name string, at time.Time) {
	w.start(name)
	w.out = at.UTC().AppendFormat(append(w.out, ':'), utcTime)
	w.end()
}
