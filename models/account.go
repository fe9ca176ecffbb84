package models

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// An Account lets a person sign in on this site.
type Account struct {
	bun.BaseModel `bun:"table:accounts,alias:acc"`

	ID           int64     `bun:"id,pk"`
	ActorID      int64     `bun:"actor_id"`
	Email        string    `bun:"email"`
	PasswordHash string    `bun:"password_hash"`
	Admin        bool      `bun:"admin"`
	Stamp        string    `bun:"stamp"` // changes with the password; sessions that hold another one end
	CreatedAt    time.Time `bun:"created_at"`
	SeenAt       time.Time `bun:"seen_at,nullzero"`
	DisabledAt   time.Time `bun:"disabled_at,nullzero"`
	NoReminders  bool      `bun:"no_reminders"`
	NoNews       bool      `bun:"no_news"`
	Zone         string    `bun:"zone"` // see MailWishes

	Actor *Actor `bun:"rel:belongs-to,join:actor_id=id"`
}

// A NewAccount is what somebody fills in to get an account.
type NewAccount struct {
	Name, Title, Email, Password string
	Admin                        bool
	Invitation                   string // the token of an invitation; "" for the command line and the set-up
}

// hashing bounds how many passwords are hashed at once: each takes 64 MiB.
var hashing = make(chan struct{}, 2)

// decoy is compared against when there is no such account, so that the answer takes as long.
var decoy = "$argon2id$v=19$m=65536,t=1,p=2$c29tZXNhbHRzb21lc2FsdA$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA"

func (s *Site) hashPassword(password string) (string, error) {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2id.CreateHash(password, s.dear.Hash)
}

func checkPassword(password, hash string) (bool, error) {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2id.ComparePasswordAndHash(password, hash)
}

func (n *NewAccount) check() error {
	n.Name = strings.ToLower(strings.TrimSpace(n.Name))
	n.Title = text.CleanLine(n.Title, 1000)
	n.Email = strings.ToLower(strings.TrimSpace(n.Email))
	wrong := fields{}
	if err := text.ValidName(n.Name); err != nil {
		wrong.add("name", err.Error())
	}
	if len([]rune(n.Title)) > 80 {
		wrong.add("title", "Use 80 characters or fewer.")
	}
	wrong.add("email", wrongEmail(n.Email))
	wrong.add("password", weakPassword(n.Password))
	return wrong.err()
}

func weakPassword(password string) string {
	switch n := len([]rune(password)); {
	case n < 10:
		return "Use at least 10 characters. Three or four words together make a good password."
	case n > 200:
		return "Use 200 characters or fewer."
	}
	return ""
}

// AddAccount makes a person of this site with an account. With an invitation it uses that up.
func (s *Site) AddAccount(ctx context.Context, n NewAccount) (*Account, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	acc, key, err := s.prepareAccount(n)
	if err != nil {
		return nil, err
	}
	err = s.db.Change(ctx, func(tx *db.Tx) error { return s.addAccount(ctx, tx, n, acc, acc.Actor, key) })
	if db.IsUnique(err) { // somebody else took the name or the address at the same moment
		return nil, invalid("name", "This name or e-mail address was just taken. Choose another.")
	}
	if err != nil {
		return nil, err
	}
	return acc, nil
}

// prepareAccount does what takes long, before a change is begun: hashing the password and making the key.
func (s *Site) prepareAccount(n NewAccount) (*Account, *KeyPair, error) {
	hash, err := s.hashPassword(n.Password)
	if err != nil {
		return nil, nil, fmt.Errorf("hash password: %w", err)
	}
	key, err := s.newKeyPair()
	if err != nil {
		return nil, nil, err
	}
	person := &Actor{Kind: Person, Name: n.Name, Title: n.Title, Indexable: true}
	return &Account{Email: n.Email, PasswordHash: hash, Admin: n.Admin, Stamp: newToken(), Actor: person}, key, nil
}

