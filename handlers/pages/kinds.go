package pages

import (
	"context"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// A kindPage is what one kind has of its own on the pages that all kinds share: the words of its form, by key, the fields of
// its Detail, and its part of the page of an item.
type kindPage struct {
	one, many                           string // what it is called among other kinds: "Event", "Events"
	room                                string // what one comes back to, under the path of the community
	heading, label, send, joining, done string // of the page for a new one
	change, changeLead, back            string // of the page for changing one
	cover                               bool   // its first picture stands over the words
	plain                               bool   // takes no pictures
	fields                              kindFields
}

// kindFields may have more to do:
type (
	// preparing fills in what a form offers to choose from, each time that it is shown. it is nil for something new.
	preparing interface {
		prepare(c *gin.Context, p *Pages, rm *room, it *models.Item, to *web.Composer) error
	}
	// telling says what became of a change, in place of what is said otherwise.
	telling interface {
		done(typed web.Extra, otherwise string) string
	}
)

// kindFields are the fields of a kind that has some of its own.
type kindFields interface {
	// begin fills in what a new one starts with.
	begin(c *gin.Context, p *Pages, rm *room, to *web.Composer) error
	// typed is what was sent, and stored what is kept.
	typed(f *request.Form) web.Extra
	stored(d models.Detail) web.Extra
	// read makes of what was typed what is proposed in place of old, nil for something new. What cannot be read at all
	// is noted in wrong; all else is for the kind's own check.
	read(typed web.Extra, old models.Detail, wrong web.Errors) models.Detail
	// publish and revise do what the site does with such a draft.
	publish(ctx context.Context, s *models.Site, d models.Draft, typed web.Extra) (*models.Item, error)
	revise(ctx context.Context, s *models.Site, it *models.Item, d models.Draft, typed web.Extra) (*models.Item, error)
	// show adds to the page of an item what only that page shows.
	show(c *gin.Context, p *Pages, f *found, view *web.ThreadView) error
}

var kindPages = map[models.KindName]kindPage{
	models.Post.Name: {
		one: "kind.post", many: "kind.post_many",
		heading: "community.start", label: "said.post_label", send: "said.post", joining: "said.join_and_post", done: "said.posted",
		change: "said.edit_title", changeLead: "said.edit_lead", back: "history.back",
	},
	models.Reply.Name: {
		one: "kind.reply", many: "kind.reply_many",
		label: "said.post_label", change: "said.edit_title", changeLead: "said.edit_lead", back: "history.back",
	},
	models.EventKind.Name: {
		one: "kind.event", many: "kind.event_many",
		room: "/events", heading: "event_form.title", label: "event_form.body", send: "event_form.send", joining: "event_form.send", done: "event_form.done",
		change: "event_form.change", changeLead: "event_form.change_lead", back: "event_form.back", fields: eventFields{},
	},
	models.WikiPageKind.Name: {
		one: "kind.wikipage", many: "kind.wikipage_many",
		room: "/wiki", heading: "wiki_form.title", label: "wiki_form.body", send: "wiki_form.send", joining: "wiki_form.send", done: "wiki_form.done",
		change: "wiki_form.change", changeLead: "wiki_form.change_lead", back: "wiki_form.back", fields: wikiFields{},
	},
	models.DocumentKind.Name: {
		one: "kind.document", many: "kind.document_many",
		room: "/library", heading: "document_form.title", label: "document_form.body", send: "document_form.send", joining: "document_form.send",
		change: "document_form.change", changeLead: "document_form.change_lead", back: "document_form.back", plain: true, fields: documentFields{},
	},
	models.ArticleKind.Name: {
		one: "kind.article", many: "kind.article_many",
		room: "/blog", heading: "article_form.title", label: "article_form.body", send: "article_form.publish", joining: "article_form.publish", done: "article_form.done",
		change: "article_form.change", changeLead: "article_form.change_lead", back: "article_form.back", cover: true, fields: articleFields{},
	},
}

// takesRecordings are the fields of a kind that keep files which were sent with the form. They note what is wrong in the letter.
type takesRecordings interface {
	take(c *gin.Context, p *Pages, v *request.Visitor, in *models.Actor, l *letter) error
}

// takeAttached keeps the files that came with a letter, in a community or, with nil, by themselves.
func (p *Pages) takeAttached(c *gin.Context, v *request.Visitor, kind *models.Kind, in *models.Actor, l *letter) error {
	if own, ok := pageOf(kind).fields.(takesRecordings); ok {
		return own.take(c, p, v, in, l)
	}
	return nil
}

func pageOf(k *models.Kind) kindPage { return kindPages[k.Name] }
