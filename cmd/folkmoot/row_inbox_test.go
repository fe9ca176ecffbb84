package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/federation/federationtest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestRow40_ABodyOverOneMebibyteIsTooLarge(t *testing.T) {
	onStage(t, func(s *scene) {
		for size, want := range map[int]int{1<<20 + 1: http.StatusRequestEntityTooLarge, 1 << 20: http.StatusAccepted} {
			page := s.lemmy.Page(s.lena, s.group, "Long", "Words.")
			page["filler"] = ""
			page["filler"] = strings.Repeat("x", size-len(mustJSON(s.T, page)))
			if status := s.lemmy.Send(s.north, "/inbox", s.lena, page); status != want {
				s.Errorf("%d bytes: %d, not %d", size, status, want)
			}
		}
	})
}

func TestRow63_AnUnknownTypeIsTakenWithoutEffect(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		s.forget()
		for _, kind := range []string{"EmojiReact", "Move", "Resolve", "Warn", "QuoteRequest", "ChooseAnswer", "Arrive", "http://x.example/ns#Dance"} {
			activity := s.lemmy.Activity(kind, s.lena, 1, post.URI, doc{"target": s.group})
			activity["id"] = s.lemmy.URL("/activities/odd/" + kind[len(kind)-4:])
			if status := s.lemmy.Send(s.north, "/inbox", s.lena, activity); status != http.StatusAccepted {
				s.Errorf("%s: %d", kind, status)
			}
		}
		s.Settle()
		s.quiet()
	})
}

func TestRow64_EverySpellingIsRead(t *testing.T) {
	onStage(t, func(s *scene) {
		page := s.lemmy.Page(s.lena, s.group, "Odd", "Words.")
		object := page["object"].(doc)
		page["type"], page["to"], page["cc"], page["actor"] = []any{"Create"}, moottest.Public, nil, doc{"id": s.lena, "type": "Person"}
		object["type"], object["to"], object["cc"] = []any{"Page", "https://x.example/ns#Idea"}, "as:Public", s.group
		object["attachment"] = doc{"type": "Document", "mediaType": "image/png", "url": "https://lemmy.example/p.png", "name": "A chart"}
		object["attributedTo"], object["audience"] = []any{doc{"id": s.lena, "type": "Person"}}, []any{s.group}
		for _, key := range []string{"summary", "inReplyTo", "updated", "url", "source", "language", "context", "image"} {
			object[key] = nil
		}
		object["tag"] = doc{"type": "Mention", "href": s.ana.URI, "name": "@ana"}
		s.lemmy.MustSend(s.north, s.lena, page)
		it := s.item(idOf(object))
		if it.Title != "Odd" || it.CommunityID != s.ward.ID || len(it.Attachments) != 1 || it.Attachments[0].Alt != "A chart" {
			s.Errorf("read as %+v with %v", it, it.Attachments)
		}
		if named, err := s.north.Mentions(s.Context(), it); err != nil || len(named) != 1 {
			s.Errorf("it mentions %v (%v)", named, err)
		}
	})
}

func TestRow65_AnEndlessThreadIsFollowedWithinBounds(t *testing.T) {
	onStage(t, func(s *scene) {
		deep, circle := s.Lemmy("deep.example"), s.Lemmy("circle.example")
		dee, cy := deep.Person("dee"), circle.Person("cy")
		first := chained(s, deep, dee, 1000)
		before := len(s.Net.Requests("deep.example"))
		deep.MustSend(s.north, dee, first)
		if n := len(s.Net.Requests("deep.example")) - before; n > 60 {
			s.Errorf("%d requests for a thread a thousand deep", n)
		}
		s.absent(objectOf(first))
		one, two := circle.Comment(cy, s.group, "", "One."), circle.Comment(cy, s.group, "", "Two.")
		one["object"].(doc)["inReplyTo"], two["object"].(doc)["inReplyTo"] = objectOf(two), objectOf(one)
		circle.Hold(one)
		circle.Hold(two)
		circle.MustSend(s.north, cy, one)
		if n := len(s.Net.Requests("circle.example")); n > 60 {
			s.Errorf("%d requests for a circle", n)
		}
		s.absent(objectOf(one))
		s.quiet()
	})
}

// chained makes a chain of replies that a peer serves, and returns the last of them.
func chained(s *scene, p moottest.Lemmy, who string, length int) doc {
	parent, last := p.URL("/comment/0"), doc(nil)
	for range length {
		last = p.Comment(who, s.group, parent, "Deeper.")
		p.Hold(last)
		parent = objectOf(last)
	}
	return last
}

