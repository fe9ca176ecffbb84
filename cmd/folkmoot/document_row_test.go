package main

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// shelved adds a document to ward.
func (s *hall) shelved(title, name, words string) *models.Item {
	s.Helper()
	return s.shelvedIn(s.ward, title, name, words)
}

func (s *hall) shelvedIn(in *models.Actor, title, name, words string) *models.Item {
	s.Helper()
	f, err := s.north.TakeFile(s.Context(), s.ana, in, name, strings.NewReader(words))
	mt.Must(s.T, err)
	it, err := s.north.Publish(s.Context(), models.Draft{
		Kind: models.DocumentKind, By: s.ana, In: in, Title: title, Source: "What it is **for**.", Language: "en",
		Detail: &models.Document{FileID: f.ID, Licence: models.Licences[7].URL},
	})
	s.settled(err)
	return it
}

func (s *hall) again(it *models.Item, name, words string) {
	s.Helper()
	f, err := s.north.TakeFile(s.Context(), s.ana, s.ward, name, strings.NewReader(words))
	mt.Must(s.T, err)
	_, err = s.north.AddVersion(s.Context(), s.ana, it, f.ID, "")
	s.settled(err)
}

func TestEvent40_Event46_ADocumentSaysWhatItIsAndItsFileIsWhatItSays(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.shelved("Ward round checklist", "round.txt", "First words")
		s.again(it, "round.txt", "Second words")
		o := s.object(it)
		want := "Version 2, " + s.Clock.Now().UTC().Format("2 Jan 2006") + " · Text, 12 bytes · Open Government Licence 3.0"
		if o["type"] != "Page" || o["name"] != "Ward round checklist" || o["summary"] != want || o["url"] != it.URL || o["attributedTo"] != s.group {
			t.Errorf("it is %v: %v, %v; want %s", o["type"], o["name"], o["summary"], want)
		}
		file := o["attachment"].([]any)[0].(doc)
		sum := sha256.Sum256([]byte("Second words"))
		if file["type"] != "Document" || file["size"] != 12.0 || file["digestMultibase"] != models.DigestOf(hex.EncodeToString(sum[:])) || file["mediaType"] != "text/plain" ||
			file["dct:isVersionOf"] != it.URI || file["dct:replaces"] != it.URI+"/v/1" {
			t.Errorf("its file is %v", file)
		}
		whole := get(s.T, s.north, http.MethodGet, strings.TrimPrefix(file["url"].(string), s.north.Base()), "*/*")
		if whole.Code != http.StatusOK || whole.Body.String() != "Second words" || !strings.HasPrefix(whole.Header().Get("Content-Type"), file["mediaType"].(string)) {
			t.Errorf("it gives %d %q as %s", whole.Code, whole.Body, whole.Header().Get("Content-Type"))
		}
		if first := get(s.T, s.north, http.MethodGet, it.Path()+"/v/1", "*/*"); first.Body.String() != "First words" {
			t.Errorf("version 1 is %q", first.Body)
		}
		first := jsonOf(s.T, get(s.T, s.north, http.MethodGet, it.Path()+"/v/1", federation.AcceptActivity).Body.Bytes()).(doc)
		list := jsonOf(s.T, get(s.T, s.north, http.MethodGet, it.Path()+"/versions", federation.AcceptActivity).Body.Bytes()).(doc)
		if first["id"] != it.URI+"/v/1" || first["size"] != 11.0 || list["totalItems"] != 2.0 {
			t.Errorf("version 1 is %v of %v", first, list)
		}
		mt.Must(s.T, s.north.WithdrawVersion(s.Context(), s.ana, it, 1))
		gone := get(s.T, s.north, http.MethodGet, it.Path()+"/v/1", federation.AcceptActivity)
		if grave := jsonOf(s.T, gone.Body.Bytes()).(doc); gone.Code != http.StatusGone || grave["formerType"] != "Document" || grave["digestMultibase"] != first["digestMultibase"] {
			t.Errorf("withdrawn it answers %d %v", gone.Code, gone.Body)
		}
	})
}

func TestEvent46_APartOfAFileIsGivenAndNotCounted(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.shelved("Ward round checklist", "round.txt", "First words")
		part := func(asked string) (int, string) {
			r := httptest.NewRequestWithContext(s.Context(), http.MethodGet, s.north.Base()+it.Path()+"/v/1/round.txt", nil)
			r.Header.Set("Range", asked)
			w := s.north.Answer(r)
			return w.Code, w.Body.String()
		}
		for asked, want := range map[string]string{"bytes=6-10": "words", "bytes=0-4": "First"} {
			if code, got := part(asked); code != http.StatusPartialContent || got != want {
				t.Errorf("%s gives %d %q", asked, code, got)
			}
		}
		if d := s.item(it.URI).Detail.(*models.Document); d.Downloads != 1 {
			t.Errorf("%d downloads are counted", d.Downloads)
		}
	})
}

