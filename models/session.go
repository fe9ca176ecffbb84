package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

type session struct {
	bun.BaseModel `bun:"table:sessions,alias:ss"`

	TokenHash string    `bun:"token_hash,pk"`
	Data      []byte    `bun:"data"`
	ExpiresAt time.Time `bun:"expires_at"`
}

// Sessions keeps sessions in the database, so that they outlive a restart and all processes share them.
// It is a store for alexedwards/scs. Tokens are kept as hashes: whoever reads the table cannot sign in.
type Sessions struct{ site *Site }

// Sessions returns the store of sessions.
func (s *Site) Sessions() Sessions { return Sessions{s} }

// Find returns the data of a session that has not ended.
func (ss Sessions) Find(token string) ([]byte, bool, error) {
	return ss.FindCtx(context.Background(), token)
}

// Commit saves a session.
func (ss Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return ss.CommitCtx(context.Background(), token, data, expiry)
}

// Delete ends a session.
func (ss Sessions) Delete(token string) error {
	return ss.DeleteCtx(context.Background(), token)
}

// FindCtx is Find under a context.
func (ss Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	row := new(session)
	err := ss.site.db.Read().NewSelect().Model(row).
		Where("token_hash = ? AND expires_at > ?", hashToken(token), ss.site.db.Now()).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("read session: %w", err)
	}
	return row.Data, true, nil
}

// CommitCtx is Commit under a context.
func (ss Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return ss.site.db.Change(ctx, func(tx *db.Tx) error {
		row := &session{TokenHash: hashToken(token), Data: data, ExpiresAt: expiry.UTC()}
		_, err := tx.NewInsert().Model(row).On("CONFLICT (token_hash) DO UPDATE").
			Set("data = EXCLUDED.data, expires_at = EXCLUDED.expires_at").Exec(ctx)
		if err != nil {
			return fmt.Errorf("save session: %w", err)
		}
		return nil
	})
}

// DeleteCtx is Delete under a context.
func (ss Sessions) DeleteCtx(ctx context.Context, token string) error {
	return ss.site.db.Change(ctx, func(tx *db.Tx) error {
		if _, err := tx.NewDelete().Model((*session)(nil)).Where("token_hash = ?", hashToken(token)).Exec(ctx); err != nil {
			return fmt.Errorf("end session: %w", err)
		}
		return nil
	})
}
