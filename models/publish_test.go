package models_test

import (
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/text"
)

func TestTagFeed_TakesNoNoticeOfCapitals(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		mt.Post(t, s, ana, ward, "Falls checklist", "On #PatientSafety")
		found, err := s.TagFeed(t.Context(), models.Viewer{}, "patientsafety", 1)
		mt.Must(t, err)
		if found.Total != 1 {
			t.Errorf("%d posts bear the hashtag", found.Total)
		}
	})
}

func TestPublish_ThreadAndReplyAreReadBack(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		ward := mt.Community(t, s, ana, "ward-safety")
		mt.Join(t, s, ben, ward)
		post := mt.Post(t, s, ana, ward, "Falls checklist", "We piloted it with @ben. #falls")
		reply := mt.Reply(t, s, ben, post, "How long did it take?")

		feed, err := s.CommunityFeed(t.Context(), models.Viewer{}, ward.ID, 1)
		mt.Must(t, err)
		if len(feed.Items) != 1 || feed.Total != 1 || feed.Items[0].ReplyCount != 1 {
			t.Fatalf("feed = %+v", feed)
		}
		got := feed.Items[0]
		if got.Author.Name != "ana" || got.Community.Name != "ward-safety" || got.Tags[0] != "falls" {
			t.Errorf("the thread lacks its author, community or tags: %+v", got)
		}
		if !strings.Contains(got.Content.String(), `href="https://north.example/u/ben"`) {
			t.Errorf("the mention is no link: %s", got.Content)
		}
		replies, err := s.Replies(t.Context(), models.Viewer{}, post.ID, 1)
		mt.Must(t, err)
		if len(replies.Items) != 1 || replies.Items[0].ID != reply.ID || replies.Items[0].Visibility != models.Public {
			t.Errorf("replies = %+v", replies.Items)
		}
		notices, err := s.Notices(t.Context(), mt.As(ana), 1)
		mt.Must(t, err)
		if len(notices.Items) != 1 || notices.Items[0].Kind != models.NoticeReply {
			t.Errorf("ana was told %+v", notices.Items)
		}
	})
}

func TestPublish_NonMemberMayNot(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		ward := mt.Community(t, s, ana, "ward-safety")
		_, err := s.Publish(t.Context(), models.Draft{Kind: models.Post, By: ben, In: ward, Title: "Hello", Source: "x"})
		if models.CodeOf(err) != models.Forbidden {
			t.Fatalf("err = %v", err)
		}
	})
}

func TestPublish_NamesEachWrongField(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		_, err := s.Publish(t.Context(), models.Draft{Kind: models.Post, By: ana, In: ward, Source: strings.Repeat("x", 50_001)})
		if err == nil || !strings.Contains(err.Error(), "title: Enter a title.") || !strings.Contains(err.Error(), "body: Use 50000") {
			t.Fatalf("err = %v", err)
		}
	})
}

func TestPublish_OnceIsOnce(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		d := models.Draft{Kind: models.Post, By: ana, In: ward, Title: "Once", Source: "x", Once: "form-1"}
		first, err := s.Publish(t.Context(), d)
		mt.Must(t, err)
		second, err := s.Publish(t.Context(), d)
		mt.Must(t, err)
		if first.ID != second.ID {
			t.Errorf("a form sent twice made %d and %d", first.ID, second.ID)
		}
	})
}

func TestVisible_ClosedCommunitiesAreForThoseInside(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben, cat := mt.Person(t, s, "ana"), mt.Person(t, s, "ben"), mt.Person(t, s, "cat")
		for _, c := range []struct {
			visibility models.Visibility
			sees       map[string]bool
		}{
			{models.Public, map[string]bool{"nobody": true, "ben": true, "cat": true}},
			{models.SiteOnly, map[string]bool{"nobody": false, "ben": true, "cat": true}},
			{models.MembersOnly, map[string]bool{"nobody": false, "ben": false, "cat": true}},
		} {
			group := mt.Founded(t, s, ana, models.Charter{Name: "g-" + string(c.visibility), Visibility: c.visibility})
			mt.Join(t, s, cat, group)
			post := mt.Post(t, s, ana, group, "Inside", "#secretword")
			for name, v := range map[string]models.Viewer{"nobody": {}, "ben": mt.As(ben), "cat": mt.As(cat)} {
				_, err := s.Item(t.Context(), v, post.ID)
				if (err == nil) != c.sees[name] {
					t.Errorf("%s: %s sees the post: %v, want %v", c.visibility, name, err == nil, c.sees[name])
				}
				listed, err := s.MaySee(t.Context(), v, group)
				mt.Must(t, err)
				if listed != c.sees[name] {
					t.Errorf("%s: %s sees the community: %v", c.visibility, name, listed)
				}
			}
		}
	})
}

func TestRevise_KeepsTheEarlierWording(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		ward := mt.Community(t, s, ana, "ward-safety")
		post := mt.Post(t, s, ana, ward, "First", "one #old")
		_, err := s.Revise(t.Context(), post, models.Draft{By: ben, Title: "Mine now", Source: "x"})
		if models.CodeOf(err) != models.Forbidden {
			t.Errorf("somebody else edits: %v", err)
		}
		_, err = s.Revise(t.Context(), post, models.Draft{By: ana, Title: "Second", Source: "two #new"})
		mt.Must(t, err)
		now, err := s.Item(t.Context(), models.Viewer{}, post.ID)
		mt.Must(t, err)
		history, err := s.History(t.Context(), post.ID)
		mt.Must(t, err)
		if now.Title != "Second" || now.EditedAt.IsZero() || len(now.Tags) != 1 || now.Tags[0] != "new" {
			t.Errorf("now = %+v", now)
		}
		if len(history) != 1 || history[0].Title != "First" {
			t.Errorf("history = %+v", history)
		}
	})
}

