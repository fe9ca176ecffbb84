package models

import (
	"context"

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

// CountStuck counts what Stuck lists, however much it is.
func (s *Site) CountStuck(ctx context.Context) (int, error) {
	n, err := queue.Count(ctx, s.db)
	return n.ParkedJobs, err
}

// RetryStuck has a piece of work that was given up done again, now. The site's log tells of it. It does nothing when the
// work is not there any more.
func (s *Site) RetryStuck(ctx context.Context, by *Actor, id int64) error {
	return s.settleStuck(ctx, by, VerbRedo, id, queue.RetryJob)
}

// DropStuck gives a piece of work up for good. The site's log tells of it. It does nothing when the work is not there
// any more.
func (s *Site) DropStuck(ctx context.Context, by *Actor, id int64) error {
	return s.settleStuck(ctx, by, VerbDrop, id, queue.DropJob)
}

func (s *Site) settleStuck(ctx context.Context, by *Actor, verb Verb, id int64, settle func(context.Context, *db.Tx, int64) (string, error)) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		if err := s.mayRun(ctx, tx, by); err != nil {
			return err
		}
		kind, err := settle(ctx, tx, id)
		if err != nil || kind == "" {
			return err
		}
		return s.record(ctx, tx, &Act{Verb: verb, By: by, Note: kind})
	})
}
