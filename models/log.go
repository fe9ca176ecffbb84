package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// policyVerbs are what the log of the site's own doings shows to its admins.
var policyVerbs = []Verb{
	VerbMode, VerbAllow, VerbDeny, VerbForget, VerbRetry, VerbSettings, VerbInvite, VerbRevoke, VerbSuspend, VerbRelease,
	VerbPassword, VerbEntrust, VerbRelieve, VerbEmail, VerbRedo, VerbDrop,
}

// ModerationLog lists what was moderated in a community, newest first. Whoever may see the community may
// read it.
func (s *Site) ModerationLog(ctx context.Context, communityID int64, page int) (Page[*Act], error) {
	return s.logPage(ctx, page, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("ac.community_id = ?", communityID).Where("ac.verb IN (?)", bun.List(moderationVerbs))
	})
}

// SiteLog lists the changes of policy, settings and accounts, and what became of work that failed, newest first, for admins.
func (s *Site) SiteLog(ctx context.Context, page int) (Page[*Act], error) {
	return s.logPage(ctx, page, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("ac.verb IN (?)", bun.List(policyVerbs))
	})
}

// Outbox lists the last acts that a person did in public, newest first; for their outbox.
func (s *Site) Outbox(ctx context.Context, actorID int64, limit int) ([]*Act, error) {
	var acts []*Act
	err := s.db.Read().NewSelect().Model(&acts).
		Where("ac.by_id = ? AND ac.verb = ? AND ac.shared", actorID, VerbCreate).
		Where("ac.item_id IN (SELECT i.id FROM items AS i WHERE i.author_id = ? AND i.deleted_at IS NULL AND i.removed_at IS NULL)", actorID).
		OrderExpr("ac.id DESC").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read outbox: %w", err)
	}
	return acts, s.fillActs(ctx, s.db.Read(), acts...)
}

// ThreadActs lists the acts with which the newest public threads of a community were published.
func (s *Site) ThreadActs(ctx context.Context, communityID int64, limit int) ([]*Act, error) {
	threads := startsThread(visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)).Column("i.id"), Viewer{})).
		Where("i.community_id = ?", communityID).OrderExpr("i.id DESC").Limit(int64(limit))
	var acts []*Act
	err := s.db.Read().NewSelect().Model(&acts).Where("ac.verb = ? AND ac.item_id IN (?)", VerbCreate, threads).
		OrderExpr("ac.item_id DESC").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read outbox: %w", err)
	}
	return acts, s.fillActs(ctx, s.db.Read(), acts...)
}

func (s *Site) logPage(ctx context.Context, page int, narrow func(*bun.SelectQuery) *bun.SelectQuery) (Page[*Act], error) {
	out := Page[*Act]{Number: max(1, page)}
	err := narrow(s.db.Read().NewSelect().Model(&out.Items)).OrderExpr("ac.id DESC").
		Limit(PageSize).Offset(out.offset()).Scan(ctx)
	if err != nil {
		return out, fmt.Errorf("read log: %w", err)
	}
	total, err := narrow(s.db.Read().NewSelect().Model((*Act)(nil))).Count(ctx)
	if err != nil {
		return out, fmt.Errorf("count log: %w", err)
	}
	out.Total = int(total)
	return out, s.fillActs(ctx, s.db.Read(), out.Items...)
}
