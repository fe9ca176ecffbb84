package models_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// benchItems is how many items there are to be searched; the measure of the site is 10 CPU-ms for 19 of 20 searches.
const benchItems = 100_000

// BenchmarkSearch tells what searches cost in CPU-ms of this process (of PostgreSQL's own, the time that it takes is told
// beside), and how that is spread: the 95th of a hundred is p95.
func BenchmarkSearch(b *testing.B) {
	s, ana, ward := library(b)
	for _, c := range []struct {
		name, said string
		set        func(*models.Query)
	}{
		{"a word in half of all", "ward", nil},
		{"three such words", "ward night nurse", nil},
		{"a rare word", "zebrafinch", nil},
		{"a rare and a frequent word", "ward zebrafinch", nil},
		{"the beginning of a word", "war", nil},
		{"a phrase", `"ward at night"`, nil},
		{"without", "ward -zebrafinch", nil},
		{"in one of 50 communities", "ward", func(q *models.Query) { q.In = ward }},
		{"of one kind", "ward", func(q *models.Query) { q.Kind = models.Post }},
		{"by somebody who wrote nothing", "ward", func(q *models.Query) { q.By = mt.Person(b, s, "quiet") }},
	} {
		q := models.Ask(c.said)
		if c.set != nil {
			c.set(&q)
		}
		for who, v := range map[string]models.Viewer{"stranger": {}, "member": mt.As(ana)} {
			b.Run(c.name+"/"+who, func(b *testing.B) {
				var spent, passed []float64
				for b.Loop() {
					used, began := cpuTime(b), time.Now()
					_, err := s.Search(b.Context(), v, q, 1)
					mt.Must(b, err)
					spent, passed = append(spent, float64((cpuTime(b)-used).Microseconds())/1000), append(passed, float64(time.Since(began).Microseconds())/1000)
				}
				slices.Sort(spent)
				slices.Sort(passed)
				b.ReportMetric(spent[len(spent)/2], "CPU-ms/median")
				b.ReportMetric(spent[len(spent)*95/100], "CPU-ms/p95")
				b.ReportMetric(passed[len(passed)/2], "ms/median")
			})
		}
	}
}

func cpuTime(b *testing.B) time.Duration {
	var use syscall.Rusage
	mt.Must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &use))
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// library is a site with many items of 80 words. They are copied in the database, as publishing each would take minutes.
func library(b *testing.B) (s *models.Site, ana, ward *models.Actor) {
	b.Helper()
	s = mt.Site(b, dbtest.Open(b, nil), "north.example")
	ana = mt.Person(b, s, "ana")
	chance := rand.New(rand.NewPCG(1, 2))
	often, seldom := rand.NewZipf(chance, 1.3, 4, 20_000), func(n uint64) string { return fmt.Sprintf("w%xord", n*2654435761%20_011) }
	for n := range 50 {
		ward = mt.Community(b, s, ana, fmt.Sprint("ward-", n))
		for range 4 {
			mt.Post(b, s, ana, ward, "The ward at night", "Ask a nurse of the ward.")
		}
	}
	var rows []int64
	mt.Must(b, s.DB().Read().NewRaw("SELECT id FROM items").Scan(b.Context(), &rows))
	for left := benchItems - len(rows); left > 0; left -= 1000 {
		mt.Must(b, s.DB().Change(b.Context(), func(tx *db.Tx) error {
			for range min(left, 1000) {
				words := make([]string, 80)
				for n := range words {
					words[n] = seldom(often.Uint64())
				}
				if chance.IntN(2) == 0 {
					copy(words[chance.IntN(70):], []string{"ward", "at", "night", "and", "nurse"})
				}
				if chance.IntN(10_000) == 0 {
					words[0] = "zebrafinch"
				}
				id := tx.NewID()
				_, err := tx.ExecContext(b.Context(), "INSERT INTO items (id, kind, uri, author_id, community_id, thread_id, title, plain, visibility, published_at, active_at) "+
					"SELECT ?, kind, ?, author_id, community_id, ?, ?, ?, visibility, published_at, active_at FROM items WHERE id = ?",
					id, fmt.Sprint("https://north.example/post/", id), id, strings.Join(words[10:16], " "), strings.Join(words, " "), rows[chance.IntN(len(rows))])
				if err != nil {
					return err
				}
			}
			return nil
		}))
	}
	if s.DB().Kind() == db.Postgres { // as its autovacuum does
		_, err := s.DB().Read().ExecContext(b.Context(), "ANALYZE")
		mt.Must(b, err)
	}
	return s, ana, ward
}
