package federation

import (
	"bufio"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/federationtest"
	"github.com/folkmoot/folkmoot/models/limits"
)

// allowing is a policy that allows the hosts named; allowAll one that allows any.
type allowing []string

func (a allowing) Allows(host string) bool { return slices.Contains(a, host) }

type allowAll struct{}

func (allowAll) Allows(string) bool { return true }

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// impatient is how long tests wait for what never comes.
var impatient = patience{request: 400 * time.Millisecond, dial: 200 * time.Millisecond, handshake: 200 * time.Millisecond, header: 200 * time.Millisecond}

func onNet(n *federationtest.Net, p Policy) *Gate {
	return NewGate(GateConfig{Policy: p, Base: n, UserAgent: UserAgent("1.0", "https://us.example")})
}

// listening counts the connections that a listener of its own accepts, and handles each with serve.
func listening(t *testing.T, serve func(net.Conn)) (address string, count *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	count = new(atomic.Int64)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			count.Add(1)
			go func() {
				defer c.Close()
				serve(c)
			}()
		}
	}()
	return l.Addr().String(), count
}

// answering serves one raw answer to each connection once the request's headers have come.
func answering(t *testing.T, answer func(c net.Conn)) (address string) {
	address, _ = listening(t, func(c net.Conn) {
		if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
			answer(c)
		}
	})
	return address
}

func TestGate_FetchesADocument(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("north.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", `application/activity+json; charset=utf-8`)
		fmt.Fprintf(w, `{"path":%q}`, r.URL.Path)
	}))
	got, err := onNet(n, allowAll{}).Fetch(t.Context(), "https://North.example:443/u/amina#main-key", AcceptActivity, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.URL != "https://north.example/u/amina" || string(got.Body) != `{"path":"/u/amina"}` || !got.IsActivity() {
		t.Errorf("fetched %q, type %q: %s", got.URL, got.ContentType, got.Body)
	}
	sent := n.Requests("north.example")[0]
	if sent.Header.Get("Accept") != AcceptActivity || sent.Header.Get("User-Agent") != "folkmoot/1.0 (+https://us.example/)" {
		t.Errorf("sent %v", sent.Header)
	}
}

func TestGate_DeniesWhatThePolicyDoesNotAllow(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("evil.test", http.NotFoundHandler())
	for _, p := range []Policy{nil, allowing{}, allowing{"north.example"}} {
		g := onNet(n, p)
		_, fetch := g.Fetch(t.Context(), "https://evil.test/u/a", AcceptActivity, nil)
		_, media := g.FetchMedia(t.Context(), "https://evil.test/a.png", "image/*")
		_, post := g.Post(t.Context(), "https://evil.test/inbox", []byte("{}"), nil)
		for _, err := range []error{fetch, media, post} {
			if !errors.Is(err, ErrDenied) {
				t.Errorf("policy %v: %v, want ErrDenied", p, err)
			}
		}
	}
	if sent := n.Requests(""); len(sent) != 0 {
		t.Errorf("sent %v", sent)
	}
}

func TestGate_StatusAndRetryAfterReachTheCaller(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"":                              0,
		"120":                           2 * time.Minute,
		"-5":                            0,
		"soon":                          0,
		"99999999":                      limits.RetryAfterMax,
		"999999999999999999999999":      0,
		"Sun, 01 Mar 2026 09:05:00 GMT": 5 * time.Minute,
		"Sun, 01 Mar 2026 08:00:00 GMT": 0,
	} {
		n := federationtest.NewNet(1)
		n.Serve("north.example", http.NotFoundHandler())
		n.Break("", federationtest.Fault{Fail: 1, Status: 429, RetryAfter: header})
		g := NewGate(GateConfig{Policy: allowAll{}, Base: n, Now: func() time.Time { return now }})
		_, err := g.Fetch(t.Context(), "https://north.example/", "", nil)
		if status := new(StatusError); !errors.As(err, &status) || status.Code != 429 || status.RetryAfter != want {
			t.Errorf("Retry-After %q: %v (%+v), want %v", header, err, status, want)
		}
		answer, err := g.Post(t.Context(), "https://north.example/inbox", []byte("{}"), nil)
		if err != nil || answer.Status != 429 || answer.RetryAfter != want {
			t.Errorf("Retry-After %q: %+v, %v, want %v", header, answer, err, want)
		}
	}
}

func TestGate_PostsAnActivityAndKeepsTheBeginningOfTheAnswer(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("north.example", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, strings.Repeat("no ", 10_000))
	}))
	answer, err := onNet(n, allowAll{}).Post(t.Context(), "https://north.example/inbox", []byte(`{"a":1}`), nil)
	if err != nil || answer.Status != 403 || len(answer.Body) != limits.AnswerBytes {
		t.Fatalf("%+v, %v", answer, err)
	}
	sent := n.Requests("")[0]
	if sent.Method != "POST" || string(sent.Body) != `{"a":1}` || sent.Header.Get("Content-Type") != "application/activity+json" {
		t.Errorf("sent %+v", sent)
	}
}

