package models

import (
	"context"
	"fmt"
	"slices"

	"github.com/folkmoot/folkmoot/models/db"
)

// maxVersions is how many versions of another site's document are kept, the latest.
const maxVersions = 200

// takeVersions stores what another site says of the versions of its document. Those that are here stay as they are: a
// version never changes, whatever is said of it later, but that it is withdrawn.
func (s *Site) takeVersions(ctx context.Context, tx *db.Tx, it *Item, d *Document) error {
	have, err := versionsOf(ctx, tx, it.ID)
	if err != nil {
		return err
	}
	for _, v := range d.Versions[:min(len(d.Versions), maxVersions)] {
		n := slices.IndexFunc(have, func(h *DocumentVersion) bool { return h.Number == v.Number })
		switch {
		case v.Number < 1:
		case n >= 0 && !v.WithdrawnAt.IsZero() && have[n].WithdrawnAt.IsZero():
			err = withdrawn(ctx, tx, have[n])
		case n < 0:
			v.ID, v.ItemID, v.FileID, v.ByID = tx.NewID(), it.ID, 0, 0
			have = append(have, v)
			_, err = tx.NewInsert().Model(v).Exec(ctx)
		}
		if err != nil {
			return fmt.Errorf("take versions: %w", err)
		}
	}
	d.Versions = have
	d.newest()
	if err := forgetVersions(ctx, tx, it.ID, len(have)); err != nil {
		return err
	}
	if _, err := tx.NewUpdate().Model(d).Column("number", "name", "media_type", "size", "digest", "version_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("take versions: %w", err)
	}
	return nil
}

// forgetVersions drops the oldest of so many versions of another site's document, beyond those that are kept.
func forgetVersions(ctx context.Context, tx *db.Tx, itemID int64, known int) error {
	if known <= maxVersions {
		return nil
	}
	_, err := tx.NewDelete().Model((*DocumentVersion)(nil)).Where("item_id = ?", itemID).
		Where("number <= (SELECT v.number FROM document_versions AS v WHERE v.item_id = ? ORDER BY v.number DESC LIMIT 1 OFFSET ?)", itemID, maxVersions).Exec(ctx)
	if err != nil {
		return fmt.Errorf("drop the oldest versions: %w", err)
	}
	return nil
}
