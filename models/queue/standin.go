// Package queue keeps durable work. This file only names what the domain calls; it goes when the queue itself comes.
package queue

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

type Job struct {
	ID       int64
	Kind     string
	Lane     string
	Payload  []byte
	RunAt    time.Time
	Unique   string
	Attempts int
}
type Parcel struct {
	ActID, SenderID int64
	Body            []byte
}
type HostState struct{ Host string }

func Enqueue(ctx context.Context, tx *db.Tx, j Job) error  { return nil }
func (j *Job) Finish(ctx context.Context, tx *db.Tx) error { return nil }
func Put(ctx context.Context, tx *db.Tx, p Parcel, to *bun.SelectQuery) (n int, err error) {
	return 0, nil
}
func Cancel(ctx context.Context, tx *db.Tx, host string) error   { return nil }
func RetryNow(ctx context.Context, tx *db.Tx, host string) error { return nil }
func Backlog(ctx context.Context, d *db.DB) ([]HostState, error) { return nil, nil }
