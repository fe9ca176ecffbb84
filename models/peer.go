package models

import (
	"context"
	"fmt"
	"sort"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/queue"
)

// A Dialect is how a server understands communities. Federation decides it from the software that the
// server says it runs.
type Dialect string

// The dialects. A server whose software is unknown is sent both.
const (
	DialectUnknown Dialect = ""
	DialectWrapped Dialect = "wrapped" // takes what members do inside the community's Announce
	DialectBare    Dialect = "bare"    // takes shares of posts, as microblogs do
)

// A Peer is another server that we have dealt with.
type Peer struct {
	bun.BaseModel `bun:"table:peers,alias:pe"`

	Host        string    `bun:"host,pk"`
	Software    string    `bun:"software"`
	Version     string    `bun:"version"`
	Dialect     Dialect   `bun:"dialect"`
	Knock       string    `bun:"knock"` // the style of signature that it took: "" the usual one, "rfc9421"
	FirstSeenAt time.Time `bun:"first_seen_at"`
	HeardAt     time.Time `bun:"heard_at,nullzero"` // last time that it sent something
	AskedAt     time.Time `bun:"asked_at,nullzero"` // last time that we asked what it runs

	Followers int              `bun:"-"` // people there who follow communities here
	Following int              `bun:"-"` // communities there that people here follow
	Allowed   bool             `bun:"-"`
	Rule      *Rule            `bun:"-"`
	Queue     *queue.HostState `bun:"-"` // nil: nothing was ever sent there
}

// heardEvery is how often the time of last contact is written while a server keeps talking.
const heardEvery = time.Minute

// heard notes that a server spoke to us, and has it asked what it runs when that is not known.
func (s *Site) heard(ctx context.Context, tx *db.Tx, host string) error {
	p := &Peer{Host: host}
	err := tx.NewSelect().Model(p).WherePK().Scan(ctx)
	switch {
	case err == nil && tx.Now.Sub(p.HeardAt) < heardEvery:
		return nil
	case err == nil:
		_, err = tx.NewUpdate().Model((*Peer)(nil)).Set("heard_at = ?", tx.Now).Where("host = ?", host).Exec(ctx)
	case db.IsNotFound(err):
		p.HeardAt = tx.Now
		err = s.addPeer(ctx, tx, p)
	}
	if err != nil {
		return fmt.Errorf("note contact: %w", err)
	}
	return nil
}

func (s *Site) addPeer(ctx context.Context, tx *db.Tx, p *Peer) error {
	p.FirstSeenAt = tx.Now
	if _, err := tx.NewInsert().Model(p).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("add peer: %w", err)
	}
	return queue.Enqueue(ctx, tx, queue.Job{Kind: JobPeer, Lane: "peer " + p.Host, Payload: []byte(p.Host), Unique: JobPeer + " " + p.Host})
}

// MeetPeer makes sure that a server is on the list of those we have dealt with.
func (s *Site) MeetPeer(ctx context.Context, tx *db.Tx, host string) error {
	known, err := tx.NewSelect().Model((*Peer)(nil)).Where("pe.host = ?", host).Exists(ctx)
	if err != nil || known {
		return err
	}
	return s.addPeer(ctx, tx, &Peer{Host: host})
}

// Peer returns what is known of a server, or nil.
func (s *Site) Peer(ctx context.Context, host string) (*Peer, error) {
	p := &Peer{Host: host}
	err := s.db.Read().NewSelect().Model(p).WherePK().Scan(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read peer: %w", err)
	}
	return p, nil
}

// SetPeerSoftware notes what a server says that it runs, and the dialect that follows from it.
func (s *Site) SetPeerSoftware(ctx context.Context, host, software, version string, d Dialect) error {
	return s.setPeer(ctx, host, func(q *bun.UpdateQuery, now time.Time) *bun.UpdateQuery {
		return q.Set("software = ?, version = ?, dialect = ?, asked_at = ?", cut(software, limits.FieldRunes), cut(version, limits.FieldRunes), d, now)
	})
}

// SetPeerKnock notes which style of signature a server took.
func (s *Site) SetPeerKnock(ctx context.Context, host, knock string) error {
	return s.setPeer(ctx, host, func(q *bun.UpdateQuery, _ time.Time) *bun.UpdateQuery { return q.Set("knock = ?", knock) })
}

func (s *Site) setPeer(ctx context.Context, host string, set func(*bun.UpdateQuery, time.Time) *bun.UpdateQuery) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.MeetPeer(ctx, tx, host); err != nil {
			return err
		}
		if _, err := set(tx.NewUpdate().Model((*Peer)(nil)), tx.Now).Where("host = ?", host).Exec(ctx); err != nil {
			return fmt.Errorf("note peer: %w", err)
		}
		return nil
	})
}

// Peers lists the servers that we have dealt with or have a rule for, by name, with what waits for them.
func (s *Site) Peers(ctx context.Context) ([]*Peer, error) {
	var found []*Peer
	if err := s.db.Read().NewSelect().Model(&found).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list peers: %w", err)
	}
	byHost := map[string]*Peer{}
	for _, p := range found {
		byHost[p.Host] = p
	}
	policy := s.Policy(ctx)
	for host, r := range policy.Rules {
		if byHost[host] == nil {
			byHost[host] = &Peer{Host: host}
			found = append(found, byHost[host])
		}
		byHost[host].Rule = &r
	}
	states, err := queue.Backlog(ctx, s.db)
	if err != nil {
		return nil, fmt.Errorf("list peers: %w", err)
	}
	for n := range states {
		if p := byHost[states[n].Host]; p != nil {
			p.Queue = &states[n]
		}
	}
	for _, p := range found {
		p.Allowed = policy.Allows(p.Host)
	}
	sort.Slice(found, func(i, j int) bool { return found[i].Host < found[j].Host })
	return found, s.countFollows(ctx, byHost)
}

func (s *Site) countFollows(ctx context.Context, byHost map[string]*Peer) error {
	var rows []struct {
		Host  string
		There bool
		N     int
	}
	for _, side := range []struct {
		column string
		into   func(*Peer) *int
	}{
		{"f.follower_id", func(p *Peer) *int { return &p.Followers }},
		{"f.target_id", func(p *Peer) *int { return &p.Following }},
	} {
		rows = rows[:0]
		err := s.db.Read().NewSelect().TableExpr("follows AS f").Join("JOIN actors AS a ON a.id = "+side.column).
			ColumnExpr("a.host AS host, count(*) AS n").Where("a.host <> '' AND f.state = ?", Accepted).GroupExpr("a.host").Scan(ctx, &rows)
		if err != nil {
			return fmt.Errorf("count follows: %w", err)
		}
		for _, r := range rows {
			if p := byHost[r.Host]; p != nil {
				*side.into(p) = r.N
			}
		}
	}
	return nil
}

// RetryPeer has everything that waits for a server tried again now, and what was given up too.
func (s *Site) RetryPeer(ctx context.Context, by *Actor, host string) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.mayRun(ctx, tx, by); err != nil {
			return err
		}
		if _, err := queue.RetryParked(ctx, tx, host); err != nil {
			return err
		}
		if err := queue.RetryNow(ctx, tx, host); err != nil {
			return err
		}
		return s.record(ctx, tx, &Act{Verb: VerbRetry, By: by, Note: host})
	})
}
