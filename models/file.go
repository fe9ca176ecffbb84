package models

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
	"github.com/folkmoot/folkmoot/models/text"
)

// FileState says what may be done with a file.
type FileState string

// The states of a file. Only a ready one is served, sent or named to others.
const (
	FilePending  FileState = "pending"  // it waits to be looked through
	FileReady    FileState = "ready"    // nothing is wrong with it
	FileInfected FileState = "infected" // the scanner found something; Reason names it
	FileRefused  FileState = "refused"  // it cannot be kept; Reason says why
)

// A File is bytes that are kept here, with what is known of them. Several may have the same bytes, which are kept once.
type File struct {
	bun.BaseModel `bun:"table:files,alias:f"`

	ID          int64     `bun:"id,pk"`
	OwnerID     int64     `bun:"owner_id,nullzero"`     // who brought it; 0 for a copy from another site
	CommunityID int64     `bun:"community_id,nullzero"` // in whose quota it counts; 0: its owner's
	Name        string    `bun:"name"`                  // as it was called, cleaned; never part of a path
	MediaType   string    `bun:"media_type"`            // by its content
	Size        int64     `bun:"size"`                  // bytes
	Sum         string    `bun:"sum"`                   // SHA-256, 64 hexadecimal digits
	State       FileState `bun:"state"`
	Reason      string    `bun:"reason"`    // why it was refused, for people
	Words       string    `bun:"words"`     // that stand in it, at most FileWords runes; only FileDone's hooks are given them
	ThumbSum    string    `bun:"thumb_sum"` // its first page or a small copy of the picture, as PNG or JPEG; "" for none
	CreatedAt   time.Time `bun:"created_at"`
}

// FileWords is how many runes of a file's words are kept.
const FileWords = 200_000

// laneFiles is the lane of JobFile: one file at a time, since each may take much of a processor.
const laneFiles = "files"

// FileFacts are what was found out about a file.
type FileFacts struct {
	State    FileState
	Reason   string
	Words    string
	ThumbSum string
}

// Path is where the file is served, by its number and its name.
func (f *File) Path() string {
	return "/file/" + strconv.FormatInt(f.ID, 10) + "/" + url.PathEscape(f.Name)
}

// ThumbPath is where its small picture is served; "" when it has none.
func (f *File) ThumbPath() string {
	if f.ThumbSum == "" {
		return ""
	}
	return "/thumb/" + strconv.FormatInt(f.ID, 10)
}

// TakeFile keeps what r gives as a file of somebody, in a community or by themselves; by is nil for a copy from another
// site. The content says what it is, and what is wrong with it is refused as Invalid at the field "file". It is pending
// until a job has looked through it.
func (s *Site) TakeFile(ctx context.Context, by, in *Actor, name string, r io.Reader) (*File, error) {
	room, err := s.roomForFile(ctx, by, in)
	if err != nil {
		return nil, err
	}
	arrived, err := s.files.Receive(ctx, r, min(room.file, room.left))
	switch {
	case errors.Is(err, blob.ErrTooLarge) && room.left < room.file:
		return nil, room.full()
	case errors.Is(err, blob.ErrTooLarge):
		return nil, room.large()
	case err != nil:
		return nil, err
	}
	f, err := s.keepFile(ctx, by, in, name, arrived)
	return f, errors.Join(err, arrived.Close())
}

// keepFile looks at what has arrived, and keeps it.
func (s *Site) keepFile(ctx context.Context, by, in *Actor, name string, arrived *blob.Incoming) (*File, error) {
	kind, err := blob.KindOf(arrived, arrived.Size)
	if err != nil {
		return nil, wrongFile(err)
	}
	if by != nil && blob.IsPicture(kind.MediaType) { // a copy of another site's has a digest to keep
		clean, err := blob.WithoutTraces(ctx, s.files, kind.MediaType, arrived)
		if err != nil {
			return nil, wrongFile(err)
		}
		defer func() { _ = clean.Close() }() // nothing is left of it if it is not kept
		arrived = clean
	}
	f := &File{
		OwnerID: idOf(by), CommunityID: idOf(in), Size: arrived.Size, Sum: arrived.Sum, State: FilePending, MediaType: kind.For(name),
	}
	if f.Name, err = fileName(name, f.MediaType); err != nil {
		return nil, err
	}
	if err := s.files.Keep(ctx, arrived); err != nil {
		return nil, fmt.Errorf("keep file: %w", err)
	}
	return f, s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.stillRoom(ctx, tx, by, in, f.Size); err != nil {
			return err
		}
		if err := namesBlob(ctx, tx, f.Sum); err != nil {
			return err
		}
		f.ID, f.CreatedAt = tx.NewID(), tx.Now
		if _, err := tx.NewInsert().Model(f).Exec(ctx); err != nil {
			return fmt.Errorf("take file: %w", err)
		}
		return queue.Enqueue(ctx, tx, queue.Job{Kind: JobFile, Lane: laneFiles, Payload: idPayload(f.ID)})
	})
}

