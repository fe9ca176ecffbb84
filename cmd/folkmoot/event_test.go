package main

import (
	"strings"
	"testing"
)

func TestCommands_AnEventFromItsStartToItsEnd(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana", "ben", "cara")
		d.do("community", "create", "--name", "ward-safety", "--title", "Ward safety", "--organiser", "ana")
		for _, name := range []string{"ben", "cara"} {
			d.do("follow", "--as", name, "@ward-safety@north.example")
		}
		add := []string{"event", "add", "--as", "ana", "--in", "ward-safety", "--title", "Winter webinar", "--timezone", "Europe/London"}
		url := d.do(append(add, "--start", "2037-01-15T12:00", "--end", "2037-01-15T13:00", "--online", "https://rooms.example/winter", "--capacity", "1")...)
		if !strings.HasPrefix(url, "https://north.example/event/") {
			t.Fatalf("the last line is %q", url)
		}
		for _, c := range []struct{ who, says, want string }{
			{"ben", "yes", "there is a place"}, {"cara", "yes", "Every place is taken"}, {"ben", "no", "Noted."}, {"cara", "maybe", "Noted."},
		} {
			if got := d.do("event", "answer", "--as", c.who, c.says, url); !strings.Contains(got, c.want) {
				t.Errorf("%s says %s: %q, want %q", c.who, c.says, got, c.want)
			}
		}
		if got := d.do("event", "cancel", url, "--as", "ana"); !strings.Contains(got, "Winter webinar") {
			t.Errorf("cancel says %q", got)
		}
		d.refused([]string{"cancelled"}, "event", "answer", "--as", "ben", "yes", url)
		first := d.do(append(add, "--start", "2037-02-05T12:00", "--rule", "FREQ=WEEKLY;COUNT=3")...)
		d.do("event", "cancel", "--all", "--as", "ana", first)
	})
}

func TestCommands_AnEventSaysWhatIsWrongWithIt(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana", "ben")
		d.do("community", "create", "--name", "ward-safety", "--title", "Ward safety", "--organiser", "ana")
		add := func(more ...string) []string {
			return append([]string{"event", "add", "--in", "ward-safety", "--title", "Webinar"}, more...)
		}
		zone := "Europe/London"
		d.refused([]string{"End", "after the start"}, add("--as", "ana", "--start", "2037-01-15T12:00", "--end", "2037-01-15T11:00", "--timezone", zone)...)
		d.refused([]string{"Timezone", "Europe/London"}, add("--as", "ana", "--start", "2037-01-15T12:00", "--timezone", "Europe/Londonium")...)
		d.refused([]string{"Start", "does not exist"}, add("--as", "ana", "--start", "2027-03-28T01:30", "--timezone", zone)...)
		d.refused([]string{"Start", "comes twice"}, add("--as", "ana", "--start", "2027-10-31T01:30", "--timezone", zone)...)
		d.refused([]string{"Rule", "when it ends"}, add("--as", "ana", "--start", "2037-01-15T12:00", "--timezone", zone, "--rule", "FREQ=WEEKLY")...)
		d.refused([]string{"Online", "https://"}, add("--as", "ana", "--start", "2037-01-15T12:00", "--timezone", zone, "--online", "javascript:alert(1)")...)
		d.refused(nil, add("--as", "ben", "--start", "2037-01-15T12:00", "--timezone", zone)...)
		post := d.do("post", "--as", "ana", "--in", "ward-safety", "--title", "Falls", "--body", "x")
		d.refused([]string{"no event"}, "event", "cancel", "--as", "ana", post)
		d.refused([]string{"Only events"}, "event", "answer", "--as", "ben", "yes", post)
	})
}
