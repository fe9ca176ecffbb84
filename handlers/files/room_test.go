package files_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/handlers/files"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/blob/blobtest"
	"github.com/folkmoot/folkmoot/models/blob/extract"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/queue"
)

// TestMain lets the tests' own program be the one that reads files.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "read-file" {
		os.Exit(readFile(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// readFile is what `folkmoot read-file` does, or what goes wrong with it.
func readFile(args []string) int {
	switch args[0] {
	case "crash":
		panic("the reader has met its file")
	case "hang":
		select {}
	case "babble":
		for {
			if _, err := os.Stdout.WriteString("words without end "); err != nil {
				return 1
			}
		}
	case "swell":
		if err := extract.Bound(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		for all := []byte("x"); len(all) > 0; {
			all = append(all, all...)
		}
	}
	var err error
	if !raceDetector { // whose own memory does not fit within the bounds, so that the reader fails now and then
		err = extract.Bound()
	}
	if err == nil {
		ctx, kind := context.Background(), args[slices.Index(args, "--type")+1]
		if slices.Contains(args, "--page") {
			err = extract.FirstPage(ctx, os.Stdin, os.Stdout)
		} else {
			err = extract.Words(ctx, kind, os.Stdin, os.Stdout)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// A scene is a site with a room for files, and ana, who adds some.
type scene struct {
	t      *testing.T
	site   *models.Site
	clock  *dbtest.Clock
	config files.Config
	ana    *models.Actor
}

func each(t *testing.T, fn func(t *testing.T, s *scene)) {
	t.Helper()
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		self, err := os.Executable()
		mt.Must(t, err)
		s := &scene{t: t, site: mt.Site(t, d, "north.example"), clock: clock}
		s.config = files.Config{Site: s.site, Reader: []string{self, "read-file"}}
		s.ana = mt.Person(t, s.site, "ana")
		fn(t, s)
	})
}

func (s *scene) add(name string, content []byte) *models.File {
	s.t.Helper()
	f, err := s.site.TakeFile(s.t.Context(), s.ana, nil, name, bytes.NewReader(content))
	mt.Must(s.t, err)
	return f
}

// work does all that is due.
func (s *scene) work() {
	s.t.Helper()
	r := queue.NewRunner(s.site.DB(), queue.Config{Log: dbtest.Log(s.t)})
	files.New(s.config).Register(r)
	_, err := r.Drain(s.t.Context())
	mt.Must(s.t, err)
}

// file is a file as it stands.
func (s *scene) file(id int64) *models.File {
	s.t.Helper()
	f := new(models.File)
	mt.Must(s.t, s.site.DB().Change(s.t.Context(), func(tx *db.Tx) error {
		return tx.NewSelect().Model(f).Where("f.id = ?", id).Scan(s.t.Context())
	}))
	return f
}

func TestFiles_AreFoundByTheirWords(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		for name, c := range map[string]struct {
			content []byte
			want    string
		}{
			"a.docx": {blobtest.DOCX("Wash your hands", "Zürich & Tarnside"), "Wash your hands Zürich & Tarnside"},
			"a.odt":  {blobtest.ODT("Wash your hands", "Zürich"), "Wash your hands Zürich"},
			"a.pdf":  {blobtest.PDF("Wash your hands", "Second page"), "Wash your hands Second page"},
			"a.txt":  {[]byte("Wash\r\nyour\thands"), "Wash your hands"},
			"b.txt":  {[]byte("Caf\xe9 in Z\xfcrich"), "Café in Zürich"},
			"c.txt":  {[]byte("\xff\xfeW\x00a\x00s\x00h\x00"), "Wash"},
			"a.md":   {[]byte("# Hands\n\nWash them."), "# Hands Wash them."},
			"a.csv":  {[]byte("\xef\xbb\xbfname,count\nhands,2\n"), "name,count hands,2"},
			"a.xlsx": {blobtest.Zip("[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>", "xl/sharedStrings.xml", "<sst><si><t>Hands</t></si><si><t>Feet</t></si></sst>",
				"xl/worksheets/sheet1.xml", "<worksheet><c><v>17</v></c><c><is><t>Inline</t></is></c></worksheet>"), "Hands Feet Inline"},
			"a.pptx": {blobtest.Zip("[Content_Types].xml", "<Types/>", "ppt/presentation.xml", "<p/>", "ppt/slides/slide10.xml", "<s><p><t>Last</t></p></s>",
				"ppt/slides/slide2.xml", "<s><p><t>First</t></p></s>"), "First Last"},
			"empty.docx": {blobtest.DOCX(), ""},
		} {
			f := s.add(name, c.content)
			s.work()
			if f = s.file(f.ID); f.State != models.FileReady || f.Words != c.want {
				t.Errorf("%s is %s, with the words %q", name, f.State, f.Words)
			}
		}
	})
}

func TestEvent47_WhatIsInfectedIsNeverServedAndItsOwnerIsTold(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		clam := s.scanned()
		good, bad := s.add("good.txt", []byte("Wash your hands.")), s.add("bad.txt", []byte(blobtest.EICAR))
		for _, f := range []*models.File{good, bad} {
			if _, err := s.site.FileVisible(t.Context(), mt.As(s.ana), f.ID); models.CodeOf(err) != models.NotFound {
				t.Errorf("%s is served before it is scanned: %v", f.Name, err)
			}
		}
		s.work()
		if f := s.file(good.ID); f.State != models.FileReady {
			t.Errorf("what is harmless is %s", f.State)
		}
		if f := s.file(bad.ID); f.State != models.FileInfected || f.Reason != "Eicar-Test-Signature" || f.Words != "" {
			t.Errorf("what is harmful is %s: %s, %q", f.State, f.Reason, f.Words)
		}
		if _, err := s.site.FileVisible(t.Context(), mt.As(s.ana), bad.ID); models.CodeOf(err) != models.NotFound {
			t.Errorf("what is harmful is served: %v", err)
		}
		told, err := s.site.Notices(t.Context(), mt.As(s.ana), 1)
		mt.Must(t, err)
		if len(told.Items) != 1 || told.Items[0].File == nil || told.Items[0].File.Name != "bad.txt" {
			t.Errorf("its owner is told %+v", told.Items)
		}
		if clam.Asked() != 2 {
			t.Errorf("%d files were scanned", clam.Asked())
		}
	})
}

