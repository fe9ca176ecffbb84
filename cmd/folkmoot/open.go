package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/db"
)

// A program is an open site: its store, migrated, and what stands on it.
type program struct {
	conf  Config
	log   *slog.Logger
	db    *db.DB
	files blob.Store
	parts *blob.Parts
	site  *models.Site
	gate  *federation.Gate
	fed   *federation.Server

	begun bool // there was no site, so one was begun
}

// An outfit is what a program is given besides the settings.
type outfit struct {
	log   *slog.Logger
	now   func() time.Time    // nil: the machine's clock
	count federation.Counters // of what happens at the doors
}

// openProgram opens the store that the settings name, brings it up to date and starts the site on it. It works
// beside a running serve: what it changes is in the database, where that one looks for work each second.
func openProgram(ctx context.Context, conf Config, o outfit) (*program, error) {
	store, err := openStore(ctx, conf, o)
	if err != nil {
		return nil, err
	}
	p := &program{conf: conf, log: o.log, db: store}
	if err := p.start(ctx, o); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func openStore(ctx context.Context, conf Config, o outfit) (*db.DB, error) {
	if err := os.MkdirAll(conf.Data, 0o750); err != nil {
		return nil, advise("The data folder cannot be made: %v.\nFOLKMOOT_DATA names it.", err)
	}
	store, err := db.Open(ctx, db.Options{URL: conf.Database, Log: o.log, Now: o.now})
	if err != nil {
		return nil, advise("The database cannot be opened: %v.\nFOLKMOOT_DATABASE names it; without that it is folkmoot.db in FOLKMOOT_DATA.", err)
	}
	return store, nil
}

func (p *program) start(ctx context.Context, o outfit) error {
	blank, err := p.db.Blank(ctx)
	if err != nil {
		return err
	}
	if err := p.db.Migrate(ctx); err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	p.begun = blank
	if err := p.openFiles(); err != nil {
		return err
	}
	p.site = models.NewSite(models.Config{DB: p.db, Base: p.conf.URL, Host: p.conf.Host, Files: p.files, Parts: p.parts, Log: p.log})
	if err := p.site.KeepBase(ctx); err != nil {
		return baseAdvice(err)
	}
	if err := p.site.Start(ctx); err != nil {
		return err
	}
	p.gate = siteGate(p.conf, p.site)
	p.fed, err = federation.New(federation.Config{
		Site: p.site, Gate: p.gate, Log: p.log, Limits: p.conf.Limits, Counters: o.count,
	})
	return err
}

// baseAdvice names the setting where the address is not that of the database.
func baseAdvice(err error) error {
	if models.CodeOf(err) == models.Conflict {
		return advise("%s\nThe setting is FOLKMOOT_URL.", explain(err))
	}
	return err
}

func (p *program) close() error {
	if p.gate != nil {
		p.gate.Close()
	}
	err := p.db.Close()
	if p.files != nil {
		err = errors.Join(err, p.files.Close())
	}
	if p.parts != nil {
		err = errors.Join(err, p.parts.Close())
	}
	return err
}

// openFiles opens where files are kept, and where they wait while they arrive.
func (p *program) openFiles() (err error) {
	if p.files, err = p.conf.openStore(); err != nil {
		p.files = nil
		return advise("Files cannot be kept: %v.\nFOLKMOOT_FILES names where; without it that is a folder in FOLKMOOT_DATA.", err)
	}
	if p.parts, err = blob.NewParts(filepath.Join(p.conf.Data, "uploads")); err != nil {
		return advise("The folder of uploads cannot be opened: %v.\nIt lies in FOLKMOOT_DATA.", err)
	}
	return nil
}

// openStore opens where files are kept: a bucket, or a folder in the data folder.
func (c Config) openStore() (blob.Store, error) {
	dir := filepath.Join(c.Data, "files")
	if c.Bucket != nil {
		return blob.NewS3(c.Bucket, dir)
	}
	return blob.NewDisk(dir)
}

// withSite does fn on the open site, for a command that is done when it returns. Where there was no site it begins one,
// and says so: it may be that the command was given in the wrong folder.
func (sh *shell) withSite(ctx context.Context, fn func(p *program) error) error {
	conf, err := sh.config()
	if err != nil {
		return err
	}
	conf.LogLevel = max(conf.LogLevel, slog.LevelWarn)
	p, err := openProgram(ctx, conf, outfit{log: conf.logger(sh.err)})
	if err != nil {
		return err
	}
	if p.begun {
		fmt.Fprintf(sh.err, "A new site was begun in %s.\n", conf.place())
	}
	return errors.Join(fn(p), p.close())
}

// place says where the database is, why a site that was begun there is new, and how one names another place.
func (c Config) place() string {
	if c.Database != c.ownDatabase() {
		return "the database that FOLKMOOT_DATABASE names, since there was none. If you meant another, set FOLKMOOT_DATABASE"
	}
	dir, err := filepath.Abs(c.Data)
	if err != nil {
		dir = c.Data
	}
	return dir + ", since there was none. If you meant another, set FOLKMOOT_DATA"
}
