package queue

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// claim leases the hosts that have waited longest, and fetches the oldest deliveries of each. Hosts that failed last
// time have places of their own, so that many of them can't keep the others waiting.
func (l *lanes) claim(ctx context.Context, tx *db.Tx) ([]*lane, map[string][]*item, error) {
	due := func(fails string, places int) *bun.SelectQuery {
		q := tx.NewSelect().Table("delivery_hosts").Column("host").
			Where("due_at <= ? AND NOT paused AND (lease_until IS NULL OR lease_until < ?)", tx.Now, tx.Now).
			Where(fails).Order("due_at").Limit(int64(places))
		if places <= 0 {
			q = q.Where("1 = 0") // to bun, a limit of 0 is none
		}
		return tx.DB().ForUpdateSkipLocked(q)
	}
	until := tx.Now.Add(l.Lease)
	var opened []*lane
	err := tx.NewRaw(`UPDATE delivery_hosts SET lease_until = ?, owner = ?
		WHERE host IN (SELECT host FROM (?) AS well UNION ALL SELECT host FROM (?) AS ill)
		RETURNING host, fails, failing_since, last_ok_at`, until, l.Owner,
		due("fails = 0", l.Lanes-len(l.open)+l.trouble), due("fails > 0", troubleLanes-l.trouble)).Scan(ctx, &opened)
	if err != nil {
		return nil, nil, fmt.Errorf("claim hosts: %w", err)
	}
	if len(opened) == 0 {
		return nil, nil, nil
	}
	hosts := make([]string, len(opened))
	for i, one := range opened {
		one.until.Store(until.UnixMicro())
		hosts[i] = one.Host
	}
	items, err := l.fetch(ctx, tx, hosts)
	return opened, items, err
}

// fetch reads the next turn of each host. The inner query finds where each turn ends, so that a host with a long backlog
// costs no more than another.
func (l *lanes) fetch(ctx context.Context, tx *db.Tx, hosts []string) (map[string][]*item, error) {
	var items []*item
	err := tx.NewRaw(`WITH turn AS MATERIALIZED (
			SELECT h.host, coalesce((
				SELECT x.id FROM deliveries x
				WHERE x.host = h.host AND x.parked_at IS NULL AND (x.next_at IS NULL OR x.next_at <= ?)
				ORDER BY x.id LIMIT 1 OFFSET ?), ?) AS last
			FROM delivery_hosts h WHERE h.host IN (?))
		SELECT d.id, d.parcel_id, d.host, d.inbox, d.attempts, d.created_at, d.expires_at
		FROM turn JOIN deliveries d ON d.host = turn.host AND d.id <= turn.last
		WHERE d.parked_at IS NULL AND (d.next_at IS NULL OR d.next_at <= ?) ORDER BY d.id`,
		tx.Now, laneTurn-1, int64(math.MaxInt64), bun.List(hosts), tx.Now).Scan(ctx, &items)
	if err != nil {
		return nil, fmt.Errorf("fetch deliveries: %w", err)
	}
	if err := l.parcels.fill(ctx, tx, items); err != nil {
		return nil, err
	}
	byHost := make(map[string][]*item, len(hosts))
	for _, it := range items {
		byHost[it.Host] = append(byHost[it.Host], it)
	}
	return byHost, nil
}

// toRenew lists the lanes whose lease is half over.
func (l *lanes) toRenew() (renew []*lane) {
	half := l.db.Now().Add(l.Lease / 2).UnixMicro()
	for _, one := range l.open {
		if one.until.Load() < half && !slices.Contains(l.record.over, one) {
			renew = append(renew, one)
		}
	}
	return renew
}

// renew prolongs leases that are still ours. A lane that has lost its lease stops by itself when the old one ends.
func (l *lanes) renew(ctx context.Context, tx *db.Tx, lanes []*lane) error {
	if len(lanes) == 0 {
		return nil
	}
	until := tx.Now.Add(l.Lease)
	var kept []string
	err := tx.NewRaw("UPDATE delivery_hosts SET lease_until = ? WHERE host IN (?) AND owner = ? RETURNING host",
		until, bun.List(hostsOf(lanes)), l.Owner).Scan(ctx, &kept)
	if err != nil {
		return fmt.Errorf("renew leases: %w", err)
	}
	tx.After(func() { prolong(lanes, kept, until) })
	return nil
}

func prolong(lanes []*lane, kept []string, until time.Time) {
	for _, one := range lanes {
		if slices.Contains(kept, one.Host) {
			one.until.Store(until.UnixMicro())
		}
	}
}

func hostsOf(lanes []*lane) []string {
	hosts := make([]string, len(lanes))
	for i, one := range lanes {
		hosts[i] = one.Host
	}
	return hosts
}

// parcels keeps the parcels that were read last, since most deliveries of a moment belong to few of them.
type parcels struct {
	known map[int64]parcelRow
	order []int64
	size  int
}

// parcelsSize is how many bytes of parcels are kept in memory.
const parcelsSize = 8 << 20

type parcelRow struct {
	ID, ActID, SenderID int64
	Body                []byte
}

// fill gives the items what is written on their parcels.
func (p *parcels) fill(ctx context.Context, tx *db.Tx, items []*item) error {
	found := map[int64]parcelRow{}
	var missing []int64
	for _, it := range items {
		if row, ok := p.known[it.ParcelID]; ok {
			found[it.ParcelID] = row
		} else if _, ok := found[it.ParcelID]; !ok {
			found[it.ParcelID] = parcelRow{}
			missing = append(missing, it.ParcelID)
		}
	}
	if len(missing) > 0 {
		var rows []parcelRow
		err := tx.NewRaw("SELECT id, act_id, sender_id, body FROM parcels WHERE id IN (?)", bun.List(missing)).Scan(ctx, &rows)
		if err != nil {
			return fmt.Errorf("fetch parcels: %w", err)
		}
		for _, row := range rows {
			found[row.ID] = row
			p.keep(row)
		}
	}
	for _, it := range items {
		row := found[it.ParcelID]
		it.ActID, it.SenderID, it.Body, it.lost = row.ActID, row.SenderID, row.Body, row.ID == 0
	}
	return nil
}

func (p *parcels) keep(row parcelRow) {
	if _, ok := p.known[row.ID]; ok {
		return // by a change that was tried twice
	}
	if p.known == nil {
		p.known = map[int64]parcelRow{}
	}
	p.known[row.ID] = row
	p.order = append(p.order, row.ID)
	for p.size += len(row.Body); p.size > parcelsSize; p.order = p.order[1:] {
		p.size -= len(p.known[p.order[0]].Body)
		delete(p.known, p.order[0])
	}
}
