package models_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestSimilar_FindsWhatTheWriterMaySeeAboutTheSame(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		ward := mt.Community(t, s, ana, "ward")
		closed := mt.Founded(t, s, ana, models.Charter{Name: "ward-shut", Visibility: models.MembersOnly})
		falls := mt.Post(t, s, ana, ward, "Preventing falls at night", "What do you do?")
		mt.Post(t, s, ana, ward, "Night shifts", "We talk about falls and how to prevent them.")
		mt.Post(t, s, ana, ward, "Tea at night", "x")
		mt.Post(t, s, ana, closed, "Falls at night, a secret", "x")
		mt.Reply(t, s, ana, falls, "falls at night")
		similar := func(v models.Viewer, title string) []string {
			hits, err := s.Similar(t.Context(), v, title, 5)
			mt.Must(t, err)
			all := []string{}
			for _, h := range hits {
				all = append(all, h.Item.Title)
			}
			return all
		}
		for title, want := range map[string][]string{
			"How to prevent a fall in the night?": {"Preventing falls at night", "Night shifts"},
			"Preventing":                          {"Preventing falls at night", "Night shifts"},
			"What would you like?":                {},
			"Tea":                                 {},
			"":                                    {},
			`"'(*`:                                {},
		} {
			if got := similar(mt.As(ben), title); !slices.Equal(got, want) {
				t.Errorf("%q is similar to %q, want %q", title, got, want)
			}
		}
		if got := similar(mt.As(ana), "Prevent falls at night"); !slices.Contains(got, "Falls at night, a secret") || len(got) != 3 {
			t.Errorf("a member is shown %q", got)
		}
	})
}

// odd is what people type that means something to a database, and what means nothing to anybody.
var odd = []string{
	`"`, `""`, `" "`, `-`, `--`, `-"`, `a"b"c`, `AND OR NOT`, `NEAR(a b, 2)`, `title:x`, `{title} : x`, `^x`, `x*`, `'x'`, `x & !y | (z`, `<->`, `\`, `'; DROP TABLE items --`,
	"x\x00y", "\xff\xfe", "ﬁ ß Ⅷ ½ 한국어 हिन्दी 日本", "e\u0301\u0301", "1e5 0x1F 1.2.3 -5", "a?b ?0 ?TableName", "🌰", "%_\\", strings.Repeat("a ", 200),
	strings.Repeat("\"a ", 99), "“a„b«c»", ":*A 'a':B", strings.Repeat("é", 5000), "-a -b", `"-a"`, "a\u0300", "\u0300", "ª º ²", "İstanbul ıI", "x'y\\'z", "ὈΔΥΣΣΕΎΣ",
}

func TestSearch_NothingThatIsTypedBreaksIt(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward")
		for _, said := range odd {
			said = strings.ToValidUTF8(strings.ReplaceAll(said, "\x00", ""), "")
			mt.Post(t, s, ana, ward, "x "+said[:min(len(said), 60)], said)
		}
		chance := rand.New(rand.NewPCG(1, 2))
		for range 300 {
			said := odd[chance.IntN(len(odd))] + odd[chance.IntN(len(odd))]
			search(t, s, said[:chance.IntN(len(said)+1)])
		}
		for _, said := range odd {
			search(t, s, said)
		}
	})
}

// FuzzSearch types anything into the search of a site.
func FuzzSearch(f *testing.F) {
	for _, seed := range odd {
		f.Add(seed)
	}
	s := mt.Site(f, dbtest.Open(f, nil), "north.example")
	ana := mt.Person(f, s, "ana")
	ward := mt.Community(f, s, ana, "ward")
	for n, said := range odd {
		if said = strings.ToValidUTF8(strings.ReplaceAll(said, "\x00", ""), ""); n%2 == 0 {
			mt.Post(f, s, ana, ward, "x "+said[:min(len(said), 60)], said)
		}
	}
	f.Fuzz(func(t *testing.T, said string) { search(t, s, said) })
}

// search looks for anything in all ways: something is found or nothing, and marking it changes no letter.
func search(t *testing.T, s *models.Site, said string) {
	t.Helper()
	q := models.Ask(said)
	for range 2 {
		found, err := s.Search(context.Background(), models.Viewer{}, q, 1)
		if err != nil {
			t.Fatalf("%q: %v", said, err)
		}
		for _, h := range found.Items {
			if h.Item.Title != models.Text(h.Title) {
				t.Errorf("%q: the title %q became %q", said, h.Item.Title, models.Text(h.Title))
			}
		}
		q.Newest = true
	}
	_, err := s.FindCommunities(context.Background(), models.Viewer{}, q.Words(), 5)
	mt.Must(t, err)
}
