package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"
)

// ErrElsewhere says that what was sent does not go on where the part ends.
var ErrElsewhere = errors.New("the part ends elsewhere")

// Parts keeps files of which only a part has come, in a folder of this machine. How long a part is, is what has come.
type Parts struct {
	root *os.Root

	mu   sync.Mutex
	busy map[string]bool
}

// NewParts opens the folder, which is made if there is none.
func NewParts(dir string) (*Parts, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open folder of uploads: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open folder of uploads: %w", err)
	}
	return &Parts{root: root, busy: map[string]bool{}}, nil
}

// Close releases the folder.
func (p *Parts) Close() error { return p.root.Close() }

// Len is how many bytes of a part have come; 0 where nothing has.
func (p *Parts) Len(name string) (int64, error) {
	if !isPart(name) {
		return 0, ErrNotFound
	}
	info, err := p.root.Stat(name)
	if err != nil {
		return 0, ignoreMissing(err)
	}
	return info.Size(), nil
}

// Append adds what r gives to a part, which must end at that place, up to whole bytes in all, and returns where it ends now. What came
// before an error is kept. While somebody appends, anybody else is told ErrElsewhere, in other processes that share the folder too.
func (p *Parts) Append(ctx context.Context, name string, at, whole int64, r io.Reader) (ends int64, err error) {
	if !isPart(name) {
		return 0, ErrNotFound
	}
	if !p.begin(name) {
		return at, ErrElsewhere
	}
	defer p.end(name)
	file, err := p.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return 0, fmt.Errorf("add to upload: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if !lockFile(file) {
		return at, ErrElsewhere
	}
	info, err := file.Stat()
	if err != nil {
		return 0, fmt.Errorf("add to upload: %w", err)
	}
	if ends = info.Size(); ends != at {
		return ends, ErrElsewhere
	}
	n, err := io.Copy(file, io.LimitReader(&untilDone{ctx, r}, whole-at))
	ends += n
	if err == nil && ends == whole {
		var more [1]byte
		if n, _ := r.Read(more[:]); n > 0 {
			err = ErrTooLarge
		}
	}
	return ends, err
}

func (p *Parts) begin(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy[name] {
		return false
	}
	p.busy[name] = true
	return true
}

func (p *Parts) end(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.busy, name)
}

// Open opens a part to be read; the caller closes it.
func (p *Parts) Open(name string) (*os.File, error) {
	if !isPart(name) {
		return nil, ErrNotFound
	}
	file, err := p.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	return file, err
}

// Remove drops a part; one that is not there is no error.
func (p *Parts) Remove(name string) error {
	if !isPart(name) {
		return ErrNotFound
	}
	return ignoreMissing(p.root.Remove(name))
}

// Sweep drops the parts to which nothing was added for two days, whoever knows of them.
func (p *Parts) Sweep(now time.Time) error {
	all, err := fs.ReadDir(p.root.FS(), ".")
	if err != nil {
		return fmt.Errorf("sweep uploads: %w", err)
	}
	var failed error
	for _, entry := range all {
		if info, err := entry.Info(); err == nil && isPart(entry.Name()) && now.Sub(info.ModTime()) > 2*abandoned {
			failed = errors.Join(failed, ignoreMissing(p.root.Remove(entry.Name())))
		}
	}
	return failed
}

// isPart says whether s is a name that crypto/rand.Text makes: letters of base 32 and nothing else.
func isPart(s string) bool {
	if len(s) < 26 || len(s) > 40 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'A' || c > 'Z') && (c < '2' || c > '7') {
			return false
		}
	}
	return true
}
