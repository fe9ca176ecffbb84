package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// kept is a document of ana's in ward.
func (s *siege) kept(words string) *models.Item {
	s.t.Helper()
	f, err := s.north.TakeFile(s.t.Context(), s.ana, s.ward, "paper.txt", strings.NewReader(words))
	mt.Must(s.t, err)
	it, err := s.north.Publish(s.t.Context(), models.Draft{
		Kind: models.DocumentKind, By: s.ana, In: s.ward, Title: "Paper", Source: "About it", Detail: &models.Document{FileID: f.ID},
	})
	mt.Must(s.t, err)
	s.quiet()
	return s.item(it.URI)
}

// given is what north gives as the file of a document.
func (s *siege) given(it *models.Item) string {
	s.t.Helper()
	return get(s.t, s.north, http.MethodGet, it.Path()+"/v/1/paper.txt", "*/*").Body.String()
}

func TestM03_NobodyElsewhereTouchesTheFilesOfThisSite(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		it := s.kept("Her words")
		for _, by := range []string{s.mallory, s.den} {
			hers := with(s.paper("rounds", by, s.ward.URI, 1), doc{"id": it.URI})
			hers["attachment"].([]any)[0].(doc)["dct:isVersionOf"] = it.URI
			for _, said := range []doc{
				s.act(s.evil, "Update", by, hers), s.act(s.evil, "Create", by, hers), s.act(s.evil, "Delete", by, it.URI), s.act(s.evil, "Delete", by, it.URI+"/v/1"),
				s.act(s.evil, "Update", by, with(hers, doc{"attributedTo": s.ana.URI})), s.act(s.evil, "Update", by, with(hers, doc{"attributedTo": s.ward.URI})),
				s.act(s.evil, "Delete", by, doc{"id": it.URI + "/v/1", "type": "Tombstone", "formerType": "Document"}),
			} {
				s.ignores("M03: "+said["type"].(string), s.evil, by, said)
			}
		}
		// A page of her own that names her file as its version: it is no version of that.
		claim := s.paper("claim", s.mallory, s.ward.URI, 1)
		version := claim["attachment"].([]any)[0].(doc)
		version["id"], version["url"] = it.URI+"/v/1", it.URI+"/v/1/paper.txt"
		s.evil.MustSend(s.north, s.mallory, s.act(s.evil, "Create", s.mallory, claim))
		s.Settle()
		s.evil.MustSend(s.north, s.mallory, s.act(s.evil, "Delete", s.mallory, claim["id"]))
		s.Settle()
		if d := s.item(it.URI).Detail.(*models.Document); d.Number != 1 || s.given(it) != "Her words" {
			t.Errorf("M03: it is %+v now, and gives %q", d, s.given(it))
		}
	})
}

// A foreign document whose file is said to lie here brings no file of ours with it, and takes none with it when it goes.
func TestM04_AForeignDocumentTakesNoFileOfOursWithIt(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		it := s.kept("Her words")
		paper := s.paper("rounds", s.mallory, s.ward.URI, 1)
		version := paper["attachment"].([]any)[0].(doc)
		version["url"], version["digestMultibase"], version["size"] = it.URI+"/v/1/paper.txt", it.Detail.(*models.Document).Digest, 9
		s.evil.MustSend(s.north, s.mallory, s.act(s.evil, "Create", s.mallory, paper))
		s.Settle()
		if taken, err := s.north.ItemByURI(t.Context(), paper["id"].(string)); err == nil {
			if _, v, err := s.north.Version(t.Context(), models.Viewer{}, taken.ID, 1); err == nil && v.Here() {
				t.Errorf("M04: it has our file: %+v", v)
			}
		}
		// The same bytes on both: when hers go, ours stay.
		same := s.paper("same", s.mallory, s.ward.URI, 1)
		same["attachment"].([]any)[0].(doc)["digestMultibase"], same["attachment"].([]any)[0].(doc)["size"] = version["digestMultibase"], 9
		s.evil.MustSend(s.north, s.mallory, s.act(s.evil, "Create", s.mallory, same))
		s.Settle()
		f, err := s.north.TakeFile(t.Context(), nil, nil, "paper.txt", strings.NewReader("Her words"))
		mt.Must(t, err)
		_, v, err := s.north.Version(t.Context(), models.Viewer{}, s.item(same["id"].(string)).ID, 1)
		mt.Must(t, err)
		mt.Must(t, s.north.KeepCopy(t.Context(), v.ID, f, ""))
		s.evil.MustSend(s.north, s.mallory, s.act(s.evil, "Delete", s.mallory, same["id"]))
		s.Settle()
		for range 3 {
			s.Clock.Set(s.Clock.Now().AddDate(0, 0, 40))
			mt.Must(t, s.north.Tidy(t.Context()))
		}
		if got := s.given(it); got != "Her words" {
			t.Errorf("M04: hers went, and ours gives %q", got)
		}
	})
}

func TestL07_WhatIsNotForAllIsNoAnswerToADocumentOrAPage(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		page, err := s.north.WritePage(t.Context(), models.Draft{By: s.ana, In: s.ward, Title: "Rota", Source: "Words"}, "begun")
		mt.Must(t, err)
		for _, about := range []*models.Item{s.kept("Her words"), s.item(page.URI)} {
			for n, to := range [][]any{{s.ana.URI}, {s.mallory + "/followers"}, {}} {
				said := with(s.note(s.evil, "quiet", s.mallory, about.URI), doc{"id": s.evil.URL("/notes/quiet" + string(rune('a'+n))), "to": to, "cc": []any{}})
				s.ignores("L07", s.evil, s.mallory, with(s.act(s.evil, "Create", s.mallory, said), doc{"to": to}))
			}
		}
		if got := get(t, s.north, http.MethodGet, page.Path()+"/replies", federation.AcceptActivity); strings.Contains(got.Body.String(), "quiet") {
			t.Errorf("L07: it is among the answers: %s", got.Body)
		}
	})
}
