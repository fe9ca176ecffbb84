package mail_test

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/handlers/mail"
	"github.com/folkmoot/folkmoot/handlers/mail/mailtest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/queue"
)

// A scene is a site with a room for mail, an event of ana's, and ben, who comes.
type scene struct {
	t      *testing.T
	site   *models.Site
	clock  *dbtest.Clock
	config mail.Config
	ana    *models.Actor
	ben    *models.Actor
	ward   *models.Actor
	event  *models.Item
}

// each runs fn on each database.
func each(t *testing.T, fn func(t *testing.T, s *scene)) {
	t.Helper()
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := &scene{t: t, site: mt.Site(t, d, "north.example"), clock: clock}
		s.config = mail.Config{Site: s.site, From: netmail.Address{Address: "events@north.example"}, Folder: t.TempDir() + "/mail"}
		s.ana, s.ben = mt.Person(t, s.site, "ana"), mt.Person(t, s.site, "ben")
		s.ward = mt.Community(t, s.site, s.ana, "ward-safety")
		mt.Join(t, s.site, s.ben, s.ward)
		s.event = s.publish("Winter webinar", s.ward, &models.Event{
			Begins: "2027-01-15T12:00", Ends: "2027-01-15T13:00", Zone: "Europe/London", Place: "Tarnside Library",
			Room: "https://meet.example/secret-room", Access: "Steps at the door.\nA ramp behind.",
		})
		_, err := s.site.Answer(t.Context(), models.Answer{ItemID: s.event.ID, ActorID: s.ben.ID, Says: models.SaysYes}, nil)
		mt.Must(t, err)
		s.exec("DELETE FROM letters")
		s.exec("DELETE FROM jobs")
		fn(t, s)
	})
}

func (s *scene) publish(title string, in *models.Actor, e *models.Event) *models.Item {
	s.t.Helper()
	it, err := s.site.Publish(s.t.Context(), models.Draft{
		Kind: models.EventKind, By: s.ana, In: in, Title: title, Source: "Bring **tea**.\n\nAnd [a cup](https://cups.example/).", Detail: e,
	})
	mt.Must(s.t, err)
	return it
}

func (s *scene) exec(query string, args ...any) {
	s.t.Helper()
	mt.Must(s.t, s.site.DB().Change(s.t.Context(), func(tx *db.Tx) error {
		_, err := tx.NewRaw(query, args...).Exec(s.t.Context())
		return err
	}))
}

// write puts a letter where the site puts those that it writes.
func (s *scene) write(kind models.LetterKind, to *models.Actor, it *models.Item, note string) int64 {
	s.t.Helper()
	ctx, id := s.t.Context(), int64(0)
	mt.Must(s.t, s.site.DB().Change(ctx, func(tx *db.Tx) error {
		id = tx.NewID()
		l := &models.Letter{ID: id, Kind: kind, To: to.ID, Note: note, Once: fmt.Sprint(id), State: models.LetterWaiting, CreatedAt: tx.Now}
		if it != nil {
			l.Item = it.ID
		}
		if _, err := tx.NewInsert().Model(l).Exec(ctx); err != nil {
			return err
		}
		return queue.Enqueue(ctx, tx, queue.Job{Kind: models.JobMail, Lane: "mail", Payload: fmt.Append(nil, id)})
	}))
	return id
}

// work does all that is due.
func (s *scene) work() {
	s.t.Helper()
	r := queue.NewRunner(s.site.DB(), queue.Config{Log: dbtest.Log(s.t)})
	mail.New(s.config).Register(r)
	_, err := r.Drain(s.t.Context())
	mt.Must(s.t, err)
}

// through has letters go to a sink.
func (s *scene) through(sink *mailtest.Sink, how string) {
	s.t.Helper()
	way, err := mail.ReadWay(fmt.Sprintf(how, sink.Address))
	mt.Must(s.t, err)
	s.config.Way, s.config.Roots = way, sink.Roots
}

func (s *scene) letter(id int64) *models.Letter {
	s.t.Helper()
	l, err := s.site.LetterNumbered(s.t.Context(), models.Viewer{Actor: s.ana, Admin: true}, id)
	mt.Must(s.t, err)
	return l
}

// parts are the text, the HTML and the attachments of a letter, decoded.
func parts(t *testing.T, m *netmail.Message) map[string]string {
	t.Helper()
	found := map[string]string{}
	var read func(header interface{ Get(string) string }, body io.Reader)
	read = func(header interface{ Get(string) string }, body io.Reader) {
		kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
		mt.Must(t, err)
		if !strings.HasPrefix(kind, "multipart/") {
			if header.Get("Content-Transfer-Encoding") == "quoted-printable" {
				body = quotedprintable.NewReader(body)
			}
			all, err := io.ReadAll(body)
			mt.Must(t, err)
			found[kind] = strings.ReplaceAll(string(all), "\r\n", "\n")
			return
		}
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if err == io.EOF {
				return
			}
			mt.Must(t, err)
			read(p.Header, p)
		}
	}
	read(m.Header, m.Body)
	return found
}
