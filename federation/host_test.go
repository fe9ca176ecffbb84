package federation

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

func TestCanonicalHost_HasOneFormForEachHost(t *testing.T) {
	for in, want := range map[string]string{
		"north.example":                  "north.example",
		"North.EXAMPLE":                  "north.example",
		"north.example.":                 "north.example",
		"north.example:443":              "north.example",
		"north.example:8443":             "north.example:8443",
		"north.example.:8443":            "north.example:8443",
		"localhost:8080":                 "localhost:8080",
		"bücher.example":                 "xn--bcher-kva.example",
		"BÜCHER.example":                 "xn--bcher-kva.example",
		"xn--bcher-kva.example":          "xn--bcher-kva.example",
		"XN--BCHER-KVA.example":          "xn--bcher-kva.example",
		"faß.example":                    "xn--fa-hia.example",
		"north。example":                  "north.example",
		"ｎｏｒｔｈ.example":                  "north.example",
		"a1--b.example":                  "a1--b.example",
		"127.0.0.1":                      "127.0.0.1",
		"127.0.0.1:8081":                 "127.0.0.1:8081",
		"[::1]":                          "[::1]",
		"[2001:DB8:0:0::1]:443":          "[2001:db8::1]",
		"[2001:db8::1]:80":               "[2001:db8::1]:80",
		strings.Repeat("a.", 125) + "bc": strings.Repeat("a.", 125) + "bc",
	} {
		if got, err := CanonicalHost(in); err != nil || got != want {
			t.Errorf("CanonicalHost(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

var notHosts = []string{
	"", ".", "..", "north..example", ".north.example", "north.example..", "-a.example", "a-.example", "a_b.example",
	"user@north.example", "user:pass@north.example", "north.example/", "north.example/x", "north.example?x",
	"north.example#x", `north.example\x`, "north.example%2e", "north%2eexample", "%6eorth.example", "north.example%00",
	"north.example\x00", "north.example\r\nX: y", "north\t.example", " north.example", "north.example ", "north example",
	"north.example:", "north.example:0", "north.example:65536", "north.example:080", "north.example:80:80",
	"north.example:+80", "north.example:http", ":443", "*.north.example", "north.example;", "north.example,south.example",
	"http://north.example", "nor\u200bth.example", "nor\u00adth.example", "nor\u202eth.example", "north.example\u2028",
	"north.example／x", "north.example？", "north.example＠evil.test", "north.example％2e", "xn--.example", "xn--a.example", "xn--\u00fc.example",
	"2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "127.0.0.01", "1.2.3.4.5", "256.1.1.1", "a.1", "a.0x1f",
	"１２７.1", "::1", "[::1", "::1]", "[::1]x", "[::1]]", "[[::1]]", "[]", "[north.example]", "[127.0.0.1]", "[::ffff:127.0.0.1]",
	"[fe80::1%25eth0]", "[fe80::1%eth0]", "x[::1]", "[::1].example", "[::1]:", "\xff.example", strings.Repeat("a", 64) + ".example",
	strings.Repeat("a.", 126) + "bc",
}

func TestCanonicalHost_RefusesWhatTwoProgramsCouldReadDifferently(t *testing.T) {
	for _, in := range notHosts {
		if got, err := CanonicalHost(in); !errors.Is(err, ErrAddress) {
			t.Errorf("CanonicalHost(%q) = %q, %v; want ErrAddress", in, got, err)
		}
	}
}

func TestParseURL_MakesTheHostCanonicalForItsScheme(t *testing.T) {
	for in, want := range map[string]string{
		"https://North.example/u/a":          "https://north.example/u/a",
		"https://north.example:443/u/a#key":  "https://north.example/u/a#key",
		"http://north.example:80/?q=1":       "http://north.example/?q=1",
		"http://north.example:443/":          "http://north.example:443/",
		"https://north.example:80/":          "https://north.example:80/",
		"https://bücher.example/ü/%c3%bc":    "https://xn--bcher-kva.example/ü/%c3%bc",
		"HTTPS://north.example":              "https://north.example",
		"https://[2001:DB8::1]:8443/a%2Fb?@": "https://[2001:db8::1]:8443/a%2Fb?@",
		"https://north.example/@a@b.example": "https://north.example/@a@b.example",
	} {
		u, err := ParseURL(in)
		if err != nil {
			t.Errorf("ParseURL(%q): %v", in, err)
			continue
		}
		if w, _ := url.Parse(want); u.Host != w.Host || u.Scheme != w.Scheme || u.EscapedPath() != w.EscapedPath() || u.RawQuery != w.RawQuery {
			t.Errorf("ParseURL(%q) = %q, want %q", in, u, want)
		}
	}
}

func TestParseURL_RefusesAnythingButPlainHTTPAddresses(t *testing.T) {
	for _, in := range []string{
		"", "north.example", "/u/a", "//north.example/u/a", "https:north.example", "https:/north.example", "https:///u/a",
		"file:///etc/passwd", "gopher://north.example/", "data:text/plain,x", "acct:a@north.example", "javascript:alert(1)", "ftp://north.example/",
		"https://", "https://a@north.example/", "https://a:b@north.example/", "https://@north.example/",
		"https://north.example\\@evil.test/", "https://north.example/a b", "https://north.example/\r\nX: y", "https://north.example/\x00",
		"https://north.example/\u202e", " https://north.example/", "https://north.example/" + strings.Repeat("a", 2048), "https://north.example/%zz",
		"https://north.example/\xff",
	} {
		if u, err := ParseURL(in); !errors.Is(err, ErrAddress) {
			t.Errorf("ParseURL(%q) = %v, %v; want ErrAddress", in, u, err)
		}
	}
}

// The policy is asked about the canonical form only, so no spelling of a denied host may come out as an
// allowed one, and none of an allowed host as something else.
func TestP09_OnlyTheExactCanonicalHostMatches(t *testing.T) {
	const allowed = "allowed.nhs.example"
	for _, same := range []string{"https://ALLOWED.nhs.example/x", "https://allowed.nhs.example./x", "https://allowed.nhs.example:443/x", "https://ａllowed.nhs.example/x"} {
		if u, err := ParseURL(same); err != nil || u.Host != allowed {
			t.Errorf("%q is %v, %v; want host %q", same, u, err, allowed)
		}
	}
	for _, other := range []string{
		"https://allowed.nhs.example.evil.test/", "https://evil.test#allowed.nhs.example", "https://evil.test/allowed.nhs.example",
		"https://evil.test?allowed.nhs.example", "https://allowed.nhs.example@evil.test/", "https://evil.test\\@allowed.nhs.example/",
		"https://allowed.nhs.example:8443/", "https://sub.allowed.nhs.example/", "https://nhs.example/", "https://[::1]/",
		"https://allowed.nhs.example%2eevil.test/", "https://allowed.nhs.example%00.evil.test/", "https://allowed.nhs.example\t.evil.test/",
		"https://allowed.nhs。example.evil.test/", "https://\u0430llowed.nhs.example/", "https://allowed%2enhs.example/", "https://evil.test:443@allowed.nhs.example/",
	} {
		if u, err := ParseURL(other); err == nil && u.Host == allowed {
			t.Errorf("%q came out as the allowed host", other)
		}
	}
}

func FuzzHost(f *testing.F) {
	for _, s := range append(notHosts, "north.example:8443", "bücher.example", "[2001:db8::1]:80") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		host, err := CanonicalHost(s)
		if err != nil {
			return
		}
		if again, err := CanonicalHost(host); err != nil || again != host {
			t.Errorf("%q became %q, and that %q, %v", s, host, again, err)
		}
		if u, err := ParseURL("https://" + host + "/x"); err != nil || u.Host != host {
			t.Errorf("%q became %q, which a URL reads as %v, %v", s, host, u, err)
		}
	})
}
