package models

import (
	"context"
	"fmt"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

// OpenLetter reads a letter that is to be sent, with its reader, the item as they may see it, and their answer. It is nil
// when it was settled before. why says why it must not be sent any more, "" when it may be.
func (s *Site) OpenLetter(ctx context.Context, id int64) (l *Letter, why string, err error) {
	l = new(Letter)
	err = s.db.Read().NewSelect().Model(l).Where("le.id = ? AND le.state = ?", id, LetterWaiting).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("read letter: %w", err)
	}
	acc, err := s.addressee(ctx, s.db.Read(), l.To)
	if err != nil {
		return nil, "", err
	}
	if acc == nil {
		return l, "The account was closed.", nil
	}
	l.Account, l.Address = acc, acc.Email
	if quiet, err := s.isQuiet(ctx, s.db.Read(), *l); err != nil || quiet || !acc.wants(l.Kind) {
		return l, "They want no such letters any more.", err
	}
	if dead, err := acc.dead(ctx, s.db.Read(), l.Kind); err != nil || dead {
		return l, "Letters to this address come back.", err
	}
	if l.Item == 0 {
		return l, "", nil
	}
	why, err = s.openItem(ctx, l)
	return l, why, err
}

// openItem reads what a letter is about with the eyes of its reader: what they may not see any more is not mailed.
func (s *Site) openItem(ctx context.Context, l *Letter) (why string, err error) {
	it, err := s.Item(ctx, Viewer{Actor: l.Account.Actor}, l.Item)
	if CodeOf(err) == NotFound {
		return "They may not see it any more.", nil
	}
	if err != nil {
		return "", err
	}
	if it.Withdrawn() {
		return "It was deleted or removed.", nil
	}
	e, ok := it.Detail.(*Event)
	if !ok {
		return "It is no event.", nil
	}
	l.About = it
	if l.Answer, err = s.answerOf(ctx, s.db.Read(), it.ID, l.To); err != nil {
		return "", err
	}
	if l.Kind == LetterNew {
		m, err := s.Membership(ctx, it.CommunityID, l.To)
		if err != nil {
			return "", err
		}
		if m == nil || m.State != Active {
			return "They left the community.", nil
		}
	}
	return l.overtaken(e, s.db.Now()), nil
}

// overtaken says what has happened since that makes a letter pointless, or "".
func (l *Letter) overtaken(e *Event, now time.Time) string {
	state := map[LetterKind]EventStatus{
		LetterNew: Planned, LetterMoved: Planned, LetterReminder: Planned, LetterAsk: Planned,
		LetterSeat: e.Status, LetterPostponed: Postponed, LetterCancelled: Cancelled,
	}
	comes := l.Answer != nil && (l.Answer.State == Coming || l.Answer.Says == SaysMaybe)
	switch {
	case e.Status != state[l.Kind]:
		return "The event was changed again."
	case l.Kind == LetterSeat && (l.Answer == nil || string(l.Answer.State) != l.Note):
		return "Their answer was changed again."
	case l.Kind == LetterReminder && !comes:
		return "They do not come any more."
	case l.Kind == LetterReminder && e.StartsAt.Before(now), l.Kind != LetterAsk && e.Status == Planned && e.Over().Before(now):
		return "The event had begun before it could be sent."
	}
	return ""
}

// SettleLetter keeps what became of a letter: state, error, subject, message id and file. finish ends the job that sent it,
// in the same change.
func (s *Site) SettleLetter(ctx context.Context, l *Letter, finish func(context.Context, *db.Tx) error) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if l.SentAt = (time.Time{}); l.State == LetterSent {
			l.SentAt = tx.Now
		}
		_, err := tx.NewUpdate().Model(l).Column("state", "error", "subject", "message_id", "file", "tries", "sent_at", "address").WherePK().Exec(ctx)
		if err != nil {
			return fmt.Errorf("settle letter: %w", err)
		}
		if finish == nil {
			return nil
		}
		return finish(ctx, tx)
	})
}
