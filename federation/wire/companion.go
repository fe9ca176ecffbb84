package wire

import (
	"fmt"
	"html"
	"maps"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// companionTerm names the event or article beside which a post goes out, so that sites of our software, which have that, leave
// the post out.
const companionTerm = "companionOf"

// Companion writes the post that goes out beside an event or an article of this site, for software that shows none: by the
// author, as group software wants a person there, with what there is to know at the head of the words, and the same replies.
func (w Writer) Companion(it *models.Item) ([]byte, error) {
	doc, err := w.companion(it)
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

func (w Writer) companion(it *models.Item) (document, error) {
	post := *it
	post.Kind, post.Detail, post.URI = models.Post.Name, nil, it.URI+models.CompanionPath
	if it.Withdrawn() {
		return w.item(&post)
	}
	line, more := "", ""
	switch d := it.Detail.(type) {
	case *models.Event:
		post.Title, line, more = d.Name(it.Title), d.Line(), partsOf(d)
	case *models.Article:
		line = d.Summary
	default:
		return nil, fmt.Errorf("%w: a %s has no companion", errBuild, it.Kind)
	}
	said, link := it.Content.String()+more, html.EscapeString(it.URL)
	post.Source = it.Source + "\n\n<" + it.URL + ">"
	if line != "" {
		said = "<p><strong>" + html.EscapeString(line) + "</strong></p>" + said
		post.Source = line + "\n\n" + post.Source
	}
	post.Content = text.Clean(said + `<p><a href="` + link + `">` + link + `</a></p>`)
	doc, err := w.item(&post)
	if err != nil {
		return nil, err
	}
	maps.Copy(doc, document{"context": it.URI + "/context", "replies": it.URI + "/replies", "folkmoot:" + companionTerm: it.URI})
	return doc, nil
}

// CompanionActivity writes what becomes of the companion of something: its author's Create, Update or Delete.
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
