package federation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/folkmoot/folkmoot/models/limits"
)

// cavage is a parsed Signature header of draft-cavage.
type cavage struct {
	keyID, algorithm, signature string
	covered                     []string          // lower case
	times                       map[string]string // created and expires, where they are there
	created, expires            *int64            // the same as numbers
}

// parseCavage reads parameters of the form name="value", in any order and with or without spaces after
// the commas. It refuses a parameter given twice, and a value that the library would read otherwise.
func parseCavage(header string) (*cavage, error) {
	got := map[string]string{}
	for rest := header; ; {
		name, value, after, ok := cutParam(rest)
		if _, twice := got[name]; !ok || twice || len(got) == limits.SignatureParams {
			return nil, refusal("parameters are malformed, doubled or too many")
		}
		got[name] = value
		if after == "" {
			break
		}
		rest = after[1:]
	}
	s := &cavage{keyID: got["keyid"], algorithm: got["algorithm"], signature: got["signature"], times: map[string]string{}}
	s.covered = strings.Fields(strings.ToLower(got["headers"]))
	if s.keyID == "" || s.signature == "" {
		return nil, refusal("no keyId or no signature")
	}
	for name, into := range map[string]**int64{"created": &s.created, "expires": &s.expires} {
		text, has := got[name]
		if !has {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, refusal("%s is not a number of seconds", name)
		}
		s.times[name], *into = text, &n
	}
	return s, nil
}

// cutParam cuts one parameter off. after begins with a comma, or is empty at the end.
func cutParam(s string) (name, value, after string, ok bool) {
	name, s, ok = strings.Cut(strings.TrimLeft(s, " \t"), "=")
	if !ok || name == "" || strings.ContainsAny(name, " \t\",") {
		return "", "", "", false
	}
	if inner, quoted := strings.CutPrefix(s, `"`); quoted {
		value, after, ok = strings.Cut(inner, `"`)
		after = strings.TrimLeft(after, " \t")
		ok = ok && (after == "" || after[0] == ',')
	} else {
		end := strings.IndexByte(s+",", ',')
		value, after = strings.TrimRight(s[:end], " \t"), s[end:]
	}
	ok = ok && !strings.ContainsFunc(value, func(r rune) bool {
		return r < ' ' || r > '~' || strings.ContainsRune(`\",`, r)
	})
	return strings.ToLower(name), value, after, ok
}

// written writes the header in the only form that the library reads, for these covered names.
func (s *cavage) written(names []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `keyId="%s",headers="%s",signature="%s"`, s.keyID, strings.Join(names, " "), s.signature)
	for _, name := range []string{"created", "expires"} {
		if slices.Contains(names, "("+name+")") {
			fmt.Fprintf(&b, ",%s=%s", name, s.times[name])
		}
	}
	return b.String()
}
