package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// titles are the titles of what somebody finds, in their order; of a reply, the thread's after "Re: ".
func titles(t *testing.T, s *models.Site, v models.Viewer, q models.Query) []string {
	t.Helper()
	found, err := s.Search(t.Context(), v, q, 1)
	mt.Must(t, err)
	all := []string{}
	for _, h := range found.Items {
		if h.Thread != "" {
			all = append(all, "Re: "+h.Thread)
		} else {
			all = append(all, h.Item.Title)
		}
	}
	return all
}

func finds(t *testing.T, s *models.Site, v models.Viewer, said string, want ...string) {
	t.Helper()
	got := titles(t, s, v, models.Ask(said))
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q finds %q, want %q", said, got, want)
	}
}

func TestSearch_FindsWordsWithTheirEndingsAndWithoutTheirAccents(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward")
		mt.Post(t, s, ana, ward, "Schöne Grüße", "from the café by the communities' garden")
		mt.Post(t, s, ana, ward, "Preventing falls", "Nurses walk the ward at night. To be or not to be.")
		mt.Post(t, s, ana, ward, "Email and e-mail", "write to ana@north.example about v2.1 of https://north.example/plan-b")
		v := mt.As(ana)
		for said, want := range map[string][]string{
			"schone":                {"Schöne Grüße"},
			"SCHÖNE":                {"Schöne Grüße"},
			"cafe":                  {"Schöne Grüße"},
			"café":                  {"Schöne Grüße"},
			"cafe\u0301 community":  {"Schöne Grüße"},
			"nursing":               {"Preventing falls"},
			"prevention fall":       {"Preventing falls"},
			"prev":                  {"Preventing falls"},
			"walk nig":              {"Preventing falls"},
			"preventi":              {"Preventing falls"},
			"walk preventi":         {"Preventing falls"},
			"communit":              {"Schöne Grüße"},
			"nig walk":              {},
			`"to be or not to be"`:  {"Preventing falls"},
			`"be to or"`:            {},
			`"walk the ward"`:       {"Preventing falls"},
			`“walk the ward”`:       {"Preventing falls"},
			`"ward the walk"`:       {},
			`"walk the`:             {"Preventing falls"},
			"e-mail":                {"Email and e-mail"},
			"north.example":         {"Email and e-mail"},
			"ana@north.example":     {"Email and e-mail"},
			"plan-b":                {"Email and e-mail"},
			"v2.1":                  {"Email and e-mail"},
			"the -café":             {"Preventing falls"},
			`the -"walk the ward"`:  {"Schöne Grüße"},
			"-café":                 {},
			"":                      {},
			"%":                     {},
			"kpost":                 {},
			"title":                 {},
			"the":                   {"Schöne Grüße", "Preventing falls"},
			"nurses AND ward":       {},
			"NEAR(nurses ward)":     {},
			"nurses sunshine":       {},
			strings.Repeat("x", 99): {},
		} {
			finds(t, s, v, said, want...)
		}
	})
}

