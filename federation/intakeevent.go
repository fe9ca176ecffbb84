package federation

import (
	"context"
	"errors"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
)

// takeJoin takes a Join or a Leave: what somebody of another site says to an event of this one.
func (s *Server) takeJoin(ctx context.Context, e *envelope) error {
	if buried, err := s.site.Buried(ctx, e.ID, e.by); buried || err != nil {
		return err
	}
	says := models.SaysYes
	if e.Type == "Leave" {
		says = models.SaysWithdrawn
	}
	return s.noteAnswer(ctx, e, e.Object.ID, says)
}

// undoJoin takes back a Join. One that has not arrived yet has no effect when it does.
func (s *Server) undoJoin(ctx context.Context, e *envelope, join *wire.Activity) error {
	if _, err := s.site.ActByURI(ctx, join.ID); models.IsRefusal(err) {
		if err := s.site.Bury(ctx, join.ID, e.by); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	return s.noteAnswer(ctx, e, join.Object.ID, models.SaysWithdrawn)
}

func (s *Server) noteAnswer(ctx context.Context, e *envelope, event string, says models.Says) error {
	it, err := s.site.ItemByURI(ctx, event)
	if err != nil {
		return err
	}
	if held, ok := it.Detail.(*models.Event); ok && it.Here() && held.Joining == models.JoinElsewhere {
		if e.Type != "Join" {
			return dropped("one joins this event elsewhere")
		}
		if it.Community, err = s.site.Actor(ctx, it.CommunityID); err != nil {
			return err
		}
		return s.site.IgnoreJoin(ctx, it, e.by, e.ID)
	}
	_, err = s.site.Answer(ctx, models.Answer{ItemID: it.ID, ActorID: e.by.ID, Says: says}, e.origin())
	return err
}

// takeInvite takes in an event to which somebody of another site invites people of this one, as Hubzilla and Friendica
// do it, and tells them. Like all else it must be for everybody: what is not is nobody's to see here.
func (s *Server) takeInvite(ctx context.Context, e *envelope) error {
	it, err := s.site.ItemByURI(ctx, e.Object.ID)
	if models.CodeOf(err) == models.NotFound {
		read, doc, err := s.readObject(ctx, e)
		if err != nil {
			return err
		}
		if read.Kind != models.EventKind {
			return dropped("one is invited to events alone")
		}
		for _, id := range e.To {
			read.Mentions = append(read.Mentions, wire.Mention{Href: id})
		}
		from := e.origin()
		from.Object, from.Body = read.URI, doc.Raw
		d, err := s.draft(ctx, read, doc, e.by, from, 0)
		if err != nil {
			return err
		}
		_, err = s.site.Publish(ctx, *d)
		return err
	}
	if err != nil || it.AuthorID != e.by.ID {
		return errors.Join(err, dropped("the event is somebody else's"))
	}
	return nil
}

// eventAnswers are what Friendica and Hubzilla send in place of Join and Leave: an answer to the event itself.
var eventAnswers = map[string]models.Says{"Accept": models.SaysYes, "TentativeAccept": models.SaysMaybe, "Reject": models.SaysNo}

// joinSeats are what the community of an event answers to a Join.
var joinSeats = map[string]models.Seat{"Accept": models.Coming, "TentativeAccept": models.Waiting, "Reject": models.Turned}

// takeEventAnswer takes an answer about an event: to a Join from here, by the event's community; or to an event of this
// site, by whoever may come. done is false when it is about something else.
func (s *Server) takeEventAnswer(ctx context.Context, e *envelope) (done bool, err error) {
	if it, err := s.site.ItemByURI(ctx, e.Object.ID); err == nil && it.Here() {
		return true, s.noteAnswer(ctx, e, it.URI, eventAnswers[e.Type])
	} else if err != nil && !models.IsRefusal(err) {
		return false, err
	}
	inner := e.Object.Inline
	if inner == nil || inner.Type() != "Join" {
		return e.Type == "TentativeAccept", nil
	}
	join, err := wire.ReadActivity(inner.Raw)
	if err != nil {
		return true, dropped("the Join that it holds cannot be read: %v", err)
	}
	it, err := s.site.ItemByURI(ctx, join.Object.ID)
	if err != nil {
		return true, err
	}
	if it.CommunityID != e.by.ID && it.AuthorID != e.by.ID {
		return true, dropped("only the event's community says who comes")
	}
	who, err := s.site.ActorByURI(ctx, join.Actor)
	if err != nil {
		return true, err
	}
	if !who.Here() {
		return true, dropped("it is not for somebody here")
	}
	return true, s.site.Seated(ctx, it, who, joinSeats[e.Type], e.Room(), e.origin())
}
