package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestRow81_AReplyReachesTheAuthorOfWhatItAnswersAndNamesThem(t *testing.T) {
	onStage(t, func(s *scene) {
		gts := s.Peer("gts.example", "gotosocial")
		gil := gts.Person("gil")
		note := moottest.Mastodon{Peer: gts}.Note(gil, "<p>Who has tried low beds?</p>", s.group)
		gts.MustSend(s.north, gil, note)
		mt.Reply(s.T, s.north.Site, s.ana, s.item(objectOf(note)), "We have.")
		s.Settle()
		create := only(s.T, gts, "Create") // gil follows nobody, yet is answered
		reply := create["object"].(doc)
		if create["actor"] != s.ana.URI || reply["inReplyTo"] != objectOf(note) || !mentions(reply, gil) || !mentions(reply, s.group) {
			s.Errorf("%v", create)
		}
		if !slices.Contains(list(reply["cc"]), gil) || !slices.Contains(list(reply["to"]), s.group) {
			s.Errorf("to %v, cc %v", reply["to"], reply["cc"])
		}
	})
}

func TestRow82_TheTitleHeadsTheContentAndNotTheSource(t *testing.T) {
	onStage(t, func(s *scene) {
		page := document(s.T, s.north, s.post("Falls & slips").URI)
		if !strings.HasPrefix(page["content"].(string), "<h2>Falls &amp; slips</h2>") {
			s.Errorf("%v", page["content"])
		}
		if source := page["source"].(doc)["content"]; source != "We piloted it on three wards. It took a week." {
			s.Errorf("%v", source)
		}
	})
}

func TestRow83_AThreadIsBuiltFromAnswersAndNotFromTimes(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		early := s.masto.Reply(s.max, post.URI, "<p>My clock is slow</p>", s.ana.URI)
		early["object"].(doc)["published"] = s.Clock.Now().Add(-time.Hour).Format(time.RFC3339)
		s.masto.MustSend(s.north, s.max, early)
		late := s.lemmy.Comment(s.lena, s.group, objectOf(early), "Mine is fast.")
		late["object"].(doc)["published"] = s.Clock.Now().Add(time.Hour).Format(time.RFC3339)
		s.lemmy.MustSend(s.north, s.lena, late)
		last := s.item(objectOf(late))
		if first := s.item(objectOf(early)); first.ThreadID != post.ID || last.ParentID != first.ID || last.ThreadID != post.ID {
			s.Errorf("%+v then %+v", first, last)
		}
		ours := document(s.T, s.north, mt.Reply(s.T, s.north.Site, s.ana, last, "Ours is right.").URI)
		at, err := time.Parse(time.RFC3339, ours["published"].(string))
		mt.Must(s.T, err)
		if parent := s.item(objectOf(late)); at.Before(parent.PublishedAt) || at.Nanosecond() != 0 {
			s.Errorf("the reply is of %s, its parent of %s", at, parent.PublishedAt)
		}
		ids := list(document(s.T, s.north, post.URI+"/context")["orderedItems"])
		if !slices.Equal(ids, []string{post.URI, objectOf(early), objectOf(late), idOf(ours)}) {
			s.Errorf("%v", ids)
		}
	})
}

func TestRow84_TheAuthorsDeleteGoesToEveryInboxThatHasACopy(t *testing.T) {
	onStage(t, func(s *scene) {
		other := s.Mastodon("other.example")
		ola := other.Person("ola")
		follow := other.Follow(ola, s.group)
		other.MustSend(s.north, ola, follow)
		post := s.post("Falls checklist")
		reply := mt.Reply(s.T, s.north.Site, s.ana, post, "With a name in it.")
		s.Settle()
		other.MustSend(s.north, ola, other.Undo(follow)) // follows no more, yet has the copy
		s.forget()
		other.Forget()
		mt.Must(s.T, s.north.Delete(s.Context(), s.ana, reply, nil))
		s.settled(s.north.Delete(s.Context(), s.ana, post, nil))
		for _, p := range []*moottest.Peer{s.lemmy.Peer, s.masto.Peer, other.Peer} {
			var gone []string
			for _, got := range p.Received("Delete") {
				if got.Doc["actor"] != s.ana.URI {
					s.Errorf("%s: %v", p.Host, got.Doc)
				}
				gone = append(gone, got.Doc["object"].(string))
			}
			if !slices.Contains(gone, post.URI) {
				s.Errorf("%s was told of %v", p.Host, gone)
			}
		}
	})
}

func TestRow85_TheAuthorsUpdateGoesToEveryInboxAndDocumentsAreAskedForAnew(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		before := get(s.T, s.north, http.MethodGet, post.Path(), federation.AcceptActivity)
		s.forget()
		s.Clock.Add(time.Minute)
		_, err := s.north.Revise(s.Context(), post, models.Draft{By: s.ana, Title: "Falls checklist", Source: "Second words."})
		s.settled(err)
		for _, p := range []*moottest.Peer{s.lemmy.Peer, s.masto.Peer} {
			update := only(s.T, p, "Update")
			if object := update["object"].(doc); update["actor"] != s.ana.URI || !strings.Contains(object["content"].(string), "Second words") || object["updated"] == nil {
				s.Errorf("%s: %v", p.Host, update)
			}
		}
		if inner := wrapped(s.T, s.lemmy.Peer, s.group); inner["type"] != "Update" {
			s.Errorf("%v", inner)
		}
		after := get(s.T, s.north, http.MethodGet, post.Path(), federation.AcceptActivity)
		if tag := before.Header().Get("ETag"); tag == "" || tag == after.Header().Get("ETag") || after.Header().Get("Cache-Control") != "no-cache" {
			s.Errorf("%v, then %v", before.Header(), after.Header())
		}
		if r := ifNot(s, post.URI, before.Header().Get("ETag")); r.StatusCode != http.StatusOK {
			s.Errorf("the old words are said to be current: %d", r.StatusCode)
		}
	})
}