func TestSearch_NeverFindsWhatWasEditedAwayDeletedRemovedOrHidden(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, jo := mt.Person(t, s, "ana"), mt.Remote(t, s, models.Person, "jo", "south.example")
		ward := mt.Community(t, s, ana, "ward")
		edited, deleted, removed := mt.Post(t, s, ana, ward, "One", "walnut"), mt.Post(t, s, ana, ward, "Two", "walnut"), mt.Post(t, s, ana, ward, "Three", "walnut")
		mt.Reply(t, s, ana, edited, "a walnut more")
		far := mt.Arrived(t, s, jo, ward, "Four", "walnut")
		v := mt.As(ana)
		finds(t, s, v, "walnut", "One", "Two", "Three", "Four", "Re: One")
		_, err := s.Revise(t.Context(), edited, models.Draft{By: ana, Title: "One", Source: "hazelnut"})
		mt.Must(t, err)
		mt.Must(t, s.Delete(t.Context(), ana, deleted, nil))
		mt.Must(t, s.Remove(t.Context(), ana, removed, true, "off topic", nil))
		finds(t, s, v, "walnut", "Four", "Re: One")
		finds(t, s, v, "hazelnut", "One")
		mt.Must(t, s.Remove(t.Context(), ana, removed, false, "", nil))
		finds(t, s, v, "walnut", "Three", "Four", "Re: One")
		mt.Must(t, s.SetPolicy(t.Context(), nil, models.PolicyChange{Host: far.Host}))
		finds(t, s, v, "walnut", "Three", "Re: One")
		mt.Must(t, s.DB().Change(t.Context(), func(tx *db.Tx) error { // what a change that fails has written is not there
			_, err := tx.ExecContext(t.Context(), "UPDATE items SET plain = 'pistachio' WHERE id = ?", edited.ID)
			mt.Must(t, err)
			return nil
		}))
		finds(t, s, v, "pistachio", "One")
		undone := fmt.Errorf("undone")
		if err := s.DB().Change(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), "UPDATE items SET plain = 'macadamia' WHERE id = ?", edited.ID)
			mt.Must(t, err)
			return undone
		}); err != undone {
			t.Fatal(err)
		}
		finds(t, s, v, "pistachio", "One")
		finds(t, s, v, "macadamia")
	})
}

func TestSearch_PutsTitlesFirstAndOfTwoAlikeTheNewer(t *testing.T) {
	mt.EachWithClock(t, func(t *testing.T, s *models.Site, clock *dbtest.Clock) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward")
		mt.Post(t, s, ana, ward, "Old text", "walnut")
		mt.Post(t, s, ana, ward, "Walnut, the title", "old")
		clock.Add(300 * 24 * time.Hour)
		mt.Post(t, s, ana, ward, "New text", "walnut")
		if got, want := titles(t, s, mt.As(ana), models.Ask("walnut")), []string{"Walnut, the title", "New text", "Old text"}; !slices.Equal(got, want) {
			t.Errorf("the best first: %q, want %q", got, want)
		}
		q := models.Ask("walnut")
		q.Newest = true
		if got, want := titles(t, s, mt.As(ana), q), []string{"New text", "Walnut, the title", "Old text"}; !slices.Equal(got, want) && !slices.Equal(got, []string{"New text", "Old text", "Walnut, the title"}) {
			t.Errorf("the newest first: %q, want %q", got, want)
		}
		clock.Add(10 * 365 * 24 * time.Hour)
		mt.Post(t, s, ana, ward, "Newest text", "walnut")
		if got := titles(t, s, mt.As(ana), models.Ask("walnut")); got[0] != "Newest text" {
			t.Errorf("ten years later %q is the best", got[0])
		}
	})
}

