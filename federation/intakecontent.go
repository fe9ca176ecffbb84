package federation

import (
	"context"
	"errors"
	"slices"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
)

// takeCreate publishes what a Create holds.
func (s *Server) takeCreate(ctx context.Context, e *envelope) error {
	read, doc, err := s.readObject(ctx, e)
	if err != nil {
		return err
	}
	from := e.origin()
	from.Object, from.Body = read.URI, doc.Raw
	if !read.Published.IsZero() {
		from.At = read.Published
	}
	author, err := s.authorOf(ctx, read, e.by)
	if err != nil {
		return err
	}
	d, err := s.draft(ctx, read, doc, author, from, 0)
	if err != nil {
		return err
	}
	from.Settled = e.settled
	_, err = s.site.Publish(ctx, *d)
	return err
}

// ownedBy tells whether an item belongs to the community that sends it: of a kind that does, on its host, and for it.
func ownedBy(read *wire.Item, by *models.Actor) bool {
	return read.Kind != nil && read.Kind.Owned && by.Kind == models.Group &&
		slices.Contains(read.Audience, by.URI) && hostOf(read.AttributedTo) == by.Host
}

// authorOf is who wrote an item that by sends: by, or the member for whom a community speaks.
func (s *Server) authorOf(ctx context.Context, read *wire.Item, by *models.Actor) (*models.Actor, error) {
	if read.AttributedTo == by.URI {
		return by, nil
	}
	return s.actorAt(ctx, read.AttributedTo)
}

// readObject reads the object of a Create or Update and checks that it is the actor's own: of the same
// host, and attributed to the one who sends it (FEP-fe34).
func (s *Server) readObject(ctx context.Context, e *envelope) (*wire.Item, *wire.Object, error) {
	doc := e.Object.Inline
	if doc == nil {
		var err error
		if hostOf(e.Object.ID) != e.by.Host {
			return nil, nil, dropped("its object is of another host")
		}
		if doc, err = s.fetchObject(ctx, e.Object.ID); err != nil {
			return nil, nil, err
		}
	}
	read, err := s.readItem(doc)
	if err != nil {
		return nil, nil, dropped("its object cannot be read: %v", err)
	}
	switch {
	case read.Companion:
		return nil, nil, dropped("the event that it goes with comes by itself")
	case hostOf(read.URI) != e.by.Host:
		return nil, nil, dropped("its object is of another host")
	case read.AttributedTo != e.by.URI && !ownedBy(read, e.by):
		return nil, nil, dropped("its object is by somebody else")
	case len(e.To)+len(e.CC) > 0 && !e.Public():
		return nil, nil, dropped("it is not for everybody")
	}
	return read, doc, nil
}

// takeUpdate brings an item or an actor up to date. An item that is not here yet is taken in as it is now.
func (s *Server) takeUpdate(ctx context.Context, e *envelope) error {
	if doc := e.Object.Inline; doc != nil && wire.IsActor(doc.Type()) {
		return s.refreshActor(ctx, e, e.Object.ID)
	}
	if a, err := s.site.ActorByURI(ctx, e.Object.ID); err == nil {
		return s.refreshActor(ctx, e, a.URI)
	}
	read, doc, err := s.readObject(ctx, e)
	if err != nil {
		return err
	}
	it, err := s.site.ItemByURI(ctx, read.URI)
	if models.CodeOf(err) == models.NotFound {
		return s.takeCreate(ctx, e)
	}
	if err != nil {
		return err
	}
	from := e.origin()
	from.Object, from.Body = read.URI, doc.Raw
	if !read.Updated.IsZero() {
		from.At = read.Updated
	}
	mentioned, err := s.mentioned(ctx, read)
	if err != nil {
		return err
	}
	d := models.Draft{
		By: e.by, Title: read.Title, Source: read.Markdown, HTML: read.Content(), Mentions: mentioned, Tags: read.Tags,
		Language: read.Language, Sensitive: read.Sensitive, Pictures: read.Pictures, Detail: read.Detail, From: from,
	}
	if it.Starts() {
		d.Title = s.titleOf(read, it.Community)
	}
	if it.Community != nil {
		if d.In, err = s.site.Actor(ctx, it.CommunityID); err != nil {
			return err
		}
	}
	_, err = s.site.Revise(ctx, it, d)
	return err
}