func TestEvent48_TheContentSaysWhatAFileIs(t *testing.T) {
	inHall(t, func(s *hall) {
		_, err := s.north.TakeFile(s.Context(), s.ana, s.ward, "page.pdf", strings.NewReader("<html><script>alert(1)</script></html>"))
		if models.CodeOf(err) != models.Invalid {
			t.Errorf("a page that calls itself a PDF is taken: %v", err)
		}
	})
}

func TestEvent47_Event51_AHeldDocumentIsNowhereAndNothingIsSentOfIt(t *testing.T) {
	inHall(t, func(s *hall) {
		s.forget()
		f, err := s.north.TakeFile(s.Context(), s.ana, s.ward, "round.txt", strings.NewReader("First words"))
		mt.Must(t, err)
		it, err := s.north.Publish(s.Context(), models.Draft{Kind: models.DocumentKind, By: s.ana, In: s.ward, Title: "Ward round", Detail: &models.Document{FileID: f.ID}})
		mt.Must(t, err)
		for _, path := range []string{"", "/v/1", "/v/1/round.txt", "/versions"} {
			for _, accept := range []string{"text/html", federation.AcceptActivity} {
				if r := get(s.T, s.north, http.MethodGet, it.Path()+path, accept); r.Code != http.StatusNotFound {
					t.Errorf("%s as %s answers %d", path, accept, r.Code)
				}
			}
		}
		mt.Must(t, s.north.FileDone(s.Context(), f.ID, models.FileFacts{State: models.FileInfected, Reason: "Eicar"}))
		s.Settle()
		for _, p := range []*moottest.Peer{s.masto.Peer, s.lemmy.Peer, s.mobi.Peer, s.gancio.Peer} {
			if got := p.Received(""); len(got) != 0 {
				t.Errorf("%s was sent %d", p.Host, len(got))
			}
		}
	})
}

func TestEvent49_AFileOverTheLimitIsRefusedAtItsField(t *testing.T) {
	inHall(t, func(s *hall) {
		most, err := s.north.FileBytes(s.Context())
		mt.Must(t, err)
		if err := s.north.MayTakeFile(s.Context(), s.ana, s.ward, most+1); models.CodeOf(err) != models.Invalid {
			t.Errorf("a file of %d bytes would be taken: %v", most+1, err)
		}
		before, _, err := s.north.FileUse(s.Context(), s.ward)
		mt.Must(t, err)
		it := s.shelved("Ward round", "round.txt", "First words")
		s.again(it, "round.txt", "Second words")
		if after, _, err := s.north.FileUse(s.Context(), s.ward); err != nil || after-before != 23 {
			t.Errorf("two versions take %d bytes of the quota, %v", after-before, err)
		}
	})
}

func TestEvent50_Event52_OfAClosedLibraryNobodyElseSeesAnything(t *testing.T) {
	inHall(t, func(s *hall) {
		closed := mt.Founded(t, s.north.Site, s.ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		s.forget()
		it := s.shelvedIn(closed, "Quillon", "quillon.txt", "Quillon words")
		for _, path := range []string{"", "/v/1", "/v/1/quillon.txt", "/versions", "/preview/1"} {
			for _, accept := range []string{"text/html", federation.AcceptActivity} {
				if r := get(s.T, s.north, http.MethodGet, it.Path()+path, accept); r.Code != http.StatusNotFound {
					t.Errorf("%s as %s answers %d", path, accept, r.Code)
				}
				if r := s.masto.Get(s.north, it.Path()+path, s.max); r.Code != http.StatusNotFound {
					t.Errorf("%s answers %d to a signature", path, r.Code)
				}
			}
		}
		found, err := s.north.Search(s.Context(), models.Viewer{}, models.Ask("quillon"), 1)
		mt.Must(t, err)
		if found.Total != 0 {
			t.Errorf("%d are found by anybody", found.Total)
		}
		for _, p := range []*moottest.Peer{s.masto.Peer, s.lemmy.Peer, s.mobi.Peer, s.gancio.Peer} {
			if got := p.Received(""); len(got) != 0 {
				t.Errorf("%s was sent %d", p.Host, len(got))
			}
		}
	})
}
