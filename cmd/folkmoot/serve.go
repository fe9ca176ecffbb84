package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/folkmoot/folkmoot/handlers"
	"github.com/folkmoot/folkmoot/handlers/activitypub"
	"github.com/folkmoot/folkmoot/handlers/files"
	"github.com/folkmoot/folkmoot/handlers/mail"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/ical"
	"github.com/folkmoot/folkmoot/models/queue"
)

type serveCommand struct{}

// Run serves the site until it is told to stop, and then lets what is under way come to its end.
func (c *serveCommand) Run(ctx context.Context, sh *shell) error {
	conf, err := sh.config()
	if err != nil {
		return err
	}
	log := conf.logger(sh.err)
	conf.warn(log)
	s, err := newServer(ctx, conf, outfit{log: log})
	if err != nil {
		return err
	}
	return errors.Join(s.serve(ctx, sh), s.close())
}

// warn says what the settings give up.
func (c Config) warn(log *slog.Logger) {
	if len(c.PrivateNetworks) > 0 {
		log.Warn("private networks may be contacted, over plain http too; this is for intranets, demos and tests", "networks", c.PrivateNetworks)
	}
	if !c.Limits {
		log.Warn("rate limits are off; this is for measurements")
	}
}

// How long a client may take, so that slow ones cannot hold all connections. Reading allows for a picture sent by a
// phone, writing for a page sent to one.
const (
	headerTime = 5 * time.Second
	readTime   = time.Minute
	writeTime  = time.Minute
	idleTime   = 2 * time.Minute
	headerSize = 64 << 10
)

// stopTime is what requests, deliveries and jobs under way have left when the site is told to stop. A service
// manager kills after ten seconds.
const stopTime = 8 * time.Second

// A server is a program that answers, and does the work that is due.
type server struct {
	*program
	metrics *metrics
	runner  *queue.Runner
	mail    *mail.Room
	handler http.Handler

	stopping atomic.Bool
}

// newServer puts the parts together. It is the only place that knows them all.
func newServer(ctx context.Context, conf Config, o outfit) (*server, error) {
	m := newMetrics()
	o.count = m.counters()
	p, err := openProgram(ctx, conf, o)
	if err != nil {
		return nil, err
	}
	m.watch(p.db)
	s := &server{program: p, metrics: m}
	s.runner = queue.NewRunner(p.db, queue.Config{Send: p.fed.Deliver, Grace: stopTime, Log: o.log, Sent: m.sent, Ran: m.ran})
	p.fed.Register(s.runner)
	s.mail = mail.New(mail.Config{Site: p.site, From: conf.MailFrom, Way: conf.SMTP, Folder: conf.letters(), Calendar: ical.Invite, Log: o.log})
	s.mail.Register(s.runner)
	files.New(files.Config{Site: p.site, Scanner: conf.Scanner, Reader: fileReader(), Log: o.log}).Register(s.runner)
	s.keepHouse()
	s.handler = handlers.New(handlers.Config{
		Site: p.site, Federation: p.fed, ActivityPub: activitypub.New(p.site, p.fed, o.log, programVersion()), Log: o.log,
		Limits: conf.Limits, Secure: strings.HasPrefix(conf.URL, "https://"), Version: programVersion(), Ready: s.ready,
		Proxies: conf.TrustedProxies, Answered: m.answered, Mail: s.mail,
	})
	return s, nil
}

// ready tells whether requests can be served: the database answers, and the site was not told to stop.
func (s *server) ready(ctx context.Context) error {
	if s.stopping.Load() {
		return errors.New("the site is stopping")
	}
	return s.db.Ping(ctx)
}

// parkedFor is how long what was given up is kept for an administrator to look at.
const parkedFor = 90 * 24 * time.Hour

// keepHouse has what has served its time dropped once a day, and what is due done every minute.
func (s *server) keepHouse() {
	s.runner.Handle(models.JobTidy, func(ctx context.Context, j *queue.Job) error {
		if err := s.site.Tidy(ctx); err != nil {
			return err
		}
		if err := s.files.Sweep(s.db.Now()); err != nil {
			return err
		}
		return s.db.Change(ctx, func(tx *db.Tx) error {
			if err := queue.Sweep(ctx, tx, tx.Now.Add(-parkedFor)); err != nil {
				return err
			}
			return j.Finish(ctx, tx)
		})
	})
	s.runner.Every(models.JobTidy, 24*time.Hour)
	s.runner.Handle(models.JobDue, func(ctx context.Context, j *queue.Job) error {
		if err := s.site.DoDue(ctx); err != nil {
			return err
		}
		return s.db.Change(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
	})
	s.runner.Every(models.JobDue, time.Minute)
}

// serve listens where the settings say, and works until ctx ends.
func (s *server) serve(ctx context.Context, sh *shell) error {
	main, err := listen(s.conf.Listen, "FOLKMOOT_LISTEN")
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	if s.conf.MetricsListen != "" {
		own, err := listen(s.conf.MetricsListen, "FOLKMOOT_METRICS_LISTEN")
		if err != nil {
			return errors.Join(err, main.Close())
		}
		group.Go(func() error { return s.answer(ctx, own, s.metrics.handler()) })
	}
	group.Go(func() error { return s.work(ctx) })
	group.Go(func() error { return s.answer(ctx, main, s.handler) })
	if err := s.invite(ctx, sh); err != nil {
		s.log.Error("the set-up link cannot be made", "error", err)
	}
	s.log.Info("the site is open", "url", s.conf.URL, "listen", main.Addr().String(), "database", s.db.Kind(), "version", programVersion())
	err = group.Wait()
	s.log.Info("the site has stopped")
	return err
}

// work does what is due until ctx ends. That this cut its beginning short is no failure.
func (s *server) work(ctx context.Context) error {
	if err := s.runner.Run(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func listen(address, setting string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, advise("Nothing can be answered at %s: %v.\n%s names the address; is another program using it?", address, err, setting)
	}
	return l, nil
}

// answer serves one listener until ctx ends, and then gives requests under way their time.
func (s *server) answer(ctx context.Context, l net.Listener, h http.Handler) error {
	web := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: headerSize, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		s.stopping.Store(true)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		err := web.Shutdown(ctx)
		if errors.Is(err, context.DeadlineExceeded) {
			err = web.Close() // who has not come to an end by now is cut off
		}
		stopped <- err
	})
	if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		stop()
		return fmt.Errorf("answer: %w", err)
	}
	return <-stopped
}

// invite prints the link with which the first admin sets the site up, as long as there is nobody.
func (s *server) invite(ctx context.Context, sh *shell) error {
	token, err := s.site.SetupToken(ctx)
	if err != nil || token == "" {
		return err
	}
	line := strings.Repeat("-", 72)
	sh.say("%s\nThis site is new. Open this link once to set it up:\n\n  %s/setup/%s\n\n%s", line, s.conf.URL, token, line)
	return nil
}
