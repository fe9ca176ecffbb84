package models_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/text"
)

// A blogDesk is a community with an organiser, a member and somebody else, on a site whose clock stands still until it is moved.
type blogDesk struct {
	*testing.T
	site          *models.Site
	org, mem, out *models.Actor
	ward          *models.Actor
	clock         *dbtest.Clock
}

func onBlog(t *testing.T, fn func(b *blogDesk)) {
	t.Helper()
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := mt.Site(t, d, "north.example")
		b := &blogDesk{T: t, site: s, clock: clock, org: mt.Person(t, s, "org"), mem: mt.Person(t, s, "mem"), out: mt.Person(t, s, "out")}
		b.ward = mt.Community(t, s, b.org, "ward")
		mt.Join(t, s, b.mem, b.ward)
		fn(b)
	})
}

// publish publishes an article at once.
func (b *blogDesk) publish(by, in *models.Actor, title, body string, a models.Article) *models.Item {
	b.Helper()
	it, err := b.site.Publish(b.Context(), models.Draft{Kind: models.ArticleKind, By: by, In: in, Title: title, Source: body, Detail: &a})
	mt.Must(b.T, err)
	return it
}

// draft begins a draft.
func (b *blogDesk) draft(by, in *models.Actor, title string) *models.ArticleDraft {
	b.Helper()
	d := models.ArticleDraft{Title: title, Source: "Words of it."}
	if in != nil {
		d.CommunityID = in.ID
	}
	saved, err := b.site.SaveArticleDraft(b.Context(), by, d)
	mt.Must(b.T, err)
	return saved
}

