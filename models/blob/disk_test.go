package blob

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
)

func newStore(t *testing.T) (*Disk, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	s, err := NewDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, dir
}

// files lists the files below a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const helloSum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

func TestStore_KeepsAFileUnderItsSum(t *testing.T) {
	s, dir := newStore(t)
	for range 2 {
		sum, size, err := Put(t.Context(), s, strings.NewReader("hello"), 5)
		if err != nil || sum != helloSum || size != 5 {
			t.Fatalf("Put: %s, %d, %v", sum, size, err)
		}
	}
	if found := files(t, dir); len(found) != 1 {
		t.Errorf("the same content is kept %d times: %v", len(found), found)
	}
	file, err := s.Open(t.Context(), helloSum)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(file)
	if err := errors.Join(err, file.Close()); err != nil || string(content) != "hello" {
		t.Errorf("read %q, %v", content, err)
	}
	for range 2 {
		if err := s.Remove(t.Context(), helloSum); err != nil {
			t.Errorf("Remove: %v", err)
		}
	}
	if _, err := s.Open(t.Context(), helloSum); !errors.Is(err, ErrNotFound) {
		t.Errorf("Open after Remove: %v", err)
	}
}

func TestStore_KeepsNothingOfAFileThatFails(t *testing.T) {
	s, dir := newStore(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	broken := errors.New("the line broke")
	for name, c := range map[string]struct {
		ctx  context.Context
		r    io.Reader
		want error
	}{
		"too large":   {t.Context(), strings.NewReader("123456"), ErrTooLarge},
		"never ends":  {t.Context(), rand.Reader, ErrTooLarge},
		"breaks off":  {t.Context(), io.MultiReader(strings.NewReader("123"), iotest.ErrReader(broken)), broken},
		"is given up": {gone, strings.NewReader("123"), context.Canceled},
	} {
		if sum, _, err := Put(c.ctx, s, c.r, 5); !errors.Is(err, c.want) || sum != "" {
			t.Errorf("%s: %q, %v", name, sum, err)
		}
	}
	if found := files(t, dir); len(found) != 0 {
		t.Errorf("left behind: %v", found)
	}
}

func TestStore_TakesTheSameFileFromManyAtOnce(t *testing.T) {
	s, dir := newStore(t)
	content := bytes.Repeat([]byte("file"), 10_000)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			sum, _, err := Put(t.Context(), s, bytes.NewReader(content), 1<<20)
			if err != nil {
				t.Error(err)
				return
			}
			file, err := s.Open(t.Context(), sum)
			if err != nil {
				t.Error(err)
				return
			}
			got, err := io.ReadAll(file)
			if err := errors.Join(err, file.Close()); err != nil || !bytes.Equal(got, content) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
		})
	}
	all.Wait()
	if found := files(t, dir); len(found) != 1 {
		t.Errorf("%d files", len(found))
	}
}

func TestM01_NoNameReachesOutsideTheStore(t *testing.T) {
	s, dir := newStore(t)
	secret := filepath.Join(filepath.Dir(dir), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Put(t.Context(), s, strings.NewReader("hello"), 5); err != nil {
		t.Fatal(err)
	}
	names := []string{
		"", ".", "..", "../secret", "../../secret", `..\secret`, "/etc/passwd", secret, "incoming", "incoming/x", "CON", "NUL", "aux.jpg", "a\x00b",
		strings.Repeat("a", 4096), strings.Repeat("../", 21) + "x", strings.ToUpper(helloSum), helloSum + "\x00", helloSum + "/..", helloSum[:63], helloSum + "0",
		"2c/f2/" + helloSum, helloSum[:63] + "g", helloSum[:62] + "..", "%2e%2e%2fsecret", strings.Repeat("é", 32), "." + helloSum[1:], "/" + helloSum[1:],
	}
	for _, name := range names {
		if file, err := s.Open(t.Context(), name); !errors.Is(err, ErrNotFound) || file != nil {
			t.Errorf("Open(%q): %v", name, err)
		}
		if err := s.Remove(t.Context(), name); !errors.Is(err, ErrNotFound) {
			t.Errorf("Remove(%q): %v", name, err)
		}
	}
	if _, err := os.Stat(secret); err != nil {
		t.Error("a file outside the store is gone")
	}
	if found := files(t, dir); len(found) != 1 {
		t.Errorf("the store holds %v", found)
	}
}

func TestM01_NoLinkInTheStoreLeadsOutside(t *testing.T) {
	s, dir := newStore(t)
	secret := filepath.Join(filepath.Dir(dir), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(dir, filepath.FromSlash(where(helloSum)))
	if err := errors.Join(os.MkdirAll(filepath.Dir(place), 0o700), os.Symlink(secret, place)); err != nil {
		t.Fatal(err)
	}
	if file, err := s.Open(t.Context(), helloSum); err == nil {
		_ = file.Close()
		t.Error("a link out of the store was followed")
	}
}

func TestStore_SweepsOnlyWhatWasAbandoned(t *testing.T) {
	s, dir := newStore(t)
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for name, age := range map[string]time.Duration{"old": 25 * time.Hour, "new": time.Hour} {
		path := filepath.Join(dir, incoming, name)
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chtimes(path, now.Add(-age), now.Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := Put(t.Context(), s, strings.NewReader("hello"), 5); err != nil {
		t.Fatal(err)
	}
	if err := s.Sweep(now); err != nil {
		t.Fatal(err)
	}
	if found := files(t, dir); len(found) != 2 || strings.Contains(strings.Join(found, " "), "old") {
		t.Errorf("after the sweep: %v", found)
	}
}
