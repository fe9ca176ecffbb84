package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrTooLarge says that a file has more bytes than it may have. Nothing of it is kept.
var ErrTooLarge = errors.New("the file is too large")

// ErrNotFound says that there is no such file, or that the name cannot be one of a file here.
var ErrNotFound = errors.New("there is no such file")

// A Store keeps files, each under its sum: the SHA-256 of its content in 64 lower-case hexadecimal digits. Several processes
// may use the same store at once. A file is there whole or not at all.
type Store interface {
	// Receive reads what r gives, at most max bytes, and holds it on this machine until it is kept or closed. On any error,
	// ErrTooLarge among them, nothing is left of it.
	Receive(ctx context.Context, r io.Reader, max int64) (*Incoming, error)
	// Keep puts what was received under its sum. When it returns, it will be there after a crash. It takes the place of what
	// has the same content, and is from now on as young as if there had been none.
	Keep(ctx context.Context, in *Incoming) error
	// Open opens a file to be read; the caller closes it. It is ErrNotFound where there is none, and for a name of any other
	// form than that of a sum.
	Open(ctx context.Context, sum string) (File, error)
	// Remove takes a file out of the store; one that is not there is no error. The caller makes sure that nothing else has
	// the same content: two people who upload the same picture share one file.
	Remove(ctx context.Context, sum string) error
	// Each calls fn for every file, with when it was last kept, until that gives an error.
	Each(ctx context.Context, fn func(sum string, kept time.Time) error) error
	// Sweep removes what those who died while they received something have left behind, a day after.
	Sweep(now time.Time) error
	// String says where it is, without anything secret.
	String() string
	// Close releases the store. Files that were opened stay open.
	Close() error
}

// A File is one that was opened to be read.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
	Size() int64 // in bytes
}

// Put keeps what r gives, at most max bytes, and returns its sum and its size in bytes. When it returns, the file will be
// there after a crash. On any error nothing is kept.
func Put(ctx context.Context, s Store, r io.Reader, max int64) (sum string, size int64, err error) {
	in, err := s.Receive(ctx, r, max)
	if err != nil {
		return "", 0, err
	}
	err = errors.Join(s.Keep(ctx, in), in.Close())
	if err != nil {
		return "", 0, fmt.Errorf("keep file: %w", err)
	}
	return in.Sum, in.Size, nil
}
