package main

import (
	"fmt"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// North denies south: nothing flows either way and what came from there is hidden. North takes it back:
// all is as before, without a new follow.
func TestStory_ASiteIsDeniedAndTakenUpAgain(t *testing.T) {
	tell(t, func(s *story) {
		ctx, post := s.Context(), s.post("Falls checklist")
		reply := mt.Reply(s.T, s.south.Site, s.jo, s.at(s.south, post), "How long did it take?")
		s.Settle()
		effect, err := s.north.PolicyEffect(ctx, models.PolicyChange{Host: "south.example"})
		if err != nil || fmt.Sprint(effect.Hosts, effect.Followers, effect.Items) != "[south.example] 1 1" {
			s.Errorf("it would cut off %+v (%v)", effect, err)
		}
		s.settled(s.north.SetPolicy(ctx, nil, models.PolicyChange{Host: "south.example", Reason: "Spam"}))
		s.Net.Forget()
		if _, err := s.north.ItemAt(ctx, models.Viewer{}, reply.URI); models.CodeOf(err) != models.NotFound {
			s.Errorf("what jo wrote is still shown: %v", err)
		}
		missed := s.post("Not for south")
		mt.Must(s.T, s.south.Like(ctx, s.jo, s.at(s.south, post), models.Likes, nil))
		late := mt.Reply(s.T, s.south.Site, s.jo, s.at(s.south, post), "Hello?")
		s.Settle()
		if n := len(s.Net.Requests("south.example")); n != 0 || s.at(s.south, missed) != nil {
			s.Errorf("%d requests went to south", n)
		}
		if s.at(s.north, late) != nil || s.at(s.north, post).LikeCount != 0 {
			s.Error("something came from south")
		}
		if s.at(s.east, missed) == nil {
			s.Error("east, which nobody denied, was sent nothing")
		}
		s.takeUp(reply)
	})
}

func (s *story) takeUp(hidden *models.Item) {
	s.Helper()
	s.settled(s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Host: "south.example", Forget: true}))
	if _, err := s.north.ItemAt(s.Context(), models.Viewer{}, hidden.URI); err != nil {
		s.Errorf("what jo wrote stays hidden: %v", err)
	}
	again := s.post("For south again")
	s.everywhere("post", again, func(it *models.Item) bool { return !it.Withdrawn() })
	answer := mt.Reply(s.T, s.south.Site, s.jo, s.at(s.south, again), "Good to be back.")
	s.Settle()
	s.everywhere("reply", answer, func(it *models.Item) bool { return it.Plain == "Good to be back." })
}

// Sites that deal only with those on their lists meet once each has the other on its own.
func TestStory_TwoListsMustAgree(t *testing.T) {
	moottest.Each(t, func(t *testing.T, m *moottest.Moot, open func(string) *moottest.Site) {
		ctx := t.Context()
		north, south := open("north.example"), open("south.example")
		ana, jo := mt.Person(t, north.Site, "ana"), mt.Person(t, south.Site, "jo")
		ward := mt.Community(t, north.Site, ana, "ward-safety")
		for _, site := range []*moottest.Site{north, south} {
			mt.Must(t, site.SetPolicy(ctx, nil, models.PolicyChange{Mode: models.ModeAllowlist}))
		}
		if _, err := south.Fed.Actor(ctx, "@ward-safety@north.example"); models.CodeOf(err) != models.Refused {
			t.Errorf("south, which allows nobody: %v", err)
		}
		mt.Must(t, south.SetPolicy(ctx, nil, models.PolicyChange{Host: "north.example", Allow: true}))
		if _, err := south.Fed.Actor(ctx, "@ward-safety@north.example"); err == nil {
			t.Error("north, which allows nobody, answered")
		}
		mt.Must(t, north.SetPolicy(ctx, nil, models.PolicyChange{Host: "south.example", Allow: true}))
		there, err := south.Fed.Actor(ctx, "@ward-safety@north.example")
		mt.Must(t, err)
		_, err = south.Follow(ctx, jo, there, nil)
		mt.Must(t, err)
		m.Settle()
		post := mt.Post(t, north.Site, ana, ward, "Falls checklist", "Words.")
		m.Settle()
		if _, err := south.ItemByURI(ctx, post.URI); err != nil {
			t.Errorf("the post did not arrive: %v", err)
		}
	})
}
