package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// shownLetters is how many letters admins are shown, the latest; failedFor is how long they are told of failed ones, and
// lettersKept how long it is kept that a letter was sent.
const (
	shownLetters = 100
	failedFor    = 7 * 24 * time.Hour
	lettersKept  = 90 * 24 * time.Hour
)

// Letters lists the last hundred letters, or of those that failed, the latest first, for an admin. About is nil and the
// subject empty where it is about what the admin may not see.
func (s *Site) Letters(ctx context.Context, v Viewer, failed bool) ([]*Letter, error) {
	return s.letters(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		if failed {
			q = q.Where("le.state IN (?, ?)", LetterFailed, LetterReturned)
		}
		return q.OrderExpr("le.id DESC").Limit(shownLetters)
	})
}

// LetterNumbered is one of them; NotFound when there is none.
func (s *Site) LetterNumbered(ctx context.Context, v Viewer, id int64) (*Letter, error) {
	found, err := s.letters(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("le.id = ?", id) })
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, refuse(NotFound, "This letter is not kept any more.")
	}
	return found[0], nil
}

func (s *Site) letters(ctx context.Context, v Viewer, which func(*bun.SelectQuery) *bun.SelectQuery) ([]*Letter, error) {
	var all []*Letter
	if err := which(s.db.Read().NewSelect().Model(&all)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read letters: %w", err)
	}
	var ids []int64
	for _, l := range all {
		if l.Item != 0 {
			ids = append(ids, l.Item)
		}
	}
	seen := map[int64]*Item{}
	if len(ids) > 0 {
		items, err := s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("i.id IN (?)", bun.List(ids)) })
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			seen[it.ID] = it
		}
	}
	for _, l := range all {
		if l.About = seen[l.Item]; l.Item != 0 && l.About == nil {
			l.Subject = ""
		}
	}
	return all, nil
}

// FailedLetters counts the letters of the last seven days that could not be sent or came back.
func (s *Site) FailedLetters(ctx context.Context) (int, error) {
	n, err := s.db.Read().NewSelect().Model((*Letter)(nil)).
		Where("le.state IN (?, ?) AND le.created_at > ?", LetterFailed, LetterReturned, s.db.Now().Add(-failedFor)).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count letters: %w", err)
	}
	return int(n), nil
}

// MailTrouble is why the latest of the letters that wait could not be sent so far; "" when all goes well.
func (s *Site) MailTrouble(ctx context.Context) (string, error) {
	var why string
	err := s.db.Read().NewSelect().Model((*Letter)(nil)).Column("error").Where("le.state = ? AND le.error <> ''", LetterWaiting).
		OrderExpr("le.id DESC").Limit(1).Scan(ctx, &why)
	if err != nil && !db.IsNotFound(err) {
		return "", fmt.Errorf("look for trouble with mail: %w", err)
	}
	return why, nil
}

// ResendLetter has a letter that failed sent again. It does nothing to others.
func (s *Site) ResendLetter(ctx context.Context, by *Actor, id int64) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.mayRun(ctx, tx, by); err != nil {
			return err
		}
		res, err := tx.NewUpdate().Model((*Letter)(nil)).Set("state = ?, tries = 0, error = ''", LetterWaiting).
			Where("id = ? AND state IN (?, ?)", id, LetterFailed, LetterReturned).Exec(ctx)
		if err != nil {
			return fmt.Errorf("send a letter again: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return queue.Enqueue(ctx, tx, queue.Job{Kind: JobMail, Lane: laneMail, Payload: idPayload(id)})
	})
}
