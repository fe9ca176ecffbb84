package wire

import (
	"fmt"
	"html"
	"strings"

	"github.com/go-fed/activity/streams"

	"github.com/folkmoot/folkmoot/models"
)

// actorTypes are the types under which our actors are known to others.
var actorTypes = map[models.ActorKind]string{models.Person: "Person", models.Group: "Group", models.SiteActor: "Application"}

// Actor writes a person, a community or the site itself. Only a public community is written.
func (w Writer) Actor(a *models.Actor, keyPEM string, site SiteInfo) ([]byte, error) {
	doc, err := w.actor(a, keyPEM, site)
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

// ActorStub writes as much of an actor as everybody may know, so that its signatures can be checked.
func (w Writer) ActorStub(a *models.Actor, keyPEM string) ([]byte, error) {
	if err := mayShow(a); err != nil {
		return nil, err
	}
	o, err := w.beginActor(a, keyPEM)
	if err != nil {
		return nil, err
	}
	doc, err := finish(o, actorTypes[a.Kind], nil)
	if err != nil {
		return nil, err
	}
	return seal(doc)
}

func mayShow(a *models.Actor) error {
	if !a.Public() {
		return fmt.Errorf("write actor: %w", ErrPrivate)
	}
	return nil
}

func (w Writer) actor(a *models.Actor, keyPEM string, site SiteInfo) (document, error) {
	if err := mayShow(a); err != nil {
		return nil, err
	}
	o, err := w.beginActor(a, keyPEM)
	if err != nil {
		return nil, err
	}
	name, summary := a.Display(), a.Summary
	if a.Kind == models.SiteActor {
		name, summary = site.Name, site.About
	}
	o.SetActivityStreamsName(words(streams.NewActivityStreamsNameProperty(), name))
	if !summary.IsZero() {
		o.SetActivityStreamsSummary(words(streams.NewActivityStreamsSummaryProperty(), summary.String()))
	}
	o.SetActivityStreamsUrl(iris(streams.NewActivityStreamsUrlProperty(), a.URL))
	o.SetActivityStreamsOutbox(oneIRI(streams.NewActivityStreamsOutboxProperty(), a.Outbox))
	stamp(o, a.CreatedAt, a.UpdatedAt)
	if a.IconMediaID != 0 {
		o.SetActivityStreamsIcon(w.icon(a.IconMediaID))
	}
	return finish(o, actorTypes[a.Kind], w.actorTerms(a, o, site))
}

// beginActor makes what the stub and the whole actor have in common.
func (w Writer) beginActor(a *models.Actor, keyPEM string) (actor, error) {
	o, err := begin[actor](actorTypes[a.Kind], a.URI)
	if err != nil {
		return nil, err
	}
	if a.Inbox == "" || a.Outbox == "" || keyPEM == "" {
		return nil, fmt.Errorf("%w: actor %d was not read whole", errBuild, a.ID)
	}
	name := streams.NewActivityStreamsPreferredUsernameProperty()
	name.SetXMLSchemaString(a.Name)
	o.SetActivityStreamsPreferredUsername(name)
	o.SetActivityStreamsInbox(oneIRI(streams.NewActivityStreamsInboxProperty(), a.Inbox))
	o.SetW3IDSecurityV1PublicKey(publicKey(a.URI, keyPEM))
	return o, nil
}

// actorTerms adds what kinds of actor have of their own, and gives the terms that go-fed does not know.
func (w Writer) actorTerms(a *models.Actor, o actor, site SiteInfo) document {
	more := document{
		"webfinger": a.Name + "@" + w.Host,
		"endpoints": document{"sharedInbox": a.SharedInbox},
		"mediaType": "text/html",
	}
	if a.Source != "" {
		more["source"] = document{"content": a.Source, "mediaType": "text/markdown"}
	}
	if a.Kind == models.SiteActor {
		return more
	}
	o.SetActivityStreamsFollowers(oneIRI(streams.NewActivityStreamsFollowersProperty(), w.followers(a)))
	o.SetActivityStreamsFollowing(oneIRI(streams.NewActivityStreamsFollowingProperty(), a.URI+"/following"))
	found := streams.NewTootDiscoverableProperty()
	found.Set(a.Indexable)
	o.SetTootDiscoverable(found)
	more["indexable"], more["manuallyApprovesFollowers"] = a.Indexable, a.Approves
	if a.Kind == models.Group {
		w.groupTerms(a, o, site, more)
	} else if fields := profileFieldsOf(a.Profile); len(fields) > 0 {
		more["attachment"] = fields
	}
	return more
}

// groupTerms adds what only communities have.
func (w Writer) groupTerms(a *models.Actor, o actor, site SiteInfo, more document) {
	o.SetTootFeatured(oneIRI(streams.NewTootFeaturedProperty(), w.featured(a)))
	o.SetActivityStreamsAttributedTo(iris(streams.NewActivityStreamsAttributedToProperty(), w.moderators(a)))
	more["sensitive"] = false
	more["upcomingEvents"] = w.upcoming(a)
	if site.Language != "" {
		more["language"] = []document{language(site.Language)}
	}
	g := a.Group
	more["postingRestrictedToMods"] = g != nil && g.Restricted
	if g == nil {
		return
	}
	for name, words := range map[string]string{
		"domain": g.Domain, "community": g.Community, "practice": g.Practice,
		"purpose": g.Purpose, "gain": g.Gain, "agreement": g.Agreement,
	} {
		if words != "" {
			more["folkmoot:"+name] = words
		}
	}
}

// profileFieldsOf writes what people tell of themselves in the form in which others show such fields.
func profileFieldsOf(p *models.Profile) []document {
	if p == nil {
		return nil
	}
	var fields []document
	for _, f := range [][2]string{{"Organisation", p.Organisation}, {"Role", p.Role}, {"Place", p.Place}, {"Ask me about", p.AskAbout}} {
		if f[1] != "" {
			fields = append(fields, document{"type": "PropertyValue", "name": f[0], "value": html.EscapeString(f[1])})
		}
	}
	return fields
}

// languageNames are the names of languages for software that shows them; others go by their tag.
var languageNames = map[string]string{
	"en": "English", "cy": "Cymraeg", "gd": "Gàidhlig", "ga": "Gaeilge", "fr": "Français",
	"de": "Deutsch", "es": "Español", "it": "Italiano", "nl": "Nederlands", "pl": "Polski", "pt": "Português", "ro": "Română",
}

func language(tag string) document {
	name := languageNames[strings.ToLower(tag)]
	if name == "" {
		name = tag
	}
	return document{"identifier": tag, "name": name}
}
