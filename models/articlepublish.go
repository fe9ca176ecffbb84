package models

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// withDraft runs fn on a draft that by may read, within a change.
func (s *Site) withDraft(ctx context.Context, by *Actor, id int64, fn func(tx *db.Tx, d *ArticleDraft) error) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		d := new(ArticleDraft)
		err := draftsVisible(tx.NewSelect().Model(d), by.ID).Where("ad.id = ?", id).Scan(ctx)
		if db.IsNotFound(err) {
			return errNoDraft
		}
		if err != nil {
			return fmt.Errorf("read draft: %w", err)
		}
		if err := s.fillDrafts(ctx, tx, d); err != nil {
			return err
		}
		return fn(tx, d)
	})
}

func setDraft(ctx context.Context, tx *db.Tx, d *ArticleDraft, columns ...string) error {
	if _, err := tx.NewUpdate().Model(d).Column(columns...).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("note a draft: %w", err)
	}
	return nil
}

// PublishArticleDraft publishes a draft, of its author's or of somebody who asked for it, now or at a wall time in a zone; ""
// is now. It returns the article, or nil when that is to come: then, or as soon as its recording has been looked through, the
// minute job does it. Only the version that by has seen is published; 0 is any.
func (s *Site) PublishArticleDraft(ctx context.Context, by *Actor, id int64, version int, at, zone string) (*Item, error) {
	var it *Item
	err := s.withDraft(ctx, by, id, func(tx *db.Tx, d *ArticleDraft) error {
		if version != 0 && version != d.Version {
			return refuse(Conflict, "This draft was changed in another window meanwhile.")
		}
		if err := s.mayDraft(ctx, tx, by, d, ToBlog); err != nil {
			return err
		}
		wrong := s.wrongWith(d)
		if at == "" && d.Audio != nil && d.Audio.State == FilePending && len(wrong) == 0 {
			d.Begins, d.Zone, d.DueAt, d.DueBy, d.Note = "", "UTC", tx.Now, by.ID, ""
			return setDraft(ctx, tx, d, "begins", "zone", "due_at", "due_by", "note")
		}
		if at == "" {
			if err := wrong.err(); err != nil {
				return err
			}
			var err error
			it, err = s.publishDraft(ctx, tx, d, by)
			return err
		}
		in := zoneNamed(zone)
		if in == nil {
			wrong.add("timezone", "Choose a time zone, such as Europe/London.")
			return wrong.err()
		}
		due, what := wallTime(at, in)
		if wrong.add("at", what); what == "" && !due.After(tx.Now) {
			wrong.add("at", "Enter a time that is still to come.")
		}
		if err := wrong.err(); err != nil {
			return err
		}
		d.Begins, d.Zone, d.DueAt, d.DueBy, d.Note = due.In(in).Format(wallLayout), zone, due, by.ID, ""
		return setDraft(ctx, tx, d, "begins", "zone", "due_at", "due_by", "note")
	})
	return it, err
}

// wrongWith is what keeps a draft from being published, so that it is said at once of one that is to be published later.
func (s *Site) wrongWith(d *ArticleDraft) fields {
	wrong := fields{}
	checkWords(wrong, ArticleKind, text.CleanLine(d.Title, 1000), d.Source)
	a := d.Detail()
	maps.Copy(wrong, a.Check(nil, true))
	if d.AudioID != 0 && d.Audio == nil {
		wrong.add("audio", "This recording is not here any more. Add it again.")
	} else if d.Audio != nil {
		var refused *Error
		waits := d.Audio.State == FilePending && d.Audio.plays()
		if !waits && errors.As(d.Audio.asEpisode(d.AuthorID, d.CommunityID), &refused) {
			wrong.add("audio", refused.Fields["audio"])
		}
	}
	return wrong
}

