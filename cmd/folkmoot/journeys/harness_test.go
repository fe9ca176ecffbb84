//go:build browser

package journeys

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/processtest"
)

// A telling is one way in which a story is told. It is what lib.mjs finds in the variable TELLING.
type telling struct {
	Story      string   `json:"story"` // stories/NAME, or checks/NAME for those of the harness itself
	JavaScript bool     `json:"javaScript"`
	Width      int      `json:"width"` // of the window, in CSS pixels
	Chromium   string   `json:"chromium"`
	Pictures   string   `json:"pictures"` // the folder for screenshots
	Program    string   `json:"program"`  // the folkmoot that was built for these tests
	Sites      []site   `json:"sites"`
	Pages      []string `json:"pages"` // for the gallery alone
}

// tell runs one story to its end and returns what it printed; an error means that the story ended badly.
func tell(t *testing.T, one telling) (string, error) {
	t.Helper()
	one.Chromium = chromium(t)
	one.Pictures = pictures(t)
	told, err := json.Marshal(one)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, processtest.Node(t), "tell.mjs")
	cmd.Env = append(os.Environ(), "TELLING="+string(told))
	// Chromium goes with Node.js when it is asked to end, and is left behind when it is killed.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	output, err := cmd.CombinedOutput()
	return string(output), err
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	t.Fatal("Chromium is missing: make test-browser installs or names what these tests need")
	return ""
}

// pictures is where screenshots go: PICTURES, or a folder of that purpose among the temporary ones.
func pictures(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("PICTURES")
	if folder == "" {
		folder = filepath.Join(os.TempDir(), "folkmoot-journeys")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}
