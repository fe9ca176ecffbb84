package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"
)

// incoming is the folder in which files are written until they are whole.
const incoming = "incoming"

// abandoned is the age from which a file in incoming is taken for one whose writer died.
const abandoned = 24 * time.Hour

// An Incoming is a file that has come whole and lies on this machine, where it can be looked at before it is kept.
type Incoming struct {
	Sum  string // SHA-256, 64 hexadecimal digits
	Size int64  // bytes

	file *os.File
	root *os.Root
	path string // below root; "" once it has been moved to where it stays
}

// ReadAt reads of it, from any place.
func (in *Incoming) ReadAt(p []byte, at int64) (int, error) { return in.file.ReadAt(p, at) }

// Close lets go of it. What was not kept is gone.
func (in *Incoming) Close() error {
	err := in.file.Close()
	if in.path != "" {
		err = errors.Join(err, ignoreMissing(in.root.Remove(in.path)))
	}
	return err
}

// A yard is a folder of this machine in which files wait until they are kept.
type yard struct {
	root *os.Root
}

// openYard opens the folder, which is made if there is none.
func openYard(dir string) (*yard, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open store of files: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open store of files: %w", err)
	}
	if err := root.MkdirAll(incoming, 0o700); err != nil {
		return nil, errors.Join(fmt.Errorf("open store of files: %w", err), root.Close())
	}
	return &yard{root}, nil
}

// Receive is that of Store.
func (y *yard) Receive(ctx context.Context, r io.Reader, max int64) (*Incoming, error) {
	in := &Incoming{root: y.root, path: path.Join(incoming, rand.Text())}
	var err error
	in.file, err = y.root.OpenFile(in.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("receive file: %w", err)
	}
	if err := in.fill(io.LimitReader(&untilDone{ctx, r}, max+1), max); err != nil {
		return nil, errors.Join(fmt.Errorf("receive file: %w", err), in.Close())
	}
	return in, nil
}

// fill writes r to the file, and to the disk.
func (in *Incoming) fill(r io.Reader, max int64) (err error) {
	hash := sha256.New()
	in.Size, err = io.Copy(io.MultiWriter(in.file, hash), r)
	if err != nil {
		return err
	}
	if in.Size > max {
		return ErrTooLarge
	}
	in.Sum = hex.EncodeToString(hash.Sum(nil))
	return in.file.Sync()
}

// Sweep is that of Store.
func (y *yard) Sweep(now time.Time) error {
	left, err := fs.ReadDir(y.root.FS(), incoming)
	if err != nil {
		return fmt.Errorf("sweep store of files: %w", err)
	}
	for _, entry := range left {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil && now.Sub(info.ModTime()) > abandoned {
			err = ignoreMissing(y.root.Remove(path.Join(incoming, entry.Name())))
		}
		if err != nil {
			return fmt.Errorf("sweep store of files: %w", err)
		}
	}
	return nil
}

// Close is that of Store.
func (y *yard) Close() error { return y.root.Close() }

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// untilDone reads until its context is done.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}
