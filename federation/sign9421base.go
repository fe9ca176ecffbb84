package federation

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dunglas/httpsfv"
)

// signatureBase builds what is signed (RFC 9421, section 2.5). Scheme and authority are those of site,
// which is this site's address as the world knows it, whatever proxies stand between.
func signatureBase(covered httpsfv.InnerList, r *http.Request, site *url.URL) (string, error) {
	var b strings.Builder
	for _, item := range covered.Items {
		name, _ := item.Value.(string)
		value, err := component(name, r, site)
		if err != nil {
			return "", err
		}
		id, err := httpsfv.Marshal(item)
		if err != nil {
			return "", fmt.Errorf("component %q: %w", name, err)
		}
		b.WriteString(id + ": " + value + "\n")
	}
	params, err := httpsfv.Marshal(covered)
	if err != nil {
		return "", fmt.Errorf("signature parameters: %w", err)
	}
	return b.String() + `"@signature-params": ` + params, nil
}

// component gives the value of a component (RFC 9421, sections 2.1 and 2.2).
func component(name string, r *http.Request, site *url.URL) (string, error) {
	target := r.URL.RequestURI()
	path, query, _ := strings.Cut(target, "?")
	switch name {
	case "@method":
		return r.Method, nil
	case "@target-uri":
		return site.Scheme + "://" + site.Host + target, nil
	case "@authority", "host":
		return site.Host, nil
	case "@scheme":
		return site.Scheme, nil
	case "@request-target":
		return target, nil
	case "@path":
		return path, nil
	case "@query":
		return "?" + query, nil
	}
	values := slices.Clone(r.Header.Values(name))
	if len(values) == 0 || name != strings.ToLower(name) {
		return "", fmt.Errorf("component %q is not there", name)
	}
	for i, v := range values {
		values[i] = strings.TrimSpace(v)
	}
	return strings.Join(values, ", "), nil
}
