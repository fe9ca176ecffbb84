package federation

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation/federationtest"
	"github.com/folkmoot/folkmoot/models/limits"
)

// signing puts a mark on a request where a Signer would put a signature.
func signing(r *http.Request) error {
	r.Header.Set("Signature", "for "+r.URL.String())
	r.Header.Set("Authorization", "for "+r.URL.String())
	return nil
}

func TestN07_RedirectsAreFollowedThreeTimes(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("north.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rest, more := strings.CutPrefix(r.URL.Path, "/n"); more {
			http.Redirect(w, r, rest, http.StatusFound)
		}
	}))
	g := onNet(n, allowAll{})
	got, err := g.Fetch(t.Context(), "https://north.example"+strings.Repeat("/n", limits.Redirects)+"/end", "", nil)
	if err != nil || got.URL != "https://north.example/end" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, path := range []string{strings.Repeat("/n", limits.Redirects+1) + "/end", "/loop"} {
		n.Serve("loop.example", http.RedirectHandler("https://loop.example/loop", http.StatusMovedPermanently))
		host := map[bool]string{true: "loop.example", false: "north.example"}[path == "/loop"]
		n.Forget()
		if _, err := g.Fetch(t.Context(), "https://"+host+path, "", nil); !errors.Is(err, ErrTooManyRedirects) {
			t.Errorf("%s: %v", path, err)
		}
		if sent := len(n.Requests("")); sent != limits.Redirects+1 {
			t.Errorf("%s: %d requests", path, sent)
		}
	}
}

func TestN07_RedirectsStayWithinHTTPS(t *testing.T) {
	n := federationtest.NewNet(1)
	g := NewGate(GateConfig{Policy: allowAll{}, Base: n, PrivateNetworks: loopback})
	for location, want := range map[string]error{
		"http://north.example/":         ErrInsecure,
		"http://127.0.0.1/":             ErrInsecure,
		"file:///etc/passwd":            ErrAddress,
		"gopher://north.example/":       ErrAddress,
		"data:text/plain,x":             ErrAddress,
		"javascript:alert(1)":           ErrAddress,
		"https://a:b@north.example/":    ErrAddress,
		"https://north.example\\@evil/": ErrAddress,
		"https://%6eorth.example/":      ErrAddress,
		"https://0x7f.1/":               ErrAddress,
		"https://10.0.0.1/":             ErrPrivate,
		"//169.254.169.254/latest":      ErrPrivate,
		"https://[::1%25lo]/":           ErrAddress,
		"https://[fd00::1]/":            ErrPrivate,
	} {
		n.Serve("north.example", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusFound)
		}))
		n.Forget()
		if _, err := g.Fetch(t.Context(), "https://north.example/x", "", nil); !errors.Is(err, want) {
			t.Errorf("to %s: %v, want %v", location, err, want)
		}
		if sent := len(n.Requests("")); sent != 1 {
			t.Errorf("to %s: %d requests", location, sent)
		}
	}
}

func TestN07_SignaturesStayOnTheirHostAndAreMadeForEachHop(t *testing.T) {
	n := federationtest.NewNet(1)
	to := func(location string) http.Handler {
		return http.RedirectHandler(location, http.StatusTemporaryRedirect)
	}
	north := http.NewServeMux()
	north.Handle("/1", to("/2"))
	north.Handle("/2", to("https://south.example/3"))
	north.HandleFunc("/4", func(http.ResponseWriter, *http.Request) {})
	n.Serve("north.example", north)
	n.Serve("south.example", to("https://north.example/4"))
	if _, err := onNet(n, allowAll{}).Fetch(t.Context(), "https://north.example/1", "", signing); err != nil {
		t.Fatal(err)
	}
	want := []string{"for https://north.example/1", "for https://north.example/2", "", ""}
	for i, r := range n.Requests("") {
		if r.Header.Get("Signature") != want[i] || r.Header.Get("Authorization") != want[i] {
			t.Errorf("%s carried %q, want %q", r.URL, r.Header.Get("Signature"), want[i])
		}
	}
}

func TestP07_RedirectToADeniedHostStopsAtTheFirstHop(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("denied.example", http.NotFoundHandler())
	for _, status := range []int{301, 302, 303, 307, 308} {
		n.Serve("north.example", http.RedirectHandler("https://Denied.example./u/a", status))
		if _, err := onNet(n, allowing{"north.example"}).Fetch(t.Context(), "https://north.example/u/a", "", signing); !errors.Is(err, ErrDenied) {
			t.Errorf("%d: %v", status, err)
		}
	}
	if sent := n.Requests("denied.example"); len(sent) != 0 {
		t.Errorf("sent %v", sent)
	}
}

func TestRow39_AKeyAtOrBehindAPrivateAddressIsNotFetched(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("north.example", http.RedirectHandler("https://192.168.1.1/key", http.StatusFound))
	g := onNet(n, allowAll{})
	for _, keyID := range []string{"https://192.168.1.1/key#main-key", "https://north.example/u/a#main-key"} {
		if _, err := g.Fetch(t.Context(), keyID, AcceptActivity, nil); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: %v", keyID, err)
		}
	}
	if sent := n.Requests(""); len(sent) != 1 || sent[0].URL != "https://north.example/u/a" {
		t.Errorf("sent %v", sent)
	}
}

func TestGate_ARedirectWithoutAnAddressIsAnAnswer(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("north.example", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }))
	_, err := onNet(n, allowAll{}).Fetch(t.Context(), "https://north.example/", "", nil)
	if status := new(StatusError); !errors.As(err, &status) || status.Code != 302 {
		t.Errorf("%v", err)
	}
	if fmt.Sprint(err) != "fetch https://north.example/: answered 302 Found" {
		t.Errorf("said as %q", err)
	}
}
