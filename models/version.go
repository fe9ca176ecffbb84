package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// shownVerbs are the acts outside a community that change how its pages look all the same: names and faces, accounts,
// and whose posts the site shows at all.
var shownVerbs = []Verb{
	VerbProfile, VerbErase, VerbSuspend, VerbRelease, VerbMode, VerbAllow, VerbDeny, VerbForget, VerbSettings,
}

// Version is the number of the last act that can have changed what a community's pages show. While it stays the same, so
// do they, but for what other sites change without an act of ours: the faces of their people, and pictures that arrive.
func (s *Site) Version(ctx context.Context, communityID int64) (int64, error) {
	within := s.db.Read().NewSelect().Model((*Act)(nil)).ColumnExpr("max(ac.id)").Where("ac.community_id = ?", communityID)
	outside := s.db.Read().NewSelect().Model((*Act)(nil)).ColumnExpr("max(ac.id)").Where("ac.verb IN (?)", bun.List(shownVerbs))
	var found struct{ Within, Outside *int64 }
	err := s.db.Read().NewSelect().ColumnExpr("(?) AS within", within).ColumnExpr("(?) AS outside", outside).Scan(ctx, &found)
	if err != nil {
		return 0, fmt.Errorf("read version: %w", err)
	}
	var last int64
	for _, id := range []*int64{found.Within, found.Outside} {
		if id != nil {
			last = max(last, *id)
		}
	}
	return last, nil
}