// refreshActor fetches an actor anew: on the word of their own server, or that of a moderator for a
// community. Whatever the activity holds, only the actor's own document counts.
func (s *Server) refreshActor(ctx context.Context, e *envelope, id string) error {
	a, err := s.site.ActorByURI(ctx, id)
	if err != nil || a.Here() {
		return dropped("it is no actor of another site that is known here")
	}
	if a.Host != e.by.Host {
		if err := s.mustModerate(ctx, e, a); err != nil {
			return err
		}
	}
	_, err = s.fetchActor(ctx, id)
	return err
}

// takeDelete withdraws what its author deletes, or what a moderator takes out (with a summary).
func (s *Server) takeDelete(ctx context.Context, e *envelope) error {
	id := e.Object.ID
	if id == e.by.URI {
		return s.forgetIfGone(ctx, e.by, e.origin())
	}
	it, err := s.site.ItemByURI(ctx, id)
	if models.CodeOf(err) == models.NotFound {
		// What a community of another host says is gone may not have been there yet.
		if hostOf(id) == e.by.Host && (e.via == nil || e.via.Host == e.by.Host) {
			return s.site.Bury(ctx, id, e.by)
		}
		return dropped("it is not here")
	}
	if err != nil {
		return err
	}
	kind := models.KindNamed(it.Kind)
	own := it.AuthorID == e.by.ID || kind.Owned && it.CommunityID == e.by.ID
	if own && !e.HasSummary {
		return s.site.Delete(ctx, e.by, it, e.origin())
	}
	if err := s.knowModerators(ctx, e, it.Community); err != nil {
		return err
	}
	err = s.site.Remove(ctx, e.by, it, true, e.Summary, e.origin())
	if own && models.CodeOf(err) == models.Forbidden {
		return s.site.Delete(ctx, e.by, it, e.origin()) // an author who gives a reason is no moderator for that
	}
	return err
}

// forgetIfGone deals with an actor's deletion once their own server confirms it.
func (s *Server) forgetIfGone(ctx context.Context, a *models.Actor, from *models.Origin) error {
	_, err := s.fetchObject(ctx, a.URI)
	var status *StatusError
	switch {
	case err == nil:
		return dropped("the actor is still there")
	case errors.As(err, &status) && (status.Code == 404 || status.Code == 410):
		return s.site.ForgetActor(ctx, a, from)
	default:
		return err
	}
}

// takeLike notes what somebody thinks of an item that is known here.
func (s *Server) takeLike(ctx context.Context, e *envelope) error {
	if buried, err := s.site.Buried(ctx, e.ID, e.by); buried || err != nil {
		return err
	}
	it, err := s.site.ItemByURI(ctx, e.Object.ID)
	if err != nil {
		return err
	}
	value := models.Likes
	if e.Type == "Dislike" {
		value = models.Dislikes
	}
	return s.site.Like(ctx, e.by, it, value, e.origin())
}

// takeFlag passes a report on to those who moderate. Many servers send it in the name of the whole
// server, so that nobody learns who reported.
func (s *Server) takeFlag(ctx context.Context, e *envelope) error {
	var item *models.Item
	var about *models.Actor
	for _, ref := range e.Objects[:min(len(e.Objects), limits.Reported)] {
		it, err := s.site.ItemByURI(ctx, ref.ID)
		if err == nil && item == nil {
			item = it
		}
		a, actorErr := s.site.ActorByURI(ctx, ref.ID)
		if actorErr == nil && about == nil {
			about = a
		}
		for _, err := range []error{err, actorErr} {
			if err != nil && !models.IsRefusal(err) {
				return err
			}
		}
	}
	if item == nil && about == nil {
		return dropped("it is about nothing that is here")
	}
	reason := e.Content
	if reason == "" {
		reason = e.Summary
	}
	return s.site.Report(ctx, e.by, item, about, reason, e.origin())
}