func TestGate_PostNeverFollowsARedirect(t *testing.T) {
	n := federationtest.NewNet(1)
	for _, status := range []int{301, 302, 303, 307, 308} {
		n.Serve("north.example", http.RedirectHandler("https://south.example/inbox", status))
		answer, err := onNet(n, allowAll{}).Post(t.Context(), "https://north.example/inbox", []byte("{}"), nil)
		if err != nil || answer.Status != status {
			t.Errorf("%+v, %v", answer, err)
		}
	}
	if sent := n.Requests("south.example"); len(sent) != 0 {
		t.Errorf("followed to %v", sent)
	}
}

func TestGate_KeepsConnectionsButNoCookies(t *testing.T) {
	var connections atomic.Int64
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cookie") != "" || r.Header.Get("Accept-Encoding") != "" || len(r.Header["Idempotency-Key"]) > 0 {
			t.Errorf("got headers %v", r.Header)
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	s.Start()
	defer s.Close()
	g := NewGate(GateConfig{Policy: allowAll{}, PrivateNetworks: loopback})
	defer g.Close()
	for range 3 {
		if _, err := g.Fetch(t.Context(), s.URL, "", nil); err != nil {
			t.Fatal(err)
		}
		if _, err := g.Post(t.Context(), s.URL, []byte("{}"), nil); err != nil {
			t.Fatal(err)
		}
	}
	if connections.Load() != 1 {
		t.Errorf("%d connections for 6 requests", connections.Load())
	}
	s.CloseClientConnections()
	if _, err := g.Post(t.Context(), s.URL, []byte("{}"), nil); err != nil {
		t.Errorf("after the peer closed the connection: %v", err)
	}
}

func TestGate_SpeaksTLSToPrivateNetworksToo(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	wait := patience{limits.RequestTime, limits.DialTime, limits.HandshakeTime, limits.HeaderTime}
	g := newGate(GateConfig{Policy: allowAll{}, PrivateNetworks: loopback}, wait, roots)
	defer g.Close()
	if _, err := g.Fetch(t.Context(), s.URL, "", nil); err != nil {
		t.Error(err)
	}
	stranger := NewGate(GateConfig{Policy: allowAll{}, PrivateNetworks: loopback})
	defer stranger.Close()
	if _, err := stranger.Fetch(t.Context(), s.URL, "", nil); err == nil {
		t.Error("a certificate that nobody vouches for was accepted")
	}
}

func TestIsActivityType_AcceptsExactlyTheTwoTypes(t *testing.T) {
	for contentType, want := range map[string]bool{
		`application/activity+json`:                                         true,
		`application/activity+json; charset=utf-8`:                          true,
		`Application/Activity+JSON;charset="UTF-8"`:                         true,
		`application/ld+json; profile="` + profile + `"`:                    true,
		`application/ld+json; charset=utf-8; profile="` + profile + `"`:     true,
		`application/ld+json; profile="https://x.example/ ` + profile + `"`: true,
		`application/ld+json`:                                               false,
		`application/ld+json; profile="https://x.example/"`:                 false,
		`application/ld+json; profile="` + profile + `#x"`:                  false,
		`application/ld+json; profile=` + profile:                           false, // not quoted
		`application/activity+json; charset=latin1`:                         false,
		`application/activity+json, text/html`:                              false,
		`application/activity+jsonx`:                                        false,
		`application/json`:                                                  false,
		`text/html`:                                                         false,
		`image/png`:                                                         false,
		`application/octet-stream; profile="` + profile + `"`:               false,
		`text/plain; x="application/activity+json"`:                         false,
		``:  false,
		`;`: false,
	} {
		if got := IsActivityType(contentType); got != want {
			t.Errorf("IsActivityType(%q) = %v", contentType, got)
		}
	}
}

func TestWithBudget_BoundsWhatOneJobFetches(t *testing.T) {
	n := federationtest.NewNet(1)
	for i := range 60 {
		n.Serve(fmt.Sprintf("a%d.example", i), http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	}
	g := onNet(n, allowAll{})
	fetch := func(ctx context.Context, host string) error {
		_, err := g.Fetch(ctx, "https://"+host+"/", "", nil)
		return err
	}
	home := WithBudget(t.Context(), "a0.example")
	for range limits.HostFetches {
		if err := fetch(home, "a1.example"); err != nil {
			t.Fatal(err)
		}
	}
	if err := fetch(home, "a1.example"); !errors.Is(err, ErrBudget) {
		t.Errorf("a host beyond the first was asked once too often: %v", err)
	}
	for range limits.JobFetches - limits.HostFetches {
		if err := fetch(home, "a0.example"); err != nil {
			t.Fatal(err)
		}
	}
	if err := fetch(WithBudget(home), "a2.example"); !errors.Is(err, ErrBudget) {
		t.Errorf("a job within the job got a budget of its own: %v", err)
	}
	if len(n.Requests("")) != limits.JobFetches {
		t.Errorf("%d requests", len(n.Requests("")))
	}
	n.Serve("a3.example", http.RedirectHandler("/", http.StatusFound))
	if err := fetch(WithBudget(t.Context()), "a3.example"); !errors.Is(err, ErrBudget) {
		t.Errorf("redirects were not counted: %v", err)
	}
}
