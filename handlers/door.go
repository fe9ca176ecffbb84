package handlers

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// A door is for whom a request can be.
type door int

const (
	forPeople  door = iota
	forServers      // inboxes, lists and discovery, which no browser asks for
	forEither       // a page and a document at one address; Accept decides
	forFiles
)

// doorOf tells for whom an address is, by its path alone.
func doorOf(r *http.Request) door {
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
	case "inbox", "outbox", "nodeinfo", "act", "series":
		return forServers
	case ".well-known":
		if rest == "webfinger" || rest == "nodeinfo" || rest == "host-meta" {
			return forServers
		}
	}
	switch {
	case !actorsOrItems[first], first == models.EventKind.Segment && strings.HasSuffix(rest, ".ics"): // whatever Accept says
		return forPeople
	case !deeper:
		return forEither
	case serverLists[last]:
		return forServers
	case "/"+last == models.CompanionPath, first == models.WikiPageKind.Segment && ofHistory(last),
		first == models.DocumentKind.Segment && versionPath.MatchString(last):
		return forEither
	}
	return forPeople
}

// ofHistory tells whether what stands below a wiki page is its history, or one of its revisions.
func ofHistory(last string) bool {
	return last == "history" || strings.HasPrefix(last, "history/") || strings.HasPrefix(last, "rev/")
}

// versionPath is what follows the address of a document in that of one of its versions.
var versionPath = regexp.MustCompile(`^v/[0-9]+$`)

// actorsOrItems are the first parts of the addresses of what has a page and a document.
var actorsOrItems = func() map[string]bool {
	all := map[string]bool{"c": true, "u": true}
	for _, k := range models.Kinds {
		all[k.Segment] = true
	}
	return all
}()

// serverLists are the lists of an actor or an item that have no page.
var serverLists = map[string]bool{
	"inbox": true, "outbox": true, "followers": true, "following": true, "featured": true, "moderators": true,
	"context": true, "replies": true, "versions": true, "attendees": true, "upcoming": true,
}
