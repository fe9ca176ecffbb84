package blob_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/blob/blobtest"
)

func scanner(t *testing.T, where string) *blob.Scanner {
	t.Helper()
	s, err := blob.ReadScanner(where)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScanner_IsNamedAsPeopleNameIt(t *testing.T) {
	for where, want := range map[string]string{
		"tcp://localhost:3310":       "tcp://localhost:3310",
		"tcp://scanner":              "tcp://scanner:3310",
		"tcp://[::1]":                "tcp://[::1]:3310",
		"unix:///run/clamav/clamd.c": "unix:///run/clamav/clamd.c",
		"unix://relative":            "",
		"localhost:3310":             "",
		"http://localhost":           "",
		"tcp://":                     "",
		"tcp://host/path":            "",
	} {
		s, err := blob.ReadScanner(where)
		if want == "" {
			if err == nil {
				t.Errorf("%s is taken for %s", where, s)
			}
			continue
		}
		if err != nil || s.String() != want {
			t.Errorf("%s is %v, %v", where, s, err)
		}
	}
}

func TestEvent47_TheScannerFindsEICARWhereverItStands(t *testing.T) {
	clam := blobtest.NewClam(t)
	s := scanner(t, clam.Address)
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("it does not answer: %v", err)
	}
	long := bytes.Repeat([]byte("a"), 200_000)
	for name, c := range map[string]struct {
		content []byte
		found   string
	}{
		"alone":        {[]byte(blobtest.EICAR), "Eicar-Test-Signature"},
		"at the end":   {append(bytes.Clone(long), blobtest.EICAR...), "Eicar-Test-Signature"},
		"between":      {bytes.Join([][]byte{long[:65_520], []byte(blobtest.EICAR), long}, nil), "Eicar-Test-Signature"},
		"nowhere":      {long, ""},
		"nothing":      {nil, ""},
		"a whole part": {long[:64<<10], ""},
	} {
		if found, err := s.Scan(t.Context(), bytes.NewReader(c.content)); err != nil || found != c.found {
			t.Errorf("%s: %q, %v", name, found, err)
		}
	}
	clam.Limit = 70_000
	if _, err := s.Scan(t.Context(), bytes.NewReader(long)); !errors.Is(err, blob.ErrNotScanned) {
		t.Errorf("larger than it takes: %v", err)
	}
}

func TestEvent47_NothingIsTakenForCleanThatWasNotScanned(t *testing.T) {
	clam := blobtest.NewClam(t)
	s := scanner(t, clam.Address)
	broken := errors.New("the disk broke")
	if found, err := s.Scan(t.Context(), iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("a file that cannot be read: %q, %v", found, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Scan(ended, strings.NewReader("words")); err == nil {
		t.Error("it was scanned after its time")
	}
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Scan(short, waiting{short}); err == nil {
		t.Error("a scan that never ends has ended well")
	}
	clam.Down(true)
	if _, err := s.Scan(t.Context(), strings.NewReader("words")); err == nil {
		t.Error("a scanner that hangs up has scanned")
	}
	if err := s.Ping(t.Context()); err == nil {
		t.Error("a scanner that hangs up is there")
	}
}

// waiting gives nothing until its time is over.
type waiting struct{ ctx context.Context }

func (w waiting) Read([]byte) (int, error) {
	<-w.ctx.Done()
	return 0, w.ctx.Err()
}
