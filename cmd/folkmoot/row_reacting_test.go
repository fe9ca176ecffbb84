package main

import (
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestRow61_LikesAndDislikesCountOnceAndAreWrappedOnly(t *testing.T) {
	onStage(t, func(s *scene) {
		other := s.Lemmy("other.example")
		olu := other.Person("olu")
		other.MustSend(s.north, olu, other.Follow(olu, s.group))
		post := s.post("Falls checklist")
		like := s.masto.Like(s.max, post.URI)
		dislike, after := s.lemmy.Vote("Dislike", s.lena, s.group, post.URI), s.lemmy.Vote("Like", s.lena, s.group, post.URI)
		for n, step := range []struct {
			activity doc
			passed   bool
			likes    int
		}{
			{like, true, 1},
			{s.masto.Like(s.max, post.URI), false, 1},
			{dislike, true, 1},
			{s.masto.Undo(like), true, 0},
			{after, true, 1},
			{s.lemmy.Undo(after), true, 0},
		} {
			s.forget()
			other.Forget()
			p, who := s.masto.Peer, s.max
			if step.activity["actor"] == s.lena {
				p, who = s.lemmy.Peer, s.lena
			}
			p.MustSend(s.north, who, step.activity)
			if step.passed {
				same(s.T, wrapped(s.T, other.Peer, s.group), step.activity)
			} else if len(other.Received("")) > 0 {
				s.Errorf("step %d was passed on", n)
			}
			if got := s.masto.Received(""); len(got) > 0 {
				s.Errorf("step %d: a microblog was sent %v", n, kinds(s.masto.Peer))
			}
			if it := s.item(post.URI); it.LikeCount != step.likes {
				s.Errorf("step %d: %d likes, not %d", n, it.LikeCount, step.likes)
			}
		}
	})
}

func TestRow62_AReportFromAServerIsKeptAndTellsNobodyElse(t *testing.T) {
	onStage(t, func(s *scene) {
		sam := mt.Admin(s.T, s.north.Site, "sam") // the reports are about ana, so they are not for her
		post := s.post("Falls checklist")
		s.forget()
		flag := s.masto.Flag("It names a patient", s.ana.URI, post.URI)
		s.masto.MustSend(s.north, s.masto.URL("/actor"), flag)
		byLemmy := s.lemmy.Flag(s.lena, s.group, post.URI, "It is spam")
		s.lemmy.MustSend(s.north, s.lena, byLemmy)
		s.quiet()
		open, err := s.north.Reports(s.Context(), mt.As(sam), s.ward, true)
		if err != nil || len(open) != 2 {
			s.Fatalf("%d reports (%v)", len(open), err)
		}
		if r := open[1]; r.Reason != "It names a patient" || r.ItemID != post.ID || r.ActorID != s.ana.ID || r.By.URI != s.masto.URL("/actor") {
			s.Errorf("%+v", r)
		}
		if r := open[0]; r.Reason != "It is spam" || r.ItemID != post.ID || r.ActorID != s.ana.ID {
			s.Errorf("%+v", r)
		}
		notices, err := s.north.Notices(s.Context(), mt.As(sam), 1)
		if err != nil || len(notices.Items) == 0 || notices.Items[0].Kind != models.NoticeReported {
			s.Errorf("sam was told %+v (%v)", notices.Items, err)
		}
		if outbox := document(s.T, s.north, s.group+"/outbox"); len(outbox["orderedItems"].([]any)) != 1 {
			s.Errorf("%v", outbox["orderedItems"])
		}
	})
}
