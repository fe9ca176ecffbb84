package federation

import (
	"context"
	"fmt"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
)

// Tell writes the deliveries that carry an act to other servers. It runs inside the change that makes
// the act and uses no network.
func (s *Server) Tell(ctx context.Context, tx *db.Tx, a *models.Act) error {
	parcels, err := s.parcels(ctx, tx, a)
	if err != nil {
		return fmt.Errorf("write parcels: %w", err)
	}
	for _, p := range parcels {
		if _, err := s.site.Send(ctx, tx, a, p); err != nil {
			return err
		}
	}
	return nil
}

// parcels says who must be told of an act, in whose name and in which dialect. Nothing else decides
// where things go.
func (s *Server) parcels(ctx context.Context, tx *db.Tx, a *models.Act) ([]models.Parcel, error) {
	switch a.Verb {
	case models.VerbFollow, models.VerbUnfollow:
		return s.direct(ctx, a, a.By, a.Target)
	case models.VerbAccept, models.VerbReject:
		return s.direct(ctx, a, a.Answers.Target, a.Target)
	case models.VerbReport:
		return s.reportParcels(ctx, tx, a)
	case models.VerbAnswer, models.VerbOffer:
		return s.direct(ctx, a, a.By, a.Target)
	case models.VerbSeat, models.VerbVerdict:
		return s.direct(ctx, a, a.Community, a.Target)
	}
	if !a.Shared {
		return nil, nil
	}
	if a.Verb == models.VerbProfile {
		return s.profileParcels(ctx, tx, a)
	}
	body, err := s.bodyOf(ctx, tx, a)
	if err != nil || body == nil {
		return nil, err
	}
	var out []models.Parcel
	if c := a.Community; c != nil && c.Here() {
		if out, err = s.announceParcels(ctx, tx, a, body); err != nil {
			return nil, err
		}
	}
	return append(out, s.ownParcels(a, body)...), nil
}

// bodyOf is the activity of an act: the bytes that arrived, or ours. It is nil for what was only fetched,
// of which there is no activity to pass on.
func (s *Server) bodyOf(ctx context.Context, tx *db.Tx, a *models.Act) ([]byte, error) {
	if a.Raw != nil {
		return a.Raw, nil
	}
	if a.Host != "" {
		return nil, nil
	}
	if a.By == nil { // done from the command line: the community itself speaks
		voiced := *a
		voiced.By = a.Community
		a = &voiced
	}
	return s.activity(ctx, tx, a)
}

// direct is one body from one actor here to one elsewhere.
func (s *Server) direct(ctx context.Context, a *models.Act, as, to *models.Actor) ([]models.Parcel, error) {
	if to == nil || to.Here() || !as.Here() {
		return nil, nil
	}
	body, err := s.activity(ctx, nil, a)
	if err != nil {
		return nil, err
	}
	return []models.Parcel{{As: as, Body: body, To: models.Recipients{Actors: []*models.Actor{to}}}}, nil
}

var (
	toWrapped = []models.Dialect{models.DialectWrapped, models.DialectUnknown}
	toBare    = []models.Dialect{models.DialectBare, models.DialectUnknown}
)

// announceParcels are what a community of this site says to its followers: the act itself, wrapped
// byte for byte, to servers that understand it; and to microblogs the share of a new thread, or the end
// of one. The server where the act was done gets neither.
func (s *Server) announceParcels(ctx context.Context, tx *db.Tx, a *models.Act, body []byte) ([]models.Parcel, error) {
	c := a.Community
	wrap := func() ([]byte, error) { return s.write.Announce(c, a, body) } // most communities have no such followers
	to := models.Recipients{FollowersOf: []int64{c.ID}, Dialects: toWrapped, Except: a.Host}
	if a.Item != nil {
		to.Actors = append(to.Actors, a.Item.Author) // moderation must reach where the words are kept
	}
	if a.Verb == models.VerbBan || a.Verb == models.VerbUnban {
		to.Actors = append(to.Actors, a.Target)
	}
	out := []models.Parcel{{As: c, Write: wrap, To: to, Copy: copyOf(a)}}
	companion, err := s.companionParcels(ctx, a)
	if err != nil {
		return nil, err
	}
	out = append(out, companion...)
	bare, err := s.bareBody(ctx, tx, a)
	if err != nil || bare == nil {
		return out, err
	}
	return append(out, models.Parcel{
		As: c, Body: bare, Copy: copyOf(a),
		To: models.Recipients{FollowersOf: []int64{c.ID}, Dialects: toBare, Except: a.Host},
	}), nil
}

