package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCommands_AWikiPageIsBegunAndChanged(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana", "ben")
		d.do("community", "create", "--name", "ward-safety", "--title", "Ward safety", "--organiser", "ana")
		file := filepath.Join(t.TempDir(), "page.md")
		save := func(words string) {
			t.Helper()
			if err := os.WriteFile(file, []byte(words), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write := []string{"wiki", "write", "--as", "ana", "--in", "ward-safety", "--note", "first words", "--page"}
		save("# Nights\n\nWho is on.")
		url := d.do(append(write, "Night rota", file)...)
		if url != "https://north.example/c/ward-safety/wiki/night-rota" {
			t.Errorf("the last line is %q", url)
		}
		save("# Nights\n\nWho is on, and whom to ring.")
		if got := d.do(append(write, "night-rota", file)...); got != url {
			t.Errorf("changed, it says %q", got)
		}
		code, out, _ := d.run(append(write, "night-rota", file)...)
		if code != 0 || !strings.Contains(out, "It says that already, in revision 2.") {
			t.Errorf("the same again says %q", out)
		}
		if got := d.do(append(write, "day-rota", file)...); !strings.HasSuffix(got, "/wiki/day-rota") {
			t.Errorf("one named by its address says %q", got)
		}
		save("words of a stranger")
		d.refused([]string{"Join"}, "wiki", "write", "--as", "ben", "--in", "ward-safety", "--page", "Night rota", file)
		d.refused([]string{"cannot be read"}, append(write, "Night rota", file+".none")...)
		d.refused([]string{"Title", "letters or digits"}, append(write, "!!!", file)...)
		save(strings.Repeat("long ", 40_000))
		d.refused([]string{"characters or fewer"}, append(write, "Night rota", file)...)
	})
}
