package main

import (
	"fmt"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// announces is an Announce by a community of a peer.
func (s *siege) announces(p *moottest.Peer, group string, object any) doc {
	return s.act(p, "Announce", group, object)
}

func TestG05_AnAnnounceLendsNoAuthority(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		forged := with(s.note(s.honest, "1", s.vera, s.post.URI), doc{"content": "Forged"})
		s.honest.Object("/notes/1", with(forged, doc{"content": "<p>Words of 1</p>"}))
		her := func(kind string, object any, more doc) doc {
			return with(s.act(s.honest, kind, s.vera, object), with(doc{"id": s.honest.URL(fmt.Sprint("/claimed/", s.said))}, more))
		}
		for what, inner := range map[string]any{
			"an edit of hers":              her("Update", forged, nil),
			"an edit by somebody else":     s.act(s.honest, "Update", s.mo, forged),
			"her deletion":                 her("Delete", s.hers.URI, nil),
			"a moderator's deletion":       her("Delete", s.hers.URI, doc{"summary": "x"}),
			"her lock":                     her("Lock", s.post.URI, nil),
			"her pin":                      her("Add", s.post.URI, doc{"target": s.ward.URI + "/featured"}),
			"an office":                    her("Add", s.mallory, doc{"target": s.ward.URI + "/moderators"}),
			"her ban":                      her("Block", s.mo, doc{"target": s.ward.URI}),
			"the ban of a neighbour":       s.act(s.evil, "Block", s.mallory, s.vera),
			"her like":                     her("Like", s.post.URI, nil),
			"her undoing":                  her("Undo", s.act(s.honest, "Follow", s.vera, s.ward.URI), nil),
			"a follow":                     s.act(s.evil, "Follow", s.mallory, s.ana.URI),
			"an acceptance":                s.act(s.honest, "Accept", s.gardenURI, s.act(s.honest, "Follow", s.ana.URI, s.gardenURI)),
			"a refusal":                    s.act(s.honest, "Reject", s.gardenURI, s.act(s.honest, "Follow", s.ana.URI, s.gardenURI)),
			"a report":                     s.act(s.evil, "Flag", s.mallory, s.hers.URI),
			"a deed of ana":                doc{"id": s.north.Base() + "/act/1", "type": "Like", "actor": s.ana.URI, "object": s.hers.URI},
			"words of ana":                 doc{"id": s.north.Base() + "/act/2", "type": "Create", "actor": s.ana.URI, "object": with(forged, doc{"id": s.north.Base() + "/post/2", "attributedTo": s.ana.URI})},
			"a deed of ana, oddly spelt":   doc{"id": "https://NORTH.example/act/3", "type": "Like", "actor": "https://NORTH.example/u/ana", "object": s.hers.URI},
			"two of them":                  []any{her("Lock", s.post.URI, nil), her("Delete", s.hers.URI, nil)},
			"a collection":                 doc{"type": "OrderedCollection", "orderedItems": []any{her("Lock", s.post.URI, nil)}},
			"an id of one host for two":    her("Like", s.post.URI, doc{"id": s.evil.URL("/claimed")}),
			"what somebody else announces": s.announces(s.honest, s.gardenURI, her("Lock", s.post.URI, nil)),
		} {
			s.ignores("G05: announcing "+what, s.evil, s.den, s.announces(s.evil, s.den, inner), "honest.example", "evil.example")
			s.evil.Forget()
		}
	})
}

func TestG05_OnlyCommunitiesAnnounceAndNotTooDeep(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		n := with(s.note(s.evil, "deep", s.mallory, ""), doc{"type": "Page", "name": "Deep", "audience": s.den})
		create := s.act(s.evil, "Create", s.mallory, n)
		s.drops("G05: announced by a person", s.evil, s.mallory, s.announces(s.evil, s.mallory, create))
		strangers := s.evil.Group("cellar")
		s.evil.MustSend(s.north, strangers, s.act(s.evil, "Follow", strangers, s.ana.URI))
		s.drops("G05: by a community that nobody follows", s.evil, strangers, s.announces(s.evil, strangers, create))
		deep := create
		for range 5 {
			deep = s.announces(s.evil, s.den, deep)
		}
		s.drops("G05: five deep", s.evil, s.den, deep)
		s.none("G05", n["id"].(string))
		s.evil.MustSend(s.north, s.den, s.announces(s.evil, s.den, s.announces(s.evil, s.den, create)))
		if it := s.item(n["id"].(string)); it.CommunityID == 0 {
			t.Errorf("G05: two deep: %+v", it)
		}
	})
}

