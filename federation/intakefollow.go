package federation

import (
	"context"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
)

// takeFollow lets somebody of another site follow an actor of this one.
func (s *Server) takeFollow(ctx context.Context, e *envelope) error {
	if buried, err := s.site.Buried(ctx, e.ID, e.by); buried || err != nil {
		return err // it was undone before it arrived
	}
	target, err := s.site.ActorByURI(ctx, e.Object.ID)
	if err != nil {
		return err
	}
	if !target.Here() || target.Kind == models.SiteActor {
		return dropped("it is not for somebody here")
	}
	_, err = s.site.Follow(ctx, e.by, target, e.origin())
	return err
}

// takeAnswer takes the answer to a follow from here. The follow is found by its id or, since some
// software answers with an id of its own, by who follows whom.
func (s *Server) takeAnswer(ctx context.Context, e *envelope) error {
	if done, err := s.takeOfferAnswer(ctx, e); done || err != nil {
		return err
	}
	if done, err := s.takeEventAnswer(ctx, e); done || err != nil {
		return err
	}
	f, err := s.site.FollowByURI(ctx, e.Object.ID)
	if err != nil {
		return err
	}
	if inner := e.Object.Inline; f == nil && inner != nil && inner.Type() == "Follow" {
		if f, err = s.followNamed(ctx, inner); err != nil {
			return err
		}
	}
	if f == nil || !f.Follower.Here() {
		return dropped("it answers no follow from here")
	}
	return s.site.FollowAnswered(ctx, e.by, f, e.Type == "Accept")
}

// followNamed finds a follow by the two actors that a document names.
func (s *Server) followNamed(ctx context.Context, doc *wire.Object) (*models.Follow, error) {
	inner, err := wire.ReadActivity(doc.Raw)
	if err != nil {
		return nil, dropped("the follow that it holds cannot be read: %v", err)
	}
	follower, err := s.site.ActorByURI(ctx, inner.Actor)
	if err != nil {
		return nil, err
	}
	target, err := s.site.ActorByURI(ctx, inner.Object.ID)
	if err != nil {
		return nil, err
	}
	return s.site.Following(ctx, follower.ID, target.ID)
}

// takeUndo takes back what the same actor did. One that arrives before what it undoes is remembered, so
// that the late one has no effect.
func (s *Server) takeUndo(ctx context.Context, e *envelope) error {
	inner, err := s.undone(ctx, e)
	if err != nil {
		return err
	}
	if inner.Actor != e.by.URI {
		return dropped("it undoes what somebody else did")
	}
	switch inner.Type {
	case "Follow":
		return s.undoFollow(ctx, e, inner)
	case "Join":
		return s.undoJoin(ctx, e, inner)
	case "Like", "Dislike":
		return s.undoLike(ctx, e, inner)
	case "Delete":
		return s.undoDelete(ctx, e, inner)
	case "Lock":
		return s.setLock(ctx, e, inner.Object.ID, false)
	case "Block":
		return s.setBan(ctx, e, inner, false)
	case "Announce":
		return dropped("shares are not counted")
	}
	return dropped("it undoes an unknown type %q", inner.Type)
}

// undone reads what an Undo is about: embedded, or named by an id that we have a record of.
func (s *Server) undone(ctx context.Context, e *envelope) (*wire.Activity, error) {
	if doc := e.Object.Inline; doc != nil {
		inner, err := wire.ReadActivity(doc.Raw)
		if err != nil {
			return nil, dropped("what it undoes cannot be read: %v", err)
		}
		return inner, nil
	}
	if f, err := s.site.FollowByURI(ctx, e.Object.ID); err != nil {
		return nil, err
	} else if f != nil {
		return &wire.Activity{ID: f.URI, Type: "Follow", Actor: f.Follower.URI, Object: wire.Ref{ID: f.Target.URI}}, nil
	}
	act, err := s.site.ActByURI(ctx, e.Object.ID)
	if models.IsRefusal(err) && hostOf(e.Object.ID) == e.by.Host {
		return nil, s.buryThenDrop(ctx, e.Object.ID, e.by)
	}
	if err != nil {
		return nil, err
	}
	inner, err := wire.ReadActivity(act.Raw)
	if err != nil {
		return nil, dropped("what it undoes was not kept")
	}
	return inner, nil
}

func (s *Server) buryThenDrop(ctx context.Context, id string, by *models.Actor) error {
	if err := s.site.Bury(ctx, id, by); err != nil {
		return err
	}
	return dropped("what it undoes has not arrived yet; it will be ignored")
}

func (s *Server) undoFollow(ctx context.Context, e *envelope, inner *wire.Activity) error {
	target, err := s.site.ActorByURI(ctx, inner.Object.ID)
	if err != nil {
		return err
	}
	f, err := s.site.Following(ctx, e.by.ID, target.ID)
	if err != nil {
		return err
	}
	if f == nil && inner.ID != "" {
		return s.buryThenDrop(ctx, inner.ID, e.by)
	}
	return s.site.Unfollow(ctx, e.by, target, e.origin())
}

func (s *Server) undoLike(ctx context.Context, e *envelope, inner *wire.Activity) error {
	it, err := s.site.ItemByURI(ctx, inner.Object.ID)
	if err != nil {
		return err
	}
	if _, err := s.site.ActByURI(ctx, inner.ID); models.IsRefusal(err) && inner.ID != "" {
		return s.buryThenDrop(ctx, inner.ID, e.by)
	}
	return s.site.Like(ctx, e.by, it, models.NoLiking, e.origin())
}

func (s *Server) undoDelete(ctx context.Context, e *envelope, inner *wire.Activity) error {
	it, err := s.site.ItemByURI(ctx, inner.Object.ID)
	if err != nil {
		return err
	}
	if err := s.knowModerators(ctx, e, it.Community); err != nil {
		return err
	}
	return s.site.Remove(ctx, e.by, it, false, "", e.origin())
}
