//go:build peer

package peertest

import (
	"slices"
	"testing"
)

// The peer proves itself with another of its kind first: what fails in the other tests is then between it and us.
func TestPeer_TwoOfThemTalkInBothStyles(t *testing.T) {
	ann := startPeer(t, "ann", rfc9421First)
	ben := startPeer(t, "ben", draftCavageFirst)

	ann.do(t, "follow", map[string]string{"target": ben.Handle}, nil)
	ben.do(t, "follow", map[string]string{"target": ann.Actor}, nil)

	for asked, p := range map[string]*peer{rfc9421: ben, draftCavage: ann} {
		taken := p.knocks(t, func(k knock) bool { return k.Way == "in" && k.Method == "POST" && k.Status == 202 })
		if len(taken) != 2 || taken[0].Style != asked || taken[1].Style != asked {
			t.Errorf("%s should have taken a Follow and an Accept signed with %s, it took %+v", p.Actor, asked, taken)
		}
	}
}

func TestPeer_DemandsTheStyleThatItIsToldTo(t *testing.T) {
	ann := startPeer(t, "ann", draftCavageFirst)
	ben := startPeer(t, "ben", draftCavageFirst)
	ben.demand(t, rfc9421)

	ann.do(t, "follow", map[string]string{"target": ben.Actor}, nil)

	answers := ben.knocks(t, func(k knock) bool { return k.Way == "in" && k.Type == "Follow" })
	if len(answers) != 2 || answers[0].Status != 401 || answers[1].Status != 202 || answers[1].Style != rfc9421 {
		t.Errorf("the first knock should be refused and the second, with %s, taken: %+v", rfc9421, answers)
	}
	if received := ben.received(t); !slices.ContainsFunc(received, func(a activity) bool { return a.Type == "Follow" }) {
		t.Errorf("the Follow was taken but not received: %+v", received)
	}
}

func TestPeer_DoesNotTakeWhatIsNotSigned(t *testing.T) {
	ann := startPeer(t, "ann", rfc9421First)
	if status := ann.throwUnsigned(t); status != 401 {
		t.Errorf("an unsigned activity was answered %d", status)
	}
	if received := ann.received(t); len(received) > 0 {
		t.Errorf("an unsigned activity was received: %+v", received)
	}
}