// What a community has others believe about somebody's words must not come out of our own community as ours.
func TestG05_WeDoNotPassOnWhatNobodyConfirmed(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		follower := s.honest.Person("follower")
		s.honest.MustSend(s.north, follower, s.act(s.honest, "Follow", follower, s.ward.URI))
		s.quiet()
		real := with(s.note(s.honest, "1", s.vera, s.post.URI), doc{"updated": s.Clock.Now(), "content": "<p>Corrected</p>"})
		s.honest.Object("/notes/1", real)
		s.evil.MustSend(s.north, s.den, s.announces(s.evil, s.den, s.act(s.honest, "Update", s.vera, with(real, doc{"content": "Forged"}))))
		for _, got := range s.honest.Received("") {
			t.Errorf("we told others: %s", got.Body)
		}
		if it := s.item(s.hers.URI); it.Plain != "Words of 1" {
			t.Errorf("it reads %q", it.Plain)
		}
		n := s.note(s.honest, "aside", s.vera, s.post.URI)
		s.ignores("a reply by way of another community", s.evil, s.den, s.announces(s.evil, s.den, s.act(s.honest, "Create", s.vera, n)), "honest.example")
		s.ignores("a reply shared by another community", s.evil, s.den, s.announces(s.evil, s.den, n["id"]), "honest.example")
	})
}

func TestCommunity_OnesThreadIsNotAnothers(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		answer := s.note(s.evil, "cross", s.mallory, s.post.URI)
		s.drops("a reply in ward that says it is for the garden", s.evil, s.mallory, s.act(s.evil, "Create", s.mallory, with(answer, doc{"audience": s.gardenURI})))
		s.drops("a thread for the garden that the garden did not pass on", s.evil, s.mallory,
			s.act(s.evil, "Create", s.mallory, with(s.note(s.evil, "g", s.mallory, ""), doc{"audience": s.gardenURI})))
		s.ignores("a share of vera's thread in the garden as the den's", s.evil, s.den, s.announces(s.evil, s.den, s.hers.URI), "honest.example")
		if it := s.item(s.hers.URI); it.CommunityID != s.ward.ID {
			t.Errorf("it is in %d now", it.CommunityID)
		}
	})
}

func TestCommunity_PrivateWordsStayPrivateHoweverTheyCome(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		for what, to := range map[string][]any{"direct": {s.ana.URI}, "for followers": {s.vera + "/followers"}, "for the community": {s.ward.URI}, "for nobody": {}} {
			n := with(s.note(s.honest, "private", s.vera, s.post.URI), doc{"to": to})
			s.honest.Object("/notes/private", n)
			s.drops(what, s.honest, s.vera, s.act(s.honest, "Create", s.vera, n))
			s.drops(what+", announced", s.honest, s.gardenURI, s.announces(s.honest, s.gardenURI, s.act(s.honest, "Create", s.vera, n)))
			s.drops(what+", in a public Create", s.honest, s.vera, s.act(s.honest, "Create", s.vera, n))
			s.ignores(what+", shared", s.evil, s.den, s.announces(s.evil, s.den, n["id"]), "honest.example")
			s.ignores(what+", by way of another", s.evil, s.den, s.announces(s.evil, s.den, s.act(s.honest, "Create", s.vera, with(n, doc{"to": []any{moottest.Public}}))), "honest.example")
			said := with(s.act(s.honest, "Create", s.vera, with(n, doc{"to": []any{moottest.Public}})), doc{"to": []any{s.ana.URI}})
			s.drops(what+", in a private Create", s.honest, s.vera, said)
		}
		s.none("private words", s.honest.URL("/notes/private"))
	})
}

// Nothing is taken from whoever is suspended here or gone, by whatever way it comes.
func TestP06_SuspendedWordsDoNotComeInThroughCommunities(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		s.suspend(s.vera)
		s.quiet()
		n := with(s.note(s.honest, "again", s.vera, ""), doc{"type": "Page", "name": "Again", "audience": s.gardenURI})
		create := s.act(s.honest, "Create", s.vera, n)
		s.honest.Object("/activities/create/again", with(create, doc{"id": s.honest.URL("/activities/create/again")}))
		s.drops("P06: sent", s.honest, s.vera, create)
		for what, said := range map[string]any{
			"wrapped": s.act(s.honest, "Create", s.vera, n), "shared": n["id"],
			"shared as an activity": s.honest.URL("/activities/create/again"), "inline": n,
		} {
			s.ignores("P06: "+what, s.honest, s.gardenURI, s.announces(s.honest, s.gardenURI, said), "honest.example")
		}
		answer := with(s.note(s.honest, "below", s.mo, n["id"].(string)), doc{"audience": s.gardenURI})
		s.ignores("P06: below an answer", s.honest, s.gardenURI, s.announces(s.honest, s.gardenURI, s.act(s.honest, "Create", s.mo, answer)), "honest.example")
		if _, err := s.north.Fed.Item(t.Context(), n["id"].(string)); models.CodeOf(err) != models.Forbidden {
			t.Errorf("P06: looked up: %v", err)
		}
	})
}

// suspend has nothing more taken from somebody of another site.
func (s *siege) suspend(id string) {
	s.t.Helper()
	mt.Must(s.t, s.north.DB().Change(s.t.Context(), func(tx *db.Tx) error {
		_, err := tx.NewRaw("UPDATE actors SET suspended_at = ? WHERE uri = ?", tx.Now, id).Exec(s.t.Context())
		return err
	}))
}
