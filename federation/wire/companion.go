package wire

import (
	"fmt"
	"html"
	"maps"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// companionTerm names the event beside which a post goes out, so that sites of our software, which have the event, leave the
// post out.
const companionTerm = "companionOf"

// Companion writes the post that goes out beside an event of this site, for software that shows no events: by the author, as
// group software wants a person there, with when and where at the head of the words, and the event's own replies.
func (w Writer) Companion(it *models.Item) ([]byte, error) {
	doc, err := w.companion(it)
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

func (w Writer) companion(it *models.Item) (document, error) {
	e, ok := it.Detail.(*models.Event)
	if !ok && !it.Withdrawn() {
		return nil, fmt.Errorf("%w: only events have companions", errBuild)
	}
	post := *it
	post.Kind, post.Detail, post.URI = models.Post.Name, nil, it.URI+models.CompanionPath
	if it.Withdrawn() {
		return w.item(&post)
	}
	post.Title = e.Name(it.Title)
	post.Content = text.Clean("<p><strong>" + html.EscapeString(e.Line()) + "</strong></p>" + it.Content.String() + partsOf(e) +
		`<p><a href="` + html.EscapeString(it.URL) + `">` + html.EscapeString(it.URL) + `</a></p>`)
	post.Source = e.Line() + "\n\n" + it.Source + "\n\n<" + it.URL + ">"
	doc, err := w.item(&post)
	if err != nil {
		return nil, err
	}
	maps.Copy(doc, document{"context": it.URI + "/context", "replies": it.URI + "/replies", "folkmoot:" + companionTerm: it.URI})
	return doc, nil
}

// CompanionActivity writes what becomes of the companion of an event: its author's Create, Update or Delete.
func (w Writer) CompanionActivity(a *models.Act) ([]byte, error) {
	it, err := publicItem(a)
	if err != nil {
		return nil, err
	}
	p := act{by: it.Author, mail: w.itemMail(it)}
	name := "Delete"
	switch a.Verb {
	case models.VerbCreate, models.VerbUpdate:
		name = actForms[a.Verb].name
		if p.object, err = w.companion(it); err != nil {
			return nil, err
		}
	case models.VerbDelete, models.VerbRemove:
		p.object = it.URI + models.CompanionPath
	default:
		return nil, fmt.Errorf("write %s: %w", a.Verb, ErrUnsupported)
	}
	doc, err := p.document(name, a.URI+models.CompanionPath)
	if err != nil {
		return nil, err
	}
	return seal(doc)
}
