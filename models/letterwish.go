package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// MailSort is what somebody can have no more of.
type MailSort int64

// The sorts of letters. Those about one's own account have none.
const (
	SortNone      MailSort = 0
	SortReminders MailSort = 1 // of all events
	SortNews      MailSort = 2 // of new events
	SortEvent     MailSort = 3 // all about one event, but that it is cancelled
)

// Sort is what somebody who wants no more such letters has no more of.
func (k LetterKind) Sort() MailSort {
	switch k {
	case LetterReminder, LetterAsk:
		return SortReminders
	case LetterNew:
		return SortNews
	case LetterMoved, LetterPostponed, LetterCancelled, LetterSeat:
		return SortEvent
	}
	return SortNone
}

// MailWishes are which letters somebody wants. Word of changes to what they answered comes in any case.
type MailWishes struct {
	Reminders, News bool
	Zone            string // IANA name of the zone in which they are told times too; "": that of the event alone
}

// Wishes are those of an account.
func (acc *Account) Wishes() MailWishes {
	return MailWishes{Reminders: !acc.NoReminders, News: !acc.NoNews, Zone: acc.Zone}
}

func (acc *Account) wants(k LetterKind) bool {
	switch k.Sort() {
	case SortReminders:
		return !acc.NoReminders
	case SortNews:
		return !acc.NoNews
	}
	return true
}

// SetMailWishes changes which letters somebody gets. A zone that nobody knows is Invalid.
func (s *Site) SetMailWishes(ctx context.Context, acc *Account, w MailWishes) error {
	if w.Zone != "" && zoneNamed(w.Zone) == nil {
		return invalid("timezone", "Choose a time zone, such as Europe/London, or leave it empty.")
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		_, err := tx.NewUpdate().Model((*Account)(nil)).Where("id = ?", acc.ID).
			Set("no_reminders = ?, no_news = ?, zone = ?", !w.Reminders, !w.News, w.Zone).Exec(ctx)
		if err != nil {
			return fmt.Errorf("save which letters somebody wants: %w", err)
		}
		return nil
	})
}

// stopPurpose is that of the tickets of StopTicket.
const stopPurpose = "mail"

// StopTicket is what a link holds with which the reader of a letter has no more of its sort without signing in; "" when
// they cannot.
func (s *Site) StopTicket(l *Letter) string {
	sort := l.Kind.Sort()
	if sort == SortNone {
		return ""
	}
	return s.Ticket(stopPurpose, l.To, int64(sort), l.Item)
}

// A Stop is what somebody can have no more of, by a ticket.
type Stop struct {
	Sort        MailSort
	actor, item int64
}

// StopBy reads a ticket of StopTicket; NotFound when it is none of ours.
func (s *Site) StopBy(ticket string) (Stop, error) {
	ids, ok := s.ReadTicket(stopPurpose, ticket)
	if !ok || len(ids) != 3 {
		return Stop{}, refuse(NotFound, "This link is not whole. Open it from the e-mail again.")
	}
	return Stop{MailSort(ids[1]), ids[0], ids[2]}, nil
}

// StopLetters ends a sort of letters for somebody. Doing it twice changes nothing.
func (s *Site) StopLetters(ctx context.Context, stop Stop) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if stop.Sort == SortEvent {
			return s.beQuiet(ctx, tx, stop)
		}
		column := "no_reminders"
		if stop.Sort == SortNews {
			column = "no_news"
		}
		_, err := tx.NewUpdate().Model((*Account)(nil)).Set("? = TRUE", bun.Ident(column)).Where("actor_id = ?", stop.actor).Exec(ctx)
		if err != nil {
			return fmt.Errorf("stop letters: %w", err)
		}
		return nil
	})
}

// A quietEvent is one of which somebody wants no more letters.
type quietEvent struct {
	bun.BaseModel `bun:"table:quiet_events,alias:qe"`

	ActorID int64 `bun:"actor_id,pk"`
	ItemID  int64 `bun:"item_id,pk"`
}

func (s *Site) beQuiet(ctx context.Context, tx *db.Tx, stop Stop) error {
	if _, err := s.itemWhere(ctx, tx, "i.id = ?", stop.item); CodeOf(err) == NotFound {
		return nil // there will be no more letters about it
	} else if err != nil {
		return err
	}
	if _, err := tx.NewInsert().Model(&quietEvent{ActorID: stop.actor, ItemID: stop.item}).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("stop letters about an event: %w", err)
	}
	return nil
}

// isQuiet tells whether somebody wants no letters about an event. That it is cancelled reaches them all the same.
func (s *Site) isQuiet(ctx context.Context, idb bun.IDB, l Letter) (bool, error) {
	if l.Item == 0 || l.Kind == LetterCancelled {
		return false, nil
	}
	quiet, err := idb.NewSelect().Model((*quietEvent)(nil)).Where("qe.actor_id = ? AND qe.item_id = ?", l.To, l.Item).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for an event without letters: %w", err)
	}
	return quiet, nil
}