func TestRow59_SearchFindsAllKindsWithCountsAndFilters(t *testing.T) {
	mt.EachWithClock(t, func(t *testing.T, s *models.Site, clock *dbtest.Clock) {
		ana, ben, jo := mt.Person(t, s, "ana"), mt.Person(t, s, "ben"), mt.Remote(t, s, models.Person, "jo", "south.example")
		ward, gardens := mt.Community(t, s, ana, "ward"), mt.Community(t, s, ana, "gardens")
		mt.Join(t, s, ben, gardens)
		post := mt.Post(t, s, ana, ward, "Walnut one", "x")
		mt.Reply(t, s, ana, post, "a walnut")
		clock.Add(48 * time.Hour)
		mt.Post(t, s, ben, gardens, "Walnut two", "x")
		mt.Arrived(t, s, jo, ward, "Walnut three", "x")
		_, err := s.Publish(t.Context(), models.Draft{
			Kind: models.EventKind, By: ana, In: ward, Title: "Walnut day", Language: "en",
			Detail: &models.Event{Begins: "2099-01-01T12:00", Zone: "Europe/London", Place: "The hall"},
		})
		mt.Must(t, err)
		v, day := mt.As(ana), clock.Now().Add(-24*time.Hour)
		for name, c := range map[string]struct {
			set  func(*models.Query)
			want []string
		}{
			"no filter":        {func(*models.Query) {}, []string{"Re: Walnut one", "Walnut day", "Walnut one", "Walnut three", "Walnut two"}},
			"posts":            {func(q *models.Query) { q.Kind = models.Post }, []string{"Walnut one", "Walnut three", "Walnut two"}},
			"events":           {func(q *models.Query) { q.Kind = models.EventKind }, []string{"Walnut day"}},
			"replies":          {func(q *models.Query) { q.Kind = models.Reply }, []string{"Re: Walnut one"}},
			"in gardens":       {func(q *models.Query) { q.In = gardens }, []string{"Walnut two"}},
			"by ben":           {func(q *models.Query) { q.By = ben }, []string{"Walnut two"}},
			"by ana, in it":    {func(q *models.Query) { q.By, q.In = ana, gardens }, nil},
			"from south":       {func(q *models.Query) { q.Host = "south.example" }, []string{"Walnut three"}},
			"from here":        {func(q *models.Query) { q.Host = "north.example" }, []string{"Re: Walnut one", "Walnut day", "Walnut one", "Walnut two"}},
			"from odd":         {func(q *models.Query) { q.Host = "[::1]_" }, nil},
			"since yesterday":  {func(q *models.Query) { q.Since = day }, []string{"Walnut day", "Walnut three", "Walnut two"}},
			"before yesterday": {func(q *models.Query) { q.Until = day }, []string{"Re: Walnut one", "Walnut one"}},
		} {
			q := models.Ask("walnut")
			c.set(&q)
			got := titles(t, s, v, q)
			slices.Sort(got)
			if !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
			if q.Kind != nil {
				found, err := s.Search(t.Context(), v, q, 1)
				mt.Must(t, err)
				if found.Of(models.Post) != 3 || found.Of(models.Reply) != 1 || found.Of(models.EventKind) != 1 || found.All() != 5 || found.Total != len(c.want) {
					t.Errorf("%s: counted %v of %d", name, found.Kinds, found.Total)
				}
			}
		}
	})
}

func TestSearch_NarrowsByDaysOverYears(t *testing.T) {
	mt.EachWithClock(t, func(t *testing.T, s *models.Site, clock *dbtest.Clock) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward")
		var days []time.Time
		for n := range 8 { // half a year apart
			days = append(days, clock.Now())
			mt.Post(t, s, ana, ward, fmt.Sprint("Walnut ", n), "x")
			clock.Add(183 * 24 * time.Hour)
		}
		for since := range days {
			for until := range days {
				q := models.Ask("walnut")
				q.Since, q.Until = days[since].Add(-time.Hour), days[until].Add(time.Hour)
				if got := len(titles(t, s, mt.As(ana), q)); got != max(0, until-since+1) {
					t.Errorf("from %s to %s there are %d", q.Since, q.Until, got)
				}
			}
			q := models.Ask("walnut")
			q.Since = days[since]
			if got := len(titles(t, s, mt.As(ana), q)); got != len(days)-since {
				t.Errorf("since %s there are %d", q.Since, got)
			}
			q.Since, q.Until = time.Time{}, days[since]
			if got := len(titles(t, s, mt.As(ana), q)); got != since {
				t.Errorf("before %s there are %d", q.Until, got)
			}
		}
	})
}

