package response

import (
	"net/url"
	"strings"
)

// Local returns to if it is a path of this site that a browser cannot read as anything else, and fallback otherwise. It
// is asked about every address that came with a request before anybody is sent there.
func Local(to, fallback string) string {
	if !strings.HasPrefix(to, "/") || strings.ContainsAny(to, "\\") {
		return fallback
	}
	for _, r := range to {
		if r <= ' ' || r == 0x7f {
			return fallback
		}
	}
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" {
		return fallback
	}
	if path := strings.TrimLeft(u.Path, "/."); len(u.Path) > 1 && (strings.HasPrefix(u.Path, "//") || strings.HasPrefix(path, "\\")) {
		return fallback
	}
	if strings.Contains(u.Path, "//") || strings.Contains(u.Path, "/../") || strings.Contains(u.Path, "/./") {
		return fallback
	}
	return to
}
