package blob_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/blob/blobtest"
)

// eachStore runs fn on a store of each sort; dir is where files wait.
func eachStore(t *testing.T, fn func(t *testing.T, s blob.Store, dir string)) {
	t.Helper()
	t.Run("disk", func(t *testing.T) {
		dir := t.TempDir()
		s, err := blob.NewDisk(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		fn(t, s, dir)
	})
	t.Run("s3", func(t *testing.T) {
		b, err := blob.ReadBucket(blobtest.NewS3(t).Address)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		s, err := blob.NewS3(b, dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		fn(t, s, dir)
	})
}

func put(t *testing.T, s blob.Store, content []byte) string {
	t.Helper()
	sum, size, err := blob.Put(t.Context(), s, bytes.NewReader(content), int64(len(content)))
	if err != nil || size != int64(len(content)) {
		t.Fatalf("put %d bytes: %d, %v", len(content), size, err)
	}
	return sum
}

func TestStores_KeepWhatTheyAreGivenWherePlacesCanBeRead(t *testing.T) {
	eachStore(t, func(t *testing.T, s blob.Store, dir string) {
		large := make([]byte, 40<<20) // in several parts
		_, _ = rand.Read(large)
		for _, content := range [][]byte{[]byte("hello"), large} {
			sum := put(t, s, content)
			if again := put(t, s, content); again != sum {
				t.Errorf("the same content is %s and %s", sum, again)
			}
			file, err := s.Open(t.Context(), sum)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(file)
			if err != nil || !bytes.Equal(got, content) || file.Size() != int64(len(content)) {
				t.Errorf("%d bytes of %d, %v", len(got), file.Size(), err)
			}
			if _, err := file.Seek(-2, io.SeekEnd); err != nil {
				t.Error(err)
			}
			if end, err := io.ReadAll(file); err != nil || !bytes.Equal(end, content[len(content)-2:]) {
				t.Errorf("the end is %x, %v", end, err)
			}
			some := make([]byte, 3)
			if _, err := file.ReadAt(some, 1); err != nil || !bytes.Equal(some, content[1:4]) {
				t.Errorf("at 1 stands %x, %v", some, err)
			}
			if err := file.Close(); err != nil {
				t.Error(err)
			}
		}
		var all []string
		err := s.Each(t.Context(), func(sum string, kept time.Time) error {
			if time.Since(kept).Abs() > time.Hour {
				t.Errorf("%s was kept at %s", sum, kept)
			}
			all = append(all, sum)
			return nil
		})
		if err != nil || len(all) != 2 {
			t.Errorf("it holds %v, %v", all, err)
		}
		for _, sum := range slices.Concat(all, all) { // twice is no error
			if err := s.Remove(t.Context(), sum); err != nil {
				t.Error(err)
			}
			if _, err := s.Open(t.Context(), sum); !errors.Is(err, blob.ErrNotFound) {
				t.Errorf("after its removal: %v", err)
			}
		}
		if err := blob.Check(t.Context(), s); err != nil {
			t.Errorf("it is not well: %v", err)
		}
		nothingWaits(t, dir)
	})
}

func nothingWaits(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir + "/incoming")
	if err != nil || len(left) > 0 {
		t.Errorf("left waiting: %v, %v", left, err)
	}
}

func TestStores_KeepNothingOfWhatFails(t *testing.T) {
	eachStore(t, func(t *testing.T, s blob.Store, dir string) {
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		broken := errors.New("the line broke")
		for name, c := range map[string]struct {
			ctx  context.Context
			r    io.Reader
			want error
		}{
			"too large":   {t.Context(), strings.NewReader("123456"), blob.ErrTooLarge},
			"never ends":  {t.Context(), rand.Reader, blob.ErrTooLarge},
			"breaks off":  {t.Context(), io.MultiReader(strings.NewReader("123"), iotest.ErrReader(broken)), broken},
			"is given up": {gone, strings.NewReader("123"), context.Canceled},
		} {
			if sum, _, err := blob.Put(c.ctx, s, c.r, 5); !errors.Is(err, c.want) || sum != "" {
				t.Errorf("%s: %q, %v", name, sum, err)
			}
		}
		if err := s.Each(t.Context(), func(sum string, _ time.Time) error { return errors.New(sum) }); err != nil {
			t.Errorf("kept all the same: %v", err)
		}
		nothingWaits(t, dir)
	})
}

func TestM01_NoNameReachesOutsideAnyStore(t *testing.T) {
	eachStore(t, func(t *testing.T, s blob.Store, _ string) {
		sum := put(t, s, []byte("hello"))
		for _, name := range []string{"", "..", "../x", "incoming", "CON", "a\x00b", strings.Repeat("a", 4096), strings.ToUpper(sum), sum + "/..", sum[:63], sum + "?versionId=1"} {
			if file, err := s.Open(t.Context(), name); !errors.Is(err, blob.ErrNotFound) || file != nil {
				t.Errorf("Open(%.50q): %v", name, err)
			}
			if err := s.Remove(t.Context(), name); !errors.Is(err, blob.ErrNotFound) {
				t.Errorf("Remove(%.50q): %v", name, err)
			}
		}
	})
}

func TestS3_SaysThatItIsAwayAndNeverItsSecret(t *testing.T) {
	away := blobtest.NewS3(t)
	b, err := blob.ReadBucket(away.Address)
	if err != nil {
		t.Fatal(err)
	}
	s, err := blob.NewS3(b, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	away.Down(true)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := blob.Check(ctx, s); err == nil || strings.Contains(err.Error(), "cret") || strings.Contains(s.String(), "cret") {
		t.Errorf("%s: %v", s, err)
	}
}

func TestBucket_IsNamedAsPeopleNameIt(t *testing.T) {
	for address, want := range map[string]string{
		"s3://key:se%2Fcret@store.example/files?region=eu-west-2": "s3://store.example/files",
		"s3://store.example:9000/files?insecure=1":                "s3://store.example:9000/files",
		"s3://key@store.example/files":                            "",
		"s3://store.example":                                      "",
		"s3:///files":                                             "",
		"s3://store.example/files/below":                          "",
		"https://store.example/files":                             "",
		"/var/lib/files":                                          "",
	} {
		b, err := blob.ReadBucket(address)
		if want == "" {
			if err == nil {
				t.Errorf("%s is taken for %s", address, b)
			}
			continue
		}
		if err != nil || b.String() != want {
			t.Errorf("%s is %v, %v", address, b, err)
		}
	}
}
