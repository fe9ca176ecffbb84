//go:build browser

package journeys

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The pages that web's tests draw with made-up content show states which are hard to bring about on a running site.
func TestGallery_EveryPageThatWebDrawsIsSound(t *testing.T) {
	folder := t.TempDir()
	draw := exec.Command("go", "test", "-count=1", "-run", "TestStories", "./web")
	draw.Dir = "../../.."
	draw.Env = append(os.Environ(), "STORIES="+folder)
	if output, err := draw.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	pages, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("web drew no page: %v", err)
	}
	for i := range pages {
		pages[i] = filepath.Base(pages[i])
	}
	rooms := http.NewServeMux()
	rooms.Handle("/", compressed(http.FileServer(http.Dir(folder))))
	rooms.HandleFunc("/pictures/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		_, _ = io.WriteString(w, `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"/>`)
	})
	server := httptest.NewServer(rooms)
	t.Cleanup(server.Close)
	// The pages do nothing, so that two tellings show what four would.
	for _, one := range []telling{{JavaScript: true, Width: 1280}, {Width: 360}} {
		t.Run(one.String(), func(t *testing.T) {
			t.Parallel()
			one.Story, one.Pages = "checks/gallery", pages
			one.Sites = []site{{Name: "gallery", URL: server.URL}}
			if output, err := tell(t, one); err != nil {
				t.Errorf("%v\n%s", err, output)
			}
		})
	}
}

// compressed sends text as the program does, so that pages weigh the same.
func compressed(files http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".svg") || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			files.ServeHTTP(w, r)
			return
		}
		r.Header.Del("Range")
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		defer zip.Close()
		files.ServeHTTP(zipped{w, zip}, r)
	})
}

// zipped is an answer whose body goes through gzip.
type zipped struct {
	http.ResponseWriter
	zip io.Writer
}

func (z zipped) Write(b []byte) (int, error) { return z.zip.Write(b) }
