package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
)

// A program is an open site: its store, migrated, and what stands on it.
type program struct {
	conf Config
	log  *slog.Logger
	db   *db.DB
	site *models.Site
}

// openProgram opens the store that the settings name, brings it up to date and starts the site on it. It works
// beside a running serve: what it changes is in the database, where that one looks for deliveries each second.
func openProgram(ctx context.Context, conf Config, log *slog.Logger) (*program, error) {
	store, err := openStore(ctx, conf, log)
	if err != nil {
		return nil, err
	}
	p := &program{conf: conf, log: log, db: store}
	if err := p.start(ctx); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func openStore(ctx context.Context, conf Config, log *slog.Logger) (*db.DB, error) {
	if err := os.MkdirAll(conf.Data, 0o750); err != nil {
		return nil, advise("The data folder cannot be made: %v.\nFOLKMOOT_DATA names it.", err)
	}
	store, err := db.Open(ctx, db.Options{URL: conf.Database, Log: log})
	if err != nil {
		return nil, advise("The database cannot be opened: %v.\nFOLKMOOT_DATABASE names it; without that it is folkmoot.db in FOLKMOOT_DATA.", err)
	}
	return store, nil
}

func (p *program) start(ctx context.Context) error {
	if err := p.db.Migrate(ctx); err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	p.site = models.NewSite(models.Config{DB: p.db, Base: p.conf.URL, Host: p.conf.Host, Log: p.log})
	if err := p.site.KeepBase(ctx); err != nil {
		if models.CodeOf(err) == models.Conflict {
			return advise("%s\nThe setting is FOLKMOOT_URL.", explain(err))
		}
		return err
	}
	return p.site.Start(ctx)
}

func (p *program) close() error { return p.db.Close() }

// withSite does fn on the open site, for a command that is done when it returns.
func (sh *shell) withSite(ctx context.Context, fn func(p *program) error) error {
	conf, err := sh.config()
	if err != nil {
		return err
	}
	conf.LogLevel = max(conf.LogLevel, slog.LevelWarn)
	p, err := openProgram(ctx, conf, conf.logger(sh.err))
	if err != nil {
		return err
	}
	return errors.Join(fn(p), p.close())
}