func TestEvent52_SearchShowsNoHitAndNoCountOfWhatTheReaderMayNotOpen(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		open := mt.Community(t, s, ana, "commons")
		site := mt.Founded(t, s, ana, models.Charter{Name: "ward-in", Visibility: models.SiteOnly})
		closed := mt.Founded(t, s, ana, models.Charter{Name: "ward-shut", Visibility: models.MembersOnly})
		for _, c := range []*models.Actor{open, site, closed} {
			p := mt.Post(t, s, ana, c, "Walnut "+c.Name, "all about it")
			mt.Reply(t, s, ana, p, "walnut reply")
		}
		far := mt.Remote(t, s, models.Person, "jo", "south.example")
		for who, c := range map[string]struct {
			v    models.Viewer
			want []string
		}{
			"a visitor":            {models.Viewer{}, []string{"Re: Walnut commons", "Walnut commons"}},
			"somebody elsewhere":   {models.Viewer{Actor: far}, []string{"Re: Walnut commons", "Walnut commons"}},
			"somebody of the site": {mt.As(ben), []string{"Re: Walnut commons", "Re: Walnut ward-in", "Walnut commons", "Walnut ward-in"}},
			"a member": {mt.As(ana), []string{
				"Re: Walnut ward-shut", "Re: Walnut commons", "Re: Walnut ward-in", "Walnut ward-shut", "Walnut commons", "Walnut ward-in",
			}},
		} {
			got := titles(t, s, c.v, models.Ask("walnut"))
			slices.Sort(got)
			slices.Sort(c.want)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s finds %q, want %q", who, got, c.want)
			}
			for _, in := range []*models.Actor{nil, open, site, closed} {
				q := models.Ask("walnut")
				q.In, q.Kind = in, models.Post
				found, err := s.Search(t.Context(), c.v, q, 1)
				mt.Must(t, err)
				want := 0
				for _, title := range c.want {
					if in == nil || strings.HasSuffix(title, " "+in.Name) {
						want++
					}
				}
				if found.All() != want || found.Total != want/2 || len(found.Items) != want/2 {
					t.Errorf("%s is told of %v and %d, want %d", who, found.Kinds, found.Total, want)
				}
			}
		}
	})
}

func TestSearch_AStrangerFindsOnlyWhatItsAuthorLetsBeFound(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana, ben := mt.Person(t, s, "ana"), mt.Person(t, s, "ben")
		ward := mt.Community(t, s, ana, "ward")
		mt.Join(t, s, ben, ward)
		mt.Post(t, s, ana, ward, "Walnut of ana", "x")
		mt.Post(t, s, ben, ward, "Walnut of ben", "x")
		jo := mt.Remote(t, s, models.Person, "jo", "south.example") // its document says nothing of it
		mt.Arrived(t, s, jo, ward, "Walnut of jo", "x")
		finds(t, s, models.Viewer{}, "walnut", "Walnut of ana", "Walnut of ben")
		finds(t, s, mt.As(ana), "walnut", "Walnut of ana", "Walnut of ben", "Walnut of jo")
		mt.Must(t, s.SetProfile(t.Context(), ben, models.ProfileForm{Title: "Ben", Hidden: true}))
		finds(t, s, models.Viewer{}, "walnut", "Walnut of ana")
		found, err := s.Search(t.Context(), models.Viewer{}, models.Ask("walnut"), 1)
		mt.Must(t, err)
		if found.All() != 1 || found.Total != 1 {
			t.Errorf("a stranger is told of %d and %d", found.All(), found.Total)
		}
		_, err = s.SaveActor(t.Context(), models.RemoteActor{Actor: models.Actor{
			Kind: models.Person, Name: "jo", Host: jo.Host, URI: jo.URI, URL: jo.URL, Inbox: jo.Inbox, SharedInbox: jo.SharedInbox, Indexable: true,
		}})
		mt.Must(t, err)
		finds(t, s, models.Viewer{}, "walnut", "Walnut of ana", "Walnut of jo")
		// An event is its community's, whoever wrote it down.
		_, err = s.Publish(t.Context(), models.Draft{
			Kind: models.EventKind, By: ana, In: ward, Title: "Walnut day", Language: "en",
			Detail: &models.Event{Begins: "2099-01-01T12:00", Zone: "Europe/London", Place: "The hall"},
		})
		mt.Must(t, err)
		mt.Must(t, s.SetProfile(t.Context(), ana, models.ProfileForm{Title: "Ana", Hidden: true}))
		finds(t, s, models.Viewer{}, "walnut", "Walnut of jo", "Walnut day")
	})
}

