package wire

import (
	"encoding/json"
	"fmt"

	"github.com/folkmoot/folkmoot/models"
)

// publishing is Create and Update of an item, which travels within it.
func (w Writer) publishing(a *models.Act, _ Extra) (act, error) {
	it, err := publicItem(a)
	if err != nil {
		return act{}, err
	}
	if it.Withdrawn() {
		return act{}, ErrWithdrawn
	}
	doc, err := w.item(it)
	return act{by: speaker(a), object: doc, mail: w.itemMail(it), more: document{"published": moment(a.At)}}, err
}

// deleting is what an author does. Without a summary it is no moderation.
func (w Writer) deleting(a *models.Act, _ Extra) (act, error) {
	it, err := publicItem(a)
	if err != nil {
		return act{}, err
	}
	p := act{by: speaker(a), object: it.URI, mail: w.itemMail(it)}
	if form := formOf(it.Kind); form.Kind.Owned { // calendars fail on a bare id, and want to know what it was
		gone := *it
		gone.DeletedAt = a.At
		if p.object, err = w.tombstone(&gone, form); err != nil {
			return act{}, err
		}
	}
	return p, nil
}

// speaker is in whose name an author's act is sent: that of the community for kinds that belong to it.
func speaker(a *models.Act) *models.Actor {
	if k := models.KindNamed(a.Item.Kind); k != nil && k.Owned && a.Community != nil && a.Community.Here() {
		return a.Community
	}
	return a.By
}

// removing is a Delete by a moderator. It has a summary even when there is no reason to tell, since a
// Delete without one would be the author's.
func (w Writer) removing(a *models.Act, x Extra) (act, error) {
	p, err := w.moderating(a, x)
	p.more = document{"summary": a.Reason}
	return p, err
}

// moderating is what is done to an item for the community.
func (w Writer) moderating(a *models.Act, _ Extra) (act, error) {
	it, err := publicItem(a)
	if err != nil {
		return act{}, err
	}
	p := act{by: moderator(a), object: it.URI, more: document{}}
	if a.Reason != "" {
		p.more["summary"] = a.Reason
	}
	p.mail, err = communityMail(a)
	return p, err
}

func (w Writer) pinning(a *models.Act, x Extra) (act, error) {
	p, err := w.moderating(a, x)
	if err == nil {
		p.target, p.more = w.featured(a.Community), nil
	}
	return p, err
}

func (w Writer) appointing(a *models.Act, _ Extra) (act, error) {
	to, err := communityMail(a)
	if err != nil || a.Target == nil {
		return act{}, orIncomplete(err)
	}
	return act{by: moderator(a), object: a.Target.URI, target: w.moderators(a.Community), mail: to}, nil
}

// banning shuts somebody out of a community, for good or until a time, and takes away what they wrote if so ordered.
func (w Writer) banning(a *models.Act, _ Extra) (act, error) {
	to, err := communityMail(a)
	if err != nil || a.Target == nil {
		return act{}, orIncomplete(err)
	}
	until, removed := a.Ban()
	more := document{"removeData": removed}
	if a.Reason != "" {
		more["summary"] = a.Reason
	}
	if !until.IsZero() {
		more["endTime"] = moment(until)
	}
	return act{by: moderator(a), object: a.Target.URI, target: a.Community.URI, mail: to, more: more}, nil
}

// liking is for the community to pass on, so it is as public as what is liked.
func (w Writer) liking(a *models.Act, _ Extra) (act, error) {
	it, err := publicItem(a)
	if err != nil {
		return act{}, err
	}
	m := mail{to: []string{public}}
	if a.Community != nil {
		m.to, m.audience = append(m.to, a.Community.URI), a.Community.URI
	}
	if it.Author != nil && it.AuthorID != a.ByID {
		m.cc = append(m.cc, it.Author.URI)
	}
	return act{by: a.By, object: it.URI, mail: m}, nil
}

// reporting goes to whoever can act on it and to nobody else: the community on another server, by the
// item alone; or the author's server, which wants to be told of whom it is about as well.
func (w Writer) reporting(a *models.Act, _ Extra) (act, error) {
	p := act{by: a.By, more: document{"summary": a.Reason, "content": a.Reason}}
	switch {
	case a.Item != nil && a.Community != nil && !a.Community.Here():
		p.object, p.mail = a.Item.URI, mail{to: []string{a.Community.URI}, audience: a.Community.URI}
	case a.Item != nil && a.Target != nil:
		p.object, p.mail = []string{a.Target.URI, a.Item.URI}, mail{to: []string{a.Target.URI}}
	case a.Target != nil:
		p.object, p.mail = a.Target.URI, mail{to: []string{a.Target.URI}}
	default:
		return p, orIncomplete(nil)
	}
	return p, nil
}

func (w Writer) following(a *models.Act, _ Extra) (act, error) {
	if a.Target == nil {
		return act{}, orIncomplete(nil)
	}
	return act{by: a.By, object: a.Target.URI, mail: mail{to: []string{a.Target.URI}}}, nil
}

// answering embeds the Follow whole, as it was received: some software takes no bare id.
func (w Writer) answering(a *models.Act, _ Extra) (act, error) {
	if a.Answers == nil || a.Target == nil || a.By == nil {
		return act{}, orIncomplete(nil)
	}
	p := act{by: a.By, mail: mail{to: []string{a.Target.URI}}}
	if len(a.Answers.Raw) > 0 {
		p.object = json.RawMessage(a.Answers.Raw)
		return p, nil
	}
	follow := act{by: a.Target, object: a.By.URI, mail: mail{to: []string{a.By.URI}}}
	doc, err := follow.document("Follow", a.Answers.URI)
	p.object = doc
	return p, err
}

// presenting is a changed profile or charter, sent by the one whose it is, or the end of an actor.
func (w Writer) presenting(a *models.Act, x Extra) (act, error) {
	if a.Target == nil {
		return act{}, orIncomplete(nil)
	}
	p := act{by: a.Target, object: a.Target.URI, mail: mail{to: []string{public}, cc: []string{w.followers(a.Target)}}}
	if a.Verb == models.VerbErase {
		return p, nil
	}
	doc, err := w.actor(a.Target, x.KeyPEM, x.Site)
	p.object = doc
	return p, err
}

// publicItem gives the item of an act, if anyone may see it.
func publicItem(a *models.Act) (*models.Item, error) {
	switch {
	case a.Item == nil:
		return nil, orIncomplete(nil)
	case a.Item.Visibility != models.Public:
		return nil, ErrPrivate
	}
	return a.Item, nil
}

// moderator is who moderates: for the command line, the community itself.
func moderator(a *models.Act) *models.Actor {
	if a.By == nil {
		return a.Community
	}
	return a.By
}

// communityMail addresses what is done in the name of a community.
func communityMail(a *models.Act) (mail, error) {
	if a.Community == nil {
		return mail{}, orIncomplete(nil)
	}
	if err := mayShow(a.Community); err != nil {
		return mail{}, err
	}
	return mail{to: []string{public, a.Community.URI}, audience: a.Community.URI}, nil
}

// orIncomplete gives err, or that the act lacks what it is done to.
func orIncomplete(err error) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("%w: act is not complete", errBuild)
}
