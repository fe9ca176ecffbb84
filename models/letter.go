package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// LetterKind says why somebody gets an e-mail.
type LetterKind string

// The kinds of letter.
const (
	LetterNew       LetterKind = "new"       // an event was added in a community of theirs
	LetterMoved     LetterKind = "moved"     // its time or place changed; Note: what it was before
	LetterCancelled LetterKind = "cancelled" // it will not take place
	LetterPostponed LetterKind = "postponed" // to a time that is not known yet
	LetterReminder  LetterKind = "reminder"  // it begins soon; Note: "7d", "1d" or "1h"
	LetterSeat      LetterKind = "seat"      // what became of their yes; Note: the Seat
	LetterAsk       LetterKind = "ask"       // afterwards: what did you get from it?
	LetterPassword  LetterKind = "password"  // a link for a new password
	LetterTest      LetterKind = "test"      // whether mail goes out
)

// LetterState is what became of a letter.
type LetterState string

// The states of a letter.
const (
	LetterWaiting  LetterState = "waiting"  // to be sent, or tried again
	LetterSent     LetterState = "sent"     // the mail server has it, or it lies in the folder
	LetterFailed   LetterState = "failed"   // refused, tried too often, or sent and come back
	LetterReturned LetterState = "returned" // come back for good: nobody reads mail at its address
	LetterDropped  LetterState = "dropped"  // there was no reason for it any more when it was to be sent
)

// A Letter is an e-mail to somebody with an account here. What stands in it is decided when it is sent, from how things
// are then.
type Letter struct {
	bun.BaseModel `bun:"table:letters,alias:le"`

	ID        int64       `bun:"id,pk"`
	Kind      LetterKind  `bun:"kind"`
	To        int64       `bun:"to_id"`            // a person
	Item      int64       `bun:"item_id,nullzero"` // what it is about; 0: nothing that is published
	Note      string      `bun:"note"`
	Once      string      `bun:"once"`
	Address   string      `bun:"address"`
	State     LetterState `bun:"state"`
	CreatedAt time.Time   `bun:"created_at"`
	SentAt    time.Time   `bun:"sent_at,nullzero"`
	Error     string      `bun:"error"` // why it was not sent, in words
	Tries     int         `bun:"tries"`
	MessageID string      `bun:"message_id"`
	Subject   string      `bun:"subject"` // "" until it is sent
	File      string      `bun:"file"`    // its name in the folder of letters; "" when it went out

	Account *Account `bun:"-"`
	About   *Item    `bun:"-"`
	Answer  *Answer  `bun:"-"` // what they said to the event
}

// lettersADay is how many letters of one kind about one thing somebody gets within 24 hours. Beyond it they are told on the
// site alone: the site of an event decides how often it is changed, and that may be somebody else's.
const lettersADay = 8

// laneMail is the lane of letters: they are sent one after the other, the oldest first.
const laneMail = "mail"

// post writes a letter in the change that is the reason for it. It writes none to somebody of another site, to a closed
// account, to an address from which letters come back, to who does not want letters of that sort or got many, and none that
// was written before.
func (s *Site) post(ctx context.Context, tx *db.Tx, l Letter) error {
	acc, err := s.addressee(ctx, tx, l.To)
	if err != nil || acc == nil || !acc.wants(l.Kind) {
		return err
	}
	quiet, err := s.isQuiet(ctx, tx, l)
	if err != nil || quiet {
		return err
	}
	if dead, err := acc.dead(ctx, tx, l.Kind); err != nil || dead {
		return err
	}
	many, err := tooManyLetters(ctx, tx, l)
	if err != nil || many {
		return err
	}
	l.ID, l.Address, l.State, l.CreatedAt = tx.NewID(), acc.Email, LetterWaiting, tx.Now
	if l.Once, err = s.letterOnce(ctx, tx, l); err != nil {
		return err
	}
	res, err := tx.NewInsert().Model(&l).On("CONFLICT (once) DO NOTHING").Exec(ctx)
	if err != nil {
		return fmt.Errorf("write letter: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return queue.Enqueue(ctx, tx, queue.Job{Kind: JobMail, Lane: laneMail, Payload: idPayload(l.ID)})
}

// tooManyLetters tells whether somebody got as many of these letters as anybody gets in a day.
func tooManyLetters(ctx context.Context, tx *db.Tx, l Letter) (bool, error) {
	if l.Item == 0 {
		return false, nil
	}
	n, err := tx.NewSelect().Model((*Letter)(nil)).Where("le.to_id = ? AND le.item_id = ? AND le.kind = ?", l.To, l.Item, l.Kind).
		Where("le.created_at > ?", tx.Now.Add(-24*time.Hour)).Count(ctx)
	if err != nil {
		return false, fmt.Errorf("count letters about one thing: %w", err)
	}
	return n >= lettersADay, nil
}

// addressee is the account of who gets a letter; nil when they get none.
func (s *Site) addressee(ctx context.Context, idb bun.IDB, actorID int64) (*Account, error) {
	acc := new(Account)
	err := idb.NewSelect().Model(acc).Relation("Actor").Where("acc.actor_id = ?", actorID).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up who gets a letter: %w", err)
	}
	if acc.Email == "" || !acc.DisabledAt.IsZero() || !acc.Actor.SuspendedAt.IsZero() || !acc.Actor.GoneAt.IsZero() {
		return nil, nil
	}
	return acc, nil
}

// letterOnce names what a letter tells, so that it is told once: the same kind, about the same thing as it is now. A
// change of an event counts by its sequence, a reminder by its start, a place by the answer that it was given to.
func (s *Site) letterOnce(ctx context.Context, tx *db.Tx, l Letter) (string, error) {
	if l.Item == 0 {
		return fmt.Sprintf("%s %d", l.Kind, l.ID), nil
	}
	var which int64
	switch l.Kind {
	case LetterSeat:
		a, err := s.answerOf(ctx, tx, l.Item, l.To)
		if err != nil {
			return "", err
		}
		if a != nil {
			which = a.AskedAt.UnixMicro()
		}
	case LetterNew, LetterAsk:
	default:
		e := new(Event)
		err := tx.NewSelect().Model(e).Where("ev.item_id = ?", l.Item).Scan(ctx)
		if err != nil && !db.IsNotFound(err) {
			return "", fmt.Errorf("read the event of a letter: %w", err)
		}
		if which = int64(e.Sequence); l.Kind == LetterReminder {
			which = e.StartsAt.Unix()
		}
	}
	return fmt.Sprintf("%s %d %d %s %d", l.Kind, l.To, l.Item, l.Note, which), nil
}

// TestLetter sends a letter to an admin who wants to know whether mail goes out.
func (s *Site) TestLetter(ctx context.Context, by *Actor) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.mayRun(ctx, tx, by); err != nil {
			return err
		}
		return s.post(ctx, tx, Letter{Kind: LetterTest, To: by.ID})
	})
}
