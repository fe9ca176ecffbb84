package queue

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

const (
	// keepTrying is how long a delivery is tried before it is parked.
	keepTrying = 14 * 24 * time.Hour

	deliveriesChannel = "folkmoot_deliveries"
	jobsChannel       = "folkmoot_jobs"
)

// A Parcel is one activity, written out, that the same sender has for many inboxes.
type Parcel struct {
	ActID, SenderID int64
	Body            []byte
	Write           func() ([]byte, error) // writes Body, once it is known that there is an inbox; nil: it is written
}

// An Address is where a parcel goes. Host carries its port where that is not the default one.
type Address struct{ Host, Inbox string }

// Put addresses a parcel to all that `to` selects, in columns host and inbox, and returns how many these are. An inbox
// that is selected twice gets it once. The deliveries begin once tx is committed.
//
// Two parcels that are put one after the other reach a host in that order.
func Put(ctx context.Context, tx *db.Tx, p Parcel, to *bun.SelectQuery) (n int, err error) {
	id := tx.NewID()
	res, err := tx.NewRaw(`INSERT INTO deliveries (parcel_id, host, inbox, created_at, expires_at)
		SELECT ?, t.host, t.inbox, ?, ? FROM (?) AS t WHERE TRUE
		ON CONFLICT (parcel_id, inbox) DO NOTHING`, id, tx.Now, tx.Now.Add(keepTrying), to).Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("put deliveries: %w", err)
	}
	rows, err := res.RowsAffected()
	if err != nil || rows == 0 {
		return 0, err
	}
	if p.Write != nil {
		if p.Body, err = p.Write(); err != nil {
			return 0, fmt.Errorf("write parcel: %w", err)
		}
	}
	if _, err := tx.NewRaw("INSERT INTO parcels (id, act_id, sender_id, body, created_at) VALUES (?, ?, ?, ?, ?)",
		id, p.ActID, p.SenderID, p.Body, tx.Now).Exec(ctx); err != nil {
		return 0, fmt.Errorf("put parcel: %w", err)
	}
	// The hosts come last, and in order: changes that put at the same time then wait for each other instead of
	// deadlocking, and a worker that finds a lane empty can't miss what was just put there. A host that fails keeps its
	// back-off.
	if _, err := tx.NewRaw(`INSERT INTO delivery_hosts (host, due_at)
		SELECT host, ? FROM deliveries WHERE parcel_id = ? GROUP BY host ORDER BY host
		ON CONFLICT (host) DO UPDATE SET due_at = excluded.due_at
		WHERE delivery_hosts.due_at IS NULL OR (delivery_hosts.fails = 0 AND delivery_hosts.due_at > excluded.due_at)`,
		tx.Now, id).Exec(ctx); err != nil {
		return 0, fmt.Errorf("put hosts: %w", err)
	}
	wake(tx, deliveriesChannel)
	return int(rows), nil
}

// PutTo is Put for addresses that the caller has at hand.
func PutTo(ctx context.Context, tx *db.Tx, p Parcel, to []Address) (n int, err error) {
	if len(to) == 0 {
		return 0, nil
	}
	to = slices.Clone(to)
	slices.SortFunc(to, func(a, b Address) int { return cmp.Or(cmp.Compare(a.Host, b.Host), cmp.Compare(a.Inbox, b.Inbox)) })
	to = slices.Compact(to)
	args := make([]any, 0, 2*len(to))
	for _, a := range to {
		args = append(args, a.Host, a.Inbox)
	}
	values := strings.Repeat(", (?, ?)", len(to))[len(", "):]
	// VALUES names its columns so on both databases.
	return Put(ctx, tx, p, tx.NewSelect().ColumnExpr("column1 AS host, column2 AS inbox").TableExpr("(VALUES "+values+") AS v", args...))
}

// wake makes the runners look for work once tx is committed, here and in other processes.
func wake(tx *db.Tx, channel string) {
	tx.After(func() { tx.DB().Notify(channel) })
}
