package models_test

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/queue"
)

const aPDF = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

// take keeps a file of somebody in a community.
func take(t *testing.T, s *models.Site, by, in *models.Actor, name, content string) *models.File {
	t.Helper()
	f, err := s.TakeFile(t.Context(), by, in, name, strings.NewReader(content))
	mt.Must(t, err)
	return f
}

// refusedFile is what is said at the field of a file that is not taken.
func refusedFile(t *testing.T, s *models.Site, by, in *models.Actor, name, content string) string {
	t.Helper()
	f, err := s.TakeFile(t.Context(), by, in, name, strings.NewReader(content))
	wrong := wrongIn(err)["file"]
	if err == nil || wrong == "" || models.CodeOf(err) != models.Invalid {
		t.Fatalf("%q is not refused at its field: %v, %v", name, f, err)
	}
	return wrong
}

func TestFile_IsKeptUnderItsSumAndWaitsToBeLookedThrough(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		f := take(t, s, ana, ward, "Ward round.pdf", aPDF)
		if f.Name != "Ward round.pdf" || f.MediaType != "application/pdf" || f.Size != int64(len(aPDF)) || f.State != models.FilePending {
			t.Errorf("%+v", f)
		}
		if f.Path() != "/file/"+strconv.FormatInt(f.ID, 10)+"/Ward%20round.pdf" {
			t.Errorf("it is at %s", f.Path())
		}
		opened, err := s.OpenFile(t.Context(), f)
		mt.Must(t, err)
		content, err := io.ReadAll(opened)
		mt.Must(t, err)
		mt.Must(t, opened.Close())
		if string(content) != aPDF || opened.Size() != f.Size {
			t.Errorf("it holds %q", content)
		}
		counts, err := queue.Count(t.Context(), s.DB())
		mt.Must(t, err)
		if counts.Jobs == 0 {
			t.Error("no job looks through it")
		}
		mt.Must(t, s.FileDone(t.Context(), f.ID, models.FileFacts{State: models.FileReady, Words: "wash\x00 \n your\thands"}))
		mt.Must(t, s.FileDone(t.Context(), f.ID, models.FileFacts{State: models.FileInfected, Reason: "too late"}))
		if words := fileWords(t, s, f.ID); words != "wash your hands" {
			t.Errorf("its words are %q", words)
		}
		if _, err := s.FileVisible(t.Context(), mt.As(ana), f.ID); err != nil {
			t.Errorf("its owner may not see it before it is published: %v", err)
		}
		if _, err := s.FileVisible(t.Context(), mt.As(mt.Person(t, s, "ben")), f.ID); models.CodeOf(err) != models.NotFound {
			t.Errorf("somebody else sees it: %v", err)
		}
	})
}

func fileWords(t *testing.T, s *models.Site, id int64) (words string) {
	t.Helper()
	mt.Must(t, s.DB().Change(t.Context(), func(tx *db.Tx) error {
		return tx.NewSelect().Table("files").Column("words").Where("id = ?", id).Scan(t.Context(), &words)
	}))
	return words
}

func TestEvent48_TheTypeIsThatOfTheContent(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		for name, content := range map[string]string{
			"empty.pdf":  "",
			"page.pdf":   "<!doctype html><script>alert(1)</script>",
			"page.txt":   "<html><body>hello</body></html>",
			"mark.svg":   `<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`,
			"mark.png":   `<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`,
			"feed.xml":   `<?xml version="1.0"?><a/>`,
			"note.txt":   `{"@context":"https://www.w3.org/ns/activitystreams","type":"Note"}`,
			"run.pdf":    "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 64),
			"run.exe":    "MZ" + strings.Repeat("\x00", 200),
			"script.txt": "#!/bin/sh\nrm -rf /\n",
			"report.png": aPDF,
			"page.html":  "Only words, and called a page.",
			"old.doc":    "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600),
		} {
			refusedFile(t, s, ana, nil, name, content)
		}
		for name, want := range map[string][3]string{
			"notes.md":       {"# Notes\n\nWash hands.", "text/markdown", "notes.md"},
			"notes":          {"Wash hands.", "text/plain", "notes.txt"},
			"figures.CSV":    {"a,b\n1,2\n", "text/csv", "figures.csv"},
			"v1.2 of report": {aPDF, "application/pdf", "v1.2 of report.pdf"},
		} {
			f := take(t, s, ana, nil, name, want[0])
			if f.MediaType != want[1] || !strings.EqualFold(f.Name, want[2]) {
				t.Errorf("%s is %s, %q", name, f.MediaType, f.Name)
			}
		}
	})
}

