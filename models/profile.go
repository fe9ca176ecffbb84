package models

import (
	"context"
	"fmt"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// A ProfileForm is what somebody says of themselves.
type ProfileForm struct {
	Title, About                        string // About is Markdown
	Organisation, Role, Place, AskAbout string
	IconMediaID                         int64 // 0 leaves the picture as it is
	Hidden                              bool  // who is not signed in does not find what they write
}

// SetProfile changes what a person of this site says of themselves.
func (s *Site) SetProfile(ctx context.Context, who *Actor, f ProfileForm) error {
	wrong := fields{}
	for name, v := range map[string]*string{
		"title": &f.Title, "organisation": &f.Organisation, "role": &f.Role,
		"place": &f.Place, "ask_about": &f.AskAbout,
	} {
		*v = text.CleanLine(*v, 1000)
		if len([]rune(*v)) > 120 {
			wrong.add(name, "Use 120 characters or fewer.")
		}
	}
	if len([]rune(f.About)) > 2000 {
		wrong.add("about", "Use 2,000 characters or fewer.")
	}
	if err := wrong.err(); err != nil {
		return err
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.isPersonHere(who); err != nil {
			return err
		}
		linker := &linker{ctx: ctx, site: s, idb: tx}
		who.Title, who.Source, who.Summary, who.UpdatedAt = f.Title, f.About, text.Render(f.About, linker).HTML, tx.Now
		if linker.err != nil {
			return linker.err
		}
		who.Indexable = !f.Hidden
		columns := []string{"title", "source", "summary", "indexable", "updated_at"}
		if f.IconMediaID != 0 {
			who.IconMediaID = f.IconMediaID
			columns = append(columns, "icon_media_id")
			if err := s.openOwnMedia(ctx, tx, who, f.IconMediaID); err != nil {
				return err
			}
		}
		if _, err := tx.NewUpdate().Model(who).Column(columns...).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("set profile: %w", err)
		}
		who.Profile = &Profile{ActorID: who.ID, Organisation: f.Organisation, Role: f.Role, Place: f.Place, AskAbout: f.AskAbout}
		if err := saveProfile(ctx, tx, who.Profile); err != nil {
			return err
		}
		return s.record(ctx, tx, &Act{Verb: VerbProfile, By: who, Target: who})
	})
}

func saveProfile(ctx context.Context, tx *db.Tx, p *Profile) error {
	_, err := tx.NewInsert().Model(p).On("CONFLICT (actor_id) DO UPDATE").
		Set("organisation = EXCLUDED.organisation, role = EXCLUDED.role, place = EXCLUDED.place, ask_about = EXCLUDED.ask_about").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save profile: %w", err)
	}
	return nil
}

// openOwnMedia lets anyone see a picture that its owner made their face.
func (s *Site) openOwnMedia(ctx context.Context, tx *db.Tx, who *Actor, id int64) error {
	own, err := tx.NewSelect().Model((*Media)(nil)).Where("md.id = ? AND md.owner_id = ?", id, who.ID).Exists(ctx)
	if err != nil {
		return fmt.Errorf("read picture: %w", err)
	}
	if !own {
		return invalid("picture", "This picture is not here any more. Add it again.")
	}
	if _, err := tx.NewUpdate().Model((*Media)(nil)).Set("open = ?", true).Where("id = ?", id).Exec(ctx); err != nil {
		return fmt.Errorf("open picture: %w", err)
	}
	return nil
}
