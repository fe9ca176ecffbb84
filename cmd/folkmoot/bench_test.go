package main

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// BenchmarkIngest takes signed Creates of Notes that mention a community, from the request to the stored
// thread: signature, inbox row, job, item. The peers share one key, so that none is made within.
func BenchmarkIngest(b *testing.B) {
	m := moottest.New(b)
	north := m.Site("north.example", dbtest.Open(b, m.Clock.Now))
	ana := mt.Person(b, north.Site, "ana")
	ward := mt.Community(b, north.Site, ana, "ward-safety")
	peer := m.Peer("micro.example", "mastodon")
	jo := peer.Person("jo")
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		note := map[string]any{
			"id": peer.URL(fmt.Sprintf("/notes/%d", n)), "type": "Note", "attributedTo": jo, "content": fmt.Sprintf("<p>Question %d for @ward-safety</p>", n),
			"to": []any{moottest.Public}, "cc": []any{ward.URI}, "published": "2026-11-23T08:00:00Z",
			"tag": []any{map[string]any{"type": "Mention", "href": ward.URI, "name": "@ward-safety@north.example"}},
		}
		create := peer.Activity("Create", jo, n, note, map[string]any{"to": []any{moottest.Public}, "cc": []any{ward.URI}})
		if status := peer.Send(north, "/inbox", jo, create); status != http.StatusAccepted {
			b.Fatalf("answered %d", status)
		}
		if n%500 == 0 {
			m.Clock.Add(60_000_000_000)
			b.StopTimer()
			b.StartTimer()
		}
		m.Settle()
	}
	b.StopTimer()
	feed, err := north.CommunityFeed(b.Context(), models.Viewer{}, ward.ID, 1)
	mt.Must(b, err)
	if feed.Total != n {
		b.Errorf("%d threads are stored of %d sent", feed.Total, n)
	}
}
