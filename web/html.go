package web

import (
	"github.com/a-h/templ"

	"github.com/folkmoot/folkmoot/models/text"
)

// HTML is markup that models/text has made safe; nobody else can make one.
type HTML = text.HTML

// safe is the only place where a template prints markup unescaped.
func safe(h HTML) templ.Component { return templ.Raw(h.String()) }