// wrongFile is what is wrong with a file, at its field.
func wrongFile(err error) error {
	var wrong *blob.KindError
	if errors.As(err, &wrong) {
		return invalid("file", wrong.Error())
	}
	return fmt.Errorf("look at file: %w", err)
}

// FileDone notes what was found out about a pending file, and tells the kinds that refer to files. Of one that is not
// pending any more it does nothing, so a job may do it twice.
func (s *Site) FileDone(ctx context.Context, id int64, found FileFacts) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		f := new(File)
		err := tx.NewSelect().Model(f).Where("f.id = ?", id).Scan(ctx)
		if db.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read file: %w", err)
		}
		if f.State != FilePending {
			return nil
		}
		f.State, f.Reason, f.ThumbSum = found.State, text.CleanLine(found.Reason, 300), found.ThumbSum
		f.Words = cleanWords(found.Words, FileWords)
		if f.ThumbSum != "" {
			if err := namesBlob(ctx, tx, f.ThumbSum); err != nil {
				return err
			}
		}
		if _, err := tx.NewUpdate().Model(f).Column("state", "reason", "words", "thumb_sum").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("note what a file is: %w", err)
		}
		if err := tellFile(ctx, tx, f); err != nil {
			return err
		}
		for _, k := range Kinds {
			if k.fileDone == nil {
				continue
			}
			if err := k.fileDone(s, ctx, tx, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// tellFile tells somebody that a file which they added was not taken. They are told of the last one alone.
func tellFile(ctx context.Context, tx *db.Tx, f *File) error {
	if f.OwnerID == 0 || f.State == FileReady {
		return nil
	}
	n := &Notice{ID: tx.NewID(), ForID: f.OwnerID, Kind: NoticeFile, CommunityID: f.CommunityID, FileID: f.ID, At: tx.Now}
	_, err := tx.NewInsert().Model(n).On("CONFLICT (for_id, kind, by_id, item_id) DO UPDATE").
		Set("community_id = EXCLUDED.community_id, file_id = EXCLUDED.file_id, at = EXCLUDED.at, read_at = NULL").Exec(ctx)
	if err != nil {
		return fmt.Errorf("tell of a file: %w", err)
	}
	return nil
}

// PendingFile returns a file that waits to be looked through; nil when it does not, or is gone.
func (s *Site) PendingFile(ctx context.Context, id int64) (*File, error) {
	f, err := s.fileWhere(ctx, s.db.Read(), "f.id = ? AND f.state = ?", id, FilePending)
	if CodeOf(err) == NotFound {
		return nil, nil
	}
	return f, err
}

// OpenFile opens the bytes of a file; the caller closes it.
func (s *Site) OpenFile(ctx context.Context, f *File) (blob.File, error) {
	return s.openBlob(ctx, f.Sum)
}

// OpenThumb opens the small picture of a file.
func (s *Site) OpenThumb(ctx context.Context, f *File) (blob.File, error) {
	return s.openBlob(ctx, f.ThumbSum)
}

func (s *Site) openBlob(ctx context.Context, sum string) (blob.File, error) {
	file, err := s.files.Open(ctx, sum)
	if errors.Is(err, blob.ErrNotFound) {
		return nil, errNoFile
	}
	return file, err
}

var errNoFile = &Error{Code: NotFound, Message: "This file is not here, or you may not see it."}

// fileWhere reads one file without its words, whoever looks.
func (s *Site) fileWhere(ctx context.Context, idb bun.IDB, where string, args ...any) (*File, error) {
	f := new(File)
	err := idb.NewSelect().Model(f).ExcludeColumn("words").Where(where, args...).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, errNoFile
	}
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	return f, nil
}
