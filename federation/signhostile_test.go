package federation

import (
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/limits"
)

// refused wants each request refused with ErrSignature and no key looked up.
func refused(t *testing.T, name string, r *http.Request) {
	t.Helper()
	keys := holding(rsaKey().Public())
	expect(t, name, r, keys, ErrSignature)
	if len(keys.asked) != 0 {
		t.Errorf("%s: asked for %v", name, keys.asked)
	}
}

func TestS01_UnsignedOrGarbledIsRefused(t *testing.T) {
	expect(t, "unsigned", posting(note), holding(), ErrUnsigned)
	for _, header := range []string{
		"", "x", "keyId", "=", `="x"`, ",", ",,,", `keyId="x`, `keyId=x"`, `"keyId"="x"`, `keyId="x"headers="y"`, "keyId=\"\x00\"", `keyId="x",`,
		`keyId="` + aminaKey + `"`, `signature="AAAA"`, `keyId="",signature=""`, "sig1=:AAAA:", "Signature " + onPost().sign(posting(note)).Header.Get("Signature"),
		strings.Repeat("a=1,", 100) + "b=2", strings.Repeat("x", 9000),
	} {
		r := posting(note)
		r.Header.Set("Signature", header)
		refused(t, header, r)
	}
}

func TestS02_TooLittleCoveredIsRefused(t *testing.T) {
	for _, covered := range []string{
		"-", "", "date", "host date digest", "(request-target) date digest", "(request-target) host digest", "(request-target) host date",
		"(request-target) host date digest (foo)", "(request-target) host date digest absent", "(request-target) host date digest digest",
		"(request-target) host date digest signature", "(request-target) host date digest (created)", "(request-target) host date digest (expires)",
	} {
		h := onPost()
		h.covered = covered
		refused(t, "POST covering "+covered, h.sign(posting(note)))
	}
	for _, covered := range []string{"-", "date", "host date", "(request-target) date", "(request-target) host"} {
		h := onGet()
		h.covered = covered
		refused(t, "GET covering "+covered, h.sign(getting("/c/ward")))
	}
	h := onPost()
	r := posting(note)
	for i := range 40 {
		r.Header.Set(fmt.Sprint("X-", i), "x")
		h.covered += fmt.Sprint(" x-", i)
	}
	refused(t, "40 headers", h.sign(r))
}

func TestS03_TheDigestMustBeTheBodysBySHA256(t *testing.T) {
	sum512 := sha512.Sum512([]byte(note))
	long := base64.StdEncoding.EncodeToString(sum512[:])
	for digest, want := range map[string]error{
		"SHA-256=" + sum(note):                       nil,
		"sha-256=" + sum(note):                       nil,
		"Sha-256=" + sum(note) + ", SHA-512=" + long: nil,
		"SHA-512=" + long + ",SHA-256=" + sum(note):  nil,
		"":                         ErrSignature,
		"SHA-256":                  ErrSignature,
		"SHA-256=":                 ErrSignature,
		"SHA-256=" + sum(note+" "): ErrSignature,
		"SHA-256=" + strings.TrimRight(sum(note), "="): ErrSignature,
		"SHA-512=" + long: ErrSignature,
		"SHA-512=" + sum(note) + ",SHA-256=" + sum(note):         ErrSignature, // the longer one is wrong
		"md5=1B2M2Y8AsgTpgAmY7PhCfg==":                           ErrSignature,
		"SHA-256=" + sum(note) + ",md5=1B2M2Y8AsgTpgAmY7PhCfg==": ErrSignature,
		"SHA-256=" + sum("other") + ",SHA-256=" + sum(note):      ErrSignature,
		"SHA-256=" + sum(note) + ",sha-256=" + sum(note):         ErrSignature,
		"SHA-256=" + sum(note) + ",":                             ErrSignature,
		"sha-256=:" + sum(note) + ":":                            ErrSignature,
	} {
		r := posting(note)
		r.Header.Set("Digest", digest)
		expect(t, digest, onPost().sign(r), holding(rsaKey().Public()), want)
	}
	r := posting(note)
	r.Header.Add("Digest", "SHA-256="+sum(note))
	refused(t, "two headers", onPost().sign(r))
}

func TestS04_TheTimeMustBeNear(t *testing.T) {
	for off, want := range map[time.Duration]error{59 * time.Minute: nil, -59 * time.Minute: nil, 61 * time.Minute: ErrSignature, -61 * time.Minute: ErrSignature} {
		r := posting(note)
		r.Header.Set("Date", noon.Add(off).Format(http.TimeFormat))
		expect(t, off.String(), onPost().sign(r), holding(rsaKey().Public()), want)
	}
	for _, date := range []string{"", "now", "1740830400", noon.Format(time.RFC3339), "Sat, 01 Jan 9999 00:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT"} {
		r := posting(note)
		r.Header.Set("Date", date)
		refused(t, "Date: "+date, onPost().sign(r))
	}
	r := posting(note)
	r.Header.Add("Date", noon.Format(http.TimeFormat))
	refused(t, "two dates", onPost().sign(r))
	for _, c := range []struct {
		created, expires string
		want             error
	}{
		{at(4 * time.Minute), "", nil},
		{at(-59 * time.Minute), "", nil},
		{at(6 * time.Minute), "", ErrSignature},
		{at(-61 * time.Minute), "", ErrSignature},
		{at(0), at(time.Minute), nil},
		{at(0), at(-time.Second), ErrSignature},
		{at(0), at(0), ErrSignature},
		{"-1", "", ErrSignature},
		{"now", "", ErrSignature},
		{"-9223372036854775808", "", ErrSignature},
		{"9223372036854775807", "", ErrSignature},
		{"99999999999999999999", "", ErrSignature},
		{at(0), "x", ErrSignature},
	} {
		h := onPost()
		h.created, h.expires, h.covered = c.created, c.expires, "(request-target) (created) host digest"
		expect(t, fmt.Sprint(c), h.sign(posting(note)), holding(rsaKey().Public()), c.want)
		h.covered = "(request-target) host date digest" // said but not covered: still believed when it is worse
		expect(t, fmt.Sprint("not covered ", c), h.sign(posting(note)), holding(rsaKey().Public()), c.want)
	}
}

