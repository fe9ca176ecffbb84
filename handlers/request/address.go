package request

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Behind tells next the address of whoever asks in r.RemoteAddr. Behind proxies of our own that is the last address in
// X-Forwarded-For which none of them has; from anybody else the header is not believed. No proxy is trusted unless it is
// named.
func Behind(trusted []netip.Prefix, next http.Handler) http.Handler {
	if len(trusted) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a := forwarded(r, trusted); a.IsValid() {
			r.RemoteAddr = netip.AddrPortFrom(a, 0).String()
		}
		next.ServeHTTP(w, r)
	})
}

// forwarded is the address that the nearest trusted proxies vouch for, or none.
func forwarded(r *http.Request, trusted []netip.Prefix) netip.Addr {
	at := Address(r)
	if !within(at, trusted) {
		return netip.Addr{}
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for n := len(hops) - 1; n >= 0; n-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[n]))
		if err != nil {
			return at
		}
		if at = hop.Unmap(); !within(at, trusted) {
			return at
		}
	}
	return at
}

func within(a netip.Addr, all []netip.Prefix) bool {
	for _, p := range all {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// Address is where a request comes from; the zero address when that cannot be read.
func Address(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

// household is what one address stands for when requests are counted: of IPv6 the /64, which is what one customer is
// given.
func household(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
