package main

import (
	"crypto/rsa"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestRow08_DocumentsAreOfExactlyTheTypeThatPeersCompareWith(t *testing.T) {
	onStage(t, func(s *scene) {
		w := get(s.T, s.north, http.MethodGet, "/c/ward-safety", "application/activity+json")
		if kind := w.Header().Get("Content-Type"); w.Code != 200 || kind != "application/activity+json" {
			s.Errorf("%d %q", w.Code, kind)
		}
		if id := parsed(s.T, w)["id"]; id != "https://north.example/c/ward-safety" {
			s.Errorf("its id is %v", id)
		}
	})
}

func TestRow09_TheOtherTypeIsAskedForToo(t *testing.T) {
	onStage(t, func(s *scene) {
		w := get(s.T, s.north, http.MethodGet, "/c/ward-safety", `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`)
		if w.Code != 200 || parsed(s.T, w)["type"] != "Group" {
			s.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

func TestRow10_ACommunityTellsAllThatPeersNeed(t *testing.T) {
	onStage(t, func(s *scene) {
		group := document(s.T, s.north, s.group)
		for key, want := range map[string]any{
			"type": "Group", "preferredUsername": "ward-safety", "webfinger": "ward-safety@north.example", "name": "Ward safety",
			"summary": "<p>Learning from incidents on wards.</p>", "mediaType": "text/html", "url": s.group,
			"inbox": s.group + "/inbox", "outbox": s.group + "/outbox", "followers": s.group + "/followers", "following": s.group + "/following",
			"featured": s.group + "/featured", "attributedTo": s.group + "/moderators",
			"postingRestrictedToMods": false, "manuallyApprovesFollowers": false, "discoverable": true, "indexable": true, "sensitive": false,
			"endpoints": doc{"sharedInbox": "https://north.example/inbox"},
			"source":    doc{"content": "Learning from incidents on wards.", "mediaType": "text/markdown"},
			"language":  []any{doc{"identifier": "en", "name": "English"}},
		} {
			if fmt.Sprint(group[key]) != fmt.Sprint(want) {
				s.Errorf("%s: %v, not %v", key, group[key], want)
			}
		}
		if group["published"] == nil || !slices.Contains(list(group["@context"]), "https://www.w3.org/ns/activitystreams") {
			s.Errorf("%v", group)
		}
		key := group["publicKey"].(doc)
		public, err := federation.ParsePublicKey(key["publicKeyPem"].(string))
		mt.Must(s.T, err)
		if key["owner"] != s.group || key["id"] != s.group+"#main-key" || public.(*rsa.PublicKey).N.BitLen() < 2048 {
			s.Errorf("%v", key)
		}
	})
}

func TestRow11_FollowersAreCountedAndNotNamed(t *testing.T) {
	onStage(t, func(s *scene) {
		w := get(s.T, s.north, http.MethodGet, "/c/ward-safety/followers", federation.AcceptActivity)
		followers := parsed(s.T, w)
		if followers["totalItems"] != 3.0 || strings.Contains(w.Body.String(), "lena") || strings.Contains(w.Body.String(), "max") {
			s.Errorf("%s", w.Body)
		}
	})
}

func TestRow12_ModeratorsAreNamed(t *testing.T) {
	onStage(t, func(s *scene) {
		mods := document(s.T, s.north, s.group+"/moderators")
		if ids := list(mods["orderedItems"]); !slices.Equal(ids, []string{s.ana.URI}) || mods["type"] != "OrderedCollection" {
			s.Errorf("%v", mods)
		}
	})
}

func TestRow13_TheOutboxHoldsAnnouncesOfCreatesNewestFirst(t *testing.T) {
	onStage(t, func(s *scene) {
		first, second := s.post("First"), s.post("Second")
		mt.Reply(s.T, s.north.Site, s.ana, second, "A reply is no thread.")
		outbox := document(s.T, s.north, s.group+"/outbox")
		var found []string
		for _, outer := range outbox["orderedItems"].([]any) {
			announce := outer.(doc)
			create := announce["object"].(doc)
			page := create["object"].(doc)
			found = append(found, idOf(page))
			if announce["type"] != "Announce" || announce["actor"] != s.group || create["type"] != "Create" || page["type"] != "Page" {
				s.Errorf("%v", announce)
			}
		}
		if !slices.Equal(found, []string{second.URI, first.URI}) {
			s.Errorf("%v", found)
		}
	})
}

func TestRow14_FeaturedHoldsThePinnedThreads(t *testing.T) {
	onStage(t, func(s *scene) {
		pinned := s.post("Pinned")
		s.post("Not pinned")
		s.settled(s.north.Pin(s.Context(), s.ana, pinned, true, "", nil))
		items := document(s.T, s.north, s.group+"/featured")["orderedItems"].([]any)
		if len(items) != 1 || items[0].(doc)["type"] != "Page" || idOf(items[0].(doc)) != pinned.URI {
			s.Errorf("%v", items)
		}
	})
}

func TestRow15_AThreadIsAPageThatEveryPeerCanRead(t *testing.T) {
	onStage(t, func(s *scene) {
		page := document(s.T, s.north, s.post("Falls checklist").URI)
		if page["type"] != "Page" || page["name"] != "Falls checklist" || page["inReplyTo"] != nil || page["audience"] != s.group {
			s.Errorf("%v", page)
		}
		for _, key := range []string{"summary", "content", "url"} {
			if words, _ := page[key].(string); words == "" {
				s.Errorf("%s: %v", key, page[key])
			}
		}
		to, cc := list(page["to"]), list(page["cc"])
		if cc == nil || !slices.Contains(to, moottest.Public) || !slices.Contains(to, s.group) {
			s.Errorf("to %v, cc %v", page["to"], page["cc"])
		}
		if !mentions(page, s.group) {
			s.Errorf("it does not mention the community: %v", page["tag"])
		}
	})
}

// mentions tells whether a document mentions an actor.
func mentions(page doc, id string) bool {
	return slices.ContainsFunc(page["tag"].([]any), func(tag any) bool {
		return tag.(doc)["type"] == "Mention" && tag.(doc)["href"] == id
	})
}

func TestRow16_AReplyIsANoteInTheContextOfItsThread(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		note := document(s.T, s.north, mt.Reply(s.T, s.north.Site, s.ana, post, "How long did it take?").URI)
		_, warned := note["summary"]
		if note["type"] != "Note" || note["inReplyTo"] != post.URI || warned || note["context"] != document(s.T, s.north, post.URI)["context"] {
			s.Errorf("%v", note)
		}
	})
}

func TestRow17_TheContextListsTheThreadAndIsSentOnlyWhenItHasChanged(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		first := mt.Reply(s.T, s.north.Site, s.ana, post, "First.")
		comment := s.lemmy.Comment(s.lena, s.group, first.URI, "Second.")
		s.lemmy.MustSend(s.north, s.lena, comment)
		address := document(s.T, s.north, post.URI)["context"].(string)
		thread := document(s.T, s.north, address)
		if ids := list(thread["orderedItems"]); !slices.Equal(ids, []string{post.URI, first.URI, objectOf(comment)}) {
			s.Errorf("%v", ids)
		}
		if thread["id"] != address || thread["attributedTo"] != s.group || thread["type"] != "OrderedCollection" {
			s.Errorf("%v", thread)
		}
		again := func() *http.Response {
			tag := get(s.T, s.north, http.MethodGet, address[len(s.north.Base()):], federation.AcceptActivity).Header().Get("ETag")
			return ifNot(s, address, tag)
		}
		if r := again(); r.StatusCode != http.StatusNotModified {
			s.Errorf("asked again: %d", r.StatusCode)
		}
		if r := ifNot(s, address, `"another"`); r.StatusCode != http.StatusOK {
			s.Errorf("asked by one who has something else: %d", r.StatusCode)
		}
	})
}

// ifNot asks north for a document unless it still bears the tag.
func ifNot(s *scene, address, tag string) *http.Response {
	s.Helper()
	return s.lemmy.Asked(s.north, http.MethodGet, address[len(s.north.Base()):], "", func(r *http.Request) {
		r.Header.Set("If-None-Match", tag)
	}).Result()
}

func TestRow18_WhatWasAnnouncedIsServedAndNothingElse(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		comment := mt.Reply(s.T, s.north.Site, s.ana, post, "A reply.")
		s.settled(s.north.Like(s.Context(), s.ana, comment, models.Likes, nil))
		s.settled(s.north.Like(s.Context(), s.ana, comment, models.NoLiking, nil))
		s.settled(s.north.Lock(s.Context(), s.ana, post, true, "Settled", nil))
		s.settled(s.north.Pin(s.Context(), s.ana, post, true, "", nil))
		s.settled(s.north.Ban(s.Context(), s.ana, s.ward, models.BanOrder{Who: s.actor(s.max), On: true}, nil))
		_, err := s.north.Revise(s.Context(), comment, models.Draft{By: s.ana, Source: "Another reply."})
		s.settled(err)
		s.settled(s.north.Delete(s.Context(), s.ana, comment, nil))
		announced := s.lemmy.Received("Announce")
		if len(announced) != 9 {
			s.Fatalf("%d announces: %v", len(announced), kinds(s.lemmy.Peer))
		}
		for _, outer := range announced {
			inner := outer.Doc["object"].(doc)
			switch inner["type"] {
			case "Create", "Update": // of what is deleted by now there is only the Tombstone
				if object := inner["object"].(doc); idOf(object) == comment.URI {
					w := get(s.T, s.north, http.MethodGet, idOf(inner)[len(s.north.Base()):], federation.AcceptActivity)
					if w.Code != http.StatusGone || strings.Contains(w.Body.String(), "reply") {
						s.Errorf("%d %s", w.Code, w.Body)
					}
					continue
				}
			}
			served := document(s.T, s.north, idOf(inner))
			if inner["type"] != "Create" && inner["type"] != "Undo" {
				delete(served, "@context")
				delete(inner, "@context")
				same(s.T, served, inner)
			} else if served["type"] != inner["type"] || served["id"] != inner["id"] {
				s.Errorf("%v", served)
			}
		}
	})
}

