package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// A HostCount is how many people of another site take part in something.
type HostCount struct {
	Host string
	N    int
}

// SitesTakingPart lists the other sites whose people follow a community, those with the most people first. Sites that the
// policy refuses are left out, since nothing goes there.
func (s *Site) SitesTakingPart(ctx context.Context, communityID int64) ([]HostCount, error) {
	var found []HostCount
	err := s.db.Read().NewSelect().TableExpr("follows AS f").Join("JOIN actors AS a ON a.id = f.follower_id").
		ColumnExpr("a.host AS host, count(*) AS n").
		Where("f.target_id = ? AND f.state = ? AND f.paused_at IS NULL AND a.host <> ''", communityID, Accepted).
		GroupExpr("a.host").OrderExpr("n DESC, a.host").Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("count sites: %w", err)
	}
	return found, nil
}

// CopiesElsewhere counts the other sites to which an item was sent.
func (s *Site) CopiesElsewhere(ctx context.Context, itemID int64) (int, error) {
	var n int
	err := s.db.Read().NewSelect().TableExpr("copies").ColumnExpr("count(DISTINCT host)").Where("item_id = ?", itemID).Scan(ctx, &n)
	if err != nil {
		return 0, fmt.Errorf("count copies: %w", err)
	}
	return n, nil
}

// OpenReports counts the reports of a community that nobody has dealt with; with 0 those of the whole site.
func (s *Site) OpenReports(ctx context.Context, communityID int64) (int, error) {
	q := s.db.Read().NewSelect().Model((*Report)(nil)).Where("rp.closed_at IS NULL")
	if communityID != 0 {
		q = q.Where("rp.community_id = ?", communityID)
	}
	n, err := q.Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count reports: %w", err)
	}
	return int(n), nil
}

// Numbers say how large a site is, as far as anybody may know.
type Numbers struct {
	Communities int // of this site, that anyone may see
	People      int // with an account here
	Sites       int // others with which follows stand
}

// Numbers counts what the page about the site tells.
func (s *Site) Numbers(ctx context.Context) (Numbers, error) {
	var n Numbers
	for _, c := range []struct {
		into *int
		q    *bun.SelectQuery
	}{
		{&n.Communities, s.db.Read().NewSelect().TableExpr("communities AS co").Join("JOIN actors AS a ON a.id = co.actor_id").
			ColumnExpr("count(*)").Where("a.host = '' AND a.gone_at IS NULL AND co.visibility = ?", Public)},
		{&n.People, s.db.Read().NewSelect().TableExpr("accounts").ColumnExpr("count(*)").Where("disabled_at IS NULL")},
		{&n.Sites, s.db.Read().NewSelect().TableExpr("follows AS f").Join("JOIN actors AS a ON a.id IN (f.follower_id, f.target_id)").
			ColumnExpr("count(DISTINCT a.host)").Where("f.state = ? AND f.paused_at IS NULL AND a.host <> ''", Accepted)},
	} {
		if err := c.q.Scan(ctx, c.into); err != nil {
			return n, fmt.Errorf("count the site: %w", err)
		}
	}
	return n, nil
}