func TestModeration_IsLoggedAndCanBeTakenBack(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		ward := mt.Community(t, s, ana, "ward-safety")
		mt.Join(t, s, ben, ward)
		post := mt.Post(t, s, ben, ward, "Names a patient", "x")
		if err := s.Remove(t.Context(), ben, post, true, "", nil); models.CodeOf(err) != models.Forbidden {
			t.Errorf("a member removes: %v", err)
		}
		mt.Must(t, s.Lock(t.Context(), ana, post, true, "Settled", nil))
		if _, err := s.Publish(t.Context(), models.Draft{Kind: models.Reply, By: ben, In: ward, InReplyTo: post, Source: "x"}); models.CodeOf(err) != models.Forbidden {
			t.Errorf("a reply to a locked thread: %v", err)
		}
		mt.Must(t, s.Remove(t.Context(), ana, post, true, "Names a patient", nil))
		feed, err := s.CommunityFeed(t.Context(), mt.As(ben), ward.ID, 1)
		mt.Must(t, err)
		if len(feed.Items) != 0 {
			t.Errorf("a removed thread is still listed")
		}
		mt.Must(t, s.Remove(t.Context(), ana, post, false, "", nil))
		mt.Must(t, s.Ban(t.Context(), ana, ward, models.BanOrder{Who: ben, On: true, Reason: "Third time"}, nil))
		if _, err := s.Join(t.Context(), ben, ward); models.CodeOf(err) != models.Forbidden {
			t.Errorf("a banned member joins: %v", err)
		}
		log, err := s.ModerationLog(t.Context(), ward.ID, 1)
		mt.Must(t, err)
		var verbs []string
		for _, a := range log.Items {
			verbs = append(verbs, string(a.Verb))
		}
		if got := strings.Join(verbs, " "); got != "ban restore remove lock" {
			t.Errorf("log = %s", got)
		}
	})
}

func TestPolicy_WhatIsRefusedIsSetAsideAndComesBack(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward-safety")
		jo := mt.Remote(t, s, models.Person, "jo", "south.example")
		_, err := s.Follow(t.Context(), jo, ward, &models.Origin{URI: "https://south.example/f/1", Host: "south.example"})
		mt.Must(t, err)
		post, err := s.Publish(t.Context(), models.Draft{
			Kind: models.Post, By: jo, In: ward, Title: "From afar", HTML: text.Clean("<p>x</p>"),
			From: &models.Origin{URI: "https://south.example/a/1", Object: "https://south.example/o/1", Host: "south.example"},
		})
		mt.Must(t, err)

		deny := models.PolicyChange{Host: "south.example", Reason: "Spam"}
		effect, err := s.PolicyEffect(t.Context(), deny)
		mt.Must(t, err)
		if len(effect.Hosts) != 1 || effect.Followers != 1 || effect.Items != 1 {
			t.Errorf("effect = %+v", effect)
		}
		mt.Must(t, s.SetPolicy(t.Context(), nil, deny))
		if s.Allows("south.example") {
			t.Error("the door is still open")
		}
		if _, err := s.Item(t.Context(), models.Viewer{}, post.ID); models.CodeOf(err) != models.NotFound {
			t.Errorf("a post of a refused site is shown: %v", err)
		}
		mt.Must(t, s.SetPolicy(t.Context(), nil, models.PolicyChange{Host: "south.example", Allow: true, Reason: "Sorted out"}))
		if _, err := s.Item(t.Context(), models.Viewer{}, post.ID); err != nil {
			t.Errorf("it does not come back: %v", err)
		}
		log, err := s.SiteLog(t.Context(), 1)
		mt.Must(t, err)
		if log.Items[0].Verb != models.VerbAllow || log.Items[1].Verb != models.VerbDeny || log.Items[1].Reason != "Spam" {
			t.Errorf("log = %v %v", log.Items[0].Verb, log.Items[1].Verb)
		}
	})
}

func TestPublish_RepliesAreAsClosedAsTheirThread(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		open := mt.Community(t, s, ana, "open-to-all")
		closed := mt.Founded(t, s, ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		mt.Join(t, s, ben, open)
		post := mt.Post(t, s, ana, closed, "Closed", "x")
		listed, err := s.CommunityFeed(t.Context(), mt.As(ana), closed.ID, 1)
		mt.Must(t, err)
		for name, in := range map[string]*models.Actor{"from a list": listed.Items[0].Community, "none": nil, "another": open} {
			reply, err := s.Publish(t.Context(), models.Draft{Kind: models.Reply, By: ana, In: in, InReplyTo: post, Source: "y"})
			mt.Must(t, err)
			if reply.Visibility != models.MembersOnly || reply.CommunityID != closed.ID {
				t.Errorf("with the community %s a reply is %s in %d", name, reply.Visibility, reply.CommunityID)
			}
			_, err = s.Publish(t.Context(), models.Draft{Kind: models.Reply, By: ben, In: in, InReplyTo: post, Source: "y"})
			if models.CodeOf(err) != models.Forbidden {
				t.Errorf("with the community %s somebody from outside replies: %v", name, err)
			}
		}
	})
}
