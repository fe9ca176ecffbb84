package models

import (
	"context"
	"fmt"
)

// WhoComes names those who come to an event and agreed to be seen, who answered first first, at most so many. It is for
// whoever may see the event.
func (s *Site) WhoComes(ctx context.Context, itemID int64, limit int) ([]*Actor, error) {
	return s.whoAnswered(ctx, itemID, limit, "an.state = ?", Coming)
}

// WhoCame names in the same way those of whom it was noted that they came.
func (s *Site) WhoCame(ctx context.Context, itemID int64, limit int) ([]*Actor, error) {
	return s.whoAnswered(ctx, itemID, limit, "an.attended_at IS NOT NULL")
}

func (s *Site) whoAnswered(ctx context.Context, itemID int64, limit int, where string, args ...any) ([]*Actor, error) {
	var who []*Actor
	err := s.db.Read().NewSelect().Model(&who).Relation("Profile").Join("JOIN answers AS an ON an.actor_id = a.id").
		Where("an.item_id = ? AND an.shown AND a.gone_at IS NULL", itemID).Where(where, args...).
		OrderExpr("an.asked_at, an.actor_id").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read who comes: %w", err)
	}
	return who, nil
}
