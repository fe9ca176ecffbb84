package web

import (
	"bytes"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// zippers are kept for the next use, by level: making one takes longer than a page does.
var zippers [gzip.BestCompression + 1]sync.Pool

// Zipped compresses with gzip at one of its levels from BestSpeed to BestCompression.
func Zipped(body []byte, level int) []byte {
	w, _ := zippers[level].Get().(*gzip.Writer)
	if w == nil {
		w, _ = gzip.NewWriterLevel(nil, level) // the level is right
	}
	defer zippers[level].Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	_, _ = w.Write(body) // a bytes.Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// TakesGzip reads Accept-Encoding (RFC 9110, 12.5.3) as far as we need: gzip named and not refused with q=0.
func TakesGzip(accept string) bool {
	for _, part := range strings.Split(accept, ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		q := strings.TrimPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		return weight == "" || strings.Trim(q, "0.") != ""
	}
	return false
}
