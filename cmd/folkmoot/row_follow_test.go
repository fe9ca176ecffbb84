package main

import (
	"net/http"
	"slices"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestRow41_FollowIsAcceptedWithTheWholeFollow(t *testing.T) {
	onStage(t, func(s *scene) {
		leo := s.lemmy.Person("leo")
		follow := s.lemmy.Follow(leo, s.group)
		follow["odd"] = []any{"kept"}
		s.lemmy.MustSend(s.north, leo, follow)
		accept := only(s.T, s.lemmy.Peer, "Accept")
		if accept["actor"] != s.group || !slices.Equal(list(accept["to"]), []string{leo}) || s.lemmy.Received("Accept")[0].Path != "/inbox" {
			s.Errorf("%v", accept)
		}
		same(s.T, accept["object"], follow)
	})
}

func TestRow42_AFollowThatIsRepeatedIsAcceptedAgainAndCountsOnce(t *testing.T) {
	onStage(t, func(s *scene) {
		leo := s.lemmy.Person("leo")
		follow := s.lemmy.Follow(leo, s.group)
		for _, again := range []doc{follow, follow, s.lemmy.Follow(leo, s.group)} {
			s.lemmy.MustSend(s.north, leo, again)
			same(s.T, only(s.T, s.lemmy.Peer, "Accept")["object"], again)
			s.forget()
		}
		if n, err := s.north.CountFollowers(s.Context(), s.ward.ID); err != nil || n != 4 {
			s.Errorf("%d follow it (%v)", n, err)
		}
		s.post("Falls checklist")
		wrapped(s.T, s.lemmy.Peer, s.group)
	})
}

func TestRow42_AFollowThatWasTakenBackIsNotRepeatedByItsCopy(t *testing.T) {
	onStage(t, func(s *scene) {
		leo := s.lemmy.Person("leo")
		follow := s.lemmy.Follow(leo, s.group)
		s.lemmy.MustSend(s.north, leo, follow)
		s.lemmy.MustSend(s.north, leo, s.lemmy.Undo(follow))
		s.forget()
		s.dropped(s.lemmy.Peer, leo, follow)
		if f, err := s.north.Following(s.Context(), s.actor(leo).ID, s.ward.ID); f != nil || err != nil {
			s.Errorf("it follows again: %+v (%v)", f, err)
		}
	})
}

func TestRow43_AnUndoneFollowBringsNothingMore(t *testing.T) {
	onStage(t, func(s *scene) {
		other := s.Mastodon("other.example")
		ola := other.Person("ola")
		follow := other.Follow(ola, s.group)
		other.MustSend(s.north, ola, follow)
		other.Forget()
		byID := other.Undo(follow)
		byID["object"] = follow["id"]
		other.MustSend(s.north, ola, byID)
		embedded := s.masto.Follow(s.max, s.group)
		s.masto.MustSend(s.north, s.max, s.masto.Undo(embedded)) // another id than that of the follow, as after a restored backup
		s.forget()
		s.post("Falls checklist")
		for _, p := range []*moottest.Peer{other.Peer, s.masto.Peer} {
			if got := p.Received(""); len(got) != 0 {
				s.Errorf("%s was sent %v", p.Host, kinds(p))
			}
		}
		wrapped(s.T, s.lemmy.Peer, s.group)
	})
}

func TestRow44_AFollowThatNeedsApprovalIsAnsweredWhenItIsDecided(t *testing.T) {
	onStage(t, func(s *scene) {
		c := s.ward.Charter()
		c.Joining = models.JoinRequest
		s.settled(s.north.SetCharter(s.Context(), s.ana, s.ward, c))
		s.forget()
		leo, lia := s.lemmy.Person("leo"), s.lemmy.Person("lia")
		for _, who := range []string{leo, lia} {
			s.lemmy.MustSend(s.north, who, s.lemmy.Follow(who, s.group))
		}
		s.quiet()
		if waiting, err := s.north.Waiting(s.Context(), s.ward.ID); err != nil || len(waiting) != 2 {
			s.Fatalf("%d wait (%v)", len(waiting), err)
		}
		s.settled(s.north.Approve(s.Context(), s.ana, s.ward, s.actor(leo), true))
		s.settled(s.north.Approve(s.Context(), s.ana, s.ward, s.actor(lia), false))
		if accept := only(s.T, s.lemmy.Peer, "Accept"); accept["object"].(doc)["actor"] != leo {
			s.Errorf("%v", accept)
		}
		if reject := only(s.T, s.lemmy.Peer, "Reject"); reject["object"].(doc)["actor"] != lia || reject["actor"] != s.group {
			s.Errorf("%v", reject)
		}
	})
}

func TestRow45_WhoIsBannedIsRejectedAndWhoseServerIsDeniedIsRefused(t *testing.T) {
	onStage(t, func(s *scene) {
		leo := s.lemmy.Person("leo")
		known, err := s.north.Fed.Actor(s.Context(), leo)
		mt.Must(s.T, err)
		s.settled(s.north.Ban(s.Context(), s.ana, s.ward, models.BanOrder{Who: known, On: true}, nil))
		s.forget()
		s.lemmy.MustSend(s.north, leo, s.lemmy.Follow(leo, s.group))
		if reject := only(s.T, s.lemmy.Peer, "Reject"); reject["object"].(doc)["actor"] != leo || len(s.lemmy.Received("Accept")) > 0 {
			s.Errorf("%v", reject)
		}
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Host: "denied.example"}))
		denied := s.Lemmy("denied.example")
		dan := denied.Person("dan")
		if status := denied.Send(s.north, "/inbox", dan, denied.Follow(dan, s.group)); status != http.StatusForbidden {
			s.Errorf("answered %d", status)
		}
	})
}

func TestRow46_AFollowIsReadInEverySpelling(t *testing.T) {
	onStage(t, func(s *scene) {
		piefed := s.PieFed("piefed.example")
		pia, leo, lia := piefed.Person("pia"), s.lemmy.Person("leo"), s.lemmy.Person("lia")
		piefed.MustSend(s.north, pia, piefed.Follow(pia, s.group))
		object := s.lemmy.Follow(leo, s.group)
		object["object"] = doc{"id": s.group, "type": "Group"}
		s.lemmy.MustSend(s.north, leo, object)
		missing := s.lemmy.Follow(lia, s.group)
		delete(missing, "to")
		s.lemmy.MustSend(s.north, lia, missing)
		only(s.T, piefed.Peer, "Accept")
		if n := len(s.lemmy.Received("Accept")); n != 2 {
			s.Errorf("%d were accepted", n)
		}
	})
}

func TestRow47_AFollowByACommunityWaitsForTheModerators(t *testing.T) {
	onStage(t, func(s *scene) {
		nodebb := s.NodeBB("forum.example")
		category := nodebb.Category("7", "wards")
		nodebb.MustSend(s.north, category, nodebb.Follow(category, s.group))
		if got := nodebb.Received(""); len(got) != 0 {
			s.Errorf("it was answered %v", kinds(nodebb.Peer))
		}
		waiting, err := s.north.Waiting(s.Context(), s.ward.ID)
		mt.Must(s.T, err)
		if len(waiting) != 1 || waiting[0].Follower.URI != category {
			s.Fatalf("%+v", waiting)
		}
		s.settled(s.north.Approve(s.Context(), s.ana, s.ward, waiting[0].Follower, true))
		only(s.T, nodebb.Peer, "Accept")
	})
}
