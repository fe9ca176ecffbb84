package models

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// An ArticleDraft is an article that somebody writes and that is not published yet. It is no item: nobody but its author knows
// of it, until they ask the facilitators of its community to publish it, who then may read it.
type ArticleDraft struct {
	bun.BaseModel `bun:"table:article_drafts,alias:ad"`

	ID           int64     `bun:"id,pk"`
	AuthorID     int64     `bun:"author_id"`
	CommunityID  int64     `bun:"community_id,nullzero"` // 0: for the author's own page, or the site's blog
	OfSite       bool      `bun:"of_site"`
	Title        string    `bun:"title"`
	Source       string    `bun:"source"`
	Summary      string    `bun:"summary"`
	AudioID      int64     `bun:"audio_id,nullzero"`
	AudioURL     string    `bun:"audio_url"`
	AudioSeconds int       `bun:"audio_seconds"`
	Transcript   string    `bun:"transcript"`
	Version      int       `bun:"version"` // counts how often it was saved
	Once         string    `bun:"once"`    // names the form from which it was begun
	AskedAt      time.Time `bun:"asked_at,nullzero"`
	Note         string    `bun:"note"`   // why it was handed back, or could not be published; for its author
	Begins       string    `bun:"begins"` // wall time at which it is to be published; "" for none
	Zone         string    `bun:"zone"`
	DueAt        time.Time `bun:"due_at,nullzero"` // and that instant
	DueBy        int64     `bun:"due_by,nullzero"` // who said so
	MadeAt       time.Time `bun:"made_at"`
	SavedAt      time.Time `bun:"saved_at"`

	Pictures  []*DraftPicture `bun:"-"` // the cover first
	Author    *Actor          `bun:"-"`
	Community *Actor          `bun:"-"`
	Audio     *File           `bun:"-"`
}

// A DraftPicture is a picture of a draft.
type DraftPicture struct {
	bun.BaseModel `bun:"table:article_draft_pictures,alias:adp"`

	DraftID    int64  `bun:"draft_id,pk"`
	Position   int    `bun:"position,pk"` // from 0
	MediaID    int64  `bun:"media_id"`
	Alt        string `bun:"alt"`
	Decorative bool   `bun:"decorative"` // needs no words, its author says
}

// maxDrafts is how many drafts one person has at a time.
const maxDrafts = 200

var errNoDraft = refuse(NotFound, "This draft is not here, or you may not see it.")

// Due is when it is to be published, in the zone in which that was said; zero for never.
func (d *ArticleDraft) Due() time.Time {
	if zone := zoneNamed(d.Zone); zone != nil && !d.DueAt.IsZero() {
		return d.DueAt.In(zone)
	}
	return d.DueAt
}

// Detail is what the draft says besides title and text.
func (d *ArticleDraft) Detail() *Article {
	return &Article{
		OfSite: d.OfSite, Summary: d.Summary, AudioID: d.AudioID, AudioURL: d.AudioURL, AudioSeconds: d.AudioSeconds, Transcript: d.Transcript, Audio: d.Audio,
	}
}

// SaveArticleDraft keeps what somebody writes, however unfinished. With the number 0 it is a new draft, where they may write
// one; else it takes the place of the version d.Version, and is refused with Conflict when that is no longer the latest: then
// it was saved elsewhere, which nobody has looked at here. Whether and when it is to be published stays as it is, unless somebody
// else has said so, who has read other words.
func (s *Site) SaveArticleDraft(ctx context.Context, by *Actor, d ArticleDraft) (*ArticleDraft, error) {
	var saved *ArticleDraft
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		now, err := s.draftToSave(ctx, tx, by, d)
		if err != nil {
			return err
		}
		if err := s.unapprove(ctx, tx, by, now, d); err != nil {
			return err
		}
		now.Title, now.Source, now.Summary, now.Transcript = d.Title, d.Source, d.Summary, d.Transcript
		now.Pictures, now.AudioID, now.AudioURL, now.AudioSeconds = d.Pictures, d.AudioID, d.AudioURL, d.AudioSeconds
		now.Version, now.SavedAt = now.Version+1, tx.Now
		if err := s.checkDraft(ctx, tx, now); err != nil {
			return err
		}
		if saved = now; now.ID == 0 {
			now.ID, now.MadeAt = tx.NewID(), tx.Now
			_, err = tx.NewInsert().Model(now).Exec(ctx)
		} else {
			_, err = tx.NewUpdate().Model(now).WherePK().Exec(ctx)
		}
		if err != nil {
			return fmt.Errorf("save draft: %w", err)
		}
		if err := saveDraftPictures(ctx, tx, now); err != nil {
			return err
		}
		return s.fillDrafts(ctx, tx, now)
	})
	return saved, err
}