func TestRow18_FollowsAnswersAndReportsAreNobodyElsesBusiness(t *testing.T) {
	onStage(t, func(s *scene) {
		inside := mt.Founded(s.T, s.north.Site, s.ana, models.Charter{Name: "inside", Visibility: models.MembersOnly})
		mt.Post(s.T, s.north.Site, s.ana, inside, "Secret", "Not for others.")
		they, err := s.north.Fed.Actor(s.Context(), s.lena)
		mt.Must(s.T, err)
		_, err = s.north.Follow(s.Context(), s.ana, they, nil)
		s.settled(err)
		theirs := s.lemmy.Page(s.lena, s.group, "Theirs", "By lena.")
		s.lemmy.MustSend(s.north, s.lena, theirs)
		s.settled(s.north.Report(s.Context(), s.ana, s.item(objectOf(theirs)), nil, "Spam", nil))
		var acts []*models.Act
		mt.Must(s.T, s.north.DB().Read().NewSelect().Model(&acts).Scan(s.Context()))
		asked := map[models.Verb]bool{}
		for _, act := range acts {
			if act.Host != "" || (act.Shared && act.CommunityID == s.ward.ID) {
				continue
			}
			asked[act.Verb] = true
			for _, form := range []string{"", "/announce", "/share"} {
				path := fmt.Sprintf("/act/%d%s", act.ID, form)
				if w := get(s.T, s.north, http.MethodGet, path, federation.AcceptActivity); w.Code != http.StatusNotFound {
					s.Errorf("%s %s: %d %s", act.Verb, path, w.Code, w.Body)
				}
			}
		}
		for _, verb := range []models.Verb{models.VerbFollow, models.VerbAccept, models.VerbReport, models.VerbCreate} {
			if !asked[verb] {
				s.Errorf("no %s was asked for", verb)
			}
		}
	})
}

