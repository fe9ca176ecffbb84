package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// tellNewEvent tells the members of its community that an event was added; of a series, once.
func (s *Site) tellNewEvent(ctx context.Context, tx *db.Tx, it *Item) error {
	e := it.Detail.(*Event)
	if it.Community == nil || !it.Community.Here() || e.PlaceIn > 1 || e.Over().Before(tx.Now) {
		return nil
	}
	var members []int64
	err := tx.NewSelect().Model((*Membership)(nil)).Column("m.actor_id").
		Join("JOIN accounts AS acc ON acc.actor_id = m.actor_id").
		Where("m.community_id = ? AND m.state = ? AND m.actor_id <> ?", it.CommunityID, Active, it.AuthorID).OrderExpr("m.actor_id").Scan(ctx, &members)
	if err != nil {
		return fmt.Errorf("list who is told of an event: %w", err)
	}
	for _, id := range members {
		if err := s.tell(ctx, tx, id, NoticeAdded, it.Author, it, it.Community); err != nil {
			return err
		}
		if err := s.post(ctx, tx, Letter{Kind: LetterNew, To: id, Item: it.ID}); err != nil {
			return err
		}
	}
	return nil
}

// eventNews says of what a change of an event those who answered are told, "" when it is nothing that matters to their
// coming. A cancellation counts more than a move in the same change.
func eventNews(e, was *Event) NoticeKind {
	switch {
	case e.Status == Cancelled && was.Status != Cancelled:
		return NoticeCancelled
	case e.Status == Postponed && was.Status != Postponed:
		return NoticePostponed
	case e.Status == Cancelled || e.Status == Postponed:
		return ""
	case was.Status != Planned:
		return NoticeBack
	case e.movedSince(was):
		return NoticeMoved
	}
	return ""
}

// tellChanges tells the people of this site who said that they come, or may come, of what has become of an event, here or
// elsewhere: one notice and one letter for each real change, and none for a better wording.
func (s *Site) tellChanges(ctx context.Context, tx *db.Tx, it *Item, was *Event) error {
	e := it.Detail.(*Event)
	notice := eventNews(e, was)
	if notice == "" || was.Over().Before(tx.Now) && e.Over().Before(tx.Now) {
		return nil
	}
	var answered []int64
	err := tx.NewSelect().Model((*Answer)(nil)).Column("an.actor_id").Join("JOIN accounts AS acc ON acc.actor_id = an.actor_id").
		Where("an.item_id = ? AND an.says IN (?, ?) AND an.state <> ?", it.ID, SaysYes, SaysMaybe, Turned).OrderExpr("an.actor_id").Scan(ctx, &answered)
	if err != nil {
		return fmt.Errorf("list who is told of a change: %w", err)
	}
	for _, id := range answered {
		if err := s.tellAgain(ctx, tx, id, notice, it); err != nil {
			return err
		}
		if err := s.post(ctx, tx, Letter{Kind: eventLetters[notice], To: id, Item: it.ID, Note: was.Begins}); err != nil {
			return err
		}
	}
	return nil
}

// eventLetters are the letters that go with notices.
var eventLetters = map[NoticeKind]LetterKind{
	NoticeCancelled: LetterCancelled, NoticePostponed: LetterPostponed, NoticeMoved: LetterMoved, NoticeBack: LetterMoved,
}

// eventNotices are those of which the last one counts: each takes the place of the ones before it.
var eventNotices = []NoticeKind{
	NoticeComing, NoticeWaiting, NoticeSeatAsked, NoticeTurned, NoticeMoved, NoticePostponed, NoticeCancelled, NoticeBack, NoticeSoon,
}

// tellAgain writes a notice about an event in place of the earlier ones about it.
func (s *Site) tellAgain(ctx context.Context, tx *db.Tx, forID int64, kind NoticeKind, it *Item) error {
	_, err := tx.NewDelete().Model((*Notice)(nil)).Where("for_id = ? AND item_id = ? AND kind IN (?)", forID, it.ID, bun.List(eventNotices)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("lay aside an old notice: %w", err)
	}
	return s.tell(ctx, tx, forID, kind, it.Author, it, it.Community)
}
