package models

import (
	"context"

	"github.com/folkmoot/folkmoot/models/db"
)

// Post writes a letter in a change of its own.
func (s *Site) Post(ctx context.Context, l Letter) error {
	return s.db.Change(ctx, func(tx *db.Tx) error { return s.post(ctx, tx, l) })
}
