package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"
)

// A Disk is a store in one folder.
type Disk struct {
	*yard
	dir string
}

// NewDisk opens the store in a folder, which is made if there is none. Close releases it.
func NewDisk(dir string) (*Disk, error) {
	y, err := openYard(dir)
	if err != nil {
		return nil, err
	}
	return &Disk{y, dir}, nil
}

// String is the path of the folder.
func (d *Disk) String() string {
	if whole, err := filepath.Abs(d.dir); err == nil {
		return whole
	}
	return d.dir
}

// Keep is that of Store: what came is moved to where its name says, and the same content from elsewhere replaced by itself.
func (d *Disk) Keep(_ context.Context, in *Incoming) error {
	to := where(in.Sum)
	dir := path.Dir(to)
	if err := d.root.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := d.root.Rename(in.path, to); err != nil {
		return err
	}
	in.path = ""
	for ; dir != "."; dir = path.Dir(dir) {
		if err := d.sync(dir); err != nil {
			return err
		}
	}
	return d.sync(".")
}

// sync brings the entries of a folder to the disk, without which a crash may forget a file that is on it.
func (d *Disk) sync(dir string) error {
	folder, err := d.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Open is that of Store.
func (d *Disk) Open(_ context.Context, sum string) (File, error) {
	if !isSum(sum) {
		return nil, ErrNotFound
	}
	file, err := d.root.Open(where(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open file: %w", err), file.Close())
	}
	return diskFile{file, info.Size()}, nil
}

// A diskFile is an open file whose size is known.
type diskFile struct {
	*os.File
	size int64
}

// Local is the file of this machine, for a process that reads it.
func (f diskFile) Local() *os.File { return f.File }

// Size is how many bytes it has.
func (f diskFile) Size() int64 { return f.size }

// Remove is that of Store.
func (d *Disk) Remove(_ context.Context, sum string) error {
	if !isSum(sum) {
		return ErrNotFound
	}
	if err := ignoreMissing(d.root.Remove(where(sum))); err != nil {
		return fmt.Errorf("remove file: %w", err)
	}
	return nil
}

// Each is that of Store.
func (d *Disk) Each(ctx context.Context, fn func(sum string, kept time.Time) error) error {
	return fs.WalkDir(d.root.FS(), ".", func(at string, entry fs.DirEntry, err error) error {
		switch {
		case err == nil:
			err = ctx.Err()
		case errors.Is(err, fs.ErrNotExist):
			return nil // removed meanwhile
		}
		if err != nil || entry.IsDir() || !isSum(entry.Name()) || at != where(entry.Name()) {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return ignoreMissing(err)
		}
		return fn(entry.Name(), info.ModTime())
	})
}

// where is the path of a file below the store: two levels of folders, so that none holds too many.
func where(sum string) string { return path.Join(sum[:2], sum[2:4], sum) }

// isSum says whether s is the name of a file as a store gives it. Nothing else is ever made part of a path.
func isSum(s string) bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
