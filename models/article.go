package models

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// ArticleKind is something to be read at length: an article in the blog of a community, which it belongs to, of the site, or
// of a person. It starts a thread, so people talk about it below. Its first picture is its cover.
var ArticleKind = &Kind{
	Name:    "article",
	Segment: "article",
	Title:   Required(limits.TitleRunes),
	Body:    Required(limits.PostRunes),
	Create:  ToBlog,
	Revise:  ToRevise,
	Thread:  true,
	Owned:   true,
	Posted:  true,
	detail:  articleDetails(),
	files: []fileRef{
		{table: "articles", file: "audio_id", item: "item_id"},
		{table: "article_drafts", file: "audio_id"},
	},
}

func articleDetails() *detailTable {
	t := detailsOf[Article]()
	rows := t.read
	t.read = func(ctx context.Context, idb bun.IDB, items []int64) ([]Detail, error) {
		found, err := rows(ctx, idb, items)
		if err != nil {
			return nil, err
		}
		return found, fillAudio(ctx, idb, found)
	}
	return t
}

// Whether a recording may be named is asked of all kinds, of which this is one; so it is set once they are there.
func init() { ArticleKind.detail.settle = (*Site).settleArticle }

// An Article is what an article has besides title and text.
type Article struct {
	bun.BaseModel `bun:"table:articles,alias:art"`

	ItemID       int64  `bun:"item_id,pk"`
	OfSite       bool   `bun:"of_site"`           // stands in the blog of the site
	Summary      string `bun:"summary"`           // what it is about, in a sentence or two, as plain text
	AudioID      int64  `bun:"audio_id,nullzero"` // the file of the episode
	AudioURL     string `bun:"audio_url"`         // or its address elsewhere
	AudioType    string `bun:"audio_type"`        // its media type there, "audio/mpeg"
	AudioBytes   int64  `bun:"audio_bytes"`       // its size there; 0: not known
	AudioSeconds int    `bun:"audio_seconds"`     // how long it takes; 0: not known
	Transcript   string `bun:"transcript"`        // what is said in it, as Markdown

	Audio *File `bun:"-"` // the file of AudioID
}

// The longest parts of an article, in characters, and the longest episode.
const (
	MaxSummary    = 500
	MaxTranscript = 100_000
	maxAudio      = 24 * 60 * 60 // seconds
	maxAudioType  = 100          // characters
)

func (a *Article) of() int64 { return a.ItemID }

func (a *Article) belong(it *Item) {
	a.ItemID = it.ID
	a.OfSite = a.OfSite && it.CommunityID == 0
}

// Words are the summary and the transcript.
func (a *Article) Words() string {
	return strings.TrimSpace(strings.Join([]string{a.Summary, a.Transcript}, "\n"))
}

// Check refuses at its field what does not fit; what came from another site is cut or dropped.
func (a *Article) Check(old Detail, here bool) map[string]string {
	wrong := fields{}
	a.tidy(wrong, here)
	if a.AudioURL != "" && !isWebLink(a.AudioURL) {
		if here {
			wrong.add("audio_url", "Enter a whole address that begins with https:// or http://.")
		}
		a.AudioURL = ""
	}
	if a.AudioSeconds < 0 || a.AudioSeconds > maxAudio {
		if here {
			wrong.add("length", "Enter how long it takes, such as 24:30.")
		}
		a.AudioSeconds = 0
	}
	if !here {
		a.AudioID, a.OfSite = 0, false
	}
	if a.AudioID != 0 {
		a.AudioURL = "" // our own is the one
	}
	if a.AudioType = text.CleanLine(a.AudioType, maxAudioType); a.AudioURL == "" {
		a.AudioType, a.AudioBytes = "", 0
	}
	if !a.HasAudio() {
		a.AudioSeconds = 0
	}
	a.AudioBytes = max(0, a.AudioBytes)
	if was, ok := old.(*Article); ok && here {
		a.OfSite = was.OfSite
		if a.AudioID == was.AudioID {
			a.Audio = was.Audio
		}
	}
	return wrong
}

