//go:build chaos

package chaos

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// C7: a follower's server is down, for minutes or for days, while the talk goes on. When it is back it gets all of it, in
// its order, within one back-off. Time is made here, so the sites are in this process.
func TestC07_APeerThatWasDownGetsAllInOrder(t *testing.T) {
	for name, down := range map[string]time.Duration{"4m": 4 * time.Minute, "1h": time.Hour, "8d": 8 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			moottest.Each(t, func(t *testing.T, m *moottest.Moot, open func(string) *moottest.Site) {
				one := newTrial(t, "C7", "")
				one.More["down"] = down.String()
				one.outage(m, open("north.example"), down)
			})
		})
	}
}

func (t *trial) outage(m *moottest.Moot, north *moottest.Site, down time.Duration) {
	ana := mt.Person(t, north.Site, "ana")
	garden := mt.Community(t, north.Site, ana, "gardens")
	away, well := m.Lemmy("away.example"), m.Lemmy("well.example")
	for _, p := range []moottest.Lemmy{away, well} {
		jo := p.Person("jo")
		p.MustSend(north, jo, p.Follow(jo, garden.URI))
		p.Forget()
	}
	var titles []string
	var thread *models.Item
	talk := func() {
		n := len(titles)
		switch {
		case thread != nil && t.dice.IntN(2) == 0:
			titles = append(titles, fmt.Sprintf("Reply %d", n))
			mt.Reply(t, north.Site, ana, thread, titles[n])
		default:
			titles = append(titles, fmt.Sprintf("Post %d", n))
			thread = mt.Post(t, north.Site, ana, garden, titles[n], titles[n])
		}
		m.Settle()
	}
	m.Net.Serve("away.example", nil)
	const steps = 100
	for n := range steps {
		if n%8 == 0 {
			talk()
		}
		m.Clock.Add(down / steps)
		m.Settle()
	}
	if got := said(away); len(got) > 0 {
		t.Fatalf("a server that is down was told %q", got)
	}
	m.Net.Serve("away.example", away)
	back := m.Clock.Now()
	longest := min(2*down, 8*time.Hour) // a back-off is hardly longer than what went before, and six hours and a fifth at most
	for len(said(away)) < len(titles) && m.Clock.Now().Sub(back) < longest {
		m.Clock.Add(longest / 50)
		m.Settle()
	}
	t.More["caught_up_s"] = m.Clock.Now().Sub(back).Seconds()
	talk() // goes the same way
	t.Acts = len(titles)
	for _, p := range []moottest.Lemmy{away, well} {
		got := said(p)
		lost, dup, strange := compare(titles, got)
		t.Lost, t.Dup = t.Lost+lost, t.Dup+dup
		if lost+dup+strange > 0 || !slices.Equal(got, titles) {
			t.Errorf("%s was told %q, not %q", p.Host, got, titles)
		}
	}
}

// said is what a peer was told, in its order: the words of each Create that was announced to it.
func said(p moottest.Lemmy) (words []string) {
	for _, r := range p.Received("Announce") {
		create, _ := r.Doc["object"].(moottest.Doc)
		object, _ := create["object"].(moottest.Doc)
		source, _ := object["source"].(moottest.Doc)
		text, _ := source["content"].(string)
		words = append(words, text)
	}
	return words
}
