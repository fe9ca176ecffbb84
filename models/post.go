package models

import "github.com/folkmoot/folkmoot/models/limits"

// Post starts a thread in a community: a question, a piece of news, a problem to solve together.
var Post = &Kind{
	Name:    "post",
	Segment: "post",
	Title:   Required(limits.TitleRunes),
	Body:    Optional(limits.PostRunes),
	Create:  ToStart,
	Revise:  ToEditOwn,
	Thread:  true,
}
