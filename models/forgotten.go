package models

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// passwordLinkTime is how long a link for a new password works, from when it is sent.
const passwordLinkTime = time.Hour

// maxEmail is the longest e-mail address, in bytes (RFC 5321, 4.5.3.1).
const maxEmail = 320

type passwordLink struct {
	bun.BaseModel `bun:"table:password_links,alias:pl"`

	TokenHash string    `bun:"token_hash,pk"`
	AccountID int64     `bun:"account_id"`
	ExpiresAt time.Time `bun:"expires_at"`
}

// Forgot has a link for a new password sent to an address. It does the same, and takes as long, whether anybody has that
// address: who it is, is looked up later.
func (s *Site) Forgot(ctx context.Context, email string) error {
	email = strings.ToLower(strings.TrimSpace(email))
	if msg := wrongEmail(email); msg != "" || len(email) > maxEmail {
		return invalid("email", "Enter an e-mail address, such as name@north.example.")
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		return queue.Enqueue(ctx, tx, queue.Job{Kind: JobForgotten, Payload: []byte(email)})
	})
}

// PostForgotten writes the letter that Forgot asked for, if somebody has the address. finish ends the job.
func (s *Site) PostForgotten(ctx context.Context, email string, finish func(context.Context, *db.Tx) error) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		acc := new(Account)
		err := tx.NewSelect().Model(acc).Where("acc.email = ?", email).Scan(ctx)
		if err != nil && !db.IsNotFound(err) {
			return fmt.Errorf("look up who forgot a password: %w", err)
		}
		if err == nil {
			if err := s.post(ctx, tx, Letter{Kind: LetterPassword, To: acc.ActorID}); err != nil {
				return err
			}
		}
		return finish(ctx, tx)
	})
}

// PasswordLink makes the token of a link with which somebody gives themselves a new password. It works for an hour, once;
// of it, only a hash is kept. Those made before work too, in case that a letter arrives twice.
func (s *Site) PasswordLink(ctx context.Context, acc *Account) (token string, err error) {
	token = newToken()
	err = s.db.Change(ctx, func(tx *db.Tx) error {
		row := &passwordLink{TokenHash: hashToken(token), AccountID: acc.ID, ExpiresAt: tx.Now.Add(passwordLinkTime)}
		if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
			return fmt.Errorf("make a link for a password: %w", err)
		}
		return nil
	})
	return token, err
}

var errPasswordLink = &Error{Code: Gone, Message: "This link has been used or has ended. Ask for a new one."}

// ForgottenBy returns whose link it is; Gone when it does not work (any more).
func (s *Site) ForgottenBy(ctx context.Context, token string) (*Account, error) {
	link := new(passwordLink)
	err := s.db.Read().NewSelect().Model(link).Where("pl.token_hash = ? AND pl.expires_at > ?", hashToken(token), s.db.Now()).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, errPasswordLink
	}
	if err != nil {
		return nil, fmt.Errorf("read a link for a password: %w", err)
	}
	acc, err := s.Account(ctx, link.AccountID)
	if err == nil && !acc.DisabledAt.IsZero() {
		return nil, errPasswordLink
	}
	return acc, err
}

// RenewPassword gives whoever has the link a new password, and uses up all of their links. Their sessions end.
func (s *Site) RenewPassword(ctx context.Context, token, next string) (*Account, error) {
	acc, err := s.ForgottenBy(ctx, token)
	if err != nil {
		return nil, err
	}
	if msg := weakPassword(next); msg != "" {
		return nil, invalid("password", msg)
	}
	hash, err := s.hashPassword(next)
	if err != nil {
		return nil, fmt.Errorf("hash password: %w", err)
	}
	stamp := newToken()
	err = s.db.Change(ctx, func(tx *db.Tx) error {
		res, err := tx.NewDelete().Model((*passwordLink)(nil)).Where("token_hash = ?", hashToken(token)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("use a link for a password: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(errPasswordLink, err) // somebody was quicker
		}
		if _, err := tx.NewDelete().Model((*passwordLink)(nil)).Where("account_id = ?", acc.ID).Exec(ctx); err != nil {
			return fmt.Errorf("use up links for a password: %w", err)
		}
		_, err = tx.NewUpdate().Model((*Account)(nil)).Set("password_hash = ?, stamp = ?", hash, stamp).Where("id = ?", acc.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("set password: %w", err)
		}
		return nil
	})
	acc.PasswordHash, acc.Stamp = hash, stamp
	return acc, err
}
