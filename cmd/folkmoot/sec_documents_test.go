package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// paper is a document by somebody of evil.example, with versions of these numbers, the newest first.
func (s *siege) paper(name, by, in string, numbers ...int) doc {
	id := s.evil.URL("/papers/" + name)
	var versions []any
	for _, n := range numbers {
		sum := sha256.Sum256([]byte(fmt.Sprint(name, n)))
		versions = append(versions, doc{
			"type": "Document", "id": fmt.Sprintf("%s/v/%d", id, n), "dct:isVersionOf": id, "sc:version": fmt.Sprint(n), "name": "paper.txt", "mediaType": "text/plain",
			"size": 11, "digestMultibase": models.DigestOf(hex.EncodeToString(sum[:])), "url": fmt.Sprintf("%s/v/%d/paper.txt", id, n),
		})
	}
	return with(s.note(s.evil, "x", by, ""), doc{
		"id": id, "type": "Page", "name": name, "audience": in, "cc": []any{in}, "attachment": versions[:1], "folkmoot:versions": versions,
	})
}

// taken sends an activity and wants it dealt with, not kept to be tried again.
func (s *siege) taken(by string, said doc) {
	s.t.Helper()
	s.evil.MustSend(s.north, by, said)
	s.Settle()
	left, err := s.north.DB().Read().NewSelect().Table("jobs").Where("last_error <> ''").Count(s.t.Context())
	if mt.Must(s.t, err); left > 0 {
		s.t.Errorf("%v is tried again and again", said["id"])
	}
}

// updated is an Update that is later than all before.
func (s *siege) updated(by string, o doc) doc {
	s.Clock.Set(s.Clock.Now().Add(60e9))
	return s.act(s.evil, "Update", by, with(o, doc{"updated": s.Clock.Now().Format("2006-01-02T15:04:05Z07:00")}))
}

func TestI08_AThingStaysOfItsKind(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		paper := s.paper("rounds", s.mallory, s.ward.URI, 1)
		article := with(s.note(s.evil, "x", s.mallory, ""), doc{"id": s.evil.URL("/papers/blog"), "type": "Article", "name": "Blog", "cc": []any{s.ana.URI}, "tag": []any{doc{"type": "Mention", "href": s.ana.URI, "name": "@ana"}}})
		page := with(s.note(s.evil, "x", s.den, ""), doc{
			"id": s.evil.URL("/papers/wiki"), "type": "Article", "name": "Wiki", "audience": s.den, "attributedTo": s.den, "history": s.evil.URL("/papers/wiki/history"),
			"url": s.evil.URL("/c/den/wiki/wiki"), "folkmoot:kind": "wikipage", "folkmoot:revision": 1,
		})
		event := with(s.note(s.evil, "x", s.mallory, ""), doc{"id": s.evil.URL("/papers/event"), "type": "Event", "name": "Event", "audience": s.ward.URI, "startTime": "2037-01-01T10:00:00Z"})
		all := []doc{paper, article, page, event}
		for _, o := range all {
			s.taken(o["attributedTo"].(string), s.act(s.evil, "Create", o["attributedTo"].(string), o))
		}
		stored := 0
		for _, old := range all {
			was, err := s.north.ItemByURI(t.Context(), old["id"].(string))
			if err != nil {
				t.Logf("%v is not taken: %v", old["id"], err)
				continue
			}
			stored++
			for _, other := range all {
				if other["id"] == old["id"] {
					continue
				}
				by := old["attributedTo"].(string)
				s.taken(by, s.updated(by, with(other, doc{"id": old["id"], "attributedTo": by})))
				if now := s.item(old["id"].(string)); now.Kind != was.Kind || fmt.Sprintf("%T", now.Detail) != fmt.Sprintf("%T", was.Detail) {
					t.Errorf("I08: %v as %v became %+v", old["id"], other["type"], now)
				}
			}
		}
		if stored < 3 {
			t.Fatalf("only %d were taken", stored)
		}
	})
}

