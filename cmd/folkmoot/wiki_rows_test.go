package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// guide writes a page in the wiki of ward, by ana.
func (s *scene) guide(source string) *models.Item {
	s.Helper()
	it, err := s.north.WritePage(s.Context(), models.Draft{By: s.ana, In: s.ward, Title: "Night rota", Source: source, Language: "en"}, "begun")
	s.settled(err)
	return it
}

// offer is an edit by lena of a revision of a page.
func (s *scene) offer(it *models.Item, base int, source string) doc {
	return doc{
		"@context": "https://www.w3.org/ns/activitystreams", "id": s.lemmy.URL(fmt.Sprintf("/offers/%d-%d", base, len(source))), "type": "Offer",
		"actor": s.lena, "target": it.URI, "to": []any{s.group}, "object": doc{
			"type": "Article", "attributedTo": s.lena, "folkmoot:baseVersion": fmt.Sprintf("%s/rev/%d", it.URI, base), "summary": "by lena",
			"source": doc{"content": source, "mediaType": "text/markdown"},
		},
	}
}

// answered sends an offer, and is what lena is answered.
func (s *scene) answered(offer doc) doc {
	s.Helper()
	s.forget()
	s.lemmy.MustSend(s.north, s.lena, offer)
	s.Settle()
	answers := append(s.lemmy.Received("Accept"), s.lemmy.Received("Reject")...)
	if len(answers) == 0 {
		s.Fatalf("%v was not answered", offer["id"])
	}
	got := answers[0].Doc
	if inner, _ := got["object"].(doc); inner == nil || inner["id"] != offer["id"] || got["actor"] != s.group {
		s.Errorf("the answer is %v", got)
	}
	return got
}

func TestEvent41_TheHistoryListsEveryRevisionAndNoneChanges(t *testing.T) {
	onStage(t, func(s *scene) {
		it := s.guide("one")
		for n := 2; n <= 45; n++ {
			_, err := s.north.EditPage(s.Context(), it, models.Draft{By: s.ana, Title: "Night rota", Source: fmt.Sprint("state ", n)}, n-1, fmt.Sprint("note ", n))
			mt.Must(s.T, err)
		}
		s.Settle()
		first := document(s.T, s.north, it.URI+"/rev/1")
		if first["attributedTo"] != s.ana.URI || first["dct:isVersionOf"] != it.URI || first["summary"] != "begun" || first["source"].(doc)["content"] != "one" || first["dct:replaces"] != nil {
			s.Errorf("the first revision is %v", first)
		}
		history := document(s.T, s.north, it.URI+"/history")
		if history["type"] != "OrderedCollection" || history["totalItems"] != 45.0 {
			s.Errorf("the history is %v", history)
		}
		var numbers []string
		for next := history["first"]; next != nil; {
			page := document(s.T, s.north, next.(string))
			for _, one := range page["orderedItems"].([]any) {
				made := one.(doc)
				r := made["object"].(doc)
				n := int(r["folkmoot:revision"].(float64))
				numbers = append(numbers, fmt.Sprint(n))
				if want := map[bool]string{true: "Create", false: "Update"}[n == 1]; made["type"] != want || made["actor"] != s.group || r["attributedTo"] != s.ana.URI {
					s.Errorf("revision %d was made by %v", n, made)
				}
				if n > 1 && (r["dct:replaces"] != fmt.Sprintf("%s/rev/%d", it.URI, n-1) || r["summary"] != fmt.Sprint("note ", n)) {
					s.Errorf("revision %d is %v", n, r)
				}
			}
			next = page["next"]
		}
		if len(numbers) != 45 || numbers[0] != "45" || numbers[44] != "1" {
			s.Errorf("the history lists %v", numbers)
		}
		object := document(s.T, s.north, it.URI)
		if object["type"] != "Article" || object["history"] != it.URI+"/history" || object["dct:hasVersion"] != it.URI+"/rev/45" || object["attributedTo"] != s.group {
			s.Errorf("the page is %v", object)
		}
		for _, path := range []string{"/rev/46", "/rev/0", "/rev/01", "/history/page/9", "/history/page/0"} {
			if got := get(s.T, s.north, http.MethodGet, it.Path()+path, federation.AcceptActivity).Code; got != http.StatusNotFound {
				s.Errorf("%s answers %d", path, got)
			}
		}
	})
}

