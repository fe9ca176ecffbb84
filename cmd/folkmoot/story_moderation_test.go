package main

import (
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// Ana keeps order in her community, and the other sites see it: a lock, a pin, a removal and a ban.
func TestStory_OrderIsKeptOnEverySite(t *testing.T) {
	tell(t, func(s *story) {
		ctx, post := s.Context(), s.post("Falls checklist")
		s.settled(s.north.Lock(ctx, s.ana, post, true, "Settled", nil))
		s.everywhere("lock", post, func(it *models.Item) bool { return !it.LockedAt.IsZero() })
		s.reads(post, "Closed to replies", true)
		s.settled(s.north.Lock(ctx, s.ana, post, false, "", nil))
		s.everywhere("unlock", post, func(it *models.Item) bool { return it.LockedAt.IsZero() })
		s.reads(post, "Closed to replies", false)
		s.settled(s.north.Pin(ctx, s.ana, post, true, "", nil))
		s.everywhere("pin", post, func(it *models.Item) bool { return !it.PinnedAt.IsZero() })
		s.reads(post, "Pinned", true)
		reply := mt.Reply(s.T, s.south.Site, s.jo, s.at(s.south, post), "With a patient's name in it.")
		s.Settle()
		s.everywhere("reply", reply, func(it *models.Item) bool { return !it.Withdrawn() })
		s.settled(s.north.Remove(ctx, s.ana, s.at(s.north, reply), true, "Names a patient", nil))
		s.everywhere("removal", reply, func(it *models.Item) bool { return it.RemovedReason == "Names a patient" && it.Withdrawn() })
		s.reads(post, "Removed by a facilitator: Names a patient", true)
		s.reads(post, "With a patient", false)
		s.settled(s.north.Remove(ctx, s.ana, s.at(s.north, reply), false, "", nil))
		s.everywhere("return", reply, func(it *models.Item) bool { return !it.Withdrawn() && it.Plain != "" })
		s.reads(post, "With a patient", true)
		s.banJo(post)
	})
}

// banJo shuts jo out and lets them in again.
func (s *story) banJo(post *models.Item) {
	s.Helper()
	ctx := s.Context()
	order := models.BanOrder{Who: s.actorAt(s.north, s.jo), On: true, Reason: "Third warning"}
	s.settled(s.north.Ban(ctx, s.ana, s.ward, order, nil))
	draft := models.Draft{Kind: models.Reply, By: s.jo, In: s.wardAt(s.south), InReplyTo: s.at(s.south, post), Source: "Still here."}
	if _, err := s.south.Publish(ctx, draft); models.CodeOf(err) != models.Forbidden {
		s.Errorf("jo, who is banned, can reply: %v", err)
	}
	if notices, err := s.south.Notices(ctx, mt.As(s.jo), 1); err != nil || notices.Items[0].Kind != models.NoticeBanned {
		s.Errorf("jo was told %+v (%v)", notices.Items, err)
	}
	order.On = false
	s.settled(s.north.Ban(ctx, s.ana, s.ward, order, nil))
	again, err := s.south.Publish(ctx, draft)
	s.settled(err)
	s.everywhere("reply", again, func(it *models.Item) bool { return it.ThreadID != it.ID })
}

// Jo of south becomes a facilitator of north's community, and keeps order from their own site.
func TestStory_AFacilitatorOfAnotherSiteKeepsOrderFromThere(t *testing.T) {
	tell(t, func(s *story) {
		ctx, post, other := s.Context(), s.post("Falls checklist"), s.post("Low beds")
		reply := mt.Reply(s.T, s.east.Site, s.eve, s.at(s.east, post), "Buy my beds!")
		s.Settle()
		if err := s.south.Lock(ctx, s.jo, s.at(s.south, post), true, "", nil); models.CodeOf(err) != models.Forbidden {
			s.Errorf("jo, who has no part, can lock: %v", err)
		}
		s.settled(s.north.Appoint(ctx, s.ana, s.ward, s.actorAt(s.north, s.jo), models.Facilitator, nil))
		if mods := list(document(s.T, s.north, s.ward.URI+"/moderators")["orderedItems"]); len(mods) != 2 || mods[1] != s.jo.URI {
			s.Errorf("the community lists %v", mods)
		}
		s.settled(s.south.Lock(ctx, s.jo, s.at(s.south, post), true, "Settled", nil))
		s.everywhere("lock", post, func(it *models.Item) bool { return !it.LockedAt.IsZero() })
		s.settled(s.south.Pin(ctx, s.jo, s.at(s.south, other), true, "", nil))
		s.everywhere("pin", other, func(it *models.Item) bool { return !it.PinnedAt.IsZero() })
		s.settled(s.south.Pin(ctx, s.jo, s.at(s.south, other), false, "", nil))
		s.everywhere("unpin", other, func(it *models.Item) bool { return it.PinnedAt.IsZero() })
		s.settled(s.south.Remove(ctx, s.jo, s.at(s.south, reply), true, "Advertising", nil))
		s.everywhere("removal", reply, func(it *models.Item) bool { return it.RemovedReason == "Advertising" })
		s.settled(s.south.Ban(ctx, s.jo, s.wardAt(s.south), models.BanOrder{Who: s.actorAt(s.south, s.eve), On: true, Reason: "Advertising"}, nil))
		for _, site := range []*moottest.Site{s.north, s.east} {
			m, err := site.Membership(ctx, s.actorAt(site, s.ward).ID, s.actorAt(site, s.eve).ID)
			if err != nil || m == nil || m.State != models.Banned {
				s.Errorf("on %s eve is %+v (%v)", site.Host(), m, err)
			}
		}
		s.dismissJo(post)
	})
}

// dismissJo takes the part away again; then jo can do no more than others.
func (s *story) dismissJo(post *models.Item) {
	s.Helper()
	ctx := s.Context()
	s.settled(s.north.Appoint(ctx, s.ana, s.ward, s.actorAt(s.north, s.jo), models.Member, nil))
	if err := s.south.Lock(ctx, s.jo, s.at(s.south, post), false, "", nil); models.CodeOf(err) != models.Forbidden {
		s.Errorf("jo, who has no part any more, can unlock: %v", err)
	}
	log, err := s.north.ModerationLog(ctx, s.ward.ID, 1)
	mt.Must(s.T, err)
	byJo := 0
	for _, act := range log.Items {
		if act.By != nil && act.By.URI == s.jo.URI {
			byJo++
		}
	}
	if byJo != 5 {
		s.Errorf("the log of north shows %d acts by jo, not five", byJo)
	}
}

// Jo reports what they read on south to those who look after it on north, who do not learn that it was jo.
func TestStory_AReportReachesThoseWhoCanAct(t *testing.T) {
	tell(t, func(s *story) {
		ctx, post := s.Context(), s.post("Falls checklist")
		reply := mt.Reply(s.T, s.east.Site, s.eve, s.at(s.east, post), "Buy my beds!")
		s.Settle()
		s.Net.Forget()
		s.settled(s.south.Report(ctx, s.jo, s.at(s.south, reply), nil, "Advertising", nil))
		reports, err := s.north.Reports(ctx, mt.As(s.ana), s.ward, true)
		mt.Must(s.T, err)
		if len(reports) != 1 || reports[0].Reason != "Advertising" || reports[0].Item.URI != reply.URI || reports[0].By.Kind != models.SiteActor {
			s.Fatalf("ana sees %+v", reports)
		}
		for _, r := range s.Net.Requests("") {
			if r.Method == "POST" && r.URL != "https://north.example/inbox" && r.URL != "https://east.example/inbox" {
				s.Errorf("the report went to %s", r.URL)
			}
		}
		mt.Must(s.T, s.north.CloseReport(ctx, s.ana, reports[0], "Removed"))
	})
}