func TestM01_NamesOfFilesAreNamesAndNothingElse(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		for name, want := range map[string]string{
			"../../etc/passwd":              "passwd.txt",
			`..\..\boot.txt`:                "boot.txt",
			"/":                             "file.txt",
			"":                              "file.txt",
			"..":                            "file.txt",
			".txt":                          "file.txt",
			".htaccess":                     "htaccess.txt",
			"a\x00b.txt":                    "a-b.txt",
			"a\r\nSet-Cookie: x.txt":        "a--Set-Cookie- x.txt",
			"CON":                           "file-CON.txt",
			"nul.txt":                       "file-nul.txt",
			"com1.log.txt":                  "file-com1.log.txt",
			"\u202etxt.exe-report.txt":      "txt.exe-report.txt",
			"\xff\xfe.txt":                  "-.txt",
			strings.Repeat("é", 4096):       strings.Repeat("é", 146) + ".txt",
			strings.Repeat("../", 99) + "x": "x.txt",
		} {
			f := take(t, s, ana, nil, name, "some words")
			if f.Name != want || !utf8.ValidString(f.Name) {
				t.Errorf("%.40q is called %q, not %q", name, f.Name, want)
			}
		}
	})
}

func TestEvent49_TheQuotaCountsEveryVersionAndNothingIsReadBeyondIt(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Admin(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		set, err := s.Settings(t.Context())
		mt.Must(t, err)
		set.Contact, set.FileMB, set.QuotaMB = "ana@north.example", 1, 2
		mt.Must(t, s.SetSettings(t.Context(), ana, set))

		large := strings.Repeat("words ", 150_000)
		for n := range 2 {
			take(t, s, ana, ward, "again.txt", large) // the same bytes count each time
			if used, quota, err := s.FileUse(t.Context(), ward); err != nil || used != int64(n+1)*900_000 || quota != 2_000_000 {
				t.Errorf("%d of %d bytes are used, %v", used, quota, err)
			}
		}
		if said := refusedFile(t, s, ana, ward, "third.txt", large); !strings.Contains(said, "no room") {
			t.Errorf("said %q", said)
		}
		take(t, s, ana, nil, "own.txt", large) // is in nobody's quota but ana's own

		endless := &counted{}
		if _, err := s.TakeFile(t.Context(), ana, nil, "endless.txt", endless); wrongIn(err)["file"] == "" || endless.read > 1_200_000 {
			t.Errorf("%d bytes were read of a file without end: %v", endless.read, err)
		}
		for _, size := range []int64{0, 1_000_001} {
			if err := s.MayTakeFile(t.Context(), ana, nil, size); wrongIn(err)["file"] == "" {
				t.Errorf("a file of %d bytes may come: %v", size, err)
			}
		}
		if err := s.MayTakeFile(t.Context(), ana, ward, 300_000); wrongIn(err)["file"] == "" {
			t.Errorf("what has no room may come: %v", err)
		}
		mt.Must(t, s.MayTakeFile(t.Context(), ana, ward, 100_000))
	})
}

// counted is text without an end, of which is known how much was read.
type counted struct{ read int64 }

func (c *counted) Read(p []byte) (int, error) {
	for n := range p {
		p[n] = 'a'
	}
	c.read += int64(len(p))
	return len(p), nil
}

func TestFile_IsTakenFromThoseWhoTakePart(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		ward := mt.Founded(t, s, ana, models.Charter{Name: "ward-safety", Joining: models.JoinRequest})
		if _, err := s.TakeFile(t.Context(), ben, ward, "a.pdf", strings.NewReader(aPDF)); models.CodeOf(err) != models.Forbidden {
			t.Errorf("a stranger adds a file: %v", err)
		}
		cat := mt.Remote(t, s, models.Person, "cat", "south.example")
		if _, err := s.TakeFile(t.Context(), cat, nil, "a.pdf", strings.NewReader(aPDF)); models.CodeOf(err) != models.Forbidden {
			t.Errorf("somebody of another site adds a file: %v", err)
		}
		f, err := s.TakeFile(t.Context(), nil, ward, "a.pdf", strings.NewReader(aPDF))
		if err != nil || f.OwnerID != 0 {
			t.Errorf("a copy from another site is not kept: %v", err)
		}
	})
}

func TestFile_HasADigestThatOthersCheck(t *testing.T) {
	f := models.File{Sum: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"}
	if got := f.Digest(); got != "zQmRN6wdp1S2A5EtjW9A3M1vKSBuQQGcgvuhoMUoEz4iiT5" {
		t.Errorf("digest %s", got)
	}
	if models.DigestOf("") != "" || models.DigestOf("zz") != "" {
		t.Error("there is a digest of nothing")
	}
}

// wrongIn is what is said at the fields of a form that was refused.
func wrongIn(err error) map[string]string {
	var e *models.Error
	if errors.As(err, &e) {
		return e.Fields
	}
	return nil
}