// publishDraft makes of a draft the article that it was to be, in the same change in which it ceases to be a draft.
func (s *Site) publishDraft(ctx context.Context, tx *db.Tx, d *ArticleDraft, by *Actor) (*Item, error) {
	proposed := Draft{
		Kind: ArticleKind, By: d.Author, In: d.Community, Title: d.Title, Source: d.Source, Detail: d.Detail(), Language: "en",
		Once: fmt.Sprintf("draft %d", d.ID),
	}
	if by.ID != d.AuthorID {
		proposed.Backed = by
	}
	for _, p := range d.Pictures {
		proposed.Pictures = append(proposed.Pictures, Picture{MediaID: p.MediaID, Alt: p.Alt})
	}
	it, err := s.publish(ctx, tx, proposed)
	if err != nil {
		return nil, err
	}
	if _, err := tx.NewDelete().Model(d).WherePK().Exec(ctx); err != nil {
		return nil, fmt.Errorf("clear draft: %w", err)
	}
	if by.ID != d.AuthorID || !d.DueAt.IsZero() {
		return it, s.tell(ctx, tx, d.AuthorID, NoticePublished, by, it, d.Community)
	}
	return it, nil
}

// publishDue publishes the articles whose time has come, each once: what was published is no draft any more. What cannot be
// published stays a draft, and says to its author why.
func (s *Site) publishDue(ctx context.Context) error {
	var due []*ArticleDraft
	err := s.db.Read().NewSelect().Model(&due).Column("id", "due_by").Where("ad.due_at <= ?", s.db.Now()).
		Where("NOT EXISTS (SELECT 1 FROM files AS f WHERE f.id = ad.audio_id AND f.state = ?)", FilePending).
		OrderExpr("ad.due_at, ad.id").Limit(tellBatch).Scan(ctx)
	if err != nil {
		return fmt.Errorf("find articles to publish: %w", err)
	}
	var failed error
	for _, d := range due {
		err := s.publishOne(ctx, d.ID)
		if IsRefusal(err) {
			err = s.returnDraft(ctx, d.ID, err)
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// publishOne publishes one draft that is due, unless another process was quicker.
func (s *Site) publishOne(ctx context.Context, id int64) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		d := new(ArticleDraft)
		err := tx.NewSelect().Model(d).Where("ad.id = ? AND ad.due_at <= ?", id, tx.Now).Scan(ctx)
		if db.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read draft: %w", err)
		}
		if err := s.fillDrafts(ctx, tx, d); err != nil {
			return err
		}
		actors, err := actorsByID(ctx, tx, []int64{d.DueBy})
		if err != nil {
			return err
		}
		by := actors[d.DueBy]
		if by == nil {
			by = d.Author
		}
		_, err = s.publishDraft(ctx, tx, d, by)
		return err
	})
}

// returnDraft takes a draft off the clock, and notes why.
func (s *Site) returnDraft(ctx context.Context, id int64, why error) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		d := new(ArticleDraft)
		if err := tx.NewSelect().Model(d).Where("ad.id = ?", id).Scan(ctx); err != nil {
			if db.IsNotFound(err) {
				return nil
			}
			return fmt.Errorf("read draft: %w", err)
		}
		var refused *Error
		if errors.As(why, &refused) {
			d.Note = refused.inWords()
		}
		d.DueAt, d.DueBy, d.Begins = time.Time{}, 0, ""
		if err := setDraft(ctx, tx, d, "due_at", "due_by", "begins", "note"); err != nil {
			return err
		}
		return s.tellOfDraft(ctx, tx, d.AuthorID, NoticeReturned, nil, nil)
	})
}

