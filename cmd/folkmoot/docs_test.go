package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models/limits"
)

// repoRoot is the root of the repository, from the folder in which the tests run.
const repoRoot = "../.."

var update = flag.Bool("update", false, "write the examples and tables of the documents anew")

var example = regexp.MustCompile("(?s)<!-- example: ([a-z-]+) -->\n```json\n(.*?)```\n")

// FEDERATION.md shows what we really send: its examples are the golden files.
func TestDocs_FederationExamplesAreTheGoldenFiles(t *testing.T) {
	path := filepath.Join(repoRoot, "FEDERATION.md")
	text := read(t, path)
	shown := 0
	now := example.ReplaceAllStringFunc(text, func(block string) string {
		shown++
		name := example.FindStringSubmatch(block)[1]
		golden := read(t, filepath.Join(repoRoot, "federation/wire/testdata/folkmoot", name+".txtar"))
		_, doc, found := strings.Cut(golden, "-- sent.json --\n")
		if !found {
			t.Fatalf("%s.txtar has no sent.json", name)
		}
		doc, _, _ = strings.Cut(doc, "\n-- ")
		return fmt.Sprintf("<!-- example: %s -->\n```json\n%s\n```\n", name, strings.TrimSpace(doc))
	})
	if shown < 10 {
		t.Errorf("only %d examples are shown", shown)
	}
	compare(t, path, text, now)
}

var table = regexp.MustCompile(`(?s)<!-- limits -->\n(.*?)<!-- end -->\n`)

// docs/reference/limits.md is the one page of all limits, made from the one file of all limits.
func TestDocs_LimitsAreThoseOfTheProgram(t *testing.T) {
	path := filepath.Join(repoRoot, "docs/reference/limits.md")
	text := read(t, path)
	if !table.MatchString(text) {
		t.Fatal("the page has no place for the table")
	}
	var rows strings.Builder
	rows.WriteString("<!-- limits -->\n| limit | value | why |\n|---|---|---|\n")
	for _, l := range limits.All {
		fmt.Fprintf(&rows, "| %s | %s | %s |\n", l.Name, l, l.Why)
	}
	rows.WriteString("<!-- end -->\n")
	compare(t, path, text, table.ReplaceAllLiteralString(text, rows.String()))
}

var paceTable = regexp.MustCompile(`(?s)<!-- paces -->\n(.*?)<!-- end -->\n`)

// The same page says how often people may do something.
func TestDocs_PacesAreThoseOfTheProgram(t *testing.T) {
	path := filepath.Join(repoRoot, "docs/reference/limits.md")
	text := read(t, path)
	if !paceTable.MatchString(text) {
		t.Fatal("the page has no place for the paces")
	}
	said := map[request.Purpose]string{
		request.ToSignIn: "a try with a password", request.ToEnter: "opening or using an invitation or set-up link",
		request.ToLookUp: "looking for something on another site", request.ToSearch: "searching", request.ToSuggest: "being shown what there is like a title",
		request.ToPublish: "a post, a reply, an edit, a report", request.ToUpload: "a picture",
		request.ToReact: "a like, a follow, joining and leaving", request.ToRecover: "asking for a link for a new password",
		request.ToTestMail: "a test mail", request.ToCount: "a download that is counted; more of them are given all the same", request.ToSubscribe: "asking for a calendar whose address is wrong or was taken back",
	}
	var rows strings.Builder
	rows.WriteString("<!-- paces -->\n| what | how often |\n|---|---|\n")
	for _, p := range slices.Sorted(maps.Keys(request.Paces)) {
		if said[p] == "" {
			t.Errorf("nothing says what %q is", p)
		}
		pace := request.Paces[p]
		fmt.Fprintf(&rows, "| %s | %d in %.0f minutes", said[p], pace.Times, pace.Per.Minutes())
		if pace.House > 0 {
			fmt.Fprintf(&rows, "; %d from one address", pace.House)
		}
		if pace.Apart {
			fmt.Fprintf(&rows, ", and %d for one account from all addresses", pace.House)
		}
		rows.WriteString(" |\n")
	}
	rows.WriteString("<!-- end -->\n")
	compare(t, path, text, paceTable.ReplaceAllLiteralString(text, rows.String()))
}

var link = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)

// Links within the documents lead somewhere.
func TestDocs_LinksLeadSomewhere(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(repoRoot, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages = append(pages, markdown(t, "docs")...)
	for _, page := range pages {
		for _, m := range link.FindAllStringSubmatch(read(t, page), -1) {
			if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", page, m[1])
			}
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func compare(t *testing.T, path, is, shouldBe string) {
	t.Helper()
	if is == shouldBe {
		return
	}
	if !*update {
		t.Errorf("%s is out of date; run: go test ./cmd/folkmoot -run TestDocs -update", filepath.Base(path))
		return
	}
	if err := os.WriteFile(path, []byte(shouldBe), 0o644); err != nil {
		t.Fatal(err)
	}
}