// However many versions another site says that there are, the latest are kept and the rest is forgotten.
func TestD06_TheVersionsOfADocumentAreBounded(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		upTo := func(last int) []int {
			var all []int
			for n := last; n > last-190; n-- {
				all = append(all, n)
			}
			return all
		}
		s.taken(s.mallory, s.act(s.evil, "Create", s.mallory, s.paper("rounds", s.mallory, s.ward.URI, upTo(190)...)))
		for _, last := range []int{380, 570} {
			s.taken(s.mallory, s.updated(s.mallory, s.paper("rounds", s.mallory, s.ward.URI, upTo(last)...)))
		}
		it := s.item(s.evil.URL("/papers/rounds"))
		all, err := s.north.Versions(t.Context(), it.ID)
		if mt.Must(t, err); len(all) != 200 || all[0].Number != 570 || it.Detail.(*models.Document).Number != 570 {
			t.Errorf("D06: %d versions are kept, the newest is %+v", len(all), it.Detail)
		}
	})
}

// The site of a wiki says who wrote in it; of people of ours it is believed only what they offered.
func TestI10_NobodySaysThatSomebodyHereWroteSomething(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		page := with(s.note(s.evil, "x", s.den, ""), doc{
			"id": s.evil.URL("/papers/wiki"), "type": "Article", "name": "Wiki", "audience": s.den, "attributedTo": s.den, "history": s.evil.URL("/papers/wiki/history"),
			"url": s.evil.URL("/c/den/wiki/wiki"), "folkmoot:kind": "wikipage", "folkmoot:revision": 1, "folkmoot:editor": s.ana.URI, "dct:hasVersion": s.evil.URL("/papers/wiki/rev/1"),
		})
		writer := func(number int) *models.WikiRevision {
			r, err := s.north.Revision(t.Context(), s.item(page["id"].(string)).ID, number)
			mt.Must(t, err)
			return r
		}
		s.taken(s.den, s.act(s.evil, "Create", s.den, page))
		if r := writer(1); r.By != nil && r.By.ID == s.ana.ID || r.ByURI != "" {
			t.Errorf("I10: ana is said to have written %+v", r)
		}
		it := s.item(page["id"].(string))
		_, err := s.north.EditPage(t.Context(), it, models.Draft{By: s.ana, Title: "Wiki", Source: "Her words"}, 1, "mended")
		mt.Must(t, err)
		s.taken(s.den, s.updated(s.den, with(page, doc{"folkmoot:revision": 2, "dct:hasVersion": s.evil.URL("/papers/wiki/rev/2"), "content": "<p>Her words</p>"})))
		if r := writer(2); r.By == nil || r.By.ID != s.ana.ID {
			t.Errorf("what she offered is by %+v", r)
		}
		s.taken(s.den, s.updated(s.den, with(page, doc{"folkmoot:revision": 1 << 40, "content": "<p>Far ahead</p>"})))
		if p := s.item(page["id"].(string)).Detail.(*models.WikiPage); p.Number != 2 {
			t.Errorf("it is at revision %d", p.Number)
		}
	})
}

// A copy of another site's file is let go after a month, and fetched anew by whoever asks for it then.
func TestD01_ACopyThatIsOldIsFetchedAnew(t *testing.T) {
	tell(t, func(s *story) {
		it := s.add("Ward round checklist", "ward-round.txt", "First words", models.Document{})
		there := s.at(s.south, it)
		if v := s.wanted(s.south, there.ID, 1); !v.Here() {
			t.Fatalf("its copy is %+v", v)
		}
		s.Clock.Set(s.Clock.Now().AddDate(0, 0, 31))
		mt.Must(t, s.south.Tidy(s.Context()))
		mt.Must(t, s.north.Tidy(s.Context()))
		_, v, err := s.south.Version(s.Context(), models.Viewer{}, there.ID, 1)
		if mt.Must(t, err); v.File != nil {
			t.Errorf("it is still there: %+v", v.File)
		}
		if _, own, err := s.north.Version(s.Context(), models.Viewer{}, it.ID, 1); err != nil || !own.Here() {
			t.Errorf("the file itself is %+v: %v", own, err)
		}
		if v := s.wanted(s.south, there.ID, 1); !v.Here() {
			t.Errorf("asked for again it is %+v", v)
		}
	})
}
