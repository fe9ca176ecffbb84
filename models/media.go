package models

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/queue"
	"github.com/folkmoot/folkmoot/models/text"
)

// Media is a picture that is kept here: uploaded, or a copy of one from another site, so that no page
// has to load anything from there.
type Media struct {
	bun.BaseModel `bun:"table:media,alias:md"`

	ID        int64     `bun:"id,pk"`
	OwnerID   int64     `bun:"owner_id,nullzero"` // who uploaded it; 0 for copies
	RemoteURL string    `bun:"remote_url"`
	Sum       string    `bun:"sum"`       // SHA-256 of the file
	ThumbSum  string    `bun:"thumb_sum"` // of the small one
	MediaType string    `bun:"media_type"`
	Width     int       `bun:"width"` // pixels
	Height    int       `bun:"height"`
	Size      int64     `bun:"size"` // bytes
	Open      bool      `bun:"open"` // a face or a mark, which anyone may see
	CreatedAt time.Time `bun:"created_at"`
}

// Bounds of the pictures of one item. More or longer from other servers is left out.
const (
	MaxPictures        = 4 // of an item written here
	maxForeignPictures = limits.Attachments
	MaxAlt             = limits.AltRunes // of the words for a picture
)

// AddMedia notes a picture whose file is in the store already.
func (s *Site) AddMedia(ctx context.Context, m *Media) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		m.ID, m.CreatedAt = tx.NewID(), tx.Now
		if err := namesBlob(ctx, tx, m.Sum, m.ThumbSum); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(m).Exec(ctx); err != nil {
			return fmt.Errorf("add picture: %w", err)
		}
		return nil
	})
}

// Media returns a picture if viewer may see it: a face or a mark, something of one's own, or what hangs
// on an item that the viewer may see.
func (s *Site) Media(ctx context.Context, v Viewer, id int64) (*Media, error) {
	m := new(Media)
	err := s.db.Read().NewSelect().Model(m).Where("md.id = ?", id).Scan(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	if err == nil && (m.Open || (v.SignedIn() && m.OwnerID == v.id())) {
		return m, nil
	}
	if err == nil {
		q := s.db.Read().NewSelect().Model((*Item)(nil)).Where("i.removed_at IS NULL").Where("i.deleted_at IS NULL").
			Where("i.id IN (SELECT at.item_id FROM attachments AS at WHERE at.media_id = ?)", id)
		seen, err := visibleTo(q, v).Exists(ctx)
		if err != nil {
			return nil, fmt.Errorf("read picture: %w", err)
		}
		if seen {
			return m, nil
		}
	}
	return nil, refuse(NotFound, "This picture is not here, or you may not see it.")
}

// attach hangs pictures on a new item. Those uploaded here must be the author's own.
func (s *Site) attach(ctx context.Context, tx *db.Tx, it *Item, pictures []Picture, here bool) error {
	switch {
	case here && len(pictures) > MaxPictures:
		return invalid("picture", fmt.Sprintf("Use %d pictures or fewer.", MaxPictures))
	case !here && len(pictures) > maxForeignPictures:
		pictures = pictures[:maxForeignPictures]
	}
	strangers := 0
	for n, p := range pictures {
		at := &Attachment{
			ID: tx.NewID(), ItemID: it.ID, Position: n, MediaID: p.MediaID, URL: p.URL,
			MediaType: p.MediaType, Alt: text.CleanLine(p.Alt, MaxAlt),
		}
		if here {
			own, err := tx.NewSelect().Model((*Media)(nil)).Where("md.id = ? AND md.owner_id = ?", p.MediaID, it.AuthorID).Exists(ctx)
			if err != nil {
				return fmt.Errorf("attach picture: %w", err)
			}
			if !own {
				return invalid("picture", "This picture is not here any more. Add it again.")
			}
		}
		if _, err := tx.NewInsert().Model(at).Exec(ctx); err != nil {
			return fmt.Errorf("attach picture: %w", err)
		}
		it.Attachments = append(it.Attachments, at)
		if !here && isPicture(p.MediaType) {
			host := pictureHost(p.URL)
			if host != it.Host {
				if strangers++; strangers > maxStrangers {
					continue // it stays a link
				}
			}
			if err := queue.Enqueue(ctx, tx, queue.Job{Kind: JobPicture, Lane: "picture " + host, Payload: fmt.Appendf(nil, "attachment %d", at.ID)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxStrangers is how many pictures of an item are copied from other hosts than its own: no post is to turn us against a
// third server.
const maxStrangers = 3

// pictureHost is the host that a picture is fetched from. One host has one lane, so that slow ones wait for themselves.
func pictureHost(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

func isPicture(mediaType string) bool {
	switch mediaType {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
		return true
	}
	return false
}

// reattach replaces the pictures of an item that is edited.
func (s *Site) reattach(ctx context.Context, tx *db.Tx, it *Item, d Draft) error {
	if _, err := tx.NewDelete().Model((*Attachment)(nil)).Where("item_id = ?", it.ID).Exec(ctx); err != nil {
		return fmt.Errorf("replace pictures: %w", err)
	}
	it.Attachments = nil
	return s.attach(ctx, tx, it, d.Pictures, d.From == nil)
}

// PictureWanted returns the address of a picture of another site that a job is to fetch: what names it
// is "attachment ID" or "face ID". "" when it is no longer wanted.
func (s *Site) PictureWanted(ctx context.Context, what string) (string, error) {
	var kind string
	var id int64
	if _, err := fmt.Sscanf(what, "%s %d", &kind, &id); err != nil {
		return "", fmt.Errorf("read job %q: %w", what, err)
	}
	var url string
	q := s.db.Read().NewSelect().TableExpr("attachments").Column("url").Where("id = ? AND media_id IS NULL", id)
	if kind == "face" {
		q = s.db.Read().NewSelect().TableExpr("actors").Column("icon").Where("id = ?", id)
	}
	err := q.Scan(ctx, &url)
	if err != nil && !db.IsNotFound(err) {
		return "", fmt.Errorf("read picture's address: %w", err)
	}
	return url, nil
}

// KeepPicture notes the copy of a picture of another site that a job has fetched.
func (s *Site) KeepPicture(ctx context.Context, what string, m *Media) error {
	var kind string
	var id int64
	if _, err := fmt.Sscanf(what, "%s %d", &kind, &id); err != nil {
		return fmt.Errorf("read job %q: %w", what, err)
	}
	m.Open = kind == "face"
	return s.db.Change(ctx, func(tx *db.Tx) error {
		m.ID, m.CreatedAt = tx.NewID(), tx.Now
		if err := namesBlob(ctx, tx, m.Sum, m.ThumbSum); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(m).Exec(ctx); err != nil {
			return fmt.Errorf("keep picture: %w", err)
		}
		q := tx.NewUpdate().TableExpr("attachments").Set("media_id = ?", m.ID).Where("id = ?", id)
		if kind == "face" {
			q = tx.NewUpdate().TableExpr("actors").Set("icon_media_id = ?", m.ID).Where("id = ?", id)
		}
		if _, err := q.Exec(ctx); err != nil {
			return fmt.Errorf("keep picture: %w", err)
		}
		return nil
	})
}
