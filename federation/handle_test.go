package federation

import (
	"errors"
	"strings"
	"testing"
)

func TestParseHandle_ReadsEachWayOfWriting(t *testing.T) {
	for in, want := range map[string]Handle{
		"@amina@north.example":                    {"amina", "north.example"},
		"amina@north.example":                     {"amina", "north.example"},
		"acct:amina@north.example":                {"amina", "north.example"},
		"!ward-safety@North.Example":              {"ward-safety", "north.example"},
		"@amina@north.example:8443":               {"amina", "north.example:8443"},
		"@amina@127.0.0.1:8081":                   {"amina", "127.0.0.1:8081"},
		"@amina@[::1]:8081":                       {"amina", "[::1]:8081"},
		"@Amina_O.b-c@bücher.example":             {"Amina_O.b-c", "xn--bcher-kva.example"},
		"acct:north.example@north.example":        {"north.example", "north.example"},
		"acct:127.0.0.1:8081@127.0.0.1:8081":      {"127.0.0.1:8081", "127.0.0.1:8081"},
		"@" + strings.Repeat("a", 128) + "@b.org": {strings.Repeat("a", 128), "b.org"},
	} {
		if got, err := ParseHandle(in); err != nil || got != want {
			t.Errorf("ParseHandle(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
}

func TestHandle_IsWrittenForPeopleAndForWebFinger(t *testing.T) {
	h := Handle{"amina", "north.example:8443"}
	if h.String() != "@amina@north.example:8443" || h.Acct() != "acct:amina@north.example:8443" {
		t.Errorf("written %q and %q", h, h.Acct())
	}
}

func TestN05_HandlesThatCarrySomethingElseAreRefused(t *testing.T) {
	names := []string{
		"", "@", "@@north.example", "amina", "@amina", "amina@", "@amina@", "amina@h:1/p?q#", "a@h@h2", "@a@b@c.example", "a@h.example/../x",
		"@a/b@north.example", "@a?b@north.example", "@a#b@north.example", "@a%2fb@north.example", "@a%00@north.example", "@a b@north.example",
		"@a\r\nHost: evil.test@north.example", "@a@north.example\r\nX: y", "@a\x00@north.example", "@a@north.example\x00", "@.a@north.example",
		"@a.@north.example", "@-a@north.example", "@ä@north.example", "@\u202ea@north.example", "acct:@a@north.example", "acct:acct:a@north.example",
		"acct://a@north.example", "ACCT:a@north.example", "https://north.example/@a", "mailto:a@north.example", " @a@north.example", "@a@north.example ",
		"@!a@north.example", "@a:b@north.example", "@a@user@north.example", "@a@north.example:99999", "a@::1", "@south.example:1@north.example", "a@[::1",
		"@" + strings.Repeat("a", 129) + "@north.example", "@" + strings.Repeat("a", 10_000) + "@north.example", "@a&b=c@north.example", "@a'--@north.example",
	}
	for _, in := range names {
		if h, err := ParseHandle(in); !errors.Is(err, ErrAddress) {
			t.Errorf("ParseHandle(%q) = %v, %v; want ErrAddress", in, h, err)
		}
	}
	for _, host := range notHosts {
		if h, err := ParseHandle("@amina@" + host); !errors.Is(err, ErrAddress) {
			t.Errorf("ParseHandle with host %q = %v, %v; want ErrAddress", host, h, err)
		}
	}
}

func FuzzHandle(f *testing.F) {
	for _, s := range []string{"@amina@north.example", "acct:a@[::1]:80", "!x@bücher.example", "a@h:1/p?q#", "a@h@h2", "@a@b\r\n", "north.example@north.example"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, err := ParseHandle(s)
		if err != nil {
			if !errors.Is(err, ErrAddress) {
				t.Errorf("ParseHandle(%q): %v", s, err)
			}
			return
		}
		if again, err := ParseHandle(h.Acct()); err != nil || again != h {
			t.Errorf("%q is %v, which reads as %v, %v", s, h, again, err)
		}
		if strings.ContainsAny(h.Name+h.Host, "/?#@%\\ \r\n\x00") {
			t.Errorf("%q is %v, which would change a URL", s, h)
		}
		if u, err := ParseURL("https://" + h.Host + "/.well-known/webfinger?resource=" + h.Acct()); err != nil || u.Host != h.Host {
			t.Errorf("%q asks %v, %v", s, u, err)
		}
	})
}
