package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/handlers"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// tellArticle publishes an article.
func tellArticle(t testing.TB, site *models.Site, by, in *models.Actor, title string, a models.Article) *models.Item {
	t.Helper()
	it, err := site.Publish(t.Context(), models.Draft{Kind: models.ArticleKind, By: by, In: in, Title: title, Source: "Words of an article", Detail: &a, Language: "en"})
	mt.Must(t, err)
	return it
}

// writeDraft begins a draft for the blog of a community, or with nil for somebody's own page.
func writeDraft(t testing.TB, site *models.Site, by, in *models.Actor, title string) *models.ArticleDraft {
	t.Helper()
	d := models.ArticleDraft{Title: title, Source: "Words of a draft"}
	if in != nil {
		d.CommunityID = in.ID
	}
	saved, err := site.SaveArticleDraft(t.Context(), by, d)
	mt.Must(t, err)
	return saved
}

// blogTable goes on with table: what each role may do with an article and a draft of somebody else.
var blogTable = []cell{
	{"GET /blog", "yyyyyyy", ""},
	{"GET /blog/page/:n", "yyyyyyy", ""},
	{"GET /blog/feed.atom", "yyyyyyy", ""},
	{"GET /blog/podcast.rss", "yyyyyyy", ""},
	{"GET /blog/new", "snnnnyn", ""},
	{"POST /blog/new", "snnnnyn", "do=save&title=News"},
	{"GET /c/:name/blog", "yyyyyyy", ""},
	{"GET /c/:name/blog/page/:n", "yyyyyyy", ""},
	{"GET /c/:name/blog/feed.atom", "yyyyyyy", ""},
	{"GET /c/:name/blog/podcast.rss", "yyyyyyy", ""},
	{"GET /c/:name/blog/new", "snyyyyn", ""},
	{"POST /c/:name/blog/new", "snyyyyn", "do=save&title=Draft"},
	{"GET /u/:name/blog", "yyyyyyy", ""},
	{"GET /u/:name/blog/page/:n", "yyyyyyy", ""},
	{"GET /u/:name/blog/feed.atom", "yyyyyyy", ""},
	{"GET /u/:name/blog/podcast.rss", "yyyyyyy", ""},
	{"GET /u/:name/blog/new", "s000000", ""},
	{"POST /u/:name/blog/new", "s000000", "do=save&title=Draft"},
	{"GET /drafts", "syyyyyy", ""},
	{"GET /drafts/:id", "s000000", ""},
	{"POST /drafts/:id", "s000000", "do=publish"},
	{"GET /drafts/:id/preview", "s000000", ""},
	{"GET /drafts/:id/picture/:number", "s000000", ""},
	{"GET /drafts/:id/delete", "s000000", ""},
	{"POST /drafts/:id/delete", "s000000", ""},
	{"GET /article/:id", "yyyyyyy", ""},
	{"GET /article/:id/page/:n", "yyyyyyy", ""},
	{"GET /article/:id/history", "yyyyyyy", ""},
	{"GET /article/:id/post", "yyyyyyy", ""},
	{"GET /article/:id/edit", "snnyyyn", ""},
	{"POST /article/:id/edit", "snnyyyn", "title=New&body=Words"},
	{"GET /article/:id/reply", "syyyyyn", ""},
	{"POST /article/:id/reply", "syyyyyn", "body=Yes"},
	{"GET /article/:id/delete", "snnnnnn", ""},
	{"POST /article/:id/delete", "snnnnnn", ""},
	{"GET /article/:id/report", "syyyyyy", ""},
	{"POST /article/:id/report", "syyyyyn", "reason=spam"},
	{"POST /article/:id/like", "syyyyyn", ""},
	{"POST /article/:id/unlike", "syyyyyn", ""},
	{"POST /article/:id/lock", "snnyyyn", ""},
	{"POST /article/:id/unlock", "snnyyyn", ""},
	{"POST /article/:id/pin", "snnyyyn", ""},
	{"POST /article/:id/unpin", "snnyyyn", ""},
	{"GET /article/:id/remove", "snnyyyn", ""},
	{"POST /article/:id/remove", "snnyyyn", "reason=off+topic"},
	{"POST /article/:id/restore", "snnyyyn", ""},
}

func TestDraft_IsToldByNoDoorToAnybodyButItsAuthor(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, mem, sam := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "mem"), mt.Admin(t, d.site, "sam")
		ward := mt.Community(t, d.site, org, "ward")
		mt.Join(t, d.site, mem, ward)
		draft := writeDraft(t, d.site, mem, ward, "Quillondraft")
		mt.Post(t, d.site, mem, ward, "Quillondraf", "a word that is nearly the same")
		cells := 0
		for name, b := range map[string]*browser{"a visitor": d.visitor(), "the organiser": d.as(org), "an admin": d.as(sam)} {
			for _, r := range handlers.Routes(d.config) {
				if r.Method != http.MethodGet {
					continue
				}
				for _, id := range []int64{draft.ID, draft.ID + 1} {
					path := strings.NewReplacer(":name", "ward", ":id", number(id), ":n", "1", ":number", "1", ":month", "2099-01", ":tag", "quillondraft", ":token", "0").Replace(r.Path)
					if strings.HasPrefix(path, "/u/") {
						path = strings.Replace(path, "/ward", "/mem", 1)
					}
					if strings.HasPrefix(path, "/search") {
						path += "?q=Quillondraft"
					}
					cells++
					if got := b.get(path); strings.Contains(strings.ReplaceAll(strings.ToLower(got.body), "q=quillondraft", ""), "words of a draft") {
						t.Errorf("%s reads the draft at %s", name, path)
					}
				}
			}
			b.get("/drafts/" + number(draft.ID)).hides("Words of a draft")
		}
		if cells < 300 {
			t.Errorf("only %d doors were tried", cells)
		}
		d.as(mem).get("/drafts").says("Quillondraft")
		d.as(mem).get("/drafts/" + number(draft.ID)).says("Words of a draft")
	})
}

// blog adds an article and a draft to a scene. Nobody has many drafts at a time, so that of the last scene goes.
func (s *stage) blog(made *scene) {
	s.t.Helper()
	made.article = tellArticle(s.t, s.d.site, s.second, made.ward, "Somebody's article", models.Article{})
	if s.draft != 0 {
		mt.Must(s.t, s.d.site.DropArticleDraft(s.t.Context(), s.writer, s.draft))
	}
	made.draft = writeDraft(s.t, s.d.site, s.writer, made.ward, "Somebody's draft")
	s.draft = made.draft.ID
}

// blog publishes an article in a closed community, and has a member ask its organiser to publish another.
func (m *matrixRun) blog(s *secrets, org, group, member *models.Actor, word func(string) string) *models.Item {
	m.t.Helper()
	s.draft = writeDraft(m.t, m.d.site, member, group, word("drafttitle")).ID
	mt.Must(m.t, m.d.site.AskToPublish(m.t.Context(), member, s.draft, true))
	return tellArticle(m.t, m.d.site, org, group, word("articletitle"), models.Article{
		Summary: word("summary"), AudioURL: "https://far.example/" + word("audio") + ".mp3", Transcript: word("transcript"),
	})
}
