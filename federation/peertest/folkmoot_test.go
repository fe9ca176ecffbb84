//go:build peer

package peertest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/processtest"
)

func TestMain(m *testing.M) { processtest.Main(m) }

// A meeting is a site of ours with a community in it, and a stranger's server with one person.
type meeting struct {
	site      *processtest.Server
	community string // its URL
	handle    string
	jo        *peer
}

func meet(t *testing.T, firstKnock string) *meeting {
	t.Helper()
	site := processtest.Start(t, nil)
	site.Do(t, "account", "create", "--name", "ana", "--email", "ana@north.example", "--password", "seven blue kettles", "--admin")
	site.Do(t, "federation", "mode", "open")
	site.Do(t, "community", "create", "--name", "gardens", "--title", "Gardens", "--organiser", "ana")
	return &meeting{
		site: site, community: site.URL + "/c/gardens", handle: "@gardens@" + site.Host,
		jo: startPeer(t, "jo", firstKnock),
	}
}

// post has ana start a thread and returns its URL.
func (m *meeting) post(t *testing.T, title string) string {
	t.Helper()
	return m.site.Do(t, "post", "--as", "ana", "--in", "gardens", "--title", title, "--body", "About "+title+".")
}

// announced waits until jo's server has received, and believed, an Announce in which the URL stands.
func (m *meeting) announced(t *testing.T, url string) {
	t.Helper()
	waitFor(t, "an Announce of "+url, func() bool {
		for _, a := range m.jo.received(t) {
			if a.Type == "Announce" && bytes.Contains(a.Object, []byte(url)) {
				return true
			}
		}
		return false
	})
}

// shows tells whether the page of a thread has a text on it, as anybody sees it.
func (m *meeting) shows(t *testing.T, thread, text string) bool {
	t.Helper()
	client := &http.Client{Timeout: 10 * time.Second}
	response, err := client.Get(thread)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s answered %s", thread, response.Status)
	}
	return strings.Contains(string(page), text)
}

func TestFedify_FollowsReadsRepliesEditsLikesAndDeletes(t *testing.T) {
	for _, firstKnock := range []string{rfc9421First, draftCavageFirst} {
		t.Run("signing first in "+firstKnock, func(t *testing.T) {
			m := meet(t, firstKnock)
			m.jo.do(t, "follow", map[string]string{"target": m.handle}, nil)
			thread := m.post(t, "Slugs")
			m.announced(t, thread)

			var reply struct{ ID string }
			m.jo.do(t, "reply", map[string]string{"to": thread, "through": m.community, "text": "Beer, in a saucer."}, &reply)
			waitFor(t, "the reply", func() bool { return m.shows(t, thread, "Beer, in a saucer.") })

			m.jo.do(t, "edit", map[string]string{"id": reply.ID, "through": m.community, "text": "Coffee grounds."}, nil)
			waitFor(t, "the edit", func() bool { return m.shows(t, thread, "Coffee grounds.") })
			if m.shows(t, thread, "Beer, in a saucer.") {
				t.Error("the thread still shows what the reply said before its edit")
			}

			m.jo.do(t, "like", map[string]string{"url": thread, "through": m.community}, nil)
			waitFor(t, "the like", func() bool { return m.shows(t, thread, "1 like") })

			m.jo.do(t, "delete", map[string]string{"id": reply.ID, "through": m.community}, nil)
			waitFor(t, "the deletion", func() bool { return !m.shows(t, thread, "Coffee grounds.") })

			m.allTakenAtFirst(t, map[string]string{rfc9421First: rfc9421, draftCavageFirst: draftCavage}[firstKnock])
		})
	}
}

// allTakenAtFirst checks that our inbox took everything that jo's server sent, in its own style, without sending it back for another.
func (m *meeting) allTakenAtFirst(t *testing.T, style string) {
	t.Helper()
	sent := m.jo.knocks(t, func(k knock) bool { return k.Way == "out" && k.Method == "POST" })
	if len(sent) == 0 {
		t.Error("the peer sent nothing")
	}
	for _, k := range sent {
		if k.Style != style || k.Status != http.StatusAccepted {
			t.Errorf("the %s, signed with %s, was answered %d", k.Type, k.Style, k.Status)
		}
	}
}

func TestFedify_BelievesOurSignaturesInBothStyles(t *testing.T) {
	m := meet(t, rfc9421First)
	m.jo.do(t, "follow", map[string]string{"target": m.community}, nil)
	for _, style := range []string{draftCavage, rfc9421, draftCavage} {
		m.jo.demand(t, style)
		before := len(m.jo.received(t))
		thread := m.post(t, "What "+style+" is")
		m.announced(t, thread)
		taken := m.jo.knocks(t, func(k knock) bool {
			return k.Way == "in" && k.Type == "Announce" && k.Status == http.StatusAccepted && k.Style == style
		})
		if len(taken) == 0 {
			t.Errorf("the peer demanded %s and took no Announce that was signed with it", style)
		}
		if len(m.jo.received(t)) == before {
			t.Errorf("nothing that was signed with %s was believed", style)
		}
	}
}

func TestFedify_SeesACommunityAndAServerThatItUnderstands(t *testing.T) {
	m := meet(t, rfc9421First)
	for _, target := range []string{m.handle, m.community} {
		var seen struct {
			Type, Software string
			Group          bool
		}
		m.jo.do(t, "look", map[string]string{"target": target}, &seen)
		if !seen.Group || seen.Software != "folkmoot" {
			t.Errorf("%s looks like a %s on a server of %q", target, seen.Type, seen.Software)
		}
	}
}

func TestFedify_TakesPartOnlyWhenItsServerIsOnTheList(t *testing.T) {
	m := meet(t, rfc9421First)
	m.site.Do(t, "federation", "mode", "allowlist")
	if problem := m.jo.fails(t, "follow", map[string]string{"target": m.community}); problem == "" {
		t.Fatal("a server that is not on the list followed a community")
	}
	m.site.Do(t, "federation", "allow", strings.TrimPrefix(m.jo.origin(), "http://"))
	waitFor(t, "the running server to notice", func() bool {
		return m.jo.fails(t, "follow", map[string]string{"target": m.community}) == ""
	})
	thread := m.post(t, "Welcome")
	m.announced(t, thread)
}
