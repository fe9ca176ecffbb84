package models

import (
	"context"
	"fmt"

	"github.com/folkmoot/folkmoot/models/db"
)

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

// SetStatus postpones an event, cancels it, or brings it back as it was planned; with following also all that follow it in its
// series. Those who answered are told as of any other change.
func (s *Site) SetStatus(ctx context.Context, by *Actor, it *Item, status EventStatus, following bool) (*Item, error) {
	e, ok := it.Detail.(*Event)
	if !ok {
		return nil, refuse(Conflict, "Only events can be postponed or cancelled.")
	}
	changed := *e
	changed.Status = status
	revise := s.Revise
	if following {
		revise = s.ReviseFollowing
	}
	return revise(ctx, it, Draft{By: by, Title: it.Title, Source: it.Source, Detail: &changed, Sensitive: it.Sensitive})
}
