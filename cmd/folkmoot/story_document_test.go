package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/blob/blobtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// add puts a document into the library of ward, by ana.
func (s *story) add(title, name, words string, d models.Document) *models.Item {
	s.Helper()
	d.FileID = s.file(name, words).ID
	it, err := s.north.Publish(s.Context(), models.Draft{
		Kind: models.DocumentKind, By: s.ana, In: s.ward, Title: title, Source: "What it is **for**.", Language: "en", Detail: &d,
	})
	s.settled(err)
	return it
}

func (s *story) file(name, words string) *models.File {
	s.Helper()
	f, err := s.north.TakeFile(s.Context(), s.ana, s.ward, name, strings.NewReader(words))
	mt.Must(s.T, err)
	return f
}

// anew gives a document a further version, by ana.
func (s *story) anew(it *models.Item, name, words, note string) {
	s.Helper()
	_, err := s.north.AddVersion(s.Context(), s.ana, it, s.file(name, words).ID, note)
	s.settled(err)
}

// wanted asks a site for its copy of a version, as somebody who is signed in there does, and lets all work.
func (s *story) wanted(there *moottest.Site, id int64, number int) *models.DocumentVersion {
	s.Helper()
	_, v, err := there.Version(s.Context(), models.Viewer{}, id, number)
	mt.Must(s.T, err)
	_, err = there.WantCopy(s.Context(), v, false)
	s.settled(err)
	_, v, err = there.Version(s.Context(), models.Viewer{}, id, number)
	mt.Must(s.T, err)
	return v
}

// bucket is a store in a bucket of its own.
func bucket(t testing.TB) blob.Store {
	t.Helper()
	b, err := blob.ReadBucket(blobtest.NewS3(t).Address)
	mt.Must(t, err)
	files, err := blob.NewS3(b, t.TempDir())
	mt.Must(t, err)
	return files
}

// A document crosses to the sites that follow its community with all its versions; its files stay at home until somebody
// elsewhere asks for one, and come through their own site then; whether these keep files in folders or in buckets.
func TestStory_ADocumentIsReadAndDownloadedOnAnotherSite(t *testing.T) {
	for kept, files := range map[string]func(testing.TB) blob.Store{"in folders": nil, "in buckets": bucket} {
		t.Run(kept, func(t *testing.T) { tellWith(t, files, readAndDownloaded) })
	}
}

func readAndDownloaded(s *story) {
	it := s.add("Ward round checklist", "ward-round.txt", "First words", models.Document{
		Authors: "Ana Bell", Licence: models.Licences[1].URL, Cite: "Bell (2026)", Review: "2037-01-01", Folder: []string{"Policies", "2026"},
	})
	there := s.at(s.south, it)
	if there == nil || there.CommunityID != s.wardAt(s.south).ID {
		s.Fatalf("on south it is %+v", there)
	}
	d := there.Detail.(*models.Document)
	if d.Number != 1 || d.Name != "ward-round.txt" || d.Size != 11 || d.Authors != "Ana Bell" || d.Licence != models.Licences[1].URL || d.Review != "2037-01-01" {
		s.Errorf("on south it is %+v", d)
	}
	folders, err := s.south.Folders(s.Context(), models.Viewer{}, there.CommunityID)
	mt.Must(s.T, err)
	if len(folders) != 2 || folders[1].Name != "2026" || d.FolderID != folders[1].ID {
		s.Errorf("there it stands in %+v", folders)
	}
	s.anew(it, "ward-round.txt", "Second words", "Shorter")
	s.reads(it, "Shorter", true)
	versions, err := s.south.Versions(s.Context(), there.ID)
	mt.Must(s.T, err)
	if len(versions) != 2 || versions[0].Number != 2 || versions[0].Note != "Shorter" || versions[1].Number != 1 || versions[0].File != nil {
		s.Fatalf("on south its versions are %+v", versions)
	}
	before := len(s.Net.Requests("north.example"))
	path := there.Path() + "/v/1/ward-round.txt"
	if r := get(s.T, s.south, http.MethodGet, path, "text/html"); r.Code != http.StatusSeeOther || !strings.HasPrefix(r.Header().Get("Location"), s.north.Base()) {
		s.Errorf("who is not signed in is answered %d %s", r.Code, r.Header().Get("Location"))
	}
	s.Settle()
	if after := len(s.Net.Requests("north.example")); after != before {
		s.Error("a file was fetched that nobody asked for")
	}
	if v := s.wanted(s.south, there.ID, 1); !v.Here() || v.File.Digest() != v.Digest {
		s.Fatalf("its copy is %+v of %+v", v.File, v)
	}
	for number, words := range map[string]string{"1": "First words", "2": "Second words"} {
		if got := get(s.T, s.north, http.MethodGet, it.Path()+"/v/"+number, "*/*"); got.Code != http.StatusOK || got.Body.String() != words {
			s.Errorf("north gives %d %q as version %s", got.Code, got.Body, number)
		}
	}
	if got := get(s.T, s.south, http.MethodGet, path, "*/*"); got.Code != http.StatusOK || got.Body.String() != "First words" {
		s.Errorf("south gives %d %q", got.Code, got.Body)
	}
	mt.Must(s.T, s.north.WithdrawVersion(s.Context(), s.ana, it, 1))
	s.Settle()
	if r := get(s.T, s.south, http.MethodGet, path, "*/*"); r.Code != http.StatusGone {
		s.Errorf("south still gives %d what was withdrawn", r.Code)
	}
	s.settled(s.north.Delete(s.Context(), s.ana, s.at(s.north, it), nil))
	s.everywhere("deleted", it, func(it *models.Item) bool { return !it.DeletedAt.IsZero() })
}

// A file that is not what its site said of it is kept nowhere, and people are told why.
func TestStory_AFileThatIsAnotherThanWasSaidIsNotKept(t *testing.T) {
	tell(t, func(s *story) {
		it := s.add("Ward round checklist", "ward-round.txt", "First words", models.Document{})
		there := s.at(s.south, it)
		_, v, err := s.north.Version(s.Context(), models.Viewer{}, it.ID, 1)
		mt.Must(t, err)
		s.Net.Serve("north.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, it.Path()+"/v/1/") {
				_, _ = w.Write([]byte("Worst words"[:v.Size]))
				return
			}
			s.north.Handler.ServeHTTP(w, r)
		}))
		copied := s.wanted(s.south, there.ID, 1)
		if copied.File != nil || !strings.Contains(copied.Trouble, "another file") {
			t.Errorf("it is kept: %+v, %q", copied.File, copied.Trouble)
		}
	})
}
