package federation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/queue"
)

// DocumentVersion is one version of a document of this site. gone tells that it is a Tombstone.
func (s *Server) DocumentVersion(ctx context.Context, id int64, number int) (doc []byte, gone bool, err error) {
	it, v, err := s.site.Version(ctx, models.Viewer{}, id, number)
	if err != nil {
		return nil, false, err
	}
	if !it.Here() {
		return nil, false, errNoDocument
	}
	return s.write.Version(it, v)
}

// DocumentVersions is the history of a document of this site: its versions, newest first.
func (s *Server) DocumentVersions(ctx context.Context, id int64) ([]byte, error) {
	it, err := s.publicThread(ctx, id)
	if err != nil {
		return nil, err
	}
	if it.Kind != models.DocumentKind.Name || !it.Here() {
		return nil, errNoDocument
	}
	if err := s.site.Complete(ctx, nil, it); err != nil {
		return nil, err
	}
	return s.write.Versions(it)
}

// fetchCopy is the job that fetches the file of a document of another site, once somebody here asked for it. What comes is
// looked through like anything that people bring.
func (s *Server) fetchCopy(ctx context.Context, j *queue.Job) error {
	id, err := strconv.ParseInt(string(j.Payload), 10, 64)
	if err != nil {
		return fmt.Errorf("read job %q: %w", j.Payload, err)
	}
	v, err := s.site.CopyWanted(ctx, id)
	if err != nil || v == nil {
		return err
	}
	f, err := s.copyFile(WithBudget(ctx, hostOf(v.URL)), v)
	switch {
	case err == nil:
		return s.site.KeepCopy(ctx, id, f, "")
	case isFinal(err) || isAny(err, ErrTooSmall, errOtherFile):
		s.log.Info("a file of another site", "url", v.URL, "error", err)
		return s.site.KeepCopy(ctx, id, nil, whyNoCopy(v.URL, err))
	}
	return fmt.Errorf("fetch file: %w", err)
}

func (s *Server) copyFile(ctx context.Context, v *models.DocumentVersion) (*models.File, error) {
	if err := s.site.MayTakeFile(ctx, nil, nil, v.Size); err != nil {
		return nil, err // before anything is asked for
	}
	from, err := s.gate.OpenFile(ctx, v.URL, v.Size)
	if err != nil {
		return nil, err
	}
	f, err := s.site.TakeFile(ctx, nil, nil, v.Name, &checkedFile{from: from, sum: sha256.New(), digest: v.Digest})
	return f, errors.Join(err, from.Close())
}

// errOtherFile says that a file is not the one that was announced.
var errOtherFile = errors.New("it is another file than its site said")

// A checkedFile ends with errOtherFile instead of io.EOF where its digest is another.
type checkedFile struct {
	from   io.Reader
	sum    hash.Hash
	digest string
}

func (f *checkedFile) Read(into []byte) (int, error) {
	n, err := f.from.Read(into)
	f.sum.Write(into[:n])
	if err == io.EOF && models.DigestOf(hex.EncodeToString(f.sum.Sum(nil))) != f.digest {
		return n, errOtherFile
	}
	return n, err
}

// whyNoCopy says to people why there is no copy of a file.
func whyNoCopy(address string, err error) string {
	host := hostOf(address)
	var refused *models.Error
	switch {
	case isAny(err, errOtherFile, ErrTooLarge, ErrTooSmall):
		return host + " gave another file than it had said. It was not kept."
	case isAny(err, ErrDenied):
		return "This site does not deal with " + host + "."
	case errors.As(err, &refused):
		return refused.Error()
	}
	return host + " did not give the file."
}
