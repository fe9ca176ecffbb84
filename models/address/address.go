package address

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/folkmoot/folkmoot/models/limits"
)

// ErrBad is why a host or URL is refused that is not written as one must be.
var ErrBad = errors.New("not a proper address")

// ownPort is the port of each scheme that we speak.
var ownPort = map[string]string{"https": "443", "http": "80"}

// Host gives the one form of a host, with or without a port, in which hosts are stored and
// compared: lower-case A-labels (IDNA 2008, UTS 46), no trailing dot, an IPv6 address in brackets, a
// port only when it is not 443. Anything that two programs could read differently is refused with
// ErrBad: user names, percent signs, control characters, numbers for addresses ("127.1", "0x7f.1").
func Host(host string) (string, error) { return HostFor("https", host) }

// HostFor is Host for a host that was named within the given scheme: the port left out is that scheme's.
func HostFor(scheme, host string) (string, error) { return canonicalHost(host, ownPort[scheme]) }

// URL reads an http or https URL strictly. The Host of the result is canonical, without the
// scheme's own port, and so can be given to a Policy; the fragment is kept.
func URL(raw string) (*url.URL, error) {
	if len(raw) > limits.URLBytes || !utf8.ValidString(raw) || strings.ContainsFunc(raw, notInURL) {
		return nil, fmt.Errorf("%w: URL too long, or with spaces or control characters", ErrBad)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: URL does not parse", ErrBad)
	}
	if ownPort[u.Scheme] == "" || u.Opaque != "" || u.User != nil {
		return nil, fmt.Errorf("%w: URL must be http or https, without user name", ErrBad)
	}
	// The package url decodes %2E in a host; what was written decides, not what it decodes to.
	_, written, _ := strings.Cut(raw, "//")
	if i := strings.IndexAny(written, "/?#"); i >= 0 {
		written = written[:i]
	}
	if u.Host, err = HostFor(u.Scheme, written); err != nil {
		return nil, err
	}
	return u, nil
}

// notInURL tells which characters no URL may hold as such. Browsers read a backslash as a slash.
func notInURL(r rune) bool {
	return r == '\\' || unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf)
}

// canonicalHost makes a host canonical; the port silent is left out.
func canonicalHost(s, silent string) (string, error) {
	name, port, err := splitPort(s)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(name, "[") {
		name, err = canonicalIPv6(name)
	} else {
		name, err = canonicalName(name)
	}
	if err != nil {
		return "", err
	}
	if port == "" || port == silent {
		return name, nil
	}
	return name + ":" + port, nil
}

// splitPort cuts the port off. What is before it may hold a colon only within brackets.
func splitPort(s string) (name, port string, err error) {
	end := strings.LastIndexByte(s, ']') + 1
	colon := strings.IndexByte(s[end:], ':')
	if colon < 0 {
		return s, "", nil
	}
	name, port = s[:end+colon], s[end+colon+1:]
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
		return "", "", fmt.Errorf("%w: port is not a number from 1 to 65535", ErrBad)
	}
	return name, port, nil
}

// canonicalIPv6 refuses zones, which mean something on one machine only, and IPv4 addresses in disguise.
func canonicalIPv6(s string) (string, error) {
	inner, closed := strings.CutSuffix(s[1:], "]")
	a, err := netip.ParseAddr(inner)
	if !closed || err != nil || !a.Is6() || a.Is4In6() || a.Zone() != "" {
		return "", fmt.Errorf("%w: not an IPv6 address", ErrBad)
	}
	return "[" + a.String() + "]", nil
}

func canonicalName(s string) (string, error) {
	name := strings.ToLower(strings.TrimSuffix(s, "."))
	if !isASCII(name) || strings.Contains(name, "xn--") {
		var err error
		if strings.ContainsFunc(name, notInURL) {
			return "", fmt.Errorf("%w: host with invisible characters", ErrBad)
		}
		if name, err = idna.Lookup.ToASCII(name); err != nil {
			return "", fmt.Errorf("%w: not a host name", ErrBad)
		}
	}
	if name == "" || len(name) > limits.HostBytes {
		return "", fmt.Errorf("%w: host empty or too long", ErrBad)
	}
	last := ""
	for last = range strings.SplitSeq(name, ".") {
		if !isLabel(last) {
			return "", fmt.Errorf("%w: not a host name", ErrBad)
		}
	}
	// A name that ends in a number is an address to some programs, in whatever notation.
	if isNumber(last) {
		if _, err := netip.ParseAddr(name); err != nil {
			return "", fmt.Errorf("%w: not an IPv4 address", ErrBad)
		}
	}
	return name, nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isLabel tells whether s is a label of a host name: letters, digits and inner hyphens (RFC 1123).
func isLabel(s string) bool {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	})
}

func isNumber(label string) bool {
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}
