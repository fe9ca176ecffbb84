package main

import (
	"net/http"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models/db"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// without does something while queries of one table fail, as they do when a connection breaks at that moment.
func (s *scene) without(table string, do func()) {
	s.Helper()
	rename := func(from, to string) {
		mt.Must(s.T, s.north.DB().Change(s.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(s.Context(), "ALTER TABLE "+from+" RENAME TO "+to)
			return err
		}))
	}
	rename(table, "away")
	do()
	rename("away", table)
}

// What was answered 202 is ours to keep. That a query failed must not be taken for its answer.
func TestIntake_AStumbleOfTheDatabaseDropsNothing(t *testing.T) {
	onStage(t, func(s *scene) {
		post := s.post("Falls checklist")
		f, err := s.north.Follow(s.Context(), s.ana, s.actor(s.max), nil)
		s.settled(err)
		mt.Must(s.T, s.north.FollowAnswered(s.Context(), s.actor(s.max), f, true))
		note := s.masto.Note(s.max, "<p>Good morning.</p>")
		for table, sent := range map[string]struct {
			peer *moottest.Peer
			who  string
			doc  doc
		}{
			"items":   {s.lemmy.Peer, s.lena, s.lemmy.Flag(s.lena, s.group, post.URI, "Not true.")},
			"follows": {s.masto.Peer, s.max, note},
		} {
			s.without(table, func() {
				if status := sent.peer.Send(s.north, "/inbox", sent.who, sent.doc); status != http.StatusAccepted {
					s.Fatalf("answered %d", status)
				}
				s.Settle()
			})
		}
		s.Clock.Add(time.Minute)
		s.Settle()
		s.item(objectOf(note))
		if reports := s.north.Rows()["reports"]; len(reports) != 1 {
			s.Errorf("the reports are %q", reports)
		}
	})
}
