package models

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// Mode says with whom a site deals when no rule names a host.
type Mode string

// The modes. In allowlist mode an empty list is nobody.
const (
	ModeOpen      Mode = "open"      // everybody but those denied
	ModeAllowlist Mode = "allowlist" // only those allowed
	ModeClosed    Mode = "closed"    // nobody
)

// A Rule allows or denies one host, or with "*." before it every host below a domain.
type Rule struct {
	bun.BaseModel `bun:"table:rules,alias:ru"`

	Host   string    `bun:"host,pk"`
	Allow  bool      `bun:"allow"`
	Reason string    `bun:"reason"`
	ByID   int64     `bun:"by_id,nullzero"`
	At     time.Time `bun:"at"`
}

// Policy says who may federate with this site. It is a value: the doors ask the one of this moment.
type Policy struct {
	Mode  Mode
	Rules map[string]Rule
}

// Allows tells whether we deal with host, which must be in its canonical form (lower case, A-labels, the
// port only when it is not the scheme's own). The most specific rule wins: the host itself, then the
// wildcard of the nearest domain above it.
func (p Policy) Allows(host string) bool {
	if p.Mode == ModeClosed || host == "" {
		return false
	}
	if r, ok := p.Rules[host]; ok {
		return r.Allow
	}
	for rest := host; ; {
		_, above, found := strings.Cut(rest, ".")
		if !found {
			break
		}
		if r, ok := p.Rules["*."+above]; ok {
			return r.Allow
		}
		rest = above
	}
	return p.Mode == ModeOpen
}

// Policy returns the policy of this moment, at most a second old. While it cannot be read it is the last one that was:
// were it closed then, other servers would be told for good that we do not deal with them, and what is on its way to them
// would be cancelled, for a fault of ours that passes. Start sees to it that there is a last one.
func (s *Site) Policy(ctx context.Context) Policy {
	k := s.policy.Load()
	if k != nil && s.db.Now().Before(k.until) {
		return k.value
	}
	p, err := s.readPolicy(ctx, s.db.Read())
	switch {
	case err == nil:
		s.policy.Store(&kept[Policy]{p, s.db.Now().Add(keepFor)})
		return p
	case k != nil:
		s.log.Error("read policy, so the last one holds", "error", err)
		return k.value
	}
	s.log.Error("read policy, so the site is closed", "error", err)
	return Policy{Mode: ModeClosed}
}

// Allows tells whether we deal with host now. It is what the doors ask.
func (s *Site) Allows(host string) bool {
	return host == s.host || s.Policy(context.Background()).Allows(host)
}

// dealsWith refuses what somebody here means for an actor of a site that the policy does not allow: it would
// never get there, and whoever did it should know.
func (s *Site) dealsWith(ctx context.Context, a *Actor) error {
	if a == nil || a.Here() || s.Policy(ctx).Allows(a.Host) {
		return nil
	}
	return refuse(Refused, "This site does not deal with %s. Ask an admin whether it could.", a.Host)
}

func (s *Site) readPolicy(ctx context.Context, idb bun.IDB) (Policy, error) {
	p := Policy{Mode: ModeAllowlist, Rules: map[string]Rule{}}
	if err := s.readSetting(ctx, idb, "mode", &p.Mode); err != nil {
		return p, err
	}
	var rules []Rule
	if err := idb.NewSelect().Model(&rules).Scan(ctx); err != nil {
		return p, fmt.Errorf("read rules: %w", err)
	}
	for _, r := range rules {
		p.Rules[r.Host] = r
	}
	return p, nil
}

// A PolicyChange is what an admin is about to do: a new mode, or a rule for a host set or taken away.
type PolicyChange struct {
	Mode   Mode   // "" leaves the mode as it is
	Host   string // canonical; "" changes no rule
	Allow  bool
	Forget bool // take the rule for Host away
	Reason string
}

func (p Policy) with(c PolicyChange) Policy {
	next := Policy{Mode: p.Mode, Rules: make(map[string]Rule, len(p.Rules)+1)}
	for host, r := range p.Rules {
		next.Rules[host] = r
	}
	if c.Mode != "" {
		next.Mode = c.Mode
	}
	if c.Host != "" {
		delete(next.Rules, c.Host)
		if !c.Forget {
			next.Rules[c.Host] = Rule{Host: c.Host, Allow: c.Allow, Reason: c.Reason}
		}
	}
	return next
}

// SetPolicy changes the policy: both doors close or open at once, and what the change cuts off is put
// aside in the same change (see sweep.go), so that taking the change back restores it. by is nil when it
// comes from the command line.
func (s *Site) SetPolicy(ctx context.Context, by *Actor, c PolicyChange) error {
	if err := s.checkPolicyChange(c); err != nil {
		return err
	}
	var next Policy
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		if by != nil {
			if err := s.mayRun(ctx, tx, by); err != nil {
				return err
			}
		}
		before, err := s.readPolicy(ctx, tx)
		if err != nil {
			return err
		}
		if err := s.savePolicy(ctx, tx, by, c); err != nil {
			return err
		}
		next = before.with(c)
		if err := s.sweep(ctx, tx, next); err != nil {
			return err
		}
		return s.record(ctx, tx, policyAct(by, c))
	})
	if err == nil {
		s.policy.Store(&kept[Policy]{value: next}) // to be read anew, should it be readable
	}
	return err
}

func (s *Site) checkPolicyChange(c PolicyChange) error {
	switch {
	case c.Mode != "" && c.Mode != ModeOpen && c.Mode != ModeAllowlist && c.Mode != ModeClosed:
		return invalid("mode", "Choose open, allowlist or closed.")
	case c.Host == s.host:
		return invalid("host", "This is your own site. Enter the address of another one.")
	case c.Host == "*" || (strings.HasPrefix(c.Host, "*.") && !strings.Contains(c.Host[2:], ".")):
		return invalid("host", "This covers too much. Name a site, or a domain with at least two parts.")
	case c.Mode == "" && c.Host == "":
		return invalid("host", "Enter the address of a site, such as south.example.")
	}
	return nil
}

func (s *Site) savePolicy(ctx context.Context, tx *db.Tx, by *Actor, c PolicyChange) error {
	if c.Mode != "" {
		if err := s.writeSetting(ctx, tx, "mode", c.Mode); err != nil {
			return err
		}
	}
	if c.Host == "" {
		return nil
	}
	if c.Forget {
		if _, err := tx.NewDelete().Model((*Rule)(nil)).Where("host = ?", c.Host).Exec(ctx); err != nil {
			return fmt.Errorf("drop rule: %w", err)
		}
		return nil
	}
	r := &Rule{Host: c.Host, Allow: c.Allow, Reason: c.Reason, At: tx.Now}
	if by != nil {
		r.ByID = by.ID
	}
	_, err := tx.NewInsert().Model(r).On("CONFLICT (host) DO UPDATE").
		Set("allow = EXCLUDED.allow, reason = EXCLUDED.reason, by_id = EXCLUDED.by_id, at = EXCLUDED.at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save rule: %w", err)
	}
	return nil
}

func policyAct(by *Actor, c PolicyChange) *Act {
	a := &Act{By: by, Reason: c.Reason, Note: c.Host}
	switch {
	case c.Mode != "":
		a.Verb, a.Note = VerbMode, string(c.Mode)
	case c.Forget:
		a.Verb = VerbForget
	case c.Allow:
		a.Verb = VerbAllow
	default:
		a.Verb = VerbDeny
	}
	return a
}
