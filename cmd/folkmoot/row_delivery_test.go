package main

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/federationtest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/queue"
)

// posts are the deliveries that were tried at a host.
func posts(s *scene, host string) int {
	n := 0
	for _, r := range s.Net.Requests(host) {
		if r.Method == http.MethodPost {
			n++
		}
	}
	return n
}

func TestRow80_AServerIsSentOneCopyHoweverManyFollowThere(t *testing.T) {
	onStage(t, func(s *scene) {
		for _, name := range []string{"leo", "lia", "liz"} {
			who := s.lemmy.Person(name)
			s.lemmy.MustSend(s.north, who, s.lemmy.Follow(who, s.group))
		}
		s.forget()
		s.post("Falls checklist")
		if got := s.lemmy.Received(""); len(got) != 1 || got[0].Path != "/inbox" {
			s.Errorf("it was sent %v", kinds(s.lemmy.Peer))
		}
	})
}

func TestRow80_AServerThatFailsIsTriedAgainLessAndLessOften(t *testing.T) {
	for name, fault := range map[string]federationtest.Fault{
		"503":  {Fail: 1, Status: http.StatusServiceUnavailable},
		"500":  {Fail: 1, Status: http.StatusInternalServerError},
		"429":  {Fail: 1, Status: http.StatusTooManyRequests},
		"lost": {Drop: 1},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *scene) {
				s.Net.Break("lemmy.example", fault)
				s.post("Falls checklist")
				var waits []time.Duration
				last := s.Clock.Now()
				for tried := posts(s, "lemmy.example"); len(waits) < 6; {
					s.Clock.Add(2 * time.Second)
					s.Settle()
					if now := posts(s, "lemmy.example"); now > tried {
						waits, tried, last = append(waits, s.Clock.Now().Sub(last)), now, s.Clock.Now()
					}
				}
				for n, wait := range waits {
					want := 10 * time.Second << n
					if wait < want*7/10 || wait > want*13/10+2*time.Second {
						s.Errorf("try %d came after %s, not about %s", n+2, wait, want)
					}
				}
				s.Net.Mend("lemmy.example")
				s.Clock.Add(14 * time.Minute)
				s.Settle()
				wrapped(s.T, s.lemmy.Peer, s.group)
			})
		})
	}
}

func TestRow80_ARefusalIsNotTriedForEver(t *testing.T) {
	onStage(t, func(s *scene) {
		for _, status := range []int{400, 401, 403, 404, 410} {
			s.Net.Break("lemmy.example", federationtest.Fault{Fail: 1, Status: status})
			s.post("Refused")
			s.Net.Mend("lemmy.example")
			tried := posts(s, "lemmy.example")
			for range 20 {
				s.Clock.Add(24 * time.Hour)
				s.Settle()
			}
			if now := posts(s, "lemmy.example"); tried == 0 || now != tried {
				s.Errorf("%d: tried %d times, then %d", status, tried, now-tried)
			}
			s.forget()
		}
		state, err := queue.Host(s.Context(), s.north.DB(), "lemmy.example")
		if err != nil || state.Parked != 5 || state.Waiting != 0 {
			s.Errorf("%+v (%v)", state, err)
		}
		s.post("Taken")
		wrapped(s.T, s.lemmy.Peer, s.group)
	})
}

func TestRow80_ADeadServerDelaysNobodyElse(t *testing.T) {
	onStage(t, func(s *scene) {
		s.Net.Serve("lemmy.example", nil)
		for _, title := range []string{"First", "Second", "Third"} {
			s.post(title)
		}
		if n := len(s.masto.Received("Announce")); n != 3 {
			s.Errorf("%d of three arrived elsewhere", n)
		}
		s.Clock.Add(15 * 24 * time.Hour)
		s.Settle()
		state, err := queue.Host(s.Context(), s.north.DB(), "lemmy.example")
		if err != nil || state.Parked != 3 || state.Waiting != 0 {
			s.Errorf("after two weeks: %+v (%v)", state, err)
		}
	})
}

func TestRow80_WhatWasDoneArrivesInItsOrder(t *testing.T) {
	onStage(t, func(s *scene) {
		s.Net.Break("lemmy.example", federationtest.Fault{Fail: 0.5, Drop: 0.3})
		post := mt.Post(s.T, s.north.Site, s.ana, s.ward, "Falls checklist", "First words.")
		s.Settle()
		_, err := s.north.Revise(s.Context(), post, models.Draft{By: s.ana, Title: "Falls checklist", Source: "Second words."})
		s.settled(err)
		mt.Must(s.T, s.north.Delete(s.Context(), s.ana, post, nil))
		for range 40 {
			s.Clock.Add(time.Hour)
			s.Settle()
		}
		var order []string
		for _, got := range s.lemmy.Received("Announce") {
			order = append(order, got.Doc["object"].(doc)["type"].(string))
		}
		if !slices.Equal(order, []string{"Create", "Update", "Delete"}) {
			s.Errorf("it arrived as %v", order)
		}
	})
}
