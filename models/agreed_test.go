package models_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// Whoever may not publish in the blog of a community has a facilitator agree to their words, and to no others.
func TestDraft_WhatWasAgreedToIsWhatIsPublished(t *testing.T) {
	onBlog(t, func(b *blogDesk) {
		asked := func(title string) *models.ArticleDraft {
			d := b.draft(b.mem, b.ward, title)
			mt.Must(b.T, b.site.AskToPublish(b.Context(), b.mem, d.ID, true))
			_, err := b.site.PublishArticleDraft(b.Context(), b.org, d.ID, d.Version, b.clock.Now().Add(time.Hour).UTC().Format("2006-01-02T15:04"), "UTC")
			mt.Must(b.T, err)
			return d
		}
		same, other, back := asked("Same"), asked("Other"), asked("Back")
		_, err := b.site.SaveArticleDraft(b.Context(), b.mem, models.ArticleDraft{ID: same.ID, Version: same.Version, Title: same.Title, Source: same.Source})
		mt.Must(b.T, err)
		changed, err := b.site.SaveArticleDraft(b.Context(), b.mem, models.ArticleDraft{ID: other.ID, Version: other.Version, Title: "Other", Source: "Words that nobody has read."})
		if mt.Must(b.T, err); !changed.DueAt.IsZero() || changed.AskedAt.IsZero() || changed.Note == "" {
			b.Errorf("the draft that was changed is %+v", changed)
		}
		mt.Must(b.T, b.site.AskToPublish(b.Context(), b.mem, back.ID, false))
		b.clock.Set(b.clock.Now().Add(2 * time.Hour))
		mt.Must(b.T, b.site.DoDue(b.Context()))
		list, err := b.site.Articles(b.Context(), models.Viewer{}, models.Blog{Community: b.ward}, 1)
		if mt.Must(b.T, err); list.Total != 1 || list.Items[0].Title != "Same" {
			b.Errorf("published are %d, the first of them %+v", list.Total, list.Items)
		}
		_, err = b.site.PublishArticleDraft(b.Context(), b.org, other.ID, changed.Version, "", "")
		mt.Must(b.T, err)
		_, err = b.site.PublishArticleDraft(b.Context(), b.org, back.ID, 0, "", "")
		b.refused(err, models.NotFound, "what was taken back is published")
	})
}

// recording is one by somebody in a community, looked through.
func (b *blogDesk) recording(by *models.Actor) *models.File {
	b.Helper()
	f, err := b.site.TakeFile(b.Context(), by, b.ward, "talk.ogg", strings.NewReader("OggS\x00\x02 by "+by.Name))
	mt.Must(b.T, err)
	mt.Must(b.T, b.site.FileDone(b.Context(), f.ID, models.FileFacts{State: models.FileReady}))
	return f
}

func TestL11_NobodyPutsOutTheRecordingOfSomebodyElsesDraft(t *testing.T) {
	onBlog(t, func(b *blogDesk) {
		theirs, mine := b.recording(b.mem), b.recording(b.org)
		_, err := b.site.SaveArticleDraft(b.Context(), b.mem, models.ArticleDraft{CommunityID: b.ward.ID, Title: "Quiet", Source: "Words", AudioID: theirs.ID})
		mt.Must(b.T, err)
		it := b.publish(b.org, b.ward, "Loud", "Words", models.Article{})
		named := func(id int64) error {
			_, err := b.site.Revise(b.Context(), it, models.Draft{By: b.org, Title: "Loud", Source: "Words", Detail: &models.Article{AudioID: id}})
			return err
		}
		b.refused(named(theirs.ID), models.Invalid, "the recording of a draft is put out")
		mt.Must(b.T, named(mine.ID))
		if _, err := b.site.FileVisible(b.Context(), models.Viewer{}, theirs.ID); models.CodeOf(err) != models.NotFound {
			b.Errorf("anybody hears it: %v", err)
		}
		guest := b.recording(b.mem)
		mt.Must(b.T, named(guest.ID)) // which nothing names, and somebody brought for it
	})
}