// tidy cleans the words, and cuts or refuses what is too long.
func (a *Article) tidy(wrong fields, here bool) {
	a.Summary, a.AudioURL = text.CleanLine(a.Summary, 10*MaxSummary), strings.TrimSpace(a.AudioURL)
	a.Transcript = strings.TrimSpace(strings.ReplaceAll(a.Transcript, "\x00", ""))
	for _, part := range []struct {
		field string
		words *string
		max   int
	}{{"summary", &a.Summary, MaxSummary}, {"transcript", &a.Transcript, MaxTranscript}} {
		if n := len([]rune(*part.words)); n > part.max {
			if here {
				wrong.add(part.field, fmt.Sprintf("Use %d characters or fewer. You have used %d.", part.max, n))
			}
			*part.words = cut(*part.words, part.max)
		}
	}
}

// HasAudio tells whether there is an episode to listen to.
func (a *Article) HasAudio() bool { return a.AudioID != 0 || a.AudioURL != "" }

// fillAudio reads the files of episodes, with one query.
func fillAudio(ctx context.Context, idb bun.IDB, found []Detail) error {
	byID := map[int64][]*Article{}
	var ids []int64
	for _, d := range found {
		if a := d.(*Article); a.AudioID != 0 {
			ids, byID[a.AudioID] = append(ids, a.AudioID), append(byID[a.AudioID], a)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var files []*File
	if err := idb.NewSelect().Model(&files).ExcludeColumn("words").Where("f.id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return fmt.Errorf("read recordings: %w", err)
	}
	for _, f := range files {
		for _, a := range byID[f.ID] {
			a.Audio = f
		}
	}
	return nil
}

// settleArticle makes sure that what only some may do was done by them: to speak for the site, and to name a recording.
func (s *Site) settleArticle(ctx context.Context, tx *db.Tx, it *Item, was Detail) error {
	a := it.Detail.(*Article)
	if a.OfSite && was == nil {
		admin, err := isAdmin(ctx, tx, it.AuthorID)
		if err != nil {
			return err
		}
		if !admin {
			return refuse(Forbidden, "Only an admin of this site writes in its blog.")
		}
	}
	if old, changed := was.(*Article); a.AudioID == 0 || changed && old.AudioID == a.AudioID {
		return nil
	}
	f, err := s.fileWhere(ctx, tx, "f.id = ?", a.AudioID)
	switch {
	case CodeOf(err) == NotFound:
		return invalid("audio", "This recording is not here any more. Add it again.")
	case err != nil:
		return err
	}
	if f.OwnerID != it.AuthorID {
		if err := s.unnamed(ctx, tx, f, it); err != nil {
			return err
		}
	}
	a.Audio = f
	return f.asEpisode(it.AuthorID, it.CommunityID)
}

// unnamed refuses a file that something else than an item refers to already: a recording that somebody else has brought may be in a
// draft that nobody knows of.
func (s *Site) unnamed(ctx context.Context, tx *db.Tx, f *File, it *Item) error {
	for _, ref := range fileRefs() {
		q := tx.NewSelect().Table(ref.table).Where("? = ?", bun.Ident(ref.file), f.ID)
		if ref.item != "" {
			q = q.Where("? <> ?", bun.Ident(ref.item), it.ID)
		}
		named, err := q.Exists(ctx)
		if err != nil {
			return fmt.Errorf("look what refers to a file: %w", err)
		}
		if named {
			return invalid("audio", "This recording is not here any more. Add it again.")
		}
	}
	return nil
}

// asEpisode refuses a file that cannot be the episode of an article of somebody, in a community.
func (f *File) asEpisode(author, community int64) error {
	switch {
	case f.OwnerID != author && (community == 0 || f.CommunityID != community):
		return invalid("audio", "This recording is not here any more. Add it again.")
	case !f.plays():
		return invalid("audio", "Choose a recording: an MP3, M4A or Ogg file.")
	case f.State == FilePending:
		return invalid("audio", "The recording is still being looked through, which takes a minute. Try again then.")
	case f.State != FileReady:
		return invalid("audio", cmp.Or(f.Reason, "This recording cannot be used. Add another."))
	}
	return nil
}

// plays tells whether a file is a recording.
func (f *File) plays() bool { return strings.HasPrefix(f.MediaType, "audio/") }

// readingSpeed is how many words people read in a minute, not too fast.
const readingSpeed = 220

// Minutes is how long it takes to read an item, at least one.
func (it *Item) Minutes() int {
	return max(1, (len(strings.Fields(it.Said()))+readingSpeed/2)/readingSpeed)
}

// Cover is the first picture of an article, nil when it has none.
func (it *Item) Cover() *Attachment {
	if len(it.Attachments) == 0 {
		return nil
	}
	return it.Attachments[0]
}
