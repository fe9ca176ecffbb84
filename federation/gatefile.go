package federation

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/folkmoot/folkmoot/models/limits"
)

// OpenFile begins to get a file of exactly size bytes, unsigned, and gives it as it comes: the caller reads it to its end
// and closes it. It promises what Fetch does, but that it may take limits.FileTime, and that no more of it than those bytes
// is ever read: a file of another size ends with ErrTooLarge or ErrTooSmall.
func (g *Gate) OpenFile(ctx context.Context, rawURL string, size int64) (io.ReadCloser, error) {
	ctx, cancel := context.WithTimeout(ctx, limits.FileTime)
	u, err := ParseURL(rawURL)
	for range limits.Redirects + 1 {
		if err != nil {
			break
		}
		var file io.ReadCloser
		var next *url.URL
		if file, next, err = g.fileHop(ctx, u, size); file != nil {
			return &sizedFile{from: file, left: size, end: cancel}, nil
		}
		if err == nil && next.Host != u.Host && stays(ctx) {
			err = fmt.Errorf("led to %s: %w", next.Host, ErrForeign)
		}
		u = next
	}
	cancel()
	if err == nil {
		err = ErrTooManyRedirects
	}
	return nil, fmt.Errorf("fetch file: %w", err)
}

// fileHop makes one request. It gives the file, or where to look for it.
func (g *Gate) fileHop(ctx context.Context, u *url.URL, size int64) (io.ReadCloser, *url.URL, error) {
	if err := spend(ctx, u.Host); err != nil {
		return nil, nil, err
	}
	resp, err := g.send(ctx, http.MethodGet, u, http.Header{"Accept": {"*/*"}}, nil, nil)
	if err != nil {
		return nil, nil, err
	}
	next, err := redirect(u, resp)
	switch e := resp.Header.Get("Content-Encoding"); {
	case err != nil || next != nil:
	case resp.StatusCode != http.StatusOK:
		rinse(resp.Body)
		err = &StatusError{resp.StatusCode, g.retryAfter(resp.Header)}
	case e != "" && !strings.EqualFold(e, "identity"):
		err = ErrEncoding
	case resp.ContentLength > size:
		err = ErrTooLarge
	case resp.ContentLength >= 0 && resp.ContentLength < size:
		err = ErrTooSmall
	default:
		return resp.Body, nil, nil
	}
	_ = resp.Body.Close() // nothing of it is wanted
	return nil, next, err
}

// A sizedFile gives exactly as many bytes as were promised.
type sizedFile struct {
	from io.ReadCloser
	left int64
	end  context.CancelFunc
}

func (f *sizedFile) Read(into []byte) (int, error) {
	n, err := f.from.Read(into)
	if int64(n) > f.left {
		return 0, ErrTooLarge
	}
	if f.left -= int64(n); err == io.EOF && f.left > 0 {
		return n, ErrTooSmall
	}
	return n, err
}

func (f *sizedFile) Close() error {
	defer f.end()
	return f.from.Close()
}
