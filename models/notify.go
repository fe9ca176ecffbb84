package models

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// NoticeKind says what somebody is told of.
type NoticeKind string

// The kinds of notice.
const (
	NoticeReply     NoticeKind = "reply"     // somebody answered you
	NoticeMention   NoticeKind = "mention"   // somebody named you
	NoticeAsked     NoticeKind = "asked"     // somebody asks to join a community that you look after
	NoticeReported  NoticeKind = "reported"  // something was reported in a community that you look after
	NoticeAccepted  NoticeKind = "accepted"  // you were let in
	NoticeRefused   NoticeKind = "refused"   // you were not, or no longer
	NoticeBanned    NoticeKind = "banned"    // you were shut out
	NoticeUnbanned  NoticeKind = "unbanned"  // and let in again
	NoticeAppointed NoticeKind = "appointed" // you became a facilitator
	NoticeRemoved   NoticeKind = "removed"   // something that you wrote was taken away
	NoticeComing    NoticeKind = "coming"    // you have a place at an event
	NoticeWaiting   NoticeKind = "waiting"   // every place is taken; you are in the line
	NoticeSeatAsked NoticeKind = "seat"      // a facilitator has yet to say yes
	NoticeTurned    NoticeKind = "turned"    // and said no
	NoticeWantsSeat NoticeKind = "wants"     // somebody asks for a place at an event that you look after
	NoticeAdded     NoticeKind = "added"     // an event was added in a community of yours
	NoticeMoved     NoticeKind = "moved"     // an event that you answered is at another time or place
	NoticePostponed NoticeKind = "postponed" // or at a time that is not known yet
	NoticeCancelled NoticeKind = "cancelled" // or does not take place
	NoticeBack      NoticeKind = "back"      // or takes place after all
	NoticeFile      NoticeKind = "file"      // a file that you added is harmful, or cannot be kept
	NoticeEdited    NoticeKind = "edited"    // a wiki page that you watch was changed
	NoticeTaken     NoticeKind = "taken"     // another site took your edit of one of its pages
	NoticeUnfit     NoticeKind = "unfit"     // or could not
	NoticeSoon      NoticeKind = "soon"      // an event that you go to begins within a day
	NoticeWantsOut  NoticeKind = "wants_out" // somebody asks you to publish a draft for the blog
	NoticeReturned  NoticeKind = "returned"  // and was told not yet; or a draft could not be published at its time
	NoticePublished NoticeKind = "published" // your draft is an article now
)

// A Notice tells somebody of this site of something.
type Notice struct {
	bun.BaseModel `bun:"table:notices,alias:n"`

	ID          int64      `bun:"id,pk"`
	ForID       int64      `bun:"for_id"`
	Kind        NoticeKind `bun:"kind"`
	ByID        int64      `bun:"by_id"`
	ItemID      int64      `bun:"item_id"`
	CommunityID int64      `bun:"community_id"`
	FileID      int64      `bun:"file_id"`
	At          time.Time  `bun:"at"`
	ReadAt      time.Time  `bun:"read_at,nullzero"`

	By        *Actor `bun:"-"`
	Item      *Item  `bun:"-"`
	Community *Actor `bun:"-"`
	File      *File  `bun:"-"`
	Reason    string `bun:"-"` // why something was removed or somebody is kept out, for as long as it is so
}

// notify tells the people of this site whom a new item concerns: those it names and those it answers.
func (s *Site) notify(ctx context.Context, tx *db.Tx, it *Item) error {
	told := map[int64]bool{it.AuthorID: true}
	if it.Parent != nil && KindNamed(it.Kind).Tells == TellsThread {
		thread, err := s.itemWhere(ctx, tx, "i.id = ?", it.ThreadID)
		if err != nil {
			return err
		}
		for _, id := range []int64{it.Parent.AuthorID, thread.AuthorID} {
			if told[id] {
				continue
			}
			told[id] = true
			if err := s.tell(ctx, tx, id, NoticeReply, it.Author, it, it.Community); err != nil {
				return err
			}
		}
	}
	for _, a := range it.Mentioned {
		if told[a.ID] || a.Kind != Person {
			continue
		}
		told[a.ID] = true
		if err := s.tell(ctx, tx, a.ID, NoticeMention, it.Author, it, it.Community); err != nil {
			return err
		}
	}
	return nil
}

// tell writes a notice, if it is for somebody with an account here. Nobody hears of what they may not see.
func (s *Site) tell(ctx context.Context, tx *db.Tx, forID int64, kind NoticeKind, by *Actor, it *Item, community *Actor) error {
	here, err := tx.NewSelect().Model((*Account)(nil)).Where("acc.actor_id = ?", forID).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look up who is told: %w", err)
	}
	if !here {
		return nil
	}
	if it != nil && it.Visibility == MembersOnly {
		m, err := membership(ctx, tx, it.CommunityID, forID)
		if err != nil {
			return err
		}
		if m == nil || m.State != Active {
			return nil
		}
	}
	n := &Notice{ID: tx.NewID(), ForID: forID, Kind: kind, ByID: idOf(by), ItemID: itemID(it), CommunityID: idOf(community), At: tx.Now}
	if _, err := tx.NewInsert().Model(n).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("write notice: %w", err)
	}
	return nil
}

