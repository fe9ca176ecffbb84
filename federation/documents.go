package federation

import (
	"context"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// outboxSize is how many threads or posts an outbox lists, newest first, on its only page.
const outboxSize = 50

// The documents of this site, as other servers fetch them. Each is for anyone who may read documents at
// all (see Asker): only what is public has one. They fail with NotFound for what is not here or not
// public, without a difference, and with Gone for what was deleted, together with its Tombstone.

// ActorDocument is the document of a person, a community or the site itself.
func (s *Server) ActorDocument(ctx context.Context, a *models.Actor) ([]byte, error) {
	return s.documents.Get("whole "+a.URI, func() ([]byte, error) {
		return s.actorDocument(ctx, a, func(pem string, site wire.SiteInfo) ([]byte, error) { return s.write.Actor(a, pem, site) })
	})
}

// ActorStub is the part of an actor's document that servers need in order to check its signatures. It is
// for those who may not read the whole.
func (s *Server) ActorStub(ctx context.Context, a *models.Actor) ([]byte, error) {
	return s.documents.Get("stub "+a.URI, func() ([]byte, error) {
		return s.actorDocument(ctx, a, func(pem string, _ wire.SiteInfo) ([]byte, error) { return s.write.ActorStub(a, pem) })
	})
}

func (s *Server) actorDocument(ctx context.Context, a *models.Actor, write func(keyPEM string, site wire.SiteInfo) ([]byte, error)) ([]byte, error) {
	if !a.Here() || a.Silenced() || !a.Public() {
		return nil, errNoDocument
	}
	key, err := s.site.Key(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	info, err := s.SiteInfo(ctx)
	if err != nil {
		return nil, err
	}
	return write(key.PublicPEM, info)
}

// SiteInfo is what the site tells of itself in its documents.
func (s *Server) SiteInfo(ctx context.Context) (wire.SiteInfo, error) {
	set, err := s.site.Settings(ctx)
	if err != nil {
		return wire.SiteInfo{}, err
	}
	about := text.Render(set.About, plainLinks{s.site.Base()})
	return wire.SiteInfo{Name: set.Name, About: about.HTML, Language: "en"}, nil
}

var errNoDocument = &models.Error{Code: models.NotFound, Message: "There is no such document."}

// PublicActor returns the actor of this site whose documents are asked for, or NotFound. It is shared: not to be
// written to.
func (s *Server) PublicActor(ctx context.Context, kind models.ActorKind, name string) (*models.Actor, error) {
	return s.actors.Get(string(kind)+" "+name, func() (*models.Actor, error) {
		a, err := s.site.ActorNamed(ctx, name, "")
		if err != nil {
			return nil, err
		}
		if a.Kind != kind || a.Silenced() || !a.Public() {
			return nil, errNoDocument
		}
		return a, nil
	})
}

// ItemDocument is the document of a post or reply written here. gone tells that it is a Tombstone.
func (s *Server) ItemDocument(ctx context.Context, kind models.KindName, id int64) (doc []byte, gone bool, err error) {
	it, err := s.site.Item(ctx, models.Viewer{}, id)
	if err != nil {
		return nil, false, err
	}
	if !it.Here() || it.Kind != kind {
		return nil, false, errNoDocument
	}
	doc, err = s.itemDocument(ctx, it)
	return doc, it.Withdrawn(), err
}

// ActDocument is the activity of something that was done here in public: as its author says it, or as
// the community announced (form "announce") or shared it (form "share").
func (s *Server) ActDocument(ctx context.Context, id int64, form string) (doc []byte, gone bool, err error) {
	a, err := s.site.Act(ctx, id)
	if err != nil {
		return nil, false, err
	}
	if !a.Shared || a.Item == nil != (a.ItemID == 0) || (form == "" && a.Host != "") || s.refused(a) {
		return nil, false, errNoDocument
	}
	gone = a.Item != nil && a.Item.Withdrawn() && (a.Verb == models.VerbCreate || a.Verb == models.VerbUpdate)
	if gone {
		doc, err = s.itemDocument(ctx, a.Item)
		return doc, true, err
	}
	if form != "" && (a.Community == nil || !a.Community.Here()) {
		return nil, false, errNoDocument
	}
	if form == "share" {
		if a.Verb != models.VerbCreate || a.Item == nil || !a.Item.Starts() {
			return nil, false, errNoDocument
		}
		doc, err = s.write.Share(a.Community, a, a.Item.URI)
		return doc, false, err
	}
	body, err := s.actBody(ctx, a)
	if err != nil || form == "" {
		return body, false, err
	}
	doc, err = s.write.Announce(a.Community, a, body)
	return doc, false, err
}

// refused tells whether an act was done on a server that the policy refuses, or is about what came from one.
func (s *Server) refused(a *models.Act) bool {
	return (a.Host != "" && !s.site.Allows(a.Host)) || (a.Item != nil && !a.Item.HiddenAt.IsZero())
}

// actBody is the activity of an act that has been read from the log.
func (s *Server) actBody(ctx context.Context, a *models.Act) ([]byte, error) {
	if a.Raw != nil {
		return a.Raw, nil
	}
	if a.Host != "" {
		return nil, errNoDocument
	}
	if a.UndoesID != 0 {
		undoes, err := s.site.Act(ctx, a.UndoesID)
		if err != nil {
			return nil, err
		}
		a.Undoes = undoes
	}
	if a.By == nil {
		a.By = a.Community
	}
	if a.Verb == models.VerbProfile {
		full, err := s.site.Actor(ctx, a.TargetID)
		if err != nil {
			return nil, err
		}
		a.By, a.Target = full, full
	}
	return s.activity(ctx, nil, a)
}

func (s *Server) itemDocument(ctx context.Context, it *models.Item) ([]byte, error) {
	if err := s.site.Complete(ctx, nil, it); err != nil {
		return nil, err
	}
	return s.write.Item(it)
}
