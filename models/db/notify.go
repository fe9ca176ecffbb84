package db

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/time/rate"
)

const (
	listenRetry   = time.Second            // before Listen connects again
	notifyTimeout = time.Second            // for telling the other processes
	notifyEvery   = 100 * time.Millisecond // for each channel, what other processes are told at most
)

// bells are the channels that somebody listens to or notifies.
type bells struct {
	mu       sync.Mutex
	channels map[string]*bell
}

type bell struct {
	listeners map[*func()]struct{}
	others    rate.Sometimes // limits what is sent to other processes
}

func (b *bells) channel(name string) *bell {
	if b.channels == nil {
		b.channels = map[string]*bell{}
	}
	c := b.channels[name]
	if c == nil {
		c = &bell{listeners: map[*func()]struct{}{}, others: rate.Sometimes{First: 1, Interval: notifyEvery}}
		b.channels[name] = c
	}
	return c
}

// Notify calls what Listens to the channel in this process, at once, and on PostgreSQL in the others, ten times a second
// at most. A notice can be lost, so who listens has to look by itself, too, now and then.
func (d *DB) Notify(channel string) {
	d.bells.mu.Lock()
	c := d.bells.channel(channel)
	for fn := range c.listeners {
		(*fn)()
	}
	d.bells.mu.Unlock()
	if d.kind == SQLite {
		return
	}
	c.others.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), notifyTimeout)
		defer cancel()
		if _, err := d.write.ExecContext(ctx, "SELECT pg_notify(?, '')", channel); err != nil {
			d.log.Warn("other processes could not be told of new work", "channel", channel, "error", err)
		}
	})
}

// Listen calls fn at each Notify of the channel, until ctx ends; and as soon as it hears, on PostgreSQL after every loss of
// its connection, as it may have missed something before. fn must return at once and must not use the store.
func (d *DB) Listen(ctx context.Context, channel string, fn func()) {
	d.bells.mu.Lock()
	d.bells.channel(channel).listeners[&fn] = struct{}{}
	d.bells.mu.Unlock()
	defer func() {
		d.bells.mu.Lock()
		delete(d.bells.channel(channel).listeners, &fn)
		d.bells.mu.Unlock()
	}()
	if d.kind == SQLite {
		fn()
		<-ctx.Done()
		return
	}
	retry := time.NewTicker(listenRetry)
	defer retry.Stop()
	for ctx.Err() == nil {
		if err := d.listen(ctx, channel, fn); err != nil && ctx.Err() == nil {
			d.log.Warn("listening to the database was interrupted", "channel", channel, "error", err)
		}
		select {
		case <-ctx.Done():
		case <-retry.C:
		}
	}
}

// listen has a connection of its own, as LISTEN belongs to a connection and would block one of the pool.
func (d *DB) listen(ctx context.Context, channel string, fn func()) error {
	conn, err := pgx.ConnectConfig(ctx, d.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // the connection is of no more use, closed or not
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return err
	}
	for {
		fn()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
	}
}