// tellRemoved tells the author of an item that it was taken away, in the name of its community; once it is back, that is
// no longer said.
func (s *Site) tellRemoved(ctx context.Context, tx *db.Tx, by *Actor, it *Item) error {
	if it.RemovedAt.IsZero() {
		_, err := tx.NewDelete().Model((*Notice)(nil)).Where("item_id = ? AND kind = ?", it.ID, NoticeRemoved).Exec(ctx)
		if err != nil {
			return fmt.Errorf("take back a notice: %w", err)
		}
		return nil
	}
	if idOf(by) == it.AuthorID {
		return nil
	}
	return s.tell(ctx, tx, it.AuthorID, NoticeRemoved, it.Community, it, it.Community)
}

func (s *Site) tellFacilitators(ctx context.Context, tx *db.Tx, community *Actor, kind NoticeKind, by *Actor, it *Item) error {
	all, err := s.facilitators(ctx, tx, community.ID)
	if err != nil {
		return err
	}
	for _, a := range all {
		if err := s.tell(ctx, tx, a.ID, kind, by, it, community); err != nil {
			return err
		}
	}
	return nil
}

func eitherNotice(on bool, yes, no NoticeKind) NoticeKind {
	if on {
		return yes
	}
	return no
}

// Notices lists what somebody was told, newest first. What they may no longer see is left out.
func (s *Site) Notices(ctx context.Context, v Viewer, page int) (Page[*Notice], error) {
	out := Page[*Notice]{Number: max(1, page)}
	q := func() *bun.SelectQuery {
		visible := visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)).Column("i.id"), v)
		return s.db.Read().NewSelect().Model(&out.Items).Where("n.for_id = ?", v.id()).
			Where("(n.item_id = 0 OR n.item_id IN (?))", visible.Where("i.id = n.item_id"))
	}
	err := q().OrderExpr("n.id DESC").Limit(PageSize).Offset(out.offset()).Scan(ctx)
	if err != nil {
		return out, fmt.Errorf("read notices: %w", err)
	}
	total, err := q().Count(ctx)
	if err != nil {
		return out, fmt.Errorf("count notices: %w", err)
	}
	out.Total = int(total)
	return out, s.fillNotices(ctx, v, out.Items)
}

func (s *Site) fillNotices(ctx context.Context, v Viewer, notices []*Notice) error {
	var actorIDs, itemIDs []int64
	for _, n := range notices {
		actorIDs = append(actorIDs, n.ByID, n.CommunityID)
		itemIDs = append(itemIDs, n.ItemID)
	}
	actors, err := actorsByID(ctx, s.db.Read(), actorIDs)
	if err != nil {
		return err
	}
	items := map[int64]*Item{}
	if len(itemIDs) > 0 {
		rows, err := s.items(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("i.id IN (?)", bun.List(itemIDs)) })
		if err != nil {
			return err
		}
		for _, it := range rows {
			items[it.ID] = it
		}
	}
	bans, err := s.reasonsOfBans(ctx, v.id())
	if err != nil {
		return err
	}
	for _, n := range notices {
		if n.FileID != 0 {
			if n.File, err = s.fileWhere(ctx, s.db.Read(), "f.id = ?", n.FileID); err != nil && CodeOf(err) != NotFound {
				return err
			}
		}
		n.By, n.Community, n.Item = actors[n.ByID], actors[n.CommunityID], items[n.ItemID]
		switch {
		case n.Kind == NoticeBanned:
			n.Reason = bans[n.CommunityID]
		case n.Kind == NoticeRemoved && n.Item != nil:
			n.Reason = n.Item.RemovedReason
		}
	}
	return nil
}

// reasonsOfBans says why somebody is kept out, by community.
func (s *Site) reasonsOfBans(ctx context.Context, actorID int64) (map[int64]string, error) {
	var rows []*Membership
	if err := s.db.Read().NewSelect().Model(&rows).Where("m.actor_id = ? AND m.state = ?", actorID, Banned).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read why somebody is kept out: %w", err)
	}
	why := map[int64]string{}
	for _, m := range rows {
		why[m.CommunityID] = m.Reason
	}
	return why, nil
}

// Unread counts the notices that somebody has not looked at.
func (s *Site) Unread(ctx context.Context, actorID int64) (int, error) {
	n, err := s.db.Read().NewSelect().Model((*Notice)(nil)).Where("n.for_id = ? AND n.read_at IS NULL", actorID).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count notices: %w", err)
	}
	return int(n), nil
}

// ReadNotices marks all that somebody was told as read.
func (s *Site) ReadNotices(ctx context.Context, actorID int64) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		_, err := tx.NewUpdate().Model((*Notice)(nil)).Set("read_at = ?", tx.Now).Where("for_id = ? AND read_at IS NULL", actorID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("mark notices: %w", err)
		}
		return nil
	})
}
