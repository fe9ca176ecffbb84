package web

import (
	"github.com/a-h/templ"

	"github.com/folkmoot/folkmoot/models/text"
)

// HTML is markup that models/text has made safe; nobody else can make one.
type HTML = text.HTML

// safe is the only place where people's markup is printed unescaped. (Besides it only our own drawings are; see face.go
// and icon.go.)
func safe(h HTML) templ.Component { return templ.Raw(h.String()) }