func (s *Site) addAccount(ctx context.Context, tx *db.Tx, n NewAccount, acc *Account, person *Actor, key *KeyPair) error {
	taken, err := tx.NewSelect().Model((*Account)(nil)).Where("acc.email = ?", n.Email).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look up e-mail: %w", err)
	}
	if taken {
		return invalid("email", "There is an account with this address already. Sign in instead.")
	}
	var inv *Invitation
	if n.Invitation != "" {
		if inv, err = s.useInvitation(ctx, tx, n.Invitation); err != nil {
			return err
		}
	}
	if err := s.addActor(ctx, tx, person, key); err != nil {
		return err
	}
	person.Profile = &Profile{ActorID: person.ID}
	if _, err := tx.NewInsert().Model(person.Profile).Exec(ctx); err != nil {
		return fmt.Errorf("add profile: %w", err)
	}
	acc.ID, acc.ActorID, acc.CreatedAt = tx.NewID(), person.ID, tx.Now
	if _, err := tx.NewInsert().Model(acc).Exec(ctx); err != nil {
		return fmt.Errorf("add account: %w", err)
	}
	if inv == nil || inv.CommunityID == 0 {
		return nil
	}
	community, err := s.group(ctx, tx, inv.CommunityID)
	if err != nil {
		return err
	}
	return s.admit(ctx, tx, community, person, Member)
}

// SignIn returns the account if the password is right. The answer is the same, and takes as long,
// whether the address is unknown or the password wrong. Only who knows the password is told that the
// account is suspended, and whom to write to.
func (s *Site) SignIn(ctx context.Context, email, password string) (*Account, error) {
	wrong := &Error{Code: Invalid, Message: "The e-mail address or the password is not right."}
	acc, err := s.accountWhere(ctx, "acc.email = ?", strings.ToLower(strings.TrimSpace(email)))
	if CodeOf(err) == NotFound {
		_, _ = checkPassword(password, decoy)
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	ok, err := checkPassword(password, acc.PasswordHash)
	if err != nil {
		return nil, fmt.Errorf("check password: %w", err)
	}
	if !ok {
		return nil, wrong
	}
	if !acc.DisabledAt.IsZero() {
		return nil, s.suspended(ctx)
	}
	return acc, nil
}

// suspended tells somebody that their account is, and whom to ask about it.
func (s *Site) suspended(ctx context.Context) error {
	set, err := s.Settings(ctx)
	if err != nil {
		return err
	}
	if set.Contact == "" {
		return &Error{Code: Invalid, Message: "This account is suspended. Ask the people who run this site about it."}
	}
	return &Error{Code: Invalid, Message: "This account is suspended. To ask about it, write to " + set.Contact + "."}
}

// Account returns the account of that id with its actor.
func (s *Site) Account(ctx context.Context, id int64) (*Account, error) {
	return s.accountWhere(ctx, "acc.id = ?", id)
}

// seenEvery is how exactly it is kept when somebody was here last: no visit is recorded more finely than by the day.
const seenEvery = 24 * time.Hour

// Saw notes that somebody who is signed in was here, once a day.
func (s *Site) Saw(ctx context.Context, acc *Account) error {
	if s.db.Now().Sub(acc.SeenAt) < seenEvery {
		return nil
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		acc.SeenAt = tx.Now
		if _, err := tx.NewUpdate().Model(acc).Column("seen_at").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("note a visit: %w", err)
		}
		return nil
	})
}

// AccountNamed returns the account whose person has this name.
func (s *Site) AccountNamed(ctx context.Context, name string) (*Account, error) {
	return s.accountWhere(ctx, "actor.name = ? AND actor.host = ''", strings.ToLower(name))
}

func (s *Site) accountWhere(ctx context.Context, where string, arg any) (*Account, error) {
	acc := new(Account)
	err := s.db.Read().NewSelect().Model(acc).Relation("Actor").Relation("Actor.Profile").Where(where, arg).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "There is no account of this name.")
	}
	if err != nil {
		return nil, fmt.Errorf("read account: %w", err)
	}
	return acc, nil
}

