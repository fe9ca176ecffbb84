package federation

import (
	"context"
	"errors"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
)

// takeAnnounce takes what a community passes on: what its members did, wrapped (FEP-1b12), or a post
// shared by its address. A community that nobody here follows is not listened to.
func (s *Server) takeAnnounce(ctx context.Context, e *envelope) error {
	if e.by.Kind != models.Group {
		return dropped("shares by people are not counted")
	}
	followed, err := s.site.HasFollowersHere(ctx, e.by.ID)
	if err != nil {
		return err
	}
	if !followed {
		return dropped("nobody here follows this community")
	}
	for n, ref := range e.Inner {
		if n == limits.CollectionItems {
			break
		}
		if err := s.takeInner(ctx, e.by, ref, 1); err != nil && (len(e.Inner) == 1 || !isFinal(err)) {
			return err
		}
	}
	return nil
}

// takeInner deals with one thing that a community announced.
func (s *Server) takeInner(ctx context.Context, community *models.Actor, ref wire.Ref, depth int) error {
	doc := ref.Inline
	if doc == nil || !wire.IsActivity(doc.Type()) {
		return s.takeShared(ctx, community, ref)
	}
	if doc.Type() == "Announce" {
		inner, err := wire.ReadActivity(doc.Raw)
		if err != nil || depth >= limits.AnnounceDepth || len(inner.Inner) != 1 {
			return dropped("announces within announces")
		}
		return s.takeInner(ctx, community, inner.Inner[0], depth+1)
	}
	inner, err := wire.ReadActivity(doc.Raw)
	if err != nil {
		return dropped("what it announces cannot be read: %v", err)
	}
	return s.takeFrom(ctx, community, inner)
}

// takeFrom deals with an activity that a community passed on. What the community's own server vouches
// for is believed; anything else is asked of its own server (FEP-fe34), so that a community cannot put
// words into the mouths of others.
func (s *Server) takeFrom(ctx context.Context, community *models.Actor, inner *wire.Activity) error {
	if s.site.IsOurs(inner.Actor) {
		_, err := s.site.ActByURI(ctx, inner.ID)
		if models.IsRefusal(err) {
			return dropped("it says that somebody here did what they did not")
		}
		return err // nil: our own, come back
	}
	host := hostOf(inner.Actor)
	if host == "" || (inner.ID != "" && hostOf(inner.ID) != host) {
		return dropped("its id is of another host than its actor")
	}
	if !s.site.Allows(host) {
		return dropped("its server is not allowed")
	}
	by, err := s.doer(ctx, inner.Actor)
	if err != nil {
		return err
	}
	if host != community.Host {
		if inner, err = s.confirm(ctx, inner); err != nil {
			return err
		}
	}
	return s.dispatch(ctx, &envelope{Activity: inner, by: by, via: community})
}

// confirm asks the server of an announced activity's actor whether it is so. What it returns holds only
// what that server said: not the bytes that were announced, and not an id that nobody has vouched for,
// under which something else may come.
func (s *Server) confirm(ctx context.Context, inner *wire.Activity) (*wire.Activity, error) {
	switch inner.Type {
	case "Create", "Update":
		if hostOf(inner.Object.ID) != hostOf(inner.Actor) {
			return nil, dropped("its object is of another host")
		}
		doc, err := s.fetchObject(ctx, inner.Object.ID)
		if err != nil {
			return nil, err
		}
		confirmed := *inner
		confirmed.ID, confirmed.Raw, confirmed.Object.Inline = "", nil, doc
		confirmed.To, confirmed.CC = nil, nil // the object says whom it is for
		return &confirmed, nil
	case "Delete":
		if inner.Object.ID != "" && hostOf(inner.Object.ID) == hostOf(inner.Actor) {
			return s.confirmGone(ctx, inner)
		}
	}
	doc, err := s.fetchObject(ctx, inner.ID)
	if err != nil {
		return nil, err
	}
	own, err := wire.ReadActivity(doc.Raw)
	if err != nil || hostOf(own.ID) != hostOf(inner.Actor) || own.Type != inner.Type || own.Actor != inner.Actor || own.Object.ID != inner.Object.ID || own.Target != inner.Target {
		return nil, dropped("its own server says otherwise")
	}
	return own, nil
}

// confirmGone believes a deletion when the object's own server has it no more.
func (s *Server) confirmGone(ctx context.Context, inner *wire.Activity) (*wire.Activity, error) {
	doc, err := s.fetchObject(ctx, inner.Object.ID)
	var status *StatusError
	switch {
	case err == nil && doc.Type() == "Tombstone":
		return unproven(inner), nil
	case err == nil:
		return nil, dropped("what it deletes is still there")
	case errors.As(err, &status) && (status.Code == 404 || status.Code == 410):
		return unproven(inner), nil
	}
	return nil, err
}

// unproven is an activity of which only the effect has been confirmed.
func unproven(inner *wire.Activity) *wire.Activity {
	return &wire.Activity{
		Type: inner.Type, Actor: inner.Actor, Object: wire.Ref{ID: inner.Object.ID},
		Summary: inner.Summary, HasSummary: inner.HasSummary,
	}
}

// takeShared takes in what a community shared by its address: a post, or an activity (as Mbin does).
func (s *Server) takeShared(ctx context.Context, community *models.Actor, ref wire.Ref) error {
	if s.site.IsOurs(ref.ID) {
		return nil // our own, come back
	}
	if it, err := s.site.ItemByURI(ctx, ref.ID); err == nil {
		if it.CommunityID != 0 && it.CommunityID != community.ID {
			return dropped("it belongs to another community")
		}
		return nil
	}
	doc, err := s.fetchObject(ctx, ref.ID)
	if err != nil {
		return err
	}
	if wire.IsActivity(doc.Type()) {
		inner, err := wire.ReadActivity(doc.Raw)
		if err != nil {
			return dropped("what it shares cannot be read: %v", err)
		}
		if inner.Type == "Announce" || hostOf(inner.ID) != hostOf(inner.Actor) {
			return dropped("what it shares is not what its own server says")
		}
		by, err := s.doer(ctx, inner.Actor)
		if err != nil {
			return err
		}
		return s.dispatch(ctx, &envelope{Activity: inner, by: by, via: community})
	}
	it, err := s.takeIn(ctx, doc, community, 0)
	if err != nil {
		return err
	}
	if it.CommunityID != community.ID {
		return dropped("it belongs to another community")
	}
	return nil
}
