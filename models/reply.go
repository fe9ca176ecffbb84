package models

// Reply answers a post or another reply. Its segment is "comment", since other software (PieFed) tells
// threads from replies by this word of the path.
var Reply = &Kind{
	Name:    "reply",
	Segment: "comment",
	Title:   None,
	Body:    Required(20_000),
	Create:  ToReply,
	Revise:  ToEditOwn,
	Tells:   TellsThread,
}
