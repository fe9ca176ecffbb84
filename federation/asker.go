package federation

import (
	"errors"
	"net/http"

	"github.com/folkmoot/folkmoot/models"
)

// An Asker is the server that asks for a document: named by a signature, or nobody in particular.
type Asker struct {
	Host   string // canonical; "" when the request is not signed
	Sees   bool   // may read documents
	Status int    // what to answer when it may not: 401, 403, or 503 while its key cannot be had
	Wait   int    // after how many seconds to ask again; 0: not said
}

// Asker tells who asks for a document and whether they may read it. Where a site is open, public
// documents are for everybody but servers that are denied; in allowlist mode they need the signature of
// an allowed server. A signature that cannot be verified counts as none, as other software does it: it
// may be in a style that is not known here.
func (s *Server) Asker(r *http.Request) Asker {
	mode := s.site.Policy(r.Context()).Mode
	unsigned := Asker{Sees: mode == models.ModeOpen, Status: http.StatusUnauthorized}
	if r.Header.Get("Signature") == "" {
		return unsigned
	}
	key, err := Verify(WithBudget(calledFrom(r.Context(), r)), r, nil, Check{BaseURL: s.base, Keys: keySource{s}, Policy: s.site, Now: s.now()})
	if errors.Is(err, ErrDenied) {
		tally(s.count.Rejected, "policy")
		return Asker{Status: http.StatusForbidden}
	}
	if errors.Is(err, ErrKeyUnavailable) && !unsigned.Sees {
		return Asker{Status: http.StatusServiceUnavailable, Wait: retryKey} // asked again later, it may well be told
	}
	if err != nil {
		return unsigned
	}
	host := hostOf(key.Owner)
	return Asker{Host: host, Sees: s.site.Allows(host), Status: http.StatusForbidden}
}
