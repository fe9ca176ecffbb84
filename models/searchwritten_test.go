package models_test

import (
	"slices"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// Wiki pages and articles are found by those only who may read them, and only for what they say today: not for what an
// earlier revision said, and not for what is a draft.
func TestEvent52_ASearchShowsNoPageAndNoArticleThatTheReaderMayNotOpen(t *testing.T) {
	inStudy(t, func(s *study) {
		ctx := s.Context()
		in := mt.Founded(s.T, s.Site, s.ana, models.Charter{Name: "ward-in", Visibility: models.SiteOnly})
		shut := mt.Founded(s.T, s.Site, s.ana, models.Charter{Name: "ward-shut", Visibility: models.MembersOnly})
		for _, c := range []*models.Actor{s.ward, in, shut} {
			page, err := s.WritePage(ctx, models.Draft{By: s.ana, In: c, Title: "Pistachio rota of " + c.Name, Source: "A pistachio walnut."}, "macadamia")
			mt.Must(s.T, err)
			s.edited(page, s.ana, 1, "Rota of "+c.Name, "A walnut.")
			_, err = s.Publish(ctx, models.Draft{
				Kind: models.ArticleKind, By: s.ana, In: c, Title: "News of " + c.Name, Source: "Words.",
				Detail: &models.Article{Summary: "The walnut ripens.", AudioURL: "https://north.example/a.mp3", AudioType: "audio/mpeg", Transcript: "Hazelnuts too."},
			})
			mt.Must(s.T, err)
			_, err = s.SaveArticleDraft(ctx, s.ana, models.ArticleDraft{CommunityID: c.ID, Title: "Macadamia", Source: "Not yet: macadamia, walnut."})
			mt.Must(s.T, err)
		}
		public := []string{"News of ward", "Rota of ward"}
		onSite := append([]string{"News of ward-in", "Rota of ward-in"}, public...)
		all := append([]string{"News of ward-shut", "Rota of ward-shut"}, onSite...)
		for who, c := range map[string]struct {
			v    models.Viewer
			want []string
		}{
			"a visitor":            {models.Viewer{}, public},
			"somebody elsewhere":   {models.Viewer{Actor: mt.Remote(s.T, s.Site, models.Person, "jo", "south.example")}, public},
			"somebody of the site": {mt.As(s.bea), onSite},
			"a member of all":      {mt.As(s.ana), all},
		} {
			finds(s.T, s.Site, c.v, "walnut", c.want...)
			finds(s.T, s.Site, c.v, "hazelnut", slices.DeleteFunc(slices.Clone(c.want), func(title string) bool { return title[0] != 'N' })...)
			finds(s.T, s.Site, c.v, "pistachio")
			finds(s.T, s.Site, c.v, "macadamia")
			for _, k := range []*models.Kind{models.WikiPageKind, models.ArticleKind} {
				q := models.Ask("walnut")
				q.Kind = k
				found, err := s.Search(ctx, c.v, q, 1)
				mt.Must(s.T, err)
				if found.All() != len(c.want) || found.Total != len(c.want)/2 || len(found.Items) != len(c.want)/2 {
					s.Errorf("%s is told of %v and of %d of kind %s, want %d in all", who, found.Kinds, found.Total, k.Name, len(c.want))
				}
			}
		}
	})
}
