package federation

import (
	"context"
	"time"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
)

// moderatorsFresh is how long the list of moderators of another site's community is believed.
const moderatorsFresh = time.Hour

// takeLock closes a thread to replies.
func (s *Server) takeLock(ctx context.Context, e *envelope) error {
	return s.setLock(ctx, e, e.Object.ID, true)
}

func (s *Server) setLock(ctx context.Context, e *envelope, id string, on bool) error {
	it, err := s.site.ItemByURI(ctx, id)
	if err != nil {
		return err
	}
	if err := s.knowModerators(ctx, e, it.Community); err != nil {
		return err
	}
	return s.site.Lock(ctx, e.by, it, on, e.Summary, e.origin())
}

// takeAdd pins or unpins a thread, or makes and unmakes moderators: which one, the target tells.
func (s *Server) takeAdd(ctx context.Context, e *envelope) error {
	community, err := s.site.CommunityWith(ctx, e.Target)
	if err != nil {
		return err
	}
	on := e.Type == "Add"
	if err := s.knowModerators(ctx, e, community); err != nil {
		return err
	}
	if err := s.mustModerate(ctx, e, community); err != nil {
		return err // before anything is fetched for it
	}
	if e.Target == community.Featured {
		it, err := s.site.ItemByURI(ctx, e.Object.ID)
		if err != nil {
			return err
		}
		if it.CommunityID != community.ID {
			return dropped("the thread is in another community")
		}
		return s.site.Pin(ctx, e.by, it, on, e.Summary, e.origin())
	}
	who, err := s.actorAt(ctx, e.Object.ID)
	if err != nil {
		return err
	}
	role := models.Facilitator
	if !on {
		role = models.Member
	}
	return s.site.Appoint(ctx, e.by, community, who, role, e.origin())
}

// takeBlock shuts somebody out of a community.
func (s *Server) takeBlock(ctx context.Context, e *envelope) error {
	return s.setBan(ctx, e, e.Activity, true)
}

func (s *Server) setBan(ctx context.Context, e *envelope, block *wire.Activity, on bool) error {
	if block.Target == "" {
		return dropped("it is between two people")
	}
	community, err := s.site.ActorByURI(ctx, block.Target)
	if err != nil {
		return err
	}
	if community.Kind != models.Group {
		return dropped("a ban from a whole site is that site's own business")
	}
	who, err := s.site.ActorByURI(ctx, block.Object.ID)
	if err != nil {
		return err
	}
	if err := s.knowModerators(ctx, e, community); err != nil {
		return err
	}
	return s.site.Ban(ctx, e.by, community, models.BanOrder{
		Who: who, On: on, Reason: block.Summary, Until: block.EndTime,
		Remove: on && block.RemoveData,
	}, e.origin())
}

// mustModerate drops what is done to a community by somebody who neither moderates it nor had it passed
// on by the community itself. The domain asks again; this is for what would be fetched before.
func (s *Server) mustModerate(ctx context.Context, e *envelope, community *models.Actor) error {
	if e.by.ID == community.ID || (e.via != nil && e.via.ID == community.ID) {
		return nil
	}
	m, err := s.site.Membership(ctx, community.ID, e.by.ID)
	if err != nil {
		return err
	}
	if m == nil || m.State != models.Active || !m.Role.AtLeast(models.Facilitator) {
		return dropped("by somebody who does not moderate the community")
	}
	return nil
}

// knowModerators makes sure that the list of who moderates a community of another site is at most an
// hour old, when somebody who is not on it acts as if they were. What the community itself says needs no
// list.
func (s *Server) knowModerators(ctx context.Context, e *envelope, community *models.Actor) error {
	if community == nil || community.Here() || e.via != nil || e.by.ID == community.ID {
		return nil
	}
	full, err := s.site.Actor(ctx, community.ID)
	if err != nil {
		return err
	}
	m, err := s.site.Membership(ctx, community.ID, e.by.ID)
	if err != nil || (m != nil && m.Role.AtLeast(models.Facilitator)) {
		return err
	}
	if full.Moderators == "" || full.Group == nil || s.now().Sub(full.Group.ModeratorsAt) < moderatorsFresh {
		return nil
	}
	return s.fetchModerators(ctx, full)
}

func (s *Server) fetchModerators(ctx context.Context, community *models.Actor) error {
	doc, err := s.fetchObject(ctx, community.Moderators)
	if err != nil {
		return err
	}
	list, err := wire.ReadCollection(doc)
	if err != nil {
		return dropped("the list of moderators cannot be read: %v", err)
	}
	var mods []*models.Actor
	for n, ref := range list.Items {
		if n == limits.CollectionItems {
			break
		}
		if a, err := s.actorAt(ctx, ref.ID); err == nil {
			mods = append(mods, a)
		}
	}
	return s.site.SetModerators(ctx, community, mods)
}