func TestSearch_ConsidersTheNewestOfManyAndOlderOnesByTheirTitle(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward")
		mt.Post(t, s, ana, ward, "Walnut, the first", "x")
		mt.Post(t, s, ana, ward, "The second", "walnut")
		mt.Post(t, s, ana, ward, "The third", "walnut and pistachio")
		for n := range models.MostFound {
			mt.Post(t, s, ana, ward, fmt.Sprint("Number ", n), "walnut")
		}
		found, err := s.Search(t.Context(), mt.As(ana), models.Ask("walnut"), 1)
		mt.Must(t, err)
		if !found.More || found.Total != models.MostFound+1 || found.All() != models.MostFound+1 || len(found.Items) != models.FoundSize ||
			found.Items[0].Item.Title != "Walnut, the first" || found.Items[1].Item.Title != fmt.Sprint("Number ", models.MostFound-1) {
			t.Errorf("found %d, more: %v, first %q", found.Total, found.More, models.Text(found.Items[0].Title))
		}
		last, err := s.Search(t.Context(), mt.As(ana), models.Ask("walnut"), found.Last())
		mt.Must(t, err)
		if len(last.Items) != 1 {
			t.Errorf("%d on the last page", len(last.Items))
		}
		finds(t, s, mt.As(ana), "walnut pistachio", "The third")
	})
}

func TestSearch_MarksTheWordsForWhichSomethingWasFound(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward")
		mt.Post(t, s, ana, ward, "Prévention <b>", strings.Repeat("Nothing of it. ", 60)+"Then *falls* were prevented, \n\nby nurses. "+strings.Repeat("Nothing more. ", 60))
		found, err := s.Search(t.Context(), mt.As(ana), models.Ask(`"fall" preventing nurs`), 1)
		mt.Must(t, err)
		if len(found.Items) != 1 {
			t.Fatalf("%d hits", len(found.Items))
		}
		var marked []string
		for _, p := range append(found.Items[0].Title, found.Items[0].Text...) {
			if p.Found {
				marked = append(marked, p.Text)
			}
		}
		if want := []string{"Prévention", "falls", "prevented", "nurses"}; !slices.Equal(marked, want) {
			t.Errorf("marked %q, want %q", marked, want)
		}
		text := models.Text(found.Items[0].Text)
		if !strings.HasPrefix(text, "… ") || !strings.HasSuffix(text, " …") || !strings.Contains(text, "Then falls were prevented, by nurses.") || len(text) > 300 {
			t.Errorf("the snippet is %q", text)
		}
	})
}

func TestSearch_ABegunWordIsFoundThoughTheIndexKeepsLessOfIt(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward")
		mt.Post(t, s, ana, ward, "The University of Salford", "x")
		mt.Post(t, s, ana, ward, "Males on the ward", "x")
		for said, want := range map[string][]string{
			"univ": {"The University of Salford"}, "univers": {"The University of Salford"}, "universi": {"The University of Salford"},
			"universit": {"The University of Salford"}, "UNIVERSI": {"The University of Salford"}, `"the universi`: {"The University of Salford"},
			"salford universi": {"The University of Salford"}, "universo": {}, "mali": {},
		} {
			finds(t, s, models.Viewer{}, said, want...)
		}
		found, err := s.Search(t.Context(), models.Viewer{}, models.Ask("universi"), 1)
		mt.Must(t, err)
		if len(found.Items) != 1 || len(found.Items[0].Title) != 3 || !found.Items[0].Title[1].Found || found.Items[0].Title[1].Text != "University" {
			t.Errorf("marked is %+v", found.Items)
		}
	})
}
