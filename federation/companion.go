package federation

import (
	"context"

	"github.com/folkmoot/folkmoot/models"
)

// companionParcels carry the post beside an event or an article, where the community wants one, to group software: that shows
// posts by people, and nothing by a community. Sites of our own software know it for what it is, and leave it out.
func (s *Server) companionParcels(ctx context.Context, a *models.Act) ([]models.Parcel, error) {
	switch a.Verb {
	case models.VerbCreate, models.VerbUpdate, models.VerbDelete, models.VerbRemove:
	default:
		return nil, nil
	}
	if a.Item == nil || !owned(a) || !models.KindNamed(a.Item.Kind).Posted {
		return nil, nil
	}
	community, err := s.site.Actor(ctx, a.Community.ID)
	if err != nil || community.Group == nil || !community.Group.Companions {
		return nil, err
	}
	body, err := s.write.CompanionActivity(a)
	if err != nil {
		return nil, err
	}
	beside := *a
	beside.URI = a.URI + models.CompanionPath
	wrapped, err := s.write.Announce(a.Community, &beside, body)
	if err != nil {
		return nil, err
	}
	return []models.Parcel{{
		As: a.Community, Body: wrapped,
		To: models.Recipients{FollowersOf: []int64{a.Community.ID}, Dialects: []models.Dialect{models.DialectWrapped}, Except: a.Host},
	}}, nil
}

// Companion is the document of the post that goes out beside an event or an article of this site.
func (s *Server) Companion(ctx context.Context, id int64) ([]byte, error) {
	it, err := s.publicThread(ctx, id)
	if err != nil {
		return nil, err
	}
	if !models.KindNamed(it.Kind).Posted || !it.Here() || it.Community == nil {
		return nil, errNoDocument
	}
	if err := s.site.Complete(ctx, nil, it); err != nil {
		return nil, err
	}
	return s.write.Companion(it)
}
