package processtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// root is the folder of the repository.
var root = sync.OnceValues(func() (string, error) {
	gomod, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find the repository: %w", err)
	}
	return filepath.Dir(string(gomod)), nil
})

var built struct {
	sync.Mutex
	folder, program string
}

// Main runs the tests of a package and takes away what Program has built for them. Call it from TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if built.folder != "" {
		_ = os.RemoveAll(built.folder)
	}
	os.Exit(code)
}

// Program is the path of the program, which is built once for all tests of a package; or what the variable PROGRAM names, such as
// a release.
func Program(t testing.TB) string {
	t.Helper()
	if p := os.Getenv("PROGRAM"); p != "" {
		return p
	}
	built.Lock()
	defer built.Unlock()
	if built.program != "" {
		return built.program
	}
	folder, err := os.MkdirTemp("", "folkmoot-program-")
	if err != nil {
		t.Fatal(err)
	}
	built.folder = folder
	path := filepath.Join(folder, "folkmoot")
	build := exec.Command("go", "build", "-o", path, "./cmd/folkmoot")
	build.Dir = Root(t)
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the program does not build: %v\n%s", err, output)
	}
	built.program = path
	return path
}

// Root is the folder of the repository.
func Root(t testing.TB) string {
	t.Helper()
	folder, err := root()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// Node is the Node.js that package-lock.json brings or, where npm has none for this system, the machine's own.
func Node(t testing.TB) string {
	t.Helper()
	for _, name := range []string{filepath.Join(Root(t), "node_modules", ".bin", "node"), "node"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("Node.js is missing: make test-browser and make test-peer install or name what they need")
	return ""
}
