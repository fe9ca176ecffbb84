package federation

import (
	"fmt"
	"strings"

	"github.com/folkmoot/folkmoot/models/limits"
)

// A Handle names a person or community of any server: @name@host.
type Handle struct {
	Name string // as written; some servers tell upper from lower case
	Host string // canonical
}

// ParseHandle reads @name@host, name@host, !name@host (as Lemmy writes communities) and acct:name@host,
// each with a port where the host has one. It is strict, since a handle becomes a URL: a name is made of
// ASCII letters, digits, underscores and inner dots and hyphens. A server's own actor is called by its
// host (host@host). Anything else fails with ErrAddress.
func ParseHandle(s string) (Handle, error) {
	if rest, ok := strings.CutPrefix(s, "acct:"); ok {
		s = rest
	} else if strings.HasPrefix(s, "@") || strings.HasPrefix(s, "!") {
		s = s[1:]
	}
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return Handle{}, fmt.Errorf("%w: a handle is written @name@host", ErrAddress)
	}
	host, err := CanonicalHost(s[at+1:])
	if err != nil {
		return Handle{}, err
	}
	name := s[:at]
	if own, err := CanonicalHost(name); err == nil && own == host {
		return Handle{own, host}, nil
	}
	if !isHandleName(name) {
		return Handle{}, fmt.Errorf("%w: name with other characters than letters, digits, dots and hyphens", ErrAddress)
	}
	return Handle{name, host}, nil
}

// String writes the handle for people: @name@host.
func (h Handle) String() string { return "@" + h.Name + "@" + h.Host }

// Acct writes the handle as WebFinger asks for it: acct:name@host (RFC 7565).
func (h Handle) Acct() string { return "acct:" + h.Name + "@" + h.Host }

func isHandleName(s string) bool {
	if s == "" || len(s) > limits.HandleNameBytes || strings.Trim(s, ".-") != s {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		word := r == '_' || (r >= '0' && r <= '9') || (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z')
		return !word && r != '.' && r != '-'
	})
}
