package models

import (
	"context"
	"fmt"

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
	taken, err := tx.NewSelect().Model((*Actor)(nil)).Where("a.kind <> ?", SiteActor).Exists(ctx)
	if err != nil {
		return fmt.Errorf("keep address: %w", err)
	}
	if taken {
		return refuse(Conflict, "This site is %s: everybody on it, and whatever they wrote, is known to other sites by that address, "+
			"so it cannot become %s. Set the address back to %s, or begin a new site with an empty database.", former, s.base, former)
	}
	if _, err := tx.NewDelete().Model((*Actor)(nil)).Where("kind = ?", SiteActor).Exec(ctx); err != nil {
		return fmt.Errorf("change address: %w", err)
	}
	return nil
}
