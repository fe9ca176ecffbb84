package db

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"
)

// An id is 41 bits of milliseconds since 2015, 10 bits of node and 12 bits of sequence: 19 digits since 2022, positive
// until 2084, in the order of time.
const (
	nodeBits = 10
	seqBits  = 12
	nodes    = 1 << nodeBits
)

var epoch = time.Date(2015, time.January, 1, 0, 0, 0, 0, time.UTC)

// A process is a row for each start of the program that changed something. Its id, modulo 1,024, is the node in the ids
// that the process gives out, so that two processes on one database never give out the same one.
type process struct {
	bun.BaseModel `bun:"table:processes"`

	ID        int64 `bun:",pk,autoincrement"`
	Host      string
	PID       int `bun:"pid"`
	StartedAt time.Time
}

// ids gives out ids that rise within the process, also when the clock stands still or goes back.
type ids struct {
	mu   sync.Mutex
	last int64 // milliseconds and sequence of the last id, without the node
	node int64

	joining sync.Mutex // held while the row is made; mu is not, as a change under way may need an id meanwhile
	joined  atomic.Bool
}

// NewID returns a new id, greater than all that this process has given out.
func (d *DB) NewID() int64 {
	ms := d.Now().Sub(epoch).Milliseconds()
	d.ids.mu.Lock()
	defer d.ids.mu.Unlock()
	// A full millisecond runs over into the next one, which is why time and sequence are counted together.
	d.ids.last = max(d.ids.last+1, ms<<seqBits)
	ms, seq := d.ids.last>>seqBits, d.ids.last&(1<<seqBits-1)
	return ms<<(nodeBits+seqBits) | d.ids.node<<seqBits | seq
}

// join enters this process into the table before its first change. Until that succeeds (there is no table before the
// first migration) the node is a number by chance, which makes a clash improbable instead of impossible.
func (d *DB) join(ctx context.Context) {
	if d.ids.joined.Load() {
		return
	}
	d.ids.joining.Lock()
	defer d.ids.joining.Unlock()
	if d.ids.joined.Load() {
		return
	}
	id, err := d.addProcess(ctx)
	if err != nil {
		d.log.Debug("no row in processes yet", "error", err)
		return
	}
	d.ids.mu.Lock()
	defer d.ids.mu.Unlock()
	d.ids.node = id % nodes
	d.ids.joined.Store(true)
}

func (d *DB) addProcess(ctx context.Context) (int64, error) {
	host, _ := os.Hostname() // only for people who read the table
	p := process{Host: host, PID: os.Getpid(), StartedAt: d.Now()}
	_, err := d.attempt(ctx, func(tx *Tx) error {
		if _, err := tx.NewInsert().Model(&p).Returning("id").Exec(ctx); err != nil {
			return err
		}
		// Rows a whole round older have no say any more.
		_, err := tx.NewDelete().Model((*process)(nil)).Where("id <= ?", p.ID-nodes).Exec(ctx)
		return err
	})
	return p.ID, err
}
