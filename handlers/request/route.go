package request

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
)

type routeKey struct{}

// WithRoute gives a request a place in which the route that it falls under is noted, for whoever counts requests. A
// path will not do for that: there is no end to them, and they name people.
func WithRoute(r *http.Request) (noted *http.Request, route *string) {
	route = new(string)
	return r.WithContext(context.WithValue(r.Context(), routeKey{}, route)), route
}

// NoteRoute notes the pattern that a request falls under, such as "/c/:name"; nothing where there is none.
func NoteRoute(c *gin.Context) { noteRoute(c.Request, c.FullPath()) }

// NoteFiles notes that a request is for a file.
func NoteFiles(r *http.Request) { noteRoute(r, "files") }

func noteRoute(r *http.Request, name string) {
	if route, ok := r.Context().Value(routeKey{}).(*string); ok {
		*route = name
	}
}
