package main

import (
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestRow48_AMembersPageIsPassedOnOnceAndUnchanged(t *testing.T) {
	onStage(t, func(s *scene) {
		other := s.Lemmy("other.example")
		olu := other.Person("olu")
		other.MustSend(s.north, olu, other.Follow(olu, s.group))
		other.Forget()
		page := s.lemmy.Page(s.lena, s.group, "Falls on stairs", "What *helps*?")
		s.lemmy.MustSend(s.north, s.lena, page)
		same(s.T, wrapped(s.T, other.Peer, s.group), page)
		if got := s.lemmy.Received(""); len(got) != 0 {
			s.Errorf("its author's server was sent %v", kinds(s.lemmy.Peer))
		}
		it := s.item(objectOf(page))
		if it.Title != "Falls on stairs" || it.CommunityID != s.ward.ID || it.Author.URI != s.lena || !strings.Contains(it.Content.String(), "paper.example") {
			s.Errorf("%+v", it)
		}
	})
}

func TestRow49_ANoteThatMentionsTheCommunityStartsAThread(t *testing.T) {
	onStage(t, func(s *scene) {
		other := s.Mastodon("other.example")
		ola := other.Person("ola")
		other.MustSend(s.north, ola, other.Follow(ola, s.group))
		other.Forget()
		note := s.masto.Note(s.max, `<p><span class="h-card"><a href="`+s.group+`" class="u-url mention">@<span>ward-safety</span></a></span> Who has tried low beds?</p><p>We are about to.</p>`, s.group)
		s.masto.MustSend(s.north, s.max, note)
		it := s.item(objectOf(note))
		if it.Title != "Who has tried low beds?" || it.CommunityID != s.ward.ID || !it.Starts() {
			s.Errorf("%+v", it)
		}
		same(s.T, wrapped(s.T, s.lemmy.Peer, s.group), note)
		if share := only(s.T, other.Peer, "Announce"); share["object"] != it.URI || share["actor"] != s.group {
			s.Errorf("%v", share)
		}
		if got := s.masto.Received(""); len(got) != 0 {
			s.Errorf("its author's server was sent %v", kinds(s.masto.Peer))
		}
	})
}

// Friendica names its notes with nothing; the handle of the community is no part of a title there either.
func TestRow49_AnEmptyNameIsNoName(t *testing.T) {
	onStage(t, func(s *scene) {
		note := s.masto.Note(s.max, `<p>@ward-safety Who has tried low beds?</p>`, s.group)
		note["object"].(moottest.Doc)["name"] = ""
		s.masto.MustSend(s.north, s.max, note)
		if it := s.item(objectOf(note)); it.Title != "Who has tried low beds?" {
			s.Errorf("the title is %q", it.Title)
		}
	})
}

func TestRow50_AReplyWithoutAMentionIsAttachedAndNotShared(t *testing.T) {
	onStage(t, func(s *scene) {
		other := s.Mastodon("other.example")
		ola := other.Person("ola")
		other.MustSend(s.north, ola, other.Follow(ola, s.group))
		post := s.post("Falls checklist")
		s.forget()
		other.Forget()
		reply := s.masto.Reply(s.max, post.URI, "<p>How long did it take?</p>", s.ana.URI)
		s.masto.MustSend(s.north, s.max, reply)
		if it := s.item(objectOf(reply)); it.ThreadID != post.ID || it.ParentID != post.ID || it.CommunityID != s.ward.ID || it.Kind != models.Reply.Name {
			s.Errorf("%+v", it)
		}
		same(s.T, wrapped(s.T, s.lemmy.Peer, s.group), reply)
		if got := other.Received(""); len(got) != 0 {
			s.Errorf("a microblog was sent %v", kinds(other.Peer))
		}
	})
}

func TestRow51_WhatIsNotForEverybodyIsNotForTheCommunity(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		s.forget()
		for name, note := range map[string]doc{
			"direct":            s.masto.To(s.masto.Note(s.max, "<p>Between us</p>", s.group), []any{s.group, s.ana.URI}, []any{}),
			"followers":         s.masto.To(s.masto.Note(s.max, "<p>Friends</p>", s.group), []any{s.max + "/followers"}, []any{s.group}),
			"reply":             s.masto.To(s.masto.Reply(s.max, post.URI, "<p>Quietly</p>", s.group), []any{s.ana.URI}, []any{}),
			"public only aloud": s.publicOutside(s.masto.Note(s.max, "<p>Half</p>", s.group)),
		} {
			s.dropped(s.masto.Peer, s.max, note)
			if it, err := s.north.ItemByURI(s.Context(), objectOf(note)); err == nil {
				s.Errorf("%s: taken in as %+v", name, it)
			}
		}
	})
}

