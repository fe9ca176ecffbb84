package request

import "net/http"

// SameSite refuses what pages of other sites send here in the name of who is signed in here.
func SameSite(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "private, no-store")
		http.Error(w, "This was sent from a page of another site, so nothing was done. Open the page on this site and try again.",
			http.StatusForbidden)
	}))
	return guard.Handler(next)
}
