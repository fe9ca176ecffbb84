package mail

import (
	"cmp"
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// Config says how letters go out.
type Config struct {
	Site *models.Site
	From netmail.Address // in whose name; without a name, that of the site
	Way  *Way            // nil: they are kept in Folder
	// Folder is where they are kept when no mail server is named.
	Folder string
	// Calendar makes the file that goes with word of an event; nil: none does.
	Calendar func(*models.Item) ([]byte, error)
	Log      *slog.Logger

	// Roots are the authorities that a mail server's certificate must come from; nil: those of the machine.
	Roots *x509.CertPool
	// Patience is how long a mail server may take to be reached, and then to take one letter; 0: 30 seconds.
	Patience time.Duration
}

// usualPatience is the Patience of a Config that names none, and maxTries after how many failures a letter is given up:
// some twelve hours, as the queue waits longer each time.
const (
	usualPatience = 30 * time.Second
	maxTries      = 18
)

// A Room writes letters and sends them.
type Room struct {
	Config
	folder *folder
}

// New makes the room. The folder is made when the first letter is put there.
func New(c Config) *Room {
	c.Patience = cmp.Or(c.Patience, usualPatience)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Room{Config: c, folder: &folder{path: c.Folder}}
}

// Register has a runner do what the room is for.
func (r *Room) Register(q *queue.Runner) {
	q.Handle(models.JobMail, r.send)
	q.Handle(models.JobForgotten, func(ctx context.Context, j *queue.Job) error {
		return r.Site.PostForgotten(ctx, string(j.Payload), j.Finish)
	})
}

// Sends tells whether letters go out to a mail server, and its name, or else the folder where they are kept.
func (r *Room) Sends() (server string, sends bool) {
	if r.Way == nil {
		return r.folder.path, false
	}
	return r.Way.String(), true
}

// Sender is in whose name letters go out.
func (r *Room) Sender() string { return r.From.Address }

// send deals with one letter.
func (r *Room) send(ctx context.Context, j *queue.Job) error {
	id, err := strconv.ParseInt(string(j.Payload), 10, 64)
	if err != nil {
		return queue.GiveUp(fmt.Errorf("read the number of a letter: %w", err))
	}
	l, why, err := r.Site.OpenLetter(ctx, id)
	switch {
	case err != nil:
		return err
	case l == nil: // settled before, by a process that did not live to say so
		return r.Site.DB().Change(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
	case why != "":
		l.State, l.Error = models.LetterDropped, why
		return r.Site.SettleLetter(ctx, l, j.Finish)
	}
	m, err := r.compose(ctx, l)
	if err != nil {
		return fmt.Errorf("write letter: %w", err)
	}
	if err := r.deliver(ctx, l, m); err != nil {
		return r.failed(ctx, l, j, err)
	}
	l.State, l.Error = models.LetterSent, ""
	return r.Site.SettleLetter(ctx, l, j.Finish)
}

func (r *Room) deliver(ctx context.Context, l *models.Letter, m *gomail.Msg) error {
	if r.Way != nil {
		return r.Way.send(ctx, m, r.Roots, r.Patience)
	}
	name, err := r.folder.keep(l.ID, m)
	l.File = name
	return err
}

// failed keeps why a letter could not be sent, and says whether it is tried again.
func (r *Room) failed(ctx context.Context, l *models.Letter, j *queue.Job, err error) error {
	var forGood bool
	l.Error, forGood = r.words(err)
	l.Tries++
	r.Log.Warn("a letter could not be sent", "letter", l.ID, "kind", l.Kind, "tries", l.Tries, "for_good", forGood, "error", l.Error)
	if forGood || l.Tries >= maxTries {
		l.State = models.LetterFailed
		return r.Site.SettleLetter(ctx, l, j.Finish)
	}
	if err := r.Site.SettleLetter(ctx, l, nil); err != nil {
		return err
	}
	return fmt.Errorf("send letter: %s", l.Error)
}

// words says why a letter could not be sent. What is wrong with the folder is told as it is.
func (r *Room) words(err error) (why string, forGood bool) {
	if r.Way == nil {
		return err.Error(), false
	}
	return r.Way.words(err)
}
