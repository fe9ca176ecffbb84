package federation

import (
	"context"

	"github.com/folkmoot/folkmoot/models"
)

// Collection is one of the lists of an actor of this site: its name is the last part of the address.
func (s *Server) Collection(ctx context.Context, a *models.Actor, name string) ([]byte, error) {
	switch name {
	case "followers":
		n, err := s.site.CountFollowers(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		return s.write.Followers(a, n)
	case "following":
		n, err := s.site.CountFollowing(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		return s.write.Following(a, n)
	case "outbox":
		return s.outbox(ctx, a)
	case "upcoming":
		if a.Kind == models.Group {
			return s.upcoming(ctx, a)
		}
	case "featured", "moderators":
		if a.Kind == models.Group {
			return s.communityList(ctx, a, name)
		}
	}
	return nil, errNoDocument
}

// outbox is what an actor lately did: for a community, its Announces of the Creates of its threads; for a
// person, their Creates.
func (s *Server) outbox(ctx context.Context, a *models.Actor) ([]byte, error) {
	var acts []*models.Act
	var err error
	if a.Kind == models.Group {
		acts, err = s.site.ThreadActs(ctx, a.ID, outboxSize)
	} else {
		acts, err = s.site.Outbox(ctx, a.ID, outboxSize)
	}
	if err != nil {
		return nil, err
	}
	var items [][]byte
	for _, act := range acts {
		body, err := s.actBody(ctx, act)
		if models.IsRefusal(err) {
			continue // only fetched: there is no activity to show
		}
		if err != nil {
			return nil, err
		}
		if a.Kind == models.Group {
			if body, err = s.write.Announce(a, act, body); err != nil {
				return nil, err
			}
		}
		items = append(items, body)
	}
	return s.write.Outbox(a, len(items), items)
}

func (s *Server) communityList(ctx context.Context, a *models.Actor, name string) ([]byte, error) {
	if name == "moderators" {
		mods, err := s.site.Facilitators(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		return s.write.Moderators(a, mods)
	}
	pinned, err := s.site.PinnedThreads(ctx, models.Viewer{}, a.ID)
	if err != nil {
		return nil, err
	}
	var items [][]byte
	for _, it := range pinned {
		doc, err := s.itemDocument(ctx, it)
		if err != nil {
			return nil, err
		}
		items = append(items, doc)
	}
	return s.write.Featured(a, items)
}

// Thread is the collection of all that belongs to a thread of this site, in order: the post, then its
// replies (FEP-f228).
func (s *Server) Thread(ctx context.Context, id int64) ([]byte, error) {
	it, err := s.publicThread(ctx, id)
	if err != nil {
		return nil, err
	}
	uris, err := s.site.ThreadURIs(ctx, it.ID)
	if err != nil {
		return nil, err
	}
	return s.write.Context(s.site.Base()+it.Path()+"/context", it, append([]string{it.URI}, uris...))
}

// Replies is the collection of what answers an item of this site directly.
func (s *Server) Replies(ctx context.Context, id int64) ([]byte, error) {
	it, err := s.site.Item(ctx, models.Viewer{}, id)
	if err != nil {
		return nil, err
	}
	if !it.Here() || it.Withdrawn() {
		return nil, errNoDocument
	}
	uris, err := s.site.ReplyURIs(ctx, it.ID)
	if err != nil {
		return nil, err
	}
	return s.write.Replies(it, uris)
}

func (s *Server) publicThread(ctx context.Context, id int64) (*models.Item, error) {
	it, err := s.site.Item(ctx, models.Viewer{}, id)
	if err != nil {
		return nil, err
	}
	ours := it.Here() || (it.Community != nil && it.Community.Here())
	if !ours || !it.Starts() || it.Withdrawn() {
		return nil, errNoDocument
	}
	return it, nil
}
