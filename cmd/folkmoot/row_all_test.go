package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A rowTest is named after the rows that it is for: TestRow23_, TestS04_, TestS01_S02_. Its first group
// holds them all.
var rowTest = regexp.MustCompile(`(?m)^func Test((?:Row\d\d_|Event\d\d_|[A-Z]\d\d_)+)`)

// The rows of the conformance checklist that concern what is built so far: the test of a row bears its number.
func TestRows_EachHasItsTest(t *testing.T) {
	wantRows(t, map[string][][2]int{"Row": {{1, 20}, {22, 75}, {78, 89}}})
}

// The rows of the checklist of events and documents that concern what is built so far.
func TestEvents_EachRowHasItsTest(t *testing.T) {
	wantRows(t, map[string][][2]int{"Event": {{1, 52}}})
}

// The rows of the checklist of attacks, likewise.
func TestAttacks_EachHasItsTest(t *testing.T) {
	wantRows(t, map[string][][2]int{
		"S": {{1, 15}}, "I": {{1, 16}}, "P": {{1, 11}}, "G": {{5, 5}}, "D": {{1, 6}, {10, 10}}, "L": {{1, 11}}, "M": {{1, 5}}, "N": {{1, 7}}, "X": {{1, 6}}, "A": {{3, 3}, {5, 5}, {11, 11}},
	})
}

// wantRows wants a test for each row in the spans of each series.
func wantRows(t *testing.T, series map[string][][2]int) {
	t.Helper()
	have := rowsTested(t)
	for name, spans := range series {
		for _, span := range spans {
			for n := span[0]; n <= span[1]; n++ {
				if row := fmt.Sprintf("%s%02d", name, n); !have[row] {
					t.Errorf("%s has no test", row)
				}
			}
		}
	}
}

// rowsTested are the rows that the tests of all packages name: Row23, S04.
func rowsTested(t *testing.T) map[string]bool {
	t.Helper()
	have := map[string]bool{}
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		for _, m := range rowTest.FindAllSubmatch(src, -1) {
			for _, row := range strings.Split(strings.TrimSuffix(string(m[1]), "_"), "_") {
				have[row] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return have
}
