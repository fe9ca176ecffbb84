package models

// Post starts a thread in a community: a question, a piece of news, a problem to solve together.
var Post = &Kind{
	Name:    "post",
	Segment: "post",
	Title:   Required(200),
	Body:    Optional(50_000),
	Create:  ToStart,
	Revise:  ToEditOwn,
	Thread:  true,
}