func (b *blogDesk) refused(err error, code models.Code, what string) {
	b.Helper()
	if models.CodeOf(err) != code {
		b.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestArticle_OnlyFacilitatorsPublishInTheBlogOfACommunityAndEverybodyOnTheirOwnPage(t *testing.T) {
	onBlog(t, func(b *blogDesk) {
		for who, may := range map[*models.Actor]bool{b.org: true, b.mem: false, b.out: false} {
			_, err := b.site.Publish(b.Context(), models.Draft{Kind: models.ArticleKind, By: who, In: b.ward, Title: "T", Source: "Words"})
			if (err == nil) != may {
				b.Errorf("%s publishes in the community: %v", who.Name, err)
			}
		}
		own := b.publish(b.mem, nil, "On my own page", "Words", models.Article{})
		list, err := b.site.Articles(b.Context(), models.Viewer{}, models.Blog{Author: b.mem}, 1)
		if mt.Must(b.T, err); list.Total != 1 || list.Items[0].ID != own.ID {
			b.Errorf("their blog has %d articles", list.Total)
		}
		_, err = b.site.Publish(b.Context(), models.Draft{Kind: models.ArticleKind, By: b.mem, Title: "T", Source: "W", Detail: &models.Article{OfSite: true}})
		b.refused(err, models.Forbidden, "somebody writes in the blog of the site")
		admin := mt.Admin(b.T, b.site, "amy")
		news := b.publish(admin, nil, "News of the site", "Words", models.Article{OfSite: true})
		list, err = b.site.Articles(b.Context(), models.Viewer{}, models.Blog{}, 1)
		if mt.Must(b.T, err); list.Total != 1 || list.Items[0].ID != news.ID {
			b.Errorf("the site's blog has %d articles", list.Total)
		}
	})
}

func TestArticle_ABlogHoldsWhatTheCommunityTellsAndNotWhatOtherSitesSendIt(t *testing.T) {
	onBlog(t, func(b *blogDesk) {
		own := b.publish(b.org, b.ward, "Ours", "Words", models.Article{Summary: "In short"})
		mt.Post(b.T, b.site, b.mem, b.ward, "A discussion", "Words")
		far := mt.Remote(b.T, b.site, models.Person, "jo", "blog.example")
		_, err := b.site.Publish(b.Context(), models.Draft{
			Kind: models.ArticleKind, By: far, In: b.ward, Title: "Theirs", HTML: text.Clean("<p>Words</p>"), Detail: &models.Article{Summary: strings.Repeat("long ", 300)},
			From: &models.Origin{URI: "https://blog.example/a/1", Object: "https://blog.example/1", Host: "blog.example"},
		})
		mt.Must(b.T, err)
		list, err := b.site.Articles(b.Context(), models.Viewer{}, models.Blog{Community: b.ward}, 1)
		if mt.Must(b.T, err); list.Total != 1 || list.Items[0].ID != own.ID || list.Items[0].Detail.(*models.Article).Summary != "In short" {
			b.Errorf("the blog has %d articles", list.Total)
		}
		feed, err := b.site.CommunityFeed(b.Context(), models.Viewer{}, b.ward.ID, 1)
		if mt.Must(b.T, err); feed.Total != 3 {
			b.Errorf("its talk has %d threads", feed.Total)
		}
	})
}

func TestArticle_SaysHowLongItTakesToRead(t *testing.T) {
	for words, want := range map[int]int{0: 1, 1: 1, 329: 1, 330: 2, 2200: 10} {
		if got := (&models.Item{Plain: strings.Repeat("word ", words), Detail: &models.Article{}}).Minutes(); got != want {
			t.Errorf("%d words take %d minutes, want %d", words, got, want)
		}
	}
	transcribed := &models.Item{Plain: "One two.\n\n" + strings.TrimSpace(strings.Repeat("said ", 5000)), Detail: &models.Article{Transcript: strings.TrimSpace(strings.Repeat("said ", 5000))}}
	if got := transcribed.Minutes(); got != 1 {
		t.Errorf("the transcript is counted: %d minutes", got)
	}
}

func TestArticle_RelatedShareHashtagsOrWordsAndAreThereForTheReader(t *testing.T) {
	onBlog(t, func(b *blogDesk) {
		it := b.publish(b.org, b.ward, "Handover on night shifts", "About #falls.", models.Article{})
		same := b.publish(b.org, b.ward, "Another matter", "More on #falls.", models.Article{})
		words := b.publish(b.mem, nil, "Night shifts and handover", "Nothing else.", models.Article{})
		b.publish(b.org, b.ward, "Quite different", "Nothing in common.", models.Article{})
		closed := mt.Founded(b.T, b.site, b.org, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		hidden := b.publish(b.org, closed, "Handover on night shifts, the truth", "#falls", models.Article{})
		ids := func(v models.Viewer, limit int) string {
			found, err := b.site.Related(b.Context(), v, it, limit)
			mt.Must(b.T, err)
			var all []int64
			for _, it := range found {
				all = append(all, it.ID)
			}
			return fmt.Sprint(all)
		}
		if got := ids(models.Viewer{}, 3); got != fmt.Sprint([]int64{words.ID, same.ID}) && got != fmt.Sprint([]int64{same.ID, words.ID}) {
			b.Errorf("a visitor is offered %s", got)
		}
		if got := ids(models.Viewer{Actor: b.org}, 1); got != fmt.Sprint([]int64{hidden.ID}) {
			b.Errorf("a member is offered %s", got)
		}
	})
}

func TestDraft_IsSeenByItsAuthorAloneUntilTheyAskTheFacilitators(t *testing.T) {
	onBlog(t, func(b *blogDesk) {
		d := b.draft(b.mem, b.ward, "Draft of mem")
		sees := func(who *models.Actor) bool {
			_, err := b.site.ArticleDraft(b.Context(), models.Viewer{Actor: who}, d.ID)
			if err != nil {
				b.refused(err, models.NotFound, "somebody looks")
			}
			return err == nil
		}
		if !sees(b.mem) || sees(b.org) || sees(b.out) || sees(nil) {
			b.Error("a draft is seen by others, or not by its author")
		}
		_, err := b.site.SaveArticleDraft(b.Context(), b.out, models.ArticleDraft{CommunityID: b.ward.ID, Title: "T"})
		b.refused(err, models.Forbidden, "somebody who has not joined writes for the blog")
		_, err = b.site.PublishArticleDraft(b.Context(), b.mem, d.ID, 0, "", "")
		b.refused(err, models.Forbidden, "a member publishes")
		_, err = b.site.PublishArticleDraft(b.Context(), b.org, d.ID, 0, "", "")
		b.refused(err, models.NotFound, "a facilitator publishes unasked")
		mt.Must(b.T, b.site.AskToPublish(b.Context(), b.mem, d.ID, true))
		if !sees(b.org) || sees(b.out) {
			b.Error("asked, facilitators do not see it, or others do")
		}
		mt.Must(b.T, b.site.HandBack(b.Context(), b.org, d.ID, "Add what it cost."))
		if got, err := b.site.ArticleDraft(b.Context(), models.Viewer{Actor: b.mem}, d.ID); err != nil || got.Note != "Add what it cost." || sees(b.org) {
			b.Errorf("handed back, it is %+v, %v", got, err)
		}
		mt.Must(b.T, b.site.AskToPublish(b.Context(), b.mem, d.ID, true))
		it, err := b.site.PublishArticleDraft(b.Context(), b.org, d.ID, 0, "", "")
		if mt.Must(b.T, err); it == nil || it.AuthorID != b.mem.ID || it.CommunityID != b.ward.ID || sees(b.mem) {
			b.Errorf("published it is %+v", it)
		}
		told, err := b.site.Notices(b.Context(), models.Viewer{Actor: b.mem}, 1)
		if mt.Must(b.T, err); len(told.Items) != 2 || told.Items[0].Kind != models.NoticePublished || told.Items[1].Kind != models.NoticeReturned {
			b.Errorf("its author is told %+v", told.Items)
		}
	})
}

func TestDraft_SavedInTwoWindowsIsNeverOverwrittenUnseen(t *testing.T) {
	onBlog(t, func(b *blogDesk) {
		d := b.draft(b.mem, nil, "First")
		one, two := *d, *d
		one.Title = "From one window"
		saved, err := b.site.SaveArticleDraft(b.Context(), b.mem, one)
		if mt.Must(b.T, err); saved.Version != d.Version+1 {
			b.Errorf("it is version %d", saved.Version)
		}
		two.Title = "From the other"
		_, err = b.site.SaveArticleDraft(b.Context(), b.mem, two)
		b.refused(err, models.Conflict, "the other window saves")
		_, err = b.site.PublishArticleDraft(b.Context(), b.mem, d.ID, two.Version, "", "")
		b.refused(err, models.Conflict, "the other window publishes")
		if now, err := b.site.ArticleDraft(b.Context(), models.Viewer{Actor: b.mem}, d.ID); err != nil || now.Title != "From one window" {
			b.Errorf("it is %+v, %v", now, err)
		}
		first, err := b.site.SaveArticleDraft(b.Context(), b.mem, models.ArticleDraft{Title: "Typed", Once: "form-1"})
		mt.Must(b.T, err)
		again, err := b.site.SaveArticleDraft(b.Context(), b.mem, models.ArticleDraft{Title: "Typed on", Once: "form-1"})
		if mt.Must(b.T, err); again.ID != first.ID || again.Title != "Typed on" {
			b.Errorf("a form whose first answer was lost began two drafts: %+v", again)
		}
	})
}

func TestDraft_NamesOnlyPicturesOfItsAuthor(t *testing.T) {
	onBlog(t, func(b *blogDesk) {
		theirs := &models.Media{OwnerID: b.org.ID, Sum: strings.Repeat("a", 64), MediaType: "image/png"}
		mt.Must(b.T, b.site.AddMedia(b.Context(), theirs))
		_, err := b.site.SaveArticleDraft(b.Context(), b.mem, models.ArticleDraft{Pictures: []*models.DraftPicture{{MediaID: theirs.ID}}})
		b.refused(err, models.Invalid, "somebody names another's picture")
	})
}

func TestDraft_IsPublishedOnceAtItsTimeInItsZone(t *testing.T) {
	onBlog(t, func(b *blogDesk) {
		d := b.draft(b.org, b.ward, "At its time")
		ctx := b.Context()
		_, err := b.site.PublishArticleDraft(ctx, b.org, d.ID, 0, "2001-01-01T10:00", "Europe/London")
		b.refused(err, models.Invalid, "a time that is past")
		_, err = b.site.PublishArticleDraft(ctx, b.org, d.ID, 0, "2031-03-30T01:30", "Europe/London")
		b.refused(err, models.Invalid, "a time that the clocks leave out")
		at := b.site.DB().Now().Add(3 * time.Hour).UTC()
		it, err := b.site.PublishArticleDraft(ctx, b.org, d.ID, 0, at.Format("2006-01-02T15:04"), "UTC")
		if mt.Must(b.T, err); it != nil {
			b.Fatalf("it is out already: %+v", it)
		}
		mt.Must(b.T, b.site.DoDue(ctx))
		count := func() int {
			list, err := b.site.Articles(ctx, models.Viewer{}, models.Blog{Community: b.ward}, 1)
			mt.Must(b.T, err)
			return list.Total
		}
		if count() != 0 {
			b.Error("it was published before its time")
		}
		b.clock.Set(at.Add(time.Minute))
		mt.Must(b.T, b.site.DoDue(ctx))
		mt.Must(b.T, b.site.DoDue(ctx))
		if count() != 1 {
			b.Errorf("at its time there are %d", count())
		}
		left, err := b.site.ArticleDrafts(ctx, models.Viewer{Actor: b.org})
		if mt.Must(b.T, err); len(left) != 0 {
			b.Errorf("drafts are left: %+v", left)
		}
	})
}