// unapprove takes a draft off the clock, before it is changed, when somebody else than its author has put it there: what they agreed
// to is not what it will say. They are asked again.
func (s *Site) unapprove(ctx context.Context, tx *db.Tx, by *Actor, now *ArticleDraft, to ArticleDraft) error {
	if now.DueBy == 0 || now.DueBy == now.AuthorID {
		return nil
	}
	if err := s.fillDrafts(ctx, tx, now); err != nil {
		return err
	}
	if now.says(to) {
		return nil
	}
	asked := now.DueBy
	now.DueAt, now.DueBy, now.Begins = time.Time{}, 0, ""
	if now.Note = ""; now.AskedAt.IsZero() {
		return nil
	}
	now.Note = "You changed it after it had been agreed when it is published, so it has to be agreed to again."
	return s.tellOfDraft(ctx, tx, asked, NoticeWantsOut, by, now.Community)
}

// says tells whether readers would find the same in another draft.
func (d *ArticleDraft) says(o ArticleDraft) bool {
	return d.Title == o.Title && d.Source == o.Source && d.Summary == o.Summary && d.Transcript == o.Transcript &&
		d.AudioID == o.AudioID && d.AudioURL == o.AudioURL && d.AudioSeconds == o.AudioSeconds &&
		slices.EqualFunc(d.Pictures, o.Pictures, func(a, b *DraftPicture) bool { return a.MediaID == b.MediaID && a.Alt == b.Alt })
}

// saveDraftPictures stores the pictures of a draft in place of those that it had.
func saveDraftPictures(ctx context.Context, tx *db.Tx, d *ArticleDraft) error {
	if _, err := tx.NewDelete().Model((*DraftPicture)(nil)).Where("draft_id = ?", d.ID).Exec(ctx); err != nil {
		return fmt.Errorf("save draft: %w", err)
	}
	for n, p := range d.Pictures {
		p.DraftID, p.Position = d.ID, n
		if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
			return fmt.Errorf("save draft: %w", err)
		}
	}
	return nil
}

// draftToSave is the draft that is to be changed, or an empty new one.
func (s *Site) draftToSave(ctx context.Context, tx *db.Tx, by *Actor, d ArticleDraft) (*ArticleDraft, error) {
	where, arg := "ad.id = ?", any(d.ID)
	if d.ID == 0 {
		where, arg, d.Version = "ad.once = ? AND ad.once <> ''", d.Once, 1 // the answer to the first saving of this form was lost
	}
	now, err := draftWhere(ctx, tx, by.ID, where, arg)
	switch {
	case err == nil && now.Version != d.Version && d.ID == 0:
		d.Once = "" // and then it was changed: this is another one
	case err == nil && now.Version != d.Version:
		return nil, refuse(Conflict, "This draft was changed in another window meanwhile.")
	case err == nil:
		return now, nil
	case d.ID != 0 || CodeOf(err) != NotFound:
		return nil, err
	}
	n, err := tx.NewSelect().Model((*ArticleDraft)(nil)).Where("ad.author_id = ?", by.ID).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count drafts: %w", err)
	}
	if n >= maxDrafts {
		return nil, invalid("", fmt.Sprintf("You have %d drafts. Publish or delete some first.", maxDrafts))
	}
	fresh := &ArticleDraft{AuthorID: by.ID, CommunityID: d.CommunityID, OfSite: d.OfSite, Once: d.Once}
	return fresh, s.mayDraft(ctx, tx, by, fresh, ToDraft)
}

// mayDraft asks whether somebody may do something with a draft.
func (s *Site) mayDraft(ctx context.Context, tx *db.Tx, by *Actor, d *ArticleDraft, p Permission) error {
	if d.CommunityID == 0 {
		st, err := s.standing(ctx, tx, by, nil)
		if err != nil {
			return err
		}
		if st.OwnPage = true; d.OfSite {
			p = ToRun
		}
		return May(st, p, d.AuthorID == by.ID)
	}
	community, err := s.group(ctx, tx, d.CommunityID)
	if err != nil {
		return err
	}
	st, err := s.standing(ctx, tx, by, community)
	if err != nil {
		return err
	}
	return May(st, p, d.AuthorID == by.ID)
}

