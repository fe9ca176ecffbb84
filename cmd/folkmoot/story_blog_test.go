package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// An article crosses to the sites that follow its community, is read, talked about, changed and deleted there.
func TestStory_AnArticleIsReadOnOtherSites(t *testing.T) {
	tell(t, func(s *story) {
		ctx := s.Context()
		a := &models.Article{Summary: "Two minutes at handover.", AudioURL: "https://north.example/episode.mp3", AudioType: "audio/mpeg", AudioSeconds: 1470, Transcript: "**Ana:** Welcome."}
		it, err := s.north.Publish(ctx, models.Draft{
			Kind: models.ArticleKind, By: s.ana, In: s.ward, Title: "What three wards taught us", Source: "That it *works*. #falls", Language: "en", Detail: a,
		})
		s.settled(err)
		{
			there := s.at(s.south, it)
			if there == nil || there.Kind != models.ArticleKind.Name || there.CommunityID != s.wardAt(s.south).ID || there.Author.URI != s.ana.URI {
				s.Fatalf("on south it is %+v", there)
			}
			got := *there.Detail.(*models.Article)
			if got.Summary != a.Summary || got.AudioURL != a.AudioURL || got.AudioSeconds != 1470 || got.Transcript != a.Transcript || there.Source != it.Source {
				s.Errorf("south has %+v", got)
			}
			list, err := s.south.Articles(ctx, models.Viewer{}, models.Blog{Community: s.wardAt(s.south)}, 1)
			if mt.Must(s.T, err); list.Total != 1 {
				s.Errorf("its blog there has %d articles", list.Total)
			}
		}
		s.reads(it, "Two minutes at handover.", true)
		reply, err := s.south.Publish(ctx, models.Draft{Kind: models.Reply, By: s.jo, In: s.wardAt(s.south), InReplyTo: s.at(s.south, it), Source: "It does here too."})
		s.settled(err)
		s.reads(it, "It does here too.", true)
		if s.at(s.north, reply) == nil {
			s.Error("the reply did not come back")
		}
		b := *it.Detail.(*models.Article)
		b.Summary = "Three minutes at handover."
		_, err = s.north.Revise(ctx, it, models.Draft{By: s.ana, Title: it.Title, Source: it.Source, Detail: &b})
		s.settled(err)
		s.reads(it, "Three minutes at handover.", true)
		s.settled(s.north.Delete(ctx, s.ana, it, nil))
		s.everywhere("deleted", it, func(it *models.Item) bool { return !it.DeletedAt.IsZero() && it.Detail == nil })
	})
}

// Nothing of a draft leaves the site, and at its time it goes out once.
func TestStory_ADraftStaysAtHomeUntilItIsPublished(t *testing.T) {
	tell(t, func(s *story) {
		ctx := s.Context()
		d, err := s.north.SaveArticleDraft(ctx, s.ana, models.ArticleDraft{CommunityID: s.ward.ID, Title: "Not yet", Source: "Words."})
		s.settled(err)
		feed, err := s.south.CommunityFeed(ctx, models.Viewer{}, s.wardAt(s.south).ID, 1)
		if mt.Must(s.T, err); feed.Total != 0 {
			s.Errorf("south has %d threads", feed.Total)
		}
		it, err := s.north.PublishArticleDraft(ctx, s.ana, d.ID, 0, "", "")
		s.settled(err)
		s.everywhere("published", it, func(it *models.Item) bool { return it.Title == "Not yet" })
	})
}

// Group software shows no articles of a community: where that wants it, a post by the author goes out beside each.
func TestArticles_GoOutAsPostsTooWhereTheCommunityWantsIt(t *testing.T) {
	onStage(t, func(s *scene) {
		tell := func() *models.Item {
			it, err := s.north.Publish(s.Context(), models.Draft{
				Kind: models.ArticleKind, By: s.ana, In: s.ward, Title: "What we learned", Source: "That it **works**.", Language: "en",
				Detail: &models.Article{Summary: "Two minutes & more."},
			})
			s.settled(err)
			return it
		}
		tell()
		if got := pages(s.lemmy.Peer); len(got) > 0 {
			s.Fatalf("a post went out unasked: %v", got)
		}
		ward, err := s.north.Actor(s.Context(), s.ward.ID)
		mt.Must(s.T, err)
		charter := ward.Charter()
		charter.Companions = true
		s.settled(s.north.SetCharter(s.Context(), s.ana, ward, charter))
		s.forget()
		it := tell()
		create := pages(s.lemmy.Peer)["Create"]
		page, _ := create["object"].(doc)
		content, _ := page["content"].(string)
		if create["actor"] != s.ana.URI || page["attributedTo"] != s.ana.URI || page["id"] != it.URI+"/post" || page["audience"] != s.group || page["name"] != it.Title ||
			!strings.Contains(content, "Two minutes &amp; more.") || !strings.Contains(content, "<strong>works</strong>") || page["folkmoot:companionOf"] != it.URI {
			s.Fatalf("the post is %v", create)
		}
		if got := pages(s.masto.Peer); len(got) > 0 {
			s.Errorf("a microblog got it too: %v", got)
		}
		reply := s.lemmy.Comment(s.lena, s.group, it.URI+"/post", "We learned that too.")
		s.lemmy.MustSend(s.north, s.lena, reply)
		s.Settle()
		if answer := s.item(objectOf(reply)); answer.ThreadID != it.ID {
			s.Errorf("the answer is in %d, not with the article", answer.ThreadID)
		}
		s.forget()
		s.settled(s.north.Delete(s.Context(), s.ana, it, nil))
		if got := pages(s.lemmy.Peer); got["Delete"] == nil {
			s.Errorf("the post was not taken back: %v", got)
		}
	})
}

func TestEvent40_NameSummaryAndAttachmentsOfAnArticleSayAllThatAMicroblogShows(t *testing.T) {
	onStage(t, func(s *scene) {
		it, err := s.north.Publish(s.Context(), models.Draft{
			Kind: models.ArticleKind, By: s.ana, In: s.ward, Title: "What three wards taught us", Source: "That it **works**.", Language: "en",
			Detail: &models.Article{Summary: "Two minutes & what they change.", AudioURL: "https://north.example/episode.mp3", AudioType: "audio/mpeg"},
		})
		s.settled(err)
		created := only(s.T, s.masto.Peer, "Create")
		if created["actor"] != s.group {
			s.Errorf("it was created by %v", created["actor"])
		}
		o, _ := created["object"].(doc)
		if o["type"] != "Article" || o["name"] != it.Title || o["summary"] != "<p>Two minutes &amp; what they change.</p>" || o["url"] != it.URI || o["id"] != it.URI {
			s.Errorf("it is %v: %v %v %v", o["type"], o["name"], o["summary"], o["url"])
		}
		preview, _ := o["preview"].(doc)
		if content, _ := preview["content"].(string); preview["type"] != "Note" || !strings.Contains(content, it.URI) || !strings.Contains(content, "Two minutes &amp; what they change.") {
			s.Errorf("in its place stands %v", o["preview"])
		}
		attached, _ := o["attachment"].([]any)
		if len(attached) != 1 || attached[0].(doc)["type"] != "Audio" || attached[0].(doc)["mediaType"] != "audio/mpeg" {
			s.Errorf("attached is %v", o["attachment"])
		}
		r := get(s.T, s.north, http.MethodGet, it.Path(), federation.AcceptActivity)
		if r.Code != http.StatusOK || !strings.Contains(r.Body.String(), `"type":"Article"`) {
			s.Errorf("its document is %d %s", r.Code, r.Body)
		}
	})
}