func TestRow86_TakingUpAgainNeedsNoNewFollow(t *testing.T) {
	onStage(t, func(s *scene) {
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Host: "lemmy.example"}))
		if status := s.lemmy.Send(s.north, "/inbox", s.lena, s.lemmy.Follow(s.lena, s.group)); status != http.StatusForbidden {
			s.Errorf("inbox: %d", status)
		}
		post := s.post("Not for them")
		if w := s.lemmy.Get(s.north, post.Path(), s.lena); w.Code != http.StatusForbidden {
			s.Errorf("document: %d", w.Code)
		}
		if got := s.lemmy.Received(""); len(got) > 0 {
			s.Errorf("it was sent %v", kinds(s.lemmy.Peer))
		}
		s.settled(s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Host: "lemmy.example", Forget: true}))
		next := s.post("For them again")
		if inner := wrapped(s.T, s.lemmy.Peer, s.group); objectOf(inner) != next.URI {
			s.Errorf("%v", inner)
		}
		if status := s.lemmy.Send(s.north, "/inbox", s.lena, s.lemmy.Page(s.lena, s.group, "Back", "Words.")); status != http.StatusAccepted {
			s.Errorf("inbox: %d", status)
		}
	})
}

func TestRow87_ATitleIsTheFirstLineWithoutTheHandleOfTheCommunity(t *testing.T) {
	onStage(t, func(s *scene) {
		link := `<span class="h-card"><a href="` + s.group + `" class="u-url mention">@<span>ward-safety</span></a></span>`
		for html, title := range map[string]string{
			"<p>" + link + " Low beds?</p><p>More.</p>":            "Low beds?",
			"<p>Low beds? " + link + "</p>":                        "Low beds?",
			"<p>@ward-safety@north.example Low beds?<br>More.</p>": "Low beds?",
			"<p>" + link + "</p><p>Low beds?</p>":                  "Low beds?",
		} {
			note := s.masto.Note(s.max, html, s.group)
			s.masto.MustSend(s.north, s.max, note)
			if it := s.item(objectOf(note)); it.Title != title {
				s.Errorf("%s: %q", html, it.Title)
			}
		}
	})
}

func TestRow88_WhoFollowsAPersonHearsNothingOfACommunity(t *testing.T) {
	onStage(t, func(s *scene) {
		fan := s.Mastodon("fan.example")
		fay := fan.Person("fay")
		bea := mt.Person(s.T, s.north.Site, "bea")
		mt.Join(s.T, s.north.Site, bea, s.ward)
		fan.MustSend(s.north, fay, fan.Follow(fay, s.ana.URI))
		fan.Forget()
		mt.Post(s.T, s.north.Site, bea, s.ward, "By bea", "Words.")
		s.Settle()
		if got := fan.Received(""); len(got) > 0 {
			s.Errorf("a follower of ana was sent %v", kinds(fan.Peer))
		}
		mine := s.post("By ana")
		if create := only(s.T, fan.Peer, "Create"); create["actor"] != s.ana.URI || objectOf(create) != mine.URI {
			s.Errorf("%v", create)
		}
		if len(fan.Received("Announce")) > 0 {
			s.Errorf("and %v", kinds(fan.Peer))
		}
		for _, path := range []string{"/u/ward-safety", "/c/ana"} {
			if w := get(s.T, s.north, http.MethodGet, path, federation.AcceptActivity); w.Code != http.StatusNotFound {
				s.Errorf("%s: %d", path, w.Code)
			}
		}
	})
}

func TestRow89_LookUpsAreAnsweredToWhoeverAsks(t *testing.T) {
	onStage(t, func(s *scene) {
		for _, mode := range []models.Mode{models.ModeOpen, models.ModeAllowlist} {
			mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Mode: mode}))
			if _, self := finger(s, "acct:ward-safety@north.example"); self != s.group {
				s.Errorf("%s: it is at %q", mode, self)
			}
			for _, path := range []string{"/", "/c/ward-safety", "/u/ana"} {
				whole := get(s.T, s.north, http.MethodGet, path, federation.AcceptActivity)
				head := get(s.T, s.north, http.MethodHead, path, federation.AcceptActivity)
				if whole.Code != http.StatusOK || head.Code != whole.Code || head.Header().Get("ETag") != whole.Header().Get("ETag") {
					s.Errorf("%s: GET %s %d, HEAD %d", mode, path, whole.Code, head.Code)
				}
				if key, _ := parsed(s.T, whole)["publicKey"].(doc); key["publicKeyPem"] == nil {
					s.Errorf("%s: %s tells no key", mode, path)
				}
			}
		}
	})
}
