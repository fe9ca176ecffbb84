package federation

import (
	"context"
	"errors"
	"fmt"

	"github.com/folkmoot/folkmoot/models"
)

// listedEvents is how many events a list names at the most.
const listedEvents = 100

// Attendees tells how many come to an event of this site.
func (s *Server) Attendees(ctx context.Context, id int64) ([]byte, error) {
	it, err := s.publicThread(ctx, id)
	if err != nil {
		return nil, err
	}
	e, ok := it.Detail.(*models.Event)
	if !ok || !it.Here() {
		return nil, errNoDocument
	}
	return s.write.Attendees(it, e.Coming)
}

// Series lists the occurrences of a series that others have been told of.
func (s *Server) Series(ctx context.Context, id int64) ([]byte, error) {
	se, err := s.site.Series(ctx, id)
	if err != nil {
		return nil, err
	}
	community, err := s.site.Actor(ctx, se.CommunityID)
	if err != nil {
		return nil, err
	}
	if !community.Public() {
		return nil, errNoDocument
	}
	uris, err := s.eventURIs(ctx, models.Calendar{Series: id, Told: true})
	if err != nil {
		return nil, err
	}
	if len(uris) == 0 { // of what was deleted nothing is told; what is yet to be told may be there
		if left, err := s.eventURIs(ctx, models.Calendar{Series: id}); err != nil || len(left) == 0 {
			return nil, errors.Join(err, errNoDocument)
		}
	}
	return s.write.Series(fmt.Sprintf("%s/series/%d", s.site.Base(), id), community, se.Title, se.Rule, uris)
}

func (s *Server) upcoming(ctx context.Context, a *models.Actor) ([]byte, error) {
	uris, err := s.eventURIs(ctx, models.Calendar{CommunityID: a.ID, From: s.now(), Told: true})
	if err != nil {
		return nil, err
	}
	return s.write.Upcoming(a, uris)
}

func (s *Server) eventURIs(ctx context.Context, c models.Calendar) ([]string, error) {
	events, err := s.site.Calendar(ctx, models.Viewer{}, c, listedEvents)
	uris := []string{}
	for _, it := range events {
		uris = append(uris, it.URI)
	}
	return uris, err
}
