package models

import (
	"context"

	"github.com/folkmoot/folkmoot/models/db"
)

// Post writes a letter in a change of its own.
func (s *Site) Post(ctx context.Context, l Letter) error {
	return s.db.Change(ctx, func(tx *db.Tx) error { return s.post(ctx, tx, l) })
}

// ReferToFiles has posts refer to files through a table with the columns item_id and file_id, until it is called again with "".
func ReferToFiles(table string) {
	Post.files = nil
	if table != "" {
		Post.files = []fileRef{{table: table, file: "file_id", item: "item_id"}}
	}
}
