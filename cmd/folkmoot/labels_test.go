package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	codeBlock = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
	label     = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	wording   = regexp.MustCompile(`(?m)^[a-z0-9_]+ = "(.*)"$`)
)

// Whoever follows the tutorial or a how-to looks for the words that it names. Bold is kept for them.
func TestDocs_LabelsInBoldAreOnThePages(t *testing.T) {
	words := map[string]bool{}
	for _, m := range wording.FindAllStringSubmatch(read(t, filepath.Join(repoRoot, "web/locales/en.toml")), -1) {
		words[m[1]] = true
	}
	named := 0
	for _, page := range markdown(t, "docs/tutorial", "docs/how-to") {
		text := codeBlock.ReplaceAllString(read(t, page), "")
		for _, m := range label.FindAllStringSubmatch(text, -1) {
			named++
			if said := strings.Join(strings.Fields(m[1]), " "); !words[said] {
				t.Errorf("%s: no page says %q; bold is for the words of pages", filepath.Base(page), said)
			}
		}
	}
	if named < 20 {
		t.Errorf("only %d labels are named", named)
	}
}

// markdown are the paths of the pages in these folders and below.
func markdown(t *testing.T, folders ...string) (pages []string) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(repoRoot, folder), func(path string, _ os.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".md") {
				pages = append(pages, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return pages
}
