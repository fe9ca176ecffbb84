//go:build browser

package journeys

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation/processtest"
)

func TestMain(m *testing.M) { processtest.Main(m) }

// Every story is told in every way, each time with two new sites.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("stories/*.mjs")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no stories: %v", err)
	}
	for _, file := range files {
		for _, one := range tellings() {
			one.Story = strings.TrimSuffix(file, ".mjs")
			t.Run(filepath.Base(one.Story)+", "+one.String(), func(t *testing.T) {
				t.Parallel()
				one.Program = processtest.Program(t)
				one.Sites = []site{open(t, "north"), open(t, "south")}
				output, err := tell(t, one)
				if err != nil {
					t.Errorf("%v\n%s", err, output)
				}
			})
		}
	}
}

// open starts a new site.
func open(t *testing.T, name string) site {
	t.Helper()
	s := processtest.Start(t, nil)
	return site{Name: name, URL: s.URL, Welcome: s.Welcome(t), Env: s.Env}
}
