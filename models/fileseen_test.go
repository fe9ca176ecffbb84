package models_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func run(t *testing.T, s *models.Site, query string, args ...any) {
	t.Helper()
	mt.Must(t, s.DB().Change(t.Context(), func(tx *db.Tx) error {
		_, err := tx.NewRaw(query, args...).Exec(t.Context())
		return err
	}))
}

// referring lets posts refer to files in a test.
func referring(t *testing.T, s *models.Site) (refer func(it *models.Item, f *models.File)) {
	t.Helper()
	run(t, s, "CREATE TABLE test_files (item_id BIGINT, file_id BIGINT)")
	models.ReferToFiles("test_files")
	t.Cleanup(func() { models.ReferToFiles("") })
	return func(it *models.Item, f *models.File) {
		run(t, s, "INSERT INTO test_files (item_id, file_id) VALUES (?, ?)", it.ID, f.ID)
	}
}

func TestL11_AFileIsSeenByThoseWhoSeeWhatRefersToItAndByNobodyElse(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		refer := referring(t, s)
		ana, ben, cat := mt.Person(t, s, "ana"), mt.Person(t, s, "ben"), mt.Admin(t, s, "cat")
		closed := mt.Founded(t, s, ana, models.Charter{Name: "night-shift", Visibility: models.MembersOnly, Joining: models.JoinRequest})
		open := mt.Community(t, s, ana, "day-shift")
		mt.Join(t, s, ben, open)
		sees := func(who *models.Actor, f *models.File) bool {
			t.Helper()
			v := models.Viewer{}
			if who != nil {
				v = mt.As(who)
			}
			_, err := s.FileVisible(t.Context(), v, f.ID)
			if err != nil && models.CodeOf(err) != models.NotFound {
				t.Fatal(err)
			}
			return err == nil
		}
		expect := func(what string, f *models.File, want ...bool) {
			t.Helper()
			for n, who := range []*models.Actor{ana, ben, cat, nil} {
				if sees(who, f) != want[n] {
					t.Errorf("%s: %d sees it: %v", what, n, !want[n])
				}
			}
			if public, err := s.FilePublic(t.Context(), f); err != nil || public != want[3] {
				t.Errorf("%s: it is public: %v, %v", what, public, err)
			}
		}
		f := take(t, s, ana, closed, "round.pdf", aPDF)
		expect("pending", f, false, false, false, false)
		mt.Must(t, s.FileDone(t.Context(), f.ID, models.FileFacts{State: models.FileReady}))
		expect("in no post yet", f, true, false, false, false)
		secret := mt.Post(t, s, ana, closed, "Secret", "words")
		refer(secret, f)
		expect("in a closed community", f, true, false, false, false)

		g := take(t, s, ben, open, "round.pdf", aPDF)
		mt.Must(t, s.FileDone(t.Context(), g.ID, models.FileFacts{State: models.FileReady}))
		post := mt.Post(t, s, ben, open, "Open", "words")
		refer(post, g)
		expect("in an open community", g, true, true, true, true)
		expect("the same bytes in a closed one", f, true, false, false, false)
		mt.Must(t, s.Remove(t.Context(), ana, post, true, "off topic", nil))
		expect("removed", g, false, false, false, false)
		mt.Must(t, s.Remove(t.Context(), ana, post, false, "", nil))
		expect("put back", g, true, true, true, true)
		mt.Must(t, s.Delete(t.Context(), ben, post, nil))
		expect("deleted", g, false, false, false, false)
		for _, id := range []int64{0, -1, f.ID + 1, 1 << 62} {
			if _, err := s.FileVisible(t.Context(), mt.As(ana), id); models.CodeOf(err) != models.NotFound {
				t.Errorf("a guessed number: %v", err)
			}
		}
	})
}

// filed is a site whose files lie in a folder that the test knows.
func filed(t *testing.T, fn func(t *testing.T, s *models.Site, dir string, clock *dbtest.Clock)) {
	t.Helper()
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		dir := t.TempDir()
		files, err := blob.NewDisk(filepath.Join(dir, "files"))
		mt.Must(t, err)
		parts, err := blob.NewParts(filepath.Join(dir, "uploads"))
		mt.Must(t, err)
		s := models.NewSite(models.Config{DB: d, Base: "https://north.example", Host: "north.example", Files: files, Parts: parts, Dear: mt.Cheap})
		mt.Must(t, s.Start(t.Context()))
		mt.Must(t, s.SetPolicy(t.Context(), nil, models.PolicyChange{Mode: models.ModeOpen}))
		fn(t, s, dir, clock)
	})
}

// aged makes all files of a folder so old, by the clock of the test.
func aged(t *testing.T, dir string, clock *dbtest.Clock, age time.Duration) {
	t.Helper()
	mt.Must(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		when := clock.Now().Add(-age)
		return os.Chtimes(path, when, when)
	}))
}

func there(s *models.Site, f *models.File) bool {
	opened, err := s.OpenFile(context.Background(), f)
	return err == nil && opened.Close() == nil
}