func TestDocument_AVersionOfWhatWasTakenOutIsToldToNobody(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx, told := t.Context(), new(counting)
		org, ann := mt.Person(t, s, "org"), mt.Person(t, s, "ann")
		ward := mt.Community(t, s, org, "ward")
		mt.Join(t, s, ann, ward)
		s.SetHerald(told)
		it, f := proposed(t, s, ann, ward, "Checklist", models.Document{})
		held, other := proposed(t, s, ann, ward, "Held", models.Document{})
		looked(t, s, f, models.FileReady)
		second := brought(t, s, ann, ward, "second.txt", "Second words")
		_, err := s.AddVersion(ctx, ann, it, second.ID, "")
		mt.Must(t, err)
		for _, out := range []*models.Item{it, held} {
			mt.Must(t, s.Remove(ctx, org, out, true, "Not ours", nil))
		}
		told.verbs = nil
		looked(t, s, second, models.FileReady)
		looked(t, s, other, models.FileReady)
		if len(told.verbs) > 0 {
			t.Errorf("others are told %v", told.verbs)
		}
		acts, err := s.DB().Read().NewSelect().Table("acts").Where("verb = ? AND item_id IN (?, ?)", models.VerbUpdate, it.ID, held.ID).Count(ctx)
		if mt.Must(t, err); acts != 0 {
			t.Errorf("%d changes are in the outbox", acts)
		}
	})
}

func TestDocument_OnlyItsCommunityAndItsAuthorSayWhatReplacesIt(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		org, ann := mt.Person(t, s, "org"), mt.Person(t, s, "ann")
		ward, other := mt.Community(t, s, org, "ward"), mt.Community(t, s, ann, "other")
		it, f := proposed(t, s, org, ward, "Checklist", models.Document{})
		looked(t, s, f, models.FileReady)
		var want []string
		for _, d := range []struct {
			by, in *models.Actor
			title  string
		}{{org, ward, "Newer"}, {org, other, "Elsewhere by its author"}, {ann, other, "By a stranger"}} {
			mt.Join(t, s, d.by, d.in)
			replacing, f := proposed(t, s, d.by, d.in, d.title, models.Document{Replaces: it.URI})
			looked(t, s, f, models.FileReady)
			if d.by == org {
				want = append(want, replacing.Title)
			}
		}
		newer, err := s.ReplacedBy(t.Context(), models.Viewer{}, it)
		mt.Must(t, err)
		var got []string
		for _, n := range newer {
			got = append(got, n.Title)
		}
		if slices.Sort(got); !slices.Equal(got, []string{want[1], want[0]}) {
			t.Errorf("it is replaced by %q, not %q", got, want)
		}
	})
}

// What other sites give is room of ours too: their copies share what one community has, and old ones make way.
func TestD01_CopiesFromOtherSitesHaveTheirBounds(t *testing.T) {
	mt.EachWithClock(t, func(t *testing.T, s *models.Site, clock *dbtest.Clock) {
		ana := mt.Admin(t, s, "ana")
		set, err := s.Settings(t.Context())
		mt.Must(t, err)
		set.Contact, set.FileMB, set.QuotaMB = "ana@north.example", 1, 1
		mt.Must(t, s.SetSettings(t.Context(), ana, set))
		words := strings.Repeat("words of a copy\n", 40_000) // 640 kB
		brought(t, s, nil, nil, "one.txt", words)
		if err := s.MayTakeFile(t.Context(), nil, nil, 600_000); models.CodeOf(err) != models.Invalid {
			t.Errorf("a second one may come: %v", err)
		}
		if _, err := s.TakeFile(t.Context(), nil, nil, "two.txt", strings.NewReader("2"+words)); models.CodeOf(err) != models.Invalid {
			t.Errorf("a second one is taken: %v", err)
		}
		clock.Set(clock.Now().AddDate(0, 0, 31))
		mt.Must(t, s.Tidy(t.Context()))
		mt.Must(t, s.MayTakeFile(t.Context(), nil, nil, 600_000))
	})
}
