package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// An Invitation is a link with which people get an account. Only a hash of its token is kept, so the
// link is shown once.
type Invitation struct {
	bun.BaseModel `bun:"table:invitations,alias:inv"`

	ID          int64     `bun:"id,pk"`
	TokenHash   string    `bun:"token_hash"`
	ByID        int64     `bun:"by_id"`
	CommunityID int64     `bun:"community_id,nullzero"` // joined at once; 0: none
	Note        string    `bun:"note"`                  // whom it is for, as a reminder
	UsesLeft    int       `bun:"uses_left"`
	Used        int       `bun:"used"`
	CreatedAt   time.Time `bun:"created_at"`
	ExpiresAt   time.Time `bun:"expires_at"`
	RevokedAt   time.Time `bun:"revoked_at,nullzero"`

	By        *Actor `bun:"rel:belongs-to,join:by_id=id"`
	Community *Actor `bun:"rel:belongs-to,join:community_id=id"`
}

// Invite makes an invitation for a number of people (1 to 500) that lasts for some days (1 to 90), and
// returns its token.
func (s *Site) Invite(ctx context.Context, by, community *Actor, note string, uses, days int) (token string, err error) {
	wrong := fields{}
	if uses < 1 || uses > 500 {
		wrong.add("uses", "Enter a number from 1 to 500.")
	}
	if days < 1 || days > 90 {
		wrong.add("days", "Enter a number of days from 1 to 90.")
	}
	if err := wrong.err(); err != nil {
		return "", err
	}
	token = newToken()
	err = s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.mayRun(ctx, tx, by); err != nil {
			return err
		}
		inv := &Invitation{
			ID: tx.NewID(), TokenHash: hashToken(token), ByID: by.ID, CommunityID: idOf(community),
			Note: text.CleanLine(note, 200), UsesLeft: uses, CreatedAt: tx.Now, ExpiresAt: tx.Now.AddDate(0, 0, days),
		}
		if _, err := tx.NewInsert().Model(inv).Exec(ctx); err != nil {
			return fmt.Errorf("save invitation: %w", err)
		}
		return s.record(ctx, tx, &Act{Verb: VerbInvite, By: by, Note: fmt.Sprintf("%d people, %d days", uses, days)})
	})
	return token, err
}

// Invitation returns the invitation of a token if it can still be used.
func (s *Site) Invitation(ctx context.Context, token string) (*Invitation, error) {
	return s.invitation(ctx, s.db.Read(), token)
}

func (s *Site) invitation(ctx context.Context, idb bun.IDB, token string) (*Invitation, error) {
	inv := new(Invitation)
	err := idb.NewSelect().Model(inv).Relation("By").Relation("Community").Where("inv.token_hash = ?", hashToken(token)).Scan(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("read invitation: %w", err)
	}
	if err != nil || !inv.RevokedAt.IsZero() || inv.UsesLeft < 1 || s.db.Now().After(inv.ExpiresAt) {
		return nil, refuse(NotFound, "This invitation has been used or has ended. Ask for a new one.")
	}
	return inv, nil
}

func (s *Site) useInvitation(ctx context.Context, tx *db.Tx, token string) (*Invitation, error) {
	inv, err := s.invitation(ctx, tx, token)
	if err != nil {
		return nil, err
	}
	res, err := tx.NewUpdate().Model((*Invitation)(nil)).Set("uses_left = uses_left - 1, used = used + 1").
		Where("id = ? AND uses_left > 0", inv.ID).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("use invitation: %w", err)
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil { // somebody else used it at the same moment
		return nil, refuse(NotFound, "This invitation has been used or has ended. Ask for a new one.")
	}
	return inv, nil
}

// Invitations lists all invitations for the admins, newest first.
func (s *Site) Invitations(ctx context.Context) ([]*Invitation, error) {
	var found []*Invitation
	err := s.db.Read().NewSelect().Model(&found).Relation("By").Relation("Community").OrderExpr("inv.id DESC").Limit(500).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	return found, nil
}

// RevokeInvitation ends an invitation.
func (s *Site) RevokeInvitation(ctx context.Context, by *Actor, id int64) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.mayRun(ctx, tx, by); err != nil {
			return err
		}
		_, err := tx.NewUpdate().Model((*Invitation)(nil)).Set("revoked_at = ?", tx.Now).Where("id = ? AND revoked_at IS NULL", id).Exec(ctx)
		if err != nil {
			return fmt.Errorf("revoke invitation: %w", err)
		}
		return s.record(ctx, tx, &Act{Verb: VerbRevoke, By: by})
	})
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
