package wire

import (
	"cmp"
	"fmt"
	"maps"
	"time"

	"github.com/go-fed/activity/streams"

	"github.com/folkmoot/folkmoot/models"
)

// An actForm says how one verb looks on the wire.
type actForm struct {
	name  string // the type of the activity; "" when build says it
	undo  bool   // it is the Undo of that
	build func(w Writer, a *models.Act, x Extra) (act, error)
}

// An act is an activity in the making.
type act struct {
	name   string // the type, where the verb alone does not say it
	by     *models.Actor
	object any    // an id, ids, a document, or the bytes of one
	target string // "" for none
	mail   mail
	more   document
}

// actForms are the verbs that other servers understand.
var actForms = map[models.Verb]actForm{
	models.VerbCreate:   {"Create", false, Writer.publishing},
	models.VerbUpdate:   {"Update", false, Writer.publishing},
	models.VerbDelete:   {"Delete", false, Writer.deleting},
	models.VerbRemove:   {"Delete", false, Writer.removing},
	models.VerbRestore:  {"Delete", true, Writer.removing},
	models.VerbLike:     {"Like", false, Writer.liking},
	models.VerbUnlike:   {"Like", true, Writer.liking},
	models.VerbLock:     {"Lock", false, Writer.moderating},
	models.VerbUnlock:   {"Lock", true, Writer.moderating},
	models.VerbPin:      {"Add", false, Writer.pinning},
	models.VerbUnpin:    {"Remove", false, Writer.pinning},
	models.VerbAppoint:  {"Add", false, Writer.appointing},
	models.VerbDismiss:  {"Remove", false, Writer.appointing},
	models.VerbBan:      {"Block", false, Writer.banning},
	models.VerbUnban:    {"Block", true, Writer.banning},
	models.VerbReport:   {"Flag", false, Writer.reporting},
	models.VerbFollow:   {"Follow", false, Writer.following},
	models.VerbUnfollow: {"Follow", true, Writer.following},
	models.VerbAccept:   {"Accept", false, Writer.answering},
	models.VerbReject:   {"Reject", false, Writer.answering},
	models.VerbAnswer:   {"", false, Writer.joining},
	models.VerbSeat:     {"", false, Writer.seating},
	models.VerbOffer:    {"", false, Writer.offering},
	models.VerbVerdict:  {"", false, Writer.judging},
	models.VerbProfile:  {"Update", false, Writer.presenting},
	models.VerbErase:    {"Delete", false, Writer.presenting},
}

// Activity writes an act of somebody here. One that came from elsewhere is given as it was received. Its
// item must be complete, as for Item. It fails with ErrUnsupported for verbs that are our own business,
// with ErrPrivate for what is not public, and with ErrWithdrawn when the item to be sent is there no more.
func (w Writer) Activity(a *models.Act, x Extra) ([]byte, error) {
	if len(a.Raw) > 0 {
		return a.Raw, nil
	}
	form, ok := actForms[a.Verb]
	if !ok {
		return nil, fmt.Errorf("write %s: %w", a.Verb, ErrUnsupported)
	}
	parts, err := form.build(w, a, x)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", a.Verb, err)
	}
	if parts.by == nil || !parts.by.Here() {
		return nil, fmt.Errorf("write %s: %w: nobody here did it", a.Verb, errBuild)
	}
	id := a.URI
	if form.undo {
		id = w.undone(a)
	}
	doc, err := parts.document(cmp.Or(form.name, parts.name), id)
	if err != nil {
		return nil, err
	}
	if form.undo {
		parts.object, parts.target, parts.more = doc, "", nil
		if doc, err = parts.document("Undo", a.URI); err != nil {
			return nil, err
		}
	}
	return seal(doc)
}

// undone is the id of what an act takes back. Where it is not known, readers know it by what it was.
func (w Writer) undone(a *models.Act) string {
	switch {
	case a.Undoes != nil:
		return a.Undoes.URI
	case a.Answers != nil && a.Answers.URI != "":
		return a.Answers.URI
	case a.UndoesID != 0:
		return fmt.Sprintf("%s/act/%d", w.Base, a.UndoesID)
	}
	return a.URI + "#undone"
}

// document builds an activity. Ids go through go-fed; documents within it are put in when it is done.
func (p act) document(name, id string) (document, error) {
	o, err := begin[activity](name, id)
	if err != nil {
		return nil, err
	}
	o.SetActivityStreamsActor(iris(streams.NewActivityStreamsActorProperty(), p.by.URI))
	p.mail.address(o)
	more := document{}
	maps.Copy(more, p.more)
	switch object := p.object.(type) {
	case string:
		o.SetActivityStreamsObject(iris(streams.NewActivityStreamsObjectProperty(), object))
	case []string:
		o.SetActivityStreamsObject(iris(streams.NewActivityStreamsObjectProperty(), object...))
	default:
		more["object"] = object
	}
	if p.target != "" {
		o.SetActivityStreamsTarget(iris(streams.NewActivityStreamsTargetProperty(), p.target))
	}
	return finish(o, name, more, "to", "cc")
}

// moment writes a time as go-fed does: RFC 3339 in UTC, to the second.
func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }
