package federation

import (
	"context"
	"fmt"
	"strconv"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/queue"
)

// backfill is the job that fetches the newest threads of a community of another site, once, when the
// first person here follows it, and what the community keeps pinned. Replies come with what is answered
// from then on.
func (s *Server) backfill(ctx context.Context, j *queue.Job) error {
	id, err := strconv.ParseInt(string(j.Payload), 10, 64)
	if err != nil {
		return queue.GiveUp(fmt.Errorf("read job: %w", err))
	}
	community, err := s.site.Actor(ctx, id)
	if err != nil || community.Group == nil || !community.Group.BackfilledAt.IsZero() {
		return err
	}
	ctx = WithBudget(ctx, community.Host)
	if err := s.fetchEarlier(ctx, community); err != nil && !isFinal(err) {
		return fmt.Errorf("fetch earlier posts: %w", err)
	}
	if err := s.fetchPinned(ctx, community); err != nil && !isFinal(err) {
		return fmt.Errorf("fetch pinned posts: %w", err)
	}
	if community.Moderators != "" {
		if err := s.fetchModerators(ctx, community); err != nil && !isFinal(err) {
			return fmt.Errorf("fetch moderators: %w", err)
		}
	}
	return s.site.Backfilled(ctx, community.ID)
}

// fetchEarlier reads the outbox, newest first, and takes in the oldest of what it wants first, so that
// our own order is theirs.
func (s *Server) fetchEarlier(ctx context.Context, community *models.Actor) error {
	if community.Outbox == "" {
		return nil
	}
	refs, err := s.collect(ctx, community.Outbox, limits.EarlierThreads)
	if err != nil {
		return err
	}
	for n := len(refs) - 1; n >= 0; n-- {
		if err := s.takeListed(ctx, community, refs[n]); err != nil && !isFinal(err) {
			return err
		}
	}
	return nil
}

// takeListed takes in what an outbox lists: the community's Announce, or the thread itself.
func (s *Server) takeListed(ctx context.Context, community *models.Actor, ref wire.Ref) error {
	if doc := ref.Inline; doc != nil && doc.Type() == "Announce" {
		outer, err := wire.ReadActivity(doc.Raw)
		if err != nil || outer.Actor != community.URI || len(outer.Inner) != 1 {
			return dropped("the outbox lists what is not the community's")
		}
		ref = outer.Inner[0]
	}
	return s.takeInner(ctx, community, ref, 1)
}

func (s *Server) fetchPinned(ctx context.Context, community *models.Actor) error {
	if community.Featured == "" {
		return nil
	}
	refs, err := s.collect(ctx, community.Featured, limits.Attachments)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		it, err := s.itemAt(ctx, ref.ID, community, 0)
		if err == nil && it.CommunityID == community.ID {
			err = s.site.Pin(ctx, community, it, true, "", &models.Origin{Host: community.Host, Via: community})
		}
		if err != nil && !isFinal(err) {
			return err
		}
	}
	return nil
}

// collect reads the first items of a collection, over at most limits.CollectionPages pages.
func (s *Server) collect(ctx context.Context, address string, most int) ([]wire.Ref, error) {
	var refs []wire.Ref
	seen := map[string]bool{}
	for pages := 0; address != "" && pages <= limits.CollectionPages && len(refs) < most && !seen[address]; pages++ {
		seen[address] = true
		doc, err := s.fetchObject(ctx, address)
		if err != nil {
			return refs, err
		}
		page, err := wire.ReadCollection(doc)
		if err != nil {
			return refs, fmt.Errorf("%w: %w", ErrForeign, err)
		}
		refs = append(refs, page.Items...)
		address = page.Next
	}
	return refs[:min(most, len(refs))], nil
}
