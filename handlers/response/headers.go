package response

import "net/http"

// contentPolicy lets pages load styles, scripts, pictures and recordings from this site and nothing else.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; " +
	"connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"

// filePolicy is for what somebody uploaded: even opened by itself it can do nothing.
const filePolicy = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"

// Headers puts on every answer what keeps browsers from being turned against the people who use them. secure says that
// the site is served over https.
func Headers(secure bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=63072000")
		}
		next.ServeHTTP(w, r)
	})
}
