package wire

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/go-fed/activity/streams/vocab"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// ReadActor reads a person, a community or a server. Its inboxes and its key must lie on the host of its
// id, or it fails with ErrForeign; a key that names another owner is left out, so that the actor cannot
// be spoken for with it. What else it points to counts only on its own host. It fails with
// ErrUnsupported for what is no actor that we know, such as Lemmy's Feed.
func ReadActor(o *Object) (*models.RemoteActor, error) {
	id, err := o.ID()
	if err != nil {
		return nil, err
	}
	kind, err := actorKind(o.Type())
	if err != nil {
		return nil, err
	}
	r := &models.RemoteActor{Limited: o.Is("postingRestrictedToMods")}
	// An actor that says nothing of it has not agreed to be found by strangers (FEP-5feb).
	r.Actor = models.Actor{Kind: kind, URI: id, Host: hostOf(id), Approves: o.Is("manuallyApprovesFollowers"), Indexable: o.Is("indexable")}
	if r.Actor.Host == "" {
		return nil, fmt.Errorf("%w: actor without an id", ErrMalformed)
	}
	if r.Actor.Name, err = actorName(o, kind, r.Actor.Host); err != nil {
		return nil, err
	}
	if err := readInboxes(o, &r.Actor); err != nil {
		return nil, err
	}
	if err := readOwnKey(o, r); err != nil {
		return nil, err
	}
	readPlaces(o, &r.Actor)
	readLooks(o, r)
	return r, nil
}

// actorKind says what an actor is here. Bots and organisations are people as far as we can tell.
func actorKind(name string) (models.ActorKind, error) {
	switch typed(name).(type) {
	case vocab.ActivityStreamsPerson, vocab.ActivityStreamsService, vocab.ActivityStreamsOrganization:
		return models.Person, nil
	case vocab.ActivityStreamsGroup:
		return models.Group, nil
	case vocab.ActivityStreamsApplication:
		return models.SiteActor, nil
	}
	return "", fmt.Errorf("%w: %.40q is no actor", ErrUnsupported, name)
}

// actorName reads the handle without its host, in lower case. A server may be called by its host.
func actorName(o *Object, kind models.ActorKind, host string) (string, error) {
	name := strings.ToLower(o.String("preferredUsername"))
	if kind == models.SiteActor && (name == "" || name == host) {
		return host, nil
	}
	wrong := func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !strings.ContainsRune("_.-", r)
	}
	if name == "" || len(name) > limits.HandleNameBytes || strings.ContainsFunc(name, wrong) {
		return "", fmt.Errorf("%w: preferredUsername %.40q", ErrMalformed, name)
	}
	return name, nil
}

func readInboxes(o *Object, a *models.Actor) (err error) {
	if a.Inbox, err = o.OneID("inbox"); err != nil {
		return err
	}
	if a.Inbox == "" {
		return fmt.Errorf("%w: actor without an inbox", ErrMalformed)
	}
	if e := o.Inline("endpoints"); e != nil {
		if a.SharedInbox, err = e.OneID("sharedInbox"); err != nil {
			return err
		}
	}
	if !isOn(a.Host, a.Inbox) || a.SharedInbox != "" && !isOn(a.Host, a.SharedInbox) {
		return fmt.Errorf("%w: inbox is not on %s", ErrForeign, a.Host)
	}
	return nil
}

// readOwnKey takes the key that the actor calls its own. One whose id belongs to another actor is left
// out, so that nobody can take the name of a key before its owner is known here.
func readOwnKey(o *Object, r *models.RemoteActor) error {
	for _, k := range o.Inlines("publicKey") {
		key, err := readKey(k)
		if err != nil {
			return err
		}
		if !isOn(r.Actor.Host, key.ID) {
			return fmt.Errorf("%w: key is not on %s", ErrForeign, r.Actor.Host)
		}
		if key.Owner == r.Actor.URI && r.KeyID == "" && OwnsKey(r.Actor.URI, key.ID) {
			r.KeyID, r.PublicPEM = key.ID, key.PEM
		}
	}
	return nil
}

// readPlaces reads where the actor keeps its collections and its page.
func readPlaces(o *Object, a *models.Actor) {
	own := func(key string) string {
		ref, err := o.Ref(key)
		if err != nil || !isOn(a.Host, ref.ID) {
			return ""
		}
		return ref.ID
	}
	a.Outbox, a.Followers, a.Featured = own("outbox"), own("followers"), own("featured")
	if a.Kind == models.Group {
		if a.Moderators = own("moderators"); a.Moderators == "" && o.Inline("attributedTo") == nil {
			a.Moderators = own("attributedTo") // FEP-1b12; PeerTube puts the owner there, as an object
		}
	}
	a.URL = a.URI
	if page := o.link("url"); isOn(a.Host, page) {
		a.URL = page
	}
}

// readLooks reads what people see of the actor.
func readLooks(o *Object, r *models.RemoteActor) {
	a := &r.Actor
	name, _ := o.Text("name", "")
	summary, _ := o.Text("summary", "")
	a.Title, a.Summary = text.CleanLine(name, limits.NameRunes), text.Clean(summary)
	a.Icon = icon(o)
	switch a.Kind {
	case models.Person:
		r.Profile = readProfile(o)
	case models.Group:
		if r.Purpose = text.CleanLine(ourString(o, "purpose"), limits.PurposeRunes); r.Purpose == "" {
			r.Purpose = text.Summary(a.Summary.Plain(), limits.PurposeRunes)
		}
	}
}

// icon gives the address of the picture. Of several the last is taken: PeerTube sends the largest there.
func icon(o *Object) string {
	found := ""
	for _, v := range o.all("icon") {
		one := &Object{values: map[string]any{"icon": v}}
		if address := one.link("icon"); address != "" {
			found = address
		} else if in := one.Inline("icon"); in != nil && in.link("url") != "" {
			found = in.link("url")
		}
	}
	return found
}

// profileFields are the names, in lower case, under which people fill in what we have a field for.
var profileFields = map[string]func(*models.Profile) *string{
	"organisation": func(p *models.Profile) *string { return &p.Organisation },
	"organization": func(p *models.Profile) *string { return &p.Organisation },
	"role":         func(p *models.Profile) *string { return &p.Role },
	"place":        func(p *models.Profile) *string { return &p.Place },
	"location":     func(p *models.Profile) *string { return &p.Place },
	"ask me about": func(p *models.Profile) *string { return &p.AskAbout },
}

// readProfile reads the fields that people add to themselves, as far as they are named like ours.
func readProfile(o *Object) *models.Profile {
	p := new(models.Profile)
	attached := o.Inlines("attachment")
	for _, f := range attached[:min(len(attached), limits.Attachments)] {
		field := profileFields[strings.ToLower(strings.TrimSpace(f.String("name")))]
		if f.Type() == "PropertyValue" && field != nil {
			*field(p) = text.CleanLine(text.Plain(f.String("value")), limits.FieldRunes)
		}
	}
	return p
}
