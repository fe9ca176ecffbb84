package request_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/folkmoot/folkmoot/handlers/request"
)

// seenBehind is the address that a handler sees.
func seenBehind(t *testing.T, trusted, remote string, forwarded ...string) string {
	t.Helper()
	var prefixes []netip.Prefix
	if trusted != "" {
		prefixes = append(prefixes, netip.MustParsePrefix(trusted))
	}
	var seen string
	h := request.Behind(prefixes, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		seen = request.Address(r).String()
	}))
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = remote
	for _, f := range forwarded {
		r.Header.Add("X-Forwarded-For", f)
	}
	h.ServeHTTP(httptest.NewRecorder(), r)
	return seen
}

func TestA10_ForwardedAddressIsBelievedFromTrustedProxiesOnly(t *testing.T) {
	for _, c := range []struct {
		trusted, remote string
		forwarded       []string
		want            string
	}{
		{"", "192.0.2.7:1", nil, "192.0.2.7"},
		{"", "127.0.0.1:1", []string{"198.51.100.9"}, "127.0.0.1"},
		{"10.0.0.0/8", "192.0.2.7:1", []string{"198.51.100.9"}, "192.0.2.7"},
		{"10.0.0.0/8", "10.0.0.2:1", []string{"198.51.100.9"}, "198.51.100.9"},
		{"10.0.0.0/8", "10.0.0.2:1", []string{"203.0.113.1, 198.51.100.9"}, "198.51.100.9"},
		{"10.0.0.0/8", "10.0.0.2:1", []string{"203.0.113.1", "198.51.100.9, 10.0.0.3"}, "198.51.100.9"},
		{"10.0.0.0/8", "10.0.0.2:1", []string{"203.0.113.1, rubbish"}, "10.0.0.2"},
		{"10.0.0.0/8", "10.0.0.2:1", []string{"203.0.113.1, rubbish, 10.9.9.9"}, "10.9.9.9"},
		{"10.0.0.0/8", "10.0.0.2:1", nil, "10.0.0.2"},
		{"10.0.0.0/8", "[::ffff:10.0.0.2]:1", []string{"2001:db8::1"}, "2001:db8::1"},
		{"fd00::/8", "[fd00::2%eth0]:1", []string{"198.51.100.9"}, "198.51.100.9"},
		{"", "@", nil, "invalid IP"},
	} {
		if got := seenBehind(t, c.trusted, c.remote, c.forwarded...); got != c.want {
			t.Errorf("from %s with %q, %q trusted: %s, want %s", c.remote, c.forwarded, c.trusted, got, c.want)
		}
	}
}
