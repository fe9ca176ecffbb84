package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// sweep makes the database agree with a policy: what came from servers that it refuses is hidden, follows
// to and from them are paused, deliveries to them are cancelled; and what it allows again comes back.
// Nothing is destroyed, so a mistake can be taken back without a new follow.
func (s *Site) sweep(ctx context.Context, tx *db.Tx, p Policy) error {
	hosts, err := s.knownHosts(ctx, tx)
	if err != nil {
		return err
	}
	var refused, allowed []string
	for _, host := range hosts {
		if p.Allows(host) {
			allowed = append(allowed, host)
		} else {
			refused = append(refused, host)
		}
	}
	if err := s.setAside(ctx, tx, refused, true); err != nil {
		return err
	}
	for _, host := range refused {
		if _, err := queue.Cancel(ctx, tx, host); err != nil {
			return fmt.Errorf("cancel deliveries: %w", err)
		}
	}
	return s.setAside(ctx, tx, allowed, false)
}

// knownHosts are the servers of which we hold anything.
func (s *Site) knownHosts(ctx context.Context, idb bun.IDB) ([]string, error) {
	var hosts []string
	err := idb.NewSelect().Model((*Actor)(nil)).ColumnExpr("DISTINCT a.host").Where("a.host <> ''").Scan(ctx, &hosts)
	if err != nil {
		return nil, fmt.Errorf("list hosts: %w", err)
	}
	return hosts, nil
}

// setAside hides (or shows again) what came from hosts and pauses (or takes up) the follows with them.
func (s *Site) setAside(ctx context.Context, tx *db.Tx, hosts []string, aside bool) error {
	if len(hosts) == 0 {
		return nil
	}
	var when any
	is := "IS NOT NULL"
	if aside {
		when, is = tx.Now, "IS NULL"
	}
	_, err := tx.NewUpdate().Model((*Item)(nil)).Set("hidden_at = ?", when).
		Where("host IN (?) AND hidden_at "+is, bun.List(hosts)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("set items aside: %w", err)
	}
	theirs := tx.NewSelect().Model((*Actor)(nil)).Column("a.id").Where("a.host IN (?)", bun.List(hosts))
	_, err = tx.NewUpdate().Model((*Follow)(nil)).Set("paused_at = ?", when).
		Where("(follower_id IN (?) OR target_id IN (?)) AND paused_at "+is, theirs, theirs).Exec(ctx)
	if err != nil {
		return fmt.Errorf("set follows aside: %w", err)
	}
	return nil
}

// A PolicyEffect says what a change of policy would cut off, to be shown before it is done.
type PolicyEffect struct {
	Hosts      []string // servers that would be refused and are not now
	Followers  int64    // people there who follow communities here
	Following  int64    // communities there that people here follow
	Items      int64    // posts and replies from there that would no longer be shown
	Deliveries int64    // deliveries that are waiting for them
}

// PolicyEffect counts what c would cut off.
func (s *Site) PolicyEffect(ctx context.Context, c PolicyChange) (PolicyEffect, error) {
	var e PolicyEffect
	if err := s.checkPolicyChange(c); err != nil {
		return e, err
	}
	now := s.Policy(ctx)
	next := now.with(c)
	hosts, err := s.knownHosts(ctx, s.db.Read())
	if err != nil {
		return e, err
	}
	for _, host := range hosts {
		if now.Allows(host) && !next.Allows(host) {
			e.Hosts = append(e.Hosts, host)
		}
	}
	if len(e.Hosts) == 0 {
		return e, nil
	}
	return e, s.countEffect(ctx, &e)
}

func (s *Site) countEffect(ctx context.Context, e *PolicyEffect) error {
	in := bun.List(e.Hosts)
	theirs := s.db.Read().NewSelect().Model((*Actor)(nil)).Column("a.id").Where("a.host IN (?)", in)
	counts := []struct {
		into  *int64
		query *bun.SelectQuery
	}{
		{&e.Followers, s.db.Read().NewSelect().Model((*Follow)(nil)).Where("f.state = ? AND f.follower_id IN (?)", Accepted, theirs)},
		{&e.Following, s.db.Read().NewSelect().Model((*Follow)(nil)).Where("f.state = ? AND f.target_id IN (?)", Accepted, theirs)},
		{&e.Items, s.db.Read().NewSelect().Model((*Item)(nil)).Where("i.host IN (?) AND i.hidden_at IS NULL", in)},
		{&e.Deliveries, s.db.Read().NewSelect().TableExpr("deliveries").Where("host IN (?)", in)},
	}
	for _, c := range counts {
		n, err := c.query.Count(ctx)
		if err != nil {
			return fmt.Errorf("count what a change cuts off: %w", err)
		}
		*c.into = int64(n)
	}
	return nil
}