func TestRow65_AServerThatDoesNotAnswerHoldsUpNobodyElse(t *testing.T) {
	onStage(t, func(s *scene) {
		slow := s.Lemmy("slow.example")
		s.Net.Break("slow.example", federationtest.Fault{Drop: 1})
		reply := s.lemmy.Comment(s.lena, s.group, slow.URL("/post/1"), "To somebody slow.")
		s.lemmy.MustSend(s.north, s.lena, reply)
		page := s.lemmy.Page(s.lena, s.group, "Another matter", "Words.")
		s.lemmy.MustSend(s.north, s.lena, page)
		s.item(objectOf(page))
		s.absent(objectOf(reply))
		s.Net.Mend("slow.example")
		thread := slow.Page(slow.Person("sol"), s.group, "Slow", "Words.")
		thread["object"].(doc)["id"] = slow.URL("/post/1")
		slow.Hold(thread)
		s.Clock.Add(time.Hour)
		s.Settle()
		if it := s.item(objectOf(reply)); it.Parent == nil && it.ParentID == 0 {
			s.Errorf("%+v", it)
		}
	})
}

func TestRow78_NoAnswerOfAnInboxTellsPeersThatWeAreGone(t *testing.T) {
	onStage(t, func(s *scene) {
		gone := mt.Post(s.T, s.north.Site, s.ana, s.ward, "Gone", "Words.")
		mt.Must(s.T, s.north.Delete(s.Context(), s.ana, gone, nil))
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Host: "denied.example"}))
		denied := s.Lemmy("denied.example")
		s.lemmy.Status("/u/away", http.StatusGone)
		s.lemmy.Status("/u/teapot", http.StatusTeapot)
		bodies := map[string][]byte{
			"": nil, "text": []byte("hello"), "null": []byte("null"), "list": []byte("[]"), "half": []byte(`{"type":"Cre`),
			"note": mustJSON(s.T, doc{"id": s.lemmy.URL("/n/1"), "type": "Note"}), "no actor": mustJSON(s.T, doc{"id": s.lemmy.URL("/n/2"), "type": "Like"}),
			"reply to what is gone": mustJSON(s.T, s.lemmy.Comment(s.lena, s.group, gone.URI, "Late.")),
		}
		for _, inbox := range []string{"/inbox", "/c/ward-safety/inbox", "/u/ana/inbox", "/u/nobody/inbox", "/c/nobody/inbox", "/post/1/inbox"} {
			for name, body := range bodies {
				s.answers(fmt.Sprint(inbox, " ", name), s.lemmy.SendRaw(s.north, inbox, s.lena, body, nil))
			}
			for _, kind := range []string{"", "text/html", "image/png"} {
				s.answers(inbox+" "+kind, s.lemmy.SendRaw(s.north, inbox, s.lena, nil, func(r *http.Request) { r.Header.Set("Content-Type", kind) }))
			}
			for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodOptions} {
				s.answers(method+" "+inbox, s.lemmy.SendRaw(s.north, inbox, s.lena, nil, func(r *http.Request) { r.Method = method }))
			}
			for _, keyID := range []string{s.lemmy.URL("/u/away#main-key"), s.lemmy.URL("/u/teapot"), "https://denied.example/u/x", "https://nowhere.example/u/x", "x"} {
				s.answers(inbox+" "+keyID, s.lemmy.SendRaw(s.north, inbox, s.lena, bodies["note"], func(r *http.Request) {
					r.Header.Set("Signature", strings.Replace(r.Header.Get("Signature"), s.lena+"#main-key", keyID, 1))
				}))
			}
		}
		s.answers("denied", denied.Send(s.north, "/inbox", denied.Person("dan"), s.lemmy.Follow(s.lena, s.group)))
	})
}

// answers fails the test when a status would make some peers drop the site for ever, or tells of a fault.
func (s *scene) answers(what string, status int) {
	s.Helper()
	if status == http.StatusGone || status == http.StatusTeapot || status == http.StatusInternalServerError {
		s.Errorf("%s: %d", what, status)
	}
}

func TestRow78_AnInboxAnswersWithinFiveSeconds(t *testing.T) {
	t.Parallel()
	onStage(t, func(s *scene) {
		slow := s.Lemmy("slow.example")
		sol := slow.Person("sol")
		s.Net.Break("slow.example", federationtest.Fault{Hang: 1})
		began := time.Now()
		status := slow.Send(s.north, "/inbox", sol, slow.Page(sol, s.group, "Slow", "Words."))
		if took := time.Since(began); took > 5*time.Second {
			s.Errorf("it took %s", took)
		}
		if status != http.StatusServiceUnavailable {
			s.Errorf("answered %d, not that it may come again", status)
		}
	})
}
