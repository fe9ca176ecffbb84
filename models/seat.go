package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// moveUp gives the free places of an event of this site to those who wait, the first in the line first, tells each of
// them, and counts those who come. It is called in the change that may have freed a place.
func (s *Site) moveUp(ctx context.Context, tx *db.Tx, it *Item) error {
	e := it.Detail.(*Event)
	coming, err := tx.NewSelect().Model((*Answer)(nil)).Where("an.item_id = ? AND an.state = ?", it.ID, Coming).Count(ctx)
	if err != nil {
		return fmt.Errorf("count those who come: %w", err)
	}
	var line []*Answer
	q := tx.NewSelect().Model(&line).Where("an.item_id = ? AND an.state = ?", it.ID, Waiting).OrderExpr("an.asked_at, an.actor_id")
	if e.Capacity > 0 {
		q = q.Limit(max(0, int64(e.Capacity)-coming))
	}
	open := e.Status != Cancelled && e.Over().After(tx.Now) // else there are no places to be given
	if open && (e.Capacity == 0 || coming < int64(e.Capacity)) {
		if err := q.Scan(ctx); err != nil {
			return fmt.Errorf("read the line: %w", err)
		}
	}
	for _, a := range line {
		a.State = Coming
		if err := saveAnswer(ctx, tx, a); err != nil {
			return err
		}
		if err := s.tellSeat(ctx, tx, it, a); err != nil {
			return err
		}
	}
	e.Coming = int(coming) + len(line)
	if _, err := tx.NewUpdate().Model(e).Column("coming").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("count those who come: %w", err)
	}
	return nil
}

// tellSeat tells somebody what became of their yes: here by a notice, elsewhere in the name of the community.
func (s *Site) tellSeat(ctx context.Context, tx *db.Tx, it *Item, a *Answer) error {
	who, err := s.actorWhere(ctx, tx, "a.id = ?", a.ActorID)
	if err != nil {
		return err
	}
	if err := s.tellOfSeat(ctx, tx, it, a); err != nil {
		return err
	}
	if a.State == Asked {
		if err := s.tellFacilitators(ctx, tx, it.Community, NoticeWantsSeat, who, it); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, &Act{Verb: VerbSeat, By: it.Community, Item: it, Target: who, Community: it.Community, Note: string(a.State), Seat: a})
}

// IgnoreJoin tells the server of somebody who asked to come to an event of this site that one does not do so here. Who may
// not answer the event is told nothing.
func (s *Site) IgnoreJoin(ctx context.Context, it *Item, who *Actor, join string) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if it.Withdrawn() {
			return refuse(Gone, "This event has been deleted.")
		}
		if err := s.mayWith(ctx, tx, who, it, ToAnswer); err != nil {
			return err
		}
		a := &Answer{ItemID: it.ID, ActorID: who.ID, State: Ignored, URI: join}
		return s.record(ctx, tx, &Act{Verb: VerbSeat, By: it.Community, Item: it, Target: who, Community: it.Community, Note: string(Ignored), Seat: a})
	})
}

// takeSeats takes back the answers of somebody who is kept out of a community of this site to its events that are not over:
// with a place go the link to the room and reminders. Their own site is told.
func (s *Site) takeSeats(ctx context.Context, tx *db.Tx, community, who *Actor) error {
	if !community.Here() {
		return nil
	}
	held, err := s.itemsWhere(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Join("JOIN answers AS an ON an.item_id = i.id").Join("JOIN events AS ev ON ev.item_id = i.id").
			Where("an.actor_id = ? AND an.says IN (?, ?)", who.ID, SaysYes, SaysMaybe).
			Where("i.community_id = ? AND i.host = ''", community.ID).Where("COALESCE(ev.ends_at, ev.starts_at) > ?", tx.Now).OrderExpr("i.id")
	})
	if err != nil {
		return err
	}
	for _, it := range held {
		a, err := s.answerOf(ctx, tx, it.ID, who.ID)
		if err != nil {
			return err
		}
		a.Says, a.State = SaysWithdrawn, ""
		if err := saveAnswer(ctx, tx, a); err != nil {
			return err
		}
		if err := s.moveUp(ctx, tx, it); err != nil {
			return err
		}
		told := &Answer{ItemID: it.ID, ActorID: who.ID, State: Turned, URI: a.URI}
		if err := s.record(ctx, tx, &Act{Verb: VerbSeat, By: community, Item: it, Target: who, Community: community, Note: string(Turned), Seat: told}); err != nil {
			return err
		}
	}
	return nil
}

