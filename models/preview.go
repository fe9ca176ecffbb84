package models

import (
	"context"

	"github.com/folkmoot/folkmoot/models/text"
)

// Preview renders Markdown as it would be published now. Nothing is kept and nobody is told.
func (s *Site) Preview(ctx context.Context, markdown string) (text.HTML, error) {
	l := &linker{ctx: ctx, site: s, idb: s.db.Read()}
	r := text.Render(markdown, l)
	return r.HTML, l.err
}
