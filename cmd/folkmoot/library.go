package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

type importCommands struct {
	Library importLibraryCommand `cmd:"" help:"Take a folder of files into the library of a community. What is there already is left as it is."`
}

type exportCommands struct {
	Library exportLibraryCommand `cmd:"" help:"Write the library of a community into a folder, with all versions and what is said of them."`
}

// manifestName is the file beside an exported library that says what its files do not.
const manifestName = "manifest.json"

// A manifest says of each document what its files do not.
type manifest struct {
	Documents []manifestDocument `json:"documents"`
}

type manifestDocument struct {
	Title    string            `json:"title"`
	Abstract string            `json:"abstract,omitempty"` // Markdown
	Folder   string            `json:"folder,omitempty"`   // "Policies/2026"
	Authors  string            `json:"authors,omitempty"`
	Licence  string            `json:"licence,omitempty"`
	Cite     string            `json:"cite,omitempty"`
	Review   string            `json:"review,omitempty"`
	Replaces string            `json:"replaces,omitempty"`
	Versions []manifestVersion `json:"versions"` // the oldest first
}

type manifestVersion struct {
	File string `json:"file"` // its path below the folder, with slashes
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
}

// progress draws how far a long command is, on the terminal alone.
func (sh *shell) progress(done, of int, what string) {
	const width = 30
	full := width
	if of > 0 {
		full = width * done / of
	}
	fmt.Fprintf(sh.err, "\r[%s%s] %d of %d %-40.40s", strings.Repeat("#", full), strings.Repeat(".", width-full), done, of, what)
	if done == of {
		fmt.Fprintln(sh.err)
	}
}

// beside writes a line of its own where progress draws.
func (sh *shell) beside(line string) { fmt.Fprintf(sh.err, "\r%-80s\n", line) }

// writeNew writes a file below a folder, and makes the folders around it. Nothing is written outside, whatever it is called and
// whatever link is there already.
func writeNew(dir *os.Root, path string, from io.Reader) error {
	if err := dir.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	to, err := dir.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if closeErr := to.Close(); err == nil {
		err = closeErr
	}
	return err
}
