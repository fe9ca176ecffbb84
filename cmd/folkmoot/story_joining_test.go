package main

import (
	"fmt"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// The first follow of a community brings its newest threads and what it keeps pinned, and no more.
func TestStory_TheFirstFollowBringsSomeOfWhatWasBefore(t *testing.T) {
	moottest.Each(t, func(t *testing.T, m *moottest.Moot, open func(string) *moottest.Site) {
		ctx := t.Context()
		north, south := open("north.example"), open("south.example")
		ana, jo, kim := mt.Person(t, north.Site, "ana"), mt.Person(t, south.Site, "jo"), mt.Person(t, south.Site, "kim")
		ward := mt.Community(t, north.Site, ana, "ward-safety")
		var all []*models.Item
		for n := range 30 {
			all = append(all, mt.Post(t, north.Site, ana, ward, fmt.Sprintf("Thread %02d", n), "Words."))
			mt.Reply(t, north.Site, ana, all[n], "A reply.")
		}
		mt.Must(t, north.Pin(ctx, ana, all[0], true, "", nil))
		m.Settle()
		m.Net.Forget()
		there, err := south.Fed.Actor(ctx, ward.URI)
		mt.Must(t, err)
		_, err = south.Follow(ctx, jo, there, nil)
		mt.Must(t, err)
		m.Settle()
		feed, err := south.CommunityFeed(ctx, models.Viewer{}, there.ID, 1)
		if err != nil || feed.Total != 21 || feed.Items[0].Title != "Thread 00" || feed.Items[1].Title != "Thread 29" || feed.Items[20].Title != "Thread 10" {
			t.Errorf("%d threads (%v)", feed.Total, err)
		}
		fetched := len(m.Net.Requests("north.example"))
		if fetched > 20 {
			t.Errorf("north was asked %d times", fetched)
		}
		_, err = south.Follow(ctx, kim, there, nil)
		mt.Must(t, err)
		m.Settle()
		if more := len(m.Net.Requests("north.example")) - fetched; more != 1 {
			t.Errorf("the second follow made %d requests, not the Follow alone", more)
		}
	})
}

// A community that approves who follows it decides on each; until then nothing is sent.
func TestStory_AFollowWaitsUntilItIsApproved(t *testing.T) {
	moottest.Each(t, func(t *testing.T, m *moottest.Moot, open func(string) *moottest.Site) {
		ctx := t.Context()
		north, south := open("north.example"), open("south.example")
		ana, jo, kim := mt.Person(t, north.Site, "ana"), mt.Person(t, south.Site, "jo"), mt.Person(t, south.Site, "kim")
		ward := mt.Founded(t, north.Site, ana, models.Charter{Name: "ward-safety", Joining: models.JoinRequest})
		there, err := south.Fed.Actor(ctx, ward.URI)
		mt.Must(t, err)
		state := func(who *models.Actor) models.State {
			f, err := south.Following(ctx, who.ID, there.ID)
			mt.Must(t, err)
			if f == nil {
				return ""
			}
			return f.State
		}
		for _, who := range []*models.Actor{jo, kim} {
			if got, err := south.Join(ctx, who, there); got != models.Pending || err != nil {
				t.Errorf("%s is %q (%v)", who.Name, got, err)
			}
		}
		m.Settle()
		early := mt.Post(t, north.Site, ana, ward, "Before", "Words.")
		m.Settle()
		if _, err := south.ItemByURI(ctx, early.URI); models.CodeOf(err) != models.NotFound || state(jo) != models.Pending {
			t.Errorf("jo is %q and has the post: %v", state(jo), err)
		}
		for who, yes := range map[*models.Actor]bool{jo: true, kim: false} {
			known, err := north.ActorByURI(ctx, who.URI)
			mt.Must(t, err)
			mt.Must(t, north.Approve(ctx, ana, ward, known, yes))
		}
		m.Settle()
		if state(jo) != models.Accepted || state(kim) != "" {
			t.Errorf("jo is %q, kim %q", state(jo), state(kim))
		}
		post := mt.Post(t, north.Site, ana, ward, "After", "Words.")
		m.Settle()
		if _, err := south.ItemByURI(ctx, post.URI); err != nil {
			t.Errorf("the post did not arrive: %v", err)
		}
		if notices, err := south.Notices(ctx, mt.As(kim), 1); err != nil || notices.Total != 1 || notices.Items[0].Kind != models.NoticeRefused {
			t.Errorf("kim was told %+v (%v)", notices.Items, err)
		}
	})
}

// In a restricted community only facilitators start threads, wherever they live; everybody replies.
func TestStory_ARestrictedCommunityTakesThreadsFromFacilitatorsOnly(t *testing.T) {
	tell(t, func(s *story) {
		ctx, post := s.Context(), s.post("Falls checklist")
		s.settled(s.north.Restrict(ctx, s.ana, s.ward, true))
		thread := models.Draft{Kind: models.Post, By: s.jo, In: s.wardAt(s.south), Title: "By jo", Source: "Words."}
		if _, err := s.south.Publish(ctx, thread); models.CodeOf(err) != models.Forbidden {
			s.Errorf("jo can start a thread: %v", err)
		}
		reply := mt.Reply(s.T, s.south.Site, s.jo, s.at(s.south, post), "I can reply.")
		s.Settle()
		s.everywhere("reply", reply, func(it *models.Item) bool { return !it.Withdrawn() })
		s.settled(s.north.Appoint(ctx, s.ana, s.ward, s.actorAt(s.north, s.jo), models.Facilitator, nil))
		thread.In = s.wardAt(s.south)
		started, err := s.south.Publish(ctx, thread)
		s.settled(err)
		s.everywhere("thread", started, func(it *models.Item) bool { return it.Title == "By jo" && it.Starts() })
		s.settled(s.north.Restrict(ctx, s.ana, s.ward, false))
		open := models.Draft{Kind: models.Post, By: s.eve, In: s.wardAt(s.east), Title: "By eve", Source: "Words."}
		started, err = s.east.Publish(ctx, open)
		s.settled(err)
		s.everywhere("thread", started, func(it *models.Item) bool { return it.Title == "By eve" })
	})
}
