package models_test

import (
	"fmt"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestFeed_CountsNoFurtherThanAnybodyTurns(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward")
		first := mt.Post(t, s, ana, ward, "The ward at night", "Ask a nurse of the ward.")
		copies(t, s, first, 1059)

		for _, c := range []struct {
			page, items, total, last int
			more                     bool
		}{
			{page: 1, items: 50, total: 1000, last: 20, more: true},
			{page: 20, items: 50, total: 1050, last: 21, more: true},
			{page: 21, items: 50, total: 1060, last: 22},
			{page: 22, items: 10, total: 1060, last: 22},
			{page: 23, items: 0, total: 1060, last: 22},
		} {
			list, err := s.CommunityFeed(t.Context(), models.Viewer{}, ward.ID, c.page)
			mt.Must(t, err)
			if len(list.Items) != c.items || list.Total != c.total || list.Last() != c.last || list.More != c.more {
				t.Errorf("page %d shows %d of %d on %d pages, more: %v; want %+v", c.page, len(list.Items), list.Total, list.Last(), list.More, c)
			}
		}
	})
}

// copies has the database copy an item, with ids of their own: publishing as many would take long.
func copies(t *testing.T, s *models.Site, of *models.Item, n int) {
	t.Helper()
	mt.Must(t, s.DB().Change(t.Context(), func(tx *db.Tx) error {
		for range n {
			id := tx.NewID()
			_, err := tx.ExecContext(t.Context(), "INSERT INTO items (id, kind, uri, author_id, community_id, thread_id, title, visibility, published_at, active_at) "+
				"SELECT ?, kind, ?, author_id, community_id, ?, title, visibility, published_at, active_at FROM items WHERE id = ?",
				id, fmt.Sprint("https://north.example/post/", id), id, of.ID)
			if err != nil {
				return err
			}
		}
		return nil
	}))
}
