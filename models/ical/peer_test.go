//go:build peer

package ical_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/processtest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/ical"
)

// shown is what ical.js, which Thunderbird is built on, makes of an event.
type shown struct {
	UID, Title, Place, Words, Status, By, Where string
	Sequence                                    int
	Start, End                                  *struct{ Instant, Wall, Zone string }
	Alarms                                      []string
}

func readByOthers(t *testing.T, file []byte) (all []shown) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), processtest.Node(t), "testdata/read.mjs")
	var complaints bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(file), &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaints.Bytes())
	}
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// The zones that go forward and back by a rule, by a rule that is no weekday of a month, the other way round, not at all,
// by half an hour, not any more, and south of the equator.
var peculiar = []string{
	"Europe/London", "Asia/Kolkata", "America/New_York", "Europe/Dublin", "Pacific/Apia", "Africa/Cairo", "Asia/Jerusalem",
	"Africa/Casablanca", "Australia/Lord_Howe", "America/Santiago", "Pacific/Chatham", "Asia/Tehran", "America/St_Johns", "UTC", "Etc/GMT+5",
}

func TestEvent35_AnotherReaderFindsTheSameInstantsAroundEveryChangeOfClocks(t *testing.T) {
	for _, zone := range peculiar {
		where, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		var items []*models.Item
		add := func(start time.Time) {
			items = append(items, item(t, fmt.Sprint(len(items)), "Talk", &models.Event{Zone: zone, StartsAt: start, EndsAt: start.Add(90 * time.Minute)}))
		}
		for _, day := range []string{"2027-03-28T00:00:00Z", "2027-10-31T00:00:00Z"} {
			for hour := -26; hour <= 26; hour++ {
				add(at(t, day).Add(time.Duration(hour) * time.Hour))
			}
		}
		for day := at(t, "2026-06-01T00:00:00Z"); day.Year() < 2030; day = day.Add(time.Hour) {
			_, before := day.In(where).Zone()
			if _, then := day.Add(time.Hour).In(where).Zone(); then != before {
				for minutes := -150; minutes <= 210; minutes += 15 {
					add(day.Add(time.Duration(minutes) * time.Minute))
				}
			}
		}
		sameInstants(t, zone, where, items)
	}
}

func sameInstants(t *testing.T, zone string, where *time.Location, items []*models.Item) {
	t.Helper()
	found := readByOthers(t, ical.Feed{Name: zone, Events: written(t, items...)}.Bytes())
	if len(found) != len(items) {
		t.Fatalf("%s: %d events of %d", zone, len(found), len(items))
	}
	inZone := 0
	for n, it := range items {
		e, got := it.Detail.(*models.Event), found[n]
		if want := e.StartsAt.UTC().Format(time.RFC3339); got.Start.Instant != want {
			t.Errorf("%s: %s begins at %s (%s)", zone, want, got.Start.Instant, got.Start.Wall)
		}
		if want := e.EndsAt.UTC().Format(time.RFC3339); got.End.Instant != want {
			t.Errorf("%s: %s ends at %s (%s)", zone, want, got.End.Instant, got.End.Wall)
		}
		if got.Start.Zone == zone {
			inZone++
		}
		if got.Start.Zone == zone && strings.TrimSuffix(got.Start.Wall, "Z") != e.StartsAt.In(where).Format("2006-01-02T15:04:05") {
			t.Errorf("%s: %s is shown as %s", zone, e.StartsAt.In(where), got.Start.Wall)
		}
	}
	if inZone < len(items)/2 {
		t.Errorf("%s: only %d of %d are shown in their zone", zone, inZone, len(items))
	}
}

func TestEvent37_AnotherReaderFindsAllThatTheGoldenFilesSay(t *testing.T) {
	for name, want := range map[string]shown{
		"community.ics": {
			UID: "ae1977dd3ab3ffc5eb8666c56258a7d6@north.example", Title: "Seeds; swap, talk", Place: "Old Mill, 3 Long Lane, Overwater",
			Status: "CONFIRMED", Sequence: 2,
		},
		"person.ics": {
			UID: "ae1977dd3ab3ffc5eb8666c56258a7d6@north.example", Title: "Winter talk", Place: "https://room.example/secret", Status: "CONFIRMED",
			Alarms: []string{"-P1D", "-PT1H"},
		},
	} {
		file, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		got := readByOthers(t, file)[0]
		want.By, want.Where = "Gardens, 'north'", "https://north.example/c/gardens"
		if got.By != want.By || got.Where != want.Where || got.UID != want.UID || got.Title != want.Title || got.Place != want.Place || got.Status != want.Status || got.Sequence != want.Sequence ||
			fmt.Sprint(got.Alarms) != fmt.Sprint(want.Alarms) {
			t.Errorf("%s: it is read as %+v", name, got)
		}
	}
}

func TestEvent37_AnotherReaderKeepsWhateverSomebodyWritesWithinItsProperty(t *testing.T) {
	for _, words := range []string{"\r\nBEGIN:VEVENT", "a\x00b", `\n\N\;\\`, "one\u2028two\u0085three", `";X="`, "語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語"} {
		found := readByOthers(t, ical.Feed{Name: words, Events: written(t,
			item(t, "11", words, &models.Event{Zone: "Europe/London", StartsAt: at(t, "2027-01-15T12:00:00Z"), Place: words}),
		)}.Bytes())
		if len(found) != 1 || found[0].Title != plain(words) || found[0].Place != plain(words) {
			t.Errorf("%q is read as %+v", words, found)
		}
	}
}
