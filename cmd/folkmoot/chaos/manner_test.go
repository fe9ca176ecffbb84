//go:build chaos

package chaos

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// A manner is how a peer answers what is delivered to it, when it does not as it should.
type manner func(w http.ResponseWriter, r *http.Request)

// busyFor is how long a busy peer asks to be left alone.
const busyFor = 6 * time.Second

// bad are the ways in which a peer can be bad company.
var bad = map[string]manner{
	"hangs": func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	},
	"drips": func(w http.ResponseWriter, r *http.Request) {
		raw(w, func(conn net.Conn) {
			for _, b := range []byte("HTTP/1.1 202 Accepted\r\nX-Patience: is a virtue\r\nContent-Length: 0\r\n\r\n") {
				if _, err := conn.Write([]byte{b}); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		})
	},
	"fails": status(http.StatusInternalServerError),
	"is busy": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", strconv.Itoa(int(busyFor.Seconds())))
		w.WriteHeader(http.StatusTooManyRequests)
	},
	"sends in a circle": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+r.Host+r.URL.Path, http.StatusPermanentRedirect)
	},
	"talks garbage": func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(bytes.Repeat([]byte{0, 0xff, '{', '\n'}, 500))
	},
	"hangs up": func(w http.ResponseWriter, _ *http.Request) {
		raw(w, func(conn net.Conn) { _ = conn.(*net.TCPConn).SetLinger(0) })
	},
	"speaks TLS": func(w http.ResponseWriter, _ *http.Request) {
		raw(w, func(conn net.Conn) { _, _ = conn.Write([]byte{0x15, 3, 3, 0, 2, 2, 40}) })
	},
	"talks for ever": func(w http.ResponseWriter, _ *http.Request) {
		for range 10 << 10 {
			if _, err := w.Write(make([]byte, 1<<10)); err != nil {
				return
			}
		}
	},
}

func status(code int) manner {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// raw hands the connection over and closes it afterwards.
func raw(w http.ResponseWriter, do func(conn net.Conn)) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return // it is gone
	}
	defer conn.Close()
	do(conn)
}

// behave gives a peer a manner; nil: a good one. Its calls are counted from then on.
func (p *peer) behave(m manner) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.manner, p.asked = m, nil
}
