package main

import (
	"net/http"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A reading is a scene in which ana of north follows nights, a community of the Lemmy.
type reading struct {
	*scene
	nights string
}

func onReading(t *testing.T, fn func(s *reading)) {
	t.Helper()
	onStage(t, func(s *scene) {
		r := &reading{s, s.lemmy.Group("nights")}
		r.follow(s.lemmy, r.nights)
		s.forget()
		fn(r)
	})
}

// follow lets ana follow a community of a peer, which accepts it.
func (s *scene) follow(p moottest.Lemmy, group string) {
	s.Helper()
	community, err := s.north.Fed.Actor(s.Context(), group)
	mt.Must(s.T, err)
	_, err = s.north.Follow(s.Context(), s.ana, community, nil)
	s.settled(err)
	p.MustSend(s.north, group, p.Answer("Accept", only(s.T, p.Peer, "Follow")))
}

// in fails the test unless an item is in a community, by its id.
func (s *scene) in(community, id string) *models.Item {
	s.Helper()
	it := s.item(id)
	if it.Community == nil || it.Community.URI != community {
		s.Errorf("%s is in %+v", id, it.Community)
	}
	return it
}

func TestRow66_WhatAFollowedCommunityPassesOnIsStoredUnderIt(t *testing.T) {
	onReading(t, func(s *reading) {
		own := s.lemmy.Page(s.lena, s.nights, "From its own server", "Words.")
		s.lemmy.MustSend(s.north, s.nights, s.lemmy.Announce(s.nights, own))
		s.in(s.nights, objectOf(own))
		other := s.Lemmy("other.example")
		olu := other.Person("olu")
		foreign := other.Page(olu, s.nights, "From another server", "Words.")
		other.Hold(foreign)
		s.lemmy.MustSend(s.north, s.nights, s.lemmy.Announce(s.nights, foreign))
		it := s.in(s.nights, objectOf(foreign))
		comment := s.lemmy.Comment(s.lena, s.nights, it.URI, "An answer.")
		s.lemmy.MustSend(s.north, s.nights, s.lemmy.Announce(s.nights, comment))
		if reply := s.in(s.nights, objectOf(comment)); reply.ThreadID != it.ID || reply.Author.URI != s.lena {
			s.Errorf("%+v", reply)
		}
		feed, err := s.north.HomeFeed(s.Context(), models.Viewer{Actor: s.ana}, 1)
		if err != nil || feed.Total != 2 {
			s.Errorf("ana sees %d threads (%v)", feed.Total, err)
		}
	})
}

func TestRow66_EveryForumsWayOfPassingOnIsRead(t *testing.T) {
	onStage(t, func(s *scene) {
		nodebb, piefed := s.NodeBB("forum.example"), s.PieFed("piefed.example")
		category, pets := nodebb.Category("7", "wards"), piefed.Group("pets")
		s.follow(moottest.Lemmy(nodebb), category)
		s.follow(piefed.Lemmy, pets)
		topic := nodebb.Topic(nodebb.Person("nia"), category, "A topic", "Words.")
		nodebb.MustSend(s.north, category, nodebb.Announce(category, topic))
		if it := s.in(category, objectOf(topic)); it.Title != "A topic" {
			s.Errorf("%+v", it)
		}
		pia := piefed.Person("pia")
		page := piefed.Page(pia, pets, "A batch", "Words.")
		piefed.MustSend(s.north, pets, piefed.Batch(pets, page, piefed.Vote("Like", pia, pets, objectOf(page))))
		if it := s.in(pets, objectOf(page)); it.LikeCount != 1 {
			s.Errorf("%d likes", it.LikeCount)
		}
	})
}

func TestRow67_ACommunityPutsNothingIntoAnother(t *testing.T) {
	onReading(t, func(s *reading) {
		days := s.lemmy.Group("days")
		s.follow(s.lemmy, days)
		for _, audience := range []string{s.nights, s.group} {
			page := s.lemmy.Page(s.lena, audience, "Where does it belong?", "Words.")
			s.lemmy.MustSend(s.north, days, s.lemmy.Announce(days, page))
			s.absent(objectOf(page))
		}
		theirs := s.lemmy.Page(s.lena, s.nights, "Theirs", "Words.")
		s.lemmy.MustSend(s.north, s.nights, s.lemmy.Announce(s.nights, theirs))
		s.lemmy.MustSend(s.north, days, s.lemmy.Announce(days, theirs))
		s.lemmy.MustSend(s.north, days, s.lemmy.Announce(days, objectOf(theirs)))
		s.in(s.nights, objectOf(theirs))
		comment := s.lemmy.Comment(s.lena, days, objectOf(theirs), "Across.")
		s.lemmy.MustSend(s.north, days, s.lemmy.Announce(days, comment))
		s.absent(objectOf(comment))
	})
}

func TestRow68_NobodyHereIsSaidToHaveDoneWhatTheyDidNot(t *testing.T) {
	onReading(t, func(s *reading) {
		page := s.lemmy.Page(s.ana.URI, s.nights, "Not by ana", "Words.")
		s.lemmy.MustSend(s.north, s.nights, s.lemmy.Announce(s.nights, page))
		s.absent(objectOf(page))
		ours := s.lemmy.Page(s.ana.URI, s.nights, "Not by ana", "Words.")
		ours["id"], ours["object"].(doc)["id"] = s.north.Base()+"/act/1", s.north.Base()+"/post/1"
		s.lemmy.MustSend(s.north, s.nights, s.lemmy.Announce(s.nights, ours))
		s.absent(objectOf(ours))
		s.quiet()
	})
}

func TestRow69_ASharedAddressIsFetchedAndStoredOnce(t *testing.T) {
	onReading(t, func(s *reading) {
		page := s.lemmy.Page(s.lena, s.nights, "Shared", "Words.")
		s.lemmy.Hold(page)
		for range 2 {
			s.lemmy.MustSend(s.north, s.nights, s.lemmy.Announce(s.nights, objectOf(page)))
		}
		s.in(s.nights, objectOf(page))
		if n := len(asked(s.scene, objectOf(page))); n != 1 {
			s.Errorf("fetched %d times", n)
		}
	})
}

func TestRow70_ACommunityThatNobodyFollowsIsNotListenedTo(t *testing.T) {
	onReading(t, func(s *reading) {
		days := s.lemmy.Group("days")
		page := s.lemmy.Page(s.lena, days, "Unasked", "Words.")
		s.lemmy.Hold(page)
		for _, object := range []any{page, objectOf(page), s.lemmy.Vote("Like", s.lena, days, objectOf(page))} {
			s.dropped(s.lemmy.Peer, days, s.lemmy.Announce(days, object))
		}
		s.absent(objectOf(page))
		if n := len(asked(s.scene, objectOf(page))); n != 0 {
			s.Errorf("fetched %d times", n)
		}
	})
}

func TestRow79_AnActivityThatIsNamedByItsAddressTakesEffect(t *testing.T) {
	onStage(t, func(s *scene) {
		mbin, other := s.Mbin("mbin.example"), s.Lemmy("other.example")
		magazine, mia, olu := mbin.Magazine("wards"), mbin.Person("mia"), other.Person("olu")
		s.follow(mbin.Lemmy, magazine)
		page := mbin.Page(mia, magazine, "First words", "Words.")
		mbin.MustSend(s.north, magazine, mbin.Announce(magazine, page))
		like := other.Vote("Like", olu, magazine, objectOf(page))
		other.Hold(doc{"id": like["id"], "object": like})
		mbin.MustSend(s.north, magazine, mbin.Announce(magazine, like["id"]))
		edit := mbin.Edit(page, "Other words.")
		mbin.MustSend(s.north, magazine, mbin.Pointing(magazine, edit))
		if it := s.in(magazine, objectOf(page)); it.LikeCount != 1 || it.Plain[:11] != "Other words" {
			s.Errorf("%d likes, %q", it.LikeCount, it.Plain)
		}
	})
}

func TestRow79_AnActivityCountsOnlyOnItsActorsHost(t *testing.T) {
	onStage(t, func(s *scene) {
		mbin, other := s.Mbin("mbin.example"), s.Lemmy("other.example")
		magazine, mia, olu := mbin.Magazine("wards"), mbin.Person("mia"), other.Person("olu")
		s.follow(mbin.Lemmy, magazine)
		page := mbin.Page(mia, magazine, "First words", "Words.")
		mbin.MustSend(s.north, magazine, mbin.Announce(magazine, page))
		for _, actor := range []string{olu, s.ana.URI} {
			forged := mbin.Vote("Like", actor, magazine, objectOf(page))
			mbin.MustSend(s.north, magazine, mbin.Pointing(magazine, forged))
		}
		elsewhere := other.Vote("Like", olu, magazine, objectOf(page))
		other.Serve("/activities/vote/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
		mbin.MustSend(s.north, magazine, mbin.Announce(magazine, other.URL("/activities/vote/gone")))
		mbin.MustSend(s.north, magazine, mbin.Announce(magazine, elsewhere))
		if it := s.item(objectOf(page)); it.LikeCount != 0 {
			s.Errorf("%d likes", it.LikeCount)
		}
	})
}
