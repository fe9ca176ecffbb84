package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// Config says how files are looked through.
type Config struct {
	Site    *models.Site
	Scanner *blob.Scanner // nil: files are not scanned
	// Reader is the command that reads a file on its standard input: its program and first arguments, to which the type is added.
	// Empty: no file is read, so that none has words.
	Reader []string
	Log    *slog.Logger
	// ReadTime is how long reading one file may take; 0: 30 seconds.
	ReadTime time.Duration
}

// A Room looks through files.
type Room struct {
	Config
}

// usualReadTime is the ReadTime of a Config that names none.
const usualReadTime = 30 * time.Second

// New makes the room.
func New(c Config) *Room {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.ReadTime == 0 {
		c.ReadTime = usualReadTime
	}
	return &Room{c}
}

// Register has a runner do what the room is for.
func (r *Room) Register(q *queue.Runner) { q.Handle(models.JobFile, r.look) }

// look deals with one file.
func (r *Room) look(ctx context.Context, j *queue.Job) error {
	id, err := strconv.ParseInt(string(j.Payload), 10, 64)
	if err != nil {
		return queue.GiveUp(fmt.Errorf("read the number of a file: %w", err))
	}
	f, err := r.Site.PendingFile(ctx, id)
	if err != nil || f == nil {
		return err
	}
	if err := r.Look(ctx, f); err != nil {
		return r.later(ctx, j, err)
	}
	return nil
}

// Look looks through a file now, for somebody who waits for it. It fails when the scanner does not answer; the job tries again
// then.
func (r *Room) Look(ctx context.Context, f *models.File) error {
	found, err := r.scan(ctx, f)
	if err != nil {
		return err
	}
	if found.State == models.FileReady {
		r.read(ctx, f, &found)
	}
	return r.Site.FileDone(ctx, f.ID, found)
}

// Often is after how many failures a scanner is taken to be away for long, and whileAway how often it is asked from then on. A file
// waits for it for as long as it takes.
const (
	often     = 6
	whileAway = 15 * time.Minute
)

// later has a file looked through again when the scanner did not answer. Such a job is never given up, as others are.
func (r *Room) later(ctx context.Context, j *queue.Job, why error) error {
	if j.Attempts < often {
		return why
	}
	r.Log.Error("a file waits, since it cannot be scanned", "file", string(j.Payload), "error", why)
	return r.Site.DB().Change(ctx, func(tx *db.Tx) error {
		next := queue.Job{Kind: j.Kind, Lane: j.Lane, Payload: j.Payload, RunAt: tx.Now.Add(whileAway)}
		return errors.Join(queue.Enqueue(ctx, tx, next), j.Finish(ctx, tx))
	})
}

// scan says what the scanner finds. Without one every file is taken to be harmless.
func (r *Room) scan(ctx context.Context, f *models.File) (models.FileFacts, error) {
	ready := models.FileFacts{State: models.FileReady}
	if r.Scanner == nil {
		return ready, nil
	}
	content, err := r.Site.OpenFile(ctx, f)
	if err != nil {
		return ready, err
	}
	name, err := r.Scanner.Scan(ctx, content)
	err = errors.Join(err, content.Close())
	switch {
	case errors.Is(err, blob.ErrNotScanned):
		r.Log.Error("a file is larger than the scanner takes; raise StreamMaxLength in clamd.conf", "file", f.ID, "bytes", f.Size)
		return models.FileFacts{State: models.FileRefused, Reason: "It is larger than the virus scanner of this site takes."}, nil
	case err != nil:
		return ready, err
	case name != "":
		r.Log.Warn("a file is infected", "file", f.ID, "owner", f.OwnerID, "community", f.CommunityID, "signature", name)
		return models.FileFacts{State: models.FileInfected, Reason: name}, nil
	}
	return ready, nil
}

// read finds the words of a file and its first page. That it fails is a fact about the file, which is ready all the same.
func (r *Room) read(ctx context.Context, f *models.File, found *models.FileFacts) {
	words, err := r.words(ctx, f)
	if err != nil {
		r.Log.Warn("a file cannot be read, so it is not found by its words", "file", f.ID, "type", f.MediaType, "error", err)
	}
	found.Words = words
	if found.ThumbSum, err = r.thumb(ctx, f); err != nil {
		r.Log.Info("a file has no small picture", "file", f.ID, "type", f.MediaType, "error", err)
	}
}

// maxWords is how much a reader may say, in bytes.
const maxWords = 1 << 20

func (r *Room) words(ctx context.Context, f *models.File) (string, error) {
	if len(r.Reader) == 0 || strings.HasPrefix(f.MediaType, "image/") || strings.HasPrefix(f.MediaType, "audio/") {
		return "", nil
	}
	var out strings.Builder
	err := r.child(ctx, f, &out, maxWords)
	return out.String(), err
}

// maxPicture is how large a picture may be of which a small one is made, in bytes.
const maxPicture = 40 << 20

// thumb makes the small picture of a file that is a picture or has a first page.
func (r *Room) thumb(ctx context.Context, f *models.File) (string, error) {
	switch {
	case strings.HasPrefix(f.MediaType, "image/"):
		content, err := r.Site.OpenFile(ctx, f)
		if err != nil {
			return "", err
		}
		sum, err := r.keepThumb(ctx, content)
		return sum, errors.Join(err, content.Close())
	case f.MediaType == "application/pdf" && len(r.Reader) > 0:
		var page strings.Builder
		if err := r.child(ctx, f, &page, maxPicture, "--page"); err != nil || page.Len() == 0 {
			return "", err
		}
		return r.keepThumb(ctx, strings.NewReader(page.String()))
	}
	return "", nil
}

func (r *Room) keepThumb(ctx context.Context, picture io.Reader) (string, error) {
	small, err := blob.ReadPicture(ctx, picture, maxPicture)
	if err != nil {
		return "", err
	}
	sum, _, err := blob.Put(ctx, r.Site.Files(), strings.NewReader(string(small.Thumb)), int64(len(small.Thumb)))
	return sum, err
}
