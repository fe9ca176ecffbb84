package federation

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/limits"
)

const okHead = "HTTP/1.1 200 OK\r\nContent-Type: application/activity+json\r\n"

// fetchFrom fetches from a loopback server with little patience, and says how long and how much memory it took.
func fetchFrom(t *testing.T, address string) (body []byte, took time.Duration, allocated uint64, err error) {
	t.Helper()
	g := newGate(GateConfig{Policy: allowAll{}, PrivateNetworks: loopback}, impatient, nil)
	defer g.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	got, err := g.Fetch(context.Background(), "http://"+address+"/", "", nil)
	took = time.Since(start)
	runtime.ReadMemStats(&after)
	if got != nil {
		body = got.Body
	}
	return body, took, after.TotalAlloc - before.TotalAlloc, err
}

func chunks(w io.Writer, n int) {
	fmt.Fprint(w, okHead+"Transfer-Encoding: chunked\r\n\r\n")
	for chunk := strings.Repeat("x", 1<<16); n > 0; n-- {
		if _, err := fmt.Fprintf(w, "%x\r\n%s\r\n", len(chunk), chunk); err != nil {
			return
		}
	}
	fmt.Fprint(w, "0\r\n\r\n")
}

func TestD01_ABodyMayBeOneMebibyteAndNoMore(t *testing.T) {
	sized := func(n int) func(net.Conn) {
		return func(c net.Conn) {
			fmt.Fprintf(c, okHead+"Content-Length: %d\r\n\r\n", n)
			_, _ = io.CopyN(c, bytes.NewReader(make([]byte, n)), int64(n))
		}
	}
	bomb := new(bytes.Buffer)
	z := gzip.NewWriter(bomb)
	_, _ = io.CopyN(z, zeros{}, 50<<20)
	z.Close()
	encoded := func(encoding string) func(net.Conn) {
		return func(c net.Conn) {
			fmt.Fprintf(c, okHead+"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s", encoding, bomb.Len(), bomb)
		}
	}
	for name, c := range map[string]struct {
		answer func(net.Conn)
		want   error
		bytes  int
	}{
		"the most that is allowed":     {sized(limits.FetchBytes), nil, limits.FetchBytes},
		"one byte more":                {sized(limits.FetchBytes + 1), ErrTooLarge, 0},
		"chunks that come to the most": {func(c net.Conn) { chunks(c, limits.FetchBytes>>16) }, nil, limits.FetchBytes},
		"chunks without end":           {func(c net.Conn) { chunks(c, 1<<30) }, ErrTooLarge, 0},
		"a length of 4 GiB":            {func(c net.Conn) { fmt.Fprint(c, okHead+"Content-Length: 4294967296\r\n\r\nx") }, ErrTooLarge, 0},
		"more than its length says":    {func(c net.Conn) { fmt.Fprint(c, okHead+"Content-Length: 5\r\n\r\nxxxxxxxxxxxxx") }, nil, 5},
		"less than its length says":    {func(c net.Conn) { fmt.Fprint(c, okHead+"Content-Length: 50\r\n\r\nxxxxx") }, io.ErrUnexpectedEOF, 0},
		"no length, until it closes":   {func(c net.Conn) { fmt.Fprint(c, "HTTP/1.0 200 OK\r\n\r\nxxxxx") }, nil, 5},
		"a bomb of gzip":               {encoded("gzip"), ErrEncoding, 0},
		"a stream of deflate":          {encoded("deflate"), ErrEncoding, 0},
		"an encoding within another":   {encoded("identity, gzip"), ErrEncoding, 0},
	} {
		t.Run(name, func(t *testing.T) {
			body, _, allocated, err := fetchFrom(t, answering(t, c.answer))
			if !errors.Is(err, c.want) || len(body) != c.bytes {
				t.Errorf("%d bytes, %v; want %d, %v", len(body), err, c.bytes, c.want)
			}
			if allocated > 16<<20 {
				t.Errorf("took %d MiB of memory", allocated>>20)
			}
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestD05_Event31_APeerThatStallsIsLeft(t *testing.T) {
	drip := func(c net.Conn, head, drop string) {
		fmt.Fprint(c, head)
		for {
			if _, err := fmt.Fprint(c, drop); err != nil {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	stall := func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }
	silent, _ := listening(t, stall)
	for name, address := range map[string]string{
		"a body that drips":        answering(t, func(c net.Conn) { drip(c, okHead+"Content-Length: 1000000\r\n\r\n", "x") }),
		"chunks that drip":         answering(t, func(c net.Conn) { drip(c, okHead+"Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n") }),
		"headers that never end":   answering(t, func(c net.Conn) { drip(c, okHead, "X: y\r\n") }),
		"interim answers for ever": answering(t, func(c net.Conn) { drip(c, "", "HTTP/1.1 103 Early Hints\r\n\r\n") }),
		"silence":                  silent,
		"silence after the head":   answering(t, func(c net.Conn) { fmt.Fprint(c, okHead+"Content-Length: 5\r\n\r\n"); stall(c) }),
	} {
		t.Run(name, func(t *testing.T) {
			if _, took, _, err := fetchFrom(t, address); err == nil || took > 4*impatient.request {
				t.Errorf("took %v: %v", took, err)
			}
		})
	}
	t.Run("TLS that never begins", func(t *testing.T) {
		g := newGate(GateConfig{Policy: allowAll{}, PrivateNetworks: loopback}, impatient, nil)
		start := time.Now()
		_, err := g.Post(t.Context(), "https://"+silent+"/inbox", []byte("{}"), nil)
		if took := time.Since(start); err == nil || took > 4*impatient.request {
			t.Errorf("took %v: %v", took, err)
		}
	})
}

func TestD05_Event31_TheTimesAreThoseOfTheList(t *testing.T) {
	g := NewGate(GateConfig{})
	if g.wait != (patience{limits.RequestTime, limits.DialTime, limits.HandshakeTime, limits.HeaderTime}) || limits.RequestTime > 10*time.Second {
		t.Errorf("waits %v", g.wait)
	}
	if tr := g.secure.(*http.Transport); tr.ResponseHeaderTimeout != limits.HeaderTime || tr.Proxy != nil || tr.MaxResponseHeaderBytes != limits.HeaderBytes {
		t.Errorf("transport %+v", tr)
	}
}

func TestD01_HeadersAreBoundedToo(t *testing.T) {
	address := answering(t, func(c net.Conn) {
		fmt.Fprint(c, okHead)
		for line := "X: " + strings.Repeat("y", 1000) + "\r\n"; ; {
			if _, err := fmt.Fprint(c, line); err != nil {
				return
			}
		}
	})
	if _, _, allocated, err := fetchFrom(t, address); err == nil || allocated > 16<<20 {
		t.Errorf("%v, %d bytes of memory", err, allocated)
	}
}