// AskToPublish asks the facilitators to publish a draft, who may read it from then on; with on false not any more.
func (s *Site) AskToPublish(ctx context.Context, by *Actor, id int64, on bool) error {
	return s.withDraft(ctx, by, id, func(tx *db.Tx, d *ArticleDraft) error {
		if d.AuthorID != by.ID {
			return errNoDraft
		}
		if d.CommunityID == 0 {
			return refuse(Invalid, "There is nobody to ask: what you write on your own page, you publish yourself.")
		}
		if !on {
			if d.AskedAt = (time.Time{}); d.DueBy != d.AuthorID { // what somebody else has agreed to, its author takes back
				d.DueAt, d.DueBy, d.Begins = time.Time{}, 0, ""
			}
			return setDraft(ctx, tx, d, "asked_at", "due_at", "due_by", "begins")
		}
		if err := s.mayDraft(ctx, tx, by, d, ToDraft); err != nil {
			return err
		}
		if err := s.wrongWith(d).err(); err != nil {
			return err
		}
		d.AskedAt, d.Note = tx.Now, ""
		if err := setDraft(ctx, tx, d, "asked_at", "note"); err != nil {
			return err
		}
		keepers, err := s.facilitators(ctx, tx, d.CommunityID)
		if err != nil {
			return err
		}
		for _, k := range keepers {
			if err := s.tellOfDraft(ctx, tx, k.ID, NoticeWantsOut, by, d.Community); err != nil {
				return err
			}
		}
		return nil
	})
}

// HandBack says no to a draft that by is asked to publish, with a note to its author; or, to one's own that waits for its
// time, not yet.
func (s *Site) HandBack(ctx context.Context, by *Actor, id int64, note string) error {
	return s.withDraft(ctx, by, id, func(tx *db.Tx, d *ArticleDraft) error {
		own := d.AuthorID == by.ID
		if !own {
			if err := s.mayDraft(ctx, tx, by, d, ToBlog); err != nil {
				return err
			}
			d.AskedAt, d.Note = time.Time{}, cut(text.CleanLine(note, 1000), 500)
		}
		d.DueAt, d.DueBy, d.Begins = time.Time{}, 0, ""
		if err := setDraft(ctx, tx, d, "asked_at", "note", "due_at", "due_by", "begins"); err != nil || own {
			return err
		}
		return s.tellOfDraft(ctx, tx, d.AuthorID, NoticeReturned, by, d.Community)
	})
}

// tellOfDraft writes a notice of a draft in place of an earlier one like it.
func (s *Site) tellOfDraft(ctx context.Context, tx *db.Tx, forID int64, kind NoticeKind, by, community *Actor) error {
	_, err := tx.NewDelete().Model((*Notice)(nil)).Where("for_id = ? AND kind = ? AND by_id = ? AND item_id = 0", forID, kind, idOf(by)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("lay aside an old notice: %w", err)
	}
	return s.tell(ctx, tx, forID, kind, by, nil, community)
}

// DropArticleDraft deletes somebody's own draft for good.
func (s *Site) DropArticleDraft(ctx context.Context, by *Actor, id int64) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		d, err := draftWhere(ctx, tx, by.ID, "ad.id = ?", id)
		if err != nil {
			return err
		}
		if _, err := tx.NewDelete().Model(d).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("delete draft: %w", err)
		}
		return nil
	})
}

// DraftPicture is a picture of a draft that viewer may read.
func (s *Site) DraftPicture(ctx context.Context, v Viewer, id int64, number int) (*Media, error) {
	d, err := s.ArticleDraft(ctx, v, id)
	if err != nil {
		return nil, err
	}
	if number < 1 || number > len(d.Pictures) {
		return nil, errNoDraft
	}
	m := new(Media)
	err = s.db.Read().NewSelect().Model(m).Where("md.id = ? AND md.owner_id = ?", d.Pictures[number-1].MediaID, d.AuthorID).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, errNoDraft
	}
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	return m, nil
}

// mayBack asks whether somebody may publish what another proposes, who still takes part in the community with the standing st.
func (s *Site) mayBack(ctx context.Context, tx *db.Tx, d Draft, st Standing) error {
	if err := May(st, ToReply, true); err != nil {
		return err
	}
	backing, err := s.standing(ctx, tx, d.Backed, d.In)
	if err != nil {
		return err
	}
	return May(backing, d.Kind.Create, false)
}
