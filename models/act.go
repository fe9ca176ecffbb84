package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// Verb says what somebody did.
type Verb string

// The verbs. Those that go to other servers come first.
const (
	VerbCreate   Verb = "create"
	VerbUpdate   Verb = "update"
	VerbDelete   Verb = "delete" // by its author
	VerbRemove   Verb = "remove" // by a moderator
	VerbRestore  Verb = "restore"
	VerbLike     Verb = "like"
	VerbUnlike   Verb = "unlike"
	VerbDislike  Verb = "dislike"
	VerbLock     Verb = "lock"
	VerbUnlock   Verb = "unlock"
	VerbPin      Verb = "pin"
	VerbUnpin    Verb = "unpin"
	VerbBan      Verb = "ban"
	VerbUnban    Verb = "unban"
	VerbAppoint  Verb = "appoint"
	VerbDismiss  Verb = "dismiss"
	VerbReport   Verb = "report"
	VerbFollow   Verb = "follow"
	VerbUnfollow Verb = "unfollow"
	VerbAccept   Verb = "accept"
	VerbReject   Verb = "reject"
	VerbProfile  Verb = "profile" // an actor changed how it looks, or a community its charter
	VerbErase    Verb = "erase"   // an actor is gone

	VerbAnswer  Verb = "answer"  // to an event: yes, no, maybe, in Note
	VerbOffer   Verb = "offer"   // an edit of a wiki page of another site
	VerbVerdict Verb = "verdict" // a page's community says what became of an offer, in Note

	VerbSeat Verb = "seat" // an event's community says what became of a yes, in Note

	VerbFound    Verb = "found" // a community
	VerbJoin     Verb = "join"
	VerbLeave    Verb = "leave"
	VerbResolve  Verb = "resolve"
	VerbMode     Verb = "mode"
	VerbAllow    Verb = "allow"
	VerbDeny     Verb = "deny"
	VerbForget   Verb = "forget"
	VerbRetry    Verb = "retry"
	VerbSettings Verb = "settings"
	VerbInvite   Verb = "invite"
	VerbRevoke   Verb = "revoke"
	VerbSuspend  Verb = "suspend"
	VerbRelease  Verb = "release"
	VerbPassword Verb = "password" // an account got a new one from those who run the site
	VerbEntrust  Verb = "entrust"  // an account may run the site
	VerbRelieve  Verb = "relieve"  // and no longer
	VerbEmail    Verb = "email"    // an account got another address for signing in
	VerbRedo     Verb = "redo"     // work that failed too often is tried again
	VerbDrop     Verb = "drop"     // and is given up for good
)

// An Act is a row of the one log of what was done. It is the outbox, the moderation log, the key against
// doing things twice, and the audit, in one.
type Act struct {
	bun.BaseModel `bun:"table:acts,alias:ac"`

	ID          int64     `bun:"id,pk"`
	Verb        Verb      `bun:"verb"`
	ByID        int64     `bun:"by_id,nullzero"` // 0: done from the command line
	ItemID      int64     `bun:"item_id,nullzero"`
	TargetID    int64     `bun:"target_id,nullzero"` // the actor that it is done to
	CommunityID int64     `bun:"community_id,nullzero"`
	URI         string    `bun:"uri"`
	Host        string    `bun:"host"` // where it was done; "" here
	Reason      string    `bun:"reason"`
	Note        string    `bun:"note"` // what the verb is about besides: a host, a mode, an end date
	UndoesID    int64     `bun:"undoes_id,nullzero"`
	Shared      bool      `bun:"shared"` // anyone may read it at its URI
	Raw         []byte    `bun:"raw"`    // as it arrived; passed on untouched
	At          time.Time `bun:"at"`

	By        *Actor     `bun:"-"`
	Item      *Item      `bun:"-"`
	Target    *Actor     `bun:"-"`
	Community *Actor     `bun:"-"`
	Undoes    *Act       `bun:"-"`
	Seat      *Answer    `bun:"-"` // of a VerbSeat: the answer that it is about
	Offer     *WikiOffer `bun:"-"` // of a VerbOffer or a VerbVerdict
	Answers   *Follow    `bun:"-"` // the follow that an accept or a reject answers
	Via       *Actor     `bun:"-"` // the community that passed it on to us, if one did
}

// sharedVerbs are those that, done to something public, anyone may read at their URI.
var sharedVerbs = map[Verb]bool{
	VerbCreate: true, VerbUpdate: true, VerbDelete: true, VerbRemove: true, VerbRestore: true,
	VerbLike: true, VerbUnlike: true, VerbDislike: true, VerbLock: true, VerbUnlock: true, VerbPin: true, VerbUnpin: true,
	VerbBan: true, VerbUnban: true, VerbAppoint: true, VerbDismiss: true, VerbProfile: true,
}

// Act returns the act of that id with everybody and everything that it names.
func (s *Site) Act(ctx context.Context, id int64) (*Act, error) {
	return s.actWhere(ctx, s.db.Read(), "ac.id = ?", id)
}

// ActByURI returns the act with this id on the wire.
func (s *Site) ActByURI(ctx context.Context, uri string) (*Act, error) {
	return s.actWhere(ctx, s.db.Read(), "ac.uri = ?", uri)
}

func (s *Site) actWhere(ctx context.Context, idb bun.IDB, where string, args ...any) (*Act, error) {
	a := new(Act)
	err := idb.NewSelect().Model(a).Where(where, args...).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "This is not here, or you may not see it.")
	}
	if err != nil {
		return nil, fmt.Errorf("read act: %w", err)
	}
	return a, s.fillActs(ctx, idb, a)
}

// fillActs reads the actors and items that acts name.
func (s *Site) fillActs(ctx context.Context, idb bun.IDB, acts ...*Act) error {
	var actorIDs, itemIDs []int64
	for _, a := range acts {
		actorIDs = append(actorIDs, a.ByID, a.TargetID, a.CommunityID)
		if a.ItemID != 0 {
			itemIDs = append(itemIDs, a.ItemID)
		}
	}
	actors, err := actorsByID(ctx, idb, actorIDs)
	if err != nil {
		return err
	}
	items := map[int64]*Item{}
	if len(itemIDs) > 0 {
		var rows []*Item
		if err := idb.NewSelect().Model(&rows).Where("i.id IN (?)", bun.List(itemIDs)).Scan(ctx); err != nil {
			return fmt.Errorf("read items of acts: %w", err)
		}
		if err := s.fill(ctx, idb, rows...); err != nil {
			return err
		}
		for _, it := range rows {
			items[it.ID] = it
		}
	}
	for _, a := range acts {
		a.By, a.Target, a.Community, a.Item = actors[a.ByID], actors[a.TargetID], actors[a.CommunityID], items[a.ItemID]
	}
	return nil
}

// CreateOf returns the act with which an item was published.
func (s *Site) CreateOf(ctx context.Context, tx *db.Tx, it *Item) (*Act, error) {
	return s.actWhere(ctx, tx, "ac.item_id = ? AND ac.verb = ?", it.ID, VerbCreate)
}
