package models

import (
	"context"
	"fmt"
)

// HasFollowersHere tells whether anybody of this site follows an actor.
func (s *Site) HasFollowersHere(ctx context.Context, actorID int64) (bool, error) {
	yes, err := s.db.Read().NewSelect().TableExpr("follows AS f").Join("JOIN actors AS a ON a.id = f.follower_id").
		Where("f.target_id = ? AND f.state = ? AND a.host = ''", actorID, Accepted).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for followers: %w", err)
	}
	return yes, nil
}

// CountFollowers counts the accepted follows of an actor; for the totals that other servers are told.
func (s *Site) CountFollowers(ctx context.Context, actorID int64) (int, error) {
	n, err := s.db.Read().NewSelect().TableExpr("follows AS f").Where("f.target_id = ? AND f.state = ?", actorID, Accepted).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count followers: %w", err)
	}
	return int(n), nil
}

// CountFollowing counts whom an actor follows.
func (s *Site) CountFollowing(ctx context.Context, actorID int64) (int, error) {
	n, err := s.db.Read().NewSelect().TableExpr("follows AS f").Where("f.follower_id = ? AND f.state = ?", actorID, Accepted).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count follows: %w", err)
	}
	return int(n), nil
}
