package federation

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/dunglas/httpsfv"
)

// checkDigest compares the Digest header (RFC 3230) with the body. There must be one header, with SHA-256
// in any spelling; SHA-512 may be there too and must then fit as well. Anything else is refused, since a
// sender who is read in two ways could be speaking to two readers.
func checkDigest(h http.Header, body []byte) error {
	values := h.Values("Digest")
	if len(values) != 1 {
		return refusal("%d Digest headers", len(values))
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(values[0], ",") {
		name, sum, _ := strings.Cut(strings.TrimSpace(part), "=")
		name = strings.ToLower(name)
		want := digest(name, body)
		if want == nil || seen[name] {
			return refusal("Digest with %q", name)
		}
		if sum != base64.StdEncoding.EncodeToString(want) {
			return refusal("Digest does not fit the body")
		}
		seen[name] = true
	}
	if !seen["sha-256"] {
		return refusal("Digest without SHA-256")
	}
	return nil
}

// checkContentDigest compares the Content-Digest header (RFC 9530) with the body. There must be a
// sha-256; a sha-512 beside it must fit as well, and other algorithms are passed over, as that RFC says.
func checkContentDigest(h http.Header, body []byte) error {
	dict, err := httpsfv.UnmarshalDictionary(h.Values("Content-Digest"))
	if err != nil {
		return refusal("Content-Digest does not parse")
	}
	for _, name := range []string{"sha-256", "sha-512"} {
		member, has := dict.Get(name)
		if !has && name == "sha-256" {
			return refusal("Content-Digest without sha-256")
		}
		if !has {
			continue
		}
		item, _ := member.(httpsfv.Item)
		if sum, _ := item.Value.([]byte); !bytes.Equal(sum, digest(name, body)) {
			return refusal("Content-Digest does not fit the body")
		}
	}
	return nil
}

// digest hashes body by the algorithm of that name, of the two that count; nil for any other.
func digest(name string, body []byte) []byte {
	switch name {
	case "sha-256":
		sum := sha256.Sum256(body)
		return sum[:]
	case "sha-512":
		sum := sha512.Sum512(body)
		return sum[:]
	}
	return nil
}
