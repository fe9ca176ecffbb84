package web

import "github.com/a-h/templ"

// HTML is markup that models/text has made safe.
type HTML string

// String is the markup.
func (h HTML) String() string { return string(h) }

// safe is the only place where a template prints markup unescaped.
func safe(h HTML) templ.Component { return templ.Raw(h.String()) }
