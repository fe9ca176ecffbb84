package handlers

import (
	"net/http"
	"time"

	"github.com/folkmoot/folkmoot/handlers/request"
)

// Answered is told of each request once it is answered: the pattern that it fell under, such as "/c/:name", and
// "" where there is none; the status; and how long it took.
type Answered func(route string, status int, took time.Duration)

// tell has a request told of when it has been answered.
func (tell Answered) tell(next http.Handler) http.Handler {
	if tell == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		r, route := request.WithRoute(r)
		seen := &statusWriter{ResponseWriter: w}
		defer func() {
			if seen.status == 0 {
				seen.status = http.StatusOK
			}
			tell(*route, seen.status, time.Since(begun))
		}()
		next.ServeHTTP(seen, r)
	})
}

// A statusWriter remembers what was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the first status that ends an answer.
func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach what is beneath.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush sends what is buffered.
func (w *statusWriter) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }
