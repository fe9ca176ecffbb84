package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"
)

// A part is added to by one at a time, whichever process they ask: two lines that are open at once for one upload would else write
// into each other.
func TestParts_AreAddedToByOneProcessAtATime(t *testing.T) {
	dir, name := t.TempDir(), rand.Text()
	var here, there *Parts
	for _, p := range []**Parts{&here, &there} {
		opened, err := NewParts(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = opened.Close() })
		*p = opened
	}
	slow, line := io.Pipe()
	done := make(chan error)
	go func() {
		_, err := here.Append(context.Background(), name, 0, 10, slow)
		done <- err
	}()
	if _, err := line.Write([]byte("first")); err != nil {
		t.Fatal(err)
	}
	for _, p := range []*Parts{here, there} {
		if _, err := p.Append(t.Context(), name, 5, 10, strings.NewReader("other")); !errors.Is(err, ErrElsewhere) {
			t.Errorf("somebody else adds meanwhile: %v", err)
		}
	}
	if _, err := line.Write([]byte("after")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(line.Close(), <-done); err != nil {
		t.Fatal(err)
	}
	if ends, err := there.Append(t.Context(), name, 10, 10, strings.NewReader("")); ends != 10 || err != nil {
		t.Errorf("it ends at %d: %v", ends, err)
	}
	file, err := there.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if all, err := io.ReadAll(file); string(all) != "firstafter" || err != nil {
		t.Errorf("it holds %q: %v", all, err)
	}
}
