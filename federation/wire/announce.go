package wire

import (
	"encoding/json"
	"fmt"

	"github.com/folkmoot/folkmoot/models"
)

// Announce writes a community's passing on of an activity to servers that speak its dialect: inner is the
// activity's own bytes, which stay as they are (FEP-1b12). Its id is the act's with "/announce".
func (w Writer) Announce(community *models.Actor, a *models.Act, inner json.RawMessage) ([]byte, error) {
	return w.announce(community, a, "announce", inner)
}

// Share writes a community's sharing of a post to followers whose servers show shares: the bare id of the
// post. Its id is the act's with "/share".
func (w Writer) Share(community *models.Actor, a *models.Act, objectURI string) ([]byte, error) {
	return w.announce(community, a, "share", objectURI)
}

// UndoShare takes back what Share wrote for the act shared, because of the act a, which came later. Its id
// is a's with "/unshare", and what it takes back has the id under which it was shared, by which others
// find it.
func (w Writer) UndoShare(community *models.Actor, shared, a *models.Act, objectURI string) ([]byte, error) {
	p, err := w.announcing(community, objectURI)
	if err != nil {
		return nil, err
	}
	if p.object, err = p.document("Announce", w.announceID(shared, "share")); err != nil {
		return nil, err
	}
	doc, err := p.document("Undo", w.announceID(a, "unshare"))
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

func (w Writer) announce(community *models.Actor, a *models.Act, part string, object any) ([]byte, error) {
	p, err := w.announcing(community, object)
	if err != nil {
		return nil, err
	}
	p.more = document{"published": moment(a.At)}
	doc, err := p.document("Announce", w.announceID(a, part))
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

// announcing addresses what a community passes on: to the public and its followers, and to nobody by
// name, since a server that blocks one of the addressees would drop all of it.
func (w Writer) announcing(community *models.Actor, object any) (act, error) {
	if err := mayShow(community); err != nil {
		return act{}, err
	}
	return act{by: community, object: object, mail: mail{to: []string{public}, cc: []string{w.followers(community)}}}, nil
}

// announceID is an address of ours even for an act from elsewhere.
func (w Writer) announceID(a *models.Act, part string) string {
	return fmt.Sprintf("%s/act/%d/%s", w.Base, a.ID, part)
}
