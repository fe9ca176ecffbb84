package models

import (
	"context"
	"fmt"

	"github.com/folkmoot/folkmoot/models/db"
)

// HasEvents tells whether a viewer finds events in a community, past ones too.
func (s *Site) HasEvents(ctx context.Context, v Viewer, communityID int64) (bool, error) {
	has, err := visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)), v).
		Where("i.community_id = ? AND i.kind = ? AND i.deleted_at IS NULL AND i.removed_at IS NULL", communityID, EventKind.Name).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for events: %w", err)
	}
	return has, nil
}

// LastZone is the zone of the event that was added to a community last; "" when there is none.
func (s *Site) LastZone(ctx context.Context, communityID int64) (string, error) {
	var zone string
	err := s.db.Read().NewSelect().Model((*Event)(nil)).Column("ev.zone").Join("JOIN items AS i ON i.id = ev.item_id").
		Where("i.community_id = ? AND i.host = ''", communityID).OrderExpr("i.id DESC").Limit(1).Scan(ctx, &zone)
	if err != nil && !db.IsNotFound(err) {
		return "", fmt.Errorf("read the last zone: %w", err)
	}
	return zone, nil
}

// SetStatus postpones an event, cancels it, or brings it back as it was planned. Those who answered are told as of any other
// change.
func (s *Site) SetStatus(ctx context.Context, by *Actor, it *Item, status EventStatus) (*Item, error) {
	e, ok := it.Detail.(*Event)
	if !ok {
		return nil, refuse(Conflict, "Only events can be postponed or cancelled.")
	}
	changed := *e
	changed.Status = status
	return s.Revise(ctx, it, Draft{By: by, Title: it.Title, Source: it.Source, Detail: &changed, Sensitive: it.Sensitive})
}
