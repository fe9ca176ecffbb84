package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// Says is what somebody answers to an event.
type Says string

// The answers. Withdrawn is none any more.
const (
	SaysYes       Says = "yes"
	SaysNo        Says = "no"
	SaysMaybe     Says = "maybe"
	SaysWithdrawn Says = ""
)

// Seat is what became of a yes.
type Seat string

// The states of a yes; other answers have none.
const (
	Coming  Seat = "coming"
	Waiting Seat = "waiting" // every place is taken; the first in the line moves up by itself
	Asked   Seat = "asked"   // a facilitator, or the event's own site, has yet to say yes
	Turned  Seat = "turned"  // and said no
	Ignored Seat = "ignored" // one says so elsewhere; never kept, but told to servers that ask here
)

// An Answer is what one person says to one event.
type Answer struct {
	bun.BaseModel `bun:"table:answers,alias:an"`

	ItemID     int64     `bun:"item_id,pk"`
	ActorID    int64     `bun:"actor_id,pk"`
	Says       Says      `bun:"says"`
	State      Seat      `bun:"state"`
	Shown      bool      `bun:"shown"` // agreed to be seen among those who come
	URI        string    `bun:"uri"`   // the id of the Join, for servers that are told what became of it
	Note       string    `bun:"note"`  // a line for those who host it
	Room       string    `bun:"room"`  // the link to the room, as the event's own site told it
	AskedAt    time.Time `bun:"asked_at"`
	AttendedAt time.Time `bun:"attended_at,nullzero"`
	Learned    string    `bun:"learned"` // what they got from it, in a line

	Actor *Actor `bun:"rel:belongs-to,join:actor_id=id"`
}

// maxAnswerNote is the longest line that goes with an answer, in characters.
const maxAnswerNote = 500

// Answer notes what somebody says to an event. Saying the same again changes nothing and tells nobody. To an event of this
// site it gives a place, or one in the line, or puts the question to the facilitators; to one of another site it asks
// there. It returns Conflict when one joins elsewhere, and Gone once the event is cancelled or over.
func (s *Site) Answer(ctx context.Context, a Answer, from *Origin) (*Answer, error) {
	var now *Answer
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		if again, err := s.seen(ctx, tx, from); again || err != nil {
			return err
		}
		it, who, err := s.answering(ctx, tx, a, from)
		if err != nil {
			return err
		}
		now, err = s.noteAnswer(ctx, tx, it, who, a, from)
		return err
	})
	return now, err
}

// answering reads the event and the person of an answer, and refuses what may not be answered.
func (s *Site) answering(ctx context.Context, tx *db.Tx, a Answer, from *Origin) (*Item, *Actor, error) {
	it, err := s.itemWhere(ctx, tx, "i.id = ?", a.ItemID)
	if err != nil {
		return nil, nil, err
	}
	if err := s.fill(ctx, tx, it); err != nil {
		return nil, nil, err
	}
	who, err := s.actorWhere(ctx, tx, "a.id = ?", a.ActorID)
	if err != nil {
		return nil, nil, err
	}
	e, ok := it.Detail.(*Event)
	switch {
	case it.Withdrawn():
		return nil, nil, refuse(Gone, "This event has been deleted.")
	case !ok:
		return nil, nil, refuse(Conflict, "Only events can be answered.")
	case it.Here() && e.Joining == JoinElsewhere:
		return nil, nil, refuse(Conflict, "People join this event elsewhere: %s", e.Link)
	case from != nil && !it.Here():
		return nil, nil, refuse(Forbidden, "Only the event's own site takes answers to it.")
	case a.Says == SaysYes && e.Status == Cancelled:
		return nil, nil, refuse(Gone, "This event was cancelled.")
	case a.Says == SaysYes && e.Over().Before(tx.Now):
		return nil, nil, refuse(Gone, "This event is over.")
	}
	return it, who, s.mayWith(ctx, tx, who, it, ToAnswer)
}

func (s *Site) noteAnswer(ctx context.Context, tx *db.Tx, it *Item, who *Actor, a Answer, from *Origin) (*Answer, error) {
	old, err := s.answerOf(ctx, tx, it.ID, who.ID)
	if err != nil {
		return nil, err
	}
	a.Note = text.CleanLine(a.Note, maxAnswerNote)
	if old != nil && old.Says == a.Says && old.Shown == a.Shown && old.Note == a.Note {
		return old, nil
	}
	a.AskedAt, a.State = tx.Now, ""
	if from != nil {
		a.URI = from.URI
	}
	if old != nil {
		a.AttendedAt, a.Learned = old.AttendedAt, old.Learned
	}
	if a.Says == SaysYes {
		a.State = s.seat(it, old)
		if old != nil && old.Says == SaysYes {
			a.AskedAt, a.State, a.Room = old.AskedAt, old.State, old.Room
		}
	}
	if err := saveAnswer(ctx, tx, &a); err != nil {
		return nil, err
	}
	act := &Act{Verb: VerbAnswer, By: who, Item: it, Target: it.heldBy(), Community: it.Community, Note: string(a.Says)}
	if err := s.record(ctx, tx, act.happenedElsewhere(from)); err != nil {
		return nil, err
	}
	if a.URI == "" {
		a.URI = act.URI
		if err := saveAnswer(ctx, tx, &a); err != nil {
			return nil, err
		}
	}
	if !it.Here() {
		return &a, nil
	}
	return s.seated(ctx, tx, it, &a)
}

// seated gives out the places that an answer takes or frees, and tells whoever said yes and has none yet that they wait.
// Those who got one were told by moveUp.
func (s *Site) seated(ctx context.Context, tx *db.Tx, it *Item, a *Answer) (*Answer, error) {
	asked := a.State
	if err := s.moveUp(ctx, tx, it); err != nil {
		return nil, err
	}
	now, err := s.answerOf(ctx, tx, a.ItemID, a.ActorID)
	if err != nil || now.State != asked || asked != Waiting && asked != Asked {
		return now, err
	}
	return now, s.tellSeat(ctx, tx, it, now)
}

// heldBy is who takes the answers to an event: its community, or its author where it is only shown in one.
func (it *Item) heldBy() *Actor {
	if it.Community != nil && it.Community.Host == it.Host {
		return it.Community
	}
	return it.Author
}

// seat is what a new yes gets before the line is looked at.
func (s *Site) seat(it *Item, old *Answer) Seat {
	e := it.Detail.(*Event)
	if !it.Here() || e.Joining == JoinApproval && (old == nil || old.State != Coming) {
		return Asked
	}
	return Waiting
}

func saveAnswer(ctx context.Context, tx *db.Tx, a *Answer) error {
	_, err := tx.NewInsert().Model(a).On("CONFLICT (item_id, actor_id) DO UPDATE").
		Set("says = EXCLUDED.says, state = EXCLUDED.state, shown = EXCLUDED.shown, uri = EXCLUDED.uri, note = EXCLUDED.note, " +
			"room = EXCLUDED.room, asked_at = EXCLUDED.asked_at, attended_at = EXCLUDED.attended_at, learned = EXCLUDED.learned").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save answer: %w", err)
	}
	return nil
}

// answerOf returns the answer of one person, nil when there is none.
func (s *Site) answerOf(ctx context.Context, idb bun.IDB, itemID, actorID int64) (*Answer, error) {
	a := new(Answer)
	err := idb.NewSelect().Model(a).Where("an.item_id = ? AND an.actor_id = ?", itemID, actorID).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	return a, nil
}
