package models

import (
	"context"

	"github.com/folkmoot/folkmoot/models/text"
)

// Preview renders Markdown as it would be published now. Nothing is kept and nobody is told.
func (s *Site) Preview(ctx context.Context, markdown string) (text.HTML, error) {
	return s.PreviewIn(ctx, nil, markdown)
}

// PreviewIn is the same for the wiki of a community, whose pages a text names in double brackets.
func (s *Site) PreviewIn(ctx context.Context, community *Actor, markdown string) (text.HTML, error) {
	l := &linker{ctx: ctx, site: s, idb: s.db.Read(), in: community, page: &Item{Kind: wikiPageName}}
	r := text.Render(markdown, l)
	return r.HTML, l.err
}
