package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// A Parcel is one body on its way: who signs it, and to whom it goes. The body is written once and sent
// to every inbox, and at every try, as it is.
type Parcel struct {
	As    *Actor // an actor of this site
	Body  []byte
	Write func() ([]byte, error) // writes Body if it goes to anybody; nil: it is written
	To    Recipients
	Copy  *Item // the item that the body holds, to remember who has a copy; nil for other bodies
}

// Recipients say which inboxes a parcel goes to: each once, a server's shared inbox standing for all of
// its actors.
type Recipients struct {
	FollowersOf []int64   // actors whose followers get it
	Dialects    []Dialect // of those followers' servers; none: any
	CopiesOf    int64     // an item: whoever was sent a copy gets it too
	Actors      []*Actor  // and these
	Except      string    // a host that gets none
}

// Send puts a parcel into the queue, within the change that makes the act. It returns the number of inboxes.
func (s *Site) Send(ctx context.Context, tx *db.Tx, a *Act, p Parcel) (int, error) {
	q := s.inboxes(ctx, tx, p.To)
	if q == nil {
		return 0, nil
	}
	n, err := queue.Put(ctx, tx, queue.Parcel{ActID: a.ID, SenderID: p.As.ID, Body: p.Body, Write: p.Write}, q)
	if err != nil {
		return n, fmt.Errorf("queue deliveries: %w", err)
	}
	if p.Copy == nil || n == 0 {
		return n, nil
	}
	_, err = tx.NewRaw("INSERT INTO copies (item_id, inbox, host) SELECT ?, x.inbox, x.host FROM (?) AS x WHERE x.inbox <> '' ON CONFLICT DO NOTHING",
		p.Copy.ID, s.inboxes(ctx, tx, p.To)).Exec(ctx)
	if err != nil {
		return n, fmt.Errorf("note copies: %w", err)
	}
	return n, nil
}

const inboxOf = "CASE WHEN a.shared_inbox <> '' THEN a.shared_inbox ELSE a.inbox END AS inbox"

// inboxes is the query of (host, inbox) that to describes, or nil when it is nobody.
func (s *Site) inboxes(ctx context.Context, tx *db.Tx, to Recipients) *bun.SelectQuery {
	var parts []*bun.SelectQuery
	if len(to.FollowersOf) > 0 {
		q := tx.NewSelect().TableExpr("follows AS f").Join("JOIN actors AS a ON a.id = f.follower_id").
			ColumnExpr("a.host AS host").ColumnExpr(inboxOf).
			Where("f.target_id IN (?)", bun.List(to.FollowersOf)).Where("f.state = ?", Accepted).Where("f.paused_at IS NULL").
			Where("a.host NOT IN ('', ?)", to.Except).Where("a.gone_at IS NULL")
		if len(to.Dialects) > 0 {
			q = q.Join("LEFT JOIN peers AS pe ON pe.host = a.host").Where("COALESCE(pe.dialect, '') IN (?)", bun.List(to.Dialects))
		}
		parts = append(parts, q)
	}
	if to.CopiesOf != 0 {
		parts = append(parts, tx.NewSelect().TableExpr("copies AS c").ColumnExpr("c.host AS host, c.inbox AS inbox").
			Where("c.item_id = ?", to.CopiesOf).Where("c.host <> ?", to.Except))
	}
	if ids := s.reachable(ctx, to); len(ids) > 0 {
		parts = append(parts, tx.NewSelect().TableExpr("actors AS a").ColumnExpr("a.host AS host").ColumnExpr(inboxOf).
			Where("a.id IN (?)", bun.List(ids)))
	}
	if len(parts) == 0 {
		return nil
	}
	all := parts[0]
	for _, q := range parts[1:] {
		all = all.Union(q)
	}
	return tx.NewSelect().Distinct().ColumnExpr("u.host AS host, u.inbox AS inbox").TableExpr("(?) AS u", all).
		Where("u.inbox <> ''").OrderExpr("u.host, u.inbox")
}

// reachable are the actors named one by one that live elsewhere, on servers that the policy allows.
func (s *Site) reachable(ctx context.Context, to Recipients) []int64 {
	var ids []int64
	policy := s.Policy(ctx)
	for _, a := range to.Actors {
		if a != nil && !a.Here() && a.Host != to.Except && policy.Allows(a.Host) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
