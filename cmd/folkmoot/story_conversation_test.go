package main

import (
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// Two organisations, one conversation: Jo of south follows a community of north, and a post, a reply, an
// edit, a like and a deletion cross between the two.
func TestStory_TwoSitesOneConversation(t *testing.T) {
	moottest.Each(t, func(t *testing.T, m *moottest.Moot, open func(string) *moottest.Site) {
		ctx := t.Context()
		north, south := open("north.example"), open("south.example")
		ana, jo := mt.Person(t, north.Site, "ana"), mt.Person(t, south.Site, "jo")
		ward := mt.Community(t, north.Site, ana, "ward-safety")
		early := mt.Post(t, north.Site, ana, ward, "Written before anybody followed", "An earlier thread.")
		m.Settle()

		there, err := south.Fed.Actor(ctx, "@ward-safety@north.example")
		mt.Must(t, err)
		_, err = south.Follow(ctx, jo, there, nil)
		mt.Must(t, err)
		m.Settle()
		f, err := south.Following(ctx, jo.ID, there.ID)
		mt.Must(t, err)
		if f == nil || f.State != models.Accepted {
			t.Fatalf("the follow is %+v", f)
		}
		if _, err := south.ItemByURI(ctx, early.URI); err != nil {
			t.Errorf("the earlier thread was not fetched: %v", err)
		}

		talk{t, m, north, south, ana, jo, ward, there}.goOn()
	})
}

// talk is what the two sites of a story have in common, once one follows the other.
type talk struct {
	t            *testing.T
	m            *moottest.Moot
	north, south *moottest.Site
	ana, jo      *models.Actor
	ward, there  *models.Actor // the community, as north and as south know it
}

func (k talk) goOn() {
	t := k.t
	t.Helper()
	post := mt.Post(t, k.north.Site, k.ana, k.ward, "Falls checklist", "We piloted it on three wards.")
	k.m.Settle()
	copied := k.on(k.south, post)
	if copied.Title != "Falls checklist" || copied.Community.ID != k.there.ID || copied.Author.Name != "ana" {
		t.Fatalf("the copy is %+v", copied)
	}
	reply := mt.Reply(t, k.south.Site, k.jo, copied, "How long did it *take*?")
	k.m.Settle()
	answered := k.on(k.north, reply)
	if answered.ThreadID != post.ID || !strings.Contains(answered.Content.String(), "<em>take</em>") {
		t.Fatalf("the reply arrived as %+v", answered)
	}
	k.edit(post, reply, copied)
	k.end(post, reply)
}

// on is an item as a site has it.
func (k talk) on(s *moottest.Site, it *models.Item) *models.Item {
	k.t.Helper()
	found, err := s.ItemByURI(k.t.Context(), it.URI)
	mt.Must(k.t, err)
	return found
}

func (k talk) edit(post, reply, copied *models.Item) {
	t, ctx := k.t, k.t.Context()
	t.Helper()
	_, err := k.south.Revise(ctx, reply, models.Draft{By: k.jo, Source: "How long did it take you?"})
	mt.Must(t, err)
	mt.Must(t, k.south.Like(ctx, k.jo, copied, models.Likes, nil))
	_, err = k.north.Revise(ctx, post, models.Draft{By: k.ana, Title: "Falls checklist, second edition", Source: "Now on five wards."})
	mt.Must(t, err)
	k.m.Settle()
	if answered := k.on(k.north, reply); !strings.Contains(answered.Plain, "take you") || answered.EditedAt.IsZero() {
		t.Errorf("the edit did not arrive: %q", answered.Plain)
	}
	if copied = k.on(k.south, post); copied.Title != "Falls checklist, second edition" {
		t.Errorf("north's edit did not arrive: %q", copied.Title)
	}
	if liked := k.on(k.north, post); liked.LikeCount != 1 {
		t.Errorf("the like did not arrive: %+v", liked)
	}
}

func (k talk) end(post, reply *models.Item) {
	t, ctx := k.t, k.t.Context()
	t.Helper()
	mt.Must(t, k.south.Delete(ctx, k.jo, reply, nil))
	mt.Must(t, k.north.Remove(ctx, k.ana, post, true, "Names a patient", nil))
	k.m.Settle()
	if answered := k.on(k.north, reply); answered.DeletedAt.IsZero() || answered.Plain != "" {
		t.Errorf("the deletion did not arrive: %+v", answered)
	}
	if copied := k.on(k.south, post); copied.RemovedAt.IsZero() || copied.RemovedReason != "Names a patient" {
		t.Errorf("the removal did not arrive: %+v", copied)
	}
}

// A community that is not public never leaves its site.
func TestStory_ClosedCommunitiesStay(t *testing.T) {
	moottest.Each(t, func(t *testing.T, m *moottest.Moot, open func(string) *moottest.Site) {
		ctx := t.Context()
		north, south := open("north.example"), open("south.example")
		ana, jo := mt.Person(t, north.Site, "ana"), mt.Person(t, south.Site, "jo")
		inside := mt.Founded(t, north.Site, ana, models.Charter{Name: "inside", Visibility: models.MembersOnly})
		if _, err := south.Fed.Actor(ctx, "@inside@north.example"); models.CodeOf(err) != models.NotFound {
			t.Errorf("south finds the closed community: %v", err)
		}
		followed, err := south.Fed.Actor(ctx, "@ana@north.example")
		mt.Must(t, err)
		_, err = south.Follow(ctx, jo, followed, nil)
		mt.Must(t, err)
		m.Settle()
		m.Net.Forget()
		post := mt.Post(t, north.Site, ana, inside, "Not for others", "Secret, with @jo@south.example")
		_, err = north.Revise(ctx, post, models.Draft{By: ana, Title: "Still not", Source: "x"})
		mt.Must(t, err)
		mt.Must(t, north.Delete(ctx, ana, post, nil))
		m.Settle()
		if sent := m.Net.Requests("south.example"); len(sent) != 0 {
			t.Errorf("%d requests left the site: %s", len(sent), sent[0].Body)
		}
	})
}
