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

// incoming is the folder, beside those of the files, in which files are written until they are whole.
const incoming = "incoming"

// abandoned is the age from which a file in incoming is taken for one whose writer died.
const abandoned = 24 * time.Hour

// ErrTooLarge says that a file has more bytes than it may have. Nothing of it is kept.
var ErrTooLarge = errors.New("the file is too large")

// ErrNotFound says that there is no such file, or that the name cannot be one of a file here.
var ErrNotFound = errors.New("there is no such file")

// A Store keeps files in one folder. Several processes may use the same folder at once.
type Store struct {
	root *os.Root
}

// NewStore opens the store in a folder, which is made if there is none. Close releases it.
func NewStore(dir string) (*Store, error) {
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
	return &Store{root: root}, nil
}

// Close releases the folder. Files that were opened stay open.
func (s *Store) Close() error { return s.root.Close() }

// Put keeps what r gives, at most max bytes, and returns its name: the SHA-256 of the content in 64 lower-case
// hexadecimal digits. When it returns, the file is on the disk. On any error, ErrTooLarge among them, nothing is kept.
func (s *Store) Put(ctx context.Context, r io.Reader, max int64) (sum string, size int64, err error) {
	temporary := path.Join(incoming, rand.Text())
	file, err := s.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, fmt.Errorf("keep file: %w", err)
	}
	sum, size, err = fill(file, io.LimitReader(&untilDone{ctx, r}, max+1), max)
	if err == nil {
		err = s.place(temporary, sum)
	}
	if err != nil {
		return "", 0, errors.Join(fmt.Errorf("keep file: %w", err), ignoreMissing(s.root.Remove(temporary)))
	}
	return sum, size, nil
}

// fill writes r to a file, to the disk, and closes it.
func fill(file *os.File, r io.Reader, max int64) (sum string, size int64, err error) {
	defer func() { err = errors.Join(err, file.Close()) }()
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(file, hash), r)
	if err != nil {
		return "", 0, err
	}
	if size > max {
		return "", 0, ErrTooLarge
	}
	return hex.EncodeToString(hash.Sum(nil)), size, file.Sync()
}

// place moves a whole file to where its name says. The same content from elsewhere is only replaced by itself.
func (s *Store) place(temporary, sum string) error {
	to := where(sum)
	dir := path.Dir(to)
	if err := s.root.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := s.root.Rename(temporary, to); err != nil {
		return err
	}
	for ; dir != "."; dir = path.Dir(dir) {
		if err := s.sync(dir); err != nil {
			return err
		}
	}
	return s.sync(".")
}

// sync brings the entries of a folder to the disk, without which a crash may forget a file that is on it.
func (s *Store) sync(dir string) error {
	folder, err := s.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Open opens a file to be read; the caller closes it. A name of any other form than Put returns is ErrNotFound.
func (s *Store) Open(sum string) (*os.File, error) {
	if !isSum(sum) {
		return nil, ErrNotFound
	}
	file, err := s.root.Open(where(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return file, nil
}

// Remove takes a file out of the store; one that is not there is no error. The caller makes sure that nothing else has
// the same content: two people who upload the same picture share one file.
func (s *Store) Remove(sum string) error {
	if !isSum(sum) {
		return ErrNotFound
	}
	if err := ignoreMissing(s.root.Remove(where(sum))); err != nil {
		return fmt.Errorf("remove file: %w", err)
	}
	return nil
}

// Sweep removes what writers that died have left behind, a day after.
func (s *Store) Sweep(now time.Time) error {
	left, err := fs.ReadDir(s.root.FS(), incoming)
	if err != nil {
		return fmt.Errorf("sweep store of files: %w", err)
	}
	for _, entry := range left {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil && now.Sub(info.ModTime()) > abandoned {
			err = ignoreMissing(s.root.Remove(path.Join(incoming, entry.Name())))
		}
		if err != nil {
			return fmt.Errorf("sweep store of files: %w", err)
		}
	}
	return nil
}

// where is the path of a file below the store: two levels of folders, so that none holds too many.
func where(sum string) string { return path.Join(sum[:2], sum[2:4], sum) }

// isSum says whether s is a name as Put returns it. Nothing else is ever made part of a path.
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