// leaveSeats does the same for somebody who has left a community whose events only its members see; those of others they
// may still come to.
func (s *Site) leaveSeats(ctx context.Context, tx *db.Tx, community, who *Actor) error {
	now, err := s.group(ctx, tx, community.ID)
	if err != nil || now.Public() {
		return err
	}
	return s.takeSeats(ctx, tx, now, who)
}

var seatNotices = map[Seat]NoticeKind{Coming: NoticeComing, Waiting: NoticeWaiting, Asked: NoticeSeatAsked, Turned: NoticeTurned}

// DecideSeat lets in, or turns away, somebody who asked to come to an event where a facilitator decides.
func (s *Site) DecideSeat(ctx context.Context, by *Actor, itemID, actorID int64, in bool) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		it, err := s.hosted(ctx, tx, by, itemID)
		if err != nil {
			return err
		}
		a, err := s.answerOf(ctx, tx, itemID, actorID)
		if err != nil {
			return err
		}
		if a == nil || a.State != Asked {
			return refuse(Conflict, "They are not waiting for an answer any more.")
		}
		if a.State = Waiting; !in {
			a.State = Turned
		}
		if err := saveAnswer(ctx, tx, a); err != nil {
			return err
		}
		if !in {
			return s.tellSeat(ctx, tx, it, a)
		}
		if err := s.moveUp(ctx, tx, it); err != nil {
			return err
		}
		if a, err = s.answerOf(ctx, tx, itemID, actorID); err != nil || a.State == Coming {
			return err // who got a place was told
		}
		return s.tellSeat(ctx, tx, it, a)
	})
}

// Seated notes what the site of an event says became of somebody's yes, and the link to the room that goes with it.
func (s *Site) Seated(ctx context.Context, it *Item, who *Actor, state Seat, room string, from *Origin) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if again, err := s.seen(ctx, tx, from); again || err != nil {
			return err
		}
		a, err := s.answerOf(ctx, tx, it.ID, who.ID)
		if err != nil || a == nil || a.Says != SaysYes {
			return err
		}
		a.State = state
		if isWebLink(room) {
			a.Room = room
		}
		if err := saveAnswer(ctx, tx, a); err != nil {
			return err
		}
		return s.tellOfSeat(ctx, tx, it, a)
	})
}

// tellOfSeat tells somebody of this site what became of their yes.
func (s *Site) tellOfSeat(ctx context.Context, tx *db.Tx, it *Item, a *Answer) error {
	if err := s.tellAgain(ctx, tx, a.ActorID, seatNotices[a.State], it); err != nil {
		return err
	}
	return s.post(ctx, tx, Letter{Kind: LetterSeat, To: a.ActorID, Item: it.ID, Note: string(a.State)})
}

// Answers lists who answered an event, with their actors, in the order in which they did.
func (s *Site) Answers(ctx context.Context, itemID int64) ([]*Answer, error) {
	var all []*Answer
	err := s.db.Read().NewSelect().Model(&all).Relation("Actor").Relation("Actor.Profile").Where("an.item_id = ?", itemID).OrderExpr("an.asked_at, an.actor_id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	return all, nil
}

// AnswerOf returns what somebody answered, nil when nothing.
func (s *Site) AnswerOf(ctx context.Context, itemID int64, who *Actor) (*Answer, error) {
	if who == nil {
		return nil, nil
	}
	return s.answerOf(ctx, s.db.Read(), itemID, who.ID)
}
