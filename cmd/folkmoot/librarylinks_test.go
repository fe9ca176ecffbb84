package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever gives away a folder decides what stands in its list and which links are in it; neither leads out of it.
func TestM01_ALibraryGoesNeitherInNorOutThroughALink(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana")
		for _, name := range []string{"ward", "other"} {
			d.do("community", "create", "--name", name, "--title", name, "--organiser", "ana")
		}
		in, out := t.TempDir(), t.TempDir()
		secret := put(t, filepath.Join(t.TempDir(), "secret.txt"), "Secret")
		put(t, filepath.Join(in, manifestName), `{"documents": [{"title": "Mine", "versions": [{"file": "sub/secret.txt"}]}]}`)
		put(t, filepath.Join(in, "round.txt"), "First words")
		for from, to := range map[string]string{filepath.Join(in, "sub"): filepath.Dir(secret), filepath.Join(out, manifestName): secret} {
			if err := os.Symlink(to, from); err != nil {
				t.Fatal(err)
			}
		}
		if _, said, _ := d.run("import", "library", in, "--as", "ana", "--in", "ward"); !strings.Contains(said, "1 added, 0 were there already, 2 were not taken.") {
			t.Errorf("it says %s", said)
		}
		d.refused([]string{"cannot be written"}, "export", "library", out, "--in", "ward")
		if words, err := os.ReadFile(secret); err != nil || string(words) != "Secret" {
			t.Errorf("outside stands %q now: %v", words, err)
		}
	})
}