// scanned has files scanned from now on.
func (s *scene) scanned() *blobtest.Clam {
	s.t.Helper()
	clam := blobtest.NewClam(s.t)
	var err error
	s.config.Scanner, err = blob.ReadScanner(clam.Address)
	mt.Must(s.t, err)
	return clam
}

func TestEvent47_AScannerThatIsAwayKeepsFilesWaitingForAsLongAsItTakes(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		clam := s.scanned()
		clam.Down(true)
		f := s.add("good.txt", []byte("Wash your hands."))
		for range 40 {
			s.work()
			s.clock.Add(7 * time.Hour)
		}
		if f = s.file(f.ID); f.State != models.FilePending {
			t.Fatalf("unscanned, the file is %s", f.State)
		}
		parked, err := queue.ParkedJobs(t.Context(), s.site.DB(), 10)
		mt.Must(t, err)
		if len(parked) > 0 {
			t.Fatalf("it was given up: %+v", parked)
		}
		clam.Down(false)
		s.work()
		if f = s.file(f.ID); f.State != models.FileReady {
			t.Errorf("scanned at last, the file is %s", f.State)
		}
	})
}

func TestEvent47_WhatTheScannerDoesNotTakeIsRefused(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		s.scanned().Limit = 100_000
		f := s.add("large.txt", bytes.Repeat([]byte("words "), 400_000))
		s.work()
		if f = s.file(f.ID); f.State != models.FileRefused || !strings.Contains(f.Reason, "larger") {
			t.Errorf("it is %s: %s", f.State, f.Reason)
		}
	})
}

func TestM05_AReaderThatFailsTakesNothingWithIt(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		s.config.ReadTime = 3 * time.Second
		for _, how := range []string{"crash", "hang", "babble", "swell"} {
			s.config.Reader = append(s.config.Reader[:2:2], how)
			f := s.add(how+".txt", []byte("Some words."))
			s.work()
			if f = s.file(f.ID); f.State != models.FileReady || len(f.Words) > models.FileWords {
				t.Errorf("%s: the file is %s, with %d bytes of words", how, f.State, len(f.Words))
			}
		}
	})
}

func TestD10_WhatUnpacksToTooMuchIsReadyWithoutItsWords(t *testing.T) {
	each(t, func(t *testing.T, s *scene) {
		for name, content := range map[string][]byte{
			"bomb.docx":   bomb("word/document.xml", "<a>"+strings.Repeat("0", 70<<20)+"</a>"),
			"spaces.docx": bomb("word/footnotes.xml", "<a>"+strings.Repeat(" ", 70<<20)+"</a>"),
			"deep.docx":   bomb("word/document.xml", strings.Repeat("<a>", 200_000)),
			"broken.docx": blobtest.Zip("[Content_Types].xml", "<Types/>", "word/document.xml", "<w:p><w:t>half"),
			"entity.odt": blobtest.Zip("mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
				`<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;&c;</a>`),
			"broken.pdf": []byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 999999 >>\nendobj\nxref\nnonsense\nstartxref\n9\n%%EOF"),
		} {
			f := s.add(name, content)
			s.work()
			if f = s.file(f.ID); f.State != models.FileReady || strings.Contains(f.Words, "root:") || len(f.Words) > models.FileWords {
				t.Errorf("%s is %s, with the words %.100q", name, f.State, f.Words)
			}
		}
	})
}

// bomb is a Word document with a part that somebody made.
func bomb(part, content string) []byte {
	parts := []string{"[Content_Types].xml", "<Types/>", part, content}
	if part != "word/document.xml" {
		parts = append(parts, "word/document.xml", "<w:document/>")
	}
	return blobtest.Zip(parts...)
}