func TestS05_TheRequestMustBeForThisHost(t *testing.T) {
	for host, want := range map[string]error{
		"us.example": nil, "US.example": nil, "us.example:443": nil, "evil.test": ErrSignature, "us.example:8443": ErrSignature,
		"us.example.evil.test": ErrSignature, "": ErrSignature, "us.example:80": ErrSignature, "us.example,evil.test": ErrSignature,
	} {
		r := posting(note)
		r.Host = host
		r.Header.Set("X-Forwarded-Host", "us.example")
		r.Header.Set("Forwarded", "host=us.example")
		expect(t, host, onPost().sign(r), holding(rsaKey().Public()), want)
	}
	r := onPost().sign(posting(note))
	r.Host = "us.example:443" // signed as us.example
	expect(t, "signed for another spelling", r, holding(rsaKey().Public()), ErrSignature)
	r = posting(note)
	r.Host = "evil.test"
	r = onPost().sign(r)
	r.Host = "us.example"
	r.Header.Set("X-Forwarded-Host", "evil.test")
	r.Header.Set("Host", "evil.test")
	expect(t, "signed for another host", r, holding(rsaKey().Public()), ErrSignature)
}

func TestS06_AReplayGoesNoFurtherThanItsPathAndHour(t *testing.T) {
	body := []byte(note)
	replay := func(path string, method string, later time.Duration) error {
		r := onPost().sign(posting(note))
		r.URL.Path, r.Method = path, method
		_, err := Verify(t.Context(), r, body, Check{BaseURL: &url.URL{Scheme: "https", Host: "us.example"}, Keys: holding(rsaKey().Public()), Now: noon.Add(later)})
		return err
	}
	for _, later := range []time.Duration{2 * time.Second, 50 * time.Minute} { // the inbox knows the activity's id
		if err := replay("/c/ward/inbox", "POST", later); err != nil {
			t.Errorf("after %v: %v", later, err)
		}
	}
	for name, err := range map[string]error{
		"to another inbox": replay("/c/other/inbox", "POST", 0), "by another method": replay("/c/ward/inbox", "PUT", 0), "after 61 minutes": replay("/c/ward/inbox", "POST", 61*time.Minute),
	} {
		if !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestS07_ASignatureReadInTwoWaysIsRefused(t *testing.T) {
	good := onPost().sign(posting(note)).Header.Get("Signature")
	for _, header := range []string{
		good + `,keyId="https://evil.test/u/a#main-key"`, `keyId="https://evil.test/u/a#main-key",` + good, good + `,headers="date"`, `headers="date",` + good,
		good + `,signature="AAAA"`, good + `,KeyId="https://evil.test/u/a"`, good + `,algorithm="rsa-sha256"`,
		strings.Replace(good, aminaKey, aminaKey+`,headers=date`, 1), strings.Replace(good, aminaKey, `https://evil.test/a\",b=\"`, 1),
		strings.Replace(good, aminaKey, aminaKey+"\t", 1), strings.Replace(good, aminaKey, "https://sö.example/", 1),
	} {
		r := posting(note)
		r.Header.Set("Signature", header)
		refused(t, header, r)
	}
	r := posting(note)
	r.Header.Set("Signature", good)
	for i := range limits.SignatureParams {
		r.Header.Set("Signature", fmt.Sprintf("%s,p%d=1", r.Header.Get("Signature"), i))
	}
	refused(t, "too many parameters", r)
	r = onPost().sign(posting(note))
	r.Header.Set("Authorization", "Signature "+good)
	refused(t, "both headers", r)
	r = onPost().sign(posting(note))
	r.Header.Set("Authorization", "Bearer x")
	refused(t, "another authorization", r)
	r = onPost().sign(posting(note))
	r.Header.Add("Signature", good)
	refused(t, "twice", r)
	r = posting(note)
	r.Header.Set("Authorization", "Signature "+good)
	expect(t, "in Authorization only", r, holding(rsaKey().Public()), ErrUnsigned)
	r = onPost().sign(posting(note))
	r.Header.Set("Signature-Input", `sig1=("@method" "@target-uri" "content-digest");created=`+at(0)+`;keyid="https://evil.test/u/a#main-key"`)
	refused(t, "the input of the other style beside it", r)
	r = signed9421(t, posting(note))
	r.Header.Add("Signature", good)
	refused(t, "both styles", r)
}