func TestEvent42_AnOfferOnTheNewestIsAcceptedOnce(t *testing.T) {
	onStage(t, func(s *scene) {
		it := s.guide("one\n\ntwo")
		offer := s.offer(it, 1, "ONE\n\ntwo")
		for range 3 {
			if got := s.answered(offer); got["type"] != "Accept" || got["result"] != it.URI+"/rev/2" {
				s.Errorf("answered %v", got)
			}
		}
		now := s.item(it.URI)
		if p := now.Detail.(*models.WikiPage); p.Number != 2 || now.Source != "ONE\n\ntwo" || p.Latest.By.URI != s.lena || p.Latest.Note != "by lena" {
			s.Errorf("it is %+v: %q", p.Latest, now.Source)
		}
		again := s.offer(it, 1, "ONE\n\ntwo")
		again["id"] = s.lemmy.URL("/offers/another")
		if got := s.answered(again); got["type"] != "Accept" || got["result"] != it.URI+"/rev/2" {
			s.Errorf("the same text under another id is answered %v", got)
		}
	})
}

func TestEvent43_AnOfferOnAnOlderOneIsMergedOrRejectedAndKept(t *testing.T) {
	onStage(t, func(s *scene) {
		it := s.guide("one\n\ntwo\n\nthree")
		_, err := s.north.EditPage(s.Context(), it, models.Draft{By: s.ana, Title: "Night rota", Source: "one\n\ntwo\n\nTHREE"}, 1, "")
		s.settled(err)
		if got := s.answered(s.offer(it, 1, "ONE\n\ntwo\n\nthree")); got["type"] != "Accept" || got["result"] != it.URI+"/rev/3" {
			s.Errorf("a clean merge is answered %v", got)
		}
		if now := s.item(it.URI); now.Source != "ONE\n\ntwo\n\nTHREE" {
			s.Errorf("merged it is %q", now.Source)
		}
		if got := s.answered(s.offer(it, 1, "one\n\ntwo\n\nthree of lena")); got["type"] != "Reject" || got["result"] != it.URI+"/rev/3" || got["summary"] == nil {
			s.Errorf("an overlapping one is answered %v", got)
		}
		if got := s.answered(s.offer(it, 77, "one of nowhere")); got["type"] != "Reject" {
			s.Errorf("one of a revision that there never was is answered %v", got)
		}
		kept, err := s.north.Offers(s.Context(), it.ID, s.actor(s.lena))
		mt.Must(s.T, err)
		if len(kept) != 3 || kept[0].Source != "one of nowhere" || kept[1].Source != "one\n\ntwo\n\nthree of lena" {
			s.Errorf("kept are %+v", kept)
		}
		if now := s.item(it.URI); now.Source != "ONE\n\ntwo\n\nTHREE" {
			s.Errorf("after all it is %q", now.Source)
		}
	})
}

func TestEvent44_OffersThatMayNotBeAreRejectedAndScriptsAreWords(t *testing.T) {
	onStage(t, func(s *scene) {
		it := s.guide("one")
		refused := func(what string, offer doc) {
			s.Helper()
			if got := s.answered(offer); got["type"] != "Reject" {
				s.Errorf("%s: answered %v", what, got)
			}
		}
		stranger := s.offer(it, 1, "by a stranger")
		stranger["actor"], stranger["object"].(doc)["attributedTo"] = s.lemmy.Person("noor"), s.lemmy.URL("/u/noor")
		s.forget()
		s.lemmy.MustSend(s.north, s.lemmy.URL("/u/noor"), stranger)
		s.Settle()
		if got := only(s.T, s.lemmy.Peer, "Reject"); !strings.Contains(fmt.Sprint(got["summary"]), "Follow") {
			s.Errorf("somebody who does not follow is answered %v", got)
		}
		refused("too long", s.offer(it, 1, strings.Repeat("long ", 40_000)))
		huge := s.offer(it, 1, strings.Repeat("x", 1<<20))
		if status := s.lemmy.Send(s.north, "/inbox", s.lena, huge); status != http.StatusRequestEntityTooLarge {
			s.Errorf("over 1 MB is answered %d", status)
		}
		html := s.offer(it, 1, "<p>html</p>")
		html["object"].(doc)["source"].(doc)["mediaType"] = "text/html"
		refused("not Markdown", html)
		other := s.offer(it, 1, "words of somebody else")
		other["object"].(doc)["attributedTo"] = s.ana.URI
		s.forget()
		s.dropped(s.lemmy.Peer, s.lena, other)
		if got := s.answered(s.offer(it, 1, "hello <script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>")); got["type"] != "Accept" {
			s.Errorf("a script is answered %v", got)
		}
		if html := s.item(it.URI).Content.String(); strings.Contains(html, "<script") || strings.Contains(html, "<img") || strings.Contains(html, `href="javascript`) {
			s.Errorf("it shows %s", html)
		}
		mt.Must(s.T, s.north.Protect(s.Context(), s.ana, it, true))
		refused("protected", s.offer(it, 2, "more"))
		if p := s.item(it.URI).Detail.(*models.WikiPage); p.Number != 2 {
			s.Errorf("there are %d revisions", p.Number)
		}
	})
}

