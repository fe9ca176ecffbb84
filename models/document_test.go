package models_test

import (
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// brought is a file of somebody that waits to be looked through.
func brought(t *testing.T, s *models.Site, by, in *models.Actor, name, words string) *models.File {
	t.Helper()
	f, err := s.TakeFile(t.Context(), by, in, name, strings.NewReader(words))
	mt.Must(t, err)
	return f
}

// looked is what becomes of a file once it was looked through.
func looked(t *testing.T, s *models.Site, f *models.File, state models.FileState) {
	t.Helper()
	mt.Must(t, s.FileDone(t.Context(), f.ID, models.FileFacts{State: state, Reason: "It holds a virus."}))
}

// proposed is a document whose file still waits.
func proposed(t *testing.T, s *models.Site, by, in *models.Actor, title string, d models.Document) (*models.Item, *models.File) {
	t.Helper()
	f := brought(t, s, by, in, strings.ToLower(title)+".txt", "The words of "+title)
	d.FileID = f.ID
	it, err := s.Publish(t.Context(), models.Draft{Kind: models.DocumentKind, By: by, In: in, Title: title, Source: "About #falls.", Detail: &d})
	mt.Must(t, err)
	return it, f
}

func seenBy(t *testing.T, s *models.Site, who *models.Actor, id int64) *models.Document {
	t.Helper()
	it, err := s.Item(t.Context(), models.Viewer{Actor: who}, id)
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	mt.Must(t, err)
	return it.Detail.(*models.Document)
}

func TestDocument_IsHeldUntilItsFileWasLookedThrough(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		org, ann, bob := mt.Person(t, s, "org"), mt.Person(t, s, "ann"), mt.Person(t, s, "bob")
		ward := mt.Community(t, s, org, "ward")
		mt.Join(t, s, ann, ward)
		mt.Join(t, s, bob, ward)
		it, f := proposed(t, s, ann, ward, "Checklist", models.Document{Folder: []string{"Policies", "2026"}, Authors: "Ann and Bob"})
		for who, sees := range map[*models.Actor]bool{org: true, ann: true, bob: false, nil: false} {
			if d := seenBy(t, s, who, it.ID); (d != nil) != sees {
				t.Errorf("%v sees %+v while it is held", who, d)
			}
		}
		looked(t, s, f, models.FileReady)
		for _, who := range []*models.Actor{org, ann, bob, nil} {
			if d := seenBy(t, s, who, it.ID); d == nil || d.Number != 1 || d.Digest != f.Digest() || d.Size != f.Size {
				t.Errorf("%v sees %+v", who, d)
			}
		}
		feed, err := s.CommunityFeed(t.Context(), models.Viewer{}, ward.ID, 1)
		mt.Must(t, err)
		if len(feed.Items) != 1 || !feed.Items[0].TellAt.IsZero() || feed.Items[0].Said() != "About #falls." {
			t.Errorf("the feed is %+v", feed.Items)
		}
		folders, err := s.Folders(t.Context(), models.Viewer{}, ward.ID)
		mt.Must(t, err)
		if len(folders) != 2 || folders[1].Name != "2026" || folders[1].Held != 1 || folders[1].Path[0].Name != "Policies" {
			t.Errorf("folders are %+v", folders)
		}
	})
}

func TestDocument_KeepsItsVersions(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		org, ann, bob := mt.Person(t, s, "org"), mt.Person(t, s, "ann"), mt.Person(t, s, "bob")
		ward := mt.Community(t, s, org, "ward")
		mt.Join(t, s, ann, ward)
		mt.Join(t, s, bob, ward)
		it, first := proposed(t, s, ann, ward, "Checklist", models.Document{})
		looked(t, s, first, models.FileReady)
		if _, err := s.AddVersion(ctx, ann, it, brought(t, s, ann, ward, "again.txt", "The words of Checklist").ID, ""); models.CodeOf(err) != models.Invalid {
			t.Errorf("the same file again: %v", err)
		}
		if _, err := s.AddVersion(ctx, bob, it, brought(t, s, bob, ward, "mine.txt", "Bob's own").ID, ""); models.CodeOf(err) != models.Forbidden {
			t.Errorf("somebody else added a version: %v", err)
		}
		second := brought(t, s, org, ward, "second.txt", "Second words")
		_, err := s.AddVersion(ctx, org, it, second.ID, "Shorter")
		mt.Must(t, err)
		if d := seenBy(t, s, nil, it.ID); d.Number != 1 {
			t.Errorf("it is at version %d while the second is looked at", d.Number)
		}
		looked(t, s, second, models.FileReady)
		all, err := s.Versions(ctx, it.ID)
		mt.Must(t, err)
		if len(all) != 2 || all[0].Number != 2 || all[0].Note != "Shorter" || all[1].Digest != first.Digest() || !all[1].Here() {
			t.Fatalf("versions are %+v", all)
		}
		if err := s.WithdrawVersion(ctx, bob, it, 1); models.CodeOf(err) != models.Forbidden {
			t.Errorf("somebody else withdrew a version: %v", err)
		}
		mt.Must(t, s.WithdrawVersion(ctx, ann, it, 2))
		if d := seenBy(t, s, nil, it.ID); d.Number != 1 || d.Digest != first.Digest() {
			t.Errorf("without its second version it is %+v", d)
		}
		if err := s.WithdrawVersion(ctx, ann, it, 1); models.CodeOf(err) != models.Conflict {
			t.Errorf("the only version was withdrawn: %v", err)
		}
		if _, gone, err := s.Version(ctx, models.Viewer{}, it.ID, 2); err != nil || gone.WithdrawnAt.IsZero() || gone.Digest != second.Digest() || gone.FileID != 0 {
			t.Errorf("the withdrawn one is %+v, %v", gone, err)
		}
	})
}

