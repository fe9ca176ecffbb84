package models

import "github.com/folkmoot/folkmoot/models/limits"

// Reply answers a post or another reply. Its segment is "comment", since other software (PieFed) tells
// threads from replies by this word of the path.
var Reply = &Kind{
	Name:    "reply",
	Segment: "comment",
	Title:   None,
	Body:    Required(limits.ReplyRunes),
	Create:  ToReply,
	Revise:  ToEditOwn,
	Tells:   TellsThread,
}
