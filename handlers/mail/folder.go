package mail

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// keptLetters is how many letters a folder holds; the oldest make room for new ones.
const keptLetters = 1000

// letterSuffix ends the names of letters in a folder.
const letterSuffix = ".eml"

// A folder is where letters are kept that go nowhere. Nobody but the user that runs the site can look into it.
type folder struct{ path string }

// keep writes a letter, whole or not at all, and returns its name.
func (f *folder) keep(id int64, m *gomail.Msg) (name string, err error) {
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return "", fmt.Errorf("make the folder of letters: %w", err)
	}
	file, err := os.CreateTemp(f.path, ".letter-*") // of mode 0600
	if err != nil {
		return "", fmt.Errorf("keep letter: %w", err)
	}
	_, err = m.WriteTo(file)
	if err = errors.Join(err, file.Close()); err == nil {
		name = fmt.Sprintf("%019d%s", id, letterSuffix)
		err = os.Rename(file.Name(), filepath.Join(f.path, name))
	}
	if err != nil {
		return "", fmt.Errorf("keep letter: %w", errors.Join(err, os.Remove(file.Name())))
	}
	return name, f.makeRoom()
}

func (f *folder) makeRoom() error {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return fmt.Errorf("make room for letters: %w", err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), letterSuffix) {
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	for _, name := range names[:max(0, len(names)-keptLetters)] {
		if err := os.Remove(filepath.Join(f.path, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("make room for letters: %w", err)
		}
	}
	return nil
}

// open is a letter that is kept.
func (f *folder) open(name string) (*netmail.Message, error) {
	if name != filepath.Base(name) || !strings.HasSuffix(name, letterSuffix) {
		return nil, fs.ErrNotExist
	}
	raw, err := os.ReadFile(filepath.Join(f.path, name))
	if err != nil {
		return nil, fmt.Errorf("open letter: %w", err)
	}
	m, err := netmail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		return nil, fmt.Errorf("open letter: %w", err)
	}
	return m, nil
}
