package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

type migrateCommand struct{}

// Run brings the database up to date. Serve does the same when it starts; this is for those who want to see
// it done first.
func (c *migrateCommand) Run(ctx context.Context, sh *shell) error {
	conf, err := sh.config()
	if err != nil {
		return err
	}
	conf.LogLevel = max(conf.LogLevel, slog.LevelWarn)
	store, err := openStore(ctx, conf, outfit{log: conf.logger(sh.err)})
	if err != nil {
		return err
	}
	pending, err := store.Pending(ctx)
	if err == nil {
		err = store.Migrate(ctx)
	}
	if err := errors.Join(err, store.Close()); err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	for _, name := range pending {
		sh.say("Done: %s", name)
	}
	sh.say("The database is up to date.")
	return nil
}
