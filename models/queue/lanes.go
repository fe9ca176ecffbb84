package queue

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
)

const (
	laneTurn     = 20 // deliveries that a host gets in one turn
	deliveryPace = 8  // times Config.Pace: while others are in flight, nobody waits for the record of a delivery
	troubleLanes = 64 // for hosts that failed last time, besides Config.Lanes for those that work
)

// lanes is the desk of the deliveries. A host whose lease it holds is a lane, worked by one goroutine.
type lanes struct {
	*desk
	Config
	db      *db.DB
	work    context.Context // of what is sent
	stop    context.Context // ended: lanes stop after the delivery in hand
	parcels parcels

	open    map[string]*lane
	trouble int  // open lanes of hosts that failed last time
	maybe   bool // there may be more that is due
	record  record
}

// A lane is a host while this process holds its lease.
type lane struct {
	Host         string
	Fails        int       // in a row, when the lane was opened
	FailingSince time.Time `bun:",nullzero"`
	LastOkAt     time.Time `bun:",nullzero"`

	until    atomic.Int64 // the end of the lease, in Unix microseconds
	answered bool         // the host took or refused something in this turn
	failure  *Outcome     // what ended the turn
}

// An item is a delivery and what only the queue has to know of it.
type item struct {
	Delivery
	ParcelID  int64
	CreatedAt time.Time
	ExpiresAt time.Time
	lost      bool // its parcel is gone
}

func newLanes(d *db.DB, c Config) *lanes {
	l := &lanes{desk: newDesk("deliveries", deliveryPace*c.Pace, c), Config: c, db: d, open: map[string]*lane{}, maybe: true}
	l.desk.step, l.desk.eager = l.step, true
	return l
}

// step is one change: what came of the deliveries since the last one, and the hosts that are next.
func (l *lanes) step(ctx context.Context, claim bool) (did int, err error) {
	renew := l.toRenew()
	room := claim && l.room() && l.mayBeDue(ctx)
	if l.record.empty() && len(renew) == 0 && !room {
		return 0, nil
	}
	var opened []*lane
	var items map[string][]*item
	err = l.db.Change(ctx, func(tx *db.Tx) error {
		if err := l.record.save(ctx, tx, l.Owner); err != nil {
			return err
		}
		if err := l.renew(ctx, tx, renew); err != nil || !room {
			return err
		}
		opened, items, err = l.claim(ctx, tx)
		return err
	})
	if err != nil {
		return 0, err
	}
	did = l.record.recorded()
	l.closeLanes()
	l.record = record{}
	if room {
		l.maybe = len(opened) > 0
	}
	l.openLanes(opened, items)
	return did, nil
}

// room says whether a lane may be opened.
func (l *lanes) room() bool { return len(l.open)-l.trouble < l.Lanes || l.trouble < troubleLanes }

// mayBeDue spares an idle queue its changes: it asks on a reading connection first.
func (l *lanes) mayBeDue(ctx context.Context) bool {
	if l.maybe && len(l.open) > 0 {
		return true
	}
	now := l.db.Now()
	due, err := l.db.Read().NewSelect().Table("delivery_hosts").
		Where("due_at <= ? AND NOT paused AND (lease_until IS NULL OR lease_until < ?)", now, now).Exists(ctx)
	return due || err != nil // what is wrong will show in the change
}

// closeLanes forgets the lanes whose leases were given back.
func (l *lanes) closeLanes() {
	for _, over := range l.record.over {
		delete(l.open, over.Host)
		if over.Fails > 0 {
			l.trouble--
		}
	}
}

// openLanes starts the turns of the hosts that were claimed.
func (l *lanes) openLanes(opened []*lane, items map[string][]*item) {
	for _, one := range opened {
		l.open[one.Host] = one
		if one.Fails > 0 {
			l.trouble++
		}
		l.start(func() func() { return l.turn(one, items[one.Host]) })
	}
}

// turn sends the lane's deliveries, one after the other, until one fails, and hands back what the desk does at its end.
func (l *lanes) turn(one *lane, items []*item) (result func()) {
	for _, it := range items {
		if l.stop.Err() != nil || l.db.Now().UnixMicro() >= one.until.Load() {
			break // another process has, or will have, the lease
		}
		outcome := l.send(it)
		if l.work.Err() != nil && outcome.verdict == VerdictRetry {
			break // we broke it off ourselves
		}
		l.events <- func() { l.record.note(one, it, outcome) }
		if outcome.holdsUp(it.Attempts) {
			break
		}
	}
	return func() {
		l.maybe = true
		l.record.over = append(l.record.over, one)
	}
}

// send calls Send, and survives it.
func (l *lanes) send(it *item) (outcome Outcome) {
	if it.lost {
		return Refused(fmt.Errorf("the parcel of delivery %d is gone", it.ID))
	}
	began := l.db.Now()
	defer func() {
		if r := recover(); r != nil {
			l.log.Error("sending a delivery panicked", "delivery", it.ID, "inbox", it.Inbox, "panic", r, "stack", string(debug.Stack()))
			outcome = Retry(0, fmt.Errorf("%w: panic: %v", ErrPoison, r))
		}
		l.Sent(outcome.verdict, l.db.Now().Sub(began))
	}()
	ctx, cancel := context.WithTimeout(l.work, l.SendTime)
	defer cancel()
	return l.Send(ctx, it.Delivery)
}