func TestRow19_WhatWasDeletedIsGone(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		mt.Must(s.T, s.north.Delete(s.Context(), s.ana, post, nil))
		w := get(s.T, s.north, http.MethodGet, post.Path(), federation.AcceptActivity)
		stone := parsed(s.T, w)
		if w.Code != http.StatusGone || stone["type"] != "Tombstone" || stone["formerType"] != "Page" || stone["id"] != post.URI || stone["deleted"] == nil {
			s.Errorf("%d %v", w.Code, stone)
		}
	})
}

func TestRow20_HeadIsAnsweredAndUnknownPathsAreNotFound(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		for _, path := range []string{"/", "/c/ward-safety", "/u/ana", "/c/ward-safety/outbox", post.Path(), post.Path() + "/context"} {
			if w := get(s.T, s.north, http.MethodHead, path, federation.AcceptActivity); w.Code != 200 || w.Header().Get("Content-Type") != federation.ActivityType {
				s.Errorf("HEAD %s: %d", path, w.Code)
			}
		}
		for _, path := range []string{
			"/nothing", "/c/nobody", "/u/ward-safety", "/c/ward-safety/nothing", "/post/1", "/post/none", "/comment/" + post.Path()[6:],
			"/act/99999999999999999999", "/c/%2e%2e/x", "/post/1/context/x",
		} {
			if w := get(s.T, s.north, http.MethodGet, path, federation.AcceptActivity); w.Code != http.StatusNotFound {
				s.Errorf("GET %s: %d", path, w.Code)
			}
		}
	})
}
