package models

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// setupKey names the setting that holds the hash of the set-up link's token.
const setupKey = "setup"

// SetupToken returns the token of a link with which the first admin sets the site up, or "" when somebody has an account
// already. It is made anew each time, and only the newest one works; of it, only a hash is kept.
func (s *Site) SetupToken(ctx context.Context) (token string, err error) {
	has, err := s.HasAccounts(ctx)
	if has || err != nil {
		return "", err
	}
	token = newToken()
	err = s.db.Change(ctx, func(tx *db.Tx) error { return s.writeSetting(ctx, tx, setupKey, hashToken(token)) })
	if err != nil {
		return "", err
	}
	return token, nil
}

// MaySetUp tells whether token is that of the set-up link, and nobody has used it: nil, or NotFound.
func (s *Site) MaySetUp(ctx context.Context, token string) error {
	return s.maySetUp(ctx, s.db.Read(), token)
}

func (s *Site) maySetUp(ctx context.Context, idb bun.IDB, token string) error {
	used := refuse(NotFound, "This link is not right. The program prints a new one when it starts.")
	has, err := idb.NewSelect().Model((*Account)(nil)).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for accounts: %w", err)
	}
	var hash string
	if err := s.readSetting(ctx, idb, setupKey, &hash); err != nil {
		return err
	}
	if has || hash == "" || subtle.ConstantTimeCompare([]byte(hash), []byte(hashToken(token))) != 1 {
		return used
	}
	return nil
}

// SetUp makes the site ready in one change: its settings, whom it deals with, and the account of its first admin, who is
// returned. The token is used up. Wrong fields are all named at once; that of the site's name is "site".
func (s *Site) SetUp(ctx context.Context, token string, set Settings, n NewAccount, mode Mode) (*Account, error) {
	if err := s.MaySetUp(ctx, token); err != nil {
		return nil, err
	}
	n.Admin, n.Invitation, set.SetUp = true, "", true
	if err := checkSetUp(s, &set, &n, mode); err != nil {
		return nil, err
	}
	acc, key, err := s.prepareAccount(n)
	if err != nil {
		return nil, err
	}
	err = s.db.Change(ctx, func(tx *db.Tx) error {
		if err := tx.Lock(ctx, "set-up"); err != nil { // the link works once, also for two at a time
			return err
		}
		if err := s.maySetUp(ctx, tx, token); err != nil {
			return err
		}
		if err := s.addAccount(ctx, tx, n, acc, acc.Actor, key); err != nil {
			return err
		}
		return s.saveSetUp(ctx, tx, acc.Actor, set, mode)
	})
	s.settings.Store(nil)
	s.policy.Store(nil)
	if err != nil {
		return nil, err
	}
	return acc, nil
}

// CheckSetUp says what SetUp would say is wrong, and does nothing.
func (s *Site) CheckSetUp(set Settings, n NewAccount, mode Mode) error {
	return checkSetUp(s, &set, &n, mode)
}

// checkSetUp looks at the whole form, so that all that is wrong is said at once.
func checkSetUp(s *Site, set *Settings, n *NewAccount, mode Mode) error {
	wrong := fields{}
	set.check(wrong, "site")
	if err := s.checkPolicyChange(PolicyChange{Mode: mode}); err != nil {
		wrong.add("mode", "Choose whom your site talks with.")
	}
	var e *Error
	if errors.As(n.check(), &e) {
		for name, message := range e.Fields {
			wrong.add(name, message)
		}
	}
	return wrong.err()
}

func (s *Site) saveSetUp(ctx context.Context, tx *db.Tx, admin *Actor, set Settings, mode Mode) error {
	c := PolicyChange{Mode: mode}
	if err := s.savePolicy(ctx, tx, admin, c); err != nil {
		return err
	}
	if err := s.record(ctx, tx, policyAct(admin, c)); err != nil {
		return err
	}
	if err := s.writeSetting(ctx, tx, "site", set); err != nil {
		return err
	}
	if err := s.writeSetting(ctx, tx, setupKey, ""); err != nil {
		return err
	}
	return s.record(ctx, tx, &Act{Verb: VerbSettings, By: admin})
}
