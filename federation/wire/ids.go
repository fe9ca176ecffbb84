package wire

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/folkmoot/folkmoot/models/address"
	"github.com/folkmoot/folkmoot/models/limits"
)

// A Ref is what a property points to: an id, or an object with its id, or an object that has none (which
// then cannot be looked up).
type Ref struct {
	ID     string
	Inline *Object
}

// ID is the object's own id, or "" where it has none. It must be a plain string with an http or https
// URL: numbers, "1", local paths, objects and arrays are an error, never somebody here.
func (o *Object) ID() (string, error) {
	v := o.values["id"]
	if v == nil {
		return "", nil
	}
	s, ok := v.(string)
	if !ok {
		return "", fmt.Errorf("%w: id is not a string", ErrMalformed)
	}
	return s, checkID("id", s)
}

// Ref is the one thing that key points to; the zero Ref where there is none, an error where there are
// several or where it is no id.
func (o *Object) Ref(key string) (Ref, error) {
	refs, err := o.Refs(key)
	switch {
	case err != nil || len(refs) == 0:
		return Ref{}, err
	case len(refs) > 1:
		return Ref{}, fmt.Errorf("%w: %s names %d things, not one", ErrMalformed, key, len(refs))
	}
	return refs[0], nil
}

// Refs are the things that key points to, in their order.
func (o *Object) Refs(key string) ([]Ref, error) {
	var refs []Ref
	for _, v := range o.all(key) {
		switch v := v.(type) {
		case string:
			if err := checkID(key, v); err != nil {
				return nil, err
			}
			refs = append(refs, Ref{ID: v})
		case *Object:
			id, err := v.ID()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", key, err)
			}
			refs = append(refs, Ref{ID: id, Inline: v})
		default:
			return nil, fmt.Errorf("%w: %s is not an id", ErrMalformed, key)
		}
	}
	return refs, nil
}

// OneID is the one id at key, "" where there is none. An object without an id is an error.
func (o *Object) OneID(key string) (string, error) {
	ref, err := o.Ref(key)
	if err == nil && ref.ID == "" && ref.Inline != nil {
		err = fmt.Errorf("%w: %s has no id", ErrMalformed, key)
	}
	return ref.ID, err
}

// IDs are the ids of those addressed at key (to, cc, audience). Every spelling of the public comes as the
// full IRI, once. Names of other schemes (acct:, did:, tag:) are left out, since nobody here has one.
func (o *Object) IDs(key string) ([]string, error) {
	var ids []string
	seen := map[string]bool{}
	for _, v := range o.all(key) {
		if in, ok := v.(*Object); ok {
			v = in.values["id"]
		}
		s, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("%w: %s is not an id", ErrMalformed, key)
		}
		switch s {
		case "Public", "as:Public":
			s = public
		case "":
			continue
		}
		if otherScheme(s) {
			continue
		}
		if err := checkID(key, s); err != nil {
			return nil, err
		}
		if !seen[s] {
			seen[s] = true
			ids = append(ids, s)
		}
	}
	return ids, nil
}

// addressees are to and cc, which together may not be more than the limit.
func (o *Object) addressees() (to, cc []string, err error) {
	if to, err = o.IDs("to"); err != nil {
		return nil, nil, err
	}
	if cc, err = o.IDs("cc"); err != nil {
		return nil, nil, err
	}
	if n := len(o.all("to")) + len(o.all("cc")); n > limits.Recipients {
		return nil, nil, fmt.Errorf("%w: addressed to %d, more than %d", ErrMalformed, n, limits.Recipients)
	}
	return to, cc, nil
}

// link is the address of a web page or file at key: a string, or a Link with href, or an object with url.
// Of several it is the first that a browser can show. What is no address is absent.
func (o *Object) link(key string) string {
	first := ""
	for _, v := range o.all(key) {
		href, page := "", true
		switch v := v.(type) {
		case string:
			href = v
		case *Object:
			if href = v.String("href"); href == "" {
				href = v.String("url")
			}
			mediaType := v.String("mediaType")
			page = mediaType == "" || strings.HasPrefix(mediaType, "text/html")
		}
		if checkID(key, href) != nil {
			continue
		}
		if page {
			return href
		}
		if first == "" {
			first = href
		}
	}
	return first
}

// checkID refuses what cannot be the id or address of anything on another server.
func checkID(key, s string) error {
	if _, err := address.URL(s); err != nil {
		return fmt.Errorf("%w: %s %.100q: %w", ErrMalformed, key, s, err)
	}
	return nil
}

// otherScheme tells whether s is an absolute URI of another scheme than http and https.
func otherScheme(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https"
}

// hostOf gives the canonical host of an id that was read by this package, or "".
func hostOf(id string) string {
	u, err := address.URL(id)
	if err != nil {
		return ""
	}
	return u.Host
}

// isOn tells whether an address lies on host.
func isOn(host, address string) bool { return host != "" && hostOf(address) == host }