// publicOutside makes an activity that is public around an object that is not.
func (s *scene) publicOutside(create doc) doc {
	object := create["object"].(doc)
	object["to"], object["cc"] = []any{s.group}, []any{}
	return create
}

func TestRow52_TheSameActivityTwiceHasOneEffect(t *testing.T) {
	onStage(t, func(s *scene) {
		note := s.masto.Note(s.max, "<p>Twice</p>", s.group)
		for range 2 {
			s.masto.MustSend(s.north, s.max, note)
		}
		if got := s.lemmy.Received(""); len(got) != 1 {
			s.Errorf("%v", kinds(s.lemmy.Peer))
		}
		if feed, err := s.north.CommunityFeed(s.Context(), models.Viewer{}, s.ward.ID, 1); err != nil || feed.Total != 1 {
			s.Errorf("%d threads (%v)", feed.Total, err)
		}
	})
}

func TestRow53_NobodyPublishesOnAnotherHost(t *testing.T) {
	onStage(t, func(s *scene) {
		page := s.lemmy.Page(s.lena, s.group, "Elsewhere", "Words.")
		page["object"].(doc)["id"] = "https://other.example/post/1"
		s.dropped(s.lemmy.Peer, s.lena, page)
		s.absent("https://other.example/post/1")
		ours := s.lemmy.Page(s.lena, s.group, "Ours", "Words.")
		ours["object"].(doc)["id"] = s.north.Base() + "/post/1"
		s.dropped(s.lemmy.Peer, s.lena, ours)
		s.absent(s.north.Base() + "/post/1")
	})
}

func TestRow54_NobodyPublishesForAnother(t *testing.T) {
	onStage(t, func(s *scene) {
		for _, author := range []any{s.lemmy.Person("leo"), s.ana.URI, s.max, []any{s.lena, s.max}, nil} {
			page := s.lemmy.Page(s.lena, s.group, "Forged", "Words.")
			page["object"].(doc)["attributedTo"] = author
			s.dropped(s.lemmy.Peer, s.lena, page)
			s.absent(objectOf(page))
		}
	})
}

func TestRow55_OnlyModeratorsStartThreadsInARestrictedCommunity(t *testing.T) {
	onStage(t, func(s *scene) {
		mt.Must(s.T, s.north.Appoint(s.Context(), s.ana, s.ward, s.actor(s.max), models.Facilitator, nil))
		s.settled(s.north.Restrict(s.Context(), s.ana, s.ward, true))
		if group := document(s.T, s.north, s.group); group["postingRestrictedToMods"] != true {
			s.Errorf("it does not tell: %v", group["postingRestrictedToMods"])
		}
		s.forget()
		page := s.lemmy.Page(s.lena, s.group, "May I?", "Words.")
		s.dropped(s.lemmy.Peer, s.lena, page)
		s.absent(objectOf(page))
		note := s.masto.Note(s.max, "<p>I may.</p>", s.group)
		s.masto.MustSend(s.north, s.max, note)
		same(s.T, wrapped(s.T, s.lemmy.Peer, s.group), note)
	})
}

func TestRow56_ALockedThreadTakesNoReply(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		under := mt.Reply(s.T, s.north.Site, s.ana, post, "A reply.")
		s.settled(s.north.Lock(s.Context(), s.ana, post, true, "Settled", nil))
		s.forget()
		for _, parent := range []string{post.URI, under.URI} {
			comment := s.lemmy.Comment(s.lena, s.group, parent, "Too late.")
			s.dropped(s.lemmy.Peer, s.lena, comment)
			s.absent(objectOf(comment))
		}
	})
}

func TestRow57_WhoIsBannedIsNotPassedOn(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		mine := s.lemmy.Comment(s.lena, s.group, post.URI, "Before.")
		s.lemmy.MustSend(s.north, s.lena, mine)
		s.settled(s.north.Ban(s.Context(), s.ana, s.ward, models.BanOrder{Who: s.actor(s.lena), On: true}, nil))
		s.forget()
		for _, activity := range []doc{
			s.lemmy.Page(s.lena, s.group, "Still here", "Words."), s.lemmy.Comment(s.lena, s.group, post.URI, "Still here."),
			s.lemmy.Vote("Like", s.lena, s.group, post.URI), s.lemmy.Edit(mine, "Changed."),
		} {
			s.dropped(s.lemmy.Peer, s.lena, activity)
		}
		if it := s.item(objectOf(mine)); strings.Contains(it.Plain, "Changed") {
			s.Errorf("%q", it.Plain)
		}
	})
}

