package federation

import (
	"context"
	"errors"
	"fmt"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// errDropped says why an activity has no effect. It ends the work on it: trying again would not help.
var errDropped = errors.New("dropped")

func dropped(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errDropped, fmt.Sprintf(format, args...))
}

// An envelope is an activity with what we know of how it came: whom it is by, and which community passed
// it on.
type envelope struct {
	*wire.Activity
	by  *models.Actor
	via *models.Actor // nil when it came from by's own server

	// settled notes that what was received has been dealt with, in a change that is all that this does; nil: it is only a part.
	settled func(context.Context, *db.Tx) error
}

// origin is what the domain is told of where an act came from.
func (e *envelope) origin() *models.Origin {
	return &models.Origin{URI: e.ID, Host: e.by.Host, At: e.Published, Raw: e.Raw, Via: e.via}
}

// intake is the job that deals with a received activity. Refusals by the domain and whatever cannot be
// read end it; faults of ours, and servers that do not answer now, have it tried again.
func (s *Server) intake(ctx context.Context, j *queue.Job) error {
	r, err := s.site.ReceivedByJob(ctx, j)
	if err != nil {
		return err
	}
	ctx = WithBudget(ctx, r.Host)
	err = s.take(ctx, r, j)
	var why string
	switch {
	case err == nil:
	case isFinal(err):
		why = err.Error()
		s.log.Debug("activity dropped", "id", r.URI, "why", why)
	default:
		return fmt.Errorf("intake of %s: %w", r.URI, err)
	}
	tally(s.count.Received, map[bool]string{true: "done", false: "dropped"}[why == ""])
	return s.site.Dealt(ctx, r, j, why)
}

// isFinal tells whether work that failed so would fail again.
func isFinal(err error) bool {
	var status *StatusError
	if errors.As(err, &status) {
		return status.Code >= 400 && status.Code < 500 && status.Code != 408 && status.Code != 429
	}
	return models.IsRefusal(err) || isAny(err, errDropped, ErrForeign, ErrDenied, ErrPrivate, ErrInsecure, ErrTooLarge,
		ErrEncoding, ErrTooManyRedirects, ErrBudget, ErrAddress, ErrSignature)
}

func (s *Server) take(ctx context.Context, r *models.Received, j *queue.Job) error {
	act, err := wire.ReadActivity(r.Raw)
	if err != nil {
		return dropped("cannot be read: %v", err)
	}
	if !s.site.Allows(r.Host) {
		return dropped("its server is not allowed any more")
	}
	by, err := s.doer(ctx, act.Actor)
	if err != nil {
		return err
	}
	settled := func(ctx context.Context, tx *db.Tx) error { return r.Settle(ctx, tx, j) }
	return s.dispatch(ctx, &envelope{Activity: act, by: by, settled: settled})
}

// doer is the actor of an activity, if anything is taken from them.
func (s *Server) doer(ctx context.Context, id string) (*models.Actor, error) {
	by, err := s.actorAt(ctx, id)
	if err != nil {
		return nil, err
	}
	if by.Silenced() {
		return nil, dropped("by somebody suspended or gone")
	}
	return by, nil
}

// betweenTwo are the verbs that come from whoever does them and never by way of a community.
var betweenTwo = map[string]bool{
	"Follow": true, "Accept": true, "Reject": true, "Announce": true, "Flag": true,
	"Join": true, "Leave": true, "TentativeAccept": true, "Invite": true, "Offer": true,
}

// dispatch has one line per verb. What is not listed is taken without effect: a newer version of some
// software may send what we do not know yet.
func (s *Server) dispatch(ctx context.Context, e *envelope) error {
	verbs := map[string]func(context.Context, *envelope) error{
		"Create":          s.takeCreate,
		"Update":          s.takeUpdate,
		"Delete":          s.takeDelete,
		"Like":            s.takeLike,
		"Dislike":         s.takeLike,
		"Follow":          s.takeFollow,
		"Accept":          s.takeAnswer,
		"Reject":          s.takeAnswer,
		"Join":            s.takeJoin,
		"Leave":           s.takeJoin,
		"TentativeAccept": s.takeAnswer,
		"Undo":            s.takeUndo,
		"Announce":        s.takeAnnounce,
		"Lock":            s.takeLock,
		"Add":             s.takeAdd,
		"Remove":          s.takeAdd,
		"Block":           s.takeBlock,
		"Flag":            s.takeFlag,
		"Invite":          s.takeInvite,
		"Offer":           s.takeOffer,
	}
	do, known := verbs[e.Type]
	switch {
	case !known:
		return dropped("unknown type %q", e.Type)
	case e.via != nil && betweenTwo[e.Type]:
		return dropped("what two have with each other is passed on by nobody")
	}
	return do(ctx, e)
}
