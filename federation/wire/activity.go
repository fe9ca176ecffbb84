package wire

import (
	"fmt"
	"time"

	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// An Activity says that somebody did something. What it says has been read, not believed: who signed it
// and whether they may is for package federation to judge.
type Activity struct {
	Raw        []byte // as received
	ID         string // "" where it has none
	Type       string // "Create", "Lock"…; verbs that we do not know come too
	Actor      string
	Object     Ref   // the one thing it is done to; zero where there are none or several
	Objects    []Ref // all of them: a Flag names a person and posts
	Inner      []Ref // of an Announce: what is announced, whether alone, in an array or in a collection
	Target     string
	To, CC     []string
	Audience   []string
	InReplyTo  string
	Summary    string // the reason of moderation, as one clean line
	HasSummary bool   // an empty one too: a Delete with it is a moderator's
	Content    string // the reason of a Flag from Mastodon
	Published  time.Time
	EndTime    time.Time // until when a Block lasts; zero: for good
	RemoveData bool      // a Block takes away what was written too
}

// ReadActivity reads an activity. It fails with ErrMalformed when it is none, or when an id in it is
// none, and with ErrUnsupported for a document of another sort, such as a bare Note.
func ReadActivity(raw []byte) (*Activity, error) {
	o, err := Parse(raw)
	if err != nil {
		return nil, err
	}
	return o.Activity()
}

// Activity reads an object as an activity; see ReadActivity. It is for those inside another.
func (o *Object) Activity() (*Activity, error) {
	a := &Activity{
		Raw: o.Raw, Type: o.Type(), Summary: text.CleanLine(o.String("summary"), limits.ReasonRunes), HasSummary: o.Has("summary"),
		Content: o.String("content"), Published: o.Time("published"), EndTime: o.Time("endTime"), RemoveData: o.Is("removeData"),
	}
	if a.Type == "" {
		return nil, fmt.Errorf("%w: no type", ErrMalformed)
	}
	if !IsActivity(a.Type) {
		return nil, fmt.Errorf("%w: %s is no activity", ErrUnsupported, a.Type)
	}
	if err := a.readParties(o); err != nil {
		return nil, fmt.Errorf("read %.40q: %w", a.Type, err)
	}
	if a.EndTime.IsZero() {
		a.EndTime = o.Time("expires") // Lemmy until 0.19
	}
	if a.Type == "Announce" {
		a.Inner = unpack(a.Objects)
	}
	return a, nil
}

// readParties reads who did it, to what, and who is told.
func (a *Activity) readParties(o *Object) (err error) {
	if a.ID, err = o.ID(); err != nil {
		return err
	}
	if a.Actor, err = o.OneID("actor"); err != nil {
		return err
	}
	if a.Actor == "" {
		return fmt.Errorf("%w: no actor", ErrMalformed)
	}
	if a.Objects, err = o.Refs("object"); err != nil {
		return err
	}
	if len(a.Objects) == 1 {
		a.Object = a.Objects[0]
	}
	if a.Target, err = o.OneID("target"); err != nil {
		return err
	}
	if a.InReplyTo, err = o.OneID("inReplyTo"); err != nil {
		return err
	}
	if a.To, a.CC, err = o.addressees(); err != nil {
		return err
	}
	a.Audience, err = o.IDs("audience")
	return err
}

// Public tells whether the activity is addressed to anyone who cares to look.
func (a *Activity) Public() bool { return isPublic(a.To, a.CC) }

// unpack gives what is announced: PieFed sends batches, as an array or as a collection.
func unpack(refs []Ref) []Ref {
	var inner []Ref
	for _, r := range refs {
		if r.Inline == nil || !isCollection(r.Inline.Type()) {
			inner = append(inner, r)
			continue
		}
		if c, err := ReadCollection(r.Inline); err == nil {
			inner = append(inner, c.Items...)
		}
	}
	return inner[:min(len(inner), limits.CollectionItems)]
}

func isPublic(to, cc []string) bool {
	for _, id := range append(to[:len(to):len(to)], cc...) {
		if id == public {
			return true
		}
	}
	return false
}
