package models

import (
	"context"
	"fmt"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// shownJobs is how much of what was given up is shown at once, the latest.
const shownJobs = 100

// Stuck lists the work that failed too often and was given up, the latest first; a hundred pieces at the most.
// Deliveries are not among it: they stand with the site that they are for, see Peers.
func (s *Site) Stuck(ctx context.Context) ([]queue.ParkedJob, error) {
	return queue.ParkedJobs(ctx, s.db, shownJobs)
}

// RetryStuck has a piece of work that was given up done again, now.
func (s *Site) RetryStuck(ctx context.Context, by *Actor, id int64) error {
	return s.settleStuck(ctx, by, id, queue.RetryJob)
}

// DropStuck gives a piece of work up for good.
func (s *Site) DropStuck(ctx context.Context, by *Actor, id int64) error {
	return s.settleStuck(ctx, by, id, queue.DropJob)
}

func (s *Site) settleStuck(ctx context.Context, by *Actor, id int64, settle func(context.Context, *db.Tx, int64) error) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.mayRun(ctx, tx, by); err != nil {
			return err
		}
		if err := settle(ctx, tx, id); err != nil {
			return fmt.Errorf("settle stuck work: %w", err)
		}
		return nil
	})
}
