package request

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The name by which JSON-LD says that it is ActivityStreams (ActivityPub, 3.2).
const streamsProfile = "https://www.w3.org/ns/activitystreams"

// WantsActivity tells whether whoever asks would rather have ActivityStreams than a page: one of its two media types
// (application/activity+json, or application/ld+json with the profile of ActivityStreams) is weighted above text/html, or
// as high and named before it. Wildcards mean a page.
func WantsActivity(r *http.Request) bool {
	var streams, page float64
	var streamsFirst bool
	for _, header := range r.Header.Values("Accept") {
		for _, part := range strings.Split(header, ",") {
			kind, params, err := mime.ParseMediaType(part)
			if err != nil {
				continue
			}
			weight := weightOf(params["q"])
			switch {
			case isStreams(kind, params["profile"]):
				if page == 0 {
					streamsFirst = true
				}
				streams = max(streams, weight)
			case kind == "text/html" || kind == "application/xhtml+xml":
				page = max(page, weight)
			}
		}
	}
	return streams > page || streams > 0 && streams == page && streamsFirst
}

func isStreams(kind, profiles string) bool {
	if kind == "application/activity+json" {
		return true
	}
	if kind != "application/ld+json" {
		return false
	}
	for _, p := range strings.Fields(profiles) {
		if p == streamsProfile {
			return true
		}
	}
	return false
}

func weightOf(q string) float64 {
	if q == "" {
		return 1
	}
	w, err := strconv.ParseFloat(q, 64)
	if err != nil || w < 0 || w > 1 {
		return 0
	}
	return w
}