// bareBody is what microblogs are told: only of threads, for they would show each reply as a share.
func (s *Server) bareBody(ctx context.Context, tx *db.Tx, a *models.Act) ([]byte, error) {
	if a.Item == nil || !a.Item.Starts() {
		return nil, nil
	}
	if owned(a) {
		return s.ownedBody(ctx, tx, a)
	}
	switch a.Verb {
	case models.VerbCreate:
		return s.write.Share(a.Community, a, a.Item.URI)
	case models.VerbDelete, models.VerbRemove, models.VerbRestore:
		made, err := s.site.CreateOf(ctx, tx, a.Item)
		if models.IsRefusal(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if a.Verb == models.VerbRestore {
			return s.write.Share(a.Community, made, a.Item.URI)
		}
		return s.write.UndoShare(a.Community, made, a, a.Item.URI)
	}
	return nil, nil
}

// owned tells whether an act is about something that belongs to a community of this site, in whose name it is sent.
func owned(a *models.Act) bool {
	k := models.KindNamed(a.Item.Kind)
	return k != nil && k.Owned && a.Item.Here() && a.Community != nil && a.Community.Here()
}

// ownedBody is what microblogs and calendars are told of what belongs to a community: they follow it, and take what it
// itself creates, changes and deletes.
func (s *Server) ownedBody(ctx context.Context, tx *db.Tx, a *models.Act) ([]byte, error) {
	switch a.Verb {
	case models.VerbCreate, models.VerbUpdate, models.VerbDelete:
		return s.bodyOf(ctx, tx, a)
	case models.VerbRemove: // by a moderator, who for them is nobody
		voiced := *a
		voiced.Verb, voiced.By, voiced.Reason = models.VerbDelete, a.Community, ""
		return s.activity(ctx, tx, &voiced)
	case models.VerbRestore:
		made, err := s.site.CreateOf(ctx, tx, a.Item)
		if models.IsRefusal(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		made.Item = a.Item
		return s.bodyOf(ctx, tx, made)
	}
	return nil, nil
}

// copyOf is the item whose copies are to be remembered: one that is published here.
func copyOf(a *models.Act) *models.Item {
	if a.Verb == models.VerbCreate && a.Item.Here() {
		return a.Item
	}
	return nil
}

// ownParcels are what the one who did it sends in their own name: to the community of another site; to
// the people whom it names and answers; to those who follow them; and, when words change or go, to every
// inbox that was sent them.
func (s *Server) ownParcels(a *models.Act, body []byte) []models.Parcel {
	if a.By == nil || !a.By.Here() || a.Item != nil && owned(a) {
		return nil
	}
	var to models.Recipients
	if a.Community != nil && !a.Community.Here() {
		to.Actors = append(to.Actors, a.Community)
	}
	switch a.Verb {
	case models.VerbCreate:
		to.FollowersOf = []int64{a.By.ID}
		to.Actors = append(to.Actors, a.Item.Mentioned...)
		if a.Item.Parent != nil {
			to.Actors = append(to.Actors, a.Item.Parent.Author)
		}
	case models.VerbUpdate:
		to.CopiesOf = a.Item.ID
		to.Actors = append(to.Actors, a.Item.Mentioned...)
	case models.VerbDelete:
		to.CopiesOf = a.Item.ID
	case models.VerbLike, models.VerbUnlike:
		to.Actors = append(to.Actors, a.Item.Author)
	}
	return []models.Parcel{{As: a.By, Body: body, To: to, Copy: copyOf(a)}}
}

// profileParcels tell followers that an actor looks different now.
func (s *Server) profileParcels(ctx context.Context, tx *db.Tx, a *models.Act) ([]models.Parcel, error) {
	if !a.Target.Here() {
		return nil, nil
	}
	voiced := *a
	voiced.By = a.Target
	body, err := s.activity(ctx, tx, &voiced)
	if err != nil {
		return nil, err
	}
	return []models.Parcel{{As: a.Target, Body: body, To: models.Recipients{FollowersOf: []int64{a.Target.ID}}}}, nil
}

// reportParcels send a report from here to those who can act on it elsewhere, in the name of the site, so
// that nobody there learns who reported.
func (s *Server) reportParcels(ctx context.Context, tx *db.Tx, a *models.Act) ([]models.Parcel, error) {
	if a.Host != "" || (a.Item != nil && a.Item.Visibility != models.Public) {
		return nil, nil
	}
	to := []*models.Actor{a.Target}
	if a.Community != nil {
		to = append(to, a.Community)
	}
	voiced := *a
	voiced.By = s.site.Self()
	body, err := s.activity(ctx, tx, &voiced)
	if err != nil {
		return nil, err
	}
	return []models.Parcel{{As: s.site.Self(), Body: body, To: models.Recipients{Actors: to}}}, nil
}
