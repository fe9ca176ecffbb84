package federation

import (
	"log/slog"
	"net/url"
	"time"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/queue"
)

// Server is how other servers see the site, and how the site reaches them.
type Server struct {
	site    *models.Site
	gate    *Gate
	log     *slog.Logger
	base    *url.URL
	write   wire.Writer
	keys    *keyCache
	pace    *pace // of activities, by host
	lookUps *pace // of keys, by who calls and by who is asked
	count   Counters

	actors    *models.Shelf[*models.Actor] // ours that are public
	documents *models.Shelf[[]byte]        // of these, by form and id
}

// keptDocuments is how many documents of actors are kept; each is about 3 kB.
const keptDocuments = 1024

// Config says what a Server stands on.
type Config struct {
	Site     *models.Site
	Gate     *Gate
	Log      *slog.Logger
	Limits   bool // false lifts the limits on how often a host may call; for measurements
	Counters Counters
}

// Counters are told of what happens at the doors, for the metrics. Any may be nil. No host is ever a label.
type Counters struct {
	Rejected  func(reason string)  // an incoming request was turned away
	Received  func(outcome string) // an activity was dealt with: "done" or "dropped"
	Delivered func(outcome string) // a delivery was tried
}

// New returns the server and makes it the herald of its site. The site's base address must be one that
// ParseURL takes.
func New(c Config) (*Server, error) {
	base, err := ParseURL(c.Site.Base() + "/")
	if err != nil {
		return nil, err
	}
	log := c.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		site: c.Site, gate: c.Gate, log: log, base: base, count: c.Counters,
		write: wire.Writer{Base: c.Site.Base(), Host: c.Site.Host()},
		keys:  newKeyCache(), pace: newPace(c.Limits, limits.CallsPerSecond, limits.Calls), lookUps: newPace(c.Limits, limits.KeyLookUpsPerSecond, limits.KeyLookUps),
		actors: models.NewShelf[*models.Actor](c.Site, keptDocuments), documents: models.NewShelf[[]byte](c.Site, keptDocuments),
	}
	c.Site.SetHerald(s)
	return s, nil
}

// Register gives the runners the work that needs the network.
func (s *Server) Register(jobs *queue.Runner) {
	jobs.Handle(models.JobIntake, s.intake)
	jobs.Handle(models.JobBackfill, s.backfill)
	jobs.Handle(models.JobPicture, s.fetchPicture)
	jobs.Handle(models.JobHistory, s.fetchHistory)
	jobs.Handle(models.JobCopy, s.fetchCopy)
	jobs.Handle(models.JobPeer, s.askPeer)
}

func (s *Server) now() time.Time { return s.site.DB().Now() }

func tally(count func(string), what string) {
	if count != nil {
		count(what)
	}
}
