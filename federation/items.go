package federation

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
)

// Item returns the post or reply at this address, here or elsewhere. One that is not known is fetched
// from its own server, with what it answers.
func (s *Server) Item(ctx context.Context, address string) (*models.Item, error) {
	it, err := s.itemAt(wander(WithBudget(ctx, hostOf(address))), address, nil, 0)
	if err != nil {
		return nil, unreachable(hostOf(address), err)
	}
	return it, nil
}

// itemAt returns the item with this id. via is the community that spoke of it; depth counts how far a
// chain of replies has been followed.
func (s *Server) itemAt(ctx context.Context, id string, via *models.Actor, depth int) (*models.Item, error) {
	it, err := s.site.ItemByURI(ctx, id)
	if err == nil || !models.IsRefusal(err) {
		return it, err
	}
	if it, pageErr := s.site.ItemAt(ctx, models.Viewer{}, id); pageErr == nil || !models.IsRefusal(pageErr) {
		return it, pageErr // by the address of its page
	}
	if s.site.IsOurs(id) {
		return nil, err
	}
	if depth > limits.ReplyDepth {
		return nil, fmt.Errorf("%w: the thread is too deep", ErrForeign)
	}
	doc, err := s.fetchObject(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.takeIn(ctx, doc, via, depth)
}

// takeIn stores an item from its own document, which has been fetched from its own server.
func (s *Server) takeIn(ctx context.Context, doc *wire.Object, via *models.Actor, depth int) (*models.Item, error) {
	read, err := s.readItem(doc)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForeign, err)
	}
	if read.Tombstone {
		return nil, &models.Error{Code: models.Gone, Message: "This has been deleted."}
	}
	if hostOf(read.AttributedTo) != hostOf(read.URI) {
		return nil, fmt.Errorf("%w: its author lives on another host", ErrForeign)
	}
	author, err := s.actorAt(ctx, read.AttributedTo)
	if err != nil {
		return nil, err
	}
	from := &models.Origin{Object: read.URI, Host: author.Host, At: read.Published, Body: doc.Raw, Via: via}
	d, err := s.draft(ctx, read, doc, author, from, depth)
	if err != nil {
		return nil, err
	}
	return s.site.Publish(ctx, *d)
}

// readItem reads an item without what lies on servers that the policy refuses: pictures and mentions.
func (s *Server) readItem(doc *wire.Object) (*wire.Item, error) {
	read, err := wire.ReadItem(doc)
	if err != nil {
		return nil, err
	}
	read.Pictures = slices.DeleteFunc(read.Pictures, func(p models.Picture) bool { return !s.site.Allows(hostOf(p.URL)) })
	read.Mentions = slices.DeleteFunc(read.Mentions, func(m wire.Mention) bool { return !s.site.Allows(hostOf(m.Href)) })
	return read, nil
}

// draft makes a draft of what another server sent or served: it finds the thread and the community that
// it belongs to. It fails with a refusal when it is not for everybody, since nothing else is taken in.
func (s *Server) draft(ctx context.Context, read *wire.Item, doc *wire.Object, author *models.Actor, from *models.Origin, depth int) (*models.Draft, error) {
	if !read.Public {
		return nil, &models.Error{Code: models.Forbidden, Message: "This is not for everybody."}
	}
	d := &models.Draft{
		Kind: read.Kind, By: author, Title: read.Title, Source: read.Markdown, HTML: read.Content(), Pictures: read.Pictures,
		Tags: read.Tags, Language: read.Language, Sensitive: read.Sensitive, Detail: read.Detail, From: from,
	}
	from.URL = read.URL
	if err := s.findParent(ctx, read, d, depth); err != nil {
		return nil, err
	}
	if err := s.findCommunity(ctx, read, d); err != nil {
		return nil, err
	}
	mentioned, err := s.mentioned(ctx, read)
	if err != nil {
		return nil, err
	}
	d.Mentions = mentioned
	if d.In == nil && d.InReplyTo == nil {
		if err := s.mustConcernUs(ctx, author, mentioned); err != nil {
			return nil, err
		}
	}
	if d.Kind.Thread {
		d.Title = s.titleOf(read, d.In)
	}
	return d, nil
}

