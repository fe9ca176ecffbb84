package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var rowTest = regexp.MustCompile(`(?m)^func TestRow(\d\d)_`)

// The rows of the conformance checklist that concern what is built so far: the test of a row bears its number.
func TestRows_EachHasItsTest(t *testing.T) {
	have := map[int]bool{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		for _, m := range rowTest.FindAllSubmatch(src, -1) {
			n, _ := strconv.Atoi(string(m[1]))
			have[n] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, span := range [][2]int{{1, 20}, {22, 75}, {78, 89}} {
		for n := span[0]; n <= span[1]; n++ {
			if !have[n] {
				t.Errorf("row %02d has no test", n)
			}
		}
	}
}