func TestTidy_RemovesBlobsThatNothingNamesOnceTheyAreOld(t *testing.T) {
	filed(t, func(t *testing.T, s *models.Site, dir string, clock *dbtest.Clock) {
		refer := referring(t, s)
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		used, unused := take(t, s, ana, ward, "used.txt", "used words"), take(t, s, ana, ward, "unused.txt", "unused words")
		twin := take(t, s, ana, ward, "twin.txt", "used words")
		refer(mt.Post(t, s, ana, ward, "A post", "words"), used)
		stray, _, err := blob.Put(t.Context(), s.Files(), strings.NewReader("named by nobody"), 100)
		mt.Must(t, err)
		lost := &models.File{Sum: stray}

		clock.Add(49 * time.Hour)
		aged(t, dir, clock, 23*time.Hour)
		mt.Must(t, s.Tidy(t.Context()))
		if !there(s, used) || !there(s, unused) || !there(s, lost) {
			t.Error("a blob went that somebody may be about to name")
		}
		aged(t, dir, clock, 25*time.Hour)
		mt.Must(t, s.Tidy(t.Context()))
		if !there(s, used) || there(s, unused) || there(s, lost) {
			t.Error("what is named is gone, or what is not has stayed")
		}
		if f, err := s.PendingFile(t.Context(), twin.ID); err != nil || f != nil {
			t.Errorf("a file that nothing refers to has stayed: %v", err)
		}
		again := take(t, s, ana, ward, "unused.txt", "unused words")
		if !there(s, again) {
			t.Error("what was removed cannot be kept again")
		}
	})
}

func TestTidy_NobodyNamesABlobThatIsBeingRemoved(t *testing.T) {
	filed(t, func(t *testing.T, s *models.Site, _ string, clock *dbtest.Clock) {
		ana := mt.Person(t, s, "ana")
		f := take(t, s, ana, nil, "a.txt", "some words")
		run(t, s, "INSERT INTO leaving_blobs (sum, at) VALUES (?, ?)", f.Sum, s.DB().Now())
		if _, err := s.TakeFile(t.Context(), ana, nil, "b.txt", strings.NewReader("some words")); models.CodeOf(err) != models.Conflict {
			t.Errorf("it was named: %v", err)
		}
		clock.Add(11 * time.Minute) // whoever began it has died
		take(t, s, ana, nil, "b.txt", "some words")
	})
}

func TestUploads_GoOnWhereTheyBrokeOffAndBecomeAFileOnce(t *testing.T) {
	filed(t, func(t *testing.T, s *models.Site, dir string, clock *dbtest.Clock) {
		ctx := t.Context()
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		ward := mt.Community(t, s, ana, "ward-safety")
		u, err := s.BeginUpload(ctx, ana, ward, "../round.pdf", int64(len(aPDF)))
		mt.Must(t, err)
		if u, err = s.AppendUpload(ctx, ana, u.ID, 0, strings.NewReader(aPDF[:10])); err != nil || u.Offset != 10 {
			t.Fatalf("%+v, %v", u, err)
		}
		if now, err := s.AppendUpload(ctx, ana, u.ID, 5, strings.NewReader("words")); models.CodeOf(err) != models.Conflict || now.Offset != 10 {
			t.Errorf("at another place: %+v, %v", now, err)
		}
		if _, err := s.TakeUpload(ctx, ana, ward, u.ID); wrongIn(err)["file"] == "" {
			t.Errorf("half of it is a file: %v", err)
		}
		for _, who := range []*models.Actor{ben, nil} {
			if _, err := s.Upload(ctx, who, u.ID); models.CodeOf(err) != models.NotFound {
				t.Errorf("somebody else's: %v", err)
			}
		}
		if u, err = s.AppendUpload(ctx, ana, u.ID, 10, strings.NewReader(aPDF[10:]+"more")); wrongIn(err)["file"] == "" {
			t.Errorf("more than was said: %v", err)
		}
		if _, err := s.TakeUpload(ctx, ana, nil, u.ID); wrongIn(err)["file"] == "" {
			t.Errorf("in another place than it was begun for: %v", err)
		}
		f, err := s.TakeUpload(ctx, ana, ward, u.ID)
		if err != nil || f.Name != "round.pdf" || f.Size != int64(len(aPDF)) || f.CommunityID != ward.ID {
			t.Fatalf("%+v, %v", f, err)
		}
		if _, err := s.TakeUpload(ctx, ana, ward, u.ID); wrongIn(err)["file"] == "" {
			t.Errorf("it was taken twice: %v", err)
		}

		late, err := s.BeginUpload(ctx, ana, nil, "late.pdf", 100)
		mt.Must(t, err)
		_, err = s.AppendUpload(ctx, ana, late.ID, 0, strings.NewReader("%PDF"))
		mt.Must(t, err)
		clock.Add(49 * time.Hour)
		if _, err := s.Upload(ctx, ana, late.ID); models.CodeOf(err) != models.NotFound {
			t.Errorf("it goes on after its time: %v", err)
		}
		aged(t, dir, clock, 49*time.Hour)
		mt.Must(t, s.Tidy(ctx))
		if left, err := os.ReadDir(filepath.Join(dir, "uploads")); err != nil || len(left) > 0 {
			t.Errorf("left of it: %v, %v", left, err)
		}
		for name, size := range map[string]int64{"empty": 0, "large": models.DefaultFileMB*1_000_000 + 1} {
			if _, err := s.BeginUpload(ctx, ana, nil, name, size); wrongIn(err)["file"] == "" {
				t.Errorf("%s has begun: %v", name, err)
			}
		}
	})
}
