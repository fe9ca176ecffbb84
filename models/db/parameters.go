package db

import (
	"database/sql/driver"
	"encoding/hex"
	"strconv"
	"strings"
)

const (
	// What is shorter stays in the statement: a state, a kind, the size of a page. There are few of those, and indexes
	// over a part of a table are found by them alone ("WHERE host = ''").
	longText, longNumber = 12, 6

	mostParameters = 64 // a longer list of values makes a statement that hardly comes again
)

// parameters takes the values out of a statement that bun has written: texts, numbers and bytes that are long become
// parameters. It appends the statement without them to words. ok is false for what it doesn't understand or what isn't
// worth it: more than one statement, comments, anything but reading and writing rows.
func parameters(words []byte, query string) (_ []byte, values []driver.NamedValue, ok bool) {
	if !readsOrWrites(query) {
		return words, nil, false
	}
	values = make([]driver.NamedValue, 0, 8)
	for i := 0; i < len(query); {
		end, value := token(query, i)
		switch {
		case end < 0 || len(values) == mostParameters:
			return words, nil, false
		case value != nil:
			values = append(values, driver.NamedValue{Ordinal: len(values) + 1, Value: value})
			words = append(words, '?')
		default:
			words = append(words, query[i:end]...)
		}
		i = end
	}
	return words, values, true
}

func readsOrWrites(query string) bool {
	verb, _, _ := strings.Cut(query, " ")
	switch verb {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}

// token finds the end of what begins at i, and its value when it is to become a parameter. The end is -1 when a
// statement is not of the sort that is understood here.
func token(query string, i int) (end int, value driver.Value) {
	switch ch := query[i]; {
	case ch == '\'':
		end = quoted(query, i)
		if end-i-2 >= longText {
			return end, strings.ReplaceAll(query[i+1:end-1], "''", "'")
		}
		return end, nil
	case ch == '"':
		return quoted(query, i), nil
	case (ch == 'X' || ch == 'x') && i+1 < len(query) && query[i+1] == '\'':
		return blob(query, i)
	case isDigit(ch):
		return number(query, i)
	case isWord(ch):
		for i < len(query) && (isWord(query[i]) || isDigit(query[i])) {
			i++
		}
		return i, nil
	case ch == ';', ch == '?', ch == '`', ch == '[', strings.HasPrefix(query[i:], "--"), strings.HasPrefix(query[i:], "/*"):
		return -1, nil
	}
	return i + 1, nil
}

// quoted finds the end of what stands in quotes; a doubled quote is one within.
func quoted(query string, i int) int {
	for quote := query[i]; ; {
		n := strings.IndexByte(query[i+1:], quote)
		if n < 0 {
			return -1
		}
		if i += n + 2; i >= len(query) || query[i] != quote {
			return i
		}
	}
}

func blob(query string, i int) (end int, value driver.Value) {
	end = quoted(query, i+1)
	if end < 0 || end-i-3 < longText {
		return end, nil
	}
	bytes, err := hex.DecodeString(query[i+2 : end-1])
	if err != nil {
		return -1, nil
	}
	return end, bytes
}

// number finds the end of a number. Only a plain one that fits becomes a parameter.
func number(query string, i int) (end int, value driver.Value) {
	end = i
	for end < len(query) && isDigit(query[end]) {
		end++
	}
	if end < len(query) && (isWord(query[end]) || query[end] == '.') {
		return -1, nil // 1.5, 1e9, 0xff
	}
	if end-i < longNumber {
		return end, nil
	}
	n, err := strconv.ParseInt(query[i:end], 10, 64)
	if err != nil {
		return end, nil
	}
	return end, n
}

func isDigit(ch byte) bool { return ch >= '0' && ch <= '9' }

// isWord tells what names and keywords begin with; letters beyond ASCII are among it.
func isWord(ch byte) bool {
	return ch == '_' || ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z' || ch >= 0x80
}
