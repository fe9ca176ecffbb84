package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func put(t *testing.T, path, words string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDocument_IsAddedAndReplacedFromTheCommandLine(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana", "ben")
		d.do("community", "create", "--name", "ward", "--title", "Ward", "--organiser", "ana")
		dir := t.TempDir()
		first, second := put(t, filepath.Join(dir, "round.txt"), "First words"), put(t, filepath.Join(dir, "round 2.txt"), "Second words")
		url := d.do("document", "add", "--as", "ana", "--in", "ward", "--title", "Ward round", first)
		if !strings.HasPrefix(url, "https://north.example/document/") {
			t.Fatalf("it is at %s", url)
		}
		if again := d.do("document", "add", "--as", "ana", "--in", "ward", "--title", "Ward round", "--replaces", url, "--note", "Shorter", second); again != url {
			t.Errorf("its second version is at %s, not %s", again, url)
		}
		d.refused([]string{"same file"}, "document", "add", "--as", "ana", "--in", "ward", "--title", "Ward round", "--replaces", url, second)
		d.refused([]string{"community"}, "document", "add", "--as", "ben", "--in", "ward", "--title", "Mine", first)
		d.refused([]string{"type"}, "document", "add", "--as", "ana", "--in", "ward", "--title", "Page", put(t, filepath.Join(dir, "page.html"), "<html><script>1</script></html>"))
	})
}

// files are the paths of all files below a folder with what they hold.
func filesBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		all[strings.TrimPrefix(path, dir)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestLibrary_GoesOutAndComesInAgainAsItWas(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana")
		for _, name := range []string{"ward", "other"} {
			d.do("community", "create", "--name", name, "--title", name, "--organiser", "ana")
		}
		in := t.TempDir()
		put(t, filepath.Join(in, "guide-to_falls.txt"), "Falls")
		put(t, filepath.Join(in, "Policies", "2026", "visits.txt"), "Visits")
		put(t, filepath.Join(in, ".hidden"), "Nothing")
		if got := d.do("import", "library", in, "--as", "ana", "--in", "ward"); got != "https://north.example/c/ward/library" {
			t.Errorf("it ends with %s", got)
		}
		_, out, errOut := d.run("import", "library", in, "--as", "ana", "--in", "ward")
		if !strings.Contains(out, "0 added, 2 were there already") || !strings.Contains(errOut, "2 of 2") {
			t.Errorf("the second time it says %s%s", out, errOut)
		}
		url := d.do("document", "add", "--as", "ana", "--in", "ward", "--title", "Rounds", "--folder", "Policies", "--licence", "CC BY", put(t, filepath.Join(t.TempDir(), "a.txt"), "One"))
		d.do("document", "add", "--as", "ana", "--in", "ward", "--title", "Rounds", "--replaces", url, "--note", "Longer", put(t, filepath.Join(t.TempDir(), "b.txt"), "Two"))
		first, second := filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "out")
		d.do("export", "library", first, "--in", "ward")
		d.do("import", "library", first, "--as", "ana", "--in", "other")
		d.do("export", "library", second, "--in", "other")
		one, two := filesBelow(t, first), filesBelow(t, second)
		if len(one) != 5 || len(two) != 5 {
			t.Fatalf("there are %v and %v", one, two)
		}
		for _, want := range []string{`"title": "Guide to falls"`, `"folder": "Policies/2026"`, `"note": "Longer"`, `"licence": "CC BY"`, "versions/"} {
			if !strings.Contains(one["/"+manifestName], want) || !strings.Contains(two["/"+manifestName], want) {
				t.Errorf("%s is in only one of %s and %s", want, one["/"+manifestName], two["/"+manifestName])
			}
		}
	})
}

func TestLibrary_GoesOutAsSomebodySeesIt(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana", "ben")
		d.do("community", "create", "--name", "ward", "--title", "Ward", "--organiser", "ana", "--visibility", "members")
		d.do("document", "add", "--as", "ana", "--in", "ward", "--title", "Rounds", put(t, filepath.Join(t.TempDir(), "a.txt"), "One"))
		for who, want := range map[string]int{"ana": 2, "ben": 1} { // with what is said of them
			out := filepath.Join(t.TempDir(), "out")
			d.do("export", "library", out, "--as", who, "--in", "ward")
			if got := filesBelow(t, out); len(got) != want {
				t.Errorf("as %s sees it, it holds %v", who, got)
			}
		}
	})
}

// tracedPNG is a picture of one pixel in which a camera wrote something about itself.
func tracedPNG(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	said := "tEXtComment\x00Taken in the garden"
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(said)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, said...), crc32.ChecksumIEEE([]byte(said)))
	const head = 8 + 25 // the signature and the first chunk
	return b.String()[:head] + string(chunk) + b.String()[head:]
}

func TestLibrary_TakesNoLinksAndAPictureOnce(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana")
		d.do("community", "create", "--name", "ward", "--title", "ward", "--organiser", "ana")
		in, elsewhere := t.TempDir(), put(t, filepath.Join(t.TempDir(), "secret.txt"), "Secret")
		put(t, filepath.Join(in, "garden.png"), tracedPNG(t))
		if err := os.Symlink(elsewhere, filepath.Join(in, "link.txt")); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"1 added, 0 were there already, 1 were not taken.", "0 added, 1 were there already, 1 were not taken."} {
			if _, out, errOut := d.run("import", "library", in, "--as", "ana", "--in", "ward"); !strings.Contains(out, want) || !strings.Contains(errOut, "link.txt: ") {
				t.Errorf("it says %s%s, not %s", out, errOut, want)
			}
		}
		put(t, filepath.Join(in, manifestName), fmt.Sprintf(`{"documents": [{"title": "Mine", "versions": [{"file": %q}]}]}`, "../"+filepath.Base(filepath.Dir(elsewhere))+"/secret.txt"))
		if _, out, _ := d.run("import", "library", in, "--as", "ana", "--in", "ward"); !strings.Contains(out, "2 were not taken.") {
			t.Errorf("of a file beside the folder it says %s", out)
		}
	})
}
