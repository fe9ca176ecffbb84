package wire

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// An archive is a golden file: a comment for people, and named parts.
type archive struct {
	comment string
	names   []string
	parts   map[string]string
}

// readArchive reads a file in the txtar format: parts begin with a line "-- name --".
func readArchive(t testing.TB, path string) archive {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	a := archive{parts: map[string]string{}}
	for line := range strings.Lines(string(raw)) {
		name, isHead := strings.CutPrefix(line, "-- ")
		if isHead && strings.HasSuffix(name, " --\n") {
			a.names = append(a.names, strings.TrimSuffix(name, " --\n"))
		} else if len(a.names) == 0 {
			a.comment += line
		} else {
			a.parts[a.names[len(a.names)-1]] += line
		}
	}
	return a
}

// check compares a part with what it should be, or with -update writes it.
func (a archive) check(t *testing.T, path, name, got string) {
	t.Helper()
	if a.parts[name] == got {
		return
	}
	if !*update {
		t.Errorf("%s: %s differs; got\n%s\nwant\n%s", path, name, got, a.parts[name])
		return
	}
	if _, has := a.parts[name]; !has {
		a.names = append(a.names, name)
	}
	a.parts[name] = got
	out := a.comment
	for _, n := range a.names {
		out += "-- " + n + " --\n" + a.parts[n]
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
}

// indented sets a document out for people without changing it.
func indented(t testing.TB, doc []byte) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.Indent(&out, doc, "", "  "); err != nil {
		t.Fatalf("%v in %s", err, doc)
	}
	return out.String() + "\n"
}
