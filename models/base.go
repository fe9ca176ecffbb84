package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// KeepBase holds the site to the address under which it began. Every post, person and community bears that
// address, and other sites know them by it: under another they would be strangers, and follows, replies and
// deletions would be lost. So another address is refused with Conflict, until there is anybody on the site.
// It is called before Start.
func (s *Site) KeepBase(ctx context.Context) error {
	var base string
	if err := s.readSetting(ctx, s.db.Read(), "base", &base); err != nil || base == s.base {
		return err
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		base = ""
		if err := s.readSetting(ctx, tx, "base", &base); err != nil {
			return err
		}
		if base != "" && base != s.base {
			if err := s.startOver(ctx, tx, base); err != nil {
				return err
			}
		}
		return s.writeSetting(ctx, tx, "base", s.base)
	})
}

// startOver takes away what bears the former address, or refuses when that is more than the site itself.
func (s *Site) startOver(ctx context.Context, tx *db.Tx, former string) error {
	taken, err := anybody(ctx, tx)
	if err != nil {
		return err
	}
	if taken {
		return s.strange(former)
	}
	if _, err := tx.NewDelete().Model((*Actor)(nil)).Where("kind = ?", SiteActor).Exec(ctx); err != nil {
		return fmt.Errorf("change address: %w", err)
	}
	return nil
}

// FitsBase refuses as KeepBase does, and changes nothing.
func (s *Site) FitsBase(ctx context.Context) error {
	var base string
	if err := s.readSetting(ctx, s.db.Read(), "base", &base); err != nil || base == "" || base == s.base {
		return err
	}
	taken, err := anybody(ctx, s.db.Read())
	if err != nil || !taken {
		return err
	}
	return s.strange(base)
}

// anybody tells whether there is a person or a community, of this site or another.
func anybody(ctx context.Context, idb bun.IDB) (bool, error) {
	yes, err := idb.NewSelect().Model((*Actor)(nil)).Where("a.kind <> ?", SiteActor).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("keep address: %w", err)
	}
	return yes, nil
}

// strange says why a site that others know by its former address keeps that.
func (s *Site) strange(former string) error {
	return refuse(Conflict, "This site is %s: everybody on it, and whatever they wrote, is known to other sites by that address, "+
		"so it cannot become %s. Set the address back to %s, or begin a new site with an empty database.", former, s.base, former)
}
