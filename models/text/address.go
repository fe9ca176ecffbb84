package text

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// A source says where markup comes from: with a base it was written here, and may link to paths of this site, to mail
// addresses and show pictures of this site; without, it is foreign.
type source struct {
	base string // "https://north.example", without a slash at the end
}

func (from source) local() bool { return from.base != "" }

// ownPicture says whether an address is that of a picture which this site itself serves. The path is judged as a
// browser will ask for it, with dots resolved however they were spelt.
func (from source) ownPicture(address string) bool {
	if !from.local() || !strings.HasPrefix(address, from.base+"/media/") {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && u.Path == path.Clean(u.Path)
}

// address checks where a link leads and brings it into its one form: http or https, a host in lower-case ASCII, no
// user name before it, and nothing that needs escaping.
func (from source) address(raw string) (string, bool) {
	raw = strings.Trim(raw, " \t\r\n\f")
	if raw == "" || len(raw) > MaxAddress || strings.ContainsFunc(raw, isControl) {
		return "", false
	}
	if from.local() && raw[0] == '/' && !strings.HasPrefix(raw, "//") && !strings.Contains(raw, `\`) {
		raw = from.base + raw
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "", false
	}
	if u.Scheme == "mailto" && from.local() {
		return mailAddress(u.Opaque)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Opaque != "" {
		return "", false
	}
	host, ok := hostASCII(u.Hostname())
	if !ok {
		return "", false
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return "", false
		}
		host += ":" + port
	}
	u.Host = host
	u.RawQuery, u.RawFragment = escaped(u.RawQuery), ""
	address := u.String()
	return address, len(address) <= MaxAddress
}

// mailAddress checks the plain address of a mailto link; subject and body that a link would fill in are dropped.
func mailAddress(opaque string) (string, bool) {
	name, host, ok := strings.Cut(opaque, "@")
	if !ok || name == "" || strings.ContainsFunc(name, func(r rune) bool {
		return !strings.ContainsRune(".+-_", r) && !isASCIIWord(r)
	}) {
		return "", false
	}
	host, ok = hostASCII(host)
	return "mailto:" + name + "@" + host, ok && !strings.Contains(host, ":")
}

// hostASCII gives the one form of a host's name: lower case, international labels as xn--, no dot at the end. An
// address of four or of six parts is a host too.
func hostASCII(host string) (string, bool) {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "" || len(host) > 253 {
		return "", false
	}
	plain := !strings.ContainsFunc(host, func(r rune) bool { return r != '.' && r != '-' && r != '_' && r != ':' && !isASCIIWord(r) })
	if plain {
		return host, !strings.HasPrefix(host, ".") && !strings.Contains(host, "..")
	}
	ascii, err := idna.Lookup.ToASCII(host)
	return ascii, err == nil && ascii != ""
}

// escaped writes what does not belong into a query in hexadecimal.
func escaped(query string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(query) {
		c := query[i]
		if c <= ' ' || c >= 0x7F || strings.IndexByte("\"<>\\^`{|}'", c) >= 0 {
			out.WriteByte('%')
			out.WriteByte(hex[c>>4])
			out.WriteByte(hex[c&15])
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7F && r < 0xA0 || r == '\uFFFD' }

func isASCIIWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
