package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"
)

// StaticPath is where the router mounts Static.
const StaticPath = "/static/"

//go:embed static
var staticFiles embed.FS

// asset is one embedded file, ready to be sent.
type asset struct {
	url    string // with the hash of the content in its name
	kind   string // Content-Type
	plain  []byte
	zipped func() []byte // gzip, or nil when it would not be smaller; made when it is first asked for
}

// Both tables are filled once, at start. Nothing is compressed then: most commands serve no files, and what it takes
// beside the time, a megabyte for each file, would stay with a server at rest.
var assetsByName, assetsByURL = loadAssets()

// remarks are the lines of our own scripts that are for whoever reads them here: an eighth of what is sent otherwise. None of their
// strings goes over a line.
var remarks = regexp.MustCompile(`(?m)^[ \t]*//.*\n|^[ \t]+`)

func loadAssets() (byName, byURL map[string]*asset) {
	byName, byURL = map[string]*asset{}, map[string]*asset{}
	files, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		panic("web: embedded static files are missing: " + err.Error()) // a broken build, not input
	}
	for _, f := range files {
		content, err := fs.ReadFile(staticFiles, "static/"+f.Name())
		if err != nil {
			panic("web: embedded file cannot be read: " + err.Error())
		}
		if strings.HasSuffix(f.Name(), ".js") && !strings.HasSuffix(f.Name(), ".min.js") {
			content = remarks.ReplaceAll(content, nil)
		}
		a := newAsset(f.Name(), content)
		byName[f.Name()] = a
		byURL[a.url] = a
	}
	return byName, byURL
}

func newAsset(name string, content []byte) *asset {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	a := &asset{
		url:    StaticPath + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext,
		kind:   mime.TypeByExtension(ext),
		plain:  content,
		zipped: sync.OnceValue(func() []byte { return smaller(content) }),
	}
	switch ext { // not left to the machine's own table of types
	case ".css":
		a.kind = "text/css; charset=utf-8"
	case ".js":
		a.kind = "text/javascript; charset=utf-8"
	case ".svg":
		a.kind = "image/svg+xml"
	case ".txt":
		a.kind = "text/plain; charset=utf-8"
	}
	return a
}

// smaller is a file compressed as far as it goes, or nil when that gains nothing.
func smaller(content []byte) []byte {
	if small := Zipped(content, gzip.BestCompression); len(small) < len(content) {
		return small
	}
	return nil
}

// Asset returns the address of a file of web/static, with the hash of its content in it: Asset("app.css") is
// "/static/app.0123456789.css". It panics when there is no such file, which the tests of the templates would show.
func Asset(name string) string {
	a, ok := assetsByName[name]
	if !ok {
		panic("web: no static file " + name)
	}
	return a.url
}

// Static serves the files that Asset names. Their names change with their content, so browsers may keep them for a
// year. The handler expects the whole path, StaticPath included.
func Static() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := assetsByURL[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Vary", "Accept-Encoding")
		body := a.plain
		if TakesGzip(r.Header.Get("Accept-Encoding")) {
			if small := a.zipped(); small != nil {
				h.Set("Content-Encoding", "gzip")
				body = small
			}
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	})
}
