package federation

import (
	"context"

	"github.com/folkmoot/folkmoot/models"
)

// History is where the states of a wiki page of this site are listed.
func (s *Server) History(ctx context.Context, id int64) ([]byte, error) {
	it, list, err := s.history(ctx, id, 1)
	if err != nil {
		return nil, err
	}
	return s.write.History(it, list.Total)
}

// HistoryPart is one page of that list.
func (s *Server) HistoryPart(ctx context.Context, id int64, page int) ([]byte, error) {
	it, list, err := s.history(ctx, id, page)
	if err != nil {
		return nil, err
	}
	if page < 1 || page > list.Last() {
		return nil, errNoDocument
	}
	return s.write.HistoryPart(it, page, list.Items, page == list.Last())
}

// Revision is one state of a wiki page of this site.
func (s *Server) Revision(ctx context.Context, id int64, number int) ([]byte, error) {
	it, err := s.publicPage(ctx, id)
	if err != nil {
		return nil, err
	}
	r, err := s.site.Revision(ctx, it.ID, number)
	if err != nil {
		return nil, err
	}
	return s.write.Revision(it, r)
}

func (s *Server) history(ctx context.Context, id int64, page int) (*models.Item, models.Page[*models.WikiRevision], error) {
	it, err := s.publicPage(ctx, id)
	if err != nil {
		return nil, models.Page[*models.WikiRevision]{}, err
	}
	list, err := s.site.Revisions(ctx, it.ID, page)
	return it, list, err
}

// publicPage is a wiki page of this site that anybody may see.
func (s *Server) publicPage(ctx context.Context, id int64) (*models.Item, error) {
	it, err := s.publicThread(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, ok := it.Detail.(*models.WikiPage); !ok || !it.Here() {
		return nil, errNoDocument
	}
	return it, nil
}
