package main

import (
	"net/http"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// Whoever uses an id before its owner does, gains nothing and takes nothing away.
func TestI12_AnIDBelongsToItsHost(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		future := s.honest.URL("/notes/future")
		squat := doc{"id": future, "type": "Note", "attributedTo": s.mallory, "to": []any{moottest.Public}, "inReplyTo": s.post.URI, "content": "Squat"}
		liked := doc{"id": future, "type": "Like", "actor": s.mallory, "object": s.post.URI}
		for what, said := range map[string]doc{
			"creates it":         s.act(s.evil, "Create", s.mallory, squat),
			"creates it as hers": s.act(s.evil, "Create", s.mallory, with(squat, doc{"attributedTo": s.vera})),
			"updates it":         s.act(s.evil, "Update", s.mallory, squat),
			"deletes it":         s.act(s.evil, "Delete", s.mallory, future),
			"undoes it":          s.act(s.evil, "Undo", s.mallory, future),
			"announces it":       s.act(s.evil, "Announce", s.den, s.act(s.evil, "Create", s.mallory, squat)),
			"announces its end":  s.act(s.evil, "Announce", s.den, doc{"id": s.vera + "#d", "type": "Delete", "actor": s.vera, "object": future}),
		} {
			s.ignores("I12: mallory "+what, s.evil, said["actor"].(string), said, "honest.example")
		}
		// What he undoes before it is here may be remembered, but for himself alone.
		for _, said := range []doc{
			s.act(s.evil, "Undo", s.mallory, liked),
			s.act(s.evil, "Undo", s.mallory, with(liked, doc{"id": s.honest.URL("/activities/create/future")})),
			s.act(s.evil, "Undo", s.mallory, with(liked, doc{"type": "Follow", "object": s.garden.URI})),
		} {
			s.evil.MustSend(s.north, s.mallory, said)
		}
		s.honest.MustSend(s.north, s.mo, s.act(s.honest, "Delete", s.mo, future)) // nor for his neighbours
		n := s.note(s.honest, "future", s.vera, s.post.URI)
		s.honest.MustSend(s.north, s.vera, with(s.act(s.honest, "Create", s.vera, n), doc{"id": s.honest.URL("/activities/create/future")}))
		if it := s.item(future); it.Plain != "Words of future" || it.Author.URI != s.vera {
			t.Errorf("I12: what vera wrote is %+v", it)
		}
	})
}

// A community cannot use up the id under which a deletion, an edit or an undoing will come.
func TestI12_AnAnnounceUsesUpNoID(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		n := with(s.note(s.honest, "hers", s.vera, ""), doc{"tag": []any{doc{"type": "Mention", "href": s.den}}})
		coming := s.honest.URL("/notes/hers#delete")
		create := with(s.act(s.honest, "Create", s.vera, n), doc{"id": coming})
		s.evil.MustSend(s.north, s.den, s.act(s.evil, "Announce", s.den, create))
		if it := s.item(s.honest.URL("/notes/hers")); it.Author.URI != s.vera {
			t.Fatalf("I12: the den shares %+v", it)
		}
		s.honest.MustSend(s.north, s.vera, with(s.act(s.honest, "Delete", s.vera, s.honest.URL("/notes/hers")), doc{"id": coming}))
		if it := s.item(s.honest.URL("/notes/hers")); it.DeletedAt.IsZero() || it.Plain != "" {
			t.Errorf("I12: the deletion counted as a repetition: %+v", it)
		}
	})
}

// However things arrive, what is here in the end is what would be here had they come in order.
func TestI14_TheOrderOfArrivalChangesNothing(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		created := func(name string) (string, doc) {
			n := s.note(s.honest, name, s.vera, s.post.URI)
			return n["id"].(string), s.act(s.honest, "Create", s.vera, n)
		}
		send := func(said doc) { s.honest.MustSend(s.north, s.vera, said) }

		id, create := created("early")
		s.honest.Status("/notes/early", http.StatusNotFound) // it travels whole, so it need not be there yet
		send(create)
		if it := s.item(id); it.Plain == "" {
			t.Error("I14: Create before it can be fetched")
		}

		id, create = created("dead")
		send(s.act(s.honest, "Delete", s.vera, doc{"id": id, "type": "Tombstone"}))
		send(create)
		s.none("I14: Delete before Create", id)

		id, create = created("edited")
		newer := with(create["object"].(doc), doc{"content": "<p>Second</p>", "updated": s.Clock.Now()})
		send(s.act(s.honest, "Update", s.vera, newer))
		send(create)
		if it := s.item(id); it.Plain != "Second" {
			t.Errorf("I14: Update before Create: %q", it.Plain)
		}

		follow := s.act(s.honest, "Follow", s.vera, s.ana.URI)
		send(s.act(s.honest, "Undo", s.vera, follow))
		send(follow)
		byID := s.act(s.honest, "Follow", s.vera, s.ana.URI)
		send(s.act(s.honest, "Undo", s.vera, byID["id"]))
		send(byID)
		vera, err := s.north.ActorByURI(t.Context(), s.vera)
		mt.Must(t, err)
		if f, err := s.north.Following(t.Context(), vera.ID, s.ana.ID); f != nil || err != nil {
			t.Errorf("I14: Undo before Follow: %+v, %v", f, err)
		}

		like := s.act(s.honest, "Like", s.vera, s.post.URI)
		send(s.act(s.honest, "Undo", s.vera, like))
		send(like)
		s.wantLikes("I14: Undo before Like", 0)
		send(s.act(s.honest, "Like", s.vera, s.post.URI))
		s.wantLikes("I14: a new Like", 1)
	})
}

// A deletion that comes early counts for its author only, and for as long as copies may be on their way.
func TestI14_AModeratorsEarlyDeletionIsNotTheAuthors(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		n := s.note(s.honest, "late", s.vera, s.post.URI)
		s.honest.MustSend(s.north, s.mo, with(s.act(s.honest, "Delete", s.mo, n["id"]), doc{"summary": "x"}))
		s.honest.MustSend(s.north, s.vera, s.act(s.honest, "Create", s.vera, n))
		if it := s.item(n["id"].(string)); it.Withdrawn() {
			t.Errorf("I14: %+v", it)
		}
		if buried, err := s.north.Buried(t.Context(), n["id"].(string), s.ana); buried || err != nil {
			t.Errorf("I14: %v, %v", buried, err)
		}
	})
}
