package models

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
)

// Code says what sort of refusal an Error is. Handlers turn it into a status once, in handlers/response.
type Code string

// The codes. Whatever is not an *Error is a fault of ours and is shown without its words.
const (
	Invalid   Code = "invalid"   // what was given is wrong; Fields says where
	Forbidden Code = "forbidden" // the one who asks may not do this
	NotFound  Code = "not_found" // it does not exist, or may not be seen: the same answer for both
	Conflict  Code = "conflict"  // it is taken, or was changed meanwhile
	Gone      Code = "gone"      // it was here and has been deleted
	Refused   Code = "refused"   // the policy of this site does not allow the server
	TooMany   Code = "too_many"  // a limit was reached; try later
)

// An Error is a refusal that a person can act on. Message says what is wrong and what to do, in plain
// words; Fields does the same for each field of a form.
type Error struct {
	Code    Code
	Message string
	Fields  map[string]string
	Err     error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Message)
	names := make([]string, 0, len(e.Fields))
	for name := range e.Fields {
		names = append(names, name)
	}
	sort.Strings(names)
	for i, name := range names {
		if i > 0 || e.Message != "" {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s: %s", name, e.Fields[name])
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of err, or "" when err is a fault and no refusal.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// IsRefusal tells whether err is an answer to the one who asked rather than a fault of the site. Work on
// remote input that ends in a refusal is finished, not tried again.
func IsRefusal(err error) bool { return CodeOf(err) != "" }

func refuse(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

func invalid(field, message string) *Error {
	return &Error{Code: Invalid, Fields: map[string]string{field: message}}
}

// fields gathers what is wrong with a form, so that all of it is said at once.
type fields map[string]string

func (f fields) add(name, message string) {
	if _, said := f[name]; !said && message != "" {
		f[name] = message
	}
}

func (f fields) err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Fields: f}
}

// inWords is what a refusal says to people, all of it in one line.
func (e *Error) inWords() string {
	said := []string{}
	for _, part := range append([]string{e.Message}, slices.Sorted(maps.Values(e.Fields))...) {
		if part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, " ")
}
