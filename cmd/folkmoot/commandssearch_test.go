package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestSearchCommand_PrintsTheAddressOfEachHit(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.do("migrate")
		d.do("account", "create", "--name", "ana", "--email", "ana@post.example", "--password", "four small grey geese")
		d.do("community", "create", "--name", "gardens", "--title", "Gardens", "--organiser", "ana")
		url := d.do("post", "--as", "ana", "--in", "gardens", "--title", "Walnut trees", "--body", "They grow slowly.")
		code, out, errOut := d.run("search", "walnuts grow")
		if line := strings.Fields(out); code != 0 || errOut != "" || len(line) != 4 || line[0] != "post" || line[3] != url {
			t.Errorf("exit %d: %q, %q; want the address %s", code, out, errOut, url)
		}
		if got := d.do("search", "--as", "ana", "walnut"); !strings.HasSuffix(got, url) {
			t.Errorf("ana finds %q", got)
		}
		var hits []struct {
			Kind, Title, URL, Snippet string
			Published                 time.Time
		}
		_, out, _ = d.run("search", "--json", "walnut")
		if err := json.Unmarshal([]byte(out), &hits); err != nil || len(hits) != 1 || hits[0].URL != url || hits[0].Kind != "post" ||
			hits[0].Title != "Walnut trees" || hits[0].Snippet != "They grow slowly." || time.Since(hits[0].Published) > time.Hour {
			t.Errorf("%v: %s", err, out)
		}
		if code, out, errOut := d.run("search", "pistachio"); code != 0 || out != "" || errOut != "Nothing was found.\n" {
			t.Errorf("nothing found: exit %d, %q, %q", code, out, errOut)
		}
		if code, out, _ := d.run("search", "--json", `"('`); code != 0 || out != "[]\n" {
			t.Errorf("nothing asked: exit %d, %q", code, out)
		}
		d.refused([]string{"nobody"}, "search", "--as", "nobody", "walnut")
	})
}