// SetPassword changes a password if the present one is right. All other sessions end.
func (s *Site) SetPassword(ctx context.Context, acc *Account, present, next string) (stamp string, err error) {
	if msg := weakPassword(next); msg != "" {
		return "", invalid("password", msg)
	}
	ok, err := checkPassword(present, acc.PasswordHash)
	if err != nil {
		return "", fmt.Errorf("check password: %w", err)
	}
	if !ok {
		return "", invalid("present", "This is not your present password.")
	}
	return s.savePassword(ctx, acc, next, nil)
}

// ReplacePassword gives an account a new password in place of a forgotten one, for those who run the site. All of its
// sessions end, and the site's log tells of it.
func (s *Site) ReplacePassword(ctx context.Context, acc *Account, next string) error {
	if msg := weakPassword(next); msg != "" {
		return invalid("password", msg)
	}
	_, err := s.savePassword(ctx, acc, next, &Act{Verb: VerbPassword, Target: acc.Actor})
	return err
}

// savePassword stores a password, with an act that tells of it or without any. The new stamp ends all sessions, and
// links for another password that were sent before lead nowhere.
func (s *Site) savePassword(ctx context.Context, acc *Account, next string, act *Act) (stamp string, err error) {
	hash, err := s.hashPassword(next)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	stamp = newToken()
	err = s.db.Change(ctx, func(tx *db.Tx) error {
		_, err := tx.NewUpdate().Model((*Account)(nil)).Set("password_hash = ?, stamp = ?", hash, stamp).Where("id = ?", acc.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("set password: %w", err)
		}
		if _, err := tx.NewDelete().Model((*passwordLink)(nil)).Where("account_id = ?", acc.ID).Exec(ctx); err != nil {
			return fmt.Errorf("use up links for a password: %w", err)
		}
		if act == nil {
			return nil
		}
		return s.record(ctx, tx, act)
	})
	return stamp, err
}

// Suspend closes an account, or opens it again: its sessions end at once and nothing more is taken from
// it. What was written stays.
func (s *Site) Suspend(ctx context.Context, by *Actor, acc *Account, on bool, reason string) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.mayRun(ctx, tx, by); err != nil {
			return err
		}
		if by.ID == acc.ActorID {
			return refuse(Conflict, "You cannot suspend your own account.")
		}
		when := whenOn(on, tx.Now)
		acc.DisabledAt, acc.Actor.SuspendedAt, acc.Stamp = when, when, newToken()
		if _, err := tx.NewUpdate().Model(acc).Column("disabled_at", "stamp").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("suspend account: %w", err)
		}
		if _, err := tx.NewUpdate().Model(acc.Actor).Column("suspended_at").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("suspend account: %w", err)
		}
		return s.record(ctx, tx, &Act{Verb: either(on, VerbSuspend, VerbRelease), By: by, Target: acc.Actor, Reason: reason})
	})
}

// HasAccounts tells whether anybody has an account yet; before that, the set-up page is open to whoever
// holds its link.
func (s *Site) HasAccounts(ctx context.Context) (bool, error) {
	has, err := s.db.Read().NewSelect().Model((*Account)(nil)).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for accounts: %w", err)
	}
	return has, nil
}

func isAdmin(ctx context.Context, idb bun.IDB, actorID int64) (bool, error) {
	yes, err := idb.NewSelect().Model((*Account)(nil)).Where("acc.actor_id = ? AND acc.admin AND acc.disabled_at IS NULL", actorID).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("read account: %w", err)
	}
	return yes, nil
}

// mayRun refuses whoever does not look after the site.
func (s *Site) mayRun(ctx context.Context, tx *db.Tx, by *Actor) error {
	st, err := s.standing(ctx, tx, by, nil)
	if err != nil {
		return err
	}
	return May(st, ToRun, false)
}

// isPersonHere refuses whoever cannot act on this site: people of other sites, and suspended accounts.
func (s *Site) isPersonHere(a *Actor) error {
	switch {
	case a.Kind != Person || !a.Here():
		return refuse(Forbidden, "Only people with an account on this site can do this.")
	case !a.SuspendedAt.IsZero():
		return refuse(Forbidden, "This account has been suspended.")
	}
	return nil
}

// newToken returns 128 random bits in hex.
func newToken() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: the runtime ends the program if the system has no randomness
	return hex.EncodeToString(b[:])
}