func TestDocument_AFileThatIsNotTakenLeavesTheWordsAndSaysWhy(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		org, ann := mt.Person(t, s, "org"), mt.Person(t, s, "ann")
		ward := mt.Community(t, s, org, "ward")
		mt.Join(t, s, ann, ward)
		it, f := proposed(t, s, ann, ward, "Checklist", models.Document{})
		looked(t, s, f, models.FileInfected)
		if d := seenBy(t, s, ann, it.ID); d == nil || d.Number != 0 || !strings.Contains(d.Trouble, "virus") {
			t.Errorf("its author sees %+v", d)
		}
		if d := seenBy(t, s, nil, it.ID); d != nil {
			t.Errorf("others see %+v", d)
		}
		better := brought(t, s, ann, ward, "clean.txt", "Clean words")
		_, err := s.AddVersion(ctx, ann, it, better.ID, "")
		mt.Must(t, err)
		looked(t, s, better, models.FileReady)
		if d := seenBy(t, s, nil, it.ID); d == nil || d.Number != 1 || d.Trouble != "" {
			t.Errorf("with another file it is %+v", d)
		}
	})
}

func TestDocument_IsThereAtOnceWhenItsFileWasLookedThroughBefore(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		org := mt.Person(t, s, "org")
		ward := mt.Community(t, s, org, "ward")
		f := brought(t, s, org, ward, "early.txt", "Early words")
		looked(t, s, f, models.FileReady)
		it, err := s.Publish(t.Context(), models.Draft{Kind: models.DocumentKind, By: org, In: ward, Title: "Early", Detail: &models.Document{FileID: f.ID}})
		mt.Must(t, err)
		if d := seenBy(t, s, nil, it.ID); d == nil || d.Number != 1 || it.Visibility != models.Public || it.Detail.(*models.Document).Number != 1 {
			t.Errorf("it is %+v, %+v", it, d)
		}
	})
}

func TestLibrary_IsSortedNarrowedAndCounted(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		org, ann := mt.Person(t, s, "org"), mt.Person(t, s, "ann")
		ward := mt.Community(t, s, org, "ward")
		mt.Join(t, s, ann, ward)
		var items []*models.Item
		for _, title := range []string{"Beta", "Alpha", "Gamma"} {
			it, f := proposed(t, s, org, ward, title, models.Document{Review: map[string]string{"Gamma": "2001-01-01"}[title]})
			looked(t, s, f, models.FileReady)
			items = append(items, it)
		}
		mt.Must(t, s.UseDocument(ctx, ann, items[0], true, "On my ward", true))
		mt.Must(t, s.UseDocument(ctx, ann, items[0], true, "On our ward", true))
		titles := func(l models.Library) string {
			l.CommunityID = ward.ID
			page, err := s.Library(ctx, models.Viewer{}, l, 1)
			mt.Must(t, err)
			var all []string
			for _, it := range page.Items {
				all = append(all, it.Title)
			}
			return strings.Join(all, " ")
		}
		for want, l := range map[string]models.Library{
			"Gamma Alpha Beta": {}, "Alpha Beta Gamma": {Order: models.ByTitle}, "Beta Gamma Alpha": {Order: models.ByUse},
			"Gamma": {Overdue: true}, "Alpha": {Words: []string{"alpha"}}, "Alpha Beta Gamma ": {Tag: "Falls", Order: models.ByTitle},
		} {
			if got := titles(l); got != strings.TrimSpace(want) {
				t.Errorf("%+v gives %s, want %s", l, got, want)
			}
		}
		shown, own, err := s.Uses(ctx, items[0].ID, ann, 10)
		mt.Must(t, err)
		if len(shown) != 1 || own == nil || own.Line != "On our ward" || seenBy(t, s, nil, items[0].ID).Used != 1 {
			t.Errorf("uses are %+v, own %+v", shown, own)
		}
		mt.Must(t, s.UseDocument(ctx, ann, items[0], false, "", false))
		if seenBy(t, s, nil, items[0].ID).Used != 0 {
			t.Error("what was taken back is counted")
		}
	})
}
