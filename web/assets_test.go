package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
)

func fetch(t *testing.T, path, encoding string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	w := httptest.NewRecorder()
	Static().ServeHTTP(w, r)
	return w.Result()
}

func TestStatic_ServesWhatAssetNamesForAYear(t *testing.T) {
	url := Asset("app.css")
	if !regexp.MustCompile(`^/static/app\.[0-9a-f]{10}\.css$`).MatchString(url) {
		t.Fatalf("Asset gives %s", url)
	}
	got := fetch(t, url, "")
	body, _ := io.ReadAll(got.Body)
	if got.StatusCode != http.StatusOK || !bytes.Contains(body, []byte(".fm-masthead")) {
		t.Fatalf("status %d, %d bytes", got.StatusCode, len(body))
	}
	for header, want := range map[string]string{
		"Cache-Control": "public, max-age=31536000, immutable", "Content-Type": "text/css; charset=utf-8",
		"X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding", "Content-Encoding": "",
	} {
		if h := got.Header.Get(header); h != want {
			t.Errorf("%s: %q, want %q", header, h, want)
		}
	}
}

func TestStatic_SendsGzipOnlyToThoseWhoTakeIt(t *testing.T) {
	url := Asset("app.css")
	for accept, zipped := range map[string]bool{
		"gzip": true, "br, gzip;q=0.5": true, "GZIP": true, "": false, "br": false, "gzip;q=0": false, "gzip; q=0.0": false,
	} {
		got := fetch(t, url, accept)
		if is := got.Header.Get("Content-Encoding") == "gzip"; is != zipped {
			t.Errorf("Accept-Encoding %q: zipped is %v", accept, is)
		}
	}
	zipped, err := gzip.NewReader(fetch(t, url, "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	back, err := io.ReadAll(zipped)
	if err != nil || !bytes.Equal(back, assetsByName["app.css"].plain) {
		t.Errorf("what was unzipped is not the file (%v)", err)
	}
}

func TestStatic_KnowsNoOtherNames(t *testing.T) {
	for _, path := range []string{"/static/", "/static/app.css", "/static/app.0000000000.css", "/static/../page.go"} {
		if got := fetch(t, path, ""); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
}

func TestAssets_ScriptsAreSentWithoutTheirRemarks(t *testing.T) {
	for _, name := range []string{"app.js", "upload.js"} {
		for line := range strings.Lines(string(assetsByName[name].plain)) {
			if strings.HasPrefix(strings.TrimSpace(line), "//") {
				t.Errorf("%s says %s", name, line)
			}
		}
		src, err := os.ReadFile("static/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(src)) {
			if strings.Count(line, "`")%2 != 0 {
				t.Errorf("a text in %s goes over its line: %s", name, line)
			}
		}
	}
}

// The promise is 60 KB for a first view without pictures: page, stylesheet, scripts and icons, as they are sent.
func TestFirstView_IsAtMost60KB(t *testing.T) {
	for _, s := range stories() {
		var page, zipped bytes.Buffer
		if err := Layout(s.page, s.content).Render(context.Background(), &page); err != nil {
			t.Fatal(err)
		}
		w := gzip.NewWriter(&zipped)
		if _, err := w.Write(page.Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		total := zipped.Len() + len(Theme(DefaultAccent))
		for _, name := range []string{"app.css", "app.js", "upload.js", "htmx.min.js", "icons.svg", "mark.svg"} {
			total += len(assetsByName[name].zipped())
		}
		if total > 60_000 {
			t.Errorf("%s weighs %d bytes", s.name, total)
		}
	}
}

func TestScripts_AddNoStylesAndEvaluateNothing(t *testing.T) {
	for _, name := range []string{"app.js", "upload.js"} {
		script := string(assetsByName[name].plain)
		for _, banned := range []string{"eval(", "new Function", ".style", "innerHTML", "http://"} {
			if strings.Contains(script, banned) {
				t.Errorf("%s holds %s", name, banned)
			}
		}
	}
}