// checkDraft refuses what is not the author's own: by naming it in a draft nobody sees what is somebody else's.
func (s *Site) checkDraft(ctx context.Context, tx *db.Tx, d *ArticleDraft) error {
	if len(d.Pictures) > MaxPictures {
		return invalid("picture", fmt.Sprintf("Use %d pictures or fewer.", MaxPictures))
	}
	for _, p := range d.Pictures {
		own, err := tx.NewSelect().Model((*Media)(nil)).Where("md.id = ? AND md.owner_id = ?", p.MediaID, d.AuthorID).Exists(ctx)
		if err != nil {
			return fmt.Errorf("look up picture: %w", err)
		}
		if !own {
			return invalid("picture", "This picture is not here any more. Add it again.")
		}
	}
	if d.AudioID == 0 {
		return nil
	}
	f, err := s.fileWhere(ctx, tx, "f.id = ?", d.AudioID)
	if err == nil {
		err = f.asEpisode(d.AuthorID, 0)
	}
	if CodeOf(err) == NotFound || err != nil && f.OwnerID != d.AuthorID {
		return invalid("audio", "This recording is not here any more. Add it again.")
	}
	if CodeOf(err) == Invalid && (f.State == FilePending || f.State == FileRefused || f.State == FileInfected) {
		return nil // it says so where it is to be published
	}
	return err
}

// draftWhere reads one draft of somebody.
func draftWhere(ctx context.Context, idb bun.IDB, author int64, where string, args ...any) (*ArticleDraft, error) {
	d := new(ArticleDraft)
	err := idb.NewSelect().Model(d).Where(where, args...).Where("ad.author_id = ?", author).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, errNoDraft
	}
	if err != nil {
		return nil, fmt.Errorf("read draft: %w", err)
	}
	return d, nil
}

// draftsVisible are the drafts that somebody may read: their own, and those that the facilitators of a community of theirs
// are asked to publish.
func draftsVisible(q *bun.SelectQuery, who int64) *bun.SelectQuery {
	return q.Where("(ad.author_id = ? OR ad.asked_at IS NOT NULL AND ad.community_id IN (SELECT m.community_id FROM members AS m "+
		"WHERE m.actor_id = ? AND m.state = ? AND m.role IN (?, ?)))", who, who, Active, Facilitator, Organiser)
}

// ArticleDraft returns a draft if viewer may read it; NotFound otherwise.
func (s *Site) ArticleDraft(ctx context.Context, v Viewer, id int64) (*ArticleDraft, error) {
	found, err := s.drafts(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("ad.id = ?", id) })
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, errNoDraft
	}
	return found[0], nil
}

// ArticleDrafts lists somebody's own drafts, the latest first.
func (s *Site) ArticleDrafts(ctx context.Context, v Viewer) ([]*ArticleDraft, error) {
	return s.drafts(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("ad.author_id = ?", v.id()).OrderExpr("ad.saved_at DESC, ad.id DESC")
	})
}

// ArticleDraftsAsked lists what viewer is asked to publish in the communities that they look after, or in one of them.
func (s *Site) ArticleDraftsAsked(ctx context.Context, v Viewer, communityID int64) ([]*ArticleDraft, error) {
	return s.drafts(ctx, v, func(q *bun.SelectQuery) *bun.SelectQuery {
		if q = q.Where("ad.asked_at IS NOT NULL").Where("ad.author_id <> ?", v.id()); communityID != 0 {
			q = q.Where("ad.community_id = ?", communityID)
		}
		return q.OrderExpr("ad.asked_at, ad.id")
	})
}

func (s *Site) drafts(ctx context.Context, v Viewer, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]*ArticleDraft, error) {
	if !v.SignedIn() || v.Actor.Silenced() {
		return nil, nil
	}
	var found []*ArticleDraft
	q := draftsVisible(s.db.Read().NewSelect().Model(&found), v.id())
	if err := narrow(q).Limit(maxDrafts).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read drafts: %w", err)
	}
	return found, s.fillDrafts(ctx, s.db.Read(), found...)
}

// fillDrafts reads who wrote drafts, for which communities, their pictures and their recordings.
func (s *Site) fillDrafts(ctx context.Context, idb bun.IDB, drafts ...*ArticleDraft) error {
	if len(drafts) == 0 {
		return nil
	}
	byID := map[int64]*ArticleDraft{}
	var ids, people []int64
	for _, d := range drafts {
		byID[d.ID], d.Pictures = d, nil
		ids, people = append(ids, d.ID), append(people, d.AuthorID, d.CommunityID)
		if d.AudioID == 0 {
			continue
		}
		f, err := s.fileWhere(ctx, idb, "f.id = ?", d.AudioID)
		if err != nil && CodeOf(err) != NotFound {
			return err
		}
		d.Audio = f
	}
	var pictures []*DraftPicture
	if err := idb.NewSelect().Model(&pictures).Where("adp.draft_id IN (?)", bun.List(ids)).OrderExpr("adp.draft_id, adp.position").Scan(ctx); err != nil {
		return fmt.Errorf("read pictures of drafts: %w", err)
	}
	for _, p := range pictures {
		byID[p.DraftID].Pictures = append(byID[p.DraftID].Pictures, p)
	}
	actors, err := actorsByID(ctx, idb, people)
	for _, d := range drafts {
		d.Author, d.Community = actors[d.AuthorID], actors[d.CommunityID]
	}
	return err
}
