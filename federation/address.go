package federation

import (
	"net/url"

	"github.com/folkmoot/folkmoot/models/address"
)

// ErrAddress is why a host, URL or handle is refused that is not written as one must be.
var ErrAddress = address.ErrBad

// CanonicalHost gives the one form in which hosts are stored and compared; see address.Host.
func CanonicalHost(host string) (string, error) { return address.Host(host) }

// ParseURL reads an http or https URL strictly; see address.URL.
func ParseURL(raw string) (*url.URL, error) { return address.URL(raw) }