// findParent finds what a draft answers. An answer to what lies on a server that the policy refuses stands
// by itself, as if it answered nothing; but not one that a community passes on, whose threads would come
// in pieces.
func (s *Server) findParent(ctx context.Context, read *wire.Item, d *models.Draft, depth int) error {
	if read.InReplyTo == "" {
		return nil
	}
	parent, err := s.itemAt(ctx, read.InReplyTo, d.From.Via, depth+1)
	switch {
	case errors.Is(err, ErrDenied) && d.From.Via == nil:
		d.Kind = models.Post
		return nil
	case err != nil:
		return fmt.Errorf("what it answers: %w", err)
	}
	d.InReplyTo, d.In = parent, parent.Community
	return nil
}

// findCommunity decides which community a draft is for: that of the thread; or the one named as its
// audience; or, as microblogs do it, a community that it is addressed to or mentions.
func (s *Server) findCommunity(ctx context.Context, read *wire.Item, d *models.Draft) error {
	if d.In != nil {
		full, err := s.site.Actor(ctx, d.In.ID)
		if err != nil {
			return err
		}
		d.In = full
		if slices.Contains(read.Audience, full.URI) {
			return nil
		}
		other, err := s.namesCommunity(ctx, read.Audience)
		if other != nil {
			return &models.Error{Code: models.Forbidden, Message: "This says that it is for another community."}
		}
		return err
	}
	if d.InReplyTo != nil {
		return nil
	}
	if len(read.Audience) > 0 {
		var err error
		if d.In, err = s.namesCommunity(ctx, read.Audience); d.In != nil || err != nil {
			return err
		}
		if d.From.Via != nil && slices.Contains(read.Audience, d.From.Via.URI) {
			d.In = d.From.Via
			return nil
		}
		return &models.Error{Code: models.Forbidden, Message: "This is for a community that is not known here."}
	}
	var addressed []string
	for _, m := range read.Mentions {
		addressed = append(addressed, m.Href)
	}
	var err error
	d.In, err = s.namesCommunity(ctx, append(append(addressed, read.To...), read.CC...))
	if d.In == nil {
		d.In = d.From.Via // a community shares what it takes as its own
	}
	return err
}

// namesCommunity returns the first known community among these ids, or nil. Nothing is fetched: whoever
// writes for a community of ours names one that is known.
func (s *Server) namesCommunity(ctx context.Context, ids []string) (*models.Actor, error) {
	for _, id := range ids {
		a, err := s.site.ActorByURI(ctx, id)
		switch {
		case models.IsRefusal(err):
		case err != nil:
			return nil, err
		case a.Kind == models.Group:
			return a, nil
		}
	}
	return nil, nil
}

// mentioned are the known actors whom an item mentions, up to limits.Mentions.
func (s *Server) mentioned(ctx context.Context, read *wire.Item) ([]*models.Actor, error) {
	var found []*models.Actor
	for n, m := range read.Mentions {
		if n == limits.Mentions {
			break
		}
		a, err := s.site.ActorByURI(ctx, m.Href)
		switch {
		case models.IsRefusal(err):
		case err != nil:
			return nil, err
		case !slices.ContainsFunc(found, func(f *models.Actor) bool { return f.ID == a.ID }):
			found = append(found, a)
		}
	}
	return found, nil
}

// mustConcernUs refuses what is in no community unless it is for somebody here: it names them, or they
// follow its author.
func (s *Server) mustConcernUs(ctx context.Context, author *models.Actor, mentioned []*models.Actor) error {
	for _, a := range mentioned {
		if a.Here() && a.Kind == models.Person {
			return nil
		}
	}
	followed, err := s.site.HasFollowersHere(ctx, author.ID)
	if err == nil && !followed {
		return &models.Error{Code: models.Forbidden, Message: "This is in no community, and nobody here is named in it."}
	}
	return err
}

// LookUp makes the people of other sites known whom a text mentions, so that publishing it can name them.
// It does what it can: whoever cannot be found stays plain text.
func (s *Server) LookUp(ctx context.Context, markdown string) {
	ctx = WithBudget(ctx)
	for _, handle := range mentionsIn(markdown) {
		if _, err := s.Actor(ctx, handle); err != nil && !errors.Is(err, ErrDenied) {
			s.log.Debug("look up mention", "handle", handle, "error", err)
		}
	}
}
