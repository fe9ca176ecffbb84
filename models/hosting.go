package models

import (
	"context"
	"fmt"
	"net/mail"
	"strings"

	"github.com/folkmoot/folkmoot/models/db"
)

// SetAdmin lets somebody run the site, or ends that, for those who host it. The site's log tells of it. The last admin
// who can sign in stays: Conflict. It does nothing when it is so already.
func (s *Site) SetAdmin(ctx context.Context, acc *Account, on bool) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		is, err := tx.NewSelect().Model((*Account)(nil)).Where("acc.id = ? AND acc.admin", acc.ID).Exists(ctx)
		if err != nil {
			return fmt.Errorf("read account: %w", err)
		}
		if acc.Admin = on; is == on {
			return nil
		}
		if on {
			if err := s.setAccount(ctx, tx, acc, "admin"); err != nil {
				return err
			}
			return s.record(ctx, tx, &Act{Verb: VerbEntrust, Target: acc.Actor})
		}
		if err := dismissAdmin(ctx, tx, acc.ID); err != nil {
			return err
		}
		return s.record(ctx, tx, &Act{Verb: VerbRelieve, Target: acc.Actor})
	})
}

// dismissAdmin touches the rows of all admins, so that of two who are dismissed at the same moment one waits for the
// other, and the second sees whether anybody is left.
func dismissAdmin(ctx context.Context, tx *db.Tx, id int64) error {
	if _, err := tx.NewUpdate().Model((*Account)(nil)).Set("admin = (id <> ?)", id).Where("admin").Exec(ctx); err != nil {
		return fmt.Errorf("change account: %w", err)
	}
	left, err := tx.NewSelect().Model((*Account)(nil)).Where("acc.admin AND acc.disabled_at IS NULL").Exists(ctx)
	if err != nil {
		return fmt.Errorf("read account: %w", err)
	}
	if !left {
		return refuse(Conflict, "Nobody else runs this site. Let somebody else run it first.")
	}
	return nil
}

// SetEmail changes the address with which somebody signs in, for those who host the site. The site's log tells that it
// was changed, and not to what. Invalid names what is wrong with the address.
func (s *Site) SetEmail(ctx context.Context, acc *Account, email string) error {
	email = strings.ToLower(strings.TrimSpace(email))
	if msg := wrongEmail(email); msg != "" {
		return invalid("email", msg)
	}
	before := acc.Email
	if before == email {
		return nil
	}
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		acc.Email = email
		if err := s.setAccount(ctx, tx, acc, "email"); err != nil {
			return err
		}
		return s.record(ctx, tx, &Act{Verb: VerbEmail, Target: acc.Actor})
	})
	if err != nil {
		acc.Email = before
	}
	if db.IsUnique(err) {
		return invalid("email", "Another account has this address.")
	}
	return err
}

func (s *Site) setAccount(ctx context.Context, tx *db.Tx, acc *Account, column string) error {
	if _, err := tx.NewUpdate().Model(acc).Column(column).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("change account: %w", err)
	}
	return nil
}

// wrongEmail says what is wrong with an address in small letters, or "".
func wrongEmail(email string) string {
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email || !strings.Contains(email, ".") {
		return "Enter an e-mail address, such as name@north.example."
	}
	return ""
}
