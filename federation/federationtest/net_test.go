package federationtest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/federationtest"
)

// counter is a host that answers with how many requests it has had.
type counter struct {
	mu   sync.Mutex
	got  []string
	seen chan string
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.got = append(c.got, string(body))
	if c.seen != nil {
		c.seen <- string(body)
	}
	fmt.Fprint(w, len(c.got))
}

func send(ctx context.Context, n *federationtest.Net, url, body string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	resp, err := n.RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	return fmt.Sprint(resp.StatusCode, " ", string(answer)), err
}

func TestNet_HandsARequestOverAsAServerWouldSeeIt(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("north.example:8443", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprint(w, r.Method, " ", r.RequestURI, " ", r.URL.Host, r.Host, " ", r.Header.Get("Content-Length"), " ", r.TLS != nil, " ", string(body))
	}))
	got, err := send(t.Context(), n, "https://north.example:8443/a%2Fb?c=d", "hello")
	if want := "200 POST /a%2Fb?c=d north.example:8443 5 true hello"; err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if r := n.Requests("north.example:8443"); len(r) != 1 || string(r[0].Body) != "hello" || r[0].URL != "https://north.example:8443/a%2Fb?c=d" {
		t.Errorf("wrote down %+v", r)
	}
	n.Serve("north.example:8443", nil)
	var unknown *net.DNSError
	if _, err := send(t.Context(), n, "https://north.example:8443/", ""); !errors.As(err, &unknown) {
		t.Errorf("a host taken off answered: %v", err)
	}
}

func TestNet_FaultsDoWhatTheirNamesSay(t *testing.T) {
	for name, c := range map[string]struct {
		fault   federationtest.Fault
		answer  string
		err     error
		arrived int
	}{
		"none":      {federationtest.Fault{}, "200 1", nil, 1},
		"drop":      {federationtest.Fault{Drop: 1}, "", federationtest.ErrLost, 0},
		"lose":      {federationtest.Fault{Lose: 1}, "", federationtest.ErrLost, 1},
		"duplicate": {federationtest.Fault{Duplicate: 1}, "200 2", nil, 2},
		"reorder":   {federationtest.Fault{Reorder: 1}, "200 1", nil, 1}, // nothing overtakes it
		"fail":      {federationtest.Fault{Fail: 1}, "500 ", nil, 0},
		"busy":      {federationtest.Fault{Fail: 1, Status: 429, RetryAfter: "5"}, "429 ", nil, 0},
		"hang":      {federationtest.Fault{Hang: 1}, "", context.DeadlineExceeded, 0},
		"too slow":  {federationtest.Fault{Delay: time.Hour}, "", context.DeadlineExceeded, 0},
	} {
		t.Run(name, func(t *testing.T) {
			n, host := federationtest.NewNet(1), &counter{}
			n.Serve("north.example", host)
			n.Break("north.example", c.fault)
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			answer, err := send(ctx, n, "https://north.example/", "x")
			if answer != c.answer || !errors.Is(err, c.err) || len(host.got) != c.arrived {
				t.Errorf("%q, %v, %d arrived; want %q, %v, %d", answer, err, len(host.got), c.answer, c.err, c.arrived)
			}
			if len(n.Requests("north.example")) != 1 || n.InFlight() != 0 {
				t.Errorf("%d written down, %d in flight", len(n.Requests("north.example")), n.InFlight())
			}
		})
	}
}

func TestNet_AReorderedRequestArrivesAfterTheNext(t *testing.T) {
	n, host := federationtest.NewNet(1), &counter{seen: make(chan string, 2)}
	n.Serve("north.example", host)
	n.Break("north.example", federationtest.Fault{Reorder: 1, Times: 1})
	done := make(chan error)
	go func() {
		_, err := send(t.Context(), n, "https://north.example/", "first")
		done <- err
	}()
	for len(n.Requests("")) == 0 {
		time.Sleep(time.Millisecond)
	}
	if _, err := send(t.Context(), n, "https://north.example/", "second"); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if one, two := <-host.seen, <-host.seen; one != "second" || two != "first" {
		t.Errorf("arrived as %s, %s", one, two)
	}
}

func TestNet_FaultsEndAfterTheirTimesOrWhenMended(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("north.example", &counter{})
	n.Break("", federationtest.Fault{Drop: 1, Times: 2})
	for i, want := range []error{federationtest.ErrLost, federationtest.ErrLost, nil} {
		if _, err := send(t.Context(), n, "https://north.example/", ""); !errors.Is(err, want) {
			t.Errorf("request %d: %v, want %v", i, err, want)
		}
	}
	n.Break("north.example", federationtest.Fault{Drop: 1})
	n.Mend("north.example")
	if _, err := send(t.Context(), n, "https://north.example/", ""); err != nil {
		t.Error(err)
	}
}

func TestNet_TheSameSeedBringsTheSameFaults(t *testing.T) {
	run := func(seed uint64) (fates string) {
		n := federationtest.NewNet(seed)
		n.Serve("north.example", &counter{})
		n.Break("", federationtest.Fault{Drop: 0.5})
		for range 64 {
			_, err := send(t.Context(), n, "https://north.example/", "")
			fates += map[bool]string{true: "-", false: "+"}[err != nil]
		}
		return fates
	}
	if once, again, other := run(7), run(7), run(8); once != again || once == other {
		t.Errorf("seed 7: %s and %s; seed 8: %s", once, again, other)
	}
}
