package handlers

import (
	"net/http"
	"strings"

	"github.com/folkmoot/folkmoot/web"
)

// A kind is for whom a request can be.
type kind int

const (
	forPeople  kind = iota
	forServers      // inboxes, lists and discovery, which no browser asks for
	forEither       // a page and a document at one address; Accept decides
	forFiles
)

// kindOf tells for whom an address is, by its path alone.
func kindOf(r *http.Request) kind {
	path := r.URL.Path
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	_, last, deeper := strings.Cut(rest, "/")
	switch first {
	case "":
		return forEither
	case "static":
		if strings.HasPrefix(path, web.StaticPath) {
			return forFiles
		}
	case "inbox", "outbox", "nodeinfo", "act":
		return forServers
	case ".well-known":
		if rest == "webfinger" || rest == "nodeinfo" || rest == "host-meta" {
			return forServers
		}
	case "c", "u", "post", "comment":
		if !deeper {
			return forEither
		}
		if serverLists[last] {
			return forServers
		}
	}
	return forPeople
}

// serverLists are the lists of an actor or an item that have no page.
var serverLists = map[string]bool{
	"inbox": true, "outbox": true, "followers": true, "following": true, "featured": true, "moderators": true,
	"context": true, "replies": true,
}