func TestEvent40_AMicroblogGetsASensiblePostForAnArticle(t *testing.T) {
	onStage(t, func(s *scene) {
		it := s.guide("Who is on at night, and whom to ring.")
		s.Clock.Set(s.Clock.Now().Add(20 * time.Minute))
		_, err := s.north.EditPage(s.Context(), it, models.Draft{By: s.ana, Title: "Night rota", Source: "Who is on at night, and whom to ring first."}, 1, "new numbers")
		s.settled(err)
		made, changed := only(s.T, s.masto.Peer, "Create"), only(s.T, s.masto.Peer, "Update")
		for n, act := range []doc{made, changed} {
			o := act["object"].(doc)
			want := []string{"Who is on at night, and whom to ring. Revision 1 by ana", "whom to ring first. Revision 2 by ana"}[n]
			if act["actor"] != s.group || o["name"] != "Night rota" || !strings.Contains(fmt.Sprint(o["summary"]), want) || o["url"] != s.group+"/wiki/night-rota" {
				s.Errorf("it is sent %v", act)
			}
		}
		if !strings.Contains(fmt.Sprint(changed["object"].(doc)["summary"]), "new numbers") {
			s.Errorf("the note is not in %v", changed["object"])
		}
	})
}

func TestEvent50_Event51_AClosedWikiIsNothingToOtherSites(t *testing.T) {
	onStage(t, func(s *scene) {
		closed := mt.Founded(s.T, s.north.Site, s.ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		s.forget()
		it, err := s.north.WritePage(s.Context(), models.Draft{By: s.ana, In: closed, Title: "Secret rota", Source: "secret words [[Other]]"}, "secret note")
		s.settled(err)
		_, err = s.north.EditPage(s.Context(), it, models.Draft{By: s.ana, Title: "Secret rota", Source: "more secret words"}, 1, "another")
		s.settled(err)
		s.Clock.Set(s.Clock.Now().Add(20 * time.Minute))
		s.settled(s.north.DoDue(s.Context()))
		s.quiet() // row 51: nothing is delivered, so nothing can be in it
		for _, path := range []string{"", "/history", "/history/page/1", "/rev/1", "/rev/2", "/context", "/replies"} {
			for _, accept := range []string{federation.AcceptActivity, "text/html"} {
				if r := get(s.T, s.north, http.MethodGet, it.Path()+path, accept); r.Code != http.StatusNotFound || strings.Contains(r.Body.String(), "secret") {
					s.Errorf("%s%s (%s) answers %d: %s", it.Path(), path, accept, r.Code, r.Body)
				}
			}
		}
		for _, path := range []string{"/c/closed/wiki", "/c/closed/wiki/secret-rota", "/c/closed/wiki/nothing", "/c/closed/wiki/secret-rota/history", "/c/closed/wiki/secret-rota/diff/1..2"} {
			if r := get(s.T, s.north, http.MethodGet, path, "text/html"); r.Code != http.StatusNotFound || strings.Contains(r.Body.String(), "secret") {
				s.Errorf("%s answers %d", path, r.Code)
			}
		}
		s.dropped(s.lemmy.Peer, s.lena, s.offer(it, 2, "let me in"))
	})
}