func TestRow58_WhatIsForAnotherCommunityIsNotForThisOne(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		s.forget()
		nights := s.lemmy.Group("nights")
		_, err := s.north.Fed.Actor(s.Context(), nights)
		mt.Must(s.T, err)
		for _, audience := range []string{nights, s.lemmy.URL("/c/unknown")} {
			page := s.lemmy.Page(s.lena, s.group, "Two places", "Words.")
			page["audience"], page["object"].(doc)["audience"] = audience, audience
			s.dropped(s.lemmy.Peer, s.lena, page)
		}
		comment := s.lemmy.Comment(s.lena, s.group, post.URI, "Two places.")
		comment["object"].(doc)["audience"] = nights
		s.dropped(s.lemmy.Peer, s.lena, comment)
		s.absent(objectOf(comment))
		feed, err := s.north.CommunityFeed(s.Context(), models.Viewer{}, s.ward.ID, 1)
		mt.Must(s.T, err)
		if feed.Total != 1 {
			s.Errorf("%d threads", feed.Total)
		}
	})
}

func TestRow59_OnlyTheAuthorEdits(t *testing.T) {
	onStage(t, func(s *scene) {
		note := s.masto.Note(s.max, "<p>First words</p>", s.group)
		s.masto.MustSend(s.north, s.max, note)
		s.forget()
		s.Clock.Add(60e9)
		update := s.masto.Edit(note, "<p>Second words</p>")
		s.masto.MustSend(s.north, s.max, update)
		same(s.T, wrapped(s.T, s.lemmy.Peer, s.group), update)
		if it := s.item(objectOf(note)); it.Plain != "Second words" || it.Title != "Second words" || it.EditedAt.IsZero() {
			s.Errorf("%+v", it)
		}
		s.forget()
		moe := s.masto.Person("moe")
		for _, actor := range []string{moe, s.lena} {
			forged := s.masto.Edit(note, "<p>Forged words</p>")
			forged["actor"] = actor
			p := s.masto.Peer
			if actor == s.lena {
				p = s.lemmy.Peer
				forged["id"] = p.URL("/activities/update/1")
			}
			s.dropped(p, actor, forged)
			forged["object"].(doc)["attributedTo"] = actor
			forged["id"] = forged["id"].(string) + "/2"
			s.dropped(p, actor, forged)
		}
		if it := s.item(objectOf(note)); it.Plain != "Second words" {
			s.Errorf("%+v", it)
		}
	})
}

func TestRow60_AnAuthorsDeletionReachesEveryDialect(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		share := only(s.T, s.masto.Peer, "Announce")
		s.forget()
		s.settled(s.north.Delete(s.Context(), s.ana, post, nil))
		for _, p := range []*moottest.Peer{s.lemmy.Peer, s.masto.Peer} { // the author's own, to whoever has a copy
			if own := only(s.T, p, "Delete"); own["actor"] != s.ana.URI || own["object"] != post.URI || own["summary"] != nil {
				s.Errorf("%s: %v", p.Host, own)
			}
		}
		if inner := wrapped(s.T, s.lemmy.Peer, s.group); inner["type"] != "Delete" || inner["object"] != post.URI {
			s.Errorf("%v", inner)
		}
		if undo := only(s.T, s.masto.Peer, "Undo"); undo["actor"] != s.group || undo["object"].(doc)["id"] != share["id"] || undo["object"].(doc)["object"] != post.URI {
			s.Errorf("%v", undo)
		}
	})
}

func TestRow60_ADeletionFromElsewhereIsPassedOn(t *testing.T) {
	onStage(t, func(s *scene) {
		other := s.Mastodon("other.example")
		ola := other.Person("ola")
		other.MustSend(s.north, ola, other.Follow(ola, s.group))
		note := s.masto.Note(s.max, "<p>Regretted</p>", s.group)
		s.masto.MustSend(s.north, s.max, note)
		s.forget()
		other.Forget()
		gone := s.masto.Delete(note)
		s.masto.MustSend(s.north, s.max, gone)
		same(s.T, wrapped(s.T, s.lemmy.Peer, s.group), gone)
		if undo := only(s.T, other.Peer, "Undo"); undo["object"].(doc)["object"] != objectOf(note) {
			s.Errorf("%v", undo)
		}
		if it := s.item(objectOf(note)); it.DeletedAt.IsZero() || it.Plain != "" || it.Title != "" {
			s.Errorf("%+v", it)
		}
	})
}
